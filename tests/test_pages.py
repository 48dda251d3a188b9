"""The pages of a report as text: what stands where, counted by hand; a browser looks at them in test_browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import prose
from framing.claims import Finding, Value
from framing.corpus import load_corpus
from framing.evidence import Quote, sentence_bounds
from framing.links import anchor, page_name, sentence_link, term_anchor
from framing.pages import Picture, article_pages, concordance, concordance_page, index_page, terms, terms_page
from framing.pages.layout import language_code, web_address
from framing.pages.markdown import read_markdown
from framing.pages.marking import Marks, Passage, Quoted, marked_text
from framing.pages.quotations import paragraph_around
from framing.pages.sentences import Sentence, sentence_starts, sentences_by_article
from framing.recipe import TABLES, make_findings, make_table, prepare_study
from framing.study import Study
from framing.tokens import tokenize
from framing.wording import escape_markdown

VOID = {"meta", "img", "col", "br", "link", "input"}
INTERNAL = re.compile(r"\b(focus|reference|tier|gate|fingerprint|manifest|multiverse)\b")


class Reader(HTMLParser):
    """What a page holds: its elements, its anchors, the text outside labels, and whether every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.seen: list[str] = []  # everything a reader meets, labels among it
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag not in VOID:
            self.open.append((tag, found.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if not any(tag == "style" for tag, _ in self.open):
            self.seen.append(data)
        if not any("label" in classes.split() for _, classes in self.open):
            self.text.append(data)

    def values(self, tag: str, name: str) -> list[str]:
        return [found[name] for element, found in self.elements if element == tag and name in found]


def study_of(rows: list[dict[str, object]], **tables: pl.DataFrame) -> Study:
    return prepare_study(load_corpus(pl.DataFrame(rows), name="five", **tables), focus="VN", reference="CN")


def all_of(study: Study) -> frozenset[str]:
    return frozenset(study.corpus.articles["article_id"])


def all_terms(study: Study) -> str:
    return terms_page(tables_of(study), study.occurrences(), paged=all_of(study))


def tables_of(study: Study) -> dict[str, pl.DataFrame]:
    return {name: make_table(study, name) for name in TABLES}


@pytest.fixture(scope="module")
def seeds_study() -> Study:
    return prepare_study("seeds", focus="VN", reference="CN")


@pytest.fixture(scope="module")
def seeds_pages(seeds_study: Study) -> dict[str, str]:
    study, made = seeds_study, tables_of(seeds_study)
    found = make_findings(study)
    methods = prose.methods_markdown(made, study.corpus, study.settings, list(study.other_choices()))
    return {
        **article_pages(study, found, paged=all_of(study)),
        "index.html": index_page(
            found, made, study.corpus, {}, [], methods, limits=[], notebooks={}, paged=all_of(study)
        ),
        "terms.html": terms_page(made, study.occurrences(), paged=all_of(study)),
        "concordance.html": concordance_page(made, study.corpus, paged=all_of(study)),
    }


# --- what every page keeps -------------------------------------------------------------------------


def test_every_page_forbids_scripts_and_loads_and_closes_what_it_opens(seeds_pages: dict[str, str]) -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"  # as docs/architecture.md promises: no script, no load
    for name, page in seeds_pages.items():
        reader = Reader(page)
        assert policy in reader.values("meta", "content"), name
        assert not {"script", "link", "iframe", "object", "form"} & {tag for tag, _ in reader.elements}
        assert reader.values("html", "lang") == ["en"]
        assert {"header", "nav", "main", "footer", "h1", "title"} <= {tag for tag, _ in reader.elements}
        assert all(source.startswith("data:image/png;base64,") for source in reader.values("img", "src"))


def test_headings_never_jump(seeds_pages: dict[str, str]) -> None:
    for name, page in seeds_pages.items():
        depths = [int(tag[1]) for tag, _ in Reader(page).elements if re.fullmatch("h[1-6]", tag)]
        assert depths[0] == 1 and depths.count(1) == 1, name
        assert all(later - earlier <= 1 for earlier, later in pairwise(depths)), name


def test_anchors_are_there_once_and_links_between_pages_lead_to_them(seeds_pages: dict[str, str]) -> None:
    readers = {name: Reader(page) for name, page in seeds_pages.items()}
    anchors = {}
    for name, reader in readers.items():
        ids = [found["id"] for _, found in reader.elements if "id" in found]
        assert len(ids) == len(set(ids)), name
        anchors[name] = set(ids)
    followed = 0
    for name, reader in readers.items():
        for address in reader.values("a", "href"):
            file, _, place = address.removeprefix("../").partition("#")
            if "/" in name and file and not address.startswith("../"):
                file = f"articles/{file}"
            if (file or name) in anchors and place:
                assert place in anchors[file or name], (name, address)
                followed += 1
    assert followed > 2000  # 933 terms, most with several links


def test_no_page_has_a_word_of_the_code(seeds_pages: dict[str, str]) -> None:
    """The five articles hold none of these words either."""
    for name, page in seeds_pages.items():
        assert INTERNAL.search(" ".join(Reader(page).seen)) is None, name


def test_the_same_study_gives_the_same_pages(seeds_study: Study, seeds_pages: dict[str, str]) -> None:
    again = prepare_study("seeds", focus="VN", reference="CN")
    assert all_terms(again) == seeds_pages["terms.html"]
    assert article_pages(again, make_findings(again), paged=all_of(again)) == {
        n: p for n, p in seeds_pages.items() if "/" in n
    }


# --- articles -----------------------------------------------------------------------------------------


def test_marks_nest_zone_sentence_passage() -> None:
    """Written out by hand: the passage begins inside the first sentence and ends inside the second."""
    text = "Title\n\nHe spoke. She left."
    marks = Marks(
        zones=[(0, 5, "headline")],
        sentences=[Sentence(0, 0, 5), Sentence(7, 7, 16), Sentence(17, 17, 26)],
        passages=[Passage(10, 20, "Wang · visit", 2)],
        quoted={17: [Quoted("../index.html#a", "finding 3")]},
    )
    assert marked_text(text, marks) == (
        '<span class="zone z-headline"><span class="label">headline </span><span class="s" id="s0">Title</span></span>'
        '\n\n<span class="s" id="s7">He <span class="label voice">Wang · visit </span><span class="v v2">spoke.</span></span>'
        '<span class="v v2"> </span><mark class="s" id="s17"><span class="v v2">She</span> left.</mark>'
        '<span class="label cited"> <a href="../index.html#a">finding 3</a></span>'
    )


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="aB.!”“—\"'\n\r <&>中 é", max_size=60).filter(str.strip), st.data())
def test_without_its_labels_a_marked_text_is_the_raw_text(text: str, data: st.DataObject) -> None:
    tokens = tokenize(load_corpus(pl.DataFrame({"text": [text]})))

    def spans() -> list[tuple[int, int]]:
        edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
        return list(zip(edges[::2], edges[1::2], strict=False))

    marks = Marks(
        zones=[(start, end, "<caption>") for start, end in spans()],
        sentences=next(sentences_by_article(tokens)),
        passages=[Passage(start, end, f"<b>{start}", 1) for start, end in spans()],
        quoted={},
    )
    reader = Reader(marked_text(text, marks))
    assert "".join(reader.text) == text
    assert [found["id"] for _, found in reader.elements if "id" in found] == [anchor(s.anchor) for s in marks.sentences]


