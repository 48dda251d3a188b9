"""What cannot be said of a corpus, stated as clearly as what can: sentences from its tables, none where all is well.

Each limit is one function from tables to a sentence or to nothing. Templates hold no digit; numbers are counted from
cells. What group sizes allow is said by prose.allowance and not repeated here.
"""

from framing.claims import Tables
from framing.limits.reprints import REPRINT_LIMITS
from framing.limits.sides import SIDE_LIMITS
from framing.limits.telling import TELLING_LIMITS

__all__ = ["state_balance", "state_limits"]

BALANCE = (*SIDE_LIMITS, *REPRINT_LIMITS)
LIMITS = (*BALANCE, *TELLING_LIMITS)


def state_limits(tables: Tables) -> tuple[str, ...]:
    """State what these tables cannot show, one sentence each; plain text, not yet escaped."""
    return tuple(sentence for limit in LIMITS for sentence in limit(tables))


def state_balance(tables: Tables) -> tuple[str, ...]:
    """State in what the two sides differ before a word is compared: the limits that need no term."""
    return tuple(sentence for limit in BALANCE for sentence in limit(tables))
