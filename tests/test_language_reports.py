"""Reports on Vietnamese and Chinese articles, from the texts to the pages, and one report for each language of a corpus.

The numbers expected were counted by hand in the corpora of tests/corpora; they stand in the README.md beside each. The
corpus of several languages holds both, and one English article that has nothing to be compared with.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import polars as pl
import pytest
from browser import open_offline, start_browser
from project import ROOT

from framing.__main__ import main
from framing.corpus import load_corpus
from framing.errors import FigureError, ReportError, SettingsError
from framing.explorer import index_terms, show_term
from framing.naming import count_names, inside_names
from framing.occurrences import find_occurrences
from framing.outputs import hash_tree, read_csv, replace_report, write_files_json
from framing.pages import LanguageRow, languages_page
from framing.recipe import make_table, methods_text, prepare_study
from framing.report import check_all, languages
from framing.report.check import Verdict
from framing.report.check_all import check_reports
from framing.report.language_folders import language_reports, refuse_foreign
from framing.report.languages import LanguagePlans, plan_reports, run_reports
from framing.report.run import Plan, Wanted
from framing.tables import can_speak, contrast_language
from framing.tokens import segmenting, tokenize

CORPORA = ROOT / "tests" / "corpora"
SIDES = (("focus", "VN"), ("reference", "CN"))
PLANTED = {  # by language: term, times in Vietnamese articles, times in Chinese articles
    "vi": (("minh bạch", 12, 1), ("vận mệnh", 1, 12), ("biển đông", 3, 0), ("nam hải", 0, 3)),
    "zh": (("透明", 12, 1), ("命运", 1, 12), ("东海", 3, 0), ("南海", 0, 3)),
}
EACH = {  # times in vn1 … vn6, cn1 … cn6
    "minh bạch": [2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 1, 0], "vận mệnh": [0, 0, 0, 0, 1, 0, 2, 2, 2, 2, 2, 2],
    "透明": [2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 1, 0], "命运": [0, 0, 0, 1, 0, 0, 2, 2, 2, 2, 2, 2],
}  # fmt: skip
LANGUAGES = sorted(PLANTED)


def both_corpora(place: Path) -> Path:
    """The two small corpora in one folder, with the rules of both, and an English article of one side."""
    (place / "articles").mkdir(parents=True)
    frames, variants, zones = [], [], []
    for code in LANGUAGES:
        own = CORPORA / code
        frame = pl.read_csv(own / "articles.csv", infer_schema=False)
        for name in frame["file"]:
            shutil.copy(own / "articles" / name, place / "articles" / f"{code}-{name}")
        named = [pl.format("{}-{}", pl.lit(code), pl.col(column)).alias(column) for column in ("article_id", "file")]
        frames.append(frame.with_columns(named))
        variants.append(pl.read_csv(own / "variants.csv", infer_schema=False))
        zones.append((own / "zones.toml").read_text(encoding="utf-8"))
    (place / "articles" / "en.txt").write_text("The railway will open next year.", encoding="utf-8")
    english = pl.DataFrame({"article_id": ["en"], "file": ["en.txt"], "country": ["VN"], "language": ["en"]})
    pl.concat([*frames, english], how="diagonal").write_csv(place / "articles.csv")
    pl.concat(variants).write_csv(place / "variants.csv")
    (place / "zones.toml").write_text("\n".join(zones), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return both_corpora(tmp_path_factory.mktemp("languages") / "news")


@pytest.fixture(scope="module")
def reports(corpus: Path) -> Path:
    """What `framing run` makes of the corpus without being told a language."""
    out = corpus.with_name("out")
    plan = plan_reports(corpus, pairs=SIDES)
    assert isinstance(plan, LanguagePlans)
    assert run_reports(plan, out) == []
    return out


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """The command in this process: its exit code, what it prints and what it complains of."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["framing", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


def made_by(packages: str) -> str:
    return ", ".join(f"{package} {version(package)}" for package in packages.split(", "))


