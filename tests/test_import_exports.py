"""Exports whose text and fields lie close together: neither takes a line of the other."""

from __future__ import annotations

from framing.importing.draft import Draft
from framing.importing.exports import split_export

CODED = ["HD|Rail", "WC|9 words", "PD|14 April 2025", "SN|The Post", "LA|English"]
PLAIN = ["Rail", "9 words", "14 April 2025", "The Post", "POST", "English", "(c) 2025 The Post"]
END = "Document POST000020250414el4e0001p"


def only(lines: list[str]) -> Draft:
    found = split_export(lines, "a.rtf")
    assert found is not None and len(found) == 1 and isinstance(found[0], Draft), found
    return found[0]


def test_the_bar_at_the_end_of_a_cell_with_paragraphs_is_no_text() -> None:
    coded = [f"{line}|" for line in CODED]
    article = only([*coded, "TD|The sea was calm.", "The city slept.|", f"AN|{END}|"])
    assert article.text == "The sea was calm.\n\nThe city slept."


def test_a_notice_in_the_block_of_the_outlet_takes_nothing_away_and_is_kept() -> None:
    lines = ["1 of 1 DOCUMENTS", "", "Copyright 2025 River Media", "The Post", "", "April 14, 2025 Monday", "", "Rail", "",
             "LENGTH: 9 words", "", "Rail was talked of", "in the city.", "", "Many came.", "", "URL: http://post.example/rail", "",
             "LOAD-DATE: April 15, 2025"]  # fmt: skip
    article = only(lines)
    assert (article.metadata["outlet"], article.metadata["title"]) == ("The Post", "Rail")
    assert article.metadata["copyright"] == "Copyright 2025 River Media"
    assert article.metadata["url"] == "http://post.example/rail"
    assert article.text == "Rail was talked of\nin the city.\n\nMany came."


def test_a_first_paragraph_that_begins_like_a_field_is_text() -> None:
    head = ["1 of 1 DOCUMENTS", "", "The Post", "", "April 14, 2025 Monday", "", "Rail", ""]
    first = "Correction: the railway is long. It is longer than was said."
    for label in ("LENGTH", "Length"):
        article = only([*head, f"{label}: 9 words", "", first, "", "Many came."])
        assert article.text == f"{first}\n\nMany came." and "correction" not in article.metadata
    article = only([*head, "LENGTH: 9 words", "", "CORRECTION: April 15, 2025", "", "Many came."])
    assert article.text == "Many came." and article.metadata["correction"] == "April 15, 2025"


def test_a_last_sentence_that_ends_in_a_company_is_text() -> None:
    last = "The deal was signed by Vietnam Railway Company."
    article = only([*PLAIN, "Rail was talked of.", last, END])
    assert article.text == f"Rail was talked of.\n\n{last}" and "publisher" not in article.metadata
    article = only([*PLAIN, "Rail was talked of.", "Đông River Media & Print Co., Ltd.", END])
    assert (
        article.text == "Rail was talked of." and article.metadata["publisher"] == "Đông River Media & Print Co., Ltd."
    )
