"""The ground of every count: each counted occurrence leads back to the words it was read from.

The round trip cuts `text[start:end]` out of the raw text and reads it again on its own, once through the package and,
where no variant is merged, once by the few plain rules written here. Masks and n-grams are built again from the words
and the tables of zones and passages. Nothing here knows how occurrences are found.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing.corpus import Corpus, load_corpus
from framing.counts import count_occurrences, count_terms
from framing.errors import SettingsError
from framing.evidence import find_lines, pick_quotes, quote_sentence
from framing.occurrences import Occurrences, find_occurrences, restrict
from framing.settings import CountSettings
from framing.tokens import tokenize

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
KINDS = ((), ("spelling",), ("translation",), ("spelling", "translation"))
READINGS = [  # every way to turn words into terms
    CountSettings(zones=None, variants=kinds, hyphens=hyphens, case=case, possessives=possessives)
    for kinds, hyphens, case, possessives in product(KINDS, ("split", "join"), ("fold", "keep"), ("strip", "keep"))
]
KEPT_AS_IS = "it's that's he's she's what's there's here's who's let's where's how's".split()

Hit = tuple[str, str, int, int]  # term, article_id, start, end


# --- reading again ---------------------------------------------------------------------------------


def hits(found: Occurrences) -> list[Hit]:
    ids = found.tokens.corpus.articles["article_id"].to_list()
    arrays = (found.term.tolist(), found.article.tolist(), found.start.tolist(), found.end.tolist())
    return [(found.terms[term], ids[row], start, end) for term, row, start, end in zip(*arrays, strict=True)]


def read_alone(raws: list[tuple[str | None, str]], corpus: Corpus, how: CountSettings) -> list[list[str]]:
    """The terms of each (language, raw span) as the only text of an article, under the same variants."""
    frame = pl.DataFrame(raws, schema={"language": pl.String, "text": pl.String}, orient="row")
    alone = load_corpus(frame, variants=corpus.variants)
    found = find_occurrences(tokenize(alone), replace(how, zones=None, voices=None, events=None))
    read: list[list[str]] = [[] for _ in raws]
    for term, row in zip(found.term.tolist(), found.article.tolist(), strict=True):
        read[row].append(found.terms[term])
    return read


def sort_of(sign: str) -> str:
    """Hanzi, digit, other letter, apostrophe, mark or joiner, point or comma, or none of these."""
    if unicodedata.name(sign, "").startswith("CJK UNIFIED"):
        return "h"
    category = unicodedata.category(sign)
    if category == "Nd" or category[0] == "L":
        return "d" if category == "Nd" else "w"
    return {"'": "a", "’": "a", "＇": "a", "\u00ad": "j", ".": "p", ",": "p"}.get(
        sign, "j" if category[0] == "M" else "-"
    )


@cache
def cut_by_hand(text: str) -> list[tuple[int, int]]:
    """Where the words of a text are, found on the sorts of its characters."""
    sorts = "".join(map(sort_of, text))
    words = [word.span() for word in re.finditer("d+(?:pd+)+|h|[wd](?:[wdj]|a[wd])*", sorts)]
    stopped = [word.span() for word in re.finditer(r"(?<![wdjp])(?:wp){2,}(?:a[w](?!w))?(?![wdj])", sorts)]
    apart = [word for word in words if not any(start <= word[0] < end for start, end in stopped)]
    return sorted(apart + stopped)


@cache
def read_by_hand(raw: str, *, case: str, hyphens: str, possessives: str) -> str:
    """The term of a raw span where no variant is merged, by plain rules."""
    term, reached = "", 0
    for start, end in cut_by_hand(raw):
        key = unicodedata.normalize("NFC", raw[start:end].replace("\u00ad", ""))
        key = key.replace("’", "'").replace("＇", "'")
        if possessives == "strip" and key.lower() not in KEPT_AS_IS:
            key = re.sub("'[sS]$", "", key)
        joined = hyphens == "join" and raw[reached:start] in tuple("-‐‑‒–—−")
        term += ("-" if joined else " ") + (key.lower() if case == "fold" else key)
        reached = end
    return term[1:]


def check_round_trip(found: Occurrences) -> None:
    """Each occurrence stands in its article, at token edges, in order, and reads as its term."""
    tokens, corpus, how = found.tokens, found.tokens.corpus, found.settings
    texts = dict(corpus.articles.select("article_id", "text").iter_rows())
    languages = dict(corpus.articles.select("article_id", "language").iter_rows())
    ids = corpus.articles["article_id"].to_list()
    owners = [ids[row] for row in tokens.article.tolist()]
    starts = set(zip(owners, tokens.start.tolist(), strict=True))
    ends = set(zip(owners, tokens.end.tolist(), strict=True))
    listed = hits(found)
    for _, article_id, start, end in listed:
        assert 0 <= start < end <= len(texts[article_id])
        assert (article_id, start) in starts and (article_id, end) in ends
    order = [(ids.index(article_id), start) for _, article_id, start, _ in listed]
    assert order == sorted(set(order)), "in text order, no two at one place"
    raws = {(languages[a], texts[a][start:end]): term for term, a, start, end in listed}
    for term, article_id, start, end in listed:
        assert raws[languages[article_id], texts[article_id][start:end]] == term, "one writing, one term"
    # beside another capital a Vietnamese syllable keeps its i or y, which it does not when read alone
    raws = {
        (code, raw): term
        for (code, raw), term in raws.items()
        if code != "vi" or not re.search(r"\b[HKLMST][iy]\b", raw)
    }
    if raws:
        assert read_alone(list(raws), corpus, how) == [[term] for term in raws.values()]
    if not how.variants:
        for (_, raw), term in raws.items():
            options = {"case": how.case, "hyphens": how.hyphens, "possessives": how.possessives}
            assert read_by_hand(raw, **options) == term


def check_every_word_counted_once(found: Occurrences) -> None:
    covered = np.zeros(len(found.tokens), dtype=int)
    for first, last in zip(found.first.tolist(), found.last.tolist(), strict=True):
        covered[first : last + 1] += 1
    assert (covered == 1).all()


def places(corpus: Corpus, how: CountSettings) -> Callable[[str, int], bool]:
    """Whether a character of an article is asked for, read off the tables of zones and passages."""
    zones = corpus.zones.select("article_id", "start", "end", "zone").rows()
    coded = corpus.passages.select("article_id", "start", "end", "voice", "voice_class", "event").rows()

    def wanted(article_id: str, at: int) -> bool:
        zone = [zone for a, start, end, zone in zones if a == article_id and start <= at < end] or ["body"]
        if how.zones is not None and zone[0] not in how.zones:
            return False
        codes = [row[3:] for row in coded if row[0] == article_id and row[1] <= at < row[2]]
        voice, voice_class, event = codes[0] if codes else (None, None, None)
        if how.voices is not None and voice not in how.voices and voice_class not in how.voices:
            return False
        return how.events is None or event in how.events

    return wanted


def rebuild(whole: Occurrences, how: CountSettings) -> list[Hit]:
    """What should be found under `how`, from all single terms of the corpus under the same reading."""
    wanted = places(whole.tokens.corpus, how)
    single = hits(whole)
    kept = [wanted(article_id, start) for _, article_id, start, _ in single]
    sentence = whole.sentence.tolist()
    built = []
    for at in range(len(single) - how.ngram + 1):
        run = range(at, at + how.ngram)
        if all(kept[i] and sentence[i] == sentence[at] for i in run):
            term = " ".join(single[i][0] for i in run)
            built.append((term, single[at][1], single[at][2], single[run[-1]][3]))
    return built


# --- the seeds, as they are and as another machine would have saved them ---------------------------


@dataclass(frozen=True)
class World:
    corpus: Corpus
    plain: Corpus  # the seeds themselves
    moved: Callable[[str], str]


def save_seeds(folder: Path, moved: Callable[[str], str], mark: bytes) -> None:
    """The seeds with every text rewritten, and each passage moved to where its words now are."""
    (folder / "articles").mkdir()
    for path in (SEEDS / "articles").iterdir():
        text = moved(path.read_bytes().decode())
        (folder / "articles" / path.name).write_bytes(mark + text.encode())
    for name in ("articles.csv", "variants.csv", "zones.toml"):
        shutil.copy(SEEDS / name, folder / name)
    plain = load_corpus(SEEDS)
    texts = dict(plain.articles.select("article_id", "text").iter_rows())
    rows = [
        {**row, "start": len(moved(texts[row["article_id"]][: row["start"]])),
         "end": len(moved(texts[row["article_id"]][: row["end"]]))}
        for row in plain.passages.iter_rows(named=True)
    ]  # fmt: skip
    pl.DataFrame(rows, schema=plain.passages.schema).write_csv(folder / "passages.csv")


def decomposed_with_crlf(text: str) -> str:
    return unicodedata.normalize("NFD", text).replace("\n", "\r\n")


@pytest.fixture(scope="module", params=["as they are", "NFD, CRLF and byte order mark"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    plain = load_corpus(SEEDS)
    if request.param == "as they are":
        return World(plain, plain, str)
    folder = tmp_path_factory.mktemp("moved")
    save_seeds(folder, decomposed_with_crlf, b"\xef\xbb\xbf")
    return World(load_corpus(folder, name="seeds"), plain, decomposed_with_crlf)


@pytest.mark.slow
def test_every_term_of_the_seeds_leads_back_to_its_words(world: World) -> None:
    tokens = tokenize(world.corpus)
    for how in READINGS:
        whole = find_occurrences(tokens, how)
        check_round_trip(whole)
        check_every_word_counted_once(whole)
    for how in READINGS[::7]:  # of more words, a few readings: how runs are formed is shown below
        for n in (2, 3):
            check_round_trip(find_occurrences(tokens, replace(how, ngram=n)))


MASKS = [
    {"zones": ("body",)},
    {"zones": ("caption", "headline")},
    {"voices": ("Xi Jinping",)},
    {"zones": ("body",), "voices": ("Chinese official", "narrator")},
    {"events": ("signing",)},
    {"zones": ("body",), "voices": ("Vietnamese official",), "events": ("talks-14-april", "visit-as-a-whole")},
]


@pytest.mark.parametrize("mask", MASKS, ids="+".join)
def test_zones_voices_events_and_ngrams_keep_what_the_tables_say(world: World, mask: dict[str, object]) -> None:
    tokens = tokenize(world.corpus)
    for reading in (READINGS[0], READINGS[-4]):
        whole = find_occurrences(tokens, reading)
        for n in (1, 2, 3):
            how = replace(reading, **mask, ngram=n)
            found = hits(find_occurrences(tokens, how))
            assert found == rebuild(whole, how)
            assert found, "a mask that keeps nothing would show nothing"


def test_decomposed_letters_windows_line_ends_and_a_mark_change_no_count(world: World) -> None:
    mine, theirs = tokenize(world.corpus), tokenize(world.plain)
    assert mine.zone.tolist() == theirs.zone.tolist()
    assert mine.gap.tolist() == theirs.gap.tolist()
    assert mine.sentence.tolist() == theirs.sentence.tolist()
    assert mine.passage.tolist() == theirs.passage.tolist()
    for how in (CountSettings(), CountSettings(zones=None, variants=(), hyphens="join", case="keep", ngram=2)):
        a, b = count_terms(mine, how), count_terms(theirs, how)
        assert a.terms == b.terms
        assert (a.matrix != b.matrix).nnz == 0 and (a.sentences != b.sentences).nnz == 0
        assert a.lengths.tolist() == b.lengths.tolist()


def test_quotations_are_cut_from_the_text_as_it_was_saved(world: World) -> None:
    texts = dict(world.corpus.articles.select("article_id", "text").iter_rows())
    mine, theirs = find_occurrences(tokenize(world.corpus)), find_occurrences(tokenize(world.plain))
    for term in ("vietnam", "to lam", "hanoi", "people-to-people exchange year"):
        quotes = pick_quotes(mine, mine.at(term), 5)
        assert quotes
        for quote in quotes:
            assert quote.text == texts[quote.article_id][quote.start : quote.end]
        others = pick_quotes(theirs, theirs.at(term), 5)
        assert [quote.text for quote in quotes] == [world.moved(quote.text) for quote in others]
    for first, other in zip(mine.first.tolist()[::7], theirs.first.tolist()[::7], strict=True):
        quote = quote_sentence(mine.tokens, first)
        assert quote.text == texts[quote.article_id][quote.start : quote.end]
        assert quote.text == world.moved(quote_sentence(theirs.tokens, other).text)


def test_lines_put_together_are_the_text_as_it_was_saved(world: World) -> None:
    texts = dict(world.corpus.articles.select("article_id", "text").iter_rows())
    lines = find_lines(tokenize(world.corpus), "vietnam", words=4)
    assert lines.height > 50
    for line in lines.iter_rows(named=True):
        shown = line["left"] + line["node"] + line["right"]
        begin = line["start"] - len(line["left"])
        assert texts[line["article_id"]][begin : begin + len(shown)] == shown


# --- texts put together from hard pieces -----------------------------------------------------------

PIECES = [
    "Việt Nam", "Viet Nam’s", "Vietnam", "Việt", "Nam", "Hà Nội", "HANOI", "Year of Humanistic Exchange",
    "the Humanitarian Exchange Year’s", "Year of China – Việt Nam Humanistic Exchange", "Year", "Exchange",
    "People-to-People Exchange Year", "people-to-people", "China-Vietnam", "Vietnam–China", "Xi’s", "Xi", "Jinping",
    "Tô Lâm", "TO", "LAM", "Lâm's", "to", "it’s", "don't", "rock’n’roll", "ministries’", "defence", "Organised",
    "modernising", "1,018", "3.5", "5G", "两国关系", "越南。", "会谈", "co\u00adoperation", "Mr.", "U.S.", "ở", "Ý",
    "e\u0302\u0323", "\u0301", "—", "!", "“Yes,”", "(he said).", "No…", "½",
]  # fmt: skip
CAPTION = "Leaders of Việt Nam and China’s Xi shake hands. (Xinhua/Li Xueren)"
SEPARATORS = [" ", " ", " ", "-", "–", " – ", "--", "\n", "\r\n", "\n\n", "\r\n\r\n", ". ", ".\r\n", ", ", "", "\u00a0"]
FIXED = "Xi spoke in Hà Nội. Tô Lâm replied."


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SEPARATORS)), min_size=1, max_size=14))
    if draw(st.booleans()):
        parts.insert(draw(st.integers(0, len(parts))), (f"\n\n{CAPTION}", "\n\n"))
    text = "".join(piece + separator for piece, separator in parts)
    if draw(st.booleans()):
        text = unicodedata.normalize("NFD", text)
    return text if text.strip() else FIXED


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[tuple[str, str, str | None]], list[tuple[str, int, int, str, str]]]:
    """Seven articles (id, text, language) and their passages (id, start, end, voice, event)."""
    articles, passages = [("0", FIXED, "en")], [("0", 0, 19, "Xi", "talks"), ("0", 20, 35, "Lâm", "signing")]
    for number in "123456":
        text = draw(texts())
        articles.append((number, text, draw(st.sampled_from(["en", "en", "vi", None]))))
        cut = draw(st.integers(0, len(text)))
        if 0 < cut < len(text):
            passages += [(number, 0, cut, "Xi", "signing"), (number, cut, len(text), "Lâm", "talks")]
    return articles, passages


SETTINGS = st.builds(
    CountSettings,
    words=st.just("smallest"),  # an English sentence that calls itself Vietnamese is no food for a segmenter
    zones=st.sampled_from([None, ("body",), ("caption",)]),
    variants=st.sampled_from(KINDS),
    hyphens=st.sampled_from(["split", "join"]),
    case=st.sampled_from(["fold", "keep"]),
    possessives=st.sampled_from(["strip", "keep"]),
    voices=st.sampled_from([None, None, ("Xi",)]),
    events=st.sampled_from([None, None, ("talks",), ("talks", "signing")]),
    ngram=st.sampled_from([1, 2, 3]),
)


def load_made(made: tuple[list[tuple[str, str, str | None]], list[tuple[str, int, int, str, str]]]) -> Corpus:
    articles, passages = made
    return load_corpus(
        pl.DataFrame(articles, schema=["article_id", "text", "language"], orient="row"),
        variants=SEEDS / "variants.csv",
        zones=SEEDS / "zones.toml",
        passages=pl.DataFrame(passages, schema=["article_id", "start", "end", "voice", "event"], orient="row"),
    )


CAPTION_AMID = f"Việt Nam\r\n\r\n{CAPTION}\r\n\r\nNam and the Year of Humanistic Exchange"


@settings(derandomize=True, deadline=None, max_examples=40)
@given(made=corpora(), how=SETTINGS)
@example(
    made=(
        [("0", FIXED, "en"), ("1", CAPTION_AMID, "en"), ("2", unicodedata.normalize("NFD", CAPTION_AMID), "en")],
        [("0", 0, 19, "Xi", "talks")],
    ),
    how=CountSettings(hyphens="join", ngram=2),
)
def test_every_term_of_made_texts_leads_back_to_its_words(made, how: CountSettings) -> None:
    corpus = load_made(made)
    tokens = tokenize(corpus)
    whole = find_occurrences(tokens, replace(how, zones=None, voices=None, events=None, ngram=1))
    check_every_word_counted_once(whole)
    check_round_trip(whole)
    found = find_occurrences(tokens, how)
    check_round_trip(found)
    assert hits(found) == rebuild(whole, how)


@settings(derandomize=True, deadline=None, max_examples=20)
@given(made=corpora(), how=SETTINGS)
def test_one_part_or_seven_give_the_same(made, how: CountSettings) -> None:
    how = replace(how, voices=None, events=None)  # a part without passages knows no voice
    corpus = load_made(made)
    whole = find_occurrences(tokenize(corpus), how)
    parts = [find_occurrences(tokenize(part), how) for part in corpus.parts(1)]
    assert len(parts) == corpus.articles.height
    assert [hit for part in parts for hit in hits(part)] == hits(whole)
    assert [flag for part in parts for flag in part.linked.tolist()] == whole.linked.tolist()
    counted = count_occurrences(whole)
    added = count_occurrences(parts[0])
    for part in parts[1:]:
        added = added + count_occurrences(part)
    assert added.terms == counted.terms
    assert (added.matrix != counted.matrix).nnz == 0 and (added.sentences != counted.sentences).nnz == 0


# --- small facts, by hand --------------------------------------------------------------------------


def terms_of(text: str, how: CountSettings | None = None, *, language: str | None = "en") -> list[str]:
    frame = pl.DataFrame({"text": [text], "language": [language]}, schema_overrides={"language": pl.String})
    found = find_occurrences(tokenize(load_corpus(frame, variants=SEEDS / "variants.csv")), how)
    return [found.terms[term] for term in found.term]


@pytest.mark.parametrize(
    ("text", "how", "terms"),
    [
        ("Việt Nam, Viet Nam’s, Vietnam", {}, ["vietnam"] * 3),
        ("Việt  Nam and Việt-Nam", {}, ["vietnam", "and", "vietnam"]),
        ("Việt. Nam", {}, ["việt", "nam"]),
        ("Việt\n\nNam", {}, ["việt", "nam"]),
        ("Việt\nNam", {}, ["vietnam"]),
        ("Việt Nam", {"variants": ("translation",)}, ["việt", "nam"]),
        ("Tô Lâm spoke to Lâm", {}, ["to lam", "spoke", "to", "to lam"]),
        ("Tô Lâm spoke to lam", {"case": "keep"}, ["To Lam", "spoke", "to", "lam"]),
        ("a year of humanistic exchange", {}, ["a", "people-to-people exchange year"]),
        ("the Year of China – Việt Nam Humanistic Exchange", {}, ["the", "people-to-people exchange year"]),
        ("Year of Humanistic Exchange", {"variants": ("spelling",)}, ["year", "of", "humanistic", "exchange"]),
        ("Defence, organised; MODERNISATION", {}, ["defense", "organized", "modernization"]),
        ("Organised", {"case": "keep"}, ["Organized"]),
        ("organised", {"variants": ("translation",)}, ["organised"]),
        ("enterprise and promise", {}, ["enterprise", "and", "promise"]),
        ("people-to-people ties", {}, ["people", "to", "people", "ties"]),
        ("people-to-people ties", {"hyphens": "join"}, ["people-to-people", "ties"]),
        ("China–Việt Nam ties", {"hyphens": "join"}, ["china-vietnam", "ties"]),
        ("talks – held -- well-", {"hyphens": "join"}, ["talks", "held", "well"]),
        ("China’s ministries’ view: it’s, that’S", {}, ["china", "ministries", "view", "it's", "that's"]),
        ("China’s", {"possessives": "keep"}, ["china's"]),
        ("China's", {"case": "keep", "possessives": "keep"}, ["China's"]),
        ("Xi met Xi Jinping", {"ngram": 2}, ["xi jinping met", "met xi jinping"]),
        ("Go on. We met", {"ngram": 2}, ["go on", "we met"]),
        ("One, two", {"ngram": 2}, ["one two"]),
        ("one", {"ngram": 2}, []),
        ("...", {"ngram": 2}, []),
        ("East Sea and South China Sea", {}, ["east", "sea", "and", "south", "china", "sea"]),
        ("trong hợp tác", {}, ["trong", "hợp", "tác"]),
        ("两国", {}, ["两", "国"]),
    ],
)  # fmt: skip
def test_words_become_terms(text: str, how: dict[str, object], terms: list[str]) -> None:
    assert terms_of(text, CountSettings(**how)) == terms  # type: ignore[arg-type]
    assert terms_of(unicodedata.normalize("NFD", text), CountSettings(**how)) == terms  # type: ignore[arg-type]


def test_english_rules_leave_texts_of_another_language_alone() -> None:
    assert terms_of("Lâm organised", CountSettings(words="smallest"), language="vi") == ["lâm", "organised"]
    assert terms_of("Lâm organised", language="en") == ["to lam", "organized"]


def test_a_caption_between_two_halves_of_a_name_keeps_them_apart() -> None:
    frame = pl.DataFrame({"text": [f"We saw Việt\n{CAPTION}\nNam today."], "language": ["en"]})
    corpus = load_corpus(frame, variants=SEEDS / "variants.csv", zones=SEEDS / "zones.toml")
    found = find_occurrences(tokenize(corpus))
    assert [found.terms[term] for term in found.term] == ["we", "saw", "việt", "nam", "today"]
    assert find_occurrences(tokenize(corpus), CountSettings(ngram=2)).terms == ("nam today", "saw việt", "we saw")


def test_linked_tells_neighbours_of_one_sentence_from_words_apart() -> None:
    frame = pl.DataFrame({"text": ["Xi met Lâm. They spoke."], "language": ["en"]})
    found = find_occurrences(tokenize(load_corpus(frame)))
    assert found.linked.tolist() == [False, True, True, False, True]


def test_words_with_another_voice_between_are_not_linked() -> None:
    passages = [("1", 0, 6, "Xi", "talks"), ("1", 7, 10, "Lâm", "talks"), ("1", 11, 17, "Xi", "talks")]
    corpus = load_made(([("1", "we met and we spoke", "en")], passages))
    found = find_occurrences(tokenize(corpus), CountSettings(voices=("Xi",)))
    assert [found.terms[term] for term in found.term] == ["we", "met", "we", "spoke"]
    assert found.linked.tolist() == [False, True, False, True]


def test_at_finds_each_place_of_a_term_and_none_of_what_is_not_there() -> None:
    frame = pl.DataFrame({"text": ["b a b"]})
    found = find_occurrences(tokenize(load_corpus(frame)))
    assert found.at("b").tolist() == [0, 2]
    assert found.at("a").tolist() == [1]
    assert [found.at(term).tolist() for term in ("", "ab", "z")] == [[], [], []]


def test_occurrences_cannot_be_written_to() -> None:
    found = find_occurrences(tokenize(load_corpus(pl.DataFrame({"text": ["a b"]}))))
    with pytest.raises(ValueError, match="read-only"):
        found.term[0] = 1


# --- all that was found, restricted ----------------------------------------------------------------

SELECTIONS = [
    CountSettings(zones=zones, voices=voices, events=events, hyphens=hyphens, variants=variants)
    for zones in (None, ("body",), ("headline", "caption"))
    for voices in (None, ("Xi Jinping", "Vietnamese official"), ("narrator",))
    for events in (None, ("relations-in-general",))
    for hyphens, variants in (("split", ("spelling", "translation")), ("join", ()))
]


@pytest.fixture(scope="module")
def whole() -> Callable[[CountSettings], Occurrences]:
    tokens = tokenize(load_corpus(SEEDS))
    return cache(lambda how: find_occurrences(tokens, replace(how, zones=None, voices=None, events=None)))


@pytest.mark.parametrize("how", SELECTIONS, ids=lambda how: f"{how.zones} {how.voices} {how.events} {how.hyphens}")
def test_what_is_restricted_is_what_would_have_been_found(
    how: CountSettings, whole: Callable[[CountSettings], Occurrences]
) -> None:
    every = whole(how)
    some, expected = restrict(every, how), find_occurrences(every.tokens, how)
    assert (some.terms, some.settings) == (expected.terms, expected.settings)
    for name in ("term", "article", "sentence", "first", "last", "start", "end", "linked"):
        made, found = getattr(some, name), getattr(expected, name)
        assert made.tolist() == found.tolist(), name
        assert made.dtype == found.dtype, name
        assert not made.flags.writeable, name


@pytest.mark.parametrize("outlet", ["Việt Nam News (VNS)", "(unknown)"])
def test_articles_restricted_are_those_of_a_smaller_corpus(
    outlet: str, whole: Callable[[CountSettings], Occurrences]
) -> None:
    how = CountSettings(voices=("Xi Jinping", "narrator"))
    every = whole(how)
    keep = (every.tokens.corpus.articles["outlet"].fill_null("(unknown)") == outlet).to_numpy()
    some = restrict(every, how, articles=keep)
    smaller = find_occurrences(tokenize(every.tokens.corpus.select(outlet=outlet)), how)
    assert hits(some) == hits(smaller)
    assert some.linked.tolist() == smaller.linked.tolist()


def test_the_word_after_one_left_out_is_not_linked() -> None:
    passages = pl.DataFrame({"article_id": "1", "start": [0, 4], "end": [4, 9], "voice": ["x", "y"], "event": "e"})
    corpus = load_corpus(pl.DataFrame({"text": ["a b c d e"]}), passages=passages)
    how = CountSettings(voices=("y",))
    some = restrict(find_occurrences(tokenize(corpus), CountSettings(zones=None)), replace(how, zones=None))
    assert [some.terms[term] for term in some.term] == ["c", "d", "e"]
    assert some.linked.tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("of", "how"),
    [
        (CountSettings(), CountSettings()),
        (CountSettings(zones=None, ngram=2), CountSettings(ngram=2)),
        (CountSettings(zones=None), CountSettings(case="keep")),
    ],
)
def test_nothing_is_restricted_that_was_found_otherwise(of: CountSettings, how: CountSettings) -> None:
    found = find_occurrences(tokenize(load_corpus(pl.DataFrame({"text": ["a b"]}))), of)
    with pytest.raises(SettingsError, match="restrict keeps zones, voices and events of occurrences found in all text"):
        restrict(found, how)


# --- the seeds, counted by hand --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "vietnamese", "chinese"),
    [("leaders", 16, 0), ("parties", 17, 1), ("railway", 6, 0), ("global", 2, 5), ("modernization", 1, 4)],
)
def test_body_counts_of_the_seeds(term: str, vietnamese: int, chinese: int) -> None:
    counts = count_terms(tokenize(load_corpus(SEEDS)))
    column = counts.matrix[:, [counts.terms.index(term)]].toarray().ravel()
    by_id = dict(zip(counts.articles["article_id"], column.tolist(), strict=True))
    assert sum(by_id[article] for article in ("000", "001", "002", "004")) == vietnamese
    assert by_id["003"] == chinese


# --- settings --------------------------------------------------------------------------------------


def test_defaults_are_decisions() -> None:
    assert CountSettings() == CountSettings(
        zones=("body",), variants=("spelling", "translation"), hyphens="split", case="fold",
        possessives="strip", voices=None, events=None, ngram=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("hyphens", "keep", "hyphens must be one of 'split', 'join'; got 'keep'"),
        ("case", "lower", "case must be one of 'fold', 'keep'; got 'lower'"),
        ("possessives", None, "possessives must be one of 'strip', 'keep'; got None"),
        ("variants", ("name",), "variants must be one of 'spelling', 'translation'; got 'name'"),
        ("variants", None, r"variants must be a tuple of kinds; write \(\) to merge none"),
        ("variants", "spelling", "variants must be a tuple of names"),
        ("zones", "body", r"zones must be a tuple of names such as \('body',\); got 'body'"),
        ("zones", ["body"], "zones must be a tuple of names"),
        ("zones", (), "zones is empty, so nothing would be counted; name some, or None for all"),
        ("voices", ("",), "voices must be a tuple of names"),
        ("events", (), "events is empty"),
        ("ngram", 0, "ngram must be a whole number from 1 to 12; got 0"),
        ("ngram", 13, "from 1 to 12; got 13"),
        ("ngram", True, "got True"),
        ("ngram", "2", "got '2'"),
    ],
)
def test_an_option_outside_its_list_is_refused(setting: str, value: object, says: str) -> None:
    with pytest.raises(SettingsError, match=f"^{setting}.*") as caught:
        CountSettings(**{setting: value})  # type: ignore[arg-type]
    assert re.search(says, str(caught.value))


@pytest.mark.parametrize(
    ("setting", "known"),
    [
        ("zones", "in corpus 'seeds', which has 'body', 'caption', 'credit'"),
        ("voices", "in passages of corpus 'seeds', which has 'Chinese official', 'Lin Jian'"),
        ("events", "in passages of corpus 'seeds', which has 'friendship-meeting'"),
    ],
)
def test_a_name_that_the_corpus_lacks_is_refused_with_those_it_has(setting: str, known: str) -> None:
    tokens = tokenize(load_corpus(SEEDS))
    with pytest.raises(SettingsError, match=rf"^{setting}: 'Bodies' is not {known}"):
        find_occurrences(tokens, CountSettings(**{setting: ("Bodies",)}))  # type: ignore[arg-type]


def test_a_corpus_without_passages_has_no_voices() -> None:
    tokens = tokenize(load_corpus(pl.DataFrame({"text": ["a"]})))
    with pytest.raises(SettingsError, match="voices: 'Xi' is not in passages of corpus 'corpus', which has none"):
        find_occurrences(tokens, CountSettings(voices=("Xi",)))
