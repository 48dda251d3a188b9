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
from framing.inference import TESTED
from framing.links import sentence_link
from framing.settings import CountSettings
from framing.study import SHARED, StudySettings
from framing.tables import LISTED
from framing.wording import escape_markdown, write_number

Notes = Mapping[str, str]

_TITLE = "# What the articles in “{corpus}” show"
_ALLOWED = (
    "{articles_focus} {noun} against {articles_reference} (smallest attainable p: {smallest_p}). Relabeling so few articles "
    "could not tell a difference from chance, so nothing here is tested: every sentence describes these articles and no press."
)
_NOT_TESTED = (
    "{articles_focus} {noun} against {articles_reference} (smallest attainable p: {smallest_p}). Nothing here is tested "
    "({reason}): every sentence describes these articles and no press."
)
_TESTED = (
    "{articles_focus} {noun} against {articles_reference}, tested by {unit}: {units_focus} against {units_reference}. Of "
    "{tested} terms tested {passing} (q up to {level}). What is said to differ rests on that test; every other sentence "
    "describes these articles and no press."
)
_SINGLED = (
    "Between the two sides {sides} terms reach a score of {score} or more. Singled out against all others in turn, {as_many} {bring} as "
    "many or more; most, {most}, brings {which}."
)
_TOO_FEW = "too few articles"
_CANNOT = "## What cannot be said?"
_EMPTY_NOTE = "*(yours to write, in notes.csv)*"
_UNKNOWN = "unknown"
_NOT_SHOWN = ("choice", "side")  # keys of a row that are no words of the page


def allowance(tables: Tables) -> str:
    """What so many articles allow, in a sentence or two; it stands once in a document."""
    d = Draft(tables)
    for side in ("focus", "reference"):
        d.number(f"articles_{side}", "sides", "articles", side=side)
    d.take("smallest_p", "sides", "smallest_p", side="focus")
    for column in ("unit", "units_focus", "units_reference", "tested", "found", "level", "reason"):
        d.take(column, "test", column)
    found = int(tables["test"]["found"][0])
    few = d.values["reason"].value == _TOO_FEW
    template = _TESTED if tables["test"]["tier"][0] == TESTED else _ALLOWED if few else _NOT_TESTED
    words = {
        "noun": "article" if d.values["articles_focus"].value == 1 else "articles",
        "passing": "none passes" if not found else f"{write_number(found)} {'passes' if found == 1 else 'pass'}",
    }
    return template.format(**words, **{v.name: write_number(v.value) for v in d.values.values()})


