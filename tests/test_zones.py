"""Zones: named rules mark spans of the raw text, and a rule that cannot be read is refused by name.

The seeds' own rules are looked at span by span. What is counted inside or outside a zone is no business of this file.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.corpus import load_corpus
from framing.errors import CorpusError
from framing.zones import Span, ZoneRule, _at_line_start, _matches, mark_zones, parse_zone_rules

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def rule(**changes: str) -> str:
    """A [[rule]] as a user would write it, with some lines changed or, if empty, left out."""
    lines = {"name": "'a'", "zone": "'caption'", "pattern": "'^Photo.*$'", "reason": "'a test'", **changes}
    return "[[rule]]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items() if value)


def rules(*patterns: tuple[str, str]) -> tuple[ZoneRule, ...]:
    toml = "".join(
        rule(name=f"'{number}'", zone=f"'{zone}'", pattern=f"'''{pattern}'''")
        for number, (zone, pattern) in enumerate(patterns)
    )
    return parse_zone_rules(toml, where="zones.toml")


# --- reading the rules -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("rule = [", r"^zones.toml: not valid TOML \(.+\); mend the file or remove it$"),
        ("[caption]\n", r"^zones.toml: rules are \[\[rule\]\] tables; found caption$"),
        ("[rule]\nname = 'a'\n", r"^zones.toml: rules are \[\[rule\]\] tables; found a single \[rule\]$"),
        (rule() + rule(colour="'red'"), "^zones.toml, rule 2: unknown key colour; a rule has articles, name, pattern"),
        (rule(pattern="'(unclosed'"), "^zones.toml, rule 1: the pattern is no regular expression .missing [)]"),
        (rule() + rule(zone="'credit'"), "^zones.toml: the rule name 'a' stands twice; give each its own$"),
        (rule(pattern="", reason=""), "^zones.toml, rule 1: pattern, reason must be given as text$"),
        (rule(zone="''"), "^zones.toml, rule 1: zone must be given as text$"),
        (rule(name="7"), "^zones.toml, rule 1: name must be given as text$"),
        (rule(articles="'000'"), "^zones.toml, rule 1: articles must be a list of article ids in quotation marks$"),
        (rule(articles="[0]"), "^zones.toml, rule 1: articles must be a list of article ids in quotation marks$"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_by_name(toml: str, says: str) -> None:
    with pytest.raises(CorpusError, match=says):
        parse_zone_rules(toml, where="zones.toml")


def test_no_rule_is_no_error() -> None:
    assert parse_zone_rules("", where="zones.toml") == ()


def test_rules_keep_their_order_and_their_reasons() -> None:
    read = parse_zone_rules(rule(name="'b'", articles="['000', '001']") + rule(reason="'why'"), where="zones.toml")
    assert [(r.name, r.zone, r.pattern.pattern, r.reason) for r in read] == [
        ("b", "caption", "^Photo.*$", "a test"),
        ("a", "caption", "^Photo.*$", "why"),
    ]
    assert [r.articles for r in read] == [frozenset({"000", "001"}), None]


def test_the_loader_names_the_file_whose_rules_are_bad(tmp_path: Path) -> None:
    bad = tmp_path / "mine.toml"
    bad.write_text("rule = [", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"^mine.toml: not valid TOML"):
        load_corpus(SEEDS, zones=bad)
    bad.write_bytes(b"\xff\xfe")
    with pytest.raises(CorpusError, match=r"^mine.toml: not UTF-8 at byte 0 .*save the file again"):
        load_corpus(SEEDS, zones=bad)
    with pytest.raises(CorpusError, match=r"^none.toml: not found; tried .*; check the name"):
        load_corpus(SEEDS, zones="none.toml")


# --- marking ---------------------------------------------------------------------------------------


def test_an_earlier_rule_keeps_what_it_marked() -> None:
    text = "Two men at a table. (Xinhua/Li)\nBody."
    marked = mark_zones(text, rules(("credit", r"\(Xinhua/.*\)"), ("caption", "^.+Li.+$")))
    assert marked == [Span(0, 19, "caption", "1"), Span(20, 31, "credit", "0")]


def test_a_later_rule_gets_both_sides_of_what_is_marked() -> None:
    marked = mark_zones("aa bb cc", rules(("x", "bb"), ("y", ".+")))
    assert [(span.start, span.end, span.zone) for span in marked] == [(0, 2, "y"), (3, 5, "x"), (6, 8, "y")]


def test_white_space_at_the_ends_is_left_out() -> None:
    assert mark_zones("a \n x \r\n b", rules(("z", r"\s+x\s+"))) == [Span(4, 5, "z", "0")]
    assert mark_zones("a  b", rules(("z", r"\s+"))) == []


def test_a_rule_can_be_limited_to_some_articles() -> None:
    read = parse_zone_rules(rule(articles="['000']"), where="zones.toml")
    assert len(mark_zones("Photo: X", read, article_id="000")) == 1
    assert mark_zones("Photo: X", read, article_id="001") == []
    assert mark_zones("Photo: X", read) == []


def test_offsets_are_code_points_not_bytes() -> None:
    text = "😀 Đổi Mới\nPhoto: Hà"
    (span,) = mark_zones(text, rules(("caption", "^Photo.*$")))
    assert text[span.start : span.end] == "Photo: Hà"


def windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def old_mac(text: str) -> str:
    return text.replace("\n", "\r")


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def decomposed_on_windows(text: str) -> str:
    return windows(decomposed(text))


@pytest.mark.parametrize("moved", [windows, old_mac, decomposed, decomposed_on_windows])
def test_the_seeds_rules_mark_the_same_words_however_the_text_was_saved(moved: Callable[[str], str]) -> None:
    corpus = load_corpus(SEEDS)
    for article_id, text in corpus.articles.select("article_id", "text").iter_rows():
        plain = mark_zones(text, corpus.zone_rules, article_id=article_id)
        other = mark_zones(moved(text), corpus.zone_rules, article_id=article_id)
        assert plain
        assert [(span.zone, span.rule) for span in other] == [(span.zone, span.rule) for span in plain]
        for before, after in zip(plain, other, strict=True):
            assert moved(text)[after.start : after.end] == moved(text[before.start : before.end])
            assert after.start == len(moved(text[: before.start]))


PATTERNS = ["x+", "^.+$", "[aệ]", r"\s+", r"\A..", r"b\s*\Z", "e", "(?<=x)", "ệ$", "Đ.", r"\n"]


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    text=st.text("axbeĐệ \n\r.", max_size=30),
    patterns=st.lists(st.tuples(st.sampled_from("uvw"), st.sampled_from(PATTERNS)), max_size=4),
    apart=st.booleans(),
)
def test_spans_are_apart_in_order_and_inside(text: str, patterns: list[tuple[str, str]], apart: bool) -> None:
    text = decomposed(text) if apart else text
    spans = mark_zones(text, rules(*patterns))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    for span in spans:
        cut = text[span.start : span.end]
        assert cut == cut.strip()
        assert span.zone == patterns[int(span.rule)][0]
        assert not text[span.end : span.end + 1] or not unicodedata.combining(text[span.end]), (
            "a letter keeps its marks"
        )


# --- the seeds -------------------------------------------------------------------------------------


def test_the_zones_of_the_seeds() -> None:
    zones = load_corpus(SEEDS).zones
    per_article = {
        article_id: dict(Counter(zones.filter(zones["article_id"] == article_id)["zone"]))
        for article_id in ("000", "001", "002", "003", "004")
    }
    agency = {"dateline": 2, "sign-off": 1}
    assert per_article == {
        "000": agency,
        "001": agency,
        "002": agency,
        "003": {
            "headline": 1, "dateline": 2, "caption": 4, "credit": 4, "key points": 3, "subheading": 3, "web-editor line": 1,
        },
        "004": {"caption": 1, "credit": 1, "subheading": 2},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("article_id", "zone", "begins", "ends"),
    [
        ("000", "dateline", "date 2025-04-19", "BEIJING —"),
        ("001", "sign-off", "VNS", "VNS"),
        ("002", "dateline", "date 2025-04-14", "HÀ NỘI —"),
        ("003", "headline", "China, Vietnam reaffirm", "broader cooperation"),
        ("003", "key points", "* This year marks", '"Red Study Tours."'),
        ("003", "subheading", "SHARED VISION FOR SHARED FUTURE", "CARRY FORWARD TRADITIONAL FRIENDSHIP"),
        ("003", "credit", "(Xinhua/Li Xueren)", "(Xinhua/Shen Hong)"),
        ("003", "web-editor line", "(Web editor:", "Zhong Wenxing)"),
        ("004", "caption", "General Secretary To Lam with", "President of China Xi Jinping."),
        ("004", "credit", "Photo: DANG KHOA", "Photo: DANG KHOA"),
        ("004", "subheading", "Greater strategic trust, deeper cooperation.", "the foundation of society."),
    ],
)
def test_words_of_the_seeds_at_the_edges_of_a_zone(article_id: str, zone: str, begins: str, ends: str) -> None:
    corpus = load_corpus(SEEDS)
    text = dict(corpus.articles.select("article_id", "text").iter_rows())[article_id]
    spans = corpus.zones.filter((corpus.zones["article_id"] == article_id) & (corpus.zones["zone"] == zone))
    cut = [text[start:end] for start, end in spans.select("start", "end").iter_rows()]
    assert cut[0].startswith(begins) and cut[-1].endswith(ends)


@pytest.mark.parametrize(
    ("pattern", "anchored"),
    [
        ("^a", True), (r"\A\w+", True), ("^(?:a|b)c$", True), (r"^\|a", True), ("^[|(]a", True), ("^[]|]a", True),
        ("a^", False), ("^a|b", False), ("(?:^|x)a", False), ("^*a", False), (r"^(a)\)|b", False), ("(?<=x)a", False),
    ],
)  # fmt: skip
def test_a_pattern_for_the_beginning_of_a_line_is_known(pattern: str, anchored: bool) -> None:
    assert _at_line_start(pattern) is anchored


@pytest.mark.parametrize(
    "pattern", ["^a", r"^a+\s*", r"\Aa.*$", "^$", "^(?:a|b)*", "^(?:|a)", "^a|b", "^(?=b)", r"^[^\n]*$", r"^.*\n?"]
)
@given(text=st.text("ab|x \n", max_size=40))
def test_matches_are_those_of_the_whole_text(pattern: str, text: str) -> None:
    compiled = re.compile(pattern, re.MULTILINE)
    lines = [0, *(at.end() for at in re.finditer("\n", text))]
    found = [match.span() for match in _matches(compiled, text, lines)]
    assert found == [match.span() for match in compiled.finditer(text)]
