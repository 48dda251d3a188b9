"""How it was counted and, where sizes allow it, tested: methods.md in the words of a methods section, from the settings."""

from __future__ import annotations

from typing import Any

from framing.claims import Tables
from framing.corpus import Corpus
from framing.duplicates import DuplicateSettings
from framing.inference import TESTED
from framing.prose.reprints import reprints, same_text
from framing.settings import COUNT, SKIP, SMALLEST, CountSettings
from framing.study import SHARED, StudySettings
from framing.tables import LEFT_OUT_AT_MOST, LISTED, contrast_language
from framing.tokens.segmenting import PAIRS, SYLLABLES, segmenter
from framing.variants import shipped_variants
from framing.wording import base_language, count_of, escape_markdown, side_name, write_number

LISTED_VALUES = 200  # letters of the values of a side that are listed

_RULES = {
    "en": " and the shipped pairs of British and American spellings",
    "vi": ", by the place of the tone mark in oa, oe and uy, by i and y after h, k, l, m, s, t and qu, and by Đ for its "
    "look-alike Ð",
    "zh": " and by the simplified form of each traditional character (OpenCC)",
}
_FORMS = (
    "Compatibility forms of characters (full width, ligatures) are read as the usual ones (NFKC, Unicode Standard Annex 15), "
    "and abbreviations in capitals count the same with and without full stops."
)
_ADDRESSES = {
    SKIP: "Web and mail addresses, @handles and #hashtags are not counted as words; they are listed in tables/addresses.csv.",
    COUNT: "Web and mail addresses, @handles and #hashtags count as one term each.",
}
_METHODS = (
    "# How “{corpus}” was counted",
    "This report compares {focus} with {reference} (column “{by}”{values}); articles of other groups enter none of its numbers. "
    "Words counted: {words}, in {zones}. {cut} {variants} {addresses} {hyphens} {case} {possessives} {voices} {events} "
    "{period}",
    "{same} {copies}",
    "A contrast lists every term of either side, zeros kept. Rates are per thousand of all words counted, before any filter. "
    "The log ratio is the base-two logarithm of the ratio of the rates with half an occurrence added to each (Walter "
    "1975); terms are ranked by the signed two-cell log-likelihood (Rayson & Garside 2000), which "
    "ranks and tests nothing. A term is listed for a side if it would still be more frequent there with one occurrence fewer. "
    "Evenness over articles is the normalised deviation of proportions (Gries 2008; Lijffijt & Gries 2012). "
    "The tf-idf weight is scikit-learn's with smooth idf and rows of length one. Collocates are scored by nltk's association "
    "measures within a sentence.",
    "{claims}",
    "{other_ways} A raw keyword list, with nothing merged and every part of the articles counted, was read {listed} terms deep; "
    "a term is said to owe its place to the method if the cleaned list of that side lacks it and either at least half of its uses "
    "there are outside the parts counted or count as another term, or at least half of the other side's uses are written "
    "otherwise. A term is said to be absent only from passages on events that its side reports.",
    "Not shown: how often these outlets write so in general, why they do, and what readers take from it.",
)
_CLAIMS = "The unit is the {unit}. What may be claimed follows from the numbers of articles and outlets alone, before a word is counted: "
_DESCRIPTIVE = "here every contrast is {tier}, because of {reason}; interval and test columns stay empty."
_TWO_KEYS = (
    "here {units_focus} against {units_reference} {unit}s allow a test. {left_out} Tested: {tested} with at least "
    "{least_count} occurrences, in at least {least_articles} articles, of both sides together ({not_tested} below that). A "
    "term is called different where two keys agree: the labels of whole {unit}s were dealt anew{strata}, {labelings}, and the "
    "two-cell log-likelihood computed each time (Fisher 1935; Phipson & Smyth 2010); and for the terms that this leaves in "
    "question a negative binomial was fitted with one rate and with two (Lawless 1987). p is the larger of the two, q that of "
    "Benjamini & Hochberg (1995) over all terms tested. Those with q up to {level} pass, {found} in all; {at_floor} or "
    "more would have to sit at the smallest p for any to pass. Intervals are of ninety-five per cent, widened by how unevenly {unit}s "
    "use the term. They, p and q stay empty for a term that was not tested."
)
_LEFT_OUT = {
    "copies": "with the text of another on their side", "on_both_sides": "with a text that stands on both sides",
    "empty": "without a counted word",
    "apart": "of an unknown outlet or in a stratum of one side alone",
}  # fmt: skip
_SHARED_PERIOD = "Only articles of the days that both sides have were taken, and none of unknown date."
_SEGMENTED = {
    "zh": "Words are runs of characters as {tool} cuts them, the writings of variants.csv added to its dictionary.",
    "vi": "Words are runs of syllables as {tool} joins them, the writings of variants.csv and grammatical words held together.",
}
_STAND_INS = {
    "zh": 'Characters were taken in overlapping pairs, since the package that cuts them into words is not installed (pip install "framing[zh]").',
    "vi": 'Syllables were counted one by one, since the package that joins them to words is not installed (pip install "framing[vi]").',
}
_SMALLEST = {"zh": "Characters were counted one by one.", "vi": "Syllables were counted one by one."}
_ALL_ZONES = "all parts of the articles"
_SENTENCES = {
    ("hyphens", "split"): "Hyphenated words count as their parts.",
    ("hyphens", "join"): "Hyphenated words count as one term.",
    ("case", "fold"): "Capitals and small letters count the same; names and abbreviations are bound first.",
    ("case", "keep"): "Capital and small letters are told apart.",
    ("possessives", "strip"): "A possessive ending is left off.",
    ("possessives", "keep"): "A possessive ending is kept.",
}