def singling_out(tables: Tables) -> str:
    """What singling out each article (or outlet) brings, beside what the two sides bring."""
    table = tables["singled_out"]
    unit = "outlet" if tables["test"]["unit"][0] == "outlet" else "article"
    size = {side: table.filter(pl.col("side") == side).height for side in ("focus", "reference")}
    rest = table.filter(~pl.col("side").is_in([side for side, n in size.items() if n == 1]))
    if rest.is_empty():
        return f"Each side is one {unit}: none can be singled out."
    name = "outlet" if unit == "outlet" else "article_id"
    most = rest.sort("reaching", name, descending=[True, False]).row(0, named=True)
    as_many = rest.filter(pl.col("reaching") >= pl.col("reaching_sides")).height
    return _SINGLED.format(
        sides=write_number(table["reaching_sides"][0]),
        score=write_number(table["score"][0]),
        as_many=f"{write_number(as_many) if as_many else 'none'} of {write_number(rest.height)} {unit}s",
        bring="brings" if as_many < 2 else "bring",
        most=write_number(most["reaching"]),
        which=f"{unit} “{escape_markdown(most[name])}”",
    )


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
    "Counted were {words} words: {zones}. {variants} {hyphens} {case} {possessives} {voices} {events} "
    "{period}",
    "A contrast lists every term of either side, zeros kept. Rates are per thousand of all words counted, before any filter. "
    "The log ratio is the base-two logarithm of the ratio of the rates with half an occurrence added to each (Walter "
    "1975); terms are ranked by the signed two-cell log-likelihood (Rayson & Garside 2000), which "
    "ranks and tests nothing. Evenness over articles is the normalised deviation of proportions (Gries 2008; Lijffijt & Gries 2012). "
    "The tf-idf weight is scikit-learn's with smooth idf and rows of length one. Collocates are scored by nltk's association "
    "measures within a sentence.",
    "{claims}",
    "Each finding was also counted in other defensible ways ({choices}) and with each article left out; the way that weakens "
    "it most is printed under it. The uncleaned lists were read {listed} terms deep. A term is said to be absent only from "
    "passages on events that its side reports.",
    "Not shown: how often these outlets write so in general, why they do, and what readers take from it.",
)
_CLAIMS = "The unit is the {unit}. What may be claimed follows from the numbers of articles and outlets alone, before a word is counted: "
_DESCRIPTIVE = "here every contrast is {tier}, because of {reason}; interval and test columns stay empty."
_TWO_KEYS = (
    "here {units_focus} against {units_reference} {unit}s allow a test. {left_out} Tested were the {tested} terms with at least "
    "{least_count} occurrences, in at least {least_articles} articles, of both sides together; {not_tested} stayed below. A "
    "term is called different where two keys agree: the labels of whole {unit}s were dealt anew{strata}, {labelings}, and the "
    "two-cell log-likelihood computed each time (Fisher 1935; Phipson & Smyth 2010); and for the terms that this leaves in "
    "question a negative binomial was fitted with one rate and with two (Lawless 1987). p is the larger of the two, q that of "
    "Benjamini & Hochberg (1995) over all terms tested. Those with q up to {level} pass, {found} in all; {at_floor} or "
    "more would have to sit at the smallest p for any to pass. Intervals are of ninety-five per cent, widened by how unevenly {unit}s "
    "use the term. They, p and q stay empty for a term that was not tested."
)
_LEFT_OUT = {
    "copies": "copies of another text", "on_both_sides": "texts that stand on both sides", "empty": "without a counted word",
    "apart": "of an unknown outlet or in a stratum of one side alone",
}  # fmt: skip
_SHARED_PERIOD = "Only articles of the days that both sides have were taken, and none of unknown date."
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
        "choices": "; ".join(choices) or "none applied",
        "listed": write_number(LISTED),
        "zones": _ALL_ZONES if counts.zones is None else ", ".join(counts.zones),
        "variants": _merged(counts),
        **{name: _SENTENCES[name, getattr(counts, name)] for name in ("hyphens", "case", "possessives")},
        "voices": _only("voices", counts.voices),
        "events": _only("events", counts.events),
        "period": _SHARED_PERIOD if settings.period == SHARED else "",
    }
    for side in sides:
        blanks[side["side"]] = side["name"]
        blanks[f"n_{side['side']}"] = write_number(side["articles"])
    escaped = {name: escape_markdown(str(text)) for name, text in blanks.items()} | {"claims": _claims(tables)}
    return "\n\n".join(" ".join(part.format(**escaped).split()) for part in _METHODS) + "\n"


def _claims(tables: Tables) -> str:
    """What may be claimed, and how it was tested."""
    row = tables["test"].row(0, named=True)
    said = {name: write_number(value) for name, value in row.items()}
    if row["tier"] != TESTED:
        return (_CLAIMS + _DESCRIPTIVE).format(**said)
    apart = [f"{said[name]} {what}" for name, what in _LEFT_OUT.items() if row[name]]
    said["left_out"] = f"Left out of the test, never of the tables, were articles: {', '.join(apart)}." if apart else ""
    said["labelings"] = " + ".join(write_number(int(stage)) for stage in row["labelings"].split(" + "))
    drawn = f"{said['labelings']} times, drawn with the seed {row['seed']}, more for terms still in question"
    said["labelings"] = f"in all {said['labelings']} ways" if row["exact"] == "yes" else drawn
    said["strata"] = f" within each value of “{escape_markdown(row['strata'])}”" if row["strata"] else ""
    return (_CLAIMS + _TWO_KEYS).format(**said)


def _merged(counts: CountSettings) -> str:
    if not counts.variants:
        return "Spellings, names and translations were left as written."
    return f"Merged by the list in variants.csv and the shipped spelling pairs: {' and '.join(counts.variants)} variants, names bound."


def _only(name: str, wanted: tuple[str, ...] | None) -> str:
    return "" if wanted is None else f"Only passages of these {name} count: {', '.join(wanted)}."
