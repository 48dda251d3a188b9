"""Terms: what each article is about alone, what all share and what is typical of a side, and every term at once."""

from __future__ import annotations

import polars as pl

from framing import figures
from framing.claims import Tables
from framing.drawings.drawing import Drawing, say_nothing
from framing.drawings.saying import (
    article_labels,
    compared,
    content_terms,
    enumerate_items,
    find_sides,
    headline,
    leading_terms,
    many,
    quote,
    telling_terms,
)
from framing.figures.lettering import flat
from framing.wording import write_number

_PANELS, _HEAVIEST = 12, 10
_SHARED, _LEADING, _LABELLED = 8, 12, 14
_EVERYWHERE = "In every article"
_HOW_TO_READ = (
    "Bar: weight of the term within the article (tf-idf). Number: how often it stands there. No grammatical words."
)


def tf_idf(tables: Tables) -> Drawing:
    """The heaviest terms of each article alone, one small panel an article."""
    everything, articles = compared(tables), compared(tables, most=_PANELS)
    shown = articles["article_id"].to_list()
    weights = tables["tf_idf"].filter(pl.col("article_id").is_in(shown))
    content = content_terms(tables, weights["term"].unique().sort())
    ordered = weights.filter(pl.col("term").is_in(content)).sort(
        "article_id", pl.col("tf_idf").round_sig_figs(10), "term", descending=[False, True, False]
    )
    heaviest = ordered.group_by("article_id", maintain_order=True).head(_HEAVIEST)
    if heaviest.is_empty():
        return say_nothing("No article has content words", "Nothing but grammar and numbers was counted.")
    title = _heaviest(tables, heaviest, articles.height) + _part(articles.height, everything.height)
    figure = figures.draw_weights(
        heaviest,
        panels=article_labels(articles),
        sides=dict(articles.select("article_id", "side").iter_rows()),
        names={key: headline(side.all) for key, side in find_sides(tables).items()},
        title=title,
        note=_HOW_TO_READ,
    )
    return Drawing(figure, f"{title}. {_tell_weights(heaviest)}")


def _part(shown: int, everything: int) -> str:
    """Which articles are shown, where not all are."""
    return "" if shown == everything else f" (the {write_number(shown)} longest of {write_number(everything)} articles)"


def _heaviest(tables: Tables, heaviest: pl.DataFrame, articles: int) -> str:
    """Which terms are among the heaviest of most articles, and which of a single one."""
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
        said = f"{enumerate_items(wide, most=3)} {verb} among the heaviest terms of {reach} articles; "
    single = telling_terms(tables, seen.filter(pl.col("n") == 1)["term"])
    own = heaviest.filter(pl.col("term").is_in(single)).sort("tf_idf", "term", descending=[True, False])
    first = own.unique("article_id", keep="first", maintain_order=True).head(3)
    apart = [f"{quote(term)} only in article {flat(a)}" for term, a in first.select("term", "article_id").iter_rows()]
    told = f"{enumerate_items(apart)}" if said else f"Heaviest are {enumerate_items(apart)}"
    return said + told if apart else said.removesuffix("; ")


def _tell_weights(heaviest: pl.DataFrame) -> str:
    groups = heaviest.group_by("article_id", maintain_order=True).agg(pl.col("term").head(3))
    said = [f"{flat(a)}: {enumerate_items([quote(term) for term in terms])}" for a, terms in groups.iter_rows()]
    return f"The heaviest terms by article are, {'; '.join(said)}."


def top_terms(tables: Tables) -> Drawing:
    """What all share, then the leading terms of both sides: one row a term, one dot an article."""
    sides = find_sides(tables)
    leading = {f"More frequent in {side.all}": leading_terms(tables, key)[:_LEADING] for key, side in sides.items()}
    below = {term for terms in leading.values() for term in terms}
    drawn = set(tables["dots"]["term"]) - below
    common = [term for term in content_terms(tables, tables["shared"]["term"]) if term in drawn][:_SHARED]
    panels = {_EVERYWHERE: common, **leading}
    if not any(panels.values()):
        return say_nothing(
            "No term is more frequent on one side", "Nor does one but grammar and numbers stand in every article."
        )
    title = _title_of_leading(tables)
    figure = figures.draw_dots(
        tables["dots"],
        panels=panels,
        names={key: side.one for key, side in sides.items()},
        title=title,
        apart=[_EVERYWHERE],
    )
    told = [
        f"{heading[:1].lower() + heading[1:]}: {', '.join(map(quote, terms))}"
        for heading, terms in panels.items()
        if terms
    ]
    return Drawing(
        figure, f"{title}. One dot an article shows how often it uses each term per thousand words; {'; '.join(told)}."
    )


def _title_of_leading(tables: Tables) -> str:
    said: list[str] = []
    for key, side in find_sides(tables).items():
        terms = telling_terms(tables, leading_terms(tables, key))
        if terms:
            said.append(
                f"{quote(terms[0])} is most typical of {side.all}" if not said else f"{quote(terms[0])} of {side.all}"
            )
    return ", ".join(said) if said else "No term is more frequent on one side"


def contrast(tables: Tables) -> Drawing:
    """Every term: how much more frequent on one side, against how frequent in both together."""
    table, sides = tables["contrast"], find_sides(tables)
    if table.is_empty():
        return say_nothing("No term was counted", "The articles of the two sides hold no word that is counted.")
    leading = {key: leading_terms(tables, key)[:_LABELLED] for key in sides}
    order = {term: place for place, term in enumerate(table["term"])}
    title = _one_sided(tables)
    figure = figures.draw_contrast(
        table,
        labelled=sorted((term for terms in leading.values() for term in terms), key=order.__getitem__),
        names={key: side.all for key, side in sides.items()},
        title=title,
        note="A dot is a term, or several with the same numbers: then it is larger. The terms that lean most are named."
        + (
            " A bar is an interval of 95 per cent, where the term was tested and both sides use it."
            if table["q_value"].count()
            else ""
        ),
    )
    told = [
        f"most typical of {sides[key].all}: {', '.join(map(quote, terms[:6]))}"
        for key, terms in leading.items()
        if terms
    ]
    return Drawing(figure, f"{title}. {headline('; '.join(told) or 'no term leans to a side')}.")


def _one_sided(tables: Tables) -> str:
    """How many terms stand on one side only, and that most of these are rare."""
    table, parts, alone = tables["contrast"], [], []
    for key, side in find_sides(tables).items():
        own = table.filter(pl.col("n_reference" if key == "focus" else "n_focus") == 0)
        parts.append(
            f"{write_number(own.height) if own.height else 'none'} {'stands' if own.height < 2 else 'stand'} only in {side.all}"
        )
        alone.append(own.select((pl.col("n_focus") + pl.col("n_reference")).alias("n")))
    rare = pl.concat(alone).filter(pl.col("n") == 1).height
    one_sided = sum(frame.height for frame in alone)
    if not one_sided:
        return f"All {many(table.height, 'term is', 'terms are')} used on both sides"
    end = f"; {write_number(rare)} of these {'is' if rare == 1 else 'are'} used once" if rare else ""
    return f"Of {many(table.height, 'term', 'terms')}, {' and '.join(parts)}{end}"
