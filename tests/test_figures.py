"""Each draw_ function: the marks stand where the numbers say, nothing overlaps or is cut, the same table is the same bytes."""

from __future__ import annotations

import time

import polars as pl
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from pictures import all_texts, cut_off, overlaps, texts_of

from framing import figures
from framing.figures.lettering import shorten, text_width, wrap
from framing.figures.placing import Box, place_labels
from framing.figures.ranks import find_paths
from framing.figures.style import in_style

NAMES = {"focus": "Vietnamese", "reference": "Chinese"}
HOSTILE = "$x^2$ <b>_{a}"


def contrast(rows: list[tuple[str, int, int, float]], **ends: list[float | None]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=["term", "n_focus", "n_reference", "log_ratio"], orient="row")
    none = [None] * len(rows)
    low, high = (
        pl.Series(name, ends.get(name, none), dtype=pl.Float64) for name in ("log_ratio_low", "log_ratio_high")
    )
    return frame.with_columns(pl.col("log_ratio").alias("g2"), low, high)


def dots() -> pl.DataFrame:
    rows = [("rail", "focus", "1", 2, 4.0), ("rail", "reference", "2", 1, 1.0), ("trade", "focus", "1", 3, 6.0)]
    return pl.DataFrame(rows, schema=["term", "side", "article_id", "n", "per_1000"], orient="row")


def test_dots_stand_at_the_rates_and_labels_give_both_counts() -> None:
    drawn = figures.draw_dots(dots(), panels={"More": ["rail", "trade"]}, names=NAMES, title="Rail and trade")
    (axis,) = drawn.axes
    spots = [x for c in axis.collections if isinstance(c, PathCollection) for x in c.get_offsets().data[:, 0]]
    assert sorted(spots) == [1.0, 4.0, 6.0]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["rail  (2 : 1)", "trade  (3 : 0)"]


def test_a_panel_apart_has_a_scale_of_its_own() -> None:
    panels = {"In every article": ["trade"], "More": ["rail"]}
    drawn = figures.draw_dots(dots(), panels=panels, names=NAMES, title="Two scales", apart=["In every article"])
    first, second = (axis.get_xlim()[1] for axis in drawn.axes)
    assert first == pytest.approx(1.02 * 6) and second == pytest.approx(1.02 * 4)


def test_no_panel_is_a_figure_without_axes() -> None:
    drawn = figures.draw_dots(dots(), panels={"More": []}, names=NAMES, title="Nothing differs")
    assert not drawn.axes and "Nothing differs" in texts_of(drawn)


def test_areas_of_events_are_as_words_whatever_the_shape() -> None:
    """A triangle of the same extent covers half a square, a circle π/4 of it: areas are evened out by hand."""
    rows = [("1", "talks", 100, "report"), ("1", "signing", 400, "report"), ("2", "talks", 400, "comment")]
    events = pl.DataFrame(rows, schema=["article_id", "event", "words", "genre"], orient="row")
    groups = {"Vietnamese": {"1": "1 News"}, "Chinese": {"2": "2 Daily"}}
    options = {"columns": ["talks", "signing"], "genres": ["report", "comment"]}
    drawn = figures.draw_events(events, groups=groups, title="Two kinds", **options)
    report, comment = (c for c in drawn.axes[0].collections if isinstance(c, PathCollection))
    sizes = sorted(report.get_sizes())
    assert sizes[1] / sizes[0] == pytest.approx(4)
    assert comment.get_sizes()[0] / sizes[1] == pytest.approx(3.14159 / 4, rel=0.01)
    assert {"20 words", "100 words", "200 words"} <= set(texts_of(drawn)) or "50 words" in texts_of(drawn)


def test_bars_of_a_log_ratio_stand_only_where_the_table_gives_an_interval() -> None:
    rows = [("rail", 8, 2, 1.5), ("trade", 2, 9, -2.0), ("sea", 3, 0, 2.2)]
    bare = figures.draw_contrast(contrast(rows), labelled=["rail", "trade"], names=NAMES, title="No interval")
    ends = {"log_ratio_low": [0.5, None, None], "log_ratio_high": [2.5, None, None]}
    barred = figures.draw_contrast(contrast(rows, **ends), labelled=["rail", "trade"], names=NAMES, title="One")
    found = [[c for c in drawn.axes[0].collections if isinstance(c, LineCollection)] for drawn in (bare, barred)]
    assert found[0] == []
    ((bar,),) = [c.get_segments() for c in found[1]]
    assert bar.tolist() == [[0.5, 10.0], [2.5, 10.0]]


