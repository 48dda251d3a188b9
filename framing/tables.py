"""Every table of a report, each a function of a Study; columns.py says what their columns mean.

A table is a plain frame with the same columns whatever the corpus, rows in a fixed order, floats in full. Nothing is
formatted here, and no sentence is written.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from framing.collocations import COLLOCATE_SCHEMA, collocates_of
from framing.corpus import UNKNOWN
from framing.counts import Counts, tf_idf
from framing.errors import SettingsError
from framing.evidence import lines_of, surface_forms
from framing.inference import Sides, admit
from framing.naming import count_names, inside_names
from framing.occurrences import Occurrences
from framing.phrases import phrases_of
from framing.settings import LONGEST_NGRAM, CountSettings
from framing.study import Study
from framing.tokens import IntArray
from framing.wording import side_name

LISTED = 30  # the head of a list that a reader looks at; the raw and the cleaned list are compared that deep
LEFT_OUT_AT_MOST = 40  # articles left out one by one; beyond, leave_one_out in the contrast says it in two numbers
MERGING = "spellings and names merged"
ZONES = "other zones than those counted"
AS_REPORTED = "as reported"
SIGNS = {"focus": 1, "reference": -1}


def articles(study: Study) -> pl.DataFrame:
    """What is in the corpus: one row per article with its metadata, its words in all and in what is counted."""
    counts = study.counts()
    everything = study.counts(CountSettings(zones=None))
    side = study.side_of()
    columns = "article_id outlet country date language title genre attribution".split()
    return counts.articles.select(*columns, words_counted="tokens").with_columns(
        pl.Series("words", everything.articles["tokens"]),
        pl.Series("side", [side.get(a) for a in counts.articles["article_id"]], dtype=pl.String),
    )


def sides(study: Study) -> pl.DataFrame:
    """The two sides, and what their sizes allow."""
    totals = study.contrast().totals
    admission = admit(
        Sides(
            articles=(totals["articles"][0], totals["articles"][1]),
            outlets=(totals["outlets"][0], totals["outlets"][1]),
        )
    )
    by = study.settings.by
    return totals.with_columns(
        pl.Series("name", [side_name(by, group) for group in totals["group"]], dtype=pl.String),
        pl.lit(admission.unit).alias("unit"),
        pl.lit(admission.tier).alias("tier"),
        pl.lit(admission.reason).alias("reason"),
        pl.lit(admission.smallest_p).alias("smallest_p"),
    )


def zones(study: Study) -> pl.DataFrame:
    """How many words of each article stand in which zone."""
    tokens = study.tokens
    ids = study.corpus.articles["article_id"]
    held = np.zeros((len(ids), len(tokens.zones)), dtype=np.int64)
    np.add.at(held, (tokens.article, tokens.zone), 1)
    rows = [
        (article_id, zone, int(held[row, column]), held[row, column] / max(held[row].sum(), 1))
        for row, article_id in enumerate(ids)
        for column, zone in enumerate(tokens.zones)
        if held[row, column]
    ]
    schema = {"article_id": pl.String, "zone": pl.String, "words": pl.Int64, "share": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def frequencies(study: Study) -> pl.DataFrame:
    """How often each term stands in all articles together, and its mean tf-idf on each side."""
    counts = study.counts()
    n = _totals(counts)
    held = (counts.matrix != 0).sum(axis=0)
    weights = _mean_weights(study)
    frame = pl.DataFrame(
        {
            "term": pl.Series(counts.terms, dtype=pl.String),
            "n": n,
            "per_1000": 1000 * n / max(int(counts.lengths.sum()), 1),
            "articles": np.asarray(held, dtype=np.int64),
            "sentences": np.asarray(counts.sentences.sum(axis=0), dtype=np.int64),
        }
    ).join(weights, on="term", how="left", maintain_order="left")
    return frame.sort("n", "term", descending=[True, False])


def tf_idf_by_article(study: Study) -> pl.DataFrame:
    """What each article is about on its own."""
    return study.once("tf_idf", lambda: tf_idf(study.counts()))


def _mean_weights(study: Study) -> pl.DataFrame:
    """Mean tf-idf over the articles of each side; an article without the term counts as 0."""
    side = study.side_of()
    weights = tf_idf_by_article(study).with_columns(
        pl.col("article_id").replace_strict(side, default=None, return_dtype=pl.String).alias("side")
    )
    wide = pl.DataFrame({"term": weights["term"].unique().sort()})
    for name in SIGNS:
        size = max(list(side.values()).count(name), 1)
        own = weights.filter(pl.col("side") == name).sort("article_id").group_by("term", maintain_order=True)
        mean = own.agg((pl.col("tf_idf").sum() / size).alias(f"tf_idf_{name}"))
        wide = wide.join(mean, on="term", how="left", maintain_order="left")
    return wide.with_columns(pl.col("tf_idf_focus", "tf_idf_reference").fill_null(0.0))


def contrast(study: Study) -> pl.DataFrame:
    """Every term of either side, in the columns of docs/methods.md."""
    return study.contrast().table


def shared(study: Study) -> pl.DataFrame:
    """The terms that stand in every article, most frequent first."""
    counts = study.counts()
    everywhere = frequencies(study).filter(pl.col("articles") == counts.articles.height)
    return everywhere.select("term", "n", "per_1000", "sentences")


def overview(study: Study) -> pl.DataFrame:
    """The size of the corpus and of what all articles share, one figure a row."""
    counts, common = study.counts(), shared(study)
    words = int(counts.lengths.sum())
    rows = [
        ("articles", float(counts.articles.height)),
        ("words counted", float(words)),
        ("different terms", float(len(counts.terms))),
        ("terms in every article", float(common.height)),
        ("percentage of words that are such terms", 100 * int(common["n"].sum()) / max(words, 1)),
    ]
    return pl.DataFrame(rows, schema={"measure": pl.String, "value": pl.Float64}, orient="row")


def phrases(study: Study) -> pl.DataFrame:
    """The phrases that stand at least twice, with the articles that share them."""
    found = study.occurrences()
    if found.settings.ngram != 1:
        raise SettingsError("phrases are built from single terms; run the report with ngram 1")
    table = phrases_of(found)
    side = study.side_of()
    owners = [[side.get(a) for a in ids.split()] for ids in table["article_ids"]]
    return table.drop("first").with_columns(
        pl.Series(f"articles_{name}", [held.count(name) for held in owners], dtype=pl.Int64) for name in SIGNS
    )


def key_phrases(study: Study) -> list[str]:
    """The phrase most shared, and of each side the phrase that most of its articles and none of the other repeat."""
    table = phrases(study)
    own = [
        table.filter((pl.col(f"articles_{other}") == 0) & (pl.col(f"articles_{side}") > 1)).head(1)
        for side, other in (("focus", "reference"), ("reference", "focus"))
    ]
    return list(dict.fromkeys(pl.concat([table.head(1), *own])["phrase"]))


def phrase_choices(study: Study) -> pl.DataFrame:
    """The leading phrases under other defensible choices, one row each."""
    rows = []
    side = study.side_of()
    size = dict(phrases(study).select("phrase", "words").iter_rows())
    for phrase in key_phrases(study):
        for choice, settings in {
            AS_REPORTED: study.settings.counts,
            **study.other_choices(),
        }.items():
            words = size[phrase] if settings.variants else min(len(phrase.split()), LONGEST_NGRAM)
            found = study.occurrences(replace(settings, ngram=words))
            hits = found.at(phrase)
            owner = [side.get(a) for a in _article_ids(study, found).gather(hits)]
            held = {a: side.get(a) for a in _article_ids(study, found).gather(hits)}
            sentences = len(np.unique(found.sentence[hits]))
            rows.append(
                (phrase, choice, len(hits), sentences, len(held),
                 *(owner.count(name) for name in SIGNS), *(list(held.values()).count(name) for name in SIGNS))
            )  # fmt: skip
    columns = "n sentences articles n_focus n_reference articles_focus articles_reference".split()
    schema = {"phrase": pl.String, "choice": pl.String, **dict.fromkeys(columns, pl.Int64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def shared_choices(study: Study) -> pl.DataFrame:
    """How much all articles share under each way of counting."""
    rows = []
    for choice, settings in {AS_REPORTED: study.settings.counts, **study.other_choices()}.items():
        counts = study.counts(settings)
        n, words = _totals(counts), int(counts.lengths.sum())
        common = np.diff(counts.matrix.tocsc().indptr) == counts.articles.height
        rows.append((choice, int(common.sum()), 100 * int(n[common].sum()) / max(words, 1)))
    schema = {"choice": pl.String, "terms": pl.Int64, "percentage": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def key_terms(study: Study) -> list[str]:
    """The terms listed for either side: their lines, forms and other choices are shown in full."""
    result, top = study.contrast(), study.settings.top
    listed = [*result.keywords("focus", top)["term"], *result.keywords("reference", top)["term"]]
    return sorted(set(listed))


def dots(study: Study) -> pl.DataFrame:
    """The rate of each listed term in each article of the two sides."""
    counts, side = study.counts(), study.side_of()
    number = {term: index for index, term in enumerate(counts.terms)}
    ids = counts.articles["article_id"].to_list()
    terms = key_terms(study)
    dense = counts.matrix[:, [number[term] for term in terms]].toarray()
    rows = [
        (
            term,
            side[article_id],
            article_id,
            int(dense[row, column]),
            1000 * dense[row, column] / counts.lengths[row],
        )
        for column, term in enumerate(terms)
        for row, article_id in enumerate(ids)
        if article_id in side and counts.lengths[row]
    ]
    schema = {
        "term": pl.String, "side": pl.String, "article_id": pl.String, "n": pl.Int64, "per_1000": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


CHOICE_COLUMNS = "n_focus n_reference articles_focus articles_reference log_ratio g2".split()


def choices(study: Study) -> pl.DataFrame:
    """The listed terms under other defensible choices and with each article left out, one row each."""
    frames = [_under(study, AS_REPORTED, study.settings.counts)]
    frames += [_under(study, name, settings) for name, settings in study.other_choices().items()]
    counts, side = study.counts(), study.side_of()
    ids = [a for a in counts.articles["article_id"] if a in side]
    if len(ids) <= LEFT_OUT_AT_MOST:
        for article_id in ids:
            if list(side.values()).count(side[article_id]) > 1:
                frames.append(_without(study, counts, article_id))
    return pl.concat(frames)


def _under(study: Study, name: str, settings: CountSettings) -> pl.DataFrame:
    """The listed terms under one way of counting; a side in which nothing is counted has zeros."""
    counts, side = study.counts(settings), study.side_of()
    totals = {
        key: int(
            counts.articles.filter(pl.col("article_id").is_in([a for a in side if side[a] == key]))["tokens"].sum()
        )
        for key in SIGNS
    }
    if min(totals.values()) == 0:
        return _no_rows(study, name)
    return _rows_of(study, name, counts)


def _without(study: Study, counts: Counts, article_id: str) -> pl.DataFrame:
    keep = np.flatnonzero((counts.articles["article_id"] != article_id).to_numpy())
    rest = Counts(
        counts.matrix[keep],
        counts.sentences[keep],
        counts.terms,
        counts.articles[keep],
        counts.settings,
    )
    return _rows_of(study, f"article {article_id} left out", rest)


def _rows_of(study: Study, name: str, counts: Counts) -> pl.DataFrame:
    from framing.contrasts import contrast_terms

    s = study.settings
    table = contrast_terms(counts, focus=s.focus, reference=s.reference, by=s.by).table
    wanted = pl.DataFrame({"term": key_terms(study)}, schema={"term": pl.String})
    joined = wanted.join(table, on="term", how="left", maintain_order="left")
    return joined.select(
        "term",
        pl.lit(name).alias("choice"),
        *(pl.col(c).fill_null(0) for c in CHOICE_COLUMNS[:4]),
        "log_ratio",
        "g2",
    )


def _no_rows(study: Study, name: str) -> pl.DataFrame:
    terms = key_terms(study)
    return pl.DataFrame({"term": pl.Series(terms, dtype=pl.String)}).select(
        "term",
        pl.lit(name).alias("choice"),
        *(pl.lit(0, dtype=pl.Int64).alias(c) for c in CHOICE_COLUMNS[:4]),
        *(pl.lit(None, dtype=pl.Float64).alias(c) for c in CHOICE_COLUMNS[4:]),
    )


def survival(study: Study) -> pl.DataFrame:
    """For each listed term: on how many other choices it keeps its side, and which weakens it most."""
    own = study.contrast().table.select("term", "g2")
    side = {term: "focus" if g2 > 0 else "reference" for term, g2 in own.iter_rows()}
    rows = []
    for (term,), group in choices(study).group_by("term", maintain_order=True):
        sign = SIGNS[side[str(term)]]
        others = group.filter(pl.col("choice") != AS_REPORTED).with_columns(
            (pl.col("log_ratio").fill_null(0.0) * sign).alias("strength")
        )
        weakest = others.sort(pl.col("strength").round_sig_figs(10), "choice").head(1)
        kept = others.filter(pl.col("g2") * sign > 0).height
        rows.append(
            (
                term,
                side[str(term)],
                others.height,
                kept,
                weakest["choice"][0],
                *weakest.select(CHOICE_COLUMNS[:5]).row(0),
            )
            if others.height
            else (term, side[str(term)], 0, 0, None, None, None, None, None, None)
        )
    schema = {
        "term": pl.String, "side": pl.String, "tried": pl.Int64, "kept": pl.Int64, "weakest": pl.String,
        **{f"weakest_{c}": pl.Int64 for c in CHOICE_COLUMNS[:4]}, "weakest_log_ratio": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def raw_list(study: Study) -> pl.DataFrame:
    """The terms that head the raw list of either side and are gone from the cleaned one, with what removed them."""
    return pl.concat(_gone(study, side, LISTED) for side in SIGNS)


def _gone(study: Study, side: str, depth: int) -> pl.DataFrame:
    merged = replace(study.settings.counts, zones=None)
    kept = set(study.contrast().keywords(side, depth)["term"])
    still = set(study.contrast(merged).keywords(side, depth)["term"])
    raw = study.contrast(study.raw).keywords(side, depth)
    rows = [
        (
            row["term"],
            side,
            rank,
            *(row[f"{column}_{name}"] for column in ("n", "articles", "sentences") for name in SIGNS),
            ZONES if row["term"] in still else MERGING,
        )
        for rank, row in enumerate(raw.iter_rows(named=True), start=1)
        if row["term"] not in kept
    ]
    schema = {
        "term": pl.String, "side": pl.String, "raw_rank": pl.Int64,
        **{f"raw_{column}_{name}": pl.Int64 for column in ("n", "articles", "sentences") for name in SIGNS},
        "removed_by": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def raw_summary(study: Study) -> pl.DataFrame:
    """How many terms head the raw lists of both sides, to three depths, and how many are gone from the cleaned ones."""
    rows = []
    for depth in (LISTED // 3, 2 * LISTED // 3, LISTED):
        listed = sum(study.contrast(study.raw).keywords(side, depth).height for side in SIGNS)
        gone = pl.concat(_gone(study, side, depth) for side in SIGNS)["removed_by"].to_list()
        rows.append((depth, listed, len(gone), gone.count(MERGING), gone.count(ZONES)))
    columns = ["depth", "listed", "gone", "gone_by_merging", "gone_by_zones"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.Int64), orient="row")


def voices(study: Study) -> pl.DataFrame:
    """Who speaks how many words on each side; words outside every passage are "not coded"."""
    return _spoken(study, "voice_class", "voice")


def voice_classes(study: Study) -> pl.DataFrame:
    """Who speaks how many words on each side, by class of voice."""
    total = pl.col("passages").sum().over("side")
    by_passages = pl.when(total > 0).then(100 * pl.col("passages") / total)
    return _spoken(study, "voice_class").with_columns(by_passages.alias("percentage_of_passages"))


def _spoken(study: Study, *labels: str) -> pl.DataFrame:
    """Words, sentences, passages and articles of each voice or class on each side, most words first."""
    found, side = study.occurrences(_plain(study)), study.side_of()
    coded = study.corpus.passages.select(pl.col(label).fill_null(UNKNOWN) for label in labels).rows()
    names = [*coded, ("not coded",) * len(labels)]  # the last is for row -1
    passage = found.tokens.passage[found.first]
    frame = pl.DataFrame(
        {
            "side": [side.get(a) for a in _article_ids(study, found)],
            **{label: [names[p][column] for p in passage] for column, label in enumerate(labels)},
            "passage": passage,
            "sentence": found.sentence,
            "article": found.article,
        },
        schema_overrides={"side": pl.String, **dict.fromkeys(labels, pl.String)},
    ).filter(pl.col("side").is_not_null())
    grouped = frame.group_by("side", *labels).agg(
        pl.len().cast(pl.Int64).alias("words"),
        pl.col("sentence").n_unique().cast(pl.Int64).alias("sentences"),
        pl.col("passage").filter(pl.col("passage") >= 0).n_unique().cast(pl.Int64).alias("passages"),
        pl.col("article").n_unique().cast(pl.Int64).alias("articles"),
    )
    share = (100 * pl.col("words") / pl.col("words").sum().over("side")).alias("percentage")
    return grouped.with_columns(share).sort("side", "words", labels[-1], descending=[False, True, False])


def _plain(study: Study) -> CountSettings:
    """The study's settings with every word on its own, so that words add up."""
    s = study.settings.counts
    return CountSettings(zones=s.zones, variants=(), voices=s.voices, events=s.events)


