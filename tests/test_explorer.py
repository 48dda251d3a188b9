"""The explorer: what it shows is what counts, lines and collocates are under the settings it stands for.

Numbers come from count_terms, find_lines and collocates on a corpus made smaller with Corpus.select, and, on the seeds,
from counts by hand. Nothing here knows how a selection is made out of masks.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from project import ROOT

from framing.collocations import collocates
from framing.corpus import Corpus, load_corpus
from framing.counts import count_terms
from framing.errors import FramingError, SettingsError
from framing.evidence import find_lines
from framing.explorer import Explorer, TermIndex, explore, index_terms, show_term
from framing.explorer import term as term_room
from framing.explorer.rates import rates_by
from framing.explorer.strips import dot, histogram, ticks
from framing.explorer.typed import read_typed
from framing.settings import CountSettings
from framing.tokens import tokenize

properties = settings(derandomize=True, deadline=None, max_examples=60)
RULES = '[[rule]]\nname = "title"\nzone = "headline"\npattern = "^# .*$"\nreason = "the first line"\n'
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="module")
def index() -> TermIndex:
    return index_terms(SEEDS)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rules") / "zones.toml"
    path.write_text(RULES, encoding="utf-8")
    return path


# --- the same as every report's numbers ------------------------------------------------------------

WORDS = st.lists(st.sampled_from("rail talks trade port".split()), min_size=1, max_size=5).map(" ".join)
CHUNKS = st.tuples(WORDS, st.sampled_from([" ", ", ", ". So ", ".\n\n"]), st.sampled_from([None, "Ann", "Bob"]))
ARTICLES = st.tuples(
    st.booleans(),  # with a headline
    st.lists(CHUNKS, min_size=1, max_size=5),
    st.sampled_from(["Post", "Daily", None]),
    st.sampled_from([date(2025, 4, day) for day in (14, 15, 16)] + [None]),
)


@dataclass
class Case:
    """A made-up corpus, a selection as show_term takes it, and the same as Corpus.select and CountSettings take it."""

    corpus: Corpus
    asked: dict[str, Any]

    @property
    def smaller(self) -> Corpus:
        given = {"outlet": self.asked["outlet"], "since": self.asked["since"], "until": self.asked["until"]}
        return self.corpus.select(**given)

    def settings(self, ngram: int = 1) -> CountSettings:
        voice, zone = self.asked["voice"], self.asked["zone"]
        return CountSettings(zones=zone and (zone,), voices=voice and (voice,), ngram=ngram)


def corpus_of(articles: list[Any], rules: Path) -> Corpus:
    texts, passages = [], []
    for number, (headline, chunks, _, _) in enumerate(articles, start=1):
        text = "# Rail talks\n\n" if headline else ""
        for words, after, voice in chunks:
            if voice:
                passages.append((str(number), len(text), len(text) + len(words), voice, f"{voice}s", "e"))
            text += words + after
        texts.append(text)
    frame = pl.DataFrame(
        {"text": texts, "outlet": [a[2] for a in articles], "date": [a[3] for a in articles]},
        schema={"text": pl.String, "outlet": pl.String, "date": pl.Date},
    )
    columns = ["article_id", "start", "end", "voice", "voice_class", "event"]
    coded = pl.DataFrame(passages, schema=columns, orient="row") if passages else None
    return load_corpus(frame, zones=rules, passages=coded)


@st.composite
def cases(draw: st.DrawFn, rules: Path) -> Case:
    corpus = corpus_of(draw(st.lists(ARTICLES, min_size=1, max_size=5)), rules)
    passages = corpus.passages
    voices = [None, *sorted({*passages["voice"], *passages["voice_class"].drop_nulls()})]
    zones = [None, *tokenize(corpus).zones]
    outlets = [None, *sorted(set(corpus.articles["outlet"].fill_null("(unknown)")))]
    days = st.sampled_from([None, "2025-04-15", date(2025, 4, 16)])
    asked = {
        "outlet": draw(st.sampled_from(outlets)),
        "since": draw(days),
        "until": draw(days),
        "voice": draw(st.sampled_from(voices)),
        "zone": draw(st.sampled_from(zones)),
    }
    return Case(corpus, asked)


@given(st.data(), st.sampled_from(["rail", "talks", "rail talks", "talks trade", "port"]))
@properties
def test_a_view_holds_the_counts_and_lines_of_the_settings_it_stands_for(
    rules: Path, data: st.DataObject, term: str
) -> None:
    case = data.draw(cases(rules))
    try:
        tokens = tokenize(case.smaller)
    except FramingError:  # no article is left; see below
        assume(False)
    assume(case.asked["voice"] in (None, *tokens.corpus.passages["voice"], *tokens.corpus.passages["voice_class"]))
    counted = case.settings(ngram=len(term.split()))
    view = show_term(index_terms(case.corpus), term, **case.asked)

    words = count_terms(tokens, case.settings()).lengths.tolist()
    counts = count_terms(tokens, counted)
    column = counts.terms.index(term) if term in counts.terms else None
    n = [0] * len(words) if column is None else counts.matrix[:, [column]].toarray().ravel().tolist()
    sentences = [0] * len(words) if column is None else counts.sentences[:, [column]].toarray().ravel().tolist()
    assert view.dots.select("article_id", "outlet", "date").equals(
        case.smaller.articles.select("article_id", "outlet", "date")
    )
    assert view.dots["n"].to_list() == n
    assert view.dots["sentences"].to_list() == sentences
    assert view.dots["words_counted"].to_list() == words
    assert view.dots["per_1000"].to_list() == [1000 * k / of if of else None for k, of in zip(n, words, strict=True)]
    totals = view.totals.row(0, named=True)
    assert (totals["n"], totals["sentences"], totals["words_counted"]) == (sum(n), sum(sentences), sum(words))
    assert (totals["articles"], totals["articles_in_all"]) == (sum(map(bool, n)), len(words))
    assert view.lines.equals(find_lines(tokens, term, counted, limit=100))


@given(st.data(), st.sampled_from(["rail", "talks", "so"]), st.integers(1, 6))
@properties
def test_a_view_holds_the_collocates_of_the_settings_it_stands_for(
    rules: Path, data: st.DataObject, term: str, window: int
) -> None:
    case = data.draw(cases(rules))
    try:
        tokens = tokenize(case.smaller)
    except FramingError:
        assume(False)
    assume(case.asked["voice"] in (None, *tokens.corpus.passages["voice"], *tokens.corpus.passages["voice_class"]))
    expected = collocates(tokens, term, case.settings(), window=window)
    view = show_term(index_terms(case.corpus), term, window=window, **case.asked)
    assert view.collocates.equals(expected.head(15))
    assert view.n_collocates == expected.height


def test_selections_follow_each_other_without_a_trace(index: TermIndex) -> None:
    asked: list[dict[str, Any]] = [{"voice": "Xi Jinping"}, {"zone": None}, {"outlet": "(unknown)"}, {}, {"zone": None}]
    for selection in asked:
        fresh, kept = show_term(SEEDS, "cooperation", **selection), show_term(index, "cooperation", **selection)
        assert fresh._repr_html_() == kept._repr_html_()
        assert repr(fresh) == repr(kept)


def test_a_selection_is_made_once_until_it_changes(index: TermIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    from framing.explorer import index as room

    whole = room.restrict
    monkeypatch.setattr(room, "restrict", lambda *a, **k: made.append(1) or whole(*a, **k))
    for term, zone in (("leaders", "caption"), ("railway", "caption"), ("railway", None), ("leaders", None)):
        show_term(index, term, zone=zone)
    assert len(made) == 2


# --- the seeds, counted by hand --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "vietnamese", "chinese"),  # body text, counted by hand as in test_occurrences
    [("leaders", 16, 0), ("parties", 17, 1), ("railway", 6, 0), ("global", 2, 5), ("modernization", 1, 4)],
)
def test_terms_of_the_seeds_by_country(index: TermIndex, term: str, vietnamese: int, chinese: int) -> None:
    by_country = dict(rates_by(show_term(index, term).dots, "country").select("country", "n").iter_rows())
    assert by_country == {"VN": vietnamese, "CN": chinese}


def test_lines_show_the_raw_text_and_say_how_many_there_are(index: TermIndex) -> None:
    view = show_term(index, "vietnam", lines=3)
    assert view.lines["node"].to_list() == ["Việt Nam"] * 3
    assert "Lines (the first 3 of 100)" in view._repr_html_()
    assert "<b><mark>Việt Nam</mark></b>" in view._repr_html_()


def test_places_are_shares_of_the_words_before() -> None:
    # rail is the first and the fourth of four words; in the second article the second of two
    frame = pl.DataFrame({"text": ["Rail here, there rail", "A rail", "None at all"]})
    view = show_term(frame, "rail")
    assert view.positions.rows() == [("1", 2, 0.0), ("1", 2, 0.75), ("2", 1, 0.5)]


def test_places_are_those_of_the_twenty_articles_with_most_hits() -> None:
    frame = pl.DataFrame({"text": ["rail " * (1 + number % 30) for number in range(60)]})
    view = show_term(frame, "rail")
    assert view.positions["article_id"].n_unique() == 20
    assert view.positions["n"].unique().sort().to_list() == list(range(21, 31))  # two articles of each


def test_a_rate_of_a_group_is_its_hits_by_its_words() -> None:
    # one in two words and one in eight: two in ten, not the mean of 500 and 125
    frame = pl.DataFrame({"text": ["rail is", "rail and so on and on and on"], "country": ["VN", "VN"]})
    assert show_term(frame, "rail").totals["per_1000"].to_list() == [200.0]


def test_neighbours_of_a_phrase_are_counted_from_its_two_ends() -> None:
    # "new" and "for" stand one word from the phrase, thrice each; words of the phrase are no neighbours of it
    text = "A new shared future for all. " * 3 + "Here is much else to read about other things today."
    near = show_term(pl.DataFrame({"text": [text]}), "shared future", window=1).collocates
    assert sorted(near.select("collocate", "n_joint").rows()) == [("for", 3), ("new", 3)]


# --- what is typed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Việt Nam", ("vietnam",)), ("VIETNAM", ("vietnam",)), ("  leaders ", ("leaders",)),
        ("Leaders’", ("leaders",)), ("China’s", ("china",)), ("tô lâm", ("to lam",)), ("To Lam", ("to lam",)),
        ("Shared\tFuture", ("shared", "future")), ("Việt Nam News", ("vietnam", "news")),
        ("co-operation", ("cooperation",)), ("rail-road", ("rail", "road")), ("—", ()), ("", ()), ("   ", ()),
    ],
)  # fmt: skip
def test_what_is_typed_is_read_as_the_articles_are(index: TermIndex, typed: str, read: tuple[str, ...]) -> None:
    assert read_typed(index, typed).words == read


def test_typing_follows_the_settings_of_the_index() -> None:
    frame = pl.DataFrame({"text": ["People-to-people talks, Rail"]})
    index = index_terms(frame, settings=CountSettings(hyphens="join", case="keep"))
    assert show_term(index, "People-to-people").totals["n"].item() == 1
    assert [show_term(index, word).totals["n"].item() for word in ("Rail", "RAIL")] == [1, 0]


def test_a_term_that_does_not_occur_is_no_error_and_offers_near_spellings(index: TermIndex) -> None:
    view = show_term(index, "goverment")
    assert view.totals["n"].item() == 0
    assert view.near == ("government",)
    assert view.lines.is_empty() and view.collocates.is_empty() and view.positions.is_empty()
    assert "Spelt alike: government." in repr(view)
    assert "Spelt alike: government." in view._repr_html_()


@pytest.mark.parametrize(("typed", "near"), [("ha noi", "hà"), ("đoi", "đổi"), ("shraed", "shared")])
def test_near_spellings_mind_neither_accents_nor_swapped_letters(typed: str, near: str) -> None:
    frame = pl.DataFrame({"text": ["Hà Nội, Đổi Mới: shared talks"]})
    assert near in show_term(frame, typed).near


def test_near_spellings_come_from_all_text_and_words_that_are_there_are_not_offered(index: TermIndex) -> None:
    view = show_term(index, "shared fuutre")
    assert "future" in view.near
    assert not {"shared", "sharing"} & set(view.near)


def test_a_term_outside_the_selection_is_said_to_be_elsewhere() -> None:
    frame = pl.DataFrame({"text": ["Rail rail.", "Port."], "outlet": ["Post", "Daily"]})
    view = show_term(frame, "rail", outlet="Daily")
    assert view.n_everywhere == 2
    assert view.near == ()
    assert "In all text of all articles it stands 2 times; widen the selection." in repr(view)


def test_words_that_never_meet_are_told_from_words_that_do_not_occur() -> None:
    view = show_term(pl.DataFrame({"text": ["Rail. Port."]}), "rail port")
    assert repr(view).endswith("Its words do, though never in this order.")
    assert "Its words do" not in repr(show_term(pl.DataFrame({"text": ["Rail. Port."]}), "xyz qqq"))


def test_a_selection_without_articles_says_so(index: TermIndex) -> None:
    view = show_term(index, "leaders", since="2030-01-01")
    assert view.dots.is_empty()
    assert "No article of the corpus is in this selection; widen it." in view._repr_html_()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"outlet": "Post"}, "outlet: 'Post' is not in corpus 'seeds', which has '(unknown)', 'Việt Nam News"),
        ({"voice": "Ann"}, "voices: 'Ann' is not in passages of corpus 'seeds', which has 'Chinese official', 'Lin"),
        ({"zone": ["body", "x"]}, "zones: 'x' is not in corpus 'seeds', which has 'body', 'caption'"),
        ({"outlet": []}, "outlet is empty"),
        ({"since": "April"}, "since must be a day, written year-month-day such as 2025-04-14; got 'April'"),
        ({"until": "2025-02-30"}, "until must be a day"),
        ({"until": "20250414"}, "until must be a day"),
        ({"lines": -1}, "lines must be 0 or more; got -1"),
        ({"window": 0}, "window and min_n must be at least 1"),
        ({"language": "en"}, "language: the index is made already"),
    ],
)
def test_what_the_corpus_does_not_have_is_refused_with_what_it_has(
    index: TermIndex, asked: dict[str, Any], says: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        show_term(index, "leaders", **asked)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("term", "says"), [(7, "term must be text such as 'shared future'; got 7"), ("a " * 13, "term has 13 words")]
)
def test_a_term_that_is_no_term_is_refused(index: TermIndex, term: Any, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        show_term(index, term)


@pytest.mark.parametrize("change", [{"events": ("e",)}, {"ngram": 2}])
def test_settings_that_cannot_be_explored_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="events and ngram cannot be explored"):
        index_terms(pl.DataFrame({"text": ["a"]}), settings=replace(CountSettings(), **change))


def test_an_index_of_one_language_holds_its_articles_alone() -> None:
    frame = pl.DataFrame({"text": ["rail", "đường sắt"], "language": ["en", "vi"]})
    assert index_terms(frame, language="vi").found.terms == ("đường sắt",)


# --- the page --------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Every tag and attribute of a page, and the texts between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


HOSTILE = """<script>alert(1)</script>"><img src=x onerror=alert(2)>'&amp; $x^2$ __a__"""
SAFE_TAGS = set("div h3 p table caption b mark span thead tbody tr th td svg title path circle".split())
SAFE_ATTRIBUTES = set(
    "class align style scope role aria-label width height viewbox d stroke stroke-width stroke-opacity cx cy r fill".split()
)


