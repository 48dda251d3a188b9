"""Which of several names each side chooses, under every way of counting that knows them."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from framing.corpus import UNKNOWN
from framing.naming import count_names, name_hits
from framing.settings import CountSettings
from framing.study import Study
from framing.tables.comparison import NOT_CODED, SIGNS, owners, side_column, ways_of_counting
from framing.tokens import split_words

NAMING_SCHEMA = {
    "thing": pl.String, "name": pl.String, "choice": pl.String, "n_focus": pl.Int64, "n_reference": pl.Int64,
    "articles_focus": pl.Int64, "articles_reference": pl.Int64, "sentences_focus": pl.Int64,
    "sentences_reference": pl.Int64,
}  # fmt: skip


def naming(study: Study) -> pl.DataFrame:
    """Which of several names each side chooses, as reported and under each other choice that changes a count of the name.

    Only spellings are merged here: a translation such as the Year of China – Việt Nam Exchange holds a name, too.
    """
    ways = ways_of_counting(study).items()
    frames = [_under(study, choice, settings) for choice, settings in ways if settings.variants]
    if not frames:
        return pl.DataFrame(schema=NAMING_SCHEMA)
    counted = [name for name, kind in NAMING_SCHEMA.items() if kind == pl.Int64]
    return pl.concat([frames[0], *(frame.join(frames[0], on=["name", *counted], how="anti") for frame in frames[1:])])


def naming_voices(study: Study) -> pl.DataFrame:
    """Which name each class of voice chooses, as reported.

    `first` is the word that a name begins with.
    """
    found = study.sampled(_one_spelling(study.settings.counts))
    classes = [*study.sample.passages["voice_class"].fill_null(UNKNOWN), NOT_CODED]
    rows = [
        (thing, name, split_words(name)[0], classes[passage], side)
        for thing, name, hits in name_hits(found)
        for passage, side in zip(found.tokens.passage[found.first[hits]], owners(study, found, hits), strict=True)
    ]
    schema = dict.fromkeys(("thing", "name", "first", "voice_class", "side"), pl.String)
    grouped = pl.DataFrame(rows, schema=schema, orient="row").group_by("thing", "name", "first", "voice_class")
    sums = [(pl.col("side") == name).sum().cast(pl.Int64).alias(f"n_{name}") for name in SIGNS]
    return grouped.agg(*sums).sort("thing", "name", "voice_class")


def _one_spelling(settings: CountSettings) -> CountSettings:
    """The settings under which names are counted: word by word, spellings merged, translations not."""
    return replace(settings, hyphens="split", variants=("spelling",), ngram=1)


def _under(study: Study, choice: str, settings: CountSettings) -> pl.DataFrame:
    """The names under one way of counting."""
    table = count_names(study.sampled(_one_spelling(settings)))
    owner = side_column(study)
    sums = [
        pl.col(column).filter(owner == name).sum().alias(f"{column}_{name}")
        for column in ("n", "sentences")
        for name in SIGNS
    ]
    held = [((owner == name) & (pl.col("n") > 0)).sum().cast(pl.Int64).alias(f"articles_{name}") for name in SIGNS]
    grouped = table.group_by("thing", "name").agg(*sums, *held).sort("thing", "name")
    return grouped.with_columns(pl.lit(choice).alias("choice")).select(list(NAMING_SCHEMA))
