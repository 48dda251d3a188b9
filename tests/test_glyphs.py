"""Every glyph of a figure is drawn: hanzi and Vietnamese letters as they are, what no font has as an error with its name."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import matplotlib
import numpy as np
import polars as pl
import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.image import imread
from pictures import cut_off, overlaps, texts_of
from project import ROOT

from framing import figures
from framing.errors import FigureError
from framing.figures.fonts import add_fonts, check_letters, missing_letters
from framing.figures.lettering import flat, shorten, text_width, wrap
from framing.figures.rows import fit_heads
from framing.figures.style import in_style
from framing.report.run import plan_run

FONTS = ROOT / "framing" / "data" / "fonts"
NAMES = {"focus": "Việt Nam 越南", "reference": "Trung Quốc 中国"}
OUTLETS = [
    "新华社",
    "人民日报海外版",
    "Báo Đường sắt Việt Nam",
    "環球時報（臺灣版）",
    "Tiếng nói Ấn Ộ Ễ và Đài phát thanh Ấp Ợ",
    "Quân đội nhân dân",
]
CHINESE = [
    "铁路",
    "人类命运共同体",
    "合作共赢",
    "“一带一路”倡议",
    "標準軌距",
    "朱镕基",
    "谅解备忘录的签署仪式在首都举行并发表联合声明",
]
VIETNAMESE = [
    "Đường sắt",
    "Hợp tác",
    "hữu nghị",
    "Ấp Ẫu Ộ Ợ Ữ ỷ ỵ",
    unicodedata.normalize("NFD", "Nguyễn Phú Trọng"),
    "đoàn kết",
    "ường",
]
TERMS = [*CHINESE, *VIETNAMESE]
SIDES = {str(n): "focus" if n < 4 else "reference" for n in range(1, 7)}
LABELS = {str(n): f"{n} {outlet}" for n, outlet in enumerate(OUTLETS, start=1)}
GROUPS = {"More frequent in the 3 Việt Nam articles": LABELS, "“中国” articles": {"7": "7 南方周末"}}
TITLE = "“铁路” is most typical of the 3 Vietnamese articles, “Hợp tác” and “谅解备忘录的签署仪式在首都举行” of the Chinese article; Ấ Ộ"
NOTE = "A dot is a term, 一个点表示一个词语；mỗi chấm là một từ ngữ. " * 3


def frame(rows: list[tuple[object, ...]], *columns: str) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=list(columns), orient="row")


def dots() -> Figure:
    rows = [(t, SIDES[a], a, 1 + n % 4, 1.0 + (n * int(a)) % 7) for n, t in enumerate(TERMS) for a in SIDES]
    panels = {
        "In every article": TERMS[:3],
        "More frequent in 越南": TERMS[3:9],
        "More frequent in Trung Quốc": TERMS[9:],
    }
    table = frame(rows, "term", "side", "article_id", "n", "per_1000")
    return figures.draw_dots(table, panels=panels, names=NAMES, title=TITLE, apart=["In every article"])


def weights() -> Figure:
    rows = [(a, TERMS[(n + int(a)) % 14], 9 - n, 1 / (n + 1)) for a in SIDES for n in range(8)]
    table = frame(rows, "article_id", "term", "n", "tf_idf")
    return figures.draw_weights(table, panels=LABELS, sides=SIDES, names=NAMES, title=TITLE, note=NOTE)


def events() -> Figure:
    columns = ["会谈", "Lễ ký kết", "谅解备忘录的签署", "联合声明", "gặp gỡ hữu nghị thanh niên", "午宴", "Tiệc trà"]
    kinds = ["report 报道", "bình luận"]
    rows = [
        (a, c, 40 + 37 * n + int(a), kinds[n % 2]) for a in SIDES for n, c in enumerate(columns) if (n + int(a)) % 3
    ]
    table = frame(rows, "article_id", "event", "words", "genre")
    return figures.draw_events(table, groups=GROUPS, columns=columns, genres=kinds, title=TITLE, note=NOTE)


def contrast() -> Figure:
    rows = [(t, 3 + 2 * n if n % 4 else 0, 20 - n, (n % 4) - 2.5, (n % 4) - 2.5) for n, t in enumerate(TERMS)]
    table = frame(rows, "term", "n_focus", "n_reference", "g2", "log_ratio").with_columns(
        pl.lit(None, pl.Float64).alias("log_ratio_low"), pl.lit(None, pl.Float64).alias("log_ratio_high")
    )
    names = {side: f"the {name} article" for side, name in NAMES.items()}
    return figures.draw_contrast(table, labelled=TERMS, names=names, title=TITLE, note=NOTE)


def ranks() -> Figure:
    rows = [(t, side, s, 1 + (n + s * (n % 3)) % 9) for side in NAMES for n, t in enumerate(TERMS) for s in (1, 2, 3)]
    stages = ["raw 原文", "joined as one name 合并", "without đầu đề và 电头 ".replace(" ", " Ấ Ộ ợ ")]
    table = frame(rows, "term", "side", "step", "rank")
    panels = {side: f"More frequent in {name}" for side, name in NAMES.items()}
    return figures.draw_ranks(table, panels=panels, stages=stages, depth=8, title=TITLE, note=NOTE)


def positions() -> Figure:
    rows = [(t, a, (0.13 * n * int(a)) % 1) for n, t in enumerate(TERMS) for a in SIDES]
    groups = {"越南": {t: t for t in CHINESE}, "Trung Quốc": {t: t for t in VIETNAMESE}}
    table = frame(rows, "term", "article_id", "position")
    return figures.draw_positions(
        table, groups=groups, columns=LABELS, sides=SIDES, names=NAMES, title=TITLE, note=NOTE
    )


def shares() -> Figure:
    parts = {"narrator 叙述者": figures.FILLS[0], "người Việt Nam": figures.FILLS[1], "中国领导人": figures.FILLS[2]}
    shown = {**LABELS, "7": ""}
    rows = [(a, p, (20.0, 35.0, 45.0)[n], f"{(20, 35, 45)[n]} %") for a in shown for n, p in enumerate(parts)]
    table = frame(rows, "row", "part", "value", "label")
    options = {"axis_label": "per cent of words", "written": "percentage", "title": TITLE, "note": NOTE}
    return figures.draw_shares(table, groups=GROUPS, looks=parts, **options)


def observations() -> Figure:
    states = ["supports", "contradicts", "silent", "not reported"]
    rows = [(t, a, states[(n + int(a)) % 4]) for n, t in enumerate(TERMS) for a in SIDES]
    groups = {"More frequent in 越南": {t: t for t in CHINESE}, "Hay gặp hơn": {t: t for t in VIETNAMESE}}
    table = frame(rows, "term", "article_id", "state")
    bands = [(NAMES["focus"], 3), (NAMES["reference"], 3)]
    return figures.draw_observations(table, groups=groups, columns=LABELS, bands=bands, title=TITLE, note=NOTE)


def uses() -> Figure:
    marks = ["supports", "contradicts", "reported"]
    rows = [(t, a, marks[(n + int(a)) % 3], 0.2 + 0.1 * (n % 8)) for n, t in enumerate(TERMS) for a in SIDES]
    groups = {"More frequent in 越南": {t: t for t in CHINESE}, "Hay gặp hơn": {t: t for t in VIETNAMESE}}
    table = frame(rows, "term", "column", "mark", "share")
    bands = [(NAMES["focus"], 3), (NAMES["reference"], 3)]
    return figures.draw_uses(table, groups=groups, columns=LABELS, bands=bands, title=TITLE, note=NOTE)


def alarms() -> Figure:
    table = frame(
        [("t", "all", 0.1, 1.0), ("used", "all", 0.01, 0.02)], "method", "lengths", "share_at_01", "false_comparisons"
    )
    return figures.draw_false_alarms(
        table, bands={"all": "As they are 原样"}, used="used", label="两把钥匙 hai khoá", title=TITLE
    )


def words() -> Figure:
    return figures.draw_words(title=TITLE, words="没有编码的段落。" * 12)


KINDS: dict[str, Callable[[], Figure]] = {
    make.__name__: make
    for make in (dots, weights, events, contrast, ranks, positions, shares, observations, uses, alarms, words)
}


def letters_of(encoding: str, first: int, last: int) -> list[str]:
    """The hanzi in the rows of a national standard, as Python's own codec knows them."""
    cells = (
        bytes([high, low]).decode(encoding, "ignore") for high in range(first, last + 1) for low in range(0x40, 0xFF)
    )
    return [cell for cell in cells if len(cell) == 1 and cell >= "㐀"]


