"""Labels beside their points without overlaps: greedy, the strongest first, always the same. Knows no figure and no table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

_ANGLES = (0, 180, 45, -45, 135, -135, 90, -90, 20, -20, 160, -160, 70, -70, 110, -110)  # degrees, best first
_AWAY = (0.06, 0.14, 0.24, 0.36, 0.5, 0.66, 0.85, 1.05)  # inches from the point


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in inches."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any place."""
        across = self.left < other.right and other.left < self.right
        return across and self.low < other.high and other.low < self.high

    def lies_in(self, other: Box) -> bool:
        """Whether no part is outside the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.low <= self.low and self.high <= other.high


def place_labels(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    *,
    field: Box,
    taken: Sequence[Box] = (),
) -> list[Box | None]:
    """Find a free place for the label of each point.

    Parameters
    ----------
    points : where the points are, in inches, in the order in which they may choose.
    sizes : width and height of their labels.
    field : where labels may stand.
    taken : what they must not cover.

    Returns
    -------
    A box for each label, None where every place near the point is taken.

    Examples
    --------
    >>> field = Box(0, 0, 2, 1)
    >>> [box is not None for box in place_labels([(1, 0.5)] * 2, [(0.5, 0.1)] * 2, field=field)]
    [True, True]
    >>> place_labels([(1, 0.5)], [(3, 0.1)], field=field)
    [None]
    """
    blocked = [*taken, *(Box(x - 0.03, y - 0.03, x + 0.03, y + 0.03) for x, y in points)]
    placed: list[Box | None] = []
    for point, size in zip(points, sizes, strict=True):
        free = (box for box in _candidates(point, size) if box.lies_in(field) and not any(map(box.meets, blocked)))
        box = next(free, None)
        placed.append(box)
        blocked += [box] if box else []
    return placed


def _candidates(point: tuple[float, float], size: tuple[float, float]) -> Iterator[Box]:
    """Boxes round a point, the nearest first; an edge or a corner of the box is towards the point."""
    (x, y), (wide, high) = point, size
    for away in _AWAY:
        for angle in _ANGLES:
            dx, dy = cos(angle * pi / 180), sin(angle * pi / 180)
            left = x + dx * away + (dx - 1) / 2 * wide if abs(dx) < 0.6 else x + dx * away - (wide if dx < 0 else 0.0)
            low = y + dy * away + (dy - 1) / 2 * high
            yield Box(left, low, left + wide, low + high)


def nearest(box: Box, point: tuple[float, float]) -> tuple[float, float, float]:
    """The place of a box that is nearest to a point, and how far it is.

    >>> nearest(Box(0, 0, 1, 1), (2, 0.5))
    (1, 0.5, 1.0)
    """
    x = min(max(point[0], box.left), box.right)
    y = min(max(point[1], box.low), box.high)
    return x, y, hypot(x - point[0], y - point[1])