@pytest.mark.parametrize("many", [1, 50])
def test_hostile_text_is_shown_and_never_run(rules: Path, many: int) -> None:
    frame = pl.DataFrame(
        {
            "article_id": [f"{HOSTILE}{number}" for number in range(many)],
            "text": [f"Rail {HOSTILE} rail"] * many,
            "outlet": [HOSTILE] * many,
            "country": [f"{HOSTILE}{number % 2}" for number in range(many)],
        }
    )
    spans = {"start": [0], "end": [4], "voice": [HOSTILE], "voice_class": [HOSTILE], "event": ["e"]}
    passages = pl.DataFrame({"article_id": [f"{HOSTILE}0"], **spans})
    index = index_terms(load_corpus(frame, zones=rules, passages=passages))
    for term in ("rail", HOSTILE[:60]):
        for asked in ({}, {"outlet": HOSTILE, "voice": HOSTILE}):
            page = Tags(show_term(index, term, **asked)._repr_html_())
            assert page.tags <= SAFE_TAGS and page.attributes <= SAFE_ATTRIBUTES
            assert page.open == []
    page = Tags(show_term(index, "rail")._repr_html_())
    assert " ".join(HOSTILE.split()) in page.texts


def test_few_articles_have_a_row_each_and_many_are_put_together_by_outlet() -> None:
    frame = pl.DataFrame({"text": ["rail on"] * 41, "outlet": [f"Post {number % 3}" for number in range(41)]})
    few, many = (show_term(frame.head(n), "rail")._repr_html_() for n in (40, 41))
    assert "In each article" in few and "Outlets (3)" not in few
    assert few.count('role="img"') == 40 + 20  # a dot each, and places in twenty
    assert "Outlets (3)" in many and "Articles that hold it (the first 20 of 41)" in many
    assert many.count('role="img"') == 3 + 20


