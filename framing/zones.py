"""Which span of a text is headline, caption, dateline, …: marked by named rules, never deleted.

Pure functions on one text and the rules. This room knows no corpus and opens no file. Rules see a tidy view of the
text (NFC, plain line ends), so that decomposed letters or Windows line ends cannot hide a caption; the spans they
return are code points of the raw text. What no rule marks is body.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from framing.errors import CorpusError

BODY = "body"
_LINE_END = re.compile("\n")
_REQUIRED = ("name", "zone", "pattern", "reason")
_ALLOWED = frozenset((*_REQUIRED, "articles"))


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """One named rule: where `pattern` (Python regular expression, MULTILINE) matches, the text is `zone`."""

    name: str
    zone: str
    pattern: re.Pattern[str]
    reason: str
    articles: frozenset[str] | None = None  # None: every article


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch of one text, `text[start:end]` in code points."""

    start: int
    end: int
    zone: str
    rule: str


def parse_zone_rules(toml: str, *, where: str) -> tuple[ZoneRule, ...]:
    """Read the rules of a zones.toml, in the order in which they apply.

    Parameters
    ----------
    toml : the file's text: `[[rule]]` tables with name, zone, pattern, reason and, if wanted, articles (a list of ids).
    where : the file's name, for error messages.

    Raises
    ------
    CorpusError : no TOML; a key missing or unknown; a name used twice; a pattern that does not compile.

    Examples
    --------
    >>> rules = parse_zone_rules('''
    ... [[rule]]
    ... name = "sign-off"
    ... zone = "sign-off"
    ... pattern = '— VNS\\\\Z'
    ... reason = "the agency's mark at the end"
    ... ''', where="zones.toml")
    >>> mark_zones("Talks were held. — VNS", rules)
    [Span(start=17, end=22, zone='sign-off', rule='sign-off')]
    """
    try:
        tables = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{where}: not valid TOML ({error}); mend the file or remove it") from None
    unknown = sorted(set(tables) - {"rule"})
    entries = tables.get("rule", [])
    if unknown or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CorpusError(f"{where}: rules are [[rule]] tables; found {', '.join(unknown) or 'a single [rule]'}")
    rules = tuple(_parse_rule(entry, f"{where}, rule {number}") for number, entry in enumerate(entries, start=1))
    names = [rule.name for rule in rules]
    for name in names:
        if names.count(name) > 1:
            raise CorpusError(f"{where}: the rule name {name!r} stands twice; give each its own")
    return rules


def _parse_rule(entry: dict[str, object], where: str) -> ZoneRule:
    missing = [key for key in _REQUIRED if not isinstance(entry.get(key), str) or not entry[key]]
    if missing:
        raise CorpusError(f"{where}: {', '.join(missing)} must be given as text")
    unknown = sorted(set(entry) - _ALLOWED)
    if unknown:
        raise CorpusError(f"{where}: unknown key {', '.join(unknown)}; a rule has {', '.join(sorted(_ALLOWED))}")
    articles = entry.get("articles")
    if articles is not None and not (isinstance(articles, list) and all(isinstance(item, str) for item in articles)):
        raise CorpusError(f"{where}: articles must be a list of article ids in quotation marks")
    try:
        pattern = re.compile(unicodedata.normalize("NFC", str(entry["pattern"])), re.MULTILINE)
    except re.error as error:
        raise CorpusError(f"{where}: the pattern is no regular expression ({error})") from None
    return ZoneRule(
        name=str(entry["name"]),
        zone=str(entry["zone"]),
        pattern=pattern,
        reason=str(entry["reason"]),
        articles=None if articles is None else frozenset(articles),
    )