def test_sentences_are_those_of_the_evidence_and_do_not_overlap(seeds_study: Study) -> None:
    tokens = seeds_study.tokens
    for row, sentences in enumerate(sentences_by_article(tokens)):
        text = tokens.corpus.articles["text"][row]
        own = np.flatnonzero(tokens.article == row)
        assert {s.anchor for s in sentences} == {sentence_bounds(tokens, int(at), text)[0] for at in own}
        assert all(a.end <= b.start for a, b in pairwise(sentences))
        assert sentence_starts(tokens, own[::7]) == [sentence_bounds(tokens, int(at), text)[0] for at in own[::7]]


def test_two_sentences_that_share_a_mark_stand_side_by_side() -> None:
    """Evidence gives the dash to both sentences; on a page the first ends where the second begins."""
    tokens = tokenize(load_corpus(pl.DataFrame({"text": ["谈。—好"]})))
    assert sentence_bounds(tokens, 0, "谈。—好") == (0, 3) and sentence_bounds(tokens, 1, "谈。—好") == (2, 4)
    assert next(sentences_by_article(tokens)) == [Sentence(0, 0, 2), Sentence(2, 2, 4)]


def test_an_article_says_what_is_unknown_and_links_to_web_addresses_only() -> None:
    rows = [
        {"text": "Talks.", "country": "VN", "url": "https://example.org/a?b&c"},
        {"text": "Talks.", "country": "CN", "url": "javascript:alert(1)"},
    ]
    study = study_of(rows)
    first, second = article_pages(study, (), paged=all_of(study)).values()
    assert '<a class="web" rel="noreferrer" href="https://example.org/a?b&amp;c">' in first
    assert "javascript" not in "".join(Reader(second).values("a", "href")) and "javascript:alert(1)" in second
    assert '<dt>outlet</dt><dd class="unknown">unknown</dd>' in first
    assert "<h1>Article 1</h1>" in first and '<div class="text" lang="und">' in first