def test_an_article_without_counted_words_has_no_rate_on_the_page() -> None:
    frame = pl.DataFrame({"text": ["rail", "—"]})
    view = show_term(frame, "rail")
    assert view.dots["per_1000"].to_list() == [1000.0, None]
    assert view._repr_html_().count('role="img"') == 2  # dot and places of the first


def test_voice_and_zone_have_a_column_where_they_tell_something(index: TermIndex) -> None:
    coded = Tags(show_term(index, "vietnam", zone=None)._repr_html_()).texts
    assert "voice" in coded and "zone" in coded
    plain = Tags(show_term(pl.DataFrame({"text": ["rail"]}), "rail")._repr_html_()).texts
    assert "voice" not in plain and "zone" not in plain


def test_no_word_of_the_code_is_on_the_page(index: TermIndex) -> None:
    said = " ".join([*Tags(show_term(index, "leaders")._repr_html_()).texts, repr(show_term(index, "leaders"))])
    assert "Vietnamese articles" in said and "Chinese articles" in said
    for word in ("focus", "reference", "tier", "significant", "p_value"):
        assert word not in said


def test_text_alone_shows_totals_and_first_lines() -> None:
    view = show_term(pl.DataFrame({"text": ["Rail on.\nSo rail*"]}), "rail")
    assert repr(view).splitlines() == [
        "rail (Looked at: body)",
        "|  | times | articles | sentences | per 1,000 words | words counted |",
        "| all articles | 2 | 1 of 1 | 2 | 500.0 | 4 |",
        "Lines (2)",
        "1: [Rail] on",
        "1: So [rail]",
    ]