def vietnamese_letters() -> list[str]:
    """Twelve vowels in six tones, đ and the other consonants, small and capital: composed here from their parts."""
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    small = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones]
    small += "bcdđghklmnpqrstvx"
    return [*small, *(letter.upper() for letter in small)]


def picture(figure: Figure) -> bytes:
    return figures.figure_bytes(figure, "png", dpi=60)


def one_term(term: str, title: str = "T") -> Figure:
    table = frame([(term, "focus", "1", 2, 4.0)], "term", "side", "article_id", "n", "per_1000")
    return figures.draw_dots(table, panels={"More": [term]}, names={"focus": "a", "reference": "b"}, title=title)


@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_of_the_three_languages_can_be_drawn(bold: bool) -> None:
    """GB 2312 has 6,763 hanzi and level 1 of Big5 has 5,401, as their standards say; 89 letters twice by hand."""
    simplified, traditional = letters_of("gb2312", 0xB0, 0xF7), letters_of("big5", 0xA4, 0xC6)
    vietnamese = vietnamese_letters()
    assert (len(simplified), len(traditional), len(vietnamese)) == (6763, 5401, 178)
    marks = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·￥％０９ＡＺａｚ　〇々"
    for letters in (simplified, traditional, vietnamese, marks, "镕喆堃珺嫻峯", "–—‘’“”…†×→←"):
        assert missing_letters("".join(letters), bold=bold) == []


