"""A corpus counted in parts gives what the whole of it gives in memory, bit by bit, from wherever it is taken.

What is expected comes from count_terms on load_corpus, which test_counts.py holds against a counter written from scratch;
the errors' rows are counted by hand in the tables made here.
"""

from __future__ import annotations

import functools
import itertools
import json
import multiprocessing
import os
import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from project import ROOT

from framing.corpus import Corpus, load_corpus
from framing.corpus.loading import find_articles
from framing.corpus.parts import plan_parts
from framing.corpus.rules import load_rules
from framing.counting import CorpusCounts, count_corpus
from framing.counting import counting as door
from framing.counting.keeping import keep_counts
from framing.counting.pieces import count_part
from framing.counting.whole import join_pieces
from framing.counting.workers import run_parts
from framing.counts import Counts, count_terms
from framing.errors import CorpusError, SettingsError
from framing.evidence import find_lines, first_lines
from framing.settings import CountSettings
from framing.tokens import tokenize

RULES = ("variants.csv", "zones.toml", "passages.csv")
CORPORA = {"seeds": ROOT / "seeds", "vi": ROOT / "tests" / "corpora" / "vi", "zh": ROOT / "tests" / "corpora" / "zh"}
SMALL = 300  # bytes: every article of the corpora is longer, so that each is a part of its own


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@functools.cache
def in_memory(name: str) -> Corpus:
    return load_corpus(CORPORA[name])


def on_disk(name: str, to: Path) -> Path:
    """A corpus of files as a folder with articles.parquet and the same tables beside it."""
    to.mkdir(parents=True)
    in_memory(name).articles.drop("file").write_parquet(to / "articles.parquet", row_group_size=2)
    for table in RULES:
        if (CORPORA[name] / table).is_file():
            shutil.copy(CORPORA[name] / table, to / table)
    return to


def as_lines(articles: pl.DataFrame) -> list[str]:
    rows = articles.with_columns(pl.col("date").cast(pl.String)).iter_rows(named=True)
    return [json.dumps({key: value for key, value in row.items() if value is not None}) for row in rows]


def cut_and_counted(
    source: Path, settings: CountSettings | None = None, *, size: int = SMALL, workers: int = 1
) -> CorpusCounts:
    """What count_corpus does, with parts smaller than its own."""
    path = find_articles(source)
    folder = source if source.is_dir() else None
    settings = settings or CountSettings()
    rules = load_rules(folder, variants=None, zones=None, passages=None)
    work = functools.partial(count_part, name=source.stem, rules=rules, settings=settings, size=size)
    pieces = itertools.chain.from_iterable(run_parts(work, plan_parts(path, size), workers=workers))
    return join_pieces(pieces, name=source.stem, path=path, rules=rules, settings=settings)


def assert_same(found: Counts, expected: Counts) -> None:
    assert found.terms == expected.terms
    for ours, theirs in ((found.matrix, expected.matrix), (found.sentences, expected.sentences)):
        assert ours.shape == theirs.shape
        assert ours.data.dtype == theirs.data.dtype
        for name in ("data", "indices", "indptr"):
            assert np.array_equal(getattr(ours, name), getattr(theirs, name))
    assert_frame_equal(found.articles, expected.articles)
    assert found.texts is not None and expected.texts is not None
    assert found.texts.dtype == expected.texts.dtype and np.array_equal(found.texts, expected.texts)
    assert found.settings == expected.settings


def assert_same_in_every_zone(counted: CorpusCounts, corpus: Corpus, settings: CountSettings | None = None) -> None:
    tokens = tokenize(corpus)
    assert counted.names == tokens.zones
    for zones in (None, *((zone,) for zone in tokens.zones), tokens.zones[:2]):
        own = CountSettings(zones=zones) if settings is None else replace(settings, zones=zones)
        assert_same(counted.counts(zones), count_terms(tokens, own))


def files_of(cache: Path) -> dict[str, bytes]:
    folders = list((cache / "counts").iterdir())
    assert len(folders) == 1
    return {str(p.relative_to(cache)): p.read_bytes() for p in folders[0].rglob("*") if p.is_file()}


