"""Reprints in a corpus too large to be read whole: found once and kept; among very many articles, exact ones only."""

from __future__ import annotations

import hashlib
import json

from framing.cache import code_name, open_kept
from framing.corpus import Corpus
from framing.counting.whole import CorpusCounts
from framing.duplicates import Duplicates, equal_texts, find_duplicates
from framing.tokens.segmenting import installed_segmenters

MOST_COMPARED = 150_000  # articles whose texts are compared; it takes about a minute and two gigabytes


def find_kept_duplicates(corpus: Corpus, counted: CorpusCounts) -> Duplicates:
    """Which articles of a corpus are one text.

    Parameters
    ----------
    corpus : the articles, without texts; a selection of those counted.
    counted : from count_corpus.
    """
    rows = counted.rows_of(corpus.articles["article_id"])
    if len(rows) > MOST_COMPARED:
        return equal_texts(corpus.articles, counted.texts[rows])
    ids = corpus.articles["article_id"].to_list()  # clusters are numbered row by row
    held = [code_name(), installed_segmenters(), corpus.fingerprint, corpus.rules_fingerprint, ids]
    key = hashlib.sha256(json.dumps(held).encode()).digest()
    with open_kept("reprints") as kept:
        found = kept.get(key)
    if found is not None:
        return Duplicates.from_bytes(found, corpus.articles["article_id"])
    duplicates = find_duplicates(counted.read(rows))
    with open_kept("reprints") as kept:
        kept.put(key, duplicates.to_bytes())
    return duplicates