def test_hanzi_are_drawn_from_our_file_and_each_as_itself() -> None:
    """A box would be glyph 0, and the same for all; of these outlines none is empty, and no two are alike."""
    from matplotlib.ft2font import FT2Font

    font, seen = FT2Font(FONTS / "FramingCJK-Regular.ttf"), set()
    hanzi = sorted({*letters_of("gb2312", 0xB0, 0xF7), *letters_of("big5", 0xA4, 0xC6)})
    for letter in hanzi[::7]:
        assert font.get_char_index(ord(letter)) > 0, letter
        font.load_char(ord(letter))
        points, _ = font.get_path()
        assert len(points) > 3, letter
        seen.add(points.tobytes())
    assert len(seen) == len(hanzi[::7])


def test_two_hanzi_give_two_pictures() -> None:
    pictures = [imread(BytesIO(picture(one_term(hanzi)))) for hanzi in ("铁", "路", "铁")]
    assert not np.array_equal(pictures[0], pictures[1])
    assert np.array_equal(pictures[0], pictures[2])


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_holds_chinese_and_vietnamese(kind: str) -> None:
    """Warnings are errors here, so one missing glyph would fail; looked at as pictures, too."""
    drawn = KINDS[kind]()
    assert not overlaps(drawn) and not cut_off(drawn)
    shown = "\n".join(texts_of(drawn))
    assert "铁路" in shown and shown == unicodedata.normalize("NFC", shown)
    assert figures.figure_bytes(drawn, "pdf").startswith(b"%PDF")


def test_the_file_is_the_one_its_page_tells_how_to_make() -> None:
    page = (FONTS / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256((FONTS / "FramingCJK-Regular.ttf").read_bytes()).hexdigest() in page
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert (FONTS / "FramingCJK-Regular.ttf").stat().st_size < 4_000_000


def test_a_missing_glyph_is_an_error_with_its_name_its_text_and_a_remedy() -> None:
    with pytest.raises(FigureError) as caught:
        one_term("铁路", title="The Daily 📰 is first")
    said = str(caught.value)
    assert said.startswith("'The Daily 📰 is first': figures cannot draw '📰' (U+1F4F0 NEWSPAPER); ")
    assert "articles.csv" in said and "variants.csv" in said and "\n" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [("새 신문", "(U+C0C8 HANGUL SYLLABLE SAE)"), ("a\ue000", "(U+E000 PRIVATE USE)"), ("㐅", "(U+3405 CJK UNIFIED")],
)
def test_what_neither_font_has_is_named(text: str, said: str) -> None:
    with pytest.raises(FigureError) as caught:
        one_term(text)
    assert said in str(caught.value)


def test_all_missing_letters_are_listed_up_to_a_few() -> None:
    with pytest.raises(
        FigureError, match=r"'가' .*; nor '나' .*, '다' .*, '라' .*, '마' .*, '바' .* and 2 more; write"
    ):
        check_letters([("가", False), ("나다라마바사아", True)])


def test_a_text_added_later_is_checked_when_the_figure_is_saved() -> None:
    drawn = one_term("铁路")
    drawn.text(0.5, 0.5, "🎉")
    with pytest.raises(FigureError, match=r"U\+1F389 PARTY POPPER"):
        figures.figure_bytes(drawn, "svg")


def test_a_decomposed_label_draws_the_same_picture() -> None:
    composed = "Đường sắt Ấp Ộ"
    parts = unicodedata.normalize("NFD", composed)
    assert parts != composed and picture(one_term(parts, parts)) == picture(one_term(composed, composed))
    assert text_width(flat(parts), 9) == text_width(composed, 9)


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u200d", "\ufeff", "\u202e", "\ufe0f", "\U000e0100"])
def test_what_has_no_form_of_its_own_is_not_drawn(unseen: str) -> None:
    assert flat(f"新华{unseen}社") == "新华社" and flat(f"rail{unseen}way") == "railway"
    assert picture(one_term(f"rail{unseen}way")) == picture(one_term("railway"))