def without_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmenting, "_installed", lambda package: False)


def table(report: Path, name: str) -> pl.DataFrame:
    return read_csv(report / "tables" / f"{name}.csv")


# --- a report in each language --------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_planted_words_have_the_numbers_that_were_counted_by_hand(reports: Path, code: str) -> None:
    contrast = table(reports / code, "contrast").select("term", "n_focus", "n_reference")
    numbers = {term: (int(focus), int(reference)) for term, focus, reference in contrast.iter_rows()}
    assert {term: numbers[term] for term, _, _ in PLANTED[code]} == {t: (a, b) for t, a, b in PLANTED[code]}
    assert set(contrast["term"][:2]) == {term for term, _, _ in PLANTED[code][:2]}  # strongest first
    dots = table(reports / code, "dots")
    for term, _, _ in PLANTED[code][:2]:
        n = dict(dots.filter(pl.col("term") == term).select("article_id", "n").iter_rows())
        ids = [f"{code}-{side}{number}" for side in ("vn", "cn") for number in range(1, 7)]
        assert [int(n[article]) for article in ids] == EACH[term]


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_first_findings_are_the_planted_words_and_their_quotations_hold_them(reports: Path, code: str) -> None:
    findings = json.loads((reports / code / "findings.json").read_text(encoding="utf-8"))
    for finding, (term, _, _), side in zip(findings[:2], PLANTED[code][:2], ("VN", "CN"), strict=True):
        assert finding["id"] == f"more-in-{side}-{term.replace(' ', '-')}"
        assert finding["quotes"]
        assert all(term in quote["text"].lower() for quote in finding["quotes"])


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_names_of_one_sea_are_counted_whatever_words_the_segmenter_makes(reports: Path, code: str) -> None:
    naming = table(reports / code, "naming").filter(pl.col("choice") == "as reported")
    found = {name.lower(): (n, m) for name, n, m in naming.select("name", "n_focus", "n_reference").iter_rows()}
    assert {term: found[term] for term, _, _ in PLANTED[code][2:]} == {
        term: (str(focus), str(reference)) for term, focus, reference in PLANTED[code][2:]
    }


@pytest.mark.slow
def test_a_chinese_phrase_is_counted_in_words(reports: Path) -> None:
    """By hand: 命运 stands 13 times, of which 3 not in 命运共同体 (cn3, cn4, cn6); vn4 has it and all six Chinese articles."""
    phrases = table(reports / "zh", "phrases").filter(pl.col("phrase") == "命运 共同体")
    assert phrases.select("n", "articles", "articles_focus", "articles_reference").row(0) == ("10", "7", "1", "6")
    beside = table(reports / "zh", "collocates").filter(pl.col("term") == "命运", pl.col("collocate") == "共同体")
    assert int(beside["n_joint"][0]) == 10


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_concordance_lines_are_the_text_where_they_stand(reports: Path, corpus: Path, code: str) -> None:
    texts = dict(load_corpus(corpus).articles.select("article_id", "text").iter_rows())
    lines = table(reports / code, "lines")
    assert lines.height > 100
    for row in lines.iter_rows(named=True):
        text, start, end = texts[row["article_id"]], int(row["start"]), int(row["end"])
        left, right = row["left"].removeprefix("'"), row["right"].removeprefix("'")
        assert text[start:end] == row["node"].removeprefix("'")
        assert text[start - len(left) : end + len(right)] == left + text[start:end] + right
    assert len(lines.filter(pl.col("term") == PLANTED[code][0][0])) == 13


@pytest.mark.slow
def test_a_chinese_sentence_ends_at_its_full_stop_and_nowhere_before(reports: Path, corpus: Path) -> None:
    texts = dict(load_corpus(corpus).articles.select("article_id", "text").iter_rows())
    lines = table(reports / "zh", "lines").filter(pl.col("zone") == "body")
    for article, start, end in lines.select("article_id", "sentence_start", "sentence_end").unique().iter_rows():
        sentence = texts[article][int(start) : int(end)]
        assert re.fullmatch(r"[^。！？]*[。！？][”’」』）]*", sentence), sentence


