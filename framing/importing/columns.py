"""What a source's columns are called, and what they mean in a corpus: by name, or as the user says.

A known name is taken without regard to case, form of letters, spaces and underscores. What is not known is kept under
its own name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from framing.corpus import METADATA
from framing.errors import SettingsError
from framing.importing.reading import Unreadable

TEXT, FILE, ID = "text", "file", "article_id"
# For each column of a corpus the names it goes by elsewhere, likeliest first; its own name always comes before these.
_NAMES = {
    ID: "id, doc id, document id, docid, article no, accession number, mã bài, mã, 编号, 編號",
    TEXT: "content, contents, body, article, article text, full text, fulltext, body text, main text, maintext, "
    "article body, story, nội dung, bài viết, văn bản, 正文, 内容, 內容, 全文, 文本",
    "title": "headline, head, hl, article title, tiêu đề, tựa đề, 标题, 標題, 题目, 題目",
    "outlet": "source, publication, newspaper, publisher, media, media outlet, source name, site, site name, sitename, "
    "nguồn, tòa soạn, toà soạn, báo, 来源, 來源, 媒体, 媒體, 报纸, 報紙",
    "country": "nation, source country, quốc gia, nước, 国家, 國家",
    "date": "published, publication date, pubdate, pub date, published at, publish date, date published, published date, "
    "datetime, ngày, ngày đăng, ngày xuất bản, 日期, 发布日期, 發布日期, 发布时间, 發布時間, 时间, 時間",
    "language": "lang, ngôn ngữ, 语言, 語言, 语种",
    "byline": "author, authors, by, writer, tác giả, 作者, 记者, 記者",
    "url": "link, source url, web address, liên kết, đường dẫn, 网址, 網址, 链接, 鏈接",
    "section": "category, rubric, chuyên mục, mục, 栏目, 欄目, 版面",
}


def tidy(name: str) -> str:
    """A column's name as it is compared.

    >>> tidy(" Publication_Date ")
    'publication date'
    """
    return " ".join(unicodedata.normalize("NFC", name).casefold().replace("_", " ").split())


_TARGETS = (TEXT, FILE, ID, *METADATA)
_KNOWN = {
    target: [tidy(target), *(tidy(name) for name in _NAMES.get(target, "").split(", ") if name)] for target in _TARGETS
}


def parse_columns(pairs: Iterable[str]) -> dict[str, str]:
    """Read `outlet=Source` as the column of the corpus and that of the source.

    >>> parse_columns(["outlet=Source"])
    {'outlet': 'Source'}
    """
    wanted: dict[str, str] = {}
    for pair in pairs:
        target, sign, column = (part.strip() for part in pair.partition("="))
        if not (sign and target and column):
            raise SettingsError(f"--column {pair!r}: write the corpus's column, =, the source's, such as outlet=Source")
        if target in wanted:
            raise SettingsError(f"--column {target} is given twice; keep one")
        first = next((known for known, name in wanted.items() if tidy(name) == tidy(column)), None)
        if first is not None:
            raise SettingsError(f"--column {target}={column}: the column is {first} already; keep one of the two")
        wanted[target] = column
    return wanted


def take_columns(header: Sequence[str], wanted: Mapping[str, str]) -> dict[str, str]:
    """What each column of a source is in the corpus.

    Parameters
    ----------
    header : the names as they stand in the source; an empty one is called by its place.
    wanted : column of the corpus → column of the source, as the user says; those that this source lacks are left out.

    Raises
    ------
    Unreadable : a name stands twice or is no text, or no column holds a text or names a file.

    Examples
    --------
    >>> take_columns(["Headline", "Body", "Tone"], {})
    {'Headline': 'title', 'Body': 'text', 'Tone': 'Tone'}
    """
    _refuse_names(header)
    taken = wanted_columns(header, wanted)
    for target in _TARGETS:
        if target in taken.values() or target in wanted:
            continue
        free = {tidy(column): column for column in reversed(header) if column not in taken}
        column = next((free[name] for name in _KNOWN[target] if name in free), None)
        if column is not None:
            taken[column] = target
    if not ({TEXT, FILE} & set(taken.values()) or ("title" in wanted and "title" in taken.values())):
        names = ", ".join(header) or "none"
        raise Unreadable(
            f"no column is known to hold the text (columns: {names}); name it with --column text=NAME, or, where there are "
            "headlines only, theirs with --column title=NAME"
        )
    return _distinct(header, taken)


def wanted_columns(header: Iterable[str], wanted: Mapping[str, str]) -> dict[str, str]:
    """The columns of a source that the user names, and what they are in the corpus.

    >>> wanted_columns(["folder", "title"], {"outlet": "Folder"})
    {'folder': 'outlet'}
    """
    names = {tidy(column): target for target, column in wanted.items()}
    return {column: names[tidy(column)] for column in header if tidy(column) in names}


def _refuse_names(header: Sequence[str]) -> None:
    if any("\ud800" <= sign <= "\udfff" for column in header for sign in column):
        raise Unreadable("the name of a column holds half a character (a lone surrogate); save the file again as UTF-8")
    named = [column for column in header if column.strip()]
    twice = sorted({column for column in named if named.count(column) > 1})
    if twice:
        raise Unreadable(f"the column {twice[0]!r} stands twice; keep one")


def _distinct(header: Sequence[str], taken: Mapping[str, str]) -> dict[str, str]:
    """Each column with what it is; one that is not known keeps its name, with its place where another has that name."""
    found: dict[str, str] = {}
    given = {*taken.values(), *_TARGETS}
    for place, column in enumerate(header, start=1):
        name = " ".join(column.split()) or f"column_{place}"
        found[column] = taken.get(column) or (name if name not in given else f"{name}_{place}")
        given.add(found[column])
    return found
