"""The bibliography: what is known of each article, and nothing that text of strangers could break."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from framing.citing import bibliography
from framing.corpus import load_corpus


def test_what_articles_csv_knows_is_in_the_entry() -> None:
    frame = pl.DataFrame(
        {
            "text": ["Talks."], "article_id": ["a1"], "title": ["Talks on rail"], "byline": ["Lê Thị Hoa"],
            "outlet": ["Việt Nam News"], "date": ["2025-04-14"], "url": ["https://example.org/a?b=1&c=50%25"],
            "accessed": ["2025-05-01"], "language": ["en"],
        }
    )  # fmt: skip
    assert bibliography(load_corpus(frame, name="toy")) == (
        "@online{toy-a1,\n"
        "  title = {{Talks on rail}},\n"
        "  author = {{Lê Thị Hoa}},\n"
        "  organization = {{Việt Nam News}},\n"
        "  date = {2025-04-14},\n"
        "  url = {https://example.org/a?b=1&c=50%25},\n"
        "  urldate = {{2025-05-01}},\n"
        "  language = {{en}},\n"
        "}\n"
    )


def test_an_article_without_a_title_is_known_by_the_first_words_of_its_body(seeds: Path) -> None:
    """000 begins with a collector's date and a dateline; its body with "Leaders of Việt Nam and China"."""
    entries = bibliography(load_corpus(seeds)).split("\n\n")
    assert len(entries) == 5
    assert entries[0].startswith("@online{seeds-000,\n  title = {{[Without a title:] Leaders of Việt Nam and China")
    assert "title = {{China, Vietnam reaffirm commitment" in entries[3]
    assert "organization" not in entries[4]
    assert "date" not in entries[4]


def test_hostile_text_stays_in_its_field() -> None:
    hostile = "a } , url = {javascript:x} \\input{x} % & # _ $ ^ ~\n@online{b,"
    frame = pl.DataFrame({"text": ["x"], "title": [hostile], "url": ["https://x/}{\\ y"], "outlet": [hostile]})
    entry = bibliography(load_corpus(frame))
    assert len(re.findall(r"^@", entry, re.MULTILINE)) == 1
    bare = re.sub(r"\\(?:textbackslash|textasciicircum|textasciitilde)\{\}|\\[{}%&#_$]", "", entry)
    depth = 0
    for letter in bare:
        depth += (letter == "{") - (letter == "}")
        assert depth >= 0
    assert depth == 0
    assert "%" not in re.sub(r"url = .*", "", bare)
    assert "url = {https://x/%7D%7B%5C%20y}" in entry
