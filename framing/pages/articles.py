"""One page for each article: what is known about it, how its text is marked, the text in full.

The words are those of the report's own counts (names bound as one, in all zones), so that the page and the table of
articles cannot disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

import numpy as np
import polars as pl
from markupsafe import Markup

from framing.claims import Finding
from framing.corpus.titles import added_from
from framing.links import page_name
from framing.pages.layout import UNKNOWN, article_label, fragment, render
from framing.pages.marking import Marks, Passage, Quoted, marked_text
from framing.pages.sentences import Sentence, holding, sentences_by_article
from framing.settings import CountSettings
from framing.study import Study
from framing.tokens import IntArray

_KINDS = 6  # underlines that can be told apart; the kinds of voices beyond share the last
_UNCODED = "voice not coded"
_BEGINNING = 140  # characters of a finding that the list of findings shows


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of the legend: what is marked, by which style, how many words it holds."""

    name: str
    style: str
    words: int


@dataclass(frozen=True, slots=True)
class _Citation:
    """A finding that quotes an article, and where."""

    number: int
    finding: Finding
    start: int
    end: int

    @property
    def link(self) -> str:
        return f"../index.html#{fragment(self.finding.id)}"


def article_pages(study: Study, findings: Sequence[Finding], *, paged: Collection[str]) -> dict[str, str]:
    """The page of each article that is to have one, by its name in a report.

    Parameters
    ----------
    study : the corpus with its tokens and counts.
    findings : whose quotations are marked and linked to.
    paged : the articles that are to have a page.

    Returns
    -------
    "articles/NAME.html" → the page; the raw text stands on it unchanged, each sentence under its own anchor.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.study import StudySettings
    >>> frame = pl.DataFrame({"text": ["Talks in Hanoi.", "Talks."], "country": ["VN", "CN"]})
    >>> pages = article_pages(Study(load_corpus(frame), StudySettings("VN", "CN")), (), paged={"1", "2"})
    >>> sorted(pages), '<span class="s" id="s0">Talks in Hanoi.</span>' in pages["articles/1.html"]
    (['articles/1.html', 'articles/2.html'], True)
    """
    corpus = study.reading
    rows = corpus.articles.to_dicts()
    cited = _citations(findings)
    kinds = _voice_kinds(corpus.passages)
    held = {frame["article_id"][0]: frame for frame in corpus.passages.partition_by("article_id", maintain_order=True)}
    zones = {frame["article_id"][0]: frame for frame in corpus.zones.partition_by("article_id", maintain_order=True)}
    legends = _legends(study, kinds)
    pages = {}
    for number, (row, sentences) in enumerate(zip(rows, sentences_by_article(study.tokens), strict=True)):
        article_id = row["article_id"]
        if article_id not in paged:
            continue
        added = added_from(row["text"], row["title"])
        marks = Marks(
            zones=zones[article_id].select("start", "end", "zone").rows() if article_id in zones else [],
            sentences=sentences,
            passages=_passages(held[article_id], kinds) if article_id in held else [],
            quoted=_quoted(sentences, cited.get(article_id, [])),
            added=added,
        )
        pages[f"articles/{page_name(article_id)}.html"] = render(
            "article.html.j2",
            article=row,
            label=article_label(article_id, row["title"]),
            known=_known(row),
            text=Markup(marked_text(row["text"], marks)),
            title_added=added is not None,
            legend=legends[number],
            findings=_distinct(cited.get(article_id, [])),
            before=_neighbour(reversed(rows[:number]), paged),
            after=_neighbour(rows[number + 1 :], paged),
        )
    return pages


def _citations(findings: Sequence[Finding]) -> dict[str, list[_Citation]]:
    cited: dict[str, list[_Citation]] = {}
    for number, finding in enumerate(findings, start=1):
        for quote in (*finding.quotes, *finding.counter_quotes):
            cited.setdefault(quote.article_id, []).append(_Citation(number, finding, quote.start, quote.end))
    return cited