def test_the_legend_counts_the_words_of_zones_and_voices() -> None:
    """By hand: five words in all, the voice speaks three of them; the bound name Việt Nam is one."""
    rows = [{"text": "Việt Nam said so. They left.", "country": "VN"}, {"text": "Left.", "country": "CN"}]
    variants = pl.DataFrame({"canonical": ["Vietnam"], "variant": ["Việt Nam"], "kind": ["spelling"]})
    passages = pl.DataFrame(
        {
            "article_id": ["1"],
            "start": [0],
            "end": [17],
            "voice": ["Lâm"],
            "event": ["visit"],
            "voice_class": ["official"],
        }
    )
    page = article_pages(study_of(rows, variants=variants, passages=passages), (), paged={"1"})["articles/1.html"]
    legend = re.findall(r'<th scope="row">([^<]+)</th><td class="n">(\d+)</td>', page)
    assert legend == [("part of the text: body", "5"), ("voice: official", "3"), ("voice not coded", "2")]
    assert '<span class="label voice">Lâm · visit </span>' in page


def test_an_article_lists_the_findings_that_quote_it_and_marks_their_sentences(
    seeds_study: Study, seeds_pages: dict[str, str]
) -> None:
    found = make_findings(seeds_study)
    for article_id in seeds_study.corpus.articles["article_id"]:
        page = seeds_pages[f"articles/{article_id}.html"]
        own = [q for f in found for q in (*f.quotes, *f.counter_quotes) if q.article_id == article_id]
        numbers = [n for n, f in enumerate(found, 1) if any(q in own for q in (*f.quotes, *f.counter_quotes))]
        assert [int(n) for n in re.findall(r">Finding (\d+)</a>:", page)] == numbers
        marked = set(re.findall(r'<mark class="s" id="(s\d+)">', page))
        assert marked == {anchor(quote.start) for quote in own}


# --- findings -----------------------------------------------------------------------------------------


def one_finding(**changes: object) -> Finding:
    fields = {
        "id": "more-a&b", "heading": "What <differs>?", "template": "“{term}” stands {n} times.",
        "choice_template": "Counted otherwise, {term} is gone.", "caveat_template": "Read {term} again.",
        "values": (
            Value("term", "contrast", (("term", "<b>rail"),), "term", "<b>rail"),
            Value("n", "contrast", (("term", "<b>rail"), ("side", "focus")), "n_focus", 2),
        ),
        "quotes": (Quote("1", 8, 20, "Talks began."),), "counter_quotes": (), "tier": "descriptive",
    }  # fmt: skip
    return Finding(**{**fields, **changes})  # type: ignore[arg-type]  # the fields are of several types