def _article_ids(study: Study, found: Occurrences) -> pl.Series:
    return study.corpus.articles["article_id"].gather(found.article)


ABSENCE_SCHEMA = {
    "term": pl.String, "using": pl.String, "lacking": pl.String, "n": pl.Int64, "articles": pl.Int64,
    "sentences": pl.Int64, "events": pl.String, "passages_with": pl.Int64, "passages_using": pl.Int64,
    "passages_lacking": pl.Int64, "words_lacking": pl.Int64,
}  # fmt: skip


def absences(study: Study) -> pl.DataFrame:
    """The listed terms that one side lacks, and in how many passages on the same events it lacks them.

    The exposure behind an absence is the event, reported by both sides: a side that does not report it cannot be said to
    leave a word out of it. Without passages there is no exposure and no row.
    """
    passages = study.corpus.passages
    if passages.is_empty():
        return pl.DataFrame(schema=ABSENCE_SCHEMA)
    found, side = study.occurrences(), study.side_of()
    table = study.contrast().table.filter(pl.col("term").is_in(key_terms(study)))
    absent = table.filter((pl.col("n_focus") == 0) | (pl.col("n_reference") == 0))
    owner = [side.get(a) for a in passages["article_id"]]
    rows = [_absence(study, found, row, owner) for row in absent.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=ABSENCE_SCHEMA, orient="row")


