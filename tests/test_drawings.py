"""Every figure of a report on corpora of every kind: readable, true, told in words, the same bytes."""

from __future__ import annotations

import random
import re
import tempfile
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from pictures import all_texts, cut_off, overlaps, texts_of

from framing import figures
from framing.claims import Tables
from framing.corpus import load_corpus
from framing.drawings import FIGURES, Drawing
from framing.drawings.outlets import group_outlets
from framing.drawings.saying import passing_terms
from framing.figures import FORMATS, figure_bytes
from framing.recipe import TABLES, make_table, prepare_study
from framing.study import Study
from framing.wording import write_number

OWN = {"VN": ["leaders", "railway", "a" * 40, "comradeship"], "CN": ["should", "modernization", "b" * 40, "carriage"]}


def made_up(per_side: int, *, outlet: str = "Daily", mark: str = "", coded: bool = True) -> Study:
    """Articles whose sides use words of their own, drawn with a fixed seed; passages are their paragraphs."""
    draw = random.Random(7)
    common = ["w" + "".join(draw.choice("abcdefghij") for _ in range(draw.randint(3, 9))) for _ in range(200)]
    rows, passages = [], []
    for number in range(2 * per_side):
        country = ("VN", "CN")[number % 2]
        order = "Vietnam-China" if country == "VN" else "China-Vietnam"
        paragraphs = [
            " ".join(["The", order, *(draw.choice(common if draw.random() < 0.7 else OWN[country]) for _ in range(40))])
            + "."
            for _ in range(4)
        ]
        rows.append((("\n\n").join(paragraphs), country, f"{outlet} {number % 5}", f"{mark}genre {number % 4}", "en"))
        start = 0
        for place, paragraph in enumerate(paragraphs):
            voice = "narrator" if place == 0 else f"{mark}class {place}"
            event = f"{mark}some-long-event-{draw.randint(0, 6)}"
            if draw.random() < 0.8:
                passages.append((str(number + 1), str(start), str(start + len(paragraph)), voice, voice, event))
            start += len(paragraph) + 2
    frame = pl.DataFrame(rows, schema=["text", "country", "outlet", "genre", "language"], orient="row")
    orders = ["Vietnam-China", "China-Vietnam"]
    names = pl.DataFrame({"canonical": ["the order"] * 2, "variant": orders, "kind": ["naming"] * 2})
    columns = ["article_id", "start", "end", "voice", "voice_class", "event"]
    table = pl.DataFrame(passages, schema=columns, orient="row") if coded else None
    return prepare_study(load_corpus(frame, passages=table, variants=names), focus="VN", reference="CN")


@cache
def tables(corpus: str) -> Tables:
    studies = {
        "seeds": lambda: prepare_study("seeds", focus="VN", reference="CN"),
        "one against one": lambda: made_up(1, coded=False),
        "hostile": lambda: made_up(3, outlet="$x^2$ <b>", mark="$y_1$ "),
        "forty a side": lambda: made_up(40, outlet="The Very Long Name of the Daily Morning Observer and Gazette"),
    }
    study = studies[corpus]()
    return {name: make_table(study, name) for name in TABLES}


@cache
def drawing(corpus: str, name: str) -> Drawing:
    return FIGURES[name](tables(corpus))


CORPORA = ["seeds", "one against one", "hostile", "forty a side"]
each = pytest.mark.parametrize(("corpus", "name"), [(c, n) for c in CORPORA for n in FIGURES])


@each
def test_no_text_is_cut_or_lies_on_another(corpus: str, name: str) -> None:
    figure = drawing(corpus, name).figure
    assert cut_off(figure) == []
    assert overlaps(figure) == []
    assert figure.get_size_inches()[0] == pytest.approx(7.2)
    assert figure.get_size_inches()[1] < 13


