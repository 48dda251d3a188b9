"""Which sentences a report says: what all share, what differs, what one side lacks, who speaks, what raw lists get wrong.

Each kind of finding is one function from tables to a Finding or to nothing, when the corpus does not allow it. The same
rules pick the terms in every corpus. Words of the page only: "Vietnamese articles", never focus or reference.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from framing import storage
from framing.claims import Draft, Finding, Tables
from framing.evidence import Quote, pick_quotes
from framing.naming import find_name
from framing.occurrences import Occurrences, find_occurrences
from framing.tokens import IntArray

FLOOR = 5  # occurrences a term needs for a sentence of its own
PER_SIDE = 2  # terms said to differ in degree, for each side
AS_REPORTED = "as reported"
OTHER = {"focus": "reference", "reference": "focus"}
# Words of attribution tell that somebody is quoted; who speaks is a finding of its own.
ATTRIBUTION = frozenset(
    "according added adding affirmed emphasized noted noting reaffirmed said says saying stated stressed told".split()
)

SHARED = "What do all the articles share?"
DIFFERS = "What differs between them?"
LACKS = "What does one side leave out?"
SPEAKS = "Who speaks?"
NAMES = "Which names are chosen?"
WRONG = "What would an uncleaned list have shown wrongly?"


def state_findings(tables: Tables, found: Occurrences) -> tuple[Finding, ...]:
    """State what the tables of a report show, in sentences that can be checked.

    Parameters
    ----------
    tables : the report's tables by name.
    found : the occurrences they were counted from, for quotations.

    Returns
    -------
    Findings in the order of a reader's questions; a kind that the corpus does not allow is left out.
    """
    kinds = (
        _shared_phrase, _shared_words, _differs, _one_sided_phrase, _lacks, _voices, _names, _wrong,
    )  # fmt: skip
    return tuple(finding for kind in kinds for finding in kind(tables, found))


def _shared_phrase(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """The longest phrase that every article uses."""
    phrases, size = tables["phrases"], tables["articles"].height
    if phrases.is_empty() or size < 2 or phrases["articles"][0] < size:
        return
    phrase = str(phrases["phrase"][0])
    d = Draft(tables)
    d.take("phrase", "phrases", "phrase", phrase=phrase)
    for name in ("articles", "n", "sentences"):
        d.number(name, "phrase_choices", name, phrase=phrase, choice=AS_REPORTED)
    choice = _weakest(d, "phrase_choices", "articles", phrase=phrase)
    hits = _phrase_hits(found, phrase, int(phrases["words"][0]))
    yield _finding(
        d, "shared-phrase", SHARED,
        "All {articles} articles use “{phrase}”: {n} times in {sentences} sentences.",
        choice + "then {weakest} of the articles use it.",
        "Wording that all share may come from the documents they report rather than from one another.",
        _quotes(tables, *hits, "focus", 1) + _quotes(tables, *hits, "reference", 1),
    )  # fmt: skip


def _shared_words(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """How much vocabulary every article has, and its most frequent content word."""
    common = tables["shared"].filter(~pl.col("term").is_in(sorted(function_words())))
    if common.is_empty() or tables["articles"].height < 2:
        return
    d = Draft(tables)
    said = []
    for number, term in enumerate(common["term"].head(3)):
        for name in ("term", "n", "sentences"):
            d.take(f"{name}_{_letter(number)}", "shared", name, term=term)
        key = _letter(number)
        said.append(f"“{{term_{key}}}” ({{n_{key}}} times in {{sentences_{key}}} sentences)")
    for name in ("terms", "percentage"):
        d.take(name, "shared_choices", name, choice=AS_REPORTED)
    choice = _weakest(d, "shared_choices", "percentage")
    hits = found.at(str(common["term"][0]))
    yield _finding(
        d, "shared-words", SHARED,
        "{terms} terms stand in every article and make up {percentage} per cent of all words counted; of those that are "
        f"more than grammar the most frequent are {_list(said)}.",
        choice + "then the share is {weakest} per cent.",
        "Grammatical words are among them, and a common vocabulary is no proof of a common view.",
        _quotes(tables, found, hits, "focus", 1) + _quotes(tables, found, hits, "reference", 1),
    )  # fmt: skip


def _differs(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """The leading terms that both sides use and one uses more."""
    table = tables["contrast"].filter(
        (pl.col("n_focus") > 0) & (pl.col("n_reference") > 0),
        pl.col("n_focus") + pl.col("n_reference") >= FLOOR,
    )
    for side, sign in (("focus", 1), ("reference", -1)):
        rows = _speaking(table.filter(pl.col("g2") * sign > 0), tables).head(PER_SIDE)
        for term in rows["term"]:
            yield _more(tables, found, str(term), side)


def _more(tables: Tables, found: Occurrences, term: str, side: str) -> Finding:
    other = OTHER[side]
    d = _sides(Draft(tables))
    d.take("term", "contrast", "term", term=term)
    for name in (side, other):
        for column in ("n", "articles", "sentences"):
            d.take(f"{column}_{name}", "contrast", f"{column}_{name}", term=term)
        d.take(f"rate_{name}", "contrast", f"per_1000_{name}", term=term)
    share = d.take("top_share", "contrast", "top_article_share", term=term)
    one_sided = d.values[f"size_{side}"].value == 1
    leaning = (
        " More than half of all its uses stand in one article." if float(share or 0) > 0.5 and not one_sided else ""
    )
    hits = found.at(term)
    return _finding(
        d, f"more-in-{_group(tables, side)}-{term}", DIFFERS,
        f"“{{term}}” is more frequent in {_articles(d, side)}, {_rate(d, side)}, than in "
        f"{_articles(d, other)}, {_rate(d, other)}. {_holds(d, term)}",
        _weakest_for_term(d, term),
        "Between so few articles a difference may belong to their kind of text, their speakers or one author." + leaning,
        _quotes(tables, found, hits, side, 2),
        _quotes(tables, found, hits, other, 1),
    )  # fmt: skip


def _one_sided_phrase(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """For each side the phrase that most of its articles repeat and no article of the other has."""
    for side, other in OTHER.items():
        own = tables["phrase_choices"].filter(
            (pl.col("choice") == AS_REPORTED) & (pl.col(f"n_{other}") == 0) & (pl.col(f"articles_{side}") > 1)
        )
        for phrase in own["phrase"].head(1):
            d = _sides(Draft(tables))
            words = d.number("words", "phrases", "words", phrase=phrase)
            d.take("phrase", "phrases", "phrase", phrase=phrase)
            for name in ("n", "sentences", f"articles_{side}"):
                d.number(name, "phrase_choices", name, phrase=phrase, choice=AS_REPORTED)
            choice = _weakest(d, "phrase_choices", f"articles_{side}", phrase=phrase)
            hits = _phrase_hits(found, str(phrase), words)
            yield _finding(
                d, f"only-in-{_group(tables, side)}-phrase", DIFFERS,
                f"“{{phrase}}” stands in {{articles_{side}}} of {_articles(d, side)}, {{n}} times in {{sentences}} "
                f"sentences, and never in {_articles(d, other)}.",
                choice + f"then it stands in {{weakest}} of {_articles(d, side)}.",
                "A title or a formula may be one house's style; that it is missing elsewhere says nothing about its sense.",
                _quotes(tables, *hits, side, 2),
            )  # fmt: skip


def _lacks(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """For each side the leading term that the other lacks although it reports the same events."""
    table = tables["absences"].filter(pl.col("n") >= 3, pl.col("passages_lacking") > 1)
    for side, other in OTHER.items():
        held = tables["contrast"].filter(pl.col(f"n_{other}") == 0)
        ranked = _speaking(held.filter(pl.col("term").is_in(table["term"].to_list())), tables)
        for term in ranked["term"].head(1):
            yield _absent(tables, found, str(term), side)


def _absent(tables: Tables, found: Occurrences, term: str, side: str) -> Finding:
    other = OTHER[side]
    d = _sides(Draft(tables))
    for column in "term n articles sentences events passages_with passages_using passages_lacking".split():
        d.take(column, "absences", column, term=term)
    d.take(f"articles_{side}", "absences", "articles", term=term)
    hits = found.at(term)
    return _finding(
        d, f"absent-from-{_group(tables, other)}-{term}", LACKS,
        f"“{{term}}” stands {_times(d, 'n')} in {{sentences}} sentences of {_some_articles(d, side)} and never in "
        f"{_articles(d, other)}: it is absent from {{passages_lacking}} of {{passages_lacking}} passages there that report "
        f"the same events ({{events}}), while {{passages_with}} of the {{passages_using}} passages on the other side hold "
        f"it. {_holds(d, term)}",
        _weakest_for_term(d, term),
        "A word can be missing because another says the same: read the passages before calling it a silence.",
        _quotes(tables, found, hits, side, 2),
    )  # fmt: skip


def _voices(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """Who speaks how many words on each side."""
    table = tables["voice_classes"]
    if not table.height or set(table["voice_class"]) == {"not coded"}:
        return
    d = _sides(Draft(tables))
    parts: list[str] = []
    quotes: tuple[Quote, ...] = ()
    leading: dict[str, str] = {}
    for side in OTHER:
        own = table.filter(pl.col("side") == side)
        said = []
        for number, voice_class in enumerate(own["voice_class"].head(8)):
            key = f"{side}_{_letter(number)}"
            for column in ("voice_class", "words", "sentences", "articles", "percentage"):
                d.take(f"{key}_{column}", "voice_classes", column, side=side, voice_class=voice_class)
            spread = "" if d.values[f"size_{side}"].value == 1 else f" of {{{key}_articles}} articles"
            said.append(
                f"“{{{key}_voice_class}}” {{{key}_percentage}} per cent ({{{key}_words}} words, "
                f"{{{key}_sentences}} sentences{spread})"
            )
        parts.append(f"in {_articles(d, side)} {_list(said)}")
        leading[side] = str(own["voice_class"][0])
        quotes += _voice_quotes(tables, found, side, leading[side])
        d.take(
            f"{side}_by_passages",
            "voice_classes",
            "percentage_of_passages",
            side=side,
            voice_class=leading[side],
        )
    yield _finding(
        d, "who-speaks", SPEAKS,
        f"Of the words counted, {_semicolons(parts)}.",
        "The choice that changes it most is the unit: by passages instead of words the leading class has "
        f"{{focus_by_passages}} per cent in {_articles(d, 'focus')} and {{reference_by_passages}} in {_articles(d, 'reference')}.",
        "Who speaks was coded by hand; the codebook beside the passages says by whom and under which rules.",
        quotes,
    )  # fmt: skip


def _names(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """Of the things with several names, the one named most often: which name on which side."""
    own = tables["naming"].filter(pl.col("choice") == AS_REPORTED)
    total = pl.col("n_focus") + pl.col("n_reference")
    things = own.group_by("thing").agg(total.sum().alias("n"), (total > 0).sum().alias("names"))
    things = things.filter(pl.col("names") > 1).sort("n", "thing", descending=[True, False])
    if things.is_empty():
        return
    thing = str(things["thing"][0])
    names = own.filter(pl.col("thing") == thing).sort(total, "name", descending=[True, False]).head(2)["name"].to_list()
    d = _sides(Draft(tables))
    said = []
    for number, name in enumerate(names):
        key = _letter(number)
        d.take(f"name_{key}", "naming", "name", name=name, choice=AS_REPORTED)
        for side in OTHER:
            for column in ("n", "articles", "sentences"):
                d.number(
                    f"{column}_{side}_{key}",
                    "naming",
                    f"{column}_{side}",
                    name=name,
                    choice=AS_REPORTED,
                )
        said.append(
            f"“{{name_{key}}}” stands {_times(d, f'n_focus_{key}')} ({{sentences_focus_{key}}} sentences) in "
            f"{_some_articles(d, 'focus', key)} and {_times(d, f'n_reference_{key}')} "
            f"({{sentences_reference_{key}}} sentences) in {_some_articles(d, 'reference', key)}"
        )
    d.take("thing", "naming", "thing", name=names[0], choice=AS_REPORTED)
    choice = _weakest(d, "naming", "n_focus", name=names[0])
    yield _finding(
        d, f"naming-{thing}", NAMES,
        f"For {{thing}}: {_semicolons(said)}.",
        choice + f"then “{{name_a}}” stands {{weakest}} times in {_articles(d, 'focus')}.",
        "Which name comes first follows the speaker as much as the outlet, and in titles it is fixed.",
        _name_quotes(tables, found, names[0], "focus") + _name_quotes(tables, found, names[1], "reference"),
        _name_quotes(tables, found, names[1], "focus") + _name_quotes(tables, found, names[0], "reference"),
    )  # fmt: skip


def _wrong(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """What heads the raw lists and is gone from the cleaned ones."""
    gone, summary = tables["raw_list"], tables["raw_summary"]
    if gone.is_empty():
        return
    deep, shallow = int(summary["depth"].max()), int(summary["depth"].min())  # type: ignore[arg-type]
    d = _sides(Draft(tables))
    for column in summary.columns:
        d.number(column, "raw_summary", column, depth=deep)
        d.number(f"shallow_{column}", "raw_summary", column, depth=shallow)
    said: list[str] = []
    for side in OTHER:
        for term in gone.filter(pl.col("side") == side)["term"].head(3):
            key = _letter(len(said))
            d.take(f"term_{key}", "raw_list", "term", side=side, term=term)
            for column in ("n", "articles", "sentences"):
                d.number(f"{column}_{key}", "raw_list", f"raw_{column}_{side}", side=side, term=term)
            said.append(
                f"“{{term_{key}}}” ({{n_{key}}} times in {{sentences_{key}}} sentences of {{articles_{key}}} "
                f"{{{side}}} {'article' if d.values[f'articles_{key}'].value == 1 else 'articles'})"
            )
    settings = replace(found.settings, zones=None, variants=())
    raw = find_occurrences(found.tokens, settings)
    terms = gone.sort("raw_rank", "side")["term"].head(2).to_list()
    quotes = tuple(quote for term in terms for quote in pick_quotes(raw, raw.at(term), 1))
    yield _finding(
        d, "raw-list", WRONG,
        "Of the {listed} terms that head the uncleaned lists ({depth} a side, with ties), {gone} are gone from the cleaned "
        "ones: {gone_by_merging} by merging spellings and names, {gone_by_zones} by leaving headlines, captions and the like "
        f"aside. Among them are {_list(said)}.",
        "The choice that changes it most is how far one reads: of the first {shallow_depth} a side {shallow_gone} of "
        "{shallow_listed} are gone.",
        "What is set aside is not lost: headlines and captions are marked and can be counted on their own.",
        quotes,
    )  # fmt: skip


def _finding(
    d: Draft,
    id: str,
    heading: str,
    template: str,
    choice: str,
    caveat: str,
    quotes: tuple[Quote, ...],
    counter_quotes: tuple[Quote, ...] = (),
) -> Finding:
    tier = str(d.tables["sides"]["tier"][0])
    return Finding(
        id="-".join(id.split()), heading=heading, template=template, choice_template=choice, caveat_template=caveat,
        values=tuple(d.values.values()), quotes=quotes, counter_quotes=counter_quotes, tier=tier,
    )  # fmt: skip


@functools.cache
def function_words() -> frozenset[str]:
    """The short shipped lists of grammatical words; hidden in sentences and figures, kept in every table and total."""
    rows = csv.DictReader(storage.shipped("function_words.csv").splitlines())
    return frozenset(row["word"] for row in rows)


def _speaking(table: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The listed terms that can carry a sentence: no grammar, no attribution, no bound name, at least in two sentences."""
    hidden = sorted(function_words() | ATTRIBUTION)
    listed = tables["survival"]["term"].to_list()
    return table.filter(
        pl.col("term").is_in(listed),
        ~pl.col("term").is_in(hidden),
        ~pl.col("term").str.contains(" "),
        ~pl.col("term").str.contains(r"^\d"),
        pl.col("sentences_focus") + pl.col("sentences_reference") > 1,
    )