@pytest.mark.slow
def test_the_chinese_concordance_page_has_no_space_that_the_text_has_not(reports: Path, corpus: Path) -> None:
    texts = "\n".join(load_corpus(corpus).articles["text"])
    page = (reports / "zh" / "concordance.html").read_text(encoding="utf-8")
    lines = re.findall(r'<p class="kwic" lang="zh">(.*?)</p>', page)
    assert len(lines) > 100
    assert [line for line in lines if html.unescape(re.sub(r"<[^>]+>", "", line)) not in texts] == []


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_titles_terms_and_texts_say_their_language(reports: Path, code: str) -> None:
    report = reports / code
    assert (
        len(re.findall(rf'<a href="articles/[^"]+" lang="{code}">', (report / "index.html").read_text("utf-8"))) == 12
    )
    terms = (report / "terms.html").read_text("utf-8")
    assert terms.count('<th scope="row"') == terms.count(f'lang="{code}"') > 300
    concordance = (report / "concordance.html").read_text("utf-8")
    assert concordance.count("<h2 ") == len(re.findall(rf'<h2 id="[^"]+" lang="{code}">', concordance)) > 50
    for page in (report / "articles").glob("*.html"):
        assert f'<div class="text" lang="{code}">' in page.read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_no_figure_holds_the_box_of_a_missing_glyph(reports: Path, code: str) -> None:
    """matplotlib names the outline of a glyph by font and number in it; number 0 is the box in every font."""
    pictures = sorted((reports / code / "figures").glob("*.svg"))
    glyphs = [re.findall(r'<path id="([\w-]+)-([0-9a-f]+)"', picture.read_text("utf-8")) for picture in pictures]
    assert len(pictures) >= 10
    assert all(glyphs)
    assert [number for drawn in glyphs for _, number in drawn if int(number, 16) == 0] == []
    chinese = [font for drawn in glyphs for font, _ in drawn if "CJK" in font]
    assert bool(chinese) == (code == "zh")


@pytest.mark.slow
@pytest.mark.parametrize(("code", "package"), [("vi", "underthesea"), ("zh", "rjieba, opencc")])
def test_the_segmenter_and_its_version_are_recorded(reports: Path, code: str, package: str) -> None:
    listed = json.loads((reports / code / "files.json").read_text("utf-8"))
    tool = made_by(package)
    assert listed["versions"][f"words ({code})"] == tool
    assert listed["parameters"]["language"] == code
    assert tool in (reports / code / "methods.md").read_text("utf-8")


# --- several languages ----------------------------------------------------------------------------


@pytest.mark.slow
def test_each_language_with_both_sides_has_a_report_and_the_first_page_says_which_has_not(reports: Path) -> None:
    assert sorted(entry.name for entry in reports.iterdir()) == ["index.html", "vi", "zh"]
    with start_browser() as browser, open_offline(browser, reports / "index.html") as opened:
        rows = [row.inner_text().split("\t") for row in opened.page.locator("tbody tr").all()]
        assert rows == [
            ["English (en)", "1", "0", "none: no Chinese article to compare with"],
            ["Vietnamese (vi)", "6", "6", "What the articles in Vietnamese (vi) show"],
            ["Chinese (zh)", "6", "6", "What the articles in Chinese (zh) show"],
        ]
        opened.page.get_by_text("What the articles in Chinese (zh) show").click()
        assert opened.page.url == (reports / "zh" / "index.html").as_uri()
        assert opened.complaints == opened.failures == opened.outside == []


