"""How a benchmark is called: one parser for all of them, made from the script's own docstring.

It needs the standard library only, since a peer's Python runs it, too.
"""

from __future__ import annotations

import argparse
from typing import NamedTuple


def make_parser(doc: str | None) -> argparse.ArgumentParser:
    """A parser whose `--help` says what the script's docstring says; the defaults of the options are shown.

    Examples
    --------
    >>> make_parser("How fast is it?\\n\\nMedians of three.").description
    'How fast is it?'
    """
    first, _, rest = (doc or "").strip().partition("\n")
    return argparse.ArgumentParser(description=first, epilog=rest.strip() or None, formatter_class=_AsWritten)


class Size(NamedTuple):
    """Two numbers, written with an x between them."""

    first: int
    second: int

    def __repr__(self) -> str:
        return f"{self.first}x{self.second}"


def read_size(text: str) -> Size:
    """A size as the type of an option.

    Examples
    --------
    >>> read_size("2500x5000")
    2500x5000
    """
    first, cross, second = text.partition("x")
    if not (cross and first.isdecimal() and second.isdecimal() and int(first) and int(second)):
        raise argparse.ArgumentTypeError(f"two numbers such as 2500x5000 are needed; got {text!r}")
    return Size(int(first), int(second))


class _AsWritten(argparse.RawDescriptionHelpFormatter, argparse.ArgumentDefaultsHelpFormatter):
    """The docstring with its own line breaks, and every default."""
