"""Which sentences a report says: what all share, what differs, what one side lacks, who speaks, what raw lists get wrong.

Each kind of finding is one function from tables to a Finding or to nothing, when the corpus does not allow it. The same
rules pick the terms in every corpus; where sizes allow a test, only what passes it is said to differ. Words of the page only: "Vietnamese articles", never focus or reference. The kinds
live in rooms by the questions of a reader; selection picks their terms, grammar and choices give the parts of sentences
that several of them use, quoting gives the passages.
"""

from __future__ import annotations

from framing.claims import Finding, Tables
from framing.findings.absences import absent_terms
from framing.findings.differences import more_frequent_terms, one_sided_phrases
from framing.findings.shared import shared_phrase, shared_words
from framing.findings.speakers import chosen_names, who_speaks
from framing.findings.tested import tested_terms, untested_terms
from framing.findings.uncleaned import uncleaned_list
from framing.occurrences import Occurrences
from framing.wordlists import function_words

__all__ = ["function_words", "state_findings"]

KINDS = (
    shared_phrase,
    shared_words,
    more_frequent_terms,
    tested_terms,
    untested_terms,
    one_sided_phrases,
    absent_terms,
    who_speaks,
    chosen_names,
    uncleaned_list,
)

OF_ARTICLES_READ = (shared_phrase, one_sided_phrases, absent_terms, who_speaks, chosen_names)  # count in what is read


def state_findings(tables: Tables, found: Occurrences, *, all_read: bool = True) -> tuple[Finding, ...]:
    """State what the tables of a report show, in sentences that can be checked.

    Parameters
    ----------
    tables : the report's tables by name.
    found : the occurrences they were counted from, for quotations.
    all_read : whether these are occurrences in all articles; otherwise no finding counts phrases, names or voices.

    Returns
    -------
    Findings in the order of a reader's questions; a kind that the corpus does not allow is left out.
    """
    kinds = [kind for kind in KINDS if all_read or kind not in OF_ARTICLES_READ]
    return tuple(finding for kind in kinds for finding in kind(tables, found))
