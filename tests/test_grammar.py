"""The number of nouns and verbs in everything a report says: none, one, two and many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import polars as pl
import pytest
from pictures import texts_of
from test_tables import CORPORA, corpus

from framing import prose
from framing.claims import Draft
from framing.corpus import load_corpus
from framing.findings.absences import absent_terms
from framing.findings.grammar import articles, rates, some_articles, times
from framing.findings.shared import _vocabulary
from framing.limits import state_limits
from framing.notebook import open_report
from framing.recipe import FIGURES, TABLES, Made, make_figure, make_findings, methods_text, prepare_study
from framing.study import Study
from framing.wording import Written, count_of, write_words

NOUNS = (
    "article choice comparison count event line occurrence outlet pair part passage row sentence side term text time unit "
    "use way word"
).split()
WRONG = re.compile(rf"(?<![\d.,–−-])\b(?:1|[Oo]ne) (?:\w+ )?(?:{'|'.join(NOUNS)})s\b|\b[Oo]ne of 1\b|\b1 of 1\b")
SMALL = {
    **CORPORA,
    "one term in every article": lambda: corpus(text=["rail opens", "rail ends"], country=["VN", "CN"], language=["en"] * 2),
    "one use": lambda: corpus(text=["Rail rail rail opens.", "Port grows."], country=["VN", "CN"], language=["en"] * 2),
    "two uses": lambda: corpus(
        text=["Rail opens. Rail ends. Rail is rail.", "Rail grows. Port grows. Port port."], country=["VN", "CN"],
        language=["en"] * 2,
    ),
}  # fmt: skip


@cache
def study(name: str) -> Study:
    frame = SMALL[name]() if name in SMALL else "seeds"
    return prepare_study(load_corpus(frame), focus="VN", reference="CN", splits=1)


def everything(s: Study) -> Iterator[str]:
    """Every text of a report that holds numbers."""
    made = Made(s)
    for finding in make_findings(s):
        yield from (finding.sentence, finding.choice, finding.caveat)
    yield from state_limits(made)
    yield from (prose.allowance(made), prose.singling_out(made), prose.reprints(made), methods_text(s))
    for name in FIGURES:
        drawing = make_figure(s, name)
        yield from (drawing.alt, *texts_of(drawing.figure))
    report = open_report(s.corpus, focus="VN", reference="CN")
    yield from (report.table(name).caption for name in TABLES)


@pytest.mark.parametrize("name", [*SMALL, "seeds"])
def test_one_takes_the_singular_wherever_a_number_is_said(name: str) -> None:
    assert not [text for text in everything(study(name)) if WRONG.search(text)]


def test_the_pattern_finds_what_it_is_for() -> None:
    wrong = ("1 terms occur", "in 1 Vietnamese articles", "One words", "found 1 times", "1 of 1 rows")
    right = ("11 terms", "1 term", "2.1 terms", "one of the terms", "1,001 terms", "one term")
    assert all(map(WRONG.search, wrong)) and not any(map(WRONG.search, right))


# ---- the parts of sentences


def draft(**values: int | str) -> Draft:
    """A draft with values that were taken from one table."""
    frame = pl.DataFrame({name: [value] for name, value in values.items()})
    d = Draft({"made": frame})
    for name in values:
        d.take(name, "made", name)
    return d


def written(blanks: str, d: Draft) -> str:
    return blanks.format(**{name: Written(value.value) for name, value in d.values.items()})


@pytest.mark.parametrize(
    ("size", "held", "every", "some"),
    [
        (1, 1, "the Chinese article", "the Chinese article"),
        (2, 1, "the two Chinese articles", "one of the two Chinese articles"),
        (2, 2, "the two Chinese articles", "both Chinese articles"),
        (4, 4, "the four Chinese articles", "all four Chinese articles"),
        (1024, 33, "the 1,024 Chinese articles", "33 of the 1,024 Chinese articles"),
    ],
)
def test_articles_of_a_side_are_named_in_their_number(size: int, held: int, every: str, some: str) -> None:
    d = draft(focus="Chinese", size_focus=size, articles_focus=held)
    assert written(articles(d, "focus"), d) == every
    assert written(some_articles(d, "focus"), d) == some


@pytest.mark.parametrize(
    ("n", "sentences", "said"),
    [
        (0, 0, "none"),
        (1, 1, "1 occurrence in 1 sentence from one of the three Vietnamese articles"),
        (2, 1, "2 occurrences in 1 sentence from one of the three Vietnamese articles"),
        (24, 19, "24 occurrences in 19 sentences from one of the three Vietnamese articles"),
    ],
)
def test_occurrences_are_told_in_their_number(n: int, sentences: int, said: str) -> None:
    d = draft(
        focus="Vietnamese", size_focus=3, n_focus=n, sentences_focus=sentences, articles_focus=1, rate_focus=n,
        reference="Chinese", size_reference=1, n_reference=1, sentences_reference=1, articles_reference=1, rate_reference=1,
    )  # fmt: skip
    assert written(rates(d, "focus"), d) == f"{n} v. 1 per thousand words ({said} v. 1 in 1 sentence)"


def test_times_are_never_once_twice_and_many() -> None:
    said = [written(times(draft(n=n), "n"), draft(n=n)) for n in (0, 1, 2, 1024)]
    assert said == ["never", "once", "twice", "1,024 times"]


@pytest.mark.parametrize(
    ("terms", "words", "said"),
    [
        (1, 1, "One term occurs in every article: “w” (twice), 9 per cent of all words counted."),
        (2, 1, "Two terms occur in every article and make up 9 per cent of all words counted; apart from grammatical words the "
               "most frequent is “w” (twice)."),
        (64, 2, "64 terms occur in every article and make up 9 per cent of all words counted; apart from grammatical words the "
                "most frequent are “w” (twice) and “w” (twice)."),
    ],
)  # fmt: skip
def test_a_common_vocabulary_is_told_in_its_number(terms: int, words: int, said: str) -> None:
    d = draft(terms=terms, percentage=9)
    assert written(_vocabulary(d, ["“w” (twice)"] * words), d) == said


@pytest.mark.parametrize(
    ("using", "verb"),
    [
        (["Rail rail. Rail grew.", "Ports opened."], "1 of the 2 Vietnamese passages on these events contains it"),
        (["Rail rail.", "Rail grew.", "Ports opened."], "2 of the 3 Vietnamese passages on these events contain it"),
    ],
)
@pytest.mark.parametrize(
    ("lacking", "cover"),
    [(1, "the Chinese article, which covers the same"), (2, "the two Chinese articles, which cover the same")],
)
def test_an_absence_is_told_in_its_numbers(using: list[str], verb: str, lacking: int, cover: str) -> None:
    """rail in one or two passages on the opening, which each Chinese article reports twice."""
    held = [using, *[["Ports grew.", "Ports opened."]] * lacking]
    texts = [" ".join(parts) for parts in held]
    frame = corpus(article_id=[f"a{n}" for n in range(len(texts))], text=list(texts), country=["VN", *["CN"] * lacking])
    rows = [
        (f"a{n}", str(texts[n].index(part)), str(texts[n].index(part) + len(part)), "narrator", "narrator", "opening")
        for n, parts in enumerate(held)
        for part in parts
    ]
    columns = ["article_id", "start", "end", "voice", "voice_class", "event"]
    s = prepare_study(
        load_corpus(frame, passages=pl.DataFrame(rows, schema=columns, orient="row")), focus="VN", reference="CN"
    )
    (found,) = [one for one in absent_terms(Made(s), s.occurrences()) if one.id.endswith("rail")]
    assert verb in found.sentence and cover in found.sentence


def test_numbers_below_ten_are_words() -> None:
    assert [write_words(n) for n in (1, 2, 9, 10, 1024)] == ["one", "two", "nine", "10", "1,024"]
    assert [count_of(n, "row") for n in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