def _absence(study: Study, found: Occurrences, row: dict[str, object], owner: list[str | None]) -> tuple[object, ...]:
    using, lacking = ("reference", "focus") if row["n_focus"] == 0 else ("focus", "reference")
    events = study.corpus.passages["event"].to_list()
    reported = {event for event, side in zip(events, owner, strict=True) if side == lacking}
    held = found.tokens.passage[found.first[found.at(str(row["term"]))]]
    holding = {int(p) for p in held if p >= 0 and owner[p] == using and events[p] in reported}
    about = sorted({events[p] for p in holding})
    same = [p for p, event in enumerate(events) if event in about]
    exposed = [p for p in same if owner[p] == lacking]
    words = int(np.isin(found.tokens.passage[found.first], exposed).sum())
    return (
        row["term"], using, lacking, row[f"n_{using}"], row[f"articles_{using}"], row[f"sentences_{using}"],
        ", ".join(about), len(holding), sum(owner[p] == using for p in same), len(exposed), words,
    )  # fmt: skip


def naming(study: Study) -> pl.DataFrame:
    """Which of several names each side chooses, one row per name and way of counting.

    Only spellings are merged here: a translation such as the Year of China – Việt Nam Exchange holds a name, too.
    """
    ways = {AS_REPORTED: study.settings.counts, **study.other_choices()}
    frames = [_naming(study, name, ways[name]) for name in ways if ways[name].variants]
    return pl.concat(frames) if frames else pl.DataFrame(schema=_NAMING)


