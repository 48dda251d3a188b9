"""The written half of a report: findings.md, findings.json and methods.md, rendered from findings, tables and settings.

Every sentence here is a template without a digit; every number comes from a table or a setting. Text of articles is
escaped on its way in. The reader's own notes are set beside the findings and never changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby

import polars as pl

from framing.claims import Draft, Finding, Tables
from framing.corpus import Corpus
from framing.evidence import Quote
from framing.links import sentence_link
from framing.settings import CountSettings
from framing.study import StudySettings
from framing.tables import LISTED
from framing.wording import escape_markdown, write_number

Notes = Mapping[str, str]

_TITLE = "# What the articles in “{corpus}” show"
_ALLOWED = (
    "{articles_focus} {noun} against {articles_reference} (smallest attainable p: {smallest_p}). Relabeling so few articles "
    "could not tell a difference from chance, so nothing here is tested: every sentence describes these articles and no press."
)
_NOT_BUILT = (
    "{articles_focus} {noun} against {articles_reference} (smallest attainable p: {smallest_p}). The test is not built yet, "
    "so nothing here is tested: every sentence describes these articles and no press."
)
_CANNOT = "## What cannot be said?"
_EMPTY_NOTE = "*(yours to write, in notes.csv)*"
_UNKNOWN = "unknown"
_NOT_SHOWN = ("choice", "side")  # keys of a row that are no words of the page


def allowance(tables: Tables) -> str:
    """The one sentence that says what so many articles allow; it stands once in a document."""
    d = Draft(tables)
    for side in ("focus", "reference"):
        d.number(f"articles_{side}", "sides", "articles", side=side)
    d.take("smallest_p", "sides", "smallest_p", side="focus")
    reason = tables["sides"]["reason"][0]
    template = _ALLOWED if reason == "too few articles" else _NOT_BUILT
    noun = "article" if d.values["articles_focus"].value == 1 else "articles"
    return template.format(noun=noun, **{v.name: write_number(v.value) for v in d.values.values()})


def findings_markdown(
    findings: tuple[Finding, ...], tables: Tables, corpus: Corpus, notes: Notes, limits: Sequence[str]
) -> str:
    """findings.md: every finding with its quotations, what weakens it, its caveat and the reader's note; then the limits."""
    parts = [_TITLE.format(corpus=escape_markdown(corpus.name)), allowance(tables)]
    for heading, group in groupby(findings, key=lambda finding: finding.heading):
        parts.append(f"## {heading}")
        parts += [finding_markdown(finding, corpus, notes, base="") for finding in group]
    if limits:
        parts += [_CANNOT, "\n".join(f"- {escape_markdown(limit)}" for limit in limits)]
    return "\n\n".join(parts) + "\n"


def finding_markdown(finding: Finding, corpus: Corpus, notes: Notes, *, base: str | None) -> str:
    """One finding as Markdown; quotations lead to their sentence in the pages under `base`, if there are any."""
    parts = [f"**{finding.render(finding.template, escape=escape_markdown)}**"]
    parts += [_quote_markdown(quote, corpus, base) for quote in finding.quotes]
    if finding.counter_quotes:
        parts.append("Against it:")
        parts += [_quote_markdown(quote, corpus, base) for quote in finding.counter_quotes]
    parts.append(finding.render(finding.choice_template, escape=escape_markdown))
    parts.append(f"Caveat: {finding.render(finding.caveat_template, escape=escape_markdown)}")
    parts.append(f"Numbers from: {_receipts(finding)}.")
    note = notes.get(finding.id, "").strip()
    parts.append(f"Interpretation ({escape_markdown(finding.id)}): {escape_markdown(note) or _EMPTY_NOTE}")
    return "\n\n".join(parts)


def _quote_markdown(quote: Quote, corpus: Corpus, base: str | None) -> str:
    article, *rest = (escape_markdown(part) for part in quote_source(quote, corpus))
    if base is not None:
        article = f"[{article}]({sentence_link(quote.article_id, quote.start, base=base)})"
    return f"> {escape_markdown(quote.text)}\n>\n> — {', '.join([article, *rest])}"


def quote_source(quote: Quote, corpus: Corpus) -> list[str]:
    """Article, outlet, date, voice and offsets of a quotation; what is not known is said to be unknown."""
    row = corpus.articles.filter(pl.col("article_id") == quote.article_id).row(0, named=True)
    held = corpus.passages.filter(
        (pl.col("article_id") == quote.article_id) & (pl.col("start") < quote.end) & (pl.col("end") > quote.start)
    )
    voices = " / ".join(dict.fromkeys(held["voice"])) or "not coded"
    return [
        f"article {quote.article_id}",
        row["outlet"] or f"outlet {_UNKNOWN}",
        str(row["date"] or f"date {_UNKNOWN}"),
        f"voice: {voices}",
        f"characters {quote.start}–{quote.end}",
    ]


