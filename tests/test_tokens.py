"""Words and what stands between them: where each is, and where a sentence ends.

One property compares the cut with the same rule written on the sorts of characters Python knows; the rest are facts
looked at one by one. Counting and merging are no business of this file.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from framing.corpus import load_corpus
from framing.tokens import (
    BREAK,
    DASH,
    PUNCTUATION,
    SENTENCE,
    SPACE,
    SPACED_DASH,
    TOUCHING,
    Tokens,
    split_words,
    tokenize,
)

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def tokens_of(*texts: str) -> Tokens:
    return tokenize(load_corpus(pl.DataFrame({"text": texts})))


def words(text: str) -> list[str]:
    tokens = tokens_of(text)
    return [text[start:end] for start, end in zip(tokens.start, tokens.end, strict=True)]


def gaps(text: str) -> list[int]:
    return tokens_of(text).gap.tolist()[1:]


def sentences(text: str) -> list[str]:
    """The words of each sentence, with a space between."""
    tokens = tokens_of(text)
    found: dict[int, list[str]] = {}
    for number, word in zip(tokens.sentence.tolist(), words(text), strict=True):
        found.setdefault(number, []).append(word)
    return [" ".join(sentence) for sentence in found.values()]


# --- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.5 billion, 1,018 km", ["1.5", "billion", "1,018", "km"]),
        ("in 2025. Then 1950-2025", ["in", "2025", "Then", "1950", "2025"]),
        ("1.234.567,8 (10,)", ["1.234.567,8", "10"]),
        ("5G and G7 and 75th", ["5G", "and", "G7", "and", "75th"]),
        ("Xi’s leaders’ ‘talks’", ["Xi’s", "leaders", "talks"]),
        ("don't rock'n'roll O＇Brien", ["don't", "rock'n'roll", "O＇Brien"]),
        ("people-to-people win–win", ["people", "to", "people", "win", "win"]),
        ("a_b x²", ["a", "b", "x"]),
        ("ở Ý 在 a", ["ở", "Ý", "在", "a"]),
        ("两国关系", ["两", "国", "关", "系"]),
        ("中China国", ["中", "China", "国"]),
        ("co\u00adoperation", ["co\u00adoperation"]),
        ("Hòa Hoà ma mà má", ["Hòa", "Hoà", "ma", "mà", "má"]),
        ("½ № — !", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found
    assert list(split_words(text)) == found


def test_a_decomposed_word_is_one_word() -> None:
    text = unicodedata.normalize("NFD", "Việt Nam và Đổi Mới, ẩn dụ")
    assert len(text) > len(unicodedata.normalize("NFC", text))
    assert words(text) == [unicodedata.normalize("NFD", word) for word in "Việt Nam và Đổi Mới ẩn dụ".split()]


def sort_of(sign: str) -> str:
    """Hanzi, digit, other letter, apostrophe, mark or joiner, point or comma, or none of these."""
    if unicodedata.name(sign, "").startswith("CJK UNIFIED"):
        return "h"
    category = unicodedata.category(sign)
    if sign != "ʼ" and (category == "Nd" or category[0] == "L"):
        return "d" if category == "Nd" else "w"
    if category[0] == "M" or category == "Cf":
        return "j"
    return {"'": "a", "’": "a", "＇": "a", "ʼ": "a", ".": "p", ",": "p"}.get(sign, "-")


SIGNS = "aZởĐ\u0301\u0323ß15٣两国'’.,-–—_ \u00ad\u200d\n\r\t!?…。“”()½²😀ʼẞ\u00a0\u2028"


# every neighbour that a number can have, met often
PIECES = ["a", "1", "12", "1.2", "1,018.5", ".", ",", "'", "\u00ad", "国", " ", "٣.", "\u0301"]
STOPPED = re.compile("[^\\W\\d_][\u0301\u0323\u00ad\u200d]*[.][\u0301\u0323\u00ad\u200d]*[^\\W_]")  # an abbreviation
PIECED = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.lists((st.text(SIGNS, min_size=1, max_size=25) | PIECED).filter(str.strip), min_size=1, max_size=4))
@example(["1.2\u00ad国a"])
def test_words_are_where_the_sorts_of_characters_say(texts: list[str]) -> None:
    assume(not any(STOPPED.search(text) for text in texts))
    tokens = tokens_of(*texts)
    expected = [
        (row, *word.span())
        for row, text in enumerate(texts)
        for word in re.finditer("d+(?:pd+)+|h|[wd](?:[wdj]|a[wd])*", "".join(map(sort_of, text)))
    ]
    assert list(zip(tokens.article.tolist(), tokens.start.tolist(), tokens.end.tolist(), strict=True)) == expected
    surfaces = tokens.surfaces["surface"].gather(tokens.surface).to_list()
    assert surfaces == [texts[row][start:end] for row, start, end in expected]


# --- what stands between ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("between", "kind"),
    [
        (" ", SPACE), ("  ", SPACE), ("\t", SPACE), ("\u00a0", SPACE), ("\n", SPACE), ("\r\n", SPACE), ("\r", SPACE),
        ("·", DASH), ("•", DASH), ("・", DASH), ("‧", DASH), (" · ", PUNCTUATION), ("\n• ", PUNCTUATION),
        ("-", DASH), ("–", DASH), ("—", DASH), ("‑", DASH), ("−", DASH),
        (" - ", SPACED_DASH), (" – ", SPACED_DASH), ("--", SPACED_DASH), (" -- ", SPACED_DASH), ("- ", SPACED_DASH),
        (", ", PUNCTUATION), ("; ", PUNCTUATION), (" (", PUNCTUATION), ("/", PUNCTUATION), (".", SENTENCE), ("!", SENTENCE),
        (": “", PUNCTUATION), (" [", PUNCTUATION),
        (". ", SENTENCE), ("? ", SENTENCE), ("! ", SENTENCE), ("… ", SENTENCE), (".” ", SENTENCE), (".) ", SENTENCE),
        ('." ', SENTENCE), (".”", SENTENCE), (". “", SENTENCE), ('. "', SENTENCE), ("。", SENTENCE), ("？", SENTENCE),
        ("\n\n", BREAK), ("\r\n\r\n", BREAK), ("\r\r", BREAK), ("\n \n", BREAK), (".\n", BREAK), (".\r\n", BREAK),
        ('."\n', BREAK), (". \n", BREAK), (".\n\n* ", BREAK),
    ],
)  # fmt: skip
def test_what_stands_between_two_words(between: str, kind: int) -> None:
    assert gaps(f"Talks{between}Went") == [kind]
    assert gaps(unicodedata.normalize("NFD", f"Việt{between}Đổi")) == [kind]


def test_two_words_may_touch() -> None:
    assert gaps("两国1.5G") == [TOUCHING] * 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Talks ended. They left.", ["Talks ended", "They left"]),
        ("Mr. Lam met Gov. Li. He left.", ["Mr Lam met Gov Li", "He left"]),
        ("J. F. Smith of the U.S. Treasury spoke. He left.", ["J F Smith of the U.S. Treasury spoke", "He left"]),
        ("TS. Hà, of TP. Huế, spoke.", ["TS Hà of TP Huế spoke"]),
        ("On Apr. 14 it said No. 5 is new. 5 came.", ["On Apr 14 it said No 5 is new", "5 came"]),
        ("Talks… went on. and on? yes", ["Talks went on and on yes"]),
        ("Talks. ở Hà Nội. Ở đó", ["Talks ở Hà Nội", "Ở đó"]),
        ("He said “Go.” Then (they left.) We stayed", ["He said Go", "Then they left", "We stayed"]),
        ("会谈。北京！越南", ["会 谈", "北 京", "越 南"]),
        ("It cost 1.5 billion.Then", ["It cost 1.5 billion", "Then"]),
        ("He said yes.He left!Then “no.”They stayed", ["He said yes", "He left", "Then no", "They stayed"]),
        ("NATO.He left (again).She lost. ở VN.Ông nói", ["NATO", "He left again", "She lost ở VN", "Ông nói"]),
        ("他说好!她走了?对", ["他 说 好", "她 走 了", "对"]),
        ("Xem Node.js, v.v. và ThS.Lê, St.Petersburg", ["Xem Node js v.v. và ThS Lê St Petersburg"]),
        ("BS. Lê, LS. Hà, KTS. Tô, Ts. Võ, TX. Sa Pa, see Fig. 5.", ["BS Lê LS Hà KTS Tô Ts Võ TX Sa Pa see Fig 5"]),
        ("In the U.S. The deal. At 10 a.m. It began.", ["In the U.S.", "The deal", "At 10 a.m.", "It began"]),
        ("Rice from the U.S. Exporters in the U.S.\nNew", ["Rice from the U.S. Exporters in the U.S.", "New"]),
        ("a line that\nis wrapped\r\nby hand. New", ["a line that is wrapped by hand", "New"]),
        ("HEADING\n\nbody text\n\n\nmore", ["HEADING", "body text", "more"]),
        ("The end.\nnext paragraph", ["The end", "next paragraph"]),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_every_article_begins_a_sentence() -> None:
    tokens = tokens_of("one two", "!!", "and three", "中")
    assert tokens.article.tolist() == [0, 0, 2, 2, 3]
    assert tokens.gap.tolist() == [BREAK, SPACE, BREAK, SPACE, BREAK]
    assert tokens.sentence.tolist() == [0, 0, 1, 1, 2]


def test_a_zone_edge_breaks_where_nothing_else_does(tmp_path: Path) -> None:
    rules = tmp_path / "zones.toml"
    rules.write_text(
        "[[rule]]\nname = 'place'\nzone = 'dateline'\npattern = '^[A-Z]+(?= )'\nreason = 'a test'\n"
        "[[rule]]\nname = 'note'\nzone = 'dateline'\npattern = '(?<= )SAYS'\nreason = 'a test'\n",
        encoding="utf-8",
    )
    tokens = tokenize(load_corpus(pl.DataFrame({"text": ["HANOI SAYS we met"]}), zones=rules))
    assert tokens.zones == ("body", "dateline")
    assert tokens.zone.tolist() == [1, 1, 0, 0]
    assert tokens.gap.tolist() == [BREAK, BREAK, BREAK, SPACE], "two spans of one zone are apart too"
    assert tokens.sentence.tolist() == [0, 1, 2, 2]


def test_passages_are_found_by_the_first_letter() -> None:
    passages = pl.DataFrame(
        {"article_id": ["2", "2"], "start": [4, 0], "end": [7, 3], "voice": ["b", "a"], "event": ["x", "x"]}
    )
    tokens = tokenize(load_corpus(pl.DataFrame({"text": ["one two", "one two three"]}), passages=passages))
    assert tokens.passage.tolist() == [-1, -1, 0, 1, -1]
    assert tokens.corpus.passages["voice"].to_list() == ["a", "b"]


def test_surfaces_are_kept_apart_by_language() -> None:
    frame = pl.DataFrame({"text": ["sang sang", "sang", "sang"], "language": ["en", "vi", None]})
    tokens = tokenize(load_corpus(frame))
    assert tokens.surfaces.select("language", "surface").rows() == [(None, "sang"), ("en", "sang"), ("vi", "sang")]
    assert tokens.surface.tolist() == [1, 1, 2, 0]


def test_a_corpus_without_a_word_has_no_tokens() -> None:
    tokens = tokens_of("!!!", "—")
    assert len(tokens) == 0 and tokens.surfaces.is_empty()


def test_tokens_cannot_be_written_to() -> None:
    tokens = tokens_of("one two")
    for name in ("article", "surface", "start", "end", "zone", "passage", "gap", "sentence"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(tokens, name)[0] = 1


def test_the_words_of_the_seeds_are_in_order_and_apart() -> None:
    tokens = tokenize(load_corpus(SEEDS))
    same = tokens.article[1:] == tokens.article[:-1]
    assert (np.diff(tokens.article) >= 0).all()
    assert (tokens.start[1:][same] >= tokens.end[:-1][same]).all()
    assert (tokens.end > tokens.start).all()
    assert set(np.diff(tokens.sentence).tolist()) == {0, 1}
    assert ((tokens.gap[1:] >= SENTENCE) == (np.diff(tokens.sentence) == 1)).all()