def test_terms_of_one_side_are_hollow_and_lie_on_a_band() -> None:
    drawn = figures.draw_contrast(
        contrast([("sea", 3, 0, 2.2), ("rail", 8, 2, 1.5)]), labelled=[], names=NAMES, title="T"
    )
    spots = [c for c in drawn.axes[0].collections if isinstance(c, PathCollection) and len(c.get_offsets())]
    faces = {float(c.get_offsets()[0][0]): c.get_facecolor()[0][:3].tolist() for c in spots}
    assert faces[2.2] == [1.0, 1.0, 1.0] != faces[1.5]
    assert "band: only in Vietnamese" in texts_of(drawn) and "band: only in Chinese" not in texts_of(drawn)


def test_fifty_thousand_terms_are_quick_and_drawn_as_pixels() -> None:
    rows = [(f"t{i}", i % 211, (i * 7) % 193, ((i * 31) % 1201) / 120 - 5) for i in range(1, 50_001)]
    table = contrast(rows)
    start = time.process_time()
    drawn = figures.draw_contrast(table, labelled=[f"t{i}" for i in range(1, 25)], names=NAMES, title="Many terms")
    svg = figures.figure_bytes(drawn, "svg")
    assert time.process_time() - start < 3.0  # one second where nothing else runs
    assert len(svg) < 3_000_000 and b"<image" in svg
    assert not overlaps(drawn) and not cut_off(drawn)


def test_labels_are_placed_without_meeting_each_other_or_a_point() -> None:
    points = [(1.0 + 0.02 * n, 1.0) for n in range(12)]
    field = Box(0, 0, 4, 2)
    boxes = [box for box in place_labels(points, [(0.6, 0.12)] * 12, field=field) if box]
    assert len(boxes) >= 8
    for place, box in enumerate(boxes):
        assert box.lies_in(field) and not any(box.meets(other) for other in boxes[:place])
        assert not any(box.meets(Box(x, y, x, y)) for x, y in points)


def test_a_path_breaks_where_a_rank_is_too_low_or_missing() -> None:
    rows = [("rail", 1, 1), ("rail", 2, 9), ("rail", 3, 2), ("trade", 1, 2), ("trade", 2, None), ("trade", 3, 1)]
    ranks = pl.DataFrame(rows, schema=["term", "step", "rank"], orient="row")
    assert find_paths(ranks, 3, 5) == {"rail": [1.0, None, 2.0], "trade": [2.0, None, 1.0]}


def test_terms_of_one_rank_stand_below_each_other() -> None:
    ranks = pl.DataFrame([("b", 1, 1), ("a", 1, 1), ("c", 1, 3)], schema=["term", "step", "rank"], orient="row")
    assert find_paths(ranks, 1, 5) == {"a": [1.0], "b": [2.0], "c": [3.0]}


def test_widths_are_those_of_the_drawn_text() -> None:
    """matplotlib's own measure of the drawn text is the other source; pairs of letters may stand a little closer."""
    text = "Đoàn kết, hữu nghị và hợp tác Việt–Trung"
    figure = Figure(figsize=(7, 1), dpi=100)
    with in_style():
        drawn = figure.text(0, 0, text, fontsize=9, parse_math=False)
        assert text_width(text, 9) == pytest.approx(drawn.get_window_extent().width / 100, rel=0.02)


def test_a_word_wider_than_the_line_is_broken_and_nothing_is_lost() -> None:
    lines = wrap("a" * 60 + " b", 11, 1.0, bold=True)
    assert "".join(lines).replace(" ", "") == "a" * 60 + "b"
    assert all(text_width(line, 11, bold=True) <= 1.0 for line in lines)
    assert text_width(shorten("m" * 60, 9, 1.0), 9) <= 1.0


def test_hostile_text_is_drawn_as_it_stands() -> None:
    table = dots().with_columns(pl.lit(HOSTILE).alias("term")).head(1)
    drawn = figures.draw_dots(table, panels={HOSTILE: [HOSTILE]}, names=dict.fromkeys(NAMES, HOSTILE), title=HOSTILE)
    shown = texts_of(drawn)
    assert shown.count(HOSTILE) == 4 and f"{HOSTILE} (2 : 0)" in shown
    assert not [text for text in all_texts(drawn) if text.get_parse_math() and "$" in text.get_text()]
    assert b"PNG" in figures.figure_bytes(drawn, "png", dpi=50)


@pytest.mark.parametrize("kind", figures.FORMATS)
def test_two_draws_give_the_same_bytes(kind: str) -> None:
    def draw() -> bytes:
        drawn = figures.draw_dots(dots(), panels={"More": ["rail", "trade"]}, names=NAMES, title="Rail and trade")
        return figures.figure_bytes(drawn, kind)

    data = draw()
    assert data == draw()
    assert b"matplotlib" not in data.lower() or kind == "svg"  # an SVG names its generator in a comment of its format
