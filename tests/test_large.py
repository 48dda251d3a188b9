"""A corpus too large to be read whole: counts of all its articles, evidence from those that are read.

Small corpora are called large here, so that every number can be held against the study that reads everything.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from pictures import texts_of
from polars.testing import assert_frame_equal

from framing import study as studies
from framing.chapters import FILES
from framing.claims import look_up
from framing.corpus import Corpus, load_corpus
from framing.figures import figure_bytes
from framing.limits import state_limits
from framing.notebook import Report
from framing.recipe import FIGURES, TABLES, Made, make_figure, make_findings, make_table
from framing.study import Study, large, opening, prepare_study
from framing.study.large import LargeStudy
from framing.tables import comparison, vocabulary, witnesses

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
COUNTED = [
    "contrast",
    "sides",
    "balance",
    "outlets",
    "copies",
    "crossing",
    "power",
    "collect",
    "overview",
    "shared",
    "choices",
    "zones",
]


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGE_ARTICLES", 1)


@pytest.fixture(scope="module")
def many() -> pl.DataFrame:
    """Sixty articles of two groups; the first uses "rail" twice as often."""
    random = np.random.default_rng(5)
    words = [f"word{chr(97 + i)}{chr(97 + j)}" for i in range(12) for j in range(6)]
    texts = []
    for at in range(60):
        drawn = list(random.choice(words, 80)) + ["rail"] * (6 if at % 2 else 2)
        random.shuffle(drawn)
        texts.append(" ".join(drawn[:40]) + ". Then " + " ".join(drawn[40:]) + ".")
    return pl.DataFrame(
        {
            "article_id": [f"a{at:02}" for at in range(60)],
            "outlet": [f"o{at % 8}" for at in range(60)],
            "country": ["CN", "VN"] * 30,
            "language": ["en"] * 60,
            "date": [f"2025-04-{1 + at % 28:02}" for at in range(60)],
            "text": texts,
        }
    )


def small_and_large(
    source: Path | pl.DataFrame, monkeypatch: pytest.MonkeyPatch, path: Path | None = None, **choices: object
) -> tuple[Study, LargeStudy]:
    corpus = load_corpus(source, name="many")
    whole = prepare_study(corpus, focus="VN", reference="CN", **choices)  # type: ignore[arg-type]
    monkeypatch.setattr(opening, "LARGE_ARTICLES", 1)
    counted = prepare_study(path or corpus, focus="VN", reference="CN", **choices)  # type: ignore[arg-type]
    assert isinstance(counted, LargeStudy) and not isinstance(whole, LargeStudy)
    return whole, counted


@pytest.mark.parametrize("form", ["memory", "parquet", "jsonl"])
@pytest.mark.parametrize("choices", [{}, {"period": "shared"}, {"duplicates": "collapse"}, {"ngram": 2}], ids=str)
def test_what_is_counted_is_that_of_the_study_that_reads_everything(
    form: str, choices: dict[str, object], many: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = None
    if form != "memory":
        path = tmp_path / f"many.{form}"
        many.write_parquet(path) if form == "parquet" else many.write_ndjson(path)
    whole, counted = small_and_large(many, monkeypatch, path, **choices)
    assert "text" not in counted.corpus.articles.columns
    assert counted.corpus.fingerprint == whole.corpus.fingerprint
    assert counted.corpus.rules_fingerprint == whole.corpus.rules_fingerprint
    for name in COUNTED:
        assert_frame_equal(make_table(counted, name), make_table(whole, name), rel_tol=1e-12, abs_tol=1e-12)
    assert counted.contrast().procedure == whole.contrast().procedure


def test_the_seeds_have_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, counted = small_and_large(SEEDS, monkeypatch)
    for name in TABLES:
        if name != "tf_idf":  # it lists the heaviest there
            assert_frame_equal(make_table(counted, name), make_table(whole, name), rel_tol=1e-12, abs_tol=1e-12)
    assert counted.reading.articles.equals(whole.corpus.articles), "few enough to be read"


@pytest.mark.parametrize(
    ("name", "options"),
    [("zh", {}), ("vi", {}), ("seeds", {"ngram": 2}), ("seeds", {"voices": ("narrator",)})],
)
def test_the_words_of_a_zone_are_all_that_stand_there(
    name: str, options: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = SEEDS if name == "seeds" else SEEDS.parent / "tests" / "corpora" / name
    whole, counted = small_and_large(path, monkeypatch, **options)
    assert_frame_equal(make_table(counted, "zones"), make_table(whole, "zones"))


def test_mean_weights_are_those_of_the_table(monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame) -> None:
    whole, counted = small_and_large(many, monkeypatch)
    columns = ["term", "tf_idf_focus", "tf_idf_reference"]
    assert_frame_equal(
        make_table(counted, "frequencies").select(columns), make_table(whole, "frequencies").select(columns)
    )


def test_only_the_articles_drawn_are_read(monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame) -> None:
    monkeypatch.setattr(large, "READ_OF_A_SIDE", 5)
    monkeypatch.setattr(large, "READ_OF_A_TERM", 1)
    _, counted = small_and_large(many, monkeypatch, top=1)
    again = prepare_study(load_corpus(many), focus="VN", reference="CN", top=1)
    other = prepare_study(load_corpus(many), focus="VN", reference="CN", top=1, seed=2)
    read = counted.reading.articles["article_id"].to_list()
    assert 10 <= len(read) < 30
    assert again.reading.articles["article_id"].to_list() == read
    assert other.reading.articles["article_id"].to_list() != read, "another seed draws others"
    table = make_table(counted, "articles")
    assert table.filter(pl.col("read") == "yes")["article_id"].to_list() == read
    assert set(make_table(counted, "lines")["article_id"]) <= set(read)
    assert table.filter(pl.col("sampled") == "yes").height == 10 < len(read), "five of each side are drawn at random"
    said = f"Of the 60 articles {len(read)} were read closely: a random sample of 5 Vietnamese and 5 Chinese articles"
    assert any(sentence.startswith(said) for sentence in state_limits(Made(counted)))


def test_every_leading_term_has_articles_to_quote(monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame) -> None:
    monkeypatch.setattr(large, "READ_OF_A_SIDE", 1)
    monkeypatch.setattr(large, "READ_OF_A_TERM", 1)
    _, counted = small_and_large(many, monkeypatch)
    leading = counted.contrast().keywords("focus", 20)["term"].to_list()
    assert set(leading) <= set(counted.occurrences().terms)


def test_no_finding_counts_in_the_articles_read(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, counted = small_and_large(SEEDS, monkeypatch)
    kinds = {finding.heading for finding in make_findings(counted)}
    assert kinds < {finding.heading for finding in make_findings(whole)}
    of_the_read = {"phrases", "phrase_choices", "absences", "voice_classes", "naming"}
    tables = {value.table for finding in make_findings(counted) for value in finding.values}
    assert tables and not tables & of_the_read
    assert {value.table for finding in make_findings(whole) for value in finding.values} & of_the_read


def test_a_kept_test_is_the_same_test(monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame, tmp_path: Path) -> None:
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    _, counted = small_and_large(many, monkeypatch)
    first = counted.contrast()
    monkeypatch.setattr(studies.study, "contrast_terms", lambda *_, **__: pytest.fail("tested again"))
    again = prepare_study(load_corpus(many), focus="VN", reference="CN").contrast()
    assert (
        again.table.equals(first.table) and again.procedure == first.procedure and again.dropped.equals(first.dropped)
    )
    assert again.settings == first.settings and again.totals.equals(first.totals)


def test_copies_found_once_are_kept(monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame, tmp_path: Path) -> None:
    from framing.counting import copies

    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    twice = pl.concat([many, many.head(3).with_columns(article_id=pl.col("article_id") + "x")])
    _, counted = small_and_large(twice, monkeypatch)
    first = counted.duplicates
    monkeypatch.setattr(copies, "find_duplicates", lambda *_: pytest.fail("looked for again"))
    again = prepare_study(load_corpus(twice), focus="VN", reference="CN").duplicates
    assert first.table.height == 6 and again.table.equals(first.table)
    assert again.cluster.tolist() == first.cluster.tolist() and again.settings == first.settings


def test_of_very_many_articles_equal_ones_are_copies(monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame) -> None:
    from framing.counting import copies

    twice = pl.concat([many, many.head(2).with_columns(article_id=pl.col("article_id") + "x")])
    monkeypatch.setattr(copies, "MOST_COMPARED", 3)
    _, counted = small_and_large(twice, monkeypatch)
    assert counted.duplicates.table.filter(~pl.col("earliest"))["kind"].to_list() == ["exact", "exact"]
    assert counted.contrast().procedure.copies == 2


def test_copies_kept_of_one_order_of_the_rows_are_not_those_of_another(
    monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame, tmp_path: Path
) -> None:
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    twice = pl.concat([many, many.head(3).with_columns(article_id=pl.col("article_id") + "x")])
    _, counted = small_and_large(twice, monkeypatch)
    first = dict(zip(counted.duplicates.article_ids, counted.duplicates.cluster.tolist(), strict=True))
    turned = prepare_study(load_corpus(twice.reverse()), focus="VN", reference="CN").duplicates
    assert dict(zip(turned.article_ids, turned.cluster.tolist(), strict=True)) == first


def test_a_test_kept_with_other_words_is_made_again(
    monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame, tmp_path: Path
) -> None:
    from framing.tokens import segmenting

    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    chinese = many.with_columns(language=pl.lit("zh"), text=pl.col("text").str.replace_all("rail", "铁路合作"))
    _, counted = small_and_large(chinese, monkeypatch)
    assert "铁路" in counted.contrast().table["term"]
    monkeypatch.setattr(segmenting, "_installed", lambda package: False)
    pairs = prepare_study(load_corpus(chinese), focus="VN", reference="CN").contrast().table["term"]
    assert "路合" in pairs, "taken in pairs, not as kept"


# ---- what is shown: numbers of the whole, or called those of a sample

OF_A_SAMPLE = re.compile(r"sampled|random sample|read closely|in the sample")
LABEL = re.compile(r"<!-- (\w[^*<]*?)\*?  \(([\d,]+) : ([\d,]+)\) -->")  # the text of an SVG, beside its outlines


@pytest.fixture(scope="module")
def coded(many: pl.DataFrame) -> Corpus:
    """The sixty articles with passages: who speaks, and on which event."""
    voices = ["narrator", "official"]
    order = (
        pl.when(pl.int_range(pl.len()) % 3 == 0).then(pl.lit(" Wordaa-wordbb ")).otherwise(pl.lit(" Wordbb-wordaa "))
    )
    many = many.with_columns(text=pl.col("text") + order + pl.lit("pact."))
    rows = [
        (f"a{at:02}", 0, len(text) // 2, voices[at % 2], voices[at % 2], ("talks", "visit")[at % 3 % 2])
        for at, text in enumerate(many["text"])
    ]
    columns = ["article_id", "start", "end", "voice", "voice_class", "event"]
    orders = {"canonical": ["the pair"] * 2, "variant": ["wordaa-wordbb", "wordbb-wordaa"], "kind": ["naming"] * 2}
    passages = pl.DataFrame(rows, schema=columns, orient="row")
    return load_corpus(many, passages=passages, variants=pl.DataFrame(orders), name="many")


@pytest.fixture(scope="module")
def both(coded: Corpus) -> tuple[Study, Study]:
    """The study that reads everything, and one that reads a true part of the same articles."""
    whole = prepare_study(coded, focus="VN", reference="CN", splits=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "LARGE_ARTICLES", 1)
        patch.setattr(large, "READ_OF_A_SIDE", 5)
        patch.setattr(large, "READ_OF_A_TERM", 1)
        counted = prepare_study(coded, focus="VN", reference="CN", splits=2)
        assert counted.sample.articles.height == 10 < counted.reading.articles.height < 60
    return whole, counted


def sentences(study: Study) -> list[str]:
    """Every text with a digit on the first page, alt texts among them, quotations aside."""
    page = FILES["index.html"](study, {})["index.html"].decode()
    alts = re.findall(r'alt="([^"]*)"', page)
    text = re.sub(r"<(blockquote|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    parts = re.findall(r"<(?:p|li|h\d|caption|t[dh]|figcaption|summary)\b[^>]*>(.*?)</", text, flags=re.DOTALL)
    plain = (" ".join(html.unescape(re.sub(r"<[^>]+>", "", part)).split()) for part in [*alts, *parts])
    return [part for part in plain if re.search(r"\d", part)]


def test_every_number_of_the_first_page_is_of_the_whole_or_called_one_of_a_sample(both: tuple[Study, Study]) -> None:
    whole, counted = both
    known = set(sentences(whole))
    other = [said for said in sentences(counted) if said not in known]
    assert other and not [said for said in other if not OF_A_SAMPLE.search(said)]


@pytest.mark.parametrize("name", FIGURES)
def test_every_number_of_a_figure_is_of_the_whole_or_the_figure_says_otherwise(
    name: str, both: tuple[Study, Study]
) -> None:
    whole, counted = both
    texts = [[text for text in texts_of(make_figure(study, name).figure) if re.search(r"\d", text)] for study in both]
    said = [text for text in texts[1] if OF_A_SAMPLE.search(text)]
    drawn_alike = figure_bytes(make_figure(whole, name).figure, "svg") == figure_bytes(
        make_figure(counted, name).figure, "svg"
    )
    assert drawn_alike or said, name
    assert bool(OF_A_SAMPLE.search(make_figure(counted, name).alt)) == bool(said)


def test_the_labels_of_the_dots_are_the_counts_of_the_contrast(both: tuple[Study, Study]) -> None:
    """In the SVG, as a reader searches it; the dots themselves are fewer."""
    for study in both:
        svg = figure_bytes(make_figure(study, "top_terms").figure, "svg").decode()
        labels = {term: (int(a), int(b)) for term, a, b in LABEL.findall(svg)}
        table = make_table(both[0], "contrast")
        counts = {term: (a, b) for term, a, b in table.select("term", "n_focus", "n_reference").iter_rows()}
        assert len(labels) > 20 and labels == {term: counts[term] for term in labels}
    assert labels["rail"] == (180, 60), "six in each of thirty articles, and two"
    assert make_table(both[1], "dots")["article_id"].n_unique() == 10


def test_every_cell_of_a_finding_is_one_of_the_whole(both: tuple[Study, Study]) -> None:
    whole, counted = both
    same = {finding.id: finding for finding in make_findings(whole)}
    assert make_findings(counted)
    for finding in make_findings(counted):
        assert (finding.sentence, finding.choice, finding.caveat) == (
            same[finding.id].sentence,
            same[finding.id].choice,
            same[finding.id].caveat,
        )
        for value in finding.values:
            assert look_up(Made(whole), value.table, value.row, value.column) == value.value


def alike(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    try:
        assert_frame_equal(one, other, rel_tol=1e-12, abs_tol=1e-12)
    except AssertionError:
        return False
    return True


def test_every_table_of_a_sample_says_so_where_it_is_shown(both: tuple[Study, Study]) -> None:
    whole, counted = both
    report = Report(counted, None)
    differing = {name for name in TABLES if not alike(make_table(counted, name), make_table(whole, name))}
    declared = {name for name in TABLES if OF_A_SAMPLE.search(report.table(name).caption)}
    assert differing - {"articles"} <= declared, "a column of the articles says which are read"
    assert {"dots", "phrases", "voices", "naming", "lines"} <= differing
    assert not [name for name in TABLES if OF_A_SAMPLE.search(Report(whole, None).table(name).caption)]


def test_the_sample_is_drawn_at_random_and_not_for_a_word(both: tuple[Study, Study]) -> None:
    """Articles that were chosen since they hold a leading term lean to it; what compares the sides leaves them out."""
    counted = both[1]
    sampled = set(counted.sample.articles["article_id"])
    for name in ("dots", "observations", "article_voices", "events"):
        assert set(make_table(counted, name)["article_id"]) <= sampled
    words = make_table(counted, "article_voices")["words"].sum()
    assert words == int(counted.counts().articles.filter(pl.col("article_id").is_in(sorted(sampled)))["tokens"].sum())
    assert set(make_table(counted, "lines")["article_id"]) - sampled, "lines come from all that are read"


def test_limits_on_what_is_coded_speak_of_the_sample(both: tuple[Study, Study]) -> None:
    whole, counted = both
    for study, said in ((whole, "No passages are coded:"), (counted, "No passages are coded in the sampled articles:")):
        made = Made(study)
        bare = {**made, "events": made["events"].clear()}
        assert [limit for limit in state_limits(bare) if limit.startswith(said)]
    made = Made(counted)
    one = made["articles"].filter(pl.col("side") == "focus", pl.col("sampled") == "yes")["article_id"]
    alone = {**made, "events": made["events"].filter(pl.col("article_id").is_in(one.implode()))}
    limits = state_limits(alone)
    assert [limit for limit in limits if limit.startswith("5 of 10 sampled articles have no coded passages")]
    assert [limit for limit in limits if limit.startswith("In the sample, reported on the Vietnamese side only")]


def test_the_pages_of_lines_and_terms_say_where_they_come_from(both: tuple[Study, Study]) -> None:
    whole, counted = both
    lines, terms = (FILES[name](counted, {})[name].decode() for name in ("concordance.html", "terms.html"))
    held = make_table(counted, "lines").filter(pl.col("term") == "rail").height
    assert f"{held} lines. The term occurs 240 times in all articles of the two sides." in lines
    assert re.search(
        r"The lines come from \d+ of the 30 Vietnamese and \d+ of the 30 Chinese articles that were read closely;",
        lines,
    )
    assert "the numbers are those of all articles" in terms
    assert "read closely" not in FILES["concordance.html"](whole, {})["concordance.html"].decode()


def test_a_side_of_more_articles_than_are_shown_is_drawn_by_a_sample_in_any_corpus(
    many: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "SHOWN", 7)
    study = prepare_study(load_corpus(many), focus="VN", reference="CN")
    assert make_table(study, "dots").group_by("side").agg(pl.col("article_id").n_unique())["article_id"].to_list() == [
        7,
        7,
    ]
    drawing = make_figure(study, "top_terms")
    assert "Dots: a random sample of 7 of the 30 Vietnamese and 7 of the 30 Chinese articles." in drawing.alt
    assert "rail* (180 : 60)" in texts_of(drawing.figure), "it passes the test"
    assert make_figure(study, "voices").alt.startswith("No voices")
    assert (
        Report(study, None)
        .table("phrases")
        .caption.startswith("The phrases that occur at least twice, most shared first (")
    )


def test_of_many_articles_the_heaviest_terms_of_each_are_listed(
    many: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = make_table(prepare_study(load_corpus(many), focus="VN", reference="CN"), "tf_idf")
    monkeypatch.setattr(vocabulary, "WHOLE", 59)
    monkeypatch.setattr(vocabulary, "HEAVIEST", 3)
    study = prepare_study(load_corpus(many), focus="VN", reference="CN")
    cut = make_table(study, "tf_idf")
    assert cut.equals(whole.group_by("article_id", maintain_order=True).head(3)) and cut.height == 180


def test_the_lines_of_a_very_frequent_term_are_evenly_spaced(
    many: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = make_table(prepare_study(load_corpus(many), focus="VN", reference="CN"), "lines")
    monkeypatch.setattr(witnesses, "MOST_OF_A_TERM", 100)
    study = prepare_study(load_corpus(many), focus="VN", reference="CN")
    rail = pl.col("term") == "rail"
    cut = make_table(study, "lines")
    assert cut.filter(rail).equals(whole.filter(rail).gather_every(3)) and cut.filter(rail).height == 80
    assert cut.filter(~rail).equals(whole.filter(~rail))
    page = FILES["concordance.html"](study, {})["concordance.html"].decode()
    assert "80 lines. The term occurs 240 times in all articles of the two sides." in page