def _group(tables: Tables, side: str) -> str:
    return str(tables["sides"].filter(pl.col("side") == side)["group"][0])


def _sides(d: Draft) -> Draft:
    """Note the names of both sides and their numbers of articles."""
    for side in OTHER:
        d.take(side, "sides", "name", side=side)
        d.number(f"size_{side}", "sides", "articles", side=side)
    return d


def _articles(d: Draft, side: str) -> str:
    """The Chinese article, or the 4 Vietnamese articles."""
    one = d.values[f"size_{side}"].value == 1
    return f"the {{{side}}} article" if one else f"the {{size_{side}}} {{{side}}} articles"


def _some_articles(d: Draft, side: str, key: str = "") -> str:
    """The Chinese article, or 3 of the 4 Vietnamese articles."""
    name = f"articles_{side}" + (f"_{key}" if key else "")
    if d.values[f"size_{side}"].value == 1:
        return f"the {{{side}}} article"
    return f"{{{name}}} of {_articles(d, side)}"


def _times(d: Draft, name: str) -> str:
    spoken: dict[object, str] = {0: "never", 1: "once", 2: "twice"}
    return spoken.get(d.values[name].value, f"{{{name}}} times")


def _rate(d: Draft, side: str) -> str:
    """24 times in 4 of them, 19 sentences, 7.11 per thousand words."""
    spread = "" if d.values[f"size_{side}"].value == 1 else f" in {{articles_{side}}} of them"
    sentences = "sentence" if d.values[f"sentences_{side}"].value == 1 else "sentences"
    return f"{_times(d, f'n_{side}')}{spread} ({{sentences_{side}}} {sentences}, {{rate_{side}}} per thousand words)"