def _quoted(sentences: Sequence[Sentence], citations: Sequence[_Citation]) -> dict[int, list[Quoted]]:
    """The findings that quote each sentence, each named once."""
    quoted: dict[int, list[Quoted]] = {}
    for citation in citations:
        for place in holding(sentences, citation.start, citation.end):
            use = Quoted(citation.link, f"finding {citation.number}")
            if use not in quoted.setdefault(place, []):
                quoted[place].append(use)
    return quoted


def _distinct(citations: Sequence[_Citation]) -> list[dict[str, object]]:
    """The findings that quote an article, each once, with the beginning of its sentence."""
    first = {citation.number: citation for citation in reversed(citations)}
    return [
        {"number": n, "sentence": shorten(c.finding.sentence, _BEGINNING, placeholder=" …"), "link": c.link}
        for n, c in sorted(first.items())
    ]


def _voice_kinds(passages: pl.DataFrame) -> dict[str, int]:
    """The kinds of voices of a corpus, the longest spoken first, each with the number of its style."""
    spoken = passages.with_columns(_KIND, size=pl.col("end") - pl.col("start")).group_by("kind").agg(pl.sum("size"))
    names = spoken.sort("size", "kind", descending=[True, False])["kind"].to_list()
    return {name: min(place, _KINDS) for place, name in enumerate(names, start=1)}


_KIND = pl.coalesce("voice_class", "voice").alias("kind")


def _passages(held: pl.DataFrame, kinds: Mapping[str, int]) -> list[Passage]:
    rows = held.with_columns(_KIND).select("start", "end", "voice", "event", "kind").rows()
    return [Passage(start, end, f"{voice} · {event}", kinds[kind]) for start, end, voice, event, kind in rows]


def _legends(study: Study, kinds: Mapping[str, int]) -> list[dict[str, list[Mark]]]:
    """For each article the zones and the kinds of voices in it, with their words."""
    found, tokens = study.occurrences(CountSettings(zones=None)), study.tokens
    styles = [*kinds.items(), (_UNCODED, 0)]
    number = {name: place for place, (name, _) in enumerate(styles)}
    kind_of = np.array([*(number[kind] for kind in study.reading.passages.select(_KIND)["kind"]), len(kinds)])
    voices = _table(study, found.article, kind_of[tokens.passage[found.first]], len(styles))
    zones = _table(study, found.article, tokens.zone[found.first], len(tokens.zones))
    coded = bool(kinds)
    return [
        {
            "zones": [Mark(name, "", n) for name, n in zip(tokens.zones, in_zones, strict=True) if n],
            "voices": [
                Mark(name, f"v{style}" if style else "", n)
                for (name, style), n in zip(styles, in_voices, strict=True)
                if n and coded
            ],
        }
        for in_zones, in_voices in zip(zones, voices, strict=True)
    ]


def _table(study: Study, article: IntArray, column: IntArray, width: int) -> list[list[int]]:
    """How many occurrences each article has of each kind."""
    height = study.reading.articles.height
    counted = np.bincount(article.astype(np.int64) * width + column, minlength=height * width)
    table: list[list[int]] = counted.reshape(height, width).tolist()
    return table


def _known(row: Mapping[str, object]) -> list[tuple[str, str]]:
    """What is known of an article, and what is not; its addresses are set apart, as they may be links."""
    names = ("outlet", "date", "country", "language", "genre", "byline")
    return [(name, str(row[name] if row[name] is not None else UNKNOWN)) for name in names]


def _neighbour(rows: Iterable[Mapping[str, str]], paged: Collection[str]) -> dict[str, str | None] | None:
    """The nearest article that has a page."""
    row = next((row for row in rows if row["article_id"] in paged), None)
    if row is None:
        return None
    label = article_label(row["article_id"], row["title"])
    return {"name": page_name(row["article_id"]), "label": label, "language": row["language"] if row["title"] else None}