def receipts(finding: Finding) -> dict[str, list[str]]:
    """The tables behind the numbers of a finding, each with the rows read there: contrast → term party, …"""
    rows: dict[str, list[str]] = {}
    for value in finding.values:
        named = " ".join(f"{key} {cell}" for key, cell in value.row if key not in _NOT_SHOWN)
        listed = rows.setdefault(value.table, [])
        if named and named not in listed:
            listed.append(named)
    return rows


def _receipts(finding: Finding) -> str:
    """The rows behind the numbers: tables/contrast.csv (term party), …"""
    return ", ".join(
        f"tables/{table}.csv" + (f" ({escape_markdown('; '.join(named))})" if named else "")
        for table, named in receipts(finding).items()
    )


def findings_data(findings: tuple[Finding, ...]) -> list[dict[str, object]]:
    """findings.json: the same findings as data, every number with its table, row and column."""
    return [
        {
            "id": finding.id,
            "heading": finding.heading,
            "sentence": finding.sentence,
            "choice": finding.choice,
            "caveat": finding.caveat,
            "template": finding.template,
            "choice_template": finding.choice_template,
            "caveat_template": finding.caveat_template,
            "tier": finding.tier,
            "values": [{**asdict(value), "row": dict(value.row)} for value in finding.values],
            "quotes": [asdict(quote) for quote in finding.quotes],
            "counter_quotes": [asdict(quote) for quote in finding.counter_quotes],
        }
        for finding in findings
    ]


_METHODS = (
    "# How “{corpus}” was counted",
    "The corpus holds {articles} articles, of which {n_focus} are {focus} and {n_reference} {reference} (column “{by}”). "
    "Counted were {words} words: {zones}. {variants} {hyphens} {case} {possessives} {voices} {events}",
    "A contrast lists every term of either side, zeros kept. Rates are per thousand of all words counted, before any filter. "
    "The log ratio is the base-two logarithm of the ratio of the rates with half an occurrence added to each (Walter "
    "1975); terms are ranked by the signed two-cell log-likelihood (Rayson & Garside 2000), which "
    "ranks and tests nothing. Evenness over articles is the normalised deviation of proportions (Gries 2008; Lijffijt & Gries 2012). "
    "The tf-idf weight is scikit-learn's with smooth idf and rows of length one. Collocates are scored by nltk's association "
    "measures within a sentence.",
    "The unit is the article. What may be claimed follows from the numbers of articles and outlets alone, before a word is "
    "counted: here every contrast is {tier}, because of {reason}; interval and test columns stay empty.",
    "Each finding was also counted in other defensible ways ({choices}) and with each article left out; the way that weakens "
    "it most is printed under it. The uncleaned lists were read {listed} terms deep. A term is said to be absent only from "
    "passages on events that its side reports.",
    "Not shown: how often these outlets write so in general, why they do, and what readers take from it.",
)
_ALL_ZONES = "all parts of the articles"
_SENTENCES = {
    ("hyphens", "split"): "Hyphenated words count as their parts.",
    ("hyphens", "join"): "Hyphenated words count as one term.",
    ("case", "fold"): "Capital and small letters are the same, names bound before.",
    ("case", "keep"): "Capital and small letters are told apart.",
    ("possessives", "strip"): "A possessive ending is left off.",
    ("possessives", "keep"): "A possessive ending is kept.",
}


def methods_markdown(tables: Tables, corpus: Corpus, settings: StudySettings, choices: list[str]) -> str:
    """methods.md: what was done, in the words of a methods section, rendered from the settings."""
    counts, sides = settings.counts, tables["sides"].to_dicts()
    blanks = {
        "corpus": corpus.name,
        "articles": write_number(corpus.articles.height),
        "words": write_number(sum(int(side["tokens"]) for side in sides)),
        "by": settings.by,
        "tier": sides[0]["tier"],
        "reason": sides[0]["reason"],
        "choices": "; ".join(choices) or "none applied",
        "listed": write_number(LISTED),
        "zones": _ALL_ZONES if counts.zones is None else ", ".join(counts.zones),
        "variants": _merged(counts),
        **{name: _SENTENCES[name, getattr(counts, name)] for name in ("hyphens", "case", "possessives")},
        "voices": _only("voices", counts.voices),
        "events": _only("events", counts.events),
    }
    for side in sides:
        blanks[side["side"]] = side["name"]
        blanks[f"n_{side['side']}"] = write_number(side["articles"])
    escaped = {name: escape_markdown(str(text)) for name, text in blanks.items()}
    return "\n\n".join(" ".join(part.format(**escaped).split()) for part in _METHODS) + "\n"


def _merged(counts: CountSettings) -> str:
    if not counts.variants:
        return "Spellings, names and translations were left as written."
    return f"Merged by the list in variants.csv and the shipped spelling pairs: {' and '.join(counts.variants)} variants, names bound."


def _only(name: str, wanted: tuple[str, ...] | None) -> str:
    return "" if wanted is None else f"Only passages of these {name} count: {', '.join(wanted)}."
