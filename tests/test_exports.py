"""Exports of Factiva, Nexis Uni and LexisNexis: cut into articles, each one accounted for, its text unaltered.

All samples are made up. Their layouts follow what is public about the real ones: the German Factiva page in
BernhardClemm/factiva-parsing, the text sample of the R package LexisNexisTools, and the readers of the R packages
tm.plugin.factiva and tm.plugin.lexisnexis. Numbers of articles are counted by hand in the samples.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from export_files import write_docx, write_rtf

from framing.importing.documents import read_document
from framing.importing.draft import Draft, Skipped
from framing.importing.exports import split_export
from framing.importing.reading import Options

FACTIVA_PLAIN = """\
World
Rice exporters brace for new duties
By Lan Tran
1,234 words
14 April 2025
06:02
Mekong Daily
MKGD
3
Final
English
(c) 2025 Mekong Daily. All rights reserved.
HANOI -- Rice costs more this week than it did last week.
"We sell what we can," a miller said: the Document he signed is no help.
Page 1 of 3 © 2025 Factiva, Inc. All rights reserved.
Prices may fall in May.
Mekong Media Co. Ltd.
Document MKGD000020250414el4e0001p
Harbour reopens
512 words
15 April 2025
Harbour Post
HRBP
English
Copyright 2025 Harbour Post
Ships came back on Tuesday.
Document HRBP000020250415el4f0002a
Search Summary
Text
rice AND duties
Date
In the last year
Source
All Sources
Language
English
Results Found
2
Timestamp
16 April 2025 9:12 AM
© 2025 Factiva, Inc. All rights reserved.
""".splitlines()

FACTIVA_CODED = """\
SE\tWorld
HD\tRice exporters brace for new duties
BY\tBy Lan Tran
WC\t1,234 words
PD\t14 April 2025
ET\t06:02
SN\tMekong Daily
SC\tMKGD
ED\tFinal
PG\t3
LA\tEnglish
CY\t(c) 2025 Mekong Daily.
LP\tHANOI -- Rice costs more this week than it did last week.
IN BEIJING, nobody was surprised.
TD\t"We sell what we can," a miller said.
CO owners and RE agents agreed.
NS\tc13 : Regulation | e512 : Trade
RE\tvietn : Vietnam
PUB\tMekong Media Co. Ltd.
AN\tDocument MKGD000020250414el4e0001p
""".splitlines()

FACTIVA_CHINESE = """\
国际
大米出口商等待新关税
记者 陈晓
1234 字
2025 年 4 月 14 日 12:08
江边日报
JBRB
中文
版权所有 2025 江边日报
（河内电）本周的大米比上周贵。
一位米商说：“能卖多少就卖多少。”
文件 JBRB000020250414el4e0001p
""".splitlines()

FACTIVA_VIETNAMESE = """\
Giá gạo lại tăng
Theo Trần Lan
350 từ
14 tháng 4 năm 2025
Báo Ven Sông
BVSG
Tiếng Việt
(c) 2025 Báo Ven Sông
Giá gạo tuần này cao hơn tuần trước.
Document BVSG000020250414el4e0001p
""".splitlines()

NEXIS = """\
User Name: L. Reader
Date and Time: Wednesday, April 16, 2025 9:12:00 AM EDT
Job Number: 250000001
Documents (2)
1. Rice exporters brace for new duties
Client/Matter: -None-
Search Terms: rice AND duties
Search Type: Terms and Connectors
Narrowed by:
Content Type\tNarrowed by
News\tTimeline: Apr 01, 2025 to Apr 16, 2025
2. 港口重新开放
Client/Matter: -None-
Search Terms: rice AND duties
Narrowed by:
Content Type\tNarrowed by
News\tTimeline: Apr 01, 2025 to Apr 16, 2025

Rice exporters brace for new duties
The Mekong Daily (Hanoi)
April 14, 2025 Monday
Late Edition - Final

Copyright 2025 The Mekong Daily Company All Rights Reserved
Section:\u00a0Section A; Column 0; Foreign Desk; Pg. 1
Length:\u00a01,024 words
Byline:\u00a0By Lan Tran
Dateline: HANOI

Body


Rice costs more this week than it did last week.

Remember: it rained. The minister reached the End of Document A and smiled.