def methods_markdown(tables: Tables, corpus: Corpus, settings: StudySettings, choices: list[str]) -> str:
    """methods.md: what was done, in the words of a methods section, rendered from the settings."""
    counts, sides = settings.counts, tables["sides"].to_dicts()
    blanks = {
        "corpus": corpus.name,
        "words": write_number(sum(int(side["tokens"]) for side in sides)),
        "by": settings.by,
        "values": "".join(_values(settings.by, side) for side in sides),
        "other_ways": _other_ways(choices, sum(int(side["articles"]) for side in sides)),
        "listed": write_number(LISTED),
        "zones": _ALL_ZONES if counts.zones is None else ", ".join(counts.zones),
        "cut": _cut(contrast_language(tables["articles"]), counts),
        "variants": _merged(contrast_language(tables["articles"]), counts),
        "addresses": _ADDRESSES[counts.addresses],
        **{name: _SENTENCES[name, getattr(counts, name)] for name in ("hyphens", "case", "possessives")},
        "voices": _only("voices", counts.voices),
        "events": _only("events", counts.events),
        "period": _SHARED_PERIOD if settings.period == SHARED else "",
    }
    for side in sides:
        one = side["articles"] == 1
        blanks[side["side"]] = f"{write_number(side['articles'])} {side['name']} {'article' if one else 'articles'}"
    blanks |= {"same": same_text(DuplicateSettings()), "copies": reprints(tables)}
    escaped = {name: escape_markdown(str(text)) for name, text in blanks.items()} | {"claims": _claims(tables)}
    return "\n\n".join(" ".join(part.format(**escaped).split()) for part in _METHODS) + "\n"


def _values(by: str, side: dict[str, Any]) -> str:
    """The values of a side that has several, which its name on the page may not list."""
    if side["name"] == side_name(by, side["group"]):
        return ""
    listed = side["group"] if len(side["group"]) <= LISTED_VALUES else "the values that tables/sides.csv lists"
    return f"; “{side['name']}” covers {listed}"


def _other_ways(choices: list[str], articles: int) -> str:
    """In which other ways it was counted: those that change a count, and with each article left out where these are few."""
    ways = f"in other defensible ways that change a count here ({'; '.join(choices)})" if choices else ""
    without = "with each article left out in turn" if articles <= LEFT_OUT_AT_MOST else ""
    counted = " and ".join(filter(None, (ways, without)))
    if not counted:
        return "No other way of counting that was considered changes a count here."
    return f"The listed terms were also counted {counted}; what weakens a finding most is given under it."


def _claims(tables: Tables) -> str:
    """What may be claimed, and how it was tested."""
    row = tables["test"].row(0, named=True)
    said = {name: write_number(value) for name, value in row.items()}
    said["tested"] = count_of(int(row["tested"]), "term")
    if row["tier"] != TESTED:
        return (_CLAIMS + _DESCRIPTIVE).format(**said)
    apart = [f"{said[name]} {what}" for name, what in _LEFT_OUT.items() if row[name]]
    said["left_out"] = f"Left out of the test, never of the tables, were articles: {', '.join(apart)}." if apart else ""
    said["labelings"] = " + ".join(write_number(int(stage)) for stage in row["labelings"].split(" + "))
    drawn = f"{said['labelings']} times, drawn with the seed {row['seed']}, more for terms still in question"
    said["labelings"] = f"in all {said['labelings']} ways" if row["exact"] == "yes" else drawn
    said["strata"] = f" within each value of “{escape_markdown(row['strata'])}”" if row["strata"] else ""
    return (_CLAIMS + _TWO_KEYS).format(**said)


def _merged(language: str | None, counts: CountSettings) -> str:
    if not counts.variants:
        return "Spellings, names and translations were left as written."
    code = base_language(language)
    rule = _RULES.get(code, "") if code != "zh" or segmenter(code) != PAIRS else ""
    kinds = f"{' and '.join(counts.variants)} variants"
    if "spelling" not in counts.variants:
        return f"Merged by the list in variants.csv: {kinds}."
    lists = (
        "the lists in variants.csv and those shipped for the language"
        if shipped_variants(code)
        else "the list in variants.csv"
    )
    return f"Merged by {lists}{rule}: {kinds}, names and abbreviations bound. {_FORMS}"


def _cut(language: str | None, counts: CountSettings) -> str:
    """What makes words of the characters or syllables of a language; nothing where a space does."""
    code, tool = base_language(language), segmenter(language)
    if not tool:
        return ""
    if counts.words == SMALLEST:
        return _SMALLEST[code]
    return (_STAND_INS[code] if tool in (PAIRS, SYLLABLES) else _SEGMENTED[code]).format(tool=tool)


def _only(name: str, wanted: tuple[str, ...] | None) -> str:
    return "" if wanted is None else f"Only passages of these {name} count: {', '.join(wanted)}."
