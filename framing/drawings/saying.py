"""The words of titles and alt texts: sides, articles, terms in quotation marks, lists; which articles a figure can show.

Numbers come from cells and counts of rows, through write_number. On the page it is always "the Chinese article".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from framing.claims import Tables
from framing.figures.lettering import flat
from framing.inference import TESTED
from framing.prose import sample_said, sample_sizes
from framing.prose.samples import BASIS, READ
from framing.tables import contrast_language
from framing.wording import write_number
from framing.wordlists import telling

NO_LEAN = "no content word is more frequent on one side by more than one occurrence"
FEW = 12  # articles that a figure shows one by one; of more, their outlets
_LONG = 48  # letters of a term, a name or an event within a sentence


@dataclass(frozen=True, slots=True)
class Side:
    """One side as a sentence names it."""

    side: str
    name: str
    articles: int
    which: str = ""  # of its articles: "sampled ", where not all are meant

    @property
    def all(self) -> str:
        """The Chinese article, or the 4 Vietnamese articles; the 100 sampled Vietnamese articles."""
        if self.articles == 1:
            return f"the {self.which}{self.name} article"
        return f"the {write_number(self.articles)} {self.which}{self.name} articles"

    @property
    def kind(self) -> str:
        """The Chinese article, or Vietnamese articles."""
        return self.all if self.articles == 1 else f"{self.which}{self.name} articles"

    @property
    def one(self) -> str:
        """The Chinese article, or one of the 4 Vietnamese articles."""
        return self.all if self.articles == 1 else f"one of {self.all}"

    def some(self, n: int) -> str:
        """So many of its articles: none, one, all of them."""
        if self.articles == 1:
            return self.all if n else f"not {self.all}"
        return self.all if n == self.articles else f"{write_number(n) if n else 'none'} of {self.all}"


def find_sides(tables: Tables, *, table: str = "") -> dict[str, Side]:
    """The two sides by "focus" and "reference"; where a table rests on some of their articles, with these."""
    sizes, which = sample_sizes(tables, table), "closely read " if BASIS.get(table) == READ else "sampled "
    rows = tables["sides"].select("side", "name", "articles").iter_rows()
    if sizes is None:
        return {side: Side(side, cut(name), articles) for side, name, articles in rows}
    return {side: Side(side, cut(name), sizes[side], which) for side, name, _ in rows}


def note_sample(tables: Tables, table: str, what: str) -> str:
    """The sentence of a note that says on which articles a figure rests; empty where on all."""
    said = sample_said(tables, table)
    return f" {what}: {said}." if said else ""


def compared(tables: Tables, *, most: int | None = None, table: str = "") -> pl.DataFrame:
    """The articles of the two sides, those of "focus" first; of too many, the ones with most words counted.

    Where a table rests on some of them (see find_sides), these.
    """
    order = pl.col("side").replace_strict({"focus": 0, "reference": 1}, return_dtype=pl.Int64)
    own = tables["articles"]
    if sample_sizes(tables, table) is not None:
        held = (
            pl.col(BASIS[table]) == "yes"
            if table in BASIS
            else pl.col("article_id").is_in(tables[table]["article_id"].implode())
        )
        own = own.filter(held)
    kept = own.sort("words_counted", "article_id", descending=[True, False]).head(most) if most is not None else own
    return kept.sort(order, "article_id")


def article_labels(articles: pl.DataFrame) -> dict[str, str]:
    """What rows and columns call the articles: the id and the outlet, if any is known in the corpus."""
    unknown = "outlet unknown" if articles["outlet"].drop_nulls().len() else ""
    rows = articles.select("article_id", "outlet").iter_rows()
    return {article: " ".join(flat(part) for part in (article, outlet or unknown) if part) for article, outlet in rows}


def by_side(tables: Tables, articles: pl.DataFrame, labels: dict[str, str]) -> dict[str, dict[str, str]]:
    """The labels of articles under the heading of their side."""
    return {
        headline(side.all): {a: labels[a] for a in articles.filter(pl.col("side") == key)["article_id"]}
        for key, side in find_sides(tables).items()
    }


def telling_terms(tables: Tables, terms: Iterable[str]) -> list[str]:
    """The terms that are neither grammar nor verbs of saying nor numbers, in the language of the contrast."""
    return _told(tables, terms, attribution=True)


def content_terms(tables: Tables, terms: Iterable[str]) -> list[str]:
    """The terms that are neither grammar nor numbers, in the language of the contrast."""
    return _told(tables, terms, attribution=False)


def _told(tables: Tables, terms: Iterable[str], *, attribution: bool) -> list[str]:
    """The terms that are no number and not made of hidden words alone, however many they are."""
    kept = telling(
        pl.col("term"), ngram=2, language=contrast_language(tables["articles"]), names=(), attribution=attribution
    )
    return pl.Series("term", list(terms), dtype=pl.String).to_frame().filter(kept)["term"].to_list()


def leading_terms(tables: Tables, side: str) -> list[str]:
    """The content terms listed for a side, strongest first; where there is a test, those that pass it before all others."""
    listed = set(tables["survival"].filter(pl.col("side") == side)["term"])
    terms = content_terms(tables, (term for term in tables["contrast"]["term"] if term in listed))
    passed = passing_terms(tables) or frozenset()
    return sorted(terms, key=lambda term: term not in passed)


def passing_terms(tables: Tables) -> frozenset[str] | None:
    """The terms that a test calls different; None where no test was made."""
    test, table = tables["test"], tables["contrast"]
    if test.is_empty() or test["tier"][0] != TESTED:
        return None
    return frozenset(table.filter(pl.col("q_value") <= test["level"][0])["term"])


def no_difference(tables: Tables) -> str:
    """What a title says where a test was made and no term passes."""
    smallest = tables["contrast"].select(pl.col("q_value").min()).item()
    if smallest is None:
        return "No term is frequent enough to be tested for a difference"
    return f"No term tested differs by more than chance would explain (smallest q = {write_number(smallest)})"


def how_marked(tables: Tables, shown: Iterable[str]) -> str:
    """What an asterisk means, where a term that is shown has one."""
    if not set(shown) & (passing_terms(tables) or frozenset()):
        return ""
    level = write_number(tables["test"]["level"][0])
    return f"An asterisk marks what differs by more than chance would explain (q ≤ {level})."


def those_marked(tables: Tables, shown: Iterable[str]) -> str:
    """The same for a reader who cannot see it: a sentence with the terms, or nothing."""
    passed = passing_terms(tables) or frozenset()
    own = [quote(term) for term in shown if term in passed]
    return f" An asterisk marks what differs by more than chance would explain: {enumerate_items(own)}." if own else ""


def cut(text: str) -> str:
    """A text of the corpus on one line, short enough for a sentence."""
    line = flat(text)
    return line if len(line) <= _LONG else line[: _LONG - 1].rstrip() + "…"


def quote(text: str) -> str:
    """A term or name in quotation marks.

    >>> quote("rail")
    '“rail”'
    """
    return f"“{cut(text)}”"


def enumerate_items(items: Sequence[str], *, most: int = 99) -> str:
    """One, another and a third; beyond so many, "and 4 more".

    >>> enumerate_items(["a", "b", "c", "d"], most=2)
    'a, b and 2 more'
    """
    shown = list(items[:most])
    if len(items) > most:
        shown.append(f"{write_number(len(items) - most)} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else "none"


def times(n: int) -> str:
    """Never, once, twice, or 24 times.

    >>> times(2), times(24)
    ('twice', '24 times')
    """
    return {0: "never", 1: "once", 2: "twice"}.get(n, f"{write_number(n)} times")


def headline(text: str) -> str:
    """A sentence with a capital at its beginning; nothing else is changed."""
    return text[:1].upper() + text[1:]


def many(n: int, one: str, more: str) -> str:
    """1 event, 1,024 events.

    >>> many(1024, "event", "events")
    '1,024 events'
    """
    return f"{write_number(n)} {one if n == 1 else more}"