ROWS = [
    {
        "text": "First.\n\nTalks began. They <i>went</i> on.\n\nLast.",
        "country": "VN",
        "outlet": "VNS",
        "date": "2025-04-19",
    },
    {"text": "Rail first.", "country": "CN", "outlet": None, "date": None},
]


def shown(finding: Finding, *, note: str = "", pictures: Iterable[Picture] = ()) -> str:
    study = study_of(ROWS)
    made = tables_of(study)
    methods = "# How\n\nCounted \\_so\\_ &amp; so.\n\nNot shown: why they do."
    return index_page(
        (finding,), made, study.corpus, {finding.id: note}, tuple(pictures), methods,
        limits=["A <limit>."], notebooks={"01_corpus": "What is <in> it"}, paged=all_of(study),
    )  # fmt: skip


def test_a_finding_shows_its_sentence_quotation_source_and_paragraph() -> None:
    page = shown(one_finding())
    assert '<article class="finding" id="more-a&amp;b">' in page
    assert '<p class="claim">“&lt;b&gt;rail” stands 2 times.</p>' in page
    assert (
        "<p>Counted otherwise, &lt;b&gt;rail is gone.</p>" in page
        and "<p>Caveat: Read &lt;b&gt;rail again.</p>" in page
    )
    source = "article 1, VNS, 2025-04-19, voice: not coded, characters 8–20"
    assert f'— <a href="articles/1.html#s8">{source}</a>' in page
    assert '<div class="paragraph" lang="und"><mark>Talks began.</mark> They &lt;i&gt;went&lt;/i&gt; on.</div>' in page
    assert '<a href="tables/contrast.csv">tables/contrast.csv</a> (term &lt;b&gt;rail).' in page
    assert "Against it" not in page


def test_what_speaks_against_a_finding_stands_under_its_own_words() -> None:
    page = shown(one_finding(counter_quotes=(Quote("2", 0, 11, "Rail first."),)))
    before, _, after = page.partition('<p class="against">Against it</p>')
    assert "articles/1.html#s8" in before and "articles/2.html#s0" not in before and "articles/2.html#s0" in after


def test_the_interpretation_has_the_form_that_a_check_looks_for() -> None:
    empty = "<p>Interpretation (more-a&amp;b): <em>(yours to write, in notes.csv)</em></p>"
    assert empty in shown(one_finding())
    assert "<p>Interpretation (more-a&amp;b): Both &lt;say&gt; it.</p>" in shown(one_finding(), note="Both <say>\n it.")


def test_pictures_are_inside_the_page_with_their_words_and_size(seeds_pages: dict[str, str]) -> None:
    head = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (792).to_bytes(4) + (500).to_bytes(4)
    page = shown(one_finding(), pictures=[Picture("dots", head, 'A "dot" an article.'), Picture("x", b"", "None.")])
    first, second = (found for tag, found in Reader(page).elements if tag == "img")
    assert (first["alt"], first["width"], first["height"]) == ('A "dot" an article.', "792", "500")
    assert second == {"src": "data:image/png;base64,", "alt": "None."}
    assert page.index("part-figures") < page.index('alt="None."') and "part-figures" not in seeds_pages["index.html"]


def test_methods_are_read_back_and_what_is_not_shown_has_its_own_heading() -> None:
    page = shown(one_finding())
    assert "<p>Counted _so_ &amp; so.</p>" in page and "# How" not in page
    assert (
        '<h2 id="part-not-shown">What cannot be said</h2>\n<ul class="list">\n<li>A &lt;limit&gt;.</li>\n</ul>\n<p>And of no corpus like this: why they do.</p>'
        in page
    )


