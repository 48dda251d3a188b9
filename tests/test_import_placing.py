"""Where a new corpus is put: nothing is deleted that an import did not make, or that was changed since."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from framing.corpus import load_corpus
from framing.errors import CorpusError
from framing.importing import import_corpus


def source(folder: Path, text: str) -> Path:
    (folder / "a.csv").write_text(f"text\n{text}\n")
    return folder / "a.csv"


def texts(corpus: Path) -> list[str]:
    return load_corpus(corpus).articles["text"].to_list()


def refusal(sources: list[Path], to: Path, **options: object) -> str:
    with pytest.raises(CorpusError) as caught:
        import_corpus(sources, to, **options)  # type: ignore[arg-type]  # options of each test
    return str(caught.value)


def test_folders_of_the_user_with_names_like_ours_are_left_alone(tmp_path: Path) -> None:
    """NAME.partial and NAME.previous once were our own; here both are the user's, and one is even a corpus."""
    (tmp_path / "c.partial").mkdir()
    (tmp_path / "c.partial" / "thesis.txt").write_text("precious")
    import_corpus([source(tmp_path, "Rail.")], tmp_path / "c.previous")
    import_corpus([source(tmp_path, "Sea.")], tmp_path / "c")
    assert "a corpus is there already" in refusal([tmp_path / "a.csv"], tmp_path / "c")
    import_corpus([tmp_path / "c.previous"], tmp_path / "c", replace=True)
    assert texts(tmp_path / "c") == texts(tmp_path / "c.previous") == ["Rail."]
    assert (tmp_path / "c.partial" / "thesis.txt").read_text() == "precious"
    assert sorted(os.listdir(tmp_path)) == ["a.csv", "c", "c.partial", "c.previous"]


@pytest.mark.parametrize(
    "name", ["passages.csv", "articles.csv", "articles/001_1.txt", "letters/mine.txt", "zones.toml"]
)
def test_a_corpus_that_somebody_worked_on_is_not_replaced(tmp_path: Path, name: str) -> None:
    corpus = tmp_path / "c"
    import_corpus([source(tmp_path, "Rail talks of the two sides were held.")], corpus)
    (corpus / name).parent.mkdir(exist_ok=True)
    with (corpus / name).open("a") as file:
        file.write("\nby hand")
    (corpus / ".DS_Store").write_text("left by a system")
    written = (corpus / name).read_bytes()
    assert refusal([source(tmp_path, "Sea.")], corpus, replace=True) == (
        f"{corpus}: holds what the import did not write, or what was changed since ({name}); move it away, or choose "
        "another --to"
    )
    assert (corpus / name).read_bytes() == written and sorted(os.listdir(tmp_path)) == ["a.csv", "c"]


def test_what_was_put_into_the_corpus_while_an_import_ran_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "c"
    import_corpus([source(tmp_path, "Rail.")], corpus)

    def slow(*_: object, **__: object) -> tuple[tuple[str, ...], list[object]]:
        (corpus / "new.txt").write_text("put here meanwhile")
        return (), []

    monkeypatch.setattr("framing.importing.add_rules", slow)
    assert "(new.txt)" in refusal([source(tmp_path, "Sea.")], corpus, replace=True)
    assert texts(corpus) == ["Rail."] and sorted(os.listdir(tmp_path)) == ["a.csv", "c"]


def test_a_killed_import_leaves_the_old_corpus_to_the_next(tmp_path: Path) -> None:
    """As a kill between the two renames leaves it: the old corpus and the new one in the hidden folder, none in its place."""
    import_corpus([source(tmp_path, "Rail.")], tmp_path / "c")
    beside = tmp_path / ".c.x1"
    (beside / "new").mkdir(parents=True)
    (beside / "made-by-framing-import").touch()
    os.rename(tmp_path / "c", beside / "old")
    (tmp_path / ".c.mine").mkdir()  # without our mark
    assert "a corpus is there already" in refusal([source(tmp_path, "Sea.")], tmp_path / "c")
    assert texts(tmp_path / "c") == ["Rail."]
    assert sorted(os.listdir(tmp_path)) == [".c.mine", "a.csv", "c"]


def test_an_import_that_cannot_put_its_corpus_in_place_puts_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_corpus([source(tmp_path, "Rail.")], tmp_path / "c")
    rename = os.rename

    def stopped(old: Path, new: Path) -> None:
        if Path(old).name == "new":
            raise KeyboardInterrupt
        rename(old, new)

    monkeypatch.setattr(os, "rename", stopped)
    with pytest.raises(KeyboardInterrupt):
        import_corpus([source(tmp_path, "Sea.")], tmp_path / "c", replace=True)
    assert texts(tmp_path / "c") == ["Rail."] and sorted(os.listdir(tmp_path)) == ["a.csv", "c"]