def test_strips_say_what_they_show() -> None:
    assert 'cx="5.0"' in dot(0.0, 2.0) and 'cx="195.0"' in dot(2.0, 2.0)
    assert 'cx="5.0"' in dot(0.0, 0.0)
    assert "<title>2.00</title>" in dot(2.0, 4.0)
    assert "<title>0%, 50%</title>" in ticks([0.0, 0.5]) and 'd="M5.0 2V14M100.0 2V14"' in ticks([0.0, 0.5])
    assert "<title>1.00 – 4.00</title>" in histogram([1.0, 4.0], 4.0)
    # in the last bin two of three articles, which fill the height; half of it in the first
    assert histogram([0.0, 4.0, 4.0], 4.0).count("v-14.0") == 1 and histogram([0.0, 4.0, 4.0], 4.0).count("v-7.0") == 1


# --- the widgets -----------------------------------------------------------------------------------


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a kernel were running."""
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=object()))


def opened(corpus: Any, **options: Any) -> Explorer:
    explorer = explore(corpus, **options)
    assert explorer.view is not None
    return explorer


@pytest.mark.usefixtures("notebook")
def test_each_field_is_an_argument_of_show_term(index: TermIndex) -> None:
    explorer = opened(index)
    fields = explorer.fields
    steps: list[tuple[str, Any, dict[str, Any]]] = [
        ("term", "Shared Future", {}),
        ("voice", "Xi Jinping", {"voice": "Xi Jinping"}),
        ("since", date(2025, 4, 15), {"voice": "Xi Jinping", "since": date(2025, 4, 15)}),
        ("voice", "", {"since": "2025-04-15"}),
        ("until", date(2025, 4, 18), {"since": "2025-04-15", "until": "2025-04-18"}),
        ("since", None, {"until": "2025-04-18"}),
        ("until", None, {}),
        ("zone", "", {"zone": None}),
        ("outlet", "(unknown)", {"zone": None, "outlet": "(unknown)"}),
    ]
    for name, value, asked in steps:
        fields[name].value = value
        expected = show_term(index, "shared future", **asked)
        assert fields["answer"].value == expected._repr_html_(), name
        assert explorer.view is not None and explorer.view.totals.equals(expected.totals)


@pytest.mark.usefixtures("notebook")
def test_the_explorer_opens_on_the_most_frequent_content_term(index: TermIndex) -> None:
    explorer = opened(index)
    assert explorer.fields["term"].value == "vietnam"
    options = explorer.fields["frequent"].options
    assert options[:2] == (("choose a term", ""), ("vietnam (100)", "vietnam"))
    assert "the" not in {term for _, term in options}
    assert "marked" not in explorer.fields


@pytest.mark.usefixtures("notebook")
def test_a_term_can_be_chosen_twice(index: TermIndex) -> None:
    fields = opened(index).fields
    for _ in range(2):
        fields["term"].value = "railway"
        fields["frequent"].value = "china"
        assert fields["term"].value == "china"
        assert "<h3>china</h3>" in fields["answer"].value
        assert fields["frequent"].value == ""


@pytest.mark.usefixtures("notebook")
def test_terms_that_mark_two_groups_are_offered_under_their_names(index: TermIndex) -> None:
    options = dict(opened(index, focus="VN", reference="CN").fields["marked"].options)
    assert options["Vietnamese: leaders"] == "leaders"
    assert options["Chinese: modernization"] == "modernization"


@pytest.mark.usefixtures("notebook")
def test_what_a_field_cannot_use_is_said_in_place_of_the_view(index: TermIndex) -> None:
    fields = opened(index).fields
    fields["term"].value = "<b>a</b> " * 13
    assert "term has" in fields["answer"].value
    fields["term"].value = " "
    assert "Type a term, or choose one." in fields["answer"].value
    fields["term"].value = "<img src=x>"
    assert "<img" not in fields["answer"].value


@pytest.mark.usefixtures("notebook")
def test_fields_have_names_and_none_is_empty(index: TermIndex) -> None:
    fields = opened(index).fields
    names = [field.description for name, field in fields.items() if name != "answer"]
    assert names == ["Term", "Frequent", "Outlet", "Since", "Until", "Voice", "Part"]
    bare = opened(pl.DataFrame({"text": ["Rail."]})).fields
    assert "voice" not in bare


@pytest.mark.usefixtures("notebook")
def test_a_corpus_of_grammar_alone_opens_without_a_term() -> None:
    explorer = explore(pl.DataFrame({"text": ["The and of."]}))
    assert explorer.view is None
    assert "Type a term" in explorer.fields["answer"].value


def test_outside_a_notebook_the_explorer_says_what_to_call(index: TermIndex) -> None:
    with pytest.raises(FramingError, match=r"none is running here; call framing.show_term\(corpus, 'term'\) instead"):
        explore(index)


@pytest.mark.usefixtures("notebook")
def test_without_ipywidgets_the_explorer_says_what_to_call(index: TermIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(FramingError, match="ipywidgets, which is not installed; call"):
        explore(index)


def test_defaults_are_decisions() -> None:
    assert (term_room.LINES, term_room.COLLOCATES, term_room.WINDOW, term_room.MOST_ARTICLES) == (100, 15, 5, 20)
