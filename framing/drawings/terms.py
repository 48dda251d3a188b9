"""Terms: what each article is about alone, what all share and what is typical of a side, and every term at once."""

from __future__ import annotations

import polars as pl

from framing import figures
from framing.claims import Tables
from framing.drawings.drawing import Drawing, say_nothing
from framing.drawings.outlets import group_outlets
from framing.drawings.saying import (
    FEW,
    NO_LEAN,
    Side,
    article_labels,
    compared,
    content_terms,
    enumerate_items,
    find_sides,
    headline,
    how_marked,
    leading_terms,
    many,
    no_difference,
    note_sample,
    passing_terms,
    quote,
    telling_terms,
    those_marked,
)
from framing.figures.lettering import flat
from framing.wording import write_number

_HEAVIEST = 10
_SHARED, _LEADING, _LABELLED = 8, 12, 14
_EVERYWHERE = "In every article"
_BRACKETS = "In brackets: occurrences in {} : in {}."
_DOTS = (
    "A dot is a term, or several with the same numbers: then it is larger. The terms that lean most are named. Half an "
    "occurrence is added on each side, so a term used once by the longer side alone can lie on the other side of the line."
)
_BARS = " A bar is an interval of 95 per cent, where the term was tested and both sides use it."
_HOW_TO_READ = (
    "Bar: weight of the term within the article (tf-idf). Number: how often it occurs there. No grammatical words."
)
_HOW_TO_READ_MANY = (
    "Bar: mean weight of the term in the articles of the outlet (tf-idf). Number: how often it occurs there. "
    "No grammatical words."
)


def tf_idf(tables: Tables) -> Drawing:
    """The heaviest terms of each article alone, or where there are many of each outlet: one small panel for each."""
    articles = compared(tables)
    outlets = group_outlets(tables, articles, most=FEW) if articles.height > FEW else None
    if outlets:
        keys = outlets.table.rename({"key": "article_id"}).drop("n")
        weights = tables["tf_idf_outlets"].join(keys, on=["side", "outlet"], nulls_equal=True)
        names, labels, owners = outlets.names, outlets.labels, keys
    else:
        weights, owners = tables["tf_idf"].join(articles, on="article_id", how="semi"), articles
        names, labels = {a: f"article {flat(a)}" for a in articles["article_id"]}, article_labels(articles)
    content = content_terms(tables, weights["term"].unique().sort())
    ordered = weights.filter(pl.col("term").is_in(content)).sort(
        "article_id", pl.col("tf_idf").round_sig_figs(10), "term", descending=[False, True, False]
    )
    heaviest = ordered.group_by("article_id", maintain_order=True).head(_HEAVIEST)
    if heaviest.is_empty():
        return say_nothing("No article has content words", "Nothing but grammar and numbers was counted.")
    title = _heaviest(tables, heaviest, names, outlets.noun if outlets else "articles")
    figure = figures.draw_weights(
        heaviest,
        panels=labels,
        sides=dict(owners.select("article_id", "side").iter_rows()),
        names={key: headline(side.all) for key, side in find_sides(tables).items()},
        title=title,
        note=f"{_HOW_TO_READ_MANY} {outlets.note}" if outlets else _HOW_TO_READ,
    )
    return Drawing(figure, f"{title}. {_tell_weights(heaviest, names)}")


def _heaviest(tables: Tables, heaviest: pl.DataFrame, names: dict[str, str], noun: str) -> str:
    """Which terms are among the heaviest of most articles (or outlets), and which of a single one."""
    articles = len(names)
    seen = heaviest.group_by("term").agg(pl.col("article_id").n_unique().alias("n")).sort("term")
    most = int(seen.select(pl.col("n").max()).item())
    said = ""
    if most > 1:
        wide = [quote(term) for term in seen.filter(pl.col("n") == most)["term"]]
        reach = (
            ("both" if articles == 2 else f"all {write_number(articles)}")
            if most == articles
            else f"{write_number(most)} of {write_number(articles)}"
        )
        verb = "is" if len(wide) == 1 else "are"
        said = f"{enumerate_items(wide, most=3)} {verb} among the ten heaviest terms of {reach} {noun}; "
    single = telling_terms(tables, seen.filter(pl.col("n") == 1)["term"])
    own = heaviest.filter(pl.col("term").is_in(single)).sort("tf_idf", "term", descending=[True, False])
    first = own.unique("article_id", keep="first", maintain_order=True).head(3)
    apart = [f"{quote(term)} ({names[a]})" for term, a in first.select("term", "article_id").iter_rows()]
    told = (
        f"of one {noun.removesuffix('s')} alone: {enumerate_items(apart)}"
        if said
        else f"Heaviest are {enumerate_items(apart)}"
    )
    return said + told if apart else said.removesuffix("; ")


def _tell_weights(heaviest: pl.DataFrame, names: dict[str, str]) -> str:
    groups = dict(heaviest.group_by("article_id", maintain_order=True).agg(pl.col("term").head(3)).iter_rows())
    said = [
        f"{name}: {enumerate_items([quote(term) for term in groups[key]])}"
        for key, name in names.items()
        if key in groups
    ]
    return f"The heaviest terms, {'; '.join(said)}."