def mark_zones(text: str, rules: tuple[ZoneRule, ...], *, article_id: str | None = None) -> list[Span]:
    """Mark every span of a text that a rule matches.

    Parameters
    ----------
    text : the raw text.
    rules : in order; each marks what no earlier rule has marked, so a credit inside a caption stays a credit.
    article_id : rules limited to some articles apply where it is among them.

    Returns
    -------
    Disjoint spans in text order, white space at their ends left out.
    """
    view, offsets = _tidy_view(text)
    lines = [0, *(at.end() for at in _LINE_END.finditer(view))]
    taken: list[Span] = []
    for rule in rules:
        if rule.articles is not None and article_id not in rule.articles:
            continue
        for match in _matches(rule.pattern, view, lines):
            found = (offsets[match.start()], offsets[match.end()])
            taken.extend(Span(start, end, rule.zone, rule.name) for start, end in _free_pieces(text, found, taken))
    return sorted(taken, key=lambda span: span.start)


def add_span(text: str, spans: list[Span], found: Span) -> list[Span]:
    """Spans with one more, as far as none of them covers it.

    >>> add_span("Talks in Hanoi", [Span(0, 5, "label", "label")], Span(0, 14, "headline", "title"))[1]
    Span(start=6, end=14, zone='headline', rule='title')
    """
    pieces = _free_pieces(text, (found.start, found.end), spans)
    return sorted(
        [*spans, *(Span(start, end, found.zone, found.rule) for start, end in pieces)], key=lambda span: span.start
    )


def _matches(pattern: re.Pattern[str], view: str, lines: list[int]) -> list[re.Match[str]]:
    """Every match, as finditer gives them; a pattern for the beginning of a line is tried there only."""
    if not _at_line_start(pattern.pattern):
        return list(pattern.finditer(view))
    found: list[re.Match[str]] = []
    for start in lines[:1] if pattern.pattern.startswith("\\A") else lines:
        if not found or start >= found[-1].end():
            found += [match] if (match := pattern.match(view, start)) else []
    return list(pattern.finditer(view)) if any(match.start() == match.end() for match in found) else found


@functools.cache
def _at_line_start(pattern: str) -> bool:
    """Whether a pattern can match at the beginning of a line or of the text only."""
    if not pattern.startswith(("^", "\\A")):
        return False
    bare = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "x", pattern, flags=re.DOTALL)  # no escapes, no classes
    depth = 0
    for sign in bare:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            return False  # the other half may begin anywhere
    return not bare.startswith(("^*", "^?", "^+", "^{"))


def _free_pieces(text: str, found: tuple[int, int], taken: list[Span]) -> list[tuple[int, int]]:
    """The parts of `found` that no earlier span covers, trimmed of white space."""
    pieces, (cursor, end) = [], found
    for span in sorted(taken, key=lambda span: span.start):
        if span.end <= cursor or span.start >= end:
            continue
        pieces.append((cursor, span.start))
        cursor = span.end
    pieces.append((cursor, end))
    trimmed = []
    for first, last in pieces:
        piece = text[first:last]
        if piece.strip():
            before = len(piece) - len(piece.lstrip())
            trimmed.append((first + before, first + before + len(piece.strip())))
    return trimmed


def _tidy_view(text: str) -> tuple[str, range | list[int]]:
    """The text in NFC with plain line ends, and for each of its code points (and its end) the raw offset."""
    if "\r" not in text and unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    view: list[str] = []
    offsets: list[int] = []
    for start, raw in _combining_sequences(text):
        piece = "\n" if raw[0] == "\r" else unicodedata.normalize("NFC", raw)
        view.append(piece)
        offsets.extend([start] * len(piece))
    offsets.append(len(text))
    return "".join(view), offsets


def _combining_sequences(text: str) -> Iterator[tuple[int, str]]:
    """Each letter with the marks that follow it, and CR LF as one, with its offset."""
    start = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and (_joins(text[at]) or text[at - 1 : at + 1] == "\r\n"):
            continue
        yield start, text[start:at]
        start = at


def _joins(letter: str) -> bool:
    """Whether NFC may unite a character with the one before it: combining marks and the later parts of hangul."""
    return unicodedata.combining(letter) > 0 or "\u1160" <= letter <= "\u11ff"