Graphic

PHOTO: A mill near the river.

Classification


Language:\u00a0ENGLISH

Publication-Type: Newspaper

Journal Code: MKG

Subject: RICE (90%);

TARIFFS (88%)

Load-Date:\u00a0April 15, 2025


End of Document

港口重新开放
江边日报 (中文)
2025年4月15日 星期二
Copyright 2025 江边日报 版权所有
Length: 512 字
Body
星期二船只回来了。
Load-Date: April 16, 2025
End of Document
""".splitlines()

LEXISNEXIS = """\
Download Request: Selected Items: 1-2
Time Of Request: Wednesday, April 16, 2025  09:12:00
Terms: rice and duties


                               1 of 2 DOCUMENTS



                                  Mekong Daily

                            April 14, 2025 Monday
                                  Edition 1;
                                   National

Rice exporters brace for new duties and ask the ministry for
more time

BYLINE: Lan Tran

SECTION: NEWS; Pg. 6

LENGTH: 355 words


Rice costs more this week than it did last week, and nobody in the market
expects that to change.

"We sell what we can," a miller said.

LOAD-DATE: April 15, 2025

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

JOURNAL-CODE: MKG


                       Copyright 2025 Mekong Media
                              All Rights Reserved

                               2 of 2 DOCUMENTS



                                  Harbour Post

                            April 15, 2025 Tuesday

Harbour reopens

LENGTH: 12 words

Ships came back on Tuesday.

LANGUAGE: ENGLISH


                       Copyright 2025 Harbour Post
                              All Rights Reserved
