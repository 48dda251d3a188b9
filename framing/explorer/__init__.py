"""One term at a time: where it stands, how often, beside what; as a plain function and as widgets for JupyterLab.

`show_term` is the function and `explore` a thin layer over it. Rooms: `selection` (what is looked at), `index` (all
text read once), `typed` (what a reader types, as terms), `term` (the numbers), `page` and `strips` (how they are shown),
`widgets` (the only one that knows ipywidgets). Nothing here counts by rules of its own, and nothing draws with matplotlib.
"""

from framing.explorer.index import TermIndex, index_terms
from framing.explorer.term import TermView, show_term
from framing.explorer.widgets import Explorer, explore

__all__ = ["Explorer", "TermIndex", "TermView", "explore", "index_terms", "show_term"]