@each
def test_the_alt_is_whole_sentences_in_the_words_of_the_page(corpus: str, name: str) -> None:
    made = drawing(corpus, name)
    title = max((t for t in all_texts(made.figure) if t.get_fontweight() == "bold"), key=lambda t: t.get_fontsize())
    said = " ".join(title.get_text().split())
    if not said.endswith("…"):
        assert re.sub(r"\s", "", made.alt).startswith(re.sub(r"\s", "", said))
    assert (
        made.alt.endswith(".")
        and not re.search(r"\bNone\b|\[|nan", made.alt)
        and not re.search(r"[.;:,] ?[.;]", made.alt)
    )
    banned = re.compile(r"\b(focus|reference|significant|tier|p|q(?! [=≤]))\b", re.IGNORECASE)
    assert not banned.search(made.alt), made.alt
    assert not [text for text in texts_of(made.figure) if banned.search(text)]
    if passing_terms(tables(corpus)) is None:
        assert not [text for text in (made.alt, *texts_of(made.figure)) if re.search(r"\bq\b|chance", text)]


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_tables_give_the_same_bytes(name: str) -> None:
    again = FIGURES[name](tables("seeds"))
    assert again.alt == drawing("seeds", name).alt
    for kind in FORMATS:
        assert figure_bytes(again.figure, kind, dpi=60) == figure_bytes(drawing("seeds", name).figure, kind, dpi=60)


@pytest.mark.parametrize("name", FIGURES)
def test_empty_tables_give_a_figure_with_words(name: str) -> None:
    empty = {key: table if key in ("sides", "articles") else table.clear() for key, table in tables("seeds").items()}
    made = FIGURES[name](empty)
    assert made.alt.endswith(".") and len(made.alt) > 30
    assert texts_of(made.figure) and not overlaps(made.figure) and not cut_off(made.figure)


@pytest.mark.parametrize("name", ["events", "voices"])
def test_hostile_text_is_drawn_as_it_stands(name: str) -> None:
    figure = drawing("hostile", name).figure
    shown = " ".join(texts_of(figure))
    assert "$x^2$ <b>" in shown and "$y_1$" in shown
    assert not [text for text in all_texts(figure) if text.get_parse_math() and "$" in text.get_text()]


def test_titles_on_the_seeds_say_what_a_reader_counts_in_the_articles() -> None:
    """Events as listed in seeds/passages.csv; names by a plain search of the bodies for Vietnam–China, Vietnam and China, …"""
    starts = {
        "events": "4 of 8 events are reported by both sides, “joint-statement” and “signing” only by Vietnamese articles",
        "top_terms": "Verbs of saying aside, “leaders” ranks highest by log-likelihood in the 4 Vietnamese articles, “should” in the Chinese article",
        "voices": "“Chinese official” has more words than any other voice in 3 of the 4 Vietnamese articles and in the",
        "naming": "The order of the two countries: the 4 Vietnamese articles name “Vietnam” first 28 of 46 times;",
        "observations": "“leaders” is used in the 4 Vietnamese articles and not in the Chinese article, though it reports",
    }
    for name, start in starts.items():
        assert drawing("seeds", name).alt.startswith(start)


def test_grammatical_words_hold_ranks_and_are_not_drawn() -> None:
    """In tables/stages.csv of the seeds "and" is first in the last list of the Vietnamese side, "countries" second."""
    figure = drawing("seeds", "ranks").figure
    labels = {text.get_text() for axis in figure.axes for text in axis.texts}
    words = {word for label in labels for word in label.split()}
    assert {"countries", "nam", "modernization"} <= words
    assert not words & {"and", "the", "between"}
    assert "“parties” and “leader”" in drawing("seeds", "ranks").alt


def test_what_all_share_comes_first_and_no_term_stands_twice() -> None:
    axes = drawing("seeds", "top_terms").figure.axes
    assert axes[0].get_title(loc="left") == "In every article"
    labels = [label.get_text().split("  (")[0] for axis in axes for label in axis.get_yticklabels()]
    assert labels[:2] == ["vietnam", "china"] and len(labels) == len(set(labels)) >= 24
    assert "the" not in labels and "2025" not in labels


BY_OUTLET = ["events", "tf_idf", "dispersion", "voices", "observations"]


@pytest.mark.parametrize("name", BY_OUTLET)
def test_of_many_articles_the_outlets_are_drawn_with_their_number_of_articles(name: str) -> None:
    """Forty articles of each side are by five outlets, eight by each."""
    shown = texts_of(drawing("forty a side", name).figure)
    heads = [text for text in shown if "(8)" in text]
    assert len(heads) == 10 and all(text.startswith("The Very Long Name") for text in heads)
    assert "In brackets: number of articles." in " ".join(shown) and "Shown: the" not in " ".join(shown)


@pytest.mark.parametrize("name", BY_OUTLET)
def test_of_few_articles_each_is_drawn(name: str) -> None:
    shown = " ".join(texts_of(drawing("seeds", name).figure))
    assert all(f"{article} " in shown for article in tables("seeds")["articles"]["article_id"])
    assert "In brackets" not in shown