# --- the same as in memory ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", CORPORA)
def test_a_corpus_in_one_part_and_article_by_article_counts_as_in_memory(name: str, tmp_path: Path) -> None:
    folder = on_disk(name, tmp_path / name)
    whole, many = count_corpus(folder), cut_and_counted(folder)
    assert len(plan_parts(folder / "articles.parquet", SMALL)) == in_memory(name).articles.height > 4
    for counted in (whole, many):
        assert counted.name == name
        assert counted.fingerprint == in_memory(name).fingerprint == load_corpus(folder).fingerprint
        assert counted.segmenters == tokenize(load_corpus(folder)).segmenters
        assert_same_in_every_zone(counted, load_corpus(folder))


@pytest.mark.parametrize(
    "settings",
    [
        CountSettings(ngram=2),
        CountSettings(hyphens="join", case="keep", possessives="keep", variants=()),
        CountSettings(voices=("Wang Yi",)),  # in one article only, so that most parts have none of him
        CountSettings(voices=("Chinese official", "Wang Yi"), events=("visit-as-a-whole",), ngram=2),
    ],
)
def test_other_settings_count_as_in_memory_too(settings: CountSettings, tmp_path: Path) -> None:
    folder = on_disk("seeds", tmp_path / "seeds")
    for counted in (count_corpus(folder, settings), cut_and_counted(folder, settings, size=9_000)):
        assert_same_in_every_zone(counted, in_memory_without_files(), settings)


def in_memory_without_files() -> Corpus:
    corpus = in_memory("seeds")
    return load_corpus(
        corpus.articles.drop("file"), name="seeds",
        **{table.split(".")[0]: CORPORA["seeds"] / table for table in RULES},
    )  # fmt: skip


def test_voices_of_one_article_are_counted_there_and_nowhere_else(tmp_path: Path) -> None:
    counted = cut_and_counted(on_disk("seeds", tmp_path / "seeds"), CountSettings(voices=("Wang Yi",)))
    spoken = in_memory("seeds").passages.filter(pl.col("voice") == "Wang Yi")["article_id"].unique().to_list()
    counts = counted.counts(("body",))
    assert counts.articles.filter(pl.col("tokens") > 0)["article_id"].to_list() == spoken == ["000"]


@pytest.mark.parametrize("wanted", [{"voices": ("Nobody",)}, {"events": ("no event",)}])
def test_a_voice_or_event_that_no_passage_has_is_named(wanted: dict[str, tuple[str, ...]], tmp_path: Path) -> None:
    settings = CountSettings(**wanted)  # type: ignore[arg-type] # one of two tuples of names
    with pytest.raises(SettingsError) as here:
        count_corpus(on_disk("seeds", tmp_path / "seeds"), settings)
    with pytest.raises(SettingsError) as there:
        count_terms(tokenize(in_memory("seeds")), settings)
    assert str(here.value) == str(there.value)


def test_lines_give_the_same_with_blank_lines_a_mark_and_no_last_line_end(tmp_path: Path) -> None:
    first, *lines = as_lines(in_memory("seeds").articles.drop("file"))
    path = tmp_path / "seeds.jsonl"
    path.write_text(f"\ufeff{first}\r\n\n\u3000\n" + "\n \n".join(lines), "utf-8")
    assert len(plan_parts(path, SMALL)) == 1 + len(lines)
    for counted in (count_corpus(path), cut_and_counted(path)):
        assert counted.fingerprint == in_memory("seeds").fingerprint
        assert_same_in_every_zone(counted, load_corpus(path))


