"""What the coding and the listed terms leave open: events of one side, terms of one article, terms that turn round."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from framing.claims import Tables
from framing.limits.rows import MOST, SIDES, is_sampled, side_row
from framing.wording import base_language, language_name, write_number

JAPANESE = "ja"
UNSEGMENTED = ("th", "lo", "km", "my", JAPANESE)


def _events(tables: Tables) -> Iterator[str]:
    """Events that one side alone reports, and a corpus in which none is coded."""
    sampled = is_sampled(tables)
    if tables["events"].is_empty():
        where = " in the sampled articles" if sampled else ""
        yield f"No passages are coded{where}: who speaks, and what one side leaves out, cannot be said."
        return
    articles = tables["articles"].filter(pl.col("sampled") == "yes")
    uncoded = articles.join(tables["events"], on="article_id", how="anti").height
    if uncoded:
        yield (
            f"{write_number(uncoded)} of {write_number(articles.height)} {'sampled ' if sampled else ''}articles "
            f"{'has' if uncoded == 1 else 'have'} no coded passages: who speaks there, and on what {'it is' if uncoded == 1 else 'they are'} "
            "silent, cannot be said."
        )
    joined = tables["events"].join(tables["articles"].select("article_id", "side"), on="article_id")
    reported = {side: set(joined.filter(pl.col("side") == side)["event"]) for side in SIDES}
    for side, other in (SIDES, SIDES[::-1]):
        alone = sorted(reported[side] - reported[other])
        if alone:
            yield (
                f"{'In the sample, reported' if sampled else 'Reported'} on the {side_row(tables, side)['name']} side only: "
                f"{', '.join(alone)}. {'This event' if len(alone) == 1 else 'These events'} cannot show that a word is absent "
                f"from {_articles(tables, other)}."
            )


def _articles(tables: Tables, side: str) -> str:
    """The Vietnamese articles, or the Chinese article."""
    row = side_row(tables, side)
    return f"the {row['name']} article{'' if row['articles'] == 1 else 's'}"


def _carried(tables: Tables) -> Iterator[str]:
    """Listed terms most of whose occurrences stand in one article."""
    listed = tables["contrast"].join(tables["survival"].select("term"), on="term", how="semi")
    carried = listed.filter(pl.col("top_article_share") > MOST)
    if carried.height:
        has, its, it = ("has", "its", "it") if carried.height == 1 else ("have", "their", "they")
        yield (
            f"{_listed(carried.height, listed.height)} {has} more than half of {its} uses in one article: {it} may "
            "characterise that article rather than the side."
        )


def _turning(tables: Tables) -> Iterator[str]:
    """Listed terms that lose their side under some other defensible way of counting."""
    listed = tables["survival"]
    turning = listed.filter(pl.col("kept") < pl.col("tried"))
    if turning.height:
        turn = "reverses or disappears" if turning.height == 1 else "reverse or disappear"
        yield f"{_listed(turning.height, listed.height)} {turn} under some other way of counting."


def _listed(n: int, of: int) -> str:
    """Some of the listed terms, as the beginning of a sentence."""
    return "The one listed term" if of == 1 else f"{write_number(n)} of the {write_number(of)} listed terms"


def _read(tables: Tables) -> Iterator[str]:
    """Articles that are counted and not read."""
    articles = tables["articles"].filter(pl.col("side").is_not_null())
    read, sampled = (articles.filter(pl.col(name) == "yes") for name in ("read", "sampled"))
    if is_sampled(tables):
        drawn = [
            f"{write_number(sampled.filter(pl.col('side') == side).height)} {side_row(tables, side)['name']}"
            for side in SIDES
        ]
        yield (
            f"Of the {write_number(articles.height)} articles {write_number(read.height)} were read closely: a random sample of "
            f"{' and '.join(drawn)} articles, and for each leading term some articles that contain it. The others were only "
            "counted. Phrases, names, voices and events are counted in the random sample; concordance lines, collocates, "
            "positions and written forms come from all the articles read. No finding rests on their numbers."
        )


def _unsegmented(tables: Tables) -> Iterator[str]:
    """Languages that part no words by spaces and have no segmenter here."""
    codes = tables["articles"]["language"].drop_nulls().unique()
    for code in sorted({base_language(each) for each in codes}.intersection(UNSEGMENTED)):
        alone = ", and so does each kanji" if code == JAPANESE else ""
        yield (
            f"Words in {language_name(code)} are not told apart: no segmenter for it is at hand, so a run of letters "
            f"between spaces or signs counts as one word{alone}. What is contrasted are such pieces, not words."
        )


TELLING_LIMITS = (_read, _unsegmented, _events, _carried, _turning)