def test_of_many_outlets_those_with_most_articles_of_each_side_are_drawn() -> None:
    """Thirty outlets of one side and three of the other, one article each and one of two: twelve rows, three of them theirs."""
    sides = ["focus"] * 31 + ["reference"] * 3
    outlets = [*(f"A{at:02}" for at in range(30)), "A07", "B1", "B2", None]
    own = {"article_id": [str(at) for at in range(34)], "side": sides, "outlet": outlets}
    found = group_outlets(tables("seeds"), pl.DataFrame(own), most=12)
    assert found.table.group_by("side", maintain_order=True).len().rows() == [("focus", 9), ("reference", 3)]
    assert list(found.labels.values())[:2] == ["A07 (2)", "A00 (1)"]
    assert list(found.labels.values())[-3:] == ["B1 (1)", "B2 (1)", "outlet unknown (1)"]
    assert found.note.endswith("Shown: the 12 of 33 outlets with the most articles.")
    assert found.members.height == 13


def test_where_no_outlet_is_known_the_sides_are_drawn() -> None:
    own = {"article_id": list("abc"), "side": ["focus", "focus", "reference"], "outlet": [None] * 3}
    frame = pl.DataFrame(own, schema_overrides={"outlet": pl.String})
    found = group_outlets(tables("seeds"), frame, most=12)
    assert list(found.labels.values()) == ["all Vietnamese articles (2)", "all Chinese articles (1)"]
    assert found.noun == "sides"


def test_the_weights_of_an_outlet_are_the_means_over_its_articles() -> None:
    made = tables("forty a side")
    owners = made["articles"].select("article_id", "outlet", "side")
    means = made["tf_idf"].join(owners, on="article_id").group_by("outlet", "side", "term")
    by_hand = means.agg((pl.col("tf_idf").sum() / 8).alias("mean"), pl.col("n").sum().alias("sum"))
    joined = made["tf_idf_outlets"].join(by_hand, on=["outlet", "side", "term"], how="left")
    assert joined.height == 10 * 50 and set(joined["articles"]) == {8}
    assert (joined["tf_idf"] - joined["mean"]).abs().max() < 1e-12 and joined["n"].equals(joined["sum"].cast(pl.Int64))


def test_the_share_of_an_outlet_that_uses_a_term_is_that_of_its_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    made, drawn = tables("forty a side"), []
    monkeypatch.setattr(figures, "draw_uses", lambda uses, **_: drawn.append(uses))
    FIGURES["observations"](made)
    owners = made["articles"].select("article_id", "outlet", pl.col("side").alias("own"))
    seen = made["observations"].join(owners, on="article_id")
    using, reporting = ["supports", "contradicts"], ["supports", "contradicts", "silent"]
    for states, marks in ((using, using), (reporting, ["reported"])):
        by_hand = seen.filter(pl.col("state").is_in(states)).group_by("term", "own", "outlet").len()
        shares = drawn[0].filter(pl.col("mark").is_in(marks))
        assert sorted((term, n / 8) for term, _, _, n in by_hand.iter_rows()) == sorted(
            shares.select("term", "share").iter_rows()
        )


def test_a_dot_has_the_area_of_its_share() -> None:
    uses = pl.DataFrame({"term": ["a", "b"], "column": ["x", "x"], "mark": ["supports"] * 2, "share": [0.25, 1.0]})
    options = {"groups": {"More": {"a": "a", "b": "b"}}, "columns": {"x": "X (4)"}, "bands": [("VN", 1)], "title": "T"}
    axis = figures.draw_uses(uses, **options).axes[0]
    sizes = [size for dots in axis.collections if hasattr(dots, "get_sizes") for size in dots.get_sizes()]
    assert len(sizes) == 2 and sizes[1] / sizes[0] == pytest.approx(4)


def test_shares_of_voices_fill_every_bar() -> None:
    """Five articles, 100 per cent each; what is not coded would be a part like the others."""
    axis = drawing("seeds", "voices").figure.axes[0]
    widths = [patch.get_width() for patch in axis.patches]
    assert sum(widths) == pytest.approx(500)


def test_a_corpus_without_passages_says_so() -> None:
    assert drawing("one against one", "events").alt.startswith("No events were coded")
    assert drawing("one against one", "voices").alt.startswith("No voices were coded")
    assert "do not use it where events are not coded" in drawing("one against one", "observations").alt


