"""What is left of the leading terms when spelling, zones and voice are held one after the other."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from framing.contrasts import leans_to
from framing.settings import CountSettings
from framing.study import NARRATOR, Study
from framing.tables.comparison import SIGNS

LEADING = 20  # ranks that a term must reach at some stage to be followed
STAGE_SCHEMA = {
    "term": pl.String, "side": pl.String, "stage": pl.String, "step": pl.Int64, "rank": pl.Int64,
    "n_focus": pl.Int64, "n_reference": pl.Int64,
}  # fmt: skip


def stages(study: Study) -> pl.DataFrame:
    """The rank of the leading terms of each side as one thing after another is held; empty where a term leans no more."""
    ways = _ways(study)
    frames = [
        _ranked(study, side, name, step, settings)
        for side in SIGNS
        for step, (name, settings) in enumerate(ways.items(), start=1)
    ]
    ranked = pl.concat([pl.DataFrame(schema=STAGE_SCHEMA), *frames])
    leading = ranked.filter(pl.col("rank") <= LEADING).select("side", "term").unique()
    steps = ranked.select("stage", "step").unique()
    every = leading.join(steps, how="cross").join(ranked, on=["term", "side", "stage", "step"], how="left")
    counted = every.with_columns(pl.col("n_focus", "n_reference").fill_null(0))
    return counted.select(list(STAGE_SCHEMA)).sort("side", "term", "step")


def _ways(study: Study) -> dict[str, CountSettings]:
    """The stages by name: each holds one thing more than the one before; stages that change no count are left out."""
    own = study.settings.counts
    merged = replace(study.raw, variants=own.variants)
    parts = f"{own.zones[0]} only" if own.zones and len(own.zones) == 1 else "counted parts only"
    ways = {"as written": study.raw, "spellings merged": merged, parts: own}
    if own.voices is None and NARRATOR in set(study.corpus.passages["voice"]):
        ways["outlets' own words"] = replace(own, voices=(NARRATOR,))
    kept: dict[str, CountSettings] = {}
    for name, settings in ways.items():
        if study.sides_have_words(settings):
            alike = [other for other in list(kept)[-1:] if study.counts_alike(settings, kept[other])]
            kept[alike[0] if alike else name] = settings  # of two that are alike the later has the report's own terms
    return kept


def _ranked(study: Study, side: str, stage: str, step: int, settings: CountSettings) -> pl.DataFrame:
    """Every term that leans to a side by more than one occurrence under some settings, with its rank by strength."""
    table = study.contrast(settings).table.filter(leans_to(side))
    strength = pl.col("g2").abs().round_sig_figs(10)
    ranked = table.sort(strength, "term", descending=[True, False]).with_row_index("rank", offset=1)
    named = ranked.with_columns(
        pl.col("rank").cast(pl.Int64), pl.lit(side).alias("side"), pl.lit(stage).alias("stage"),
        pl.lit(step, dtype=pl.Int64).alias("step"),
    )  # fmt: skip
    return named.select(list(STAGE_SCHEMA))
