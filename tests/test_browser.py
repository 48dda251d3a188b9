"""The pages of a report in a browser without a network: nothing loads, nothing runs, every link lands, all can read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import polars as pl
import pytest
from browser import Opened, audit, open_offline, start_browser
from playwright.sync_api import Browser
from project import ROOT

from framing import figures, prose
from framing.claims import Finding, Value
from framing.corpus import Corpus, load_corpus
from framing.evidence import Quote
from framing.limits import state_limits
from framing.links import page_name
from framing.pages import Picture, article_pages, concordance_page, index_page, terms_page
from framing.recipe import TABLES, make_figure, make_findings, make_table, prepare_study

pytestmark = pytest.mark.slow

SCRIPT = '<script>document.title="gone"</script>'
IMAGE = "<img src=x onerror=alert(1)>"
LINK = "](javascript:alert(1)) [a](javascript:alert(2)"
HOSTILE = f"{SCRIPT} {IMAGE} {LINK} met in Hanoi."
SHORTENED = """() => document.querySelectorAll('tbody tr:nth-child(n+26), section.term:nth-of-type(n+26)')
    .forEach(row => row.remove())"""  # axe takes a minute for all terms
TEXT_WITHOUT_LABELS = """element => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll('.label').forEach(label => label.remove());
    return copy.textContent;
}"""


@dataclass(frozen=True)
class Site:
    """The pages of one corpus on disk, with what they were made from."""

    folder: Path
    corpus: Corpus
    findings: tuple[Finding, ...]

    @property
    def names(self) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))

    def texts(self) -> list[tuple[str, str]]:
        return self.corpus.articles.select("article_id", "text").rows()


def hostile_corpus() -> Corpus:
    """Three articles in which everything a stranger writes is an attack, offsets and Windows line ends among it."""
    texts = [f"{HOSTILE}\r\n\r\nThe rail talks went on. Rail came first.", f"Rail, said he. {HOSTILE}", HOSTILE]
    rows = pl.DataFrame(
        {
            "article_id": ["../../x", IMAGE, "con"],
            "text": texts,
            "country": ["VN", "VN", "CN"],
            "language": ["en"] * 3,
            "title": [SCRIPT, None, LINK],
            "outlet": [IMAGE, "javascript:alert(1)", SCRIPT],
            "genre": [LINK, SCRIPT, IMAGE],
            "url": ["javascript:alert(1)", "https://example.org/?a=1&b=2", "data:text/html,<script>alert(1)</script>"],
        }
    )
    variants = pl.DataFrame(
        {"canonical": [SCRIPT], "variant": ["rail"], "kind": ["translation"], "language": ["en"], "note": [IMAGE]}
    )
    passages = pl.DataFrame(
        {"article_id": ["../../x"], "start": [5], "end": [len(HOSTILE)], "voice": [SCRIPT], "event": [IMAGE]}
    )
    return load_corpus(rows, variants=variants, passages=passages, name=SCRIPT)


def hostile_findings(corpus: Corpus) -> tuple[Finding, ...]:
    texts = dict(corpus.articles.select("article_id", "text").iter_rows())
    start = texts["../../x"].index("The rail")
    end = texts["../../x"].index(" Rail came")
    quote = Quote("../../x", start, end, texts["../../x"][start:end])
    value = Value("term", "contrast", (("term", SCRIPT),), "term", SCRIPT)
    texts_of = ("“{term}” " + IMAGE, "Choice {term}.", "Caveat {term}.")
    return (Finding("x<script>\"'&", IMAGE, *texts_of, (value,), (quote,), (quote,), "descriptive"),)


def build(folder: Path, corpus: Corpus, found: tuple[Finding, ...]) -> Site:
    study = prepare_study(corpus, focus="VN", reference="CN")
    tables = {name: make_table(study, name) for name in TABLES}
    drawing = make_figure(study, "top_terms")
    picture = Picture("top_terms", figures.figure_bytes(drawing.figure, "png", dpi=50), drawing.alt)
    methods = prose.methods_markdown(tables, corpus, study.settings, list(study.other_choices()))
    notes = {finding.id: HOSTILE for finding in found[:1]}
    paged = frozenset(corpus.articles["article_id"])
    pages: Mapping[str, str] = {
        **article_pages(study, found, paged=paged),
        "index.html": index_page(
            found,
            tables,
            corpus,
            notes,
            [picture, picture],
            methods,
            limits=state_limits(tables),
            notebooks={"01_corpus": HOSTILE},
            paged=paged,
        ),
        "terms.html": terms_page(tables, study.occurrences(), paged=paged),
        "concordance.html": concordance_page(tables, corpus, paged=paged),
    }
    for name, page in pages.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(page.encode())
    return Site(folder, corpus, found)


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    hostile, seeds = hostile_corpus(), load_corpus(ROOT / "seeds")
    return {
        "seeds": Site(
            ROOT / "outputs" / "seeds", seeds, make_findings(prepare_study(seeds, focus="VN", reference="CN"))
        ),
        "hostile": build(tmp_path_factory.mktemp("hostile"), hostile, hostile_findings(hostile)),
    }


@pytest.fixture(params=["seeds", "hostile"])
def site(request: pytest.FixtureRequest, sites: dict[str, Site]) -> Site:
    return sites[request.param]


@pytest.fixture(scope="module")  # closed with this file: its event loop must not meet that of the notebooks
def browser() -> Iterator[Browser]:
    with start_browser() as started:
        yield started


def assert_quiet(opened: Opened, name: str) -> None:
    assert opened.failures == [], name
    assert opened.outside == [], name
    assert opened.complaints == [], name


def test_pages_load_and_run_nothing_and_say_what_their_pictures_show(site: Site, browser: Browser) -> None:
    for name in site.names:
        with open_offline(browser, site.folder / name) as opened:
            page = opened.page
            assert_quiet(opened, name)
            assert [address for address in opened.requests if address.startswith("file:")] == [page.url]
            assert page.evaluate("document.scripts.length") == 0
            assert "gone" not in page.title() or SCRIPT in page.title()
            alts = page.eval_on_selector_all("img", "all => all.map(one => one.alt)")
            assert all(len(alt.split()) > 5 and alt.endswith(".") for alt in alts), (name, alts)
            assert bool(alts) == (name == "index.html" or name.startswith("notebooks/")), name


def test_axe_finds_nothing_serious(site: Site, browser: Browser) -> None:
    for name in site.names:
        with open_offline(browser, site.folder / name) as opened:
            opened.page.evaluate(SHORTENED)
            assert audit(opened.page) == [], name


def test_the_audit_does_find_what_is_wrong(tmp_path: Path, browser: Browser) -> None:
    path = tmp_path / "bad.html"
    path.write_text("<!DOCTYPE html><html><body><img src='data:,'><p style='color:#ccc'>pale</p>", encoding="utf-8")
    with open_offline(browser, path) as opened:
        rules = {line.split(" at ")[0] for line in audit(opened.page)}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= rules


def test_every_quotation_lands_on_its_sentence(site: Site, browser: Browser) -> None:
    with open_offline(browser, site.folder / "index.html") as opened:
        links = opened.page.eval_on_selector_all(
            "blockquote + .under .source a",
            "all => all.map(one => [one.href, one.closest('.under').previousElementSibling.textContent])",
        )
        expected = [quote.text for f in site.findings for quote in (*f.quotes, *f.counter_quotes)]
        assert [text.strip() for _, text in links] == expected and links
        for href, text in dict(links).items():
            opened.page.goto(href)
            target = opened.page.locator(":target")
            assert target.count() == 1, href
            assert text.strip() in target.evaluate(TEXT_WITHOUT_LABELS)
            assert target.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


def test_links_within_the_report_lead_somewhere(site: Site, browser: Browser) -> None:
    anchors: dict[str, set[str]] = {}
    links: dict[str, list[str]] = {}
    for name in site.names:
        with open_offline(browser, site.folder / name) as opened:
            ids = opened.page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
            assert len(ids) == len(set(ids)), name
            anchors[name] = set(ids)
            links[name] = opened.page.eval_on_selector_all("a", "all => all.map(one => one.href)")
    base = f"{site.folder.resolve().as_uri()}/"
    for name, addresses in links.items():
        for address in sorted(set(addresses)):
            if address == "https://example.org/?a=1&b=2":
                continue
            assert address.startswith(base), (name, address)
            file, _, anchor = unquote(address.removeprefix(unquote(base))).partition("#")
            if file in anchors:
                assert not anchor or anchor in anchors[file], (name, address)
            else:
                assert (ROOT / "outputs" / "seeds" / file).is_file(), (name, address)


def test_the_text_on_the_page_is_the_raw_text(site: Site, browser: Browser) -> None:
    for article_id, text in site.texts():
        with open_offline(browser, site.folder / "articles" / f"{page_name(article_id)}.html") as opened:
            assert opened.page.locator(".text").evaluate(TEXT_WITHOUT_LABELS) == text


def test_what_is_selected_for_copying_is_the_raw_text(sites: dict[str, Site], browser: Browser) -> None:
    seeds = sites["seeds"]
    for article_id, text in seeds.texts():
        with open_offline(browser, seeds.folder / "articles" / f"{page_name(article_id)}.html") as opened:
            selected = opened.page.evaluate(
                "() => { getSelection().selectAllChildren(document.querySelector('.text')); return getSelection().toString() }"
            )
        assert selected.strip() == text.strip()


def test_hostile_text_shows_as_text(sites: dict[str, Site], browser: Browser) -> None:
    hostile = sites["hostile"]
    for name in hostile.names:
        with open_offline(browser, hostile.folder / name) as opened:
            page = opened.page
            assert page.evaluate("[...document.images].every(one => one.src.startsWith('data:'))")
            assert page.evaluate("document.querySelectorAll('[onerror], [onclick], iframe, form').length") == 0
            hrefs = page.eval_on_selector_all("a", "all => all.map(one => one.protocol)")
            assert set(hrefs) <= {"file:", "https:"}, name
    with open_offline(browser, hostile.folder / "index.html") as opened:
        shown = opened.page.locator("main").text_content() or ""
        assert opened.page.title() == f"What the articles in “{SCRIPT}” show"
    assert all(attack in shown for attack in (SCRIPT, IMAGE, LINK))
    for name in ("terms.html", "concordance.html"):
        with open_offline(browser, hostile.folder / name) as opened:
            assert SCRIPT in (opened.page.locator("main").text_content() or "")  # the term that “rail” is merged into


@pytest.mark.parametrize("width", [360, 800])
def test_pages_fit_narrow_screens(site: Site, browser: Browser, width: int) -> None:
    for name in site.names:
        with open_offline(browser, site.folder / name, width=width) as opened:
            assert opened.page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_print_opens_the_paragraphs(sites: dict[str, Site], browser: Browser) -> None:
    with open_offline(browser, sites["seeds"].folder / "index.html") as opened:
        paragraph = opened.page.locator(".paragraph").first
        assert not paragraph.is_visible()
        opened.page.emulate_media(media="print")
        assert paragraph.evaluate("one => one.getBoundingClientRect().height") > 0