# ---- what a title may say where there is a test


TESTED_FIGURES = ("top_terms", "contrast", "ranks")


@cache
def of_two_outlets(planted: int) -> Tables:
    """Twenty articles a side of made-up words; in each of one side a word stands so many times more, once in a headline."""
    draw = random.Random(3)
    words = ["w" + "".join(draw.choice("abcdefghij") for _ in range(5)) for _ in range(120)]
    texts = [
        "HEADLINE: Rail news\n"
        + " ".join([*(draw.choice(words) for _ in range(110)), *["railway" if n % 2 else "and"] * planted])
        for n in range(40)
    ]
    country = ["CN" if n % 2 else "VN" for n in range(40)]
    frame = pl.DataFrame({"text": texts, "country": country, "outlet": country, "language": ["en"] * 40})
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "zones.toml"
        rules.write_text(
            "[[rule]]\nname='h'\nzone='headline'\npattern='^HEADLINE: .*$'\nreason='r'\n", encoding="utf-8"
        )
        corpus = load_corpus(frame, zones=rules)
    study = prepare_study(corpus, focus="VN", reference="CN", splits=2)
    return {name: make_table(study, name) for name in TABLES}


@pytest.mark.parametrize("name", TESTED_FIGURES)
def test_where_no_term_passes_the_title_says_so_and_nothing_is_marked(name: str) -> None:
    made = FIGURES[name](of_two_outlets(0))
    smallest = min(q for q in of_two_outlets(0)["contrast"]["q_value"] if q is not None)
    said = f"No term tested differs by more than chance would explain (smallest q = {write_number(smallest)})"
    assert smallest > 0.05 and made.alt.startswith(said)
    assert not [text for text in texts_of(made.figure) if "*" in text or "asterisk" in text]


@pytest.mark.parametrize("name", TESTED_FIGURES)
def test_terms_that_pass_are_marked_and_the_note_explains_the_mark(name: str) -> None:
    made, passed = FIGURES[name](of_two_outlets(3)), passing_terms(of_two_outlets(3))
    assert passed == {"railway", "and"}, "three times in each of twenty articles"
    shown = texts_of(made.figure)
    axes = [text.get_text() for axis in made.figure.axes for text in (*axis.texts, *axis.get_yticklabels())]
    marked = {text.split("*")[0].split()[-1] for text in axes if "*" in text}
    assert marked == {"railway"}, "and is grammar, so it is not drawn"
    assert any("asterisk marks what differs by more than chance would explain (q ≤ 0.05)" in text for text in shown)
    assert "An asterisk marks what differs by more than chance would explain: “railway”." in made.alt
    assert made.alt.startswith("No term") is False
    assert not cut_off(made.figure) and not overlaps(made.figure)


def test_titles_of_a_tested_contrast_name_what_passes() -> None:
    tested = of_two_outlets(3)
    assert FIGURES["top_terms"](tested).alt.startswith(
        "“railway” is more frequent in the 20 Chinese articles than chance would explain."
    )
    n = tested["test"]["tested"][0]
    start = f"2 of {n} terms tested are more frequent on one side than chance would explain, among them “railway” in"
    assert FIGURES["contrast"](tested).alt.startswith(start)


def test_where_only_grammar_passes_no_term_is_named() -> None:
    """Half of the planted words are "and"; without the other half only it is left."""
    tested = of_two_outlets(3)
    own = {
        name: frame.filter(pl.col("term") != "railway") if "term" in frame.columns else frame
        for name, frame in tested.items()
    }
    assert FIGURES["top_terms"](own).alt.startswith("Only grammatical words, numbers and verbs of saying differ")


@pytest.mark.parametrize("name", [*TESTED_FIGURES, "dispersion", "observations"])
def test_where_no_term_leans_by_more_than_one_use_the_figure_says_so(name: str) -> None:
    frame = pl.DataFrame({"text": ["rail talks today", "port talks now"], "country": ["VN", "CN"]})
    study = prepare_study(load_corpus(frame), focus="VN", reference="CN")
    made = FIGURES[name]({table: make_table(study, table) for table in TABLES})
    said = made.alt.lower()
    assert "no content word is more frequent on one side by more than one occurrence" in said or name == "ranks"
    assert made.alt.endswith(".") and texts_of(made.figure)