def _holds(d: Draft, term: str) -> str:
    """Under which other choices the term keeps its side: spellings, zones, hyphens, the outlets' own words."""
    table = d.tables["choices"].filter(
        (pl.col("term") == term) & (pl.col("choice") != AS_REPORTED) & ~pl.col("choice").str.ends_with(" left out")
    )
    sign = 1 if d.tables["survival"].filter(pl.col("term") == term)["side"][0] == "focus" else -1
    holds: list[str] = []
    turns: list[str] = []
    vanishes: list[str] = []
    for number, (choice, g2) in enumerate(table.select("choice", "g2").iter_rows()):
        key = f"choice_{_letter(number)}"
        d.take(key, "choices", "choice", term=term, choice=choice)
        (vanishes if not g2 else holds if g2 * sign > 0 else turns).append(f"{{{key}}}")
    said = [
        f"The direction holds with {_list(holds)}." if holds else "",
        f"It turns round with {_list(turns)}." if turns else "",
        f"With {_list(vanishes)} the word stands on neither side." if vanishes else "",
    ]
    return " ".join(sentence for sentence in said if sentence)


def _weakest_for_term(d: Draft, term: str) -> str:
    """The choice or the article whose leaving out weakens the difference most, with the counts it leaves."""
    d.number("tried", "survival", "tried", term=term)
    d.number("kept", "survival", "kept", term=term)
    d.take("weakest", "survival", "weakest", term=term)
    for side in OTHER:
        d.take(f"weakest_n_{side}", "survival", f"weakest_n_{side}", term=term)
    return (
        "The choice that weakens it most: {weakest}; then it stands {weakest_n_focus} times against "
        "{weakest_n_reference}. Of {tried} other choices tried, {kept} keep the direction."
    )