def test_lines_without_an_id_are_numbered_across_parts(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text('{"text": "Rail talks."}\n\n{"text": "Port talks.", "desk": "a"}\n{"text": "Rice."}', "utf-8")
    counted = cut_and_counted(path, size=5)
    assert len(plan_parts(path, 5)) == 3
    assert counted.articles["article_id"].to_list() == ["1", "2", "3"]
    assert counted.articles["desk"].to_list() == [None, "a", None]
    assert_same_in_every_zone(counted, load_corpus(path))
    assert counted.read([2, 0]).articles["article_id"].to_list() == ["1", "3"]


def test_columns_stand_in_one_order_wherever_a_part_ends(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text('{"text": "Rail.", "file": "a.txt", "desk": "x"}\n{"text": "Port.", "wire": "y"}\n', "utf-8")
    for size in (5, 500):
        assert_same_in_every_zone(cut_and_counted(path, size=size), load_corpus(path))


def test_results_cannot_be_changed_in_place(tmp_path: Path) -> None:
    folder = on_disk("seeds", tmp_path / "seeds")
    for counted in (count_corpus(folder), count_corpus(folder)):  # counted, and taken from the cache
        for zones in (None, ("body",)):
            counts = counted.counts(zones)
            for matrix in (counts.matrix, counts.sentences):
                assert not any(array.flags.writeable for array in (matrix.data, matrix.indices, matrix.indptr))


# --- the first lines of a term ---------------------------------------------------------------------------


@pytest.mark.parametrize("zones", [("body",), ("headline",), None])
@pytest.mark.parametrize("term", ["the", "china", "vietnam", "xi jinping", "nowhere"])
def test_the_first_lines_are_the_head_of_all_lines(term: str, zones: tuple[str, ...] | None, tmp_path: Path) -> None:
    counted = count_corpus(on_disk("seeds", tmp_path / "seeds"))
    every = find_lines(tokenize(in_memory("seeds")), term, CountSettings(zones=zones))
    limits = {0, 1, 2, every.height - 1, every.height, 100} - {-1}
    for limit in sorted(limits):
        assert_frame_equal(first_lines(counted, term, zones=zones, limit=limit), every.head(limit))
    assert every.height > 0 or term == "nowhere" or zones == ("headline",)
    assert_frame_equal(first_lines(counted, term, zones=zones, words=1), find_some(term, zones))


def find_some(term: str, zones: tuple[str, ...] | None) -> pl.DataFrame:
    return find_lines(tokenize(in_memory("seeds")), term, CountSettings(zones=zones), words=1, limit=100)


def test_a_limit_within_an_article_cuts_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "three.parquet"
    pl.DataFrame({"text": ["Rice.", "Rail, rail. Rail!", "Rail."]}).write_parquet(path)
    lines = first_lines(count_corpus(path), "rail", limit=2)
    assert lines.select("article_id", "start").rows() == [("2", 0), ("2", 6)]


def test_only_articles_that_are_shown_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "three.parquet"
    pl.DataFrame({"text": ["Rice.", "Rail and rail.", "Rail.", "Rail."]}).write_parquet(path)
    counted = count_corpus(path)
    seen: list[list[int]] = []
    read = CorpusCounts.read
    monkeypatch.setattr(CorpusCounts, "read", lambda self, rows: (seen.append(list(rows)), read(self, rows))[1])
    assert first_lines(counted, "rail", limit=3).height == 3
    assert seen == [[1, 2]]


def test_a_limit_below_none_and_an_unknown_zone_are_refused(tmp_path: Path) -> None:
    counted = count_corpus(on_disk("seeds", tmp_path / "seeds"))
    with pytest.raises(SettingsError, match="limit must be 0 or more; got -1"):
        first_lines(counted, "rail", limit=-1)
    with pytest.raises(SettingsError, match="zones: 'cellar' is not in corpus 'seeds', which has 'body'"):
        first_lines(counted, "rail", zones=("cellar",))
    with pytest.raises(SettingsError, match="zones: 'cellar' is not in corpus 'seeds', which has 'body'"):
        counted.counts(("cellar",))


# --- what does not hold --------------------------------------------------------------------------------


def table(path: Path, **changes: list[str | None]) -> Path:
    """Five articles of one line, a part each, with some columns of one's own."""
    pl.DataFrame({"text": [f"Article {n}." for n in "abcde"], **changes}).write_parquet(path)
    return path


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"article_id": list("abcda")}, "corpus 't': article_id 'a' stands twice; give each article its own"),
        (
            {"date": ["2025-04-14", None, None, "14/04/2025", None]},
            "t.parquet, row 4: date '14/04/2025' is not one; write year-month-day such as 2025-04-14, or leave it empty",
        ),
        ({"text": ["a", "b", "c", "d", " "]}, "t.parquet, row 5: the text and the title of article '5' are empty; fill in one of them or remove the row"),
        ({"text": ["a", "b", None, "d", "e"]}, "t.parquet, row 3: the text and the title of article '3' are empty; fill in one of them or remove the row"),
        ({"article_id": ["a", "b", None, "d", "e"]}, "t.parquet, row 3: article_id is empty; give each article its own"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_hold_is_named_as_in_the_whole_file(
    changes: dict[str, list[str | None]], message: str, tmp_path: Path
) -> None:
    path = table(tmp_path / "t.parquet", **changes)
    with pytest.raises(CorpusError) as error:
        cut_and_counted(path, size=1)
    assert str(error.value) == message
    with pytest.raises(CorpusError):
        count_corpus(path)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (['{"text": "a"}', "", '{"text": "b"', '{"text": "c"}'], "t.jsonl, line 3: not JSON"),
        (['{"text": "a"}', "", '["b"]'], "t.jsonl, line 3: each line is one object with a text"),
        (['{"text": "a"}', "", '{"text": "b", "date": "May"}'], "t.jsonl, row 2: date 'May' is not one"),
        (['{"text": "a"}', '{"headline": "b"}'], "t.jsonl: the column text is missing; it has headline"),
        (['{"text": "a"}', '{"article_id": "1", "text": "b"}'], "t.jsonl, row 1: article_id is empty"),
        (['{"article_id": "1", "text": "b"}', '{"text": "a"}'], "t.jsonl, row 2: article_id is empty"),
        (["", " "], "corpus 't': no article in it; add at least one row"),
        ([""], "corpus 't': no article in it; add at least one row"),
    ],
)
def test_a_line_that_does_not_hold_is_named_as_in_the_whole_file(
    lines: list[str], message: str, tmp_path: Path
) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(CorpusError) as error:
        cut_and_counted(path, size=1)
    assert str(error.value).startswith(message)
    with pytest.raises(CorpusError):
        load_corpus(path)


