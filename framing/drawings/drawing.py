"""What a drawing is: a figure with the sentence that tells it to a reader who cannot see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing import figures

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure with its alt text."""

    figure: Figure
    alt: str


def say_nothing(title: str, words: str) -> Drawing:
    """A drawing that says in words why there is nothing to see."""
    return Drawing(figures.draw_words(title=title, words=words), f"{title}. {words}")