_NAMING = {
    "thing": pl.String, "name": pl.String, "choice": pl.String, "n_focus": pl.Int64, "n_reference": pl.Int64,
    "articles_focus": pl.Int64, "articles_reference": pl.Int64, "sentences_focus": pl.Int64,
    "sentences_reference": pl.Int64,
}  # fmt: skip


def _naming(study: Study, choice: str, settings: CountSettings) -> pl.DataFrame:
    side = study.side_of()
    table = count_names(study.occurrences(replace(settings, hyphens="split", variants=("spelling",))))
    owner = pl.col("article_id").replace_strict(side, default=None, return_dtype=pl.String)
    sums = [
        pl.col(column).filter(owner == name).sum().alias(f"{column}_{name}")
        for column in ("n", "sentences")
        for name in SIGNS
    ]
    held = [((owner == name) & (pl.col("n") > 0)).sum().cast(pl.Int64).alias(f"articles_{name}") for name in SIGNS]
    grouped = table.group_by("thing", "name").agg(*sums, *held).sort("thing", "name")
    return grouped.with_columns(pl.lit(choice).alias("choice")).select(list(_NAMING))


def forms(study: Study) -> pl.DataFrame:
    """How the listed terms, and all terms that merge several writings, are written in each article."""
    found = study.occurrences()
    wanted = {*key_terms(study), *_merged_terms(study, found)}
    return surface_forms(found, sorted(wanted))