@pytest.mark.slow
def test_a_report_of_several_is_the_report_that_its_language_alone_gives(
    reports: Path, corpus: Path, tmp_path: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    sides = ("-p", "focus", "VN", "-p", "reference", "CN")
    code, said, _ = command("run", corpus, "--out", tmp_path / "zh", *sides, "-p", "language", "zh")
    assert (code, "open" in said) == (0, True)
    assert hash_tree(tmp_path / "zh") == hash_tree(reports / "zh")


@pytest.mark.slow
def test_all_reports_are_checked_and_an_edit_of_one_is_named_with_its_language(
    reports: Path, corpus: Path, tmp_path: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    copy = shutil.copytree(reports, tmp_path / "out")
    edited = copy / "vi" / "methods.md"
    edited.write_text(edited.read_text("utf-8").replace("syllables", "letters"), encoding="utf-8")
    (copy / "index.html").write_text("<!DOCTYPE html>", encoding="utf-8")
    code, _, complaints = command("check", copy, "--corpus", corpus)
    lines = complaints.splitlines()
    assert code == 1
    assert [line.split(":")[1].strip() for line in lines[:-1]] == ["vi/methods.md", "vi/methods.md", "index.html"]
    assert "does not hold (3 problem(s))" in lines[-1]


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_check_without_the_segmenter_is_one_line_that_names_the_package(
    reports: Path,
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: Callable[..., tuple[int, str, str]],
    code: str,
) -> None:
    without_packages(monkeypatch)
    ended, _, complaints = command("check", reports / code, "--corpus", corpus)
    assert ended == 1
    assert complaints.count("\n") == 1
    package, instead = {"vi": ("underthesea", "syllables"), "zh": ("rjieba, opencc", "character bigrams")}[code]
    assert f"were made by {made_by(package)}, and here they would be {instead}; " in complaints
    assert f'pip install "framing[{code}]"' in complaints


def frame_of(*articles: tuple[str | None, str]) -> pl.DataFrame:
    """Articles by language and country."""
    return pl.DataFrame(
        [(f"rail talks {number}", *article) for number, article in enumerate(articles)],
        schema={"text": pl.String, "language": pl.String, "country": pl.String},
        orient="row",
    )


def planned(place: Path, frame: pl.DataFrame, *pairs: tuple[str, str]) -> Plan | LanguagePlans:
    frame.write_csv(place / "c.csv")
    return plan_reports(place / "c.csv", pairs=[*SIDES, *pairs])


def test_one_language_is_one_report_as_ever(tmp_path: Path) -> None:
    assert isinstance(planned(tmp_path, frame_of(("en", "VN"), ("en", "CN"), ("vi", "JP"))), Plan)
    several = frame_of(("en", "VN"), ("en", "CN"), ("vi", "VN"), ("vi", "CN"))
    assert isinstance(planned(tmp_path, several, ("language", "vi")), Plan)
    plans = planned(tmp_path, several)
    assert isinstance(plans, LanguagePlans)
    assert {code: plan.parameters["language"] for code, plan in plans.plans.items()} == {"en": "en", "vi": "vi"}


@pytest.mark.parametrize(
    ("articles", "said"),
    [
        (
            [("en", "VN"), ("en", "VN"), ("vi", "VN"), ("zh", "CN")],
            "no language has articles of both sides, and languages are never pooled: en has 2 of 'VN' and 0 of 'CN', "
            "vi has 1 of 'VN' and 0 of 'CN', zh has 0 of 'VN' and 1 of 'CN'",
        ),
        (
            [("en", "VN"), ("en", "CN"), ("vi", "VN"), (None, "CN")],
            "1 article(s) of 'VN' and 'CN' have no language, the others several; fill in the column language",
        ),
        ([("en", "VN"), ("en", "CN"), (None, "CN")], "several languages ((unknown), en), which are never pooled"),
        ([("en", "VN"), ("vi", "VN")], "reference 'CN' is no country"),
        ([("../en", "VN"), ("../en", "CN"), ("vi", "VN")], "language '../en' of the corpus cannot name a folder"),
        ([("EN", "VN"), ("EN", "CN"), ("en", "VN"), ("en", "CN")], "language 'EN' of the corpus cannot name a folder"),
    ],
)
def test_languages_that_give_no_report_are_refused_with_what_each_has(
    tmp_path: Path, articles: list[tuple[str | None, str]], said: str
) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        planned(tmp_path, frame_of(*articles))


def test_a_folder_that_holds_anything_else_is_not_written_into(
    tmp_path: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    frame_of(("en", "VN"), ("en", "CN"), ("vi", "VN"), ("vi", "CN")).write_csv(tmp_path / "c.csv")
    out = tmp_path / "out"
    out.mkdir()
    for name, content in (("index.html", "a page of mine"), ("thesis.docx", "years of work")):
        (out / name).write_text(content, encoding="utf-8")
        code, _, complaints = command(
            "run", tmp_path / "c.csv", "--out", out, "-p", "focus", "VN", "-p", "reference", "CN"
        )
        assert (code, complaints.count("\n")) == (1, 1)
        assert f"holds {name}, which is no report of a language" in complaints
        assert (out / name).read_text("utf-8") == content
        (out / name).unlink()
    assert language_reports(out) == {}


def test_what_a_system_leaves_in_a_folder_keeps_no_run_out(tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (tmp_path / name).write_bytes(b"\0")
    refuse_foreign(tmp_path)
    (tmp_path / "notes.db").write_bytes(b"\0")
    with pytest.raises(ReportError, match=r"holds notes\.db"):
        refuse_foreign(tmp_path)


def dated(*articles: tuple[str, str, int]) -> pl.DataFrame:
    """Articles by language, country and day of May."""
    frame = frame_of(*((language, country) for language, country, _ in articles))
    return frame.with_columns(pl.Series("date", [f"2025-05-{day:02d}" for _, _, day in articles]))


ENGLISH = [("en", "VN", 1), ("en", "VN", 2), ("en", "VN", 4), ("en", "CN", 2), ("en", "CN", 3), ("en", "CN", 9)]


def test_the_page_of_languages_has_the_numbers_of_the_reports_it_leads_to(tmp_path: Path) -> None:
    """By hand: the English days of both sides are 2 to 4, with two articles of three each; the Vietnamese share none."""
    apart = [("vi", "VN", 1), ("vi", "VN", 2), ("vi", "CN", 8), ("vi", "CN", 9)]
    plans = planned(tmp_path, dated(*ENGLISH, *apart, ("zh", "VN", 3)), ("period", "shared"))
    assert isinstance(plans, LanguagePlans)
    assert list(plans.plans) == ["en"]
    assert [(row.language, row.focus, row.reference) for row in plans.rows] == [
        ("en", 2, 2),
        ("vi", 2, 2),
        ("zh", 1, 0),
    ]
    page = plans.page({})
    assert '<td class="n">2</td><td class="n">2</td><td><a href="en/index.html">' in page
    assert (
        "none: period &#39;shared&#39;: no article of country &#39;VN&#39; falls into days that both sides have" in page
    )
    assert "none: no Chinese article to compare with" in page


def test_where_no_language_can_be_compared_the_run_is_refused_with_the_reason_of_each(tmp_path: Path) -> None:
    apart = [(code, side, day) for code in ("en", "vi") for side, day in (("VN", 1), ("CN", 9 if code == "en" else 8))]
    with pytest.raises(SettingsError, match=r"language 'en': period 'shared'.*9.*; language 'vi': period 'shared'.*8"):
        planned(tmp_path, dated(*apart), ("period", "shared"))
    with pytest.raises(SettingsError, match=r"^strata"):  # what holds for all is said once
        planned(tmp_path, dated(*apart), ("strata", "nowhere"))


def test_the_unknown_group_has_reports_by_language_too(tmp_path: Path) -> None:
    frame_of(("en", "VN"), ("en", ""), ("vi", "VN"), ("vi", "")).write_csv(tmp_path / "c.csv")
    plans = plan_reports(tmp_path / "c.csv", pairs=[("focus", "VN"), ("reference", "(unknown)")])
    assert isinstance(plans, LanguagePlans)
    assert list(plans.plans) == ["en", "vi"]


@pytest.fixture
def stopping(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Languages whose run stops; of the others an empty report is written, and a check of one finds nothing wrong."""
    stops: set[str] = set()

    def run_report(plan: Plan, out: Path, **_: object) -> None:
        if out.name in stops:
            raise ReportError(
                f"04_words.ipynb: no font\nof {out.name} draws <ก> (kept in {out.name}.failed/04.ipynb; it stays)"
            )
        with replace_report(out) as staging:
            corpus = {"name": plan.corpus.name, "fingerprint": ""}
            write_files_json(staging, corpus=corpus, parameters=plan.parameters, versions={}, kind={})

    monkeypatch.setattr(languages, "run_report", run_report)
    monkeypatch.setattr(check_all, "check_report", lambda folder, corpus: Verdict(compared="byte for byte"))
    return stops


RUN = ("-p", "focus", "VN", "-p", "reference", "CN")


def test_a_language_whose_run_stops_keeps_no_other_from_its_report(
    tmp_path: Path, stopping: set[str], command: Callable[..., tuple[int, str, str]]
) -> None:
    frame_of(("en", "VN"), ("en", "CN"), ("th", "VN"), ("th", "CN"), ("vi", "VN"), ("vi", "CN")).write_csv(
        tmp_path / "c.csv"
    )
    stopping.add("th")
    out = tmp_path / "out"
    code, _, complaints = command("run", tmp_path / "c.csv", "--out", out, *RUN)
    assert (code, complaints.count("\n")) == (1, 1)
    assert "language 'th': 04_words.ipynb: no font of th draws <ก> (kept in th.failed/04.ipynb; it stays)" in complaints
    assert f"finished: {out / 'en'}, {out / 'vi'}" in complaints
    assert list(language_reports(out)) == ["en", "vi"]
    page = (out / "index.html").read_text("utf-8")
    assert "none: its run stopped; 04_words.ipynb: no font of th draws &lt;ก&gt;</td>" in page
    assert 'href="th/index.html"' not in page and 'href="vi/index.html"' in page

    verdict = check_reports(out, corpus=tmp_path / "c.csv")
    assert (verdict.problems, verdict.compared) == ([], "byte for byte")
    assert verdict.unverified == ["th: its run stopped, as index.html says"]
    (out / "index.html").write_text(page.replace("no font", "<b>no font</b>"), encoding="utf-8")
    assert (
        check_reports(out, corpus=tmp_path / "c.csv").problems[-1]
        == "index.html: is not the page that the corpus gives"
    )

    stopping.clear()
    assert command("run", tmp_path / "c.csv", "--out", out, *RUN)[0] == 0
    assert "stopped" not in (out / "index.html").read_text("utf-8")
    assert check_reports(out, corpus=tmp_path / "c.csv").unverified == []
    shutil.rmtree(out / "th")
    assert check_reports(out, corpus=tmp_path / "c.csv").problems == [
        "th: is missing, though both sides have articles in it"
    ]


def test_where_every_run_stops_no_page_leads_to_nothing(
    tmp_path: Path, stopping: set[str], command: Callable[..., tuple[int, str, str]]
) -> None:
    frame_of(("en", "VN"), ("en", "CN"), ("vi", "VN"), ("vi", "CN")).write_csv(tmp_path / "c.csv")
    stopping.update(("en", "vi"))
    code, _, complaints = command("run", tmp_path / "c.csv", "--out", tmp_path / "out", *RUN)
    assert (code, complaints.count("\n")) == (1, 1)
    assert "language 'en': " in complaints and "; language 'vi': " in complaints
    assert not (tmp_path / "out" / "index.html").exists()


def test_a_language_that_no_font_draws_is_on_the_page_and_the_command_fails(
    tmp_path: Path, stopping: set[str], monkeypatch: pytest.MonkeyPatch, command: Callable[..., tuple[int, str, str]]
) -> None:
    make_plan = languages.make_plan

    def refusing(wanted: Wanted, *, language: str = "") -> Plan:
        if language == "th":
            raise FigureError("no font draws 'ก'")
        return make_plan(wanted, language=language)

    monkeypatch.setattr(languages, "make_plan", refusing)
    frame_of(("en", "VN"), ("en", "CN"), ("th", "VN"), ("th", "CN")).write_csv(tmp_path / "c.csv")
    code, _, complaints = command("run", tmp_path / "c.csv", "--out", tmp_path / "out", *RUN)
    assert (code, complaints.count("\n")) == (1, 1)
    assert "language 'th': no font draws 'ก'; finished: " in complaints
    assert "none: no font draws &#39;ก&#39;</td>" in (tmp_path / "out" / "index.html").read_text("utf-8")
    verdict = check_reports(tmp_path / "out", corpus=tmp_path / "c.csv")
    assert verdict.problems == verdict.unverified == []


def test_the_page_of_languages_escapes_what_a_corpus_is_called() -> None:
    rows = [LanguageRow("xx", 1, 2), LanguageRow("zh-Hant", 0, 3)]
    page = languages_page("<b>", rows, by="outlet", focus="A&B", reference="<i>")
    assert "“&lt;b&gt;”" in page
    assert "A&amp;B articles" in page
    assert '<a href="xx/index.html">' in page
    assert "Chinese (zh-Hant)" in page
    assert "none: no A&amp;B article to compare with" in page


# --- which terms can carry a sentence -------------------------------------------------------------


def test_a_joined_word_can_carry_a_sentence_and_a_listed_name_cannot() -> None:
    frame = pl.DataFrame(
        {"text": ["Triệu Quốc Hà nói về hợp tác trong khi đó."], "language": ["vi"], "side": ["focus"]}
    )
    names = pl.DataFrame({"canonical": ["Triệu Quốc Hà"], "variant": ["Zhao Guohe"], "kind": ["name"]})
    found = find_occurrences(tokenize(load_corpus(frame.drop("side"), variants=names)))
    terms = pl.DataFrame({"term": found.terms})
    assert {"triệu quốc hà", "hợp tác"} <= set(found.terms)
    kept = terms.filter(can_speak(frame, found))["term"].to_list()
    assert "hợp tác" in kept
    assert {"triệu quốc hà", "nói", "về"}.isdisjoint(kept)


def test_in_a_language_without_segmenter_a_space_tells_a_listed_name_as_before() -> None:
    frame = pl.DataFrame({"text": ["Tô Lâm met Vietnam's press."], "language": ["en"], "side": ["focus"]})
    rows = [("To Lam", "Tô Lâm", "name"), ("Vietnam", "Viet Nam", "name")]
    names = pl.DataFrame(rows, schema=["canonical", "variant", "kind"], orient="row")
    found = find_occurrences(tokenize(load_corpus(frame.drop("side"), variants=names)))
    kept = pl.DataFrame({"term": found.terms}).filter(can_speak(frame, found))["term"].to_list()
    assert kept == ["met", "press", "vietnam"]


def test_the_language_of_a_contrast_is_that_of_its_articles() -> None:
    articles = pl.DataFrame({"side": ["focus", "reference"], "language": ["zh", "zh"]})
    assert contrast_language(articles) == "zh"
    assert contrast_language(articles.with_columns(language=pl.lit(None, dtype=pl.String))) is None


# --- names and typed words across the borders of words --------------------------------------------


@pytest.mark.parametrize("installed", [True, False])
def test_a_name_is_found_in_whatever_words_and_a_word_that_is_the_name_is_not_inside_it(
    monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    """越中 stands once; in 中越过 it does not, and in "越、中" a mark parts it."""
    if not installed:
        without_packages(monkeypatch)
    frame = pl.DataFrame({"text": ["越中铁路开工。列车在中国中越过大桥。越、中两国。"], "language": ["zh"]})
    names = pl.DataFrame({"canonical": ["the order"], "variant": ["越中"], "kind": ["naming"]})
    found = find_occurrences(tokenize(load_corpus(frame, variants=names)))
    assert count_names(found)["n"].to_list() == [1]
    assert inside_names(found, found.at("越中")) == [None]


@pytest.mark.parametrize(
    ("code", "typed", "n", "across"),
    [
        ("zh", "透明", 13, False),
        ("zh", " 命运共同体 ", 10, False),
        ("zh", "赵国河", 9, True),
        ("zh", "鐵路", 30, True),  # one in the word 铁路沿线
        ("vi", "Minh  Bạch", 13, False),
        ("vi", "hoà bình", 3, False),
        ("vi", "Biển Đông", 3, False),
        ("vi", "mệnh", 13, True),
    ],
)
def test_a_typed_word_is_found_however_the_articles_are_cut(code: str, typed: str, n: int, across: bool) -> None:
    """By hand; 赵国河 and 铁路 counted in the bodies with a text editor (铁路 with 鐵路)."""
    view = show_term(index_terms(CORPORA / code), typed)
    assert (view.totals["n"].item(), view.lines.height, view.across) == (n, n, across)
    assert ("also within words" in view._repr_html_()) is across
    texts = dict(load_corpus(CORPORA / code).articles.select("article_id", "text").iter_rows())
    assert all(
        texts[a][s:e] == node for a, s, e, node in view.lines.select("article_id", "start", "end", "node").rows()
    )


def test_what_is_typed_is_found_without_the_segmenter_too(monkeypatch: pytest.MonkeyPatch) -> None:
    without_packages(monkeypatch)
    index = index_terms(CORPORA / "zh")
    typed = {"透明": 13, "命运共同体": 10, "赵国河": 9, "明": 20}  # the last by str.count in the bodies
    assert {word: show_term(index, word).totals["n"].item() for word in typed} == typed
    index = index_terms(CORPORA / "vi")
    assert [show_term(index, typed).totals["n"].item() for typed in ("minh bạch", "mệnh")] == [13, 13]


def test_terms_to_choose_from_are_no_grammar_of_their_own_language() -> None:
    frequent = index_terms(CORPORA / "zh").frequent(20)
    assert {"铁路", "透明", "命运"} <= set(frequent)
    assert {"的", "在", "和"}.isdisjoint(frequent)


# --- how words were made, said in the report ------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "with_it", "without_it"),
    [
        ("zh", "Words are runs of characters as rjieba", "Characters were taken in overlapping pairs"),
        ("vi", "Words are runs of syllables as underthesea", "Syllables were counted one by one"),
    ],
)
def test_methods_say_what_made_words_and_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, code: str, with_it: str, without_it: str
) -> None:
    assert with_it in methods_text(prepare_study(CORPORA / code, focus="VN", reference="CN"))
    without_packages(monkeypatch)
    text = methods_text(prepare_study(CORPORA / code, focus="VN", reference="CN"))
    assert with_it not in text
    assert without_it in text
    assert f'pip install "framing\\[{code}\\]"' in text


def test_english_methods_say_nothing_of_segmenters() -> None:
    frame = frame_of(("en", "VN"), ("en", "CN"))
    assert "pip install" not in methods_text(prepare_study(load_corpus(frame), focus="VN", reference="CN"))


def test_planted_words_of_chinese_lead_as_pairs_of_characters_too(monkeypatch: pytest.MonkeyPatch) -> None:
    without_packages(monkeypatch)
    study = prepare_study(CORPORA / "zh", focus="VN", reference="CN")
    rows = make_table(study, "contrast").select("term", "n_focus", "n_reference").iter_rows()
    numbers = {term: (n, m) for term, n, m in rows}
    assert (numbers["透明"], numbers["命运"]) == ((12, 1), (1, 12))
