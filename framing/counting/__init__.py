"""Counting a corpus of any size: in parts, on one core, several or a cluster, and from what was counted before.

pieces counts a part, workers decides where, whole puts pieces together, keeping lays the result down, counting is the door.
"""

from framing.counting.copies import find_kept_duplicates
from framing.counting.counting import count_corpus, count_loaded
from framing.counting.whole import CorpusCounts

__all__ = ["CorpusCounts", "count_corpus", "count_loaded", "find_kept_duplicates"]