@given(st.text(min_size=1).filter(lambda text: text.split() and not re.match(r"[#*-]", text.strip())))
def test_markdown_is_read_back_as_it_was_before_it_was_made_safe(text: str) -> None:
    assert [block.lines for block in read_markdown(escape_markdown(text))] == [(" ".join(text.split()),)]


def test_a_paragraph_ends_at_blank_lines_or_where_a_page_can_show_no_more() -> None:
    text = "One.\r\n\r\nTwo a. Two b.\r\n\r\nThree."
    assert paragraph_around(text, 8, 14) == ("", " Two b.")
    assert paragraph_around(text, 15, 21) == ("Two a. ", "")
    assert paragraph_around("One.", 0, 4) == ("", "")
    before, after = paragraph_around("x" * 5000, 2000, 2010)
    assert before == "… " + "x" * 1200 and after == "x" * 1200 + " …"


# --- terms and lines ----------------------------------------------------------------------------------

FIVE = [
    {"text": "Talks. Rail came. Rail went on.", "country": "VN", "article_id": "a"},
    {"text": "Talks on.", "country": "VN", "article_id": "b"},
    {"text": "Talks. Trade talks.", "country": "CN", "article_id": "c"},
]


def cells(page: str, term: str) -> list[str]:
    row = re.search(rf'<tr><th scope="row" id="{term_anchor(term)}">.*?</tr>', page)
    assert row is not None
    return [html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row.group())]


def test_a_term_has_its_numbers_and_a_link_to_its_first_sentence_in_each_article() -> None:
    """By hand: rail twice among the 8 words of a and b, in two sentences, first at 7; talks twice against twice."""
    study = study_of(FIVE)
    page = all_terms(study)
    rail, talks = cells(page, "rail"), cells(page, "talks")
    assert rail[1:7] == ["2", "0", "250.0", "0.00", "1 : 0", "2 : 0"]
    assert rail[8:] == ['<a href="articles/a.html#s7">2</a>', "0", "0"]
    assert talks[5:7] == ["2 : 1", "2 : 2"]
    assert talks[8:] == [f'<a href="articles/{name}.html#s0">{n}</a>' for name, n in (("a", 1), ("b", 1), ("c", 2))]
    assert float(rail[7]) == pytest.approx(np.log2((2.5 / 8.5) / (0.5 / 3.5)), abs=0.005)  # Walter 1975


def test_with_many_articles_each_side_has_one_link_a_term() -> None:
    rows = [{"text": f"Rail word{n}. Talks.", "country": "VN" if n else "CN"} for n in range(terms.MOST_ARTICLES + 1)]
    study = study_of(rows)
    talks = cells(all_terms(study), "talks")
    assert talks[1:3] == ['<a href="articles/2.html#s12">12</a>', '<a href="articles/1.html#s12">1</a>']
    assert len(talks) == 8


def test_a_page_of_terms_holds_the_strongest_and_says_where_all_are(monkeypatch: pytest.MonkeyPatch) -> None:
    study = study_of(FIVE)
    made = tables_of(study)
    monkeypatch.setattr(terms, "MOST_TERMS", 2)
    page = terms_page(made, study.occurrences(), paged=all_of(study))
    assert re.findall(r'<th scope="row" id="t-(\w+)">', page) == made["contrast"]["term"].head(2).to_list()
    assert 'The strongest 2 of 6 terms; all are in <a href="tables/contrast.csv">' in page


def test_headers_of_terms_span_their_columns() -> None:
    study = study_of(FIVE)
    reader = Reader(all_terms(study))
    groups = [found["colspan"] for tag, found in reader.elements if found.get("scope") == "colgroup"]
    assert groups == ["2", "2", "2", "1"]  # times, rates, the articles of the two sides