def top_terms(tables: Tables) -> Drawing:
    """What all share, then the leading terms of both sides: one row a term, one dot an article."""
    sides = find_sides(tables)
    leading = {f"More frequent in {side.all}": leading_terms(tables, key)[:_LEADING] for key, side in sides.items()}
    below = {term for terms in leading.values() for term in terms}
    drawn = set(tables["dots"]["term"]) - below
    common = [term for term in content_terms(tables, tables["shared"]["term"]) if term in drawn][:_SHARED]
    panels = {_EVERYWHERE: common, **leading}
    if not any(panels.values()):
        return say_nothing(headline(NO_LEAN), "Nor does any word but grammar and numbers occur in every article.")
    title, sample = _title_of_leading(tables), note_sample(tables, "dots", "Dots")
    figure = figures.draw_dots(
        tables["dots"],
        panels=panels,
        names={key: side.one for key, side in find_sides(tables, table="dots").items()},
        title=title,
        apart=[_EVERYWHERE],
        marked=passing_terms(tables) or (),
        counts={
            term: (focus, reference)
            for term, focus, reference in tables["contrast"].select("term", "n_focus", "n_reference").iter_rows()
        },
        note=f"{_BRACKETS.format(*(side.all for side in sides.values()))} {how_marked(tables, below)}{sample}".strip(),
    )
    told = [
        f"{heading[:1].lower() + heading[1:]}: {', '.join(map(quote, terms))}"
        for heading, terms in panels.items()
        if terms
    ]
    return Drawing(
        figure,
        f"{title}. Each dot is one article and shows how often it uses a term per thousand words; {'; '.join(told)}."
        + those_marked(tables, (term for terms in leading.values() for term in terms))
        + sample,
    )


def _title_of_leading(tables: Tables) -> str:
    """The first term of each side: of those that pass, where there is a test; else of those that are listed."""
    passed, first = passing_terms(tables), _first_terms(tables)
    if first:
        (side, term), *others = first
        where = ", ".join([f"in {side.all}", *(f"{quote(term)} in {side.all}" for side, term in others)])
        if passed is None:
            return f"Verbs of saying aside, {quote(term)} ranks highest by log-likelihood {where}"
        return f"{quote(term)} is more frequent {where} than chance would explain"
    if passed is None:
        return headline(NO_LEAN)
    if not passed:
        return no_difference(tables)
    return "Only grammatical words, numbers and verbs of saying differ by more than chance would explain"


def _first_terms(tables: Tables) -> list[tuple[Side, str]]:
    """The leading telling term of each side, if it has one; where there is a test, only of those that pass."""
    passed, first = passing_terms(tables), []
    for key, side in find_sides(tables).items():
        terms = telling_terms(tables, leading_terms(tables, key))
        first += [(side, term) for term in terms if passed is None or term in passed][:1]
    return first


def contrast(tables: Tables) -> Drawing:
    """Every term: how much more frequent on one side, against how frequent in both together."""
    table, sides = tables["contrast"], find_sides(tables)
    if table.is_empty():
        return say_nothing("No term was counted", "The articles of the two sides hold no word that is counted.")
    leading = {key: leading_terms(tables, key)[:_LABELLED] for key in sides}
    order = {term: place for place, term in enumerate(table["term"])}
    passed = passing_terms(tables)
    title = _one_sided(tables) if passed is None else _different(tables, passed)
    named = [term for terms in leading.values() for term in terms]
    figure = figures.draw_contrast(
        table,
        labelled=sorted(named, key=order.__getitem__),
        names={key: side.all for key, side in sides.items()},
        title=title,
        note=f"{_DOTS}{_BARS if table['q_value'].count() else ''} {how_marked(tables, named)}".strip(),
        marked=passed or (),
    )
    told = [
        f"more frequent in {sides[key].all}: {', '.join(map(quote, terms[:6]))}"
        for key, terms in leading.items()
        if terms
    ]
    alt = f"{title}. {headline('; '.join(told) or NO_LEAN)}."
    return Drawing(figure, alt + those_marked(tables, named))


def _different(tables: Tables, passed: frozenset[str]) -> str:
    """How many terms pass, out of how many, and the first telling one of each side."""
    if not passed:
        return no_difference(tables)
    tested, n = int(tables["test"]["tested"][0]), len(passed)
    first = [f"{quote(term)} in {side.all}" for side, term in _first_terms(tables)]
    named = f", {'among them' if n > len(first) else 'namely'} {enumerate_items(first)}" if first else ""
    differ = "is more frequent on one side" if n == 1 else "are more frequent on one side"
    return f"{write_number(n)} of {many(tested, 'term', 'terms')} tested {differ} than chance would explain{named}"


def _one_sided(tables: Tables) -> str:
    """How many terms stand on one side only, and that most of these are rare."""
    table, parts, alone = tables["contrast"], [], []
    for key, side in find_sides(tables).items():
        own = table.filter(pl.col("n_reference" if key == "focus" else "n_focus") == 0)
        parts.append(
            f"{write_number(own.height) if own.height else 'none'} {'occurs' if own.height < 2 else 'occur'} only in {side.all}"
        )
        alone.append(own.select((pl.col("n_focus") + pl.col("n_reference")).alias("n")))
    rare = pl.concat(alone).filter(pl.col("n") == 1).height
    one_sided = sum(frame.height for frame in alone)
    if not one_sided:
        every = "The one term is" if table.height == 1 else f"All {write_number(table.height)} terms are"
        return f"{every} used on both sides"
    end = f"; {write_number(rare)} of these {'is' if rare == 1 else 'are'} used once" if rare else ""
    return f"Of {many(table.height, 'term', 'terms')}, {' and '.join(parts)}{end}"
