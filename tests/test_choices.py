"""Other ways of counting and the raw list: only what changes a count is named, and a term is followed across its writings.

Counts are taken from the texts by hand; a corpus is as small as its case needs.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pytest
from project import ROOT

from framing.claims import Finding
from framing.corpus import Corpus, load_corpus
from framing.limits import state_limits
from framing.recipe import Made, make_findings, make_table, methods_text, prepare_study
from framing.study import Study
from framing.tables.alternatives import COUNTED

UNMERGED, HYPHENS = "spellings and names left unmerged", "hyphenated words counted whole"
BRITISH = "Two organisations met in the hall on day {}. They spoke of the plan. The organisations agreed."
AMERICAN = "Two organizations met in the hall on day {}. They spoke of the plan. The organizations agreed."
FARMERS = "Farmers met in the hall on day {}. They spoke of the plan. The farmers agreed."


def study(
    focus: list[str], reference: list[str], *, variants: pl.DataFrame | None = None, zones: str = "", **options: object
) -> Study:
    """A study of English articles of two sides, with variants and the rules of zones if wanted."""
    frame = pl.DataFrame(
        {
            "text": [*focus, *reference],
            "country": ["VN"] * len(focus) + ["CN"] * len(reference),
            "language": ["en"] * (len(focus) + len(reference)),
        }
    )
    return prepare_study(_load(frame, variants, zones), focus="VN", reference="CN", **options)  # type: ignore[arg-type]


def _load(frame: pl.DataFrame, variants: pl.DataFrame | None, zones: str) -> Corpus:
    rules = [
        f"[[rule]]\nname = '{zone}'\nzone = '{zone}'\npattern = '^{zone.upper()}: .*$'\nreason = 'marked'\n"
        for zone in zones.split()
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "zones.toml"
        file.write_text("\n".join(rules), encoding="utf-8")
        return load_corpus(frame, variants=variants, zones=file if rules else None)


def names(*rows: tuple[str, str, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["canonical", "variant", "kind"], orient="row")


def row(study: Study, table: str, choice: str, **where: str) -> dict[str, object]:
    """The row of one choice; empty where it has none."""
    own = make_table(study, table).filter(pl.col("choice") == choice, *(pl.col(k) == v for k, v in where.items()))
    return own.row(0, named=True) if own.height else {}


def twelve(text: str) -> list[str]:
    return [text.format(day) for day in range(12)]


# ---- what changes nothing is no choice


def test_a_corpus_written_in_one_spelling_without_zones_and_hyphens_has_no_other_choice() -> None:
    """Every article writes organisations, the term is organizations: merging changes its name and no number."""
    s = study(twelve(BRITISH), twelve(FARMERS))
    assert s.other_choices() == {}
    said = " ".join(f"{f.sentence} {f.choice}" for f in make_findings(s))
    assert "organizations" in said
    assert "unmerged" not in said and "headlines" not in said and "hyphen" not in said
    assert "(" not in methods_text(s).split("The listed terms were also counted")[1].split(";")[0]
    assert set(make_table(s, "stages")["stage"]) == {"as written"}


@pytest.mark.parametrize("spelling", [BRITISH, AMERICAN])
def test_a_merged_term_does_not_vanish_when_spellings_are_unmerged(spelling: str) -> None:
    """A Chinese article that writes it the other way makes merging a choice; the Vietnamese counts stay what they are."""
    other = "Organizations left early." if spelling is BRITISH else "Organisations left early."
    s = study(twelve(spelling), [*twelve(FARMERS), other])
    assert row(s, "choices", "as reported", term="organizations")["n_focus"] == 24
    assert UNMERGED in s.other_choices()
    assert row(s, "choices", UNMERGED, term="organizations") == {}, "24 and 1, as reported"
    phrase = "two organizations met in the hall on day"
    table = make_table(s, "phrase_choices").filter(pl.col("phrase") == phrase)
    assert table.select("choice", "articles_focus", "articles_reference").rows() == [("as reported", 12, 0)]


def test_a_name_is_followed_through_all_its_forms() -> None:
    """Tô Lâm, To Lam and bare Lâm are one name: 2 + 1 + 1 in two articles, whether they are merged or not."""
    rows = names(("To Lam", "Tô Lâm", "name"), ("To Lam", "Lâm", "name"), ("To Lam", "To Lam", "name"))
    s = study(
        ["Tô Lâm met them. Tô Lâm spoke to all.", "To Lam met them, and Lâm spoke to all."],
        ["They met and spoke to all of them.", "They spoke to all and met."],
        variants=rows,
    )
    assert make_table(s, "contrast").filter(pl.col("term") == "to lam")["n_focus"].to_list() == [4]
    assert UNMERGED in s.other_choices(), "unmerged, To is the word to"
    assert row(s, "choices", UNMERGED, term="to lam") == {}


def test_a_word_within_a_bound_name_is_met_when_names_are_unmerged() -> None:
    """ "party" stands 3 times alone and 4 times in the name, which is no use of it as long as the name is bound."""
    bound = names(("Communist Party", "Communist Party", "name"))
    s = study(
        ["The party met. A party spoke. Every party agreed."],
        ["The Communist Party met. The Communist Party spoke of the Communist Party, the Communist Party said today."],
        variants=bound,
    )
    found = row(s, "choices", UNMERGED, term="party")
    assert (found["n_focus"], found["n_reference"]) == (3, 4)
    assert row(s, "choices", UNMERGED, term="communist party") == {}, "4 times, bound or not"


def test_a_phrase_with_a_hyphen_does_not_vanish_when_hyphenated_words_are_whole() -> None:
    own = "They praised people-to-people exchanges in town {}. It was well-known there."
    s = study([own.format(n) for n in "abc"], ["They praised trade in town d.", "They spoke of trade."])
    assert HYPHENS in s.other_choices()
    rows = make_table(s, "phrase_choices").filter(pl.col("phrase").str.contains("people to people exchanges"))
    assert rows["choice"].to_list() == ["as reported"]
    assert row(s, "choices", HYPHENS, term="people")["n_focus"] == 0, "the word alone is in no such text"


@pytest.mark.parametrize("language", ["zh", "vi"])
def test_no_use_is_lost_where_a_segmenter_cuts_unmerged_text_otherwise(language: str) -> None:
    """沿线 stands twice, once in traditional characters; unmerged, the segmenter makes another word of the second."""
    s = prepare_study(ROOT / "tests" / "corpora" / language, focus="VN", reference="CN")
    assert UNMERGED in s.other_choices()
    both = make_table(s, "choices").filter(pl.col("choice") == UNMERGED).join(make_table(s, "contrast"), on="term")
    assert both.filter(pl.col("n_focus") < pl.col("n_focus_right")).is_empty()
    assert both.filter(pl.col("n_reference") < pl.col("n_reference_right")).is_empty()


@pytest.mark.parametrize(
    ("zones", "named"),
    [
        ("headline caption", "headlines and captions counted too"),
        ("headline", "headlines counted too"),
        ("dateline", "datelines counted too"),
        ("credit box", "the zone “box” and credits counted too"),
        ("headline caption credit", "headlines, captions and other parts counted too"),
        ("credit sign dateline", "all other parts of the articles counted too"),
    ],
)
def test_a_choice_names_the_parts_that_the_corpus_has(zones: str, named: str) -> None:
    head = "\n".join(f"{zone.upper()}: Rail opens" for zone in zones.split())
    s = study([f"{head}\nRail opened. Rail was praised."], ["Ports grew. Ports were praised."], zones=zones)
    assert list(s.other_choices()) == [named]
    assert named in methods_text(s)


def test_where_one_side_has_no_words_of_its_own_there_is_no_such_choice() -> None:
    """Passages of the narrator on one side only: nothing could be compared."""
    frame = pl.DataFrame({"article_id": ["a", "b"], "text": ["Rail opened.", "Ports grew."], "country": ["VN", "CN"]})
    row = {"article_id": ["a"], "start": ["0"], "end": ["12"], "voice": ["narrator"], "voice_class": ["narrator"]}
    passages = pl.DataFrame({**row, "event": ["opening"]})
    s = prepare_study(load_corpus(frame, passages=passages), focus="VN", reference="CN")
    assert s.other_choices() == {}


# ---- rows and sentences


SIX = {
    "british": lambda: study(twelve(BRITISH), twelve(FARMERS)),
    "both spellings": lambda: study(twelve(BRITISH), [*twelve(FARMERS), AMERICAN.format(1)]),
    "headlines": lambda: study(
        ["HEADLINE: Ports grow\nRail opened, rail grew."] * 2, ["HEADLINE: Rail, rail, rail\nPorts grew, ports."] * 2,
        zones="headline",
    ),
    "hyphens": lambda: study(["A well-known rail-port opened. Well done, rail."], ["The port grew. Port of call."]),
    "seeds": lambda: prepare_study("seeds", focus="VN", reference="CN"),
    "narrator": lambda: prepare_study("seeds", focus="VN", reference="CN", voices=["narrator"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SIX)
def test_every_row_of_another_choice_differs_from_the_report(name: str) -> None:
    s = SIX[name]()
    for table, columns in (("choices", COUNTED), ("phrase_choices", ["n", "articles"]), ("shared_choices", ["terms"])):
        frame = make_table(s, table)
        keys = [column for column in ("term", "phrase") if column in frame.columns]
        reported = frame.filter(pl.col("choice") == "as reported").drop("choice")
        others = frame.filter(pl.col("choice") != "as reported")
        if "g2" in columns or table == "choices":
            turned = others.join(reported, on="term").filter(pl.col("g2") * pl.col("g2_right") <= 0)
            others = others.join(turned, on=["term", "choice"], how="anti")
        same = others.join(reported, on=[*keys, *[c for c in frame.columns if c not in ("choice", *keys)]], how="semi")
        assert same.is_empty(), (table, same)
        assert others.is_empty() or reported.height, columns
    survival = make_table(s, "survival")
    tried = make_table(s, "choices").filter(pl.col("choice") != "as reported").group_by("term").len()
    assert dict(survival.filter(pl.col("tried") > 0).select("term", "tried").iter_rows()) == dict(tried.iter_rows())


def test_the_weakest_choice_is_never_the_report_itself() -> None:
    for make in SIX.values():
        s = make()
        both = make_table(s, "survival").join(make_table(s, "contrast"), on="term")
        weaker = both.filter(pl.col("weakest").is_not_null())
        sign = pl.when(pl.col("side") == "focus").then(1).otherwise(-1)
        assert weaker.filter(pl.col("weakest_log_ratio").fill_null(0) * sign >= pl.col("log_ratio") * sign).is_empty()


def test_a_headline_turns_a_word_round_and_the_sentence_gives_both_rates() -> None:
    """In the bodies rail stands 4 times against none; with headlines 4 against 6, of 12 and 16 words."""
    s = SIX["headlines"]()
    found = row(s, "choices", "headlines counted too", term="rail")
    assert (found["n_focus"], found["n_reference"]) == (4, 6)
    assert "reverse" in " ".join(state_limits(Made(s)))


def test_an_article_without_the_word_counts_where_leaving_it_out_turns_the_word() -> None:
    """rail: 4 in 8 words against 3 in 7 + 20 words; without the long article 4/8 against 3/4."""
    s = study(["Rail rail rail rail opened, they said today."], ["Rail rail rail opened.", " ".join(["port"] * 20)])
    found = row(s, "choices", "article 3 left out", term="rail")
    assert (found["n_focus"], found["n_reference"]) == (4, 3), "its own counts are as reported"
    assert row(s, "choices", "as reported", term="rail")["g2"] > 0 > found["g2"]  # type: ignore[operator]


# ---- what a raw list would have got wrong


def finding_on_the_raw_list(s: Study) -> Finding | None:
    return next((finding for finding in make_findings(s) if finding.id == "raw-list"), None)


def test_a_corpus_without_zones_and_merged_writings_has_no_wrong_raw_list() -> None:
    """Whatever the two lists rank, they are the same."""
    s = study(["Rail rail rail opened in town. Rail grew."], ["Ports ports ports grew. Ports opened in town."])
    assert make_table(s, "raw_list").is_empty()
    assert finding_on_the_raw_list(s) is None


def test_a_term_that_only_slips_in_rank_is_not_named() -> None:
    """Words of captions fill the raw list; those of the story keep all their uses and stand lower in it."""
    story = " ".join(f"word{chr(97 + n)} " * 3 for n in range(26))
    captions = "\n".join(f"CAPTION: {' '.join([f'shot{chr(97 + n)}'] * 9)}" for n in range(20))
    s = study([f"{captions}\n{story}"], ["Ports grew in town and nothing else was said."], zones="caption")
    gone = make_table(s, "raw_list").filter(pl.col("term") != "caption")
    assert gone.height == 20 and gone["term"].str.starts_with("shot").all()
    assert gone["raw_outside_focus"].to_list() == [9] * 20
    finding = finding_on_the_raw_list(s)
    assert finding is not None and all("CAPTION" in quote.text for quote in finding.quotes)


@pytest.mark.parametrize(("outside", "named"), [(2, False), (3, True), (5, True)])
def test_half_of_the_uses_must_be_outside(outside: int, named: bool) -> None:
    """rail in six places, of which some in headlines, and as often on the other side: off the cleaned list either way."""
    body = " ".join(["rail"] * (6 - outside))
    heads = "\n".join(["HEADLINE: rail"] * outside)
    filler = " ".join(f"filler{chr(97 + n)}" for n in range(20))
    s = study([f"{heads}\n{body} {filler} opened."], [f"{body} {filler} grew."], zones="headline")
    assert ("rail" in make_table(s, "raw_list")["term"].to_list()) == named


def test_a_spelling_that_is_merged_away_is_named_and_quoted() -> None:
    """organisations 4 : 0 and organizations 0 : 4 are one word, as frequent on both sides: two wrong key terms."""
    s = study([" ".join([BRITISH.format(n) for n in "ab"])], [" ".join([AMERICAN.format(n) for n in "cd"])])
    rows = {r["term"]: r for r in make_table(s, "raw_list").to_dicts()}
    assert set(rows) == {"organisations", "organizations"}
    british, american = rows["organisations"], rows["organizations"]
    assert (british["side"], british["raw_merged_focus"], british["counted_as"]) == ("focus", 4, "organizations")
    assert (american["side"], american["raw_joined_focus"], american["counted_as"]) == ("reference", 4, None)
    finding = finding_on_the_raw_list(s)
    assert finding is not None and all("organisations" in quote.text for quote in finding.quotes)
    assert "all 4 uses in the Vietnamese article belong to “organizations”" in finding.sentence


def test_a_term_that_the_cleaned_list_has_under_another_writing_is_not_named() -> None:
    rows = names(("To Lam", "Tô Lâm", "name"))
    s = study(["Tô Lâm spoke. Tô Lâm met them. Tô Lâm left."], ["They spoke and met."], variants=rows)
    assert "to lam" in make_table(s, "survival")["term"].to_list()
    assert make_table(s, "raw_list").is_empty()


def test_what_is_named_on_the_seeds_lies_outside_or_is_merged() -> None:
    s = SIX["seeds"]()
    table = make_table(s, "raw_list")
    for r in table.to_dicts():
        side, other = r["side"], "reference" if r["side"] == "focus" else "focus"
        lost = r[f"raw_outside_{side}"] + r[f"raw_merged_{side}"]
        assert 2 * lost >= r[f"raw_n_{side}"] or r[f"raw_joined_{other}"], r
    assert not {"level", "relations"} & set(table["term"]), "12 and 21 uses in the bodies, as in the cleaned list"
    finding = finding_on_the_raw_list(s)
    assert finding is not None
    spans = {(a, b, c) for a, b, c in s.corpus.zones.select("article_id", "start", "end").iter_rows()}
    joined = [q for q in finding.quotes if "Việt Nam" in q.text]
    assert joined and all(q in joined or any(q.article_id == a and b <= q.end and q.start <= c for a, b, c in spans)
                          for q in finding.quotes)  # fmt: skip
