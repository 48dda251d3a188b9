"""Small pictures for table cells: a rate as a dot, rates as a histogram, places as ticks; inline SVG, plain strings.

Each carries what it shows as text, for screen readers and for pages that strip SVG. Colours are those of the page.
"""

# Inline SVG and not matplotlib: a drawing there takes 0.2 to 0.4 s, half of what an answer may take; forty strips here
# take a millisecond, keep sharp at every width and follow JupyterLab's dark theme through currentColor.

from __future__ import annotations

from collections.abc import Sequence

from framing.wording import escape_html, write_number

WIDTH, HEIGHT, EDGE = 200, 16, 5
BINS = 25
_BLUE = "#0072b2"  # of the Okabe-Ito palette, told apart by readers who see few colours


def dot(rate: float, top: float) -> str:
    """A rate between nought and the highest."""
    x = _x(rate / top if top else 0.0)
    mark = f'<circle cx="{x}" cy="{HEIGHT // 2}" r="4.5" fill="{_BLUE}" stroke="none"/>'
    return _svg(mark, write_number(float(rate)))


def ticks(positions: Sequence[float]) -> str:
    """Places between the beginning and the end of an article, one stroke each."""
    path = "".join(f"M{_x(position)} 2V{HEIGHT - 2}" for position in positions)
    places = ", ".join(f"{position:.0%}" for position in positions[:BINS]) + (" …" if len(positions) > BINS else "")
    return _svg(f'<path d="{path}" stroke="{_BLUE}" stroke-width="1.5" stroke-opacity=".75"/>', places)


def histogram(rates: Sequence[float], top: float) -> str:
    """How many articles have which rate, from nought to the highest of all; the tallest bar fills the height."""
    n = [0] * BINS
    for rate in rates:
        n[min(int(rate / top * BINS), BINS - 1) if top else 0] += 1
    tallest, step = max(n) or 1, (WIDTH - 2 * EDGE) / BINS
    bars = "".join(
        f"M{EDGE + at * step:.1f} {HEIGHT - 1}v{-(HEIGHT - 2) * size / tallest:.1f}h{step - 1:.1f}V{HEIGHT - 1}z"
        for at, size in enumerate(n)
        if size
    )
    reach = f"{write_number(float(min(rates)))} – {write_number(float(max(rates)))}" if rates else ""
    return _svg(f'<path d="{bars}" fill="{_BLUE}" stroke="none"/>', reach)


def _x(share: float) -> str:
    return f"{EDGE + share * (WIDTH - 2 * EDGE):.1f}"


def _svg(mark: str, text: str) -> str:
    line = f'<path d="M{EDGE} {HEIGHT - 1}H{WIDTH - EDGE}" stroke="currentColor" stroke-opacity=".3"/>'
    label = escape_html(text)
    return (
        f'<svg role="img" aria-label="{label}" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"<title>{label}</title>{line}{mark}</svg>"
    )
