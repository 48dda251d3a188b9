"""What a notebook shows and writes: a report's tables, figures and findings as safe HTML and Markdown.

Everything comes from the recipe. `views` knows how a table, figure or text looks; `report` which of them there are.
"""

from framing.notebook.report import Report, open_report
from framing.notebook.views import FigureView, Link, Prose, TableView

__all__ = ["FigureView", "Link", "Prose", "Report", "TableView", "open_report"]
