"""Who speaks, and which names are chosen?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from framing.claims import Draft, Finding, Tables
from framing.evidence import Quote
from framing.findings.choices import weakest
from framing.findings.drafting import draft_of_sides, finish
from framing.findings.grammar import articles, enumerate_items, is_one, letter, many, some_articles, times
from framing.findings.quoting import quotes_of_name, quotes_of_voice
from framing.occurrences import Occurrences
from framing.tables import AS_REPORTED, OTHER

SPEAKS = "Who speaks?"
NAMES = "Which names are chosen?"
CLASSES = 8  # classes of voice said for each side


def who_speaks(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """Who speaks how many words on each side."""
    table = tables["voice_classes"]
    if not table.height or set(table["voice_class"]) == {"not coded"}:
        return
    d = draft_of_sides(tables)
    parts: list[str] = []
    quotes: tuple[Quote, ...] = ()
    for side in OTHER:
        own = table.filter(pl.col("side") == side)["voice_class"]
        leading = str(own[0])
        said = [_voice_class(d, f"{side}_{letter(at)}", name, side) for at, name in enumerate(own.head(CLASSES))]
        parts.append(f"in {articles(d, side)} {enumerate_items(said)}")
        quotes += quotes_of_voice(tables, found, leading, side)
        by_passages = "percentage_of_passages"
        d.take(f"{side}_by_passages", "voice_classes", by_passages, side=side, voice_class=leading)
    yield finish(
        d, "who-speaks", SPEAKS,
        f"Of the words counted, {'; '.join(parts)}.",
        "The choice that changes it most is the unit: by passages instead of words the leading class has "
        f"{{focus_by_passages}} per cent in {articles(d, 'focus')} and {{reference_by_passages}} in {articles(d, 'reference')}.",
        "Who speaks was coded by hand; the codebook beside the passages says by whom and under which rules.",
        quotes,
    )  # fmt: skip


def chosen_names(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """Of the things with several names, the one named most often: which name on which side."""
    own = tables["naming"].filter(pl.col("choice") == AS_REPORTED)
    total = pl.col("n_focus") + pl.col("n_reference")
    things = own.group_by("thing").agg(total.sum().alias("n"), (total > 0).sum().alias("names"))
    things = things.filter(pl.col("names") > 1).sort("n", "thing", descending=[True, False])
    if things.is_empty():
        return
    thing = str(things["thing"][0])
    ranked = own.filter(pl.col("thing") == thing).sort(total, "name", descending=[True, False])
    first, second = ranked["name"].head(2)
    d = draft_of_sides(tables)
    said = [_name(d, letter(at), name) for at, name in enumerate((first, second))]
    d.take("thing", "naming", "thing", name=first, choice=AS_REPORTED)
    yield finish(
        d, f"naming-{thing}", NAMES,
        f"For {{thing}}: {'; '.join(said)}.",
        weakest(
            d, "naming", "n_focus", lambda: f"“{{name_a}}” occurs {times(d, 'weakest')} in {articles(d, 'focus')}", name=first
        ),
        "Which name comes first follows the speaker as much as the outlet, and in titles it is fixed.",
        quotes_of_name(tables, found, first, "focus") + quotes_of_name(tables, found, second, "reference"),
        quotes_of_name(tables, found, second, "focus") + quotes_of_name(tables, found, first, "reference"),
    )  # fmt: skip


def _voice_class(d: Draft, key: str, voice_class: str, side: str) -> str:
    """Note one class of voices and say how much of its side it speaks."""
    for column in ("voice_class", "words", "sentences", "articles", "percentage"):
        d.take(f"{key}_{column}", "voice_classes", column, side=side, voice_class=voice_class)
    spread = "" if is_one(d, f"size_{side}") else f" of {many(d, f'{key}_articles', 'article')}"
    return (
        f"“{{{key}_voice_class}}” {{{key}_percentage}} per cent ({many(d, f'{key}_words', 'word')}, "
        f"{many(d, f'{key}_sentences', 'sentence')}{spread})"
    )


def _name(d: Draft, key: str, name: str) -> str:
    """Note one name and say how often each side uses it."""
    d.take(f"name_{key}", "naming", "name", name=name, choice=AS_REPORTED)
    for side in OTHER:
        for column in ("n", "articles", "sentences"):
            d.number(f"{column}_{side}_{key}", "naming", f"{column}_{side}", name=name, choice=AS_REPORTED)
    uses = [
        f"{times(d, f'n_{side}_{key}')} ({many(d, f'sentences_{side}_{key}', 'sentence')}) in {some_articles(d, side, key)}"
        for side in OTHER
        if d.values[f"n_{side}_{key}"].value
    ]
    lacking = [f"not in {articles(d, side)}" for side in OTHER if not d.values[f"n_{side}_{key}"].value]
    return f"“{{name_{key}}}” occurs {' and '.join(uses)}{''.join(f', but {none}' for none in lacking)}"
