"""The full text of an article as HTML: zones, sentences, voices and quotations marked, not a character changed.

Marks nest: a zone holds sentences, a sentence holds pieces of passages. Labels are elements of their own that are not
selected with the text, so that what is copied, or read without them, is the raw text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from framing.links import anchor
from framing.pages.sentences import Sentence, clip
from framing.wording import escape_html
from framing.zones import BODY


@dataclass(frozen=True, slots=True)
class Passage:
    """A hand-coded passage: its label as shown (voice and event) and the number of its kind of voice (the style)."""

    start: int
    end: int
    label: str
    kind: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """One use of a sentence by a finding: where the finding stands, and what it is called."""

    link: str
    name: str


@dataclass(frozen=True, slots=True)
class Marks:
    """All that is marked in one text: disjoint spans in order, and the quoted sentences by their anchor.

    added : where a headline begins that the text lacks, so that it was put after it.
    """

    zones: Sequence[tuple[int, int, str]]
    sentences: Sequence[Sentence]
    passages: Sequence[Passage]
    quoted: Mapping[int, Sequence[Quoted]]
    added: int | None = None


def marked_text(text: str, marks: Marks) -> str:
    """The text with its marks as HTML; without its labels it is the text.

    Examples
    --------
    >>> marks = Marks([(0, 5, "headline")], [Sentence(0, 0, 5)], [], {})
    >>> marked_text("Talks", marks)
    '<span class="zone z-headline"><span class="label">headline </span><span class="s" id="s0">Talks</span></span>'
    """
    parts: list[str] = []
    waiting = list(reversed(marks.sentences))
    pen = _Pen(text, list(reversed(marks.passages)), parts)
    for start, end, zone in _regions(marks.zones, len(text)):
        if zone != BODY:
            name = f"{zone}, from the column title" if start == marks.added else zone
            parts.append(f'<span class="zone z-{_css_name(zone)}"><span class="label">{escape_html(name)} </span>')
        at = start
        while waiting and waiting[-1].start < end:
            sentence = clip(waiting.pop(), at, end)
            pen.write(at, sentence.start)
            _write_sentence(pen, sentence, marks.quoted.get(sentence.anchor, ()))
            at = max(at, sentence.end)
        pen.write(at, end)
        if zone != BODY:
            parts.append("</span>")
    return "".join(parts)


def raw_html(text: str) -> str:
    """Raw text as HTML that a browser reads back to the same characters: it would take a carriage return for a line end."""
    return escape_html(text).replace("\r", "&#13;")


def _write_sentence(pen: _Pen, sentence: Sentence, quoted: Sequence[Quoted]) -> None:
    pen.announce(sentence.start)
    element = "mark" if quoted else "span"
    pen.parts.append(f'<{element} class="s" id="{anchor(sentence.anchor)}">')
    pen.write(sentence.start, sentence.end)
    pen.parts.append(f"</{element}>")
    pen.parts.extend(
        f'<span class="label cited"> <a href="{escape_html(use.link)}">{escape_html(use.name)}</a></span>'
        for use in quoted
    )


@dataclass(slots=True)
class _Pen:
    """Writes stretches of the text from first to last, opening and closing the passages they lie in."""

    text: str
    passages: list[Passage]  # those still to come, the next one last
    parts: list[str]
    shown: str = ""  # the label above the passage before: repeated only where it changes

    def announce(self, at: int) -> None:
        """Write the label of the passage that a place lies in, where it is another than the one before."""
        passage = self._next(at)
        if passage is not None and passage.start <= at and passage.label != self.shown:
            self.parts.append(f'<span class="label voice">{escape_html(passage.label)} </span>')
            self.shown = passage.label

    def _next(self, at: int) -> Passage | None:
        """The passage that holds a place, or the next one after it."""
        while self.passages and self.passages[-1].end <= at:
            self.passages.pop()
        return self.passages[-1] if self.passages else None

    def write(self, start: int, end: int) -> None:
        """Write a stretch of the text, with the passages in it."""
        while start < end:
            passage = self._next(start)
            if passage is None or passage.start >= end:
                self.parts.append(raw_html(self.text[start:end]))
                return
            if start < passage.start:
                self.parts.append(raw_html(self.text[start : passage.start]))
                start = passage.start
            stop = min(end, passage.end)
            self.announce(start)
            self.parts.append(f'<span class="v v{passage.kind}">{raw_html(self.text[start:stop])}</span>')
            start = stop


def _regions(zones: Sequence[tuple[int, int, str]], length: int) -> list[tuple[int, int, str]]:
    """The whole text as zones one after the other, body between those that are marked."""
    regions, at = [], 0
    for start, end, zone in zones:
        regions += [(at, start, BODY), (start, end, zone)]
        at = end
    return [region for region in [*regions, (at, length, BODY)] if region[0] < region[1]]


def _css_name(zone: str) -> str:
    """A zone's name as part of a class: the styles know headline, caption and the like by it."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in zone)
