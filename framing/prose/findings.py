"""Findings as Markdown and as data: sentence, quotations, what weakens it, caveat, the rows behind its numbers, the note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby

import polars as pl

from framing.claims import Finding, Tables
from framing.corpus import Corpus
from framing.evidence import Quote
from framing.links import sentence_link
from framing.prose.allowance import allowance
from framing.wording import escape_markdown

Notes = Mapping[str, str]

_TITLE = "# What the articles in “{corpus}” show"
_CANNOT = "## What cannot be said?"
_EMPTY_NOTE = "*(yours to write, in notes.csv)*"
_UNKNOWN = "unknown"
_NOT_SHOWN = ("choice", "side")  # keys of a row that are no words of the page


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
