"""What the measures share: the four numbers of a comparison, checks of arguments, and arithmetic that survives zeros.

Nothing here is a measure. A check takes what a caller gave and returns float64 of one shape, or raises a ValueError
that names the argument, what was got, where, and what to do.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

Array = NDArray[np.float64]
Numbers = float | Array

# Every logarithm goes through xlogy: numpy's own differs in its last bit between processors.
LN_2 = float(xlogy(1.0, 2.0))


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """The four numbers of every comparison, checked and broadcast to one shape."""

    focus: Array
    total_focus: Array
    reference: Array
    total_reference: Array

    @property
    def pooled(self) -> Array:
        """R = a + b, the term's count in both groups."""
        return self.focus + self.reference

    @property
    def total(self) -> Array:
        """N = N_A + N_B, all tokens."""
        return self.total_focus + self.total_reference

    @property
    def rest(self) -> Sides:
        """The same two groups, counting every other token instead."""
        return Sides(
            self.total_focus - self.focus,
            self.total_focus,
            self.total_reference - self.reference,
            self.total_reference,
        )

    @property
    def cross(self) -> Array:
        """a·N_B - b·N_A: the sign of a/N_A - b/N_B, without rounding for counts below 2^26."""
        return self.focus * self.total_reference - self.reference * self.total_focus


def check_sides(
    n_focus: ArrayLike,
    total_focus: ArrayLike,
    n_reference: ArrayLike,
    total_reference: ArrayLike,
    *,
    names: tuple[str, str] = ("n_", "total_"),
) -> Sides:
    """Check the four numbers of a comparison and bring them to one shape."""
    count, total = names
    focus, all_focus, reference, all_reference = np.broadcast_arrays(
        check_numbers(f"{count}focus", n_focus),
        check_numbers(f"{total}focus", total_focus, above=0.0),
        check_numbers(f"{count}reference", n_reference),
        check_numbers(f"{total}reference", total_reference, above=0.0),
    )
    check_within(f"{count}focus", focus, f"{total}focus", all_focus)
    check_within(f"{count}reference", reference, f"{total}reference", all_reference)
    return Sides(focus, all_focus, reference, all_reference)


def check_aligned(name: str, values: Array, other_name: str, others: Array) -> tuple[Array, Array]:
    """Check that two arrays list the same entries along their last axis; one shape for both."""
    if values.ndim == 0 or others.ndim == 0 or values.shape[-1] != others.shape[-1]:
        raise ValueError(
            f"{name} and {other_name} must list the same entries, got shapes "
            f"{values.shape} and {others.shape}; give one value per entry in both"
        )
    left, right = np.broadcast_arrays(values, others)
    return left, right


def check_within(name: str, part: Array, total_name: str, whole: Array) -> None:
    """Check that no part is larger than its whole."""
    above = part > whole
    if above.any():
        got, limit = part[above].flat[0], whole[above].flat[0]
        raise ValueError(
            f"{name} is larger than {total_name}{_place(above)}: {got:.15g} of {limit:.15g}; "
            "count the group's tokens before any filter"
        )


def check_list(name: str, values: ArrayLike, *, least: float = 0.0, above: float | None = None) -> Array:
    """Check a 1-d array with at least one entry."""
    array = check_numbers(name, values, least=least, above=above)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name} must be a list with at least one number, got shape {array.shape}")
    return array


def check_numbers(name: str, values: ArrayLike, *, least: float = 0.0, above: float | None = None) -> Array:
    """Turn real numbers into float64 and refuse all but finite ones in range."""
    raw = np.asarray(values)
    if raw.dtype.kind not in "iuf":
        raise ValueError(f"{name} must be numbers, got {raw.dtype}; convert them first")
    array = raw.astype(np.float64)
    wrong = ~np.isfinite(array) | (array < least if above is None else array <= above)
    if wrong.any():
        limit = f"of {least:g} or more" if above is None else f"above {above:g}"
        finite = "finite numbers" if least == -np.inf else f"finite numbers {limit}"
        got = array[wrong].flat[0]
        raise ValueError(f"{name} must be {finite}, got {got:.15g}{_place(wrong)}; correct the input")
    return array


def _place(wrong: NDArray[np.bool_]) -> str:
    """Where the first wrong entry stands; nothing for a single number."""
    if wrong.ndim == 0:
        return ""
    return " at index " + ", ".join(str(int(axis[0])) for axis in np.nonzero(wrong))


def check_whole(name: str, value: int, *, lowest: int) -> int:
    """Check a whole number; a float is refused even where its value is whole."""
    try:
        number = operator.index(value)
    except TypeError:
        number = lowest - 1
    if number < lowest:
        raise ValueError(f"{name} must be a whole number of {lowest} or more, got {value!r}")
    return number


def check_option(name: str, value: object, options: tuple[object, ...]) -> None:
    """Check that a value is one of a closed list."""
    if value not in options:
        listed = ", ".join(repr(option) for option in options)
        raise ValueError(f"{name} must be one of {listed}; not {value!r}")


def binary_log(values: Array) -> Array:
    """Binary logarithm of numbers of 0 or more; -inf for 0."""
    bits = xlogy(1.0, np.where(values > 0, values, 1.0)) / LN_2
    return np.where(values > 0, bits, -np.inf)


def ratio_or(above: ArrayLike, below: ArrayLike, otherwise: ArrayLike) -> Array:
    """above/below where below is not 0, `otherwise` elsewhere, without a warning."""
    divisor = np.asarray(below, dtype=np.float64)
    usable = divisor != 0
    return np.where(usable, np.asarray(above) / np.where(usable, divisor, 1.0), otherwise)


def shares_of(values: Array) -> Array:
    """Each value over the sum along the last axis."""
    shares: Array = values / values.sum(axis=-1, keepdims=True)
    return shares


def as_result(values: ArrayLike) -> Numbers:
    """A float for a single number, the array otherwise."""
    array = np.asarray(values, dtype=np.float64)
    return float(array) if array.ndim == 0 else array