def _merged_terms(study: Study, found: Occurrences) -> list[str]:
    """Terms that occur and that variants.csv merges."""
    canonical = study.corpus.variants.filter(pl.col("kind") != "naming")["canonical"].unique()
    folded = {name.lower() for name in canonical} | set(canonical)
    return [term for term in found.terms if term in folded]


def lines(study: Study) -> pl.DataFrame:
    """The concordance lines of the listed terms; `inside` names the proper name a hit is part of."""
    found = study.occurrences()
    nothing = lines_of(found, "").with_columns(pl.lit(None, dtype=pl.String).alias(c) for c in ("inside", "term"))
    frames = [nothing]
    for term in key_terms(study):
        hits: IntArray = found.at(term)
        frame = lines_of(found, term)
        inside = pl.Series("inside", inside_names(found, hits), dtype=pl.String)
        frames.append(frame.with_columns(inside, pl.lit(term).alias("term")))
    return pl.concat(frames).select("term", pl.exclude("term"))


def neighbours(study: Study) -> pl.DataFrame:
    """The collocates of the listed terms."""
    found = study.occurrences()
    frames = [pl.DataFrame(schema={"term": pl.String, **COLLOCATE_SCHEMA})]
    for term in key_terms(study):
        frames.append(collocates_of(found, term).with_columns(pl.lit(term).alias("term")).select(frames[0].columns))
    return pl.concat(frames)


def _totals(counts: Counts) -> IntArray:
    return np.asarray(counts.matrix.sum(axis=0), dtype=np.int64)