""".splitlines()

FIRST_END = FACTIVA_PLAIN.index("Document MKGD000020250414el4e0001p") + 1
LAST_END = FACTIVA_PLAIN.index("Document HRBP000020250415el4f0002a") + 1
FACTIVA_FIRST, FACTIVA_SECOND = FACTIVA_PLAIN[:FIRST_END], FACTIVA_PLAIN[FIRST_END:LAST_END]
NEXIS_ARTICLES = NEXIS[NEXIS.index("Rice exporters brace for new duties") :]
NEXIS_FIRST = NEXIS_ARTICLES[: NEXIS_ARTICLES.index("End of Document") + 1]
LEXISNEXIS_ARTICLES = LEXISNEXIS[5:]  # below the page of the search


def cut(lines: list[str]) -> list[Draft | Skipped]:
    found = split_export(lines, "export.rtf")
    assert found is not None
    return found


def drafts(lines: list[str]) -> list[Draft]:
    return [one for one in cut(lines) if isinstance(one, Draft)]


def reasons(lines: list[str]) -> list[str]:
    return [one.reason for one in cut(lines) if isinstance(one, Skipped)]


def without(lines: list[str], *starts: str) -> list[str]:
    return [line for line in lines if not line.strip().startswith(starts)]


# --- what a whole article gives ----------------------------------------------------------------------


def test_a_plain_factiva_article_gives_its_text_and_every_field() -> None:
    first, second = cut(FACTIVA_PLAIN)

    assert isinstance(first, Draft) and isinstance(second, Draft)
    assert first.where == "export.rtf, article 1"
    assert first.text == (
        "HANOI -- Rice costs more this week than it did last week.\n\n"
        '"We sell what we can," a miller said: the Document he signed is no help.\n\n'
        "Prices may fall in May."
    )
    assert first.metadata == {
        "title": "Rice exporters brace for new duties",
        "section": "World",
        "byline": "By Lan Tran",
        "word_count": "1234",
        "date": "14 April 2025",
        "time": "06:02",
        "outlet": "Mekong Daily",
        "publication_code": "MKGD",
        "page": "3",
        "edition": "Final",
        "language": "en",
        "copyright": "(c) 2025 Mekong Daily. All rights reserved.",
        "publisher": "Mekong Media Co. Ltd.",
        "accession_number": "MKGD000020250414el4e0001p",
        "database": "Factiva",
    }
    assert first.notes == ("the last line names a company and was read as the publisher",)
    assert second.text == "Ships came back on Tuesday." and second.metadata["title"] == "Harbour reopens"
    assert second.notes == ()


def test_a_factiva_article_with_codes_gives_its_text_and_every_field() -> None:
    [article] = drafts(FACTIVA_CODED)

    assert article.text == (
        "HANOI -- Rice costs more this week than it did last week.\n\nIN BEIJING, nobody was surprised.\n\n"
        '"We sell what we can," a miller said.\n\nCO owners and RE agents agreed.'
    )
    assert article.metadata == {
        "section": "World",
        "title": "Rice exporters brace for new duties",
        "byline": "By Lan Tran",
        "word_count": "1234",
        "date": "14 April 2025",
        "time": "06:02",
        "outlet": "Mekong Daily",
        "publication_code": "MKGD",
        "edition": "Final",
        "page": "3",
        "copyright": "(c) 2025 Mekong Daily.",
        "subjects": "c13 : Regulation | e512 : Trade",
        "regions": "vietn : Vietnam",
        "publisher": "Mekong Media Co. Ltd.",
        "accession_number": "MKGD000020250414el4e0001p",
        "database": "Factiva",
        "language": "en",
    }


def _on_two_lines(lines: list[str]) -> list[str]:
    return [part for line in lines for part in line.split("\t")]


def _with_bars(lines: list[str]) -> list[str]:
    """As rows of a table: |HD|Rice …|, a cell of several paragraphs closed after its last."""
    rows = [f"|{line.replace(chr(9), '|')}" if "\t" in line else line for line in lines]
    return [row + "|" * (above.startswith("|")) for row, above in zip(rows, [*rows[1:], "|"], strict=True)]


def _with_one_blank(lines: list[str]) -> list[str]:
    return [line.replace("\t", " ") for line in lines if not line.startswith(("IN BEIJING", "CO owners"))]


@pytest.mark.parametrize("written", [_on_two_lines, _with_bars, _with_one_blank])
def test_codes_may_stand_on_their_own_line_in_a_table_or_before_one_blank(written: object) -> None:
    assert callable(written)
    [plain], [article] = drafts(FACTIVA_CODED), drafts(written(FACTIVA_CODED))

    assert article.metadata == plain.metadata
    kept = [text for text in plain.text.split("\n\n") if "BEIJING" in article.text or not text.startswith(("IN", "CO"))]
    assert article.text.split("\n\n") == kept


def test_capitals_in_a_value_are_no_code_where_codes_stand_on_lines_of_their_own() -> None:
    lines = [line.replace("Mekong Daily", "LA Times") for line in _on_two_lines(FACTIVA_CODED)]

    assert drafts(lines)[0].metadata["outlet"] == "LA Times"


def test_a_chinese_factiva_article_is_read_under_a_chinese_interface() -> None:
    [article] = drafts(FACTIVA_CHINESE)

    assert article.text == "（河内电）本周的大米比上周贵。\n\n一位米商说：“能卖多少就卖多少。”"
    wanted = {
        "title": "大米出口商等待新关税",
        "section": "国际",
        "byline": "记者 陈晓",
        "outlet": "江边日报",
        "language": "zh",
    }
    wanted |= {"word_count": "1234", "date": "2025 年 4 月 14 日 12:08", "publication_code": "JBRB"}
    assert article.metadata.items() >= wanted.items()


def test_a_vietnamese_factiva_article_is_read() -> None:
    [article] = drafts(FACTIVA_VIETNAMESE)

    assert article.text == "Giá gạo tuần này cao hơn tuần trước."
    wanted = {
        "title": "Giá gạo lại tăng",
        "byline": "Theo Trần Lan",
        "date": "14 tháng 4 năm 2025",
        "word_count": "350",
    }
    assert article.metadata.items() >= {**wanted, "language": "vi", "outlet": "Báo Ven Sông"}.items()


def test_a_nexis_uni_file_gives_text_and_fields_and_leaves_the_page_of_the_search_out() -> None:
    first, second = cut(NEXIS)

    assert isinstance(first, Draft) and isinstance(second, Draft)
    assert first.text == (
        "Rice costs more this week than it did last week.\n\n"
        "Remember: it rained. The minister reached the End of Document A and smiled."
    )
    assert first.metadata == {
        "title": "Rice exporters brace for new duties",
        "outlet": "The Mekong Daily (Hanoi)",
        "date": "April 14, 2025 Monday",
        "edition": "Late Edition - Final",
        "copyright": "Copyright 2025 The Mekong Daily Company All Rights Reserved",
        "section": "Section A; Column 0; Foreign Desk; Pg. 1",
        "word_count": "1024",
        "byline": "By Lan Tran",
        "dateline": "HANOI",
        "graphic": "PHOTO: A mill near the river.",
        "publication_type": "Newspaper",
        "publication_code": "MKG",
        "subjects": "RICE (90%); TARIFFS (88%)",
        "load_date": "April 15, 2025",
        "database": "Nexis",
        "language": "en",
    }
    assert second.text == "星期二船只回来了。"
    wanted = {"title": "港口重新开放", "outlet": "江边日报 (中文)", "date": "2025年4月15日 星期二", "language": "zh"}
    assert second.metadata.items() >= wanted.items() and "edition" not in second.metadata


def test_an_old_lexisnexis_file_gives_text_and_fields_and_keeps_the_broken_lines() -> None:
    first, second = cut(LEXISNEXIS)

    assert isinstance(first, Draft) and isinstance(second, Draft)
    assert first.text == (
        "Rice costs more this week than it did last week, and nobody in the market\nexpects that to change.\n\n"
        '"We sell what we can," a miller said.'
    )
    assert first.metadata == {
        "outlet": "Mekong Daily",
        "date": "April 14, 2025 Monday",
        "edition": "Edition 1; National",
        "title": "Rice exporters brace for new duties and ask the ministry for more time",
        "byline": "Lan Tran",
        "section": "NEWS; Pg. 6",
        "word_count": "355",
        "load_date": "April 15, 2025",
        "publication_type": "Newspaper",
        "publication_code": "MKG",
        "copyright": "Copyright 2025 Mekong Media All Rights Reserved",
        "database": "LexisNexis",
        "language": "en",
    }
    assert second.metadata["title"] == "Harbour reopens" and second.text == "Ships came back on Tuesday."


def test_an_old_lexisnexis_file_is_read_alike_where_each_line_is_a_paragraph_of_word() -> None:
    whole = "\n".join(LEXISNEXIS).replace("market\nexpects", "market expects").replace("for\nmore", "for more")
    lines = [line for line in whole.replace("Edition 1;\n", "Edition 1\n").splitlines() if line.strip()]
    lines = [line for line in lines if line.strip() != "National"]

    first, second = drafts(lines)

    assert first.metadata["title"].endswith("for more time") and first.metadata["edition"] == "Edition 1"
    assert first.text.startswith("Rice costs more") and first.text.count("\n\n") == 1
    assert second.text == "Ships came back on Tuesday." and second.metadata["copyright"].startswith("Copyright 2025")


@pytest.mark.parametrize(
    ("lines", "edition", "notes"),
    [
        (NEXIS_FIRST, "Late Edition - Final", 0),
        (LEXISNEXIS_ARTICLES, None, 1),
    ],
)
def test_an_article_without_a_date_is_still_an_article(lines: list[str], edition: str | None, notes: int) -> None:
    article = drafts(without(lines, "April 14", "Edition 1", "National"))[0]

    assert article.metadata["title"].startswith("Rice exporters brace") and "Mekong" in article.metadata["outlet"]
    assert "date" not in article.metadata and article.metadata.get("edition") == edition
    assert len(article.notes) == notes


# --- headline, section and byline without a mark -----------------------------------------------------


@pytest.mark.parametrize(
    ("above", "title", "section", "byline", "guessed"),
    [
        (["Harbour reopens"], "Harbour reopens", None, None, False),
        (["Harbour reopens", "By Lan Tran"], "Harbour reopens", None, "By Lan Tran", False),
        (["World", "Harbour reopens"], "Harbour reopens", "World", None, False),
        (["World", "Harbour reopens", "By Lan Tran", "AFP"], "Harbour reopens", "World", "By Lan Tran", False),
        (
            ["Harbour reopens after the long storm", "Lan Tran"],
            "Harbour reopens after the long storm",
            None,
            "Lan Tran",
            True,
        ),
        (["Our coast", "Harbour reopens after the storm"], "Harbour reopens after the storm", "Our coast", None, True),
    ],
)
def test_the_lines_above_the_count_of_words_are_told_apart_and_a_guess_is_said(
    above: list[str], title: str, section: str | None, byline: str | None, guessed: bool
) -> None:
    [article] = drafts([*above, *FACTIVA_SECOND[1:]])

    assert article.metadata["title"] == title
    assert article.metadata.get("section") == section and article.metadata.get("byline") == byline
    assert any("longest line" in note for note in article.notes) is guessed


@pytest.mark.parametrize("page", ["\t2", "........2", ""])
def test_a_table_of_contents_before_the_first_article_is_left_out(page: str) -> None:
    titles = ["Rice exporters brace for new duties", "Harbour reopens"]
    first, second = drafts(["Table of Contents", *(title + page for title in titles), *FACTIVA_PLAIN])

    assert [first.metadata["title"], second.metadata["title"]] == titles and first.metadata["section"] == "World"


def test_a_headline_about_copyright_is_a_headline() -> None:
    lines = [line.replace("Rice exporters brace for new duties", "Copyright law is late again") for line in NEXIS]

    assert drafts(lines)[0].metadata["title"] == "Copyright law is late again"


def test_a_nexis_article_whose_original_has_no_headline_keeps_its_text() -> None:
    first = drafts(["No Headline In Original", *NEXIS_ARTICLES[1:]])[0]

    assert "title" not in first.metadata and first.metadata["outlet"] == "The Mekong Daily (Hanoi)"
    assert first.notes == ("the export says that the original has no headline",)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("ENGLISH", "en"),
        ("CHINESE; 中文", "zh"),
        ("Vietnamese", "vi"),
        ("Chinese - Simplified", "zh"),
        ("KLINGON", None),
    ],
)
def test_a_language_becomes_its_code_and_an_unknown_one_is_kept_as_written(written: str, code: str | None) -> None:
    metadata = drafts([line.replace("ENGLISH", written) for line in NEXIS])[0].metadata

    assert metadata.get("language") == code and metadata.get("language_in_export") == (None if code else written)


# --- what cannot be cut ------------------------------------------------------------------------------


FIRST_TITLE = "Rice exporters brace for new duties"


@pytest.mark.parametrize(
    ("lines", "reason", "read"),
    [
        (without(FACTIVA_PLAIN, "HANOI", '"We', "Prices", "Mekong Media"), "no body stands between its heading", 1),
        (without(FACTIVA_PLAIN, FIRST_TITLE, "World", "By Lan"), "no title stands before its count of words", 1),
        (without(FACTIVA_PLAIN, "1,234 words"), "no heading .neither HD nor a count of words.* beginning “World”", 1),
        (without(FACTIVA_FIRST, "English", "(c) 2025"), "neither language nor copyright follows its date", 0),
        (without(FACTIVA_CODED, "HD") + FACTIVA_CODED, "no heading .neither HD nor", 1),
        ([line for line in FACTIVA_CODED if line[:2] not in {"LP", "TD", "IN", "CO"}], "no body: neither LP nor TD", 0),
        ([line[:3] if line.startswith("HD") else line for line in FACTIVA_CODED], "no title: the field HD is empty", 0),
        (without(NEXIS_FIRST, "Body") + NEXIS_FIRST, "no body: the line “Body” is missing", 1),
        (without(NEXIS, "Rice costs", "Remember"), "no body: nothing stands below the line “Body”", 1),
        (
            without(NEXIS_ARTICLES, FIRST_TITLE, "The Mekong Daily (Hanoi)"),
            "no title stands above its outlet and date",
            1,
        ),
        (without(NEXIS_FIRST, FIRST_TITLE) + NEXIS_FIRST, "no title stands above its outlet and date", 1),
        (without(FACTIVA_VIETNAMESE, "Giá gạo lại"), "no title stands before its count of words", 0),
        (without(LEXISNEXIS, "1 of 2"), r"\(n of m DOCUMENTS\) is missing, so two articles run together", 1),
        (without(LEXISNEXIS, "Ships came"), "no body stands below its heading", 1),
        (without(LEXISNEXIS, "Harbour reopens"), "no title stands between its date and its fields", 1),
        (without(LEXISNEXIS, "LENGTH: 12"), "its title cannot be told from its text", 1),
        (LEXISNEXIS[:-5], r"the lines at its end .LOAD-DATE, LANGUAGE, copyright. are missing", 1),
    ],
)
def test_an_article_that_lacks_a_part_is_skipped_with_the_part_named(lines: list[str], reason: str, read: int) -> None:
    [said] = reasons(lines)

    assert re.search(reason, said)
    assert len(drafts(lines)) == read


def test_a_factiva_article_without_its_end_mark_is_skipped_and_so_is_the_next_whose_beginning_is_unclear() -> None:
    lines = without(FACTIVA_PLAIN, "Document MKGD")

    assert [one.where for one in cut(lines)] == ["export.rtf, article 1", "export.rtf, article 2"]
    assert [said.split(",")[0] for said in reasons(lines)] == [
        "the mark at its end (Document and its accession number) is missing",
        "where it begins cannot be told",
    ]


def test_with_codes_the_article_after_one_without_end_mark_is_read() -> None:
    lines = [*FACTIVA_CODED[:-1], *FACTIVA_CODED]
    lost, article = cut(lines)

    assert isinstance(lost, Skipped) and "the mark at its end" in lost.reason
    assert article == Draft("export.rtf, article 2", drafts(FACTIVA_CODED)[0].text, drafts(FACTIVA_CODED)[0].metadata)


def test_a_nexis_article_without_its_end_mark_is_skipped_and_the_next_is_read_below_its_load_date() -> None:
    lines = NEXIS.copy()
    lines.remove("End of Document")
    lost, article = cut(lines)

    assert isinstance(lost, Skipped) and "(End of Document) is missing" in lost.reason
    assert isinstance(article, Draft) and article.metadata["title"] == "港口重新开放"
    shorter = [line for line in lines if "Load-Date" not in line and "Language" not in line]
    shorter = without(shorter, "Publication-Type", "Journal", "Subject", "TARIFFS")
    assert ["is missing" in said for said in reasons(shorter)] == [True, False]


@pytest.mark.parametrize("lines", [FACTIVA_FIRST[:-2], FACTIVA_CODED[:-2], NEXIS_FIRST[:-4]])
def test_a_download_that_broke_off_in_its_only_article_is_no_article(lines: list[str]) -> None:
    [lost] = cut(lines)

    assert isinstance(lost, Skipped) and "it may be cut off; export it again" in lost.reason


@pytest.mark.parametrize("lines", [FACTIVA_PLAIN[:LAST_END], NEXIS, FACTIVA_CODED])
def test_text_after_the_last_end_mark_is_never_dropped_in_silence(lines: list[str]) -> None:
    *_, last = cut([*lines, "A stray paragraph about nothing."])

    assert isinstance(last, Skipped) and "“A stray paragraph about nothing.”" in last.reason
    assert last.where == "export.rtf, after the last article"


@pytest.mark.parametrize(
    ("one", "mark"),
    [
        (FACTIVA_FIRST, "Document MKGD"),
        (FACTIVA_CODED, "AN\t"),
        (FACTIVA_CHINESE, "文件"),
        (NEXIS_ARTICLES, "End of Document"),
        (LEXISNEXIS_ARTICLES, "of 2 DOCUMENTS"),
    ],
)
def test_whatever_line_is_lost_there_are_as_many_outcomes_as_articles(one: list[str], mark: str) -> None:
    for lost in range(len(one) + 1):
        damaged = one[:lost] + one[lost + 1 :]
        articles = 3 * sum(mark in line and "reached" not in line for line in one)
        assert len(cut([*one, *damaged, *one])) == articles, one[lost : lost + 1]


# --- what is no export -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["", "  "],
        ["Rice prices rise", "The Document was signed.", "It reached the End of Document A."],
        ["A leaked report", "Some text.", "End of Document"],
        ["A note", "Document MKGD000020250414el4e0001p"],
        ["500 words", "14 April 2025", "A short essay about rice."],
        ["Body", "The human body is warm.", "End of Document"],
        ["There were 3 of 10 DOCUMENTS left.", "LENGTH: 3 metres"],
        ["3 of 10 DOCUMENTS", "were lost."],
        ["HD", "TV sales rise in the spring."],
    ],
)
def test_an_ordinary_text_is_no_export(lines: list[str]) -> None:
    assert split_export(lines, "a.docx") is None


# --- text stays as it is -----------------------------------------------------------------------------


HOSTILE_PARAGRAPHS = [
    "<script>alert(1)</script> & $x^2$ =cmd|' /C calc'!A0",
    "Language: she spoke of it.",
    "Subject: nothing",
    "Section: none",
    "1,000 words",
    "Body and soul",
    "HD TV sales rose.",
    "TD Bank said so.",
    "e\u0301 Vie\u0323\u0302t  Nam \u00a0 two  blanks",
    "Copyright 2024 was a good year.",
    "By Lan Tran",
    "x" * 5_000,
]


@pytest.mark.parametrize(
    ("lines", "below"),
    [
        (FACTIVA_FIRST, "Page 1 of 3"),
        (FACTIVA_CODED, "IN BEIJING"),
        (NEXIS_ARTICLES, "Rice costs"),
        (NEXIS_ARTICLES, "Remember"),
        (LEXISNEXIS_ARTICLES, '"We sell'),
    ],
)
def test_paragraphs_are_kept_to_the_letter_whatever_they_look_like(lines: list[str], below: str) -> None:
    at = next(number for number, line in enumerate(lines) if line.startswith(below)) + 1
    found = cut([*lines[:at], *HOSTILE_PARAGRAPHS, *lines[at:]])

    assert isinstance(found[0], Draft)
    assert "\n\n".join(HOSTILE_PARAGRAPHS) in found[0].text


# --- hostile size ------------------------------------------------------------------------------------


@pytest.mark.parametrize("article", [FACTIVA_FIRST, FACTIVA_CODED, NEXIS_ARTICLES, LEXISNEXIS_ARTICLES])
def test_thousands_of_articles_take_time_in_proportion(article: list[str]) -> None:
    def seconds(copies: int) -> float:
        start = time.process_time()
        found = split_export(article * copies, "big.rtf")
        assert found is not None and len(found) == copies * len(drafts(article))
        return time.process_time() - start

    few, many = (min(seconds(copies) for _ in range(3)) for copies in (200, 2_000))
    assert many < 40 * max(few, 0.02)  # in proportion it is 10; quadratic, 100


@pytest.mark.parametrize(
    "sign", ["a", " ", "1", ".", "|", "\t", "HD ", "a ", "1,", "(c) ", "Document ", "字", "\u0301"]
)
def test_lines_of_a_million_characters_do_not_stall_it(sign: str) -> None:
    long = sign * (1_000_000 // len(sign))
    start = time.process_time()
    for lines in (FACTIVA_PLAIN, FACTIVA_CODED, NEXIS, LEXISNEXIS):
        split_export([long, *lines[:14], long, *lines[14:], long], "long.rtf")
    assert time.process_time() - start < 30  # where a line is read again for each of its characters, hours


# --- through files -----------------------------------------------------------------------------------


def test_paragraphs_come_back_from_a_word_file(tmp_path: Path) -> None:
    from docx import Document

    write_docx(tmp_path / "export.docx", NEXIS)

    assert cut([one.text for one in Document(str(tmp_path / "export.docx")).paragraphs]) == cut(NEXIS)


def test_paragraphs_come_back_from_a_rich_text_file(tmp_path: Path) -> None:
    paragraphs = [*FACTIVA_CHINESE, "a\\b {c} \tđ", "𠮷 Việt"]
    write_rtf(tmp_path / "export.rtf", paragraphs)

    raw = (tmp_path / "export.rtf").read_bytes().decode("ascii")
    body = raw.split("\\fs24\n")[1].removesuffix("}").split("\\par\n")[:-1]
    units = [re.sub(r"\\u(-?\d+)\?", lambda unit: chr(int(unit[1]) % 65536), one) for one in body]
    plain = [re.sub(r"\\([\\{}])", r"\1", one.replace("\\tab ", "\t")) for one in units]
    assert [one.encode("utf-16", "surrogatepass").decode("utf-16") for one in plain] == paragraphs


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("lines", [LEXISNEXIS, FACTIVA_PLAIN, FACTIVA_CODED, NEXIS])
def test_articles_come_back_from_a_plain_text_file(tmp_path: Path, lines: list[str], end: str) -> None:
    path = tmp_path / "export.txt"
    path.write_bytes(end.join(lines).encode("utf-8-sig"))

    assert read_document(path, "export.rtf", Options()) == cut(lines)