def test_an_empty_table_and_one_without_texts_say_so(tmp_path: Path) -> None:
    pl.DataFrame({"text": []}, schema={"text": pl.String}).write_parquet(tmp_path / "none.parquet")
    with pytest.raises(CorpusError, match="corpus 'none': no article in it; add at least one row"):
        count_corpus(tmp_path / "none.parquet")
    pl.DataFrame({"body": ["Rail."]}).write_parquet(tmp_path / "body.parquet")
    with pytest.raises(CorpusError, match=r"body\.parquet: the column text is missing; name the column of the texts"):
        count_corpus(tmp_path / "body.parquet")
    (tmp_path / "torn.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(CorpusError, match=r"torn\.parquet cannot be read as a table"):
        count_corpus(tmp_path / "torn.parquet")
    with pytest.raises(CorpusError, match=r"lost\.parquet"):
        count_corpus(tmp_path / "lost.parquet")


def test_a_csv_file_comes_in_no_parts_and_the_error_says_what_to_do(seeds: Path) -> None:
    with pytest.raises(CorpusError, match=r"articles\.csv cannot be counted in parts; make a Parquet file .* import"):
        count_corpus(seeds)


def test_a_passage_of_an_article_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    path = table(tmp_path / "t.parquet")
    coded = pl.DataFrame({"article_id": ["1", "9"], "start": ["0", "0"], "end": ["7", "7"], "voice": ["A", "A"], "event": ["b", "b"]})  # fmt: skip
    with pytest.raises(CorpusError) as here:
        count_corpus(path, passages=coded)
    with pytest.raises(CorpusError) as there:
        load_corpus(path, passages=coded)
    assert str(here.value) == str(there.value) == (
        "the passages given, row 3: article '9' is not in the corpus; correct the row"
    )  # fmt: skip
    with pytest.raises(CorpusError, match="the column article_id is missing"):
        count_corpus(path, passages=coded.drop("article_id"))


@pytest.mark.parametrize(("option", "lowest"), [("workers", 1), ("memory", 50)])
def test_workers_and_memory_are_whole_numbers(option: str, lowest: int, tmp_path: Path) -> None:
    path = table(tmp_path / "t.parquet")
    for wrong in (lowest - 1, "2"):
        with pytest.raises(SettingsError, match=f"{option} must be a whole number of {lowest} or more; got {wrong!r}"):
            count_corpus(path, **{option: wrong})  # type: ignore[arg-type] # that is what is tried


# --- what is kept ----------------------------------------------------------------------------------------


@pytest.fixture
def recounts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what was counted, one for each part; what comes from the cache adds none."""
    parts: list[str] = []

    def noted(part: object, name: str, rules: object, settings: CountSettings, size: int) -> object:
        parts.append(name)
        return count_part(part, name, rules, settings, size)  # type: ignore[arg-type] # as it was given

    monkeypatch.setattr(door, "count_part", noted)
    return parts


def test_a_second_count_another_zone_and_another_place_in_the_program_cost_no_recount(
    tmp_path: Path, recounts: list[str]
) -> None:
    folder = on_disk("seeds", tmp_path / "seeds")
    first = count_corpus(folder)
    for again in (
        count_corpus(folder),
        count_corpus(folder, CountSettings(zones=("headline",))),
        count_corpus(folder, CountSettings(zones=None), memory=50),
        count_corpus(folder / "articles.parquet"),
    ):
        assert again.fingerprint == first.fingerprint and again.rules.variants.height > 0
        assert_same_in_every_zone(again, load_corpus(folder))
        assert_same(again.counts(None), first.counts(None))
    assert recounts == ["seeds"]


def test_other_settings_rules_and_code_are_other_counts(
    tmp_path: Path, recounts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = on_disk("seeds", tmp_path / "seeds")
    count_corpus(folder)
    count_corpus(folder, CountSettings(case="keep"))
    count_corpus(folder, CountSettings(ngram=2))
    count_corpus(folder, zones=CORPORA["vi"] / "zones.toml")
    count_corpus(folder, variants=CORPORA["vi"] / "variants.csv")
    passages = in_memory("seeds").passages.head(3)
    count_corpus(folder, passages=passages)
    assert len(recounts) == 6
    monkeypatch.setattr("framing.counting.keeping.code_name", lambda: "other code")
    count_corpus(folder)
    count_corpus(folder)
    assert len(recounts) == 7


def test_a_file_that_was_changed_is_counted_anew_and_one_that_moved_is_not_confused(
    tmp_path: Path, recounts: list[str]
) -> None:
    path = table(tmp_path / "t.parquet")
    assert count_corpus(path).counts(None).terms == ("a", "article", "b", "c", "d", "e")
    time.sleep(0.01)  # the clock of the file system must have moved on
    table(path, text=["Article v.", "Article w.", "Article x.", "Article y.", "Article z."])
    changed = count_corpus(path)
    assert changed.counts(None).terms == ("article", "v", "w", "x", "y", "z")
    assert changed.fingerprint == load_corpus(path).fingerprint
    path.rename(tmp_path / "other.parquet")
    moved = count_corpus(tmp_path / "other.parquet")
    assert (moved.name, moved.path.name) == ("other", "other.parquet")
    assert_same(moved.counts(None), changed.counts(None))
    assert len(recounts) == 3  # a place that is new is read once


def test_the_same_articles_in_another_order_are_not_taken_for_those_kept(tmp_path: Path) -> None:
    ids = list("abcde")
    first = count_corpus(table(tmp_path / "t.parquet", article_id=ids))
    turned = tmp_path / "turned.parquet"
    pl.read_parquet(tmp_path / "t.parquet").reverse().write_parquet(turned)
    assert count_corpus(turned).fingerprint == first.fingerprint
    for _ in range(2):
        assert count_corpus(turned).articles["article_id"].to_list() == ids[::-1]
        assert_same_in_every_zone(count_corpus(turned), load_corpus(turned))
        assert count_corpus(tmp_path / "t.parquet").articles["article_id"].to_list() == ids


@pytest.mark.parametrize("harm", ["cut", "turned", "emptied", "lost", "added"])
def test_counts_that_were_harmed_on_disk_are_counted_anew_and_mended(
    harm: str, tmp_path: Path, cache: Path, recounts: list[str]
) -> None:
    folder = on_disk("seeds", tmp_path / "seeds")
    count_corpus(folder)
    whole = files_of(cache)
    one_zone = [name for name in sorted(whole) if not name.split("/")[2].isdigit() or name.split("/")[2] == "0"]
    assert len(one_zone) > 8
    for number, name in enumerate(one_zone, start=2):
        path, data = cache / name, whole[name]
        middle = len(data) // 2
        match harm:
            case "cut":
                path.write_bytes(data[:-1])
            case "turned":
                path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
            case "emptied":
                path.write_bytes(b"")
            case "lost":
                path.unlink()
            case _:
                (path.parent / "more.npy").write_bytes(b"more")
        assert_same(
            count_corpus(folder).counts(None), count_terms(tokenize(load_corpus(folder)), CountSettings(zones=None))
        )
        assert len(recounts) == number
        assert files_of(cache) == whole


@pytest.mark.parametrize("kept", ["nothing", "a file", "not at all"])
def test_without_a_cache_folder_all_is_counted_and_nothing_is_kept(
    kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recounts: list[str]
) -> None:
    folder = on_disk("seeds", tmp_path / "seeds")
    (tmp_path / "blocked").write_text("no folder")
    monkeypatch.setenv("FRAMING_CACHE", "" if kept == "nothing" else str(tmp_path / "blocked" / "cache"))
    if kept == "not at all":
        monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    before = sorted(tmp_path.rglob("*"))
    for _ in range(2):
        counted = count_corpus(folder, keep=kept != "not at all")
        assert_same_in_every_zone(counted, load_corpus(folder))
    assert len(recounts) == 2
    assert sorted(path for path in tmp_path.rglob("*") if "words-" not in path.name) == before


def test_a_disk_that_is_full_keeps_nothing_and_leaves_nothing(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    folder = on_disk("seeds", tmp_path / "seeds")
    monkeypatch.setattr(np, "save", full)
    assert_same_in_every_zone(count_corpus(folder), load_corpus(folder))
    assert list((cache / "counts").iterdir()) == []


def test_what_is_kept_is_the_same_however_the_corpus_was_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = on_disk("seeds", tmp_path / "seeds")
    kept = []
    for number, size in enumerate((300, 9_000, 10**6)):
        monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / str(number)))
        keep_counts("key", cut_and_counted(folder, size=size))
        kept.append(files_of(tmp_path / str(number)))
    assert kept[0] == kept[1] == kept[2]
    assert len(kept[0]) > 10


# --- several processes ---------------------------------------------------------------------------------------


def killed_once(part: int, mark: str) -> int:
    """Work whose process is killed at the third part, the first time; slow where the tests run, which work, too."""
    if multiprocessing.parent_process() is None:
        time.sleep(0.5)
    elif part == 3:
        try:
            os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return part * part
        os.kill(os.getpid(), signal.SIGKILL)
    return part * part


def refused(part: int, mark: str) -> int:
    """Work that fails at the first part, and takes long at the others."""
    if part == 0:
        raise CorpusError("row 1 does not hold")
    time.sleep(0.5)
    Path(mark, str(part)).write_text("done")
    return part


@pytest.mark.slow
def test_two_workers_keep_the_same_bytes_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = on_disk("seeds", tmp_path / "seeds")
    kept = []
    for workers in (1, 2):
        monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / str(workers)))
        counted = cut_and_counted(folder, workers=workers)
        keep_counts("key", counted)
        kept.append(files_of(tmp_path / str(workers)))
    assert kept[0] == kept[1]


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_no_part(tmp_path: Path) -> None:
    work = functools.partial(killed_once, mark=str(tmp_path / "killed"))
    assert list(run_parts(work, list(range(12)), workers=2)) == [part * part for part in range(12)]
    assert (tmp_path / "killed").exists()


@pytest.mark.slow
def test_after_an_error_the_parts_that_wait_are_not_counted(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="row 1 does not hold"):
        list(run_parts(functools.partial(refused, mark=str(tmp_path)), list(range(40)), workers=2))
    assert len(list(tmp_path.iterdir())) < 8  # those that had begun, and the few that were handed out


def test_a_passage_that_does_not_hold_is_named_by_its_row_in_the_whole_table(tmp_path: Path) -> None:
    path = tmp_path / "two.parquet"
    pl.DataFrame({"article_id": ["a", "b"], "text": ["one two", "three four"]}).write_parquet(path)
    passages = pl.DataFrame(
        {"article_id": ["a", "a", "b"], "start": [0, 4, 0], "end": [3, 7, 99], "voice": ["x"] * 3, "event": ["y"] * 3}
    )
    rules = load_rules(None, variants=None, zones=None, passages=passages)
    with pytest.raises(CorpusError, match="row 4"):
        count_part(plan_parts(path, 8)[1], "two", rules, CountSettings(), 1000)