def _weakest(d: Draft, table: str, column: str, /, **row: str) -> str:
    """Note the choice under which a column is lowest."""
    own = d.tables[table].filter(pl.col("choice") != AS_REPORTED, *(pl.col(k) == v for k, v in row.items()))
    if own.is_empty():
        d.take("weakest", table, column, choice=AS_REPORTED, **row)
        return "No other way of counting was tried; "
    lowest = own.sort(pl.col(column).cast(pl.Float64).round_sig_figs(10), "choice")["choice"][0]
    d.take("weakest_choice", table, "choice", choice=lowest, **row)
    d.take("weakest", table, column, choice=lowest, **row)
    return "The choice that weakens it most: {weakest_choice}; "


def _quotes(tables: Tables, found: Occurrences, hits: IntArray, side: str, n: int) -> tuple[Quote, ...]:
    """Sentences of one side that hold a hit, from as many articles as there are."""
    own = set(tables["articles"].filter(pl.col("side") == side)["article_id"])
    ids = found.tokens.corpus.articles["article_id"].gather(found.article[hits])
    return pick_quotes(found, hits[ids.is_in(sorted(own)).to_numpy()], n)


def _phrase_hits(found: Occurrences, phrase: str, words: int) -> tuple[Occurrences, IntArray]:
    grams = find_occurrences(found.tokens, replace(found.settings, ngram=words))
    return grams, grams.at(phrase)


def _name_quotes(tables: Tables, found: Occurrences, name: str, side: str) -> tuple[Quote, ...]:
    return _quotes(tables, found, find_name(found, name), side, 1)


def _voice_quotes(tables: Tables, found: Occurrences, side: str, voice_class: str) -> tuple[Quote, ...]:
    passages = found.tokens.corpus.passages
    flags = [*passages["voice_class"].eq_missing(voice_class), False]
    hits = [at for at, passage in enumerate(found.tokens.passage[found.first]) if flags[passage]]
    return _quotes(tables, found, np.array(hits, dtype=np.int64), side, 1)


def _letter(number: int) -> str:
    """a, b, c, …: names of values hold no digit."""
    return "abcdefghijklmnopqrstuvwxyz"[number]


def _list(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _semicolons(items: list[str]) -> str:
    return "; ".join(items)
