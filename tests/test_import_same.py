"""The same articles in another form, or in another writing, give the same report: nothing depends on how they came.

The five seeds are the articles; what their folder gives is compared with what each other form gives, table by table.
"""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import polars as pl
import pytest
from project import ROOT

from framing.contrasts import contrast_terms
from framing.corpus import Corpus, load_corpus
from framing.counts import count_terms
from framing.importing import import_corpus
from framing.recipe import TABLES, make_findings, make_table
from framing.report.check import check_report
from framing.study import Study, prepare_study
from framing.tokens import tokenize

RULES = ("variants", "zones", "passages")
FORMS = ("csv", "jsonl", "parquet", "csv as imported", "jsonl as imported", "parquet as imported", "folder as imported")


def written(seeds: Path, folder: Path) -> dict[str, Path]:
    """The seeds as one CSV, one JSONL and one Parquet file, each with its texts in it, written by polars."""
    table = pl.read_csv(seeds / "articles.csv", infer_schema=False)
    texts = [(seeds / "articles" / name).read_bytes().decode("utf-8-sig") for name in table["file"]]
    frame = table.drop("file").with_columns(text=pl.Series(texts))
    forms = {kind: folder / f"seeds.{kind}" for kind in ("csv", "jsonl", "parquet")}
    frame.write_csv(forms["csv"])
    frame.write_ndjson(forms["jsonl"])
    frame.write_parquet(forms["parquet"])
    return forms


def loaded(form: str, seeds: Path, folder: Path) -> Corpus:
    """The seeds from one of the forms, under the same name and with the same tables of rules."""
    files = written(seeds, folder)
    rules = {name: seeds / f"{name}.{'toml' if name == 'zones' else 'csv'}" for name in RULES}
    if not form.endswith("imported"):
        return load_corpus(files[form], name="seeds", **rules)
    source = {**files, "folder": seeds}[form.removesuffix(" as imported")]
    import_corpus([source], folder / "seeds")
    for path in rules.values():
        shutil.copy(path, folder / "seeds")
    return load_corpus(folder / "seeds")


@pytest.fixture(scope="module")
def by_folder() -> Study:
    return prepare_study(ROOT / "seeds", focus="VN", reference="CN")


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_the_same_articles_give_the_same_report_from_any_form(
    form: str, seeds: Path, by_folder: Study, tmp_path: Path
) -> None:
    corpus = loaded(form, seeds, tmp_path)
    assert corpus.fingerprint == by_folder.corpus.fingerprint
    assert corpus.rules_fingerprint == by_folder.corpus.rules_fingerprint
    study = prepare_study(corpus, focus="VN", reference="CN")
    assert (study.counts().matrix != by_folder.counts().matrix).nnz == 0 and study.counts().terms
    differing = [name for name in TABLES if not make_table(study, name).equals(make_table(by_folder, name))]
    assert differing == []
    assert make_findings(study) == make_findings(by_folder)


@pytest.mark.slow
def test_the_committed_report_holds_against_the_same_articles_imported_from_parquet(
    seeds: Path, tmp_path: Path
) -> None:
    """`framing check` makes the report again, here from the imported corpus, and compares bytes (cells elsewhere)."""
    corpus = loaded("parquet as imported", seeds, tmp_path)
    assert corpus.name == "seeds"
    assert check_report(ROOT / "outputs" / "seeds", corpus=tmp_path / "seeds").problems == []


# One text, and the same in other writings: names, letters apart from their marks, quotation marks, spelling.
FIRST = """Talks in Việt Nam

The leaders of Việt Nam met in the city of Hà Nội. "It's time," said the minister of Việt Nam's railways.
They will organise a programme of work on the line, and 'work' is what they organise.
"""
SECOND = (
    unicodedata.normalize("NFD", FIRST)
    .replace(unicodedata.normalize("NFD", "Việt Nam"), "Vietnam")
    .replace("It's", "It’s")
    .replace('"', "“", 1)
    .replace('"', "”", 1)
    .replace("organise", "organize")
    .replace("programme", "program")
)
VARIANTS = """canonical,variant,language,kind
vietnam,Việt Nam,en,spelling
vietnam,Vietnam,en,spelling
"""


def test_one_text_in_two_writings_gives_no_contrast_from_files_to_table(tmp_path: Path) -> None:
    for side, data in (("north", FIRST.encode()), ("south", SECOND.replace("\n", "\r\n").encode("utf-16"))):
        (tmp_path / "in" / side).mkdir(parents=True)
        (tmp_path / "in" / side / "a.txt").write_bytes(data)
    import_corpus([tmp_path / "in"], tmp_path / "to")
    (tmp_path / "to" / "variants.csv").write_text(VARIANTS, encoding="utf-8")
    corpus = load_corpus(tmp_path / "to")
    assert corpus.articles["language"].to_list() == ["en", "en"] and corpus.articles["text"].n_unique() == 2
    counts = count_terms(tokenize(corpus))
    table = contrast_terms(counts, focus="north", reference="south", by="folder").table
    assert {"vietnam", "railways", "organize", "hanoi"} <= set(table["term"])
    assert table.filter((pl.col("log_ratio") != 0) | (pl.col("g2") != 0))["term"].to_list() == []
