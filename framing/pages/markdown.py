"""The few forms of Markdown that methods.md has, read back into text: headings, lists, paragraphs.

Whatever else stands there is shown as it is, never run: the parts go out as plain text and are escaped by the template.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_ESCAPED = re.compile(r"\\([\\`*_\[\]#|~$])")
_HEADING = re.compile(r"(#{1,6}) +")
_ITEM = re.compile(r"[-*] +")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading (with its depth) or the items of a list."""

    kind: str
    lines: tuple[str, ...]
    depth: int = 0


def read_markdown(markdown: str) -> list[Block]:
    r"""The blocks of a text that escape_markdown made safe.

    Examples
    --------
    >>> [(block.kind, block.lines) for block in read_markdown("# How\n\nCounted \\_so\\_ &lt;here&gt;.\n\n- a\n- b")]
    [('heading', ('How',)), ('paragraph', ('Counted _so_ <here>.',)), ('list', ('a', 'b'))]
    """
    return [_block(part) for part in re.split(r"\n\s*\n", markdown.strip()) if part.strip()]


def _block(part: str) -> Block:
    heading = _HEADING.match(part)
    if heading:
        return Block("heading", (_plain(part[heading.end() :]),), len(heading.group(1)))
    lines = part.split("\n")
    if all(_ITEM.match(line) for line in lines):
        return Block("list", tuple(_plain(_ITEM.sub("", line, count=1)) for line in lines))
    return Block("paragraph", (_plain(" ".join(lines)),))


def _plain(text: str) -> str:
    """A line as it was before it was made safe for Markdown."""
    return html.unescape(_ESCAPED.sub(r"\1", text)).strip()
