"""The report floor: notebooks run strictly, shown as pages that need no network, put together and checked.

Papermill, nbformat, nbconvert and nbclient live here only, and are imported inside the functions that need them:
`import papermill` loads this package (entry point `papermill.engine`), so neither it nor its modules may import
papermill or anything slow at their top. parameters, documents, kernel, engine and page know nothing of articles or
counts: a notebook and values go in, a notebook or a page comes out, with the same bytes each time.
"""

from framing.report.documents import NotebookFailed
from framing.report.engine import StrictEngine, StrictTranslator, execute_notebook
from framing.report.page import strict_html
from framing.report.parameters import Declared, declared_parameters, read_parameters

__all__ = [
    "Declared",
    "NotebookFailed",
    "StrictEngine",
    "StrictTranslator",
    "declared_parameters",
    "execute_notebook",
    "read_parameters",
    "strict_html",
]