def test_hanzi_are_as_wide_as_they_are_drawn() -> None:
    """A hanzi is a square: one em of 9 points is an eighth of an inch; matplotlib's own measure says the same."""
    assert text_width("新华社", 9) == pytest.approx(3 * 9 / 72)
    with in_style():
        for line in ("“人民日报”海外版 2024", "Hợp tác 合作共赢"):
            drawn = Figure(figsize=(7, 1), dpi=100).text(0, 0, line, fontsize=9, parse_math=False)
            assert text_width(line, 9) == pytest.approx(drawn.get_window_extent().width / 100, rel=0.02)


def test_chinese_lines_break_between_hanzi_but_not_before_a_mark() -> None:
    """Three hanzi of 9 points go into 0.4 inches: 9/72 is an eighth of an inch, and 3/8 < 0.4 < 4/8."""
    assert wrap("新华社，记者河内电", 9, 0.4) == ["新华", "社，记", "者河内", "电"]
    assert wrap("签署（河内）", 9, 0.4) == ["签署", "（河", "内）"]
    assert shorten("新华社记者河内电", 9, 0.5) == "新华社…"
    assert wrap("tin 铁路 sắt", 9, 2) == ["tin 铁路 sắt"]


def test_a_chinese_head_stays_level_where_its_hanzi_fit() -> None:
    heads = fit_heads(["1 人民日报海外版", "2 新华社"], 0.6)
    assert not heads.upright and "".join(heads.lines[0]).replace(" ", "") == "1人民日报海外版"


def test_forty_chinese_columns_do_not_overlap() -> None:
    labels = {str(n): f"{n} {OUTLETS[n % 6]}" for n in range(40)}
    table = frame([("铁路", article, "silent") for article in labels], "term", "article_id", "state")
    groups = {"越南": {"铁路": "铁路"}}
    drawn = figures.draw_observations(table, groups=groups, columns=labels, bands=[("越南", 40)], title="T")
    assert not overlaps(drawn) and not cut_off(drawn)


@pytest.mark.parametrize("bold", [False, True])
def test_a_title_of_five_tall_lines_stays_above_the_body(bold: bool) -> None:
    tall = "Ấ Ộ Ữ ợ “铁路” " * 24
    drawn = figures.draw_words(title=tall if bold else "T", words="Ấ 铁路" if bold else tall)
    assert not overlaps(drawn, slack=0) and not cut_off(drawn)


@pytest.mark.parametrize("kind", figures.FORMATS)
def test_chinese_figures_are_the_same_bytes_twice_and_in_a_new_process(kind: str) -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, 'tests'); from framing import figures; "
        "from test_glyphs import events; "
        f"print(hashlib.sha256(figures.figure_bytes(events(), {kind!r}, dpi=60)).hexdigest())"
    )
    first, again = (figures.figure_bytes(events(), kind, dpi=60) for _ in range(2))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert first == again and done.stdout.strip() == hashlib.sha256(first).hexdigest()
    assert done.stderr == ""


def test_a_pdf_holds_our_two_fonts_and_none_of_the_computer() -> None:
    data = figures.figure_bytes(events(), "pdf")
    named = {name.split(b"+")[1].split()[0] for name in data.split(b"/BaseFont /")[1:]}
    assert named == {b"DejaVuSans", b"DejaVuSans-Bold", b"FramingCJK-Regular"}


def test_matplotlib_keeps_its_own_settings_and_its_list_on_disk(tmp_path: Path) -> None:
    family = list(matplotlib.rcParams["font.family"])
    add_fonts()
    known = len(fontManager.ttflist)
    one_term("铁路")
    assert len(fontManager.ttflist) == known and list(matplotlib.rcParams["font.family"]) == family
    code = (
        "import matplotlib.font_manager, pathlib, sys; lists = list(pathlib.Path(sys.argv[1]).rglob('fontlist*')); "
        "before = [path.read_bytes() for path in lists]; from framing import figures; "
        "figures.figure_bytes(figures.draw_words(title='铁路', words='铁路'), 'png'); "
        "print(len(lists), before == [path.read_bytes() for path in lists], b'Framing' in before[0])"
    )
    settings = {"MPLCONFIGDIR": str(tmp_path), "PATH": "", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, env=settings, check=True
    )
    assert done.stdout.strip() == "1 True False"


@pytest.mark.parametrize(
    ("texts", "groups", "said"),
    [
        (["รถไฟ ค้า รถไฟ.", "ค้า ใหม่ ค้า."], ["VN", "CN"], r"figures cannot draw '.' \(U\+0E.*THAI CHARACTER"),
        (["Rail and trade.", "Trade talks."], ["VN", "C📰"], "'C📰': figures cannot draw '📰'"),
    ],
)
def test_what_cannot_be_drawn_is_refused_before_a_notebook_starts(
    texts: list[str], groups: list[str], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "corpus.parquet"
    pl.DataFrame({"text": texts, "country": groups, "language": ["en"] * 2}).write_parquet(path)
    with pytest.raises(FigureError, match=said):
        plan_run(path, pairs=[("reference", groups[1])])
