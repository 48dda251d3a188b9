"""Articles, their metadata, the tables of rules beside them, and the hand-coded passages.

corpus says what a corpus is, articles checks the rows, titles finds their headlines, rules reads the tables beside them,
loading puts a corpus together.
This room reads corpora; it counts nothing.
"""

from framing.corpus.corpus import METADATA, UNKNOWN, ZONE_SCHEMA, Corpus
from framing.corpus.loading import load_corpus

__all__ = ["METADATA", "UNKNOWN", "ZONE_SCHEMA", "Corpus", "load_corpus"]