def test_every_line_of_a_term_links_to_its_sentence(seeds_study: Study, seeds_pages: dict[str, str]) -> None:
    lines = make_table(seeds_study, "lines")
    links = re.findall(r'<a class="hit" href="([^"]+)">', seeds_pages["concordance.html"])
    shown_lines = pl.concat(
        [part.head(concordance.MOST_LINES) for part in lines.partition_by("term", maintain_order=True)]
    )
    assert links == [sentence_link(*row) for row in shown_lines.select("article_id", "sentence_start").rows()]
    assert "The first 200 of 381 lines" in seeds_pages["concordance.html"]  # “the”, as in frequencies.csv


def test_a_line_says_whose_it_is_and_what_name_it_is_part_of() -> None:
    row = {
        "article_id": "x", "outlet": None, "date": None, "voice": None, "zone": "caption", "inside": "Party <Committee>",
        "left": "the ", "node": "<Party", "right": " met", "sentence_start": 3, "term": "party",
    }  # fmt: skip
    study = study_of(FIVE)
    made = tables_of(study)
    row["term"] = made["contrast"]["term"][0]
    page = concordance_page({**made, "lines": pl.DataFrame([row])}, study.corpus, paged={"x"})
    assert '<span class="left">the </span><a class="hit" href="articles/x.html#s3">&lt;Party</a>' in page
    source = "article x, outlet unknown, date unknown, voice: not coded, caption, in the name “Party &lt;Committee&gt;”"
    assert f'<p class="source">{source}</p>' in page


# --- names and addresses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        " https://a.org",
        "https://a.org\n",
        "//a.org",
        "ftp://a.org",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert web_address(address) is None
    assert web_address("HTTPS://a.org/x") == "HTTPS://a.org/x"


@given(st.lists(st.text(alphabet="aB-_ <>\"'việt中", min_size=1), min_size=2, unique=True))
def test_terms_have_anchors_of_their_own_without_spaces(names: list[str]) -> None:
    anchors = [term_anchor(name) for name in names]
    assert len(set(anchors)) == len(names)
    assert all(re.fullmatch(r"t-[\w-]+", name) for name in anchors)


def test_a_language_that_is_none_is_undetermined() -> None:
    assert [language_code(code) for code in ("vi", "zh-Hans", "", None, "English", "e n")] == [
        "vi",
        "zh-Hans",
        *["und"] * 4,
    ]


def test_pages_of_articles_lie_under_their_own_names() -> None:
    rows = [{"text": "Talks.", "country": c, "article_id": i} for c, i in (("VN", "../x"), ("CN", "X"))]
    made = article_pages(study_of(rows), (), paged={"../x", "X"})
    assert list(made) == [f"articles/{page_name(name)}.html" for name in ("../x", "X")]


def test_what_has_no_page_is_linked_nowhere() -> None:
    """Of many articles only the quoted ones have a page: terms, lines, neighbours and the list of articles know it."""
    study = study_of(FIVE)
    made = tables_of(study)
    shown_pages = article_pages(study, (), paged={"a", "c"})
    assert list(shown_pages) == ["articles/a.html", "articles/c.html"]
    index = index_page((), made, study.corpus, {}, [], "# How", limits=[], notebooks={}, paged={"a", "c"})
    every = [
        *shown_pages.values(), index, terms_page(made, study.occurrences(), paged={"a", "c"}),
        concordance_page(made, study.corpus, paged={"a", "c"}),
    ]  # fmt: skip
    assert "The 2 articles that findings quote, of 3;" in index
    named = {name for page in every for name in re.findall(r'href="(?:articles/)?(\w)\.html[#"]', page)}
    assert named == {"a", "c"}
    assert '<b class="hit">' in every[-1]


def test_the_first_page_says_what_cannot_be_said_and_names_the_notebooks() -> None:
    page = shown(one_finding())
    assert "<li>A &lt;limit&gt;.</li>" in page
    assert '<a href="notebooks/01_corpus.html">What is &lt;in&gt; it</a>' in page
