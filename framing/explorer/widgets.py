"""The widgets of `explore`: fields for a term and a selection, and below them the view that show_term makes of these.

The only room that knows ipywidgets, and only while it runs. It counts nothing and decides nothing: what a field holds is
an argument of show_term, and what it cannot use is said in the place of the view.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from framing.contrasts import contrast_terms, listed_terms
from framing.counts import count_occurrences
from framing.errors import FramingError
from framing.explorer import page
from framing.explorer.index import Source, TermIndex, index_terms
from framing.explorer.selection import Selection
from framing.explorer.term import TermView, show_term
from framing.groups import Named, choose_groups
from framing.settings import CountSettings
from framing.wording import side_names, write_number
from framing.zones import BODY

MOST_TERMS = 60  # offered to choose from; any other can be typed
_REMEDY = "call framing.show_term(corpus, 'term') instead, which shows the same"
_SELECTED = ("outlet", "since", "until", "voice", "zone")
_ALL = ""  # of a field that leaves open; ipywidgets shows an option whose value is None as nothing at all
_LAYOUT = {"width": "22em"}  # the same for all fields, so that they stand in columns: two at 900 pixels, four at 1400


@dataclass(slots=True, eq=False)
class Explorer:
    """The explorer as JupyterLab shows it; `view` is the TermView that stands in it, None before the first.

    index : what the terms are looked up in.
    fields : the widgets by name: term, frequent, marked (of two groups), outlet, since, until, voice (if coded), zone, answer.
    box : all of them, laid out.
    """

    index: TermIndex
    fields: dict[str, Any]
    box: Any
    view: TermView | None = field(default=None)

    def __repr__(self) -> str:
        return f"<Explorer of {self.index.corpus!r}>"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.box._repr_mimebundle_(**options)

    def ask(self, _change: object = None) -> None:
        """Show the term and selection that the fields hold."""
        held = {name: widget.value for name, widget in self.fields.items()}
        if not held["term"].strip():
            self.fields["answer"].value = page.message_html("Type a term, or choose one.")
            return
        chosen: dict[str, Any] = {name: held.get(name) or None for name in _SELECTED}
        try:
            self.view = show_term(self.index, held["term"], **chosen)
        except FramingError as error:
            self.fields["answer"].value = page.message_html(str(error))
        else:
            self.fields["answer"].value = self.view._repr_html_()


def explore(
    corpus: Source | TermIndex,
    *,
    language: str = "",
    settings: CountSettings | None = None,
    focus: Named = "",
    reference: Named = "",
    by: str = "country",
) -> Explorer:
    """Explore a corpus term by term in JupyterLab: choose or type a term, narrow it down, read where it stands.

    Parameters
    ----------
    corpus : what load_corpus reads, a Corpus, or what index_terms made of one.
    language : only the articles in it; "" takes all.
    settings : how words become terms; see index_terms.
    focus, reference : two groups, such as "VN" and "CN", or "VN" and "all others", whose most marked terms are offered, too
        (see contrast_terms).
    by : the column that holds the groups.

    Returns
    -------
    Explorer, shown where it is a cell's last line. Its `view` holds the numbers of what is shown.

    Raises
    ------
    FramingError : ipywidgets is not installed, or no notebook is running; the message says how to call show_term.
    CorpusError, SettingsError : a corpus, language, group or column that does not hold.
    """
    _check_notebook()
    index = corpus if isinstance(corpus, TermIndex) else index_terms(corpus, language=language, settings=settings)
    marked = _marked(index, focus, reference, by) if focus or reference else []
    import nltk.metrics.association  # noqa: F401  # now, while one waits anyway, and not at the first term

    explorer = _build(index, marked)
    explorer.ask()
    return explorer


def _check_notebook() -> None:
    """Widgets need their package and somebody who looks at them."""
    try:
        import ipywidgets  # noqa: F401  # late: only this function needs it
        from IPython import get_ipython
    except ImportError:
        raise FramingError(f"explore needs the package ipywidgets, which is not installed; {_REMEDY}") from None
    if getattr(get_ipython(), "kernel", None) is None:
        raise FramingError(f"explore needs a notebook in JupyterLab, and none is running here; {_REMEDY}")


def _marked(index: TermIndex, focus: Named, reference: Named, by: str) -> list[tuple[str, str]]:
    """The terms that mark two groups most in body text, each under the name of its side."""
    counts = count_occurrences(index.part(Selection()).found)
    groups = choose_groups(counts.articles, focus=focus, reference=reference, by=by)
    contrast = contrast_terms(counts, focus=groups.focus, reference=groups.reference, by=by)
    names = side_names(by, groups.focus, groups.reference)
    return [
        (f"{name}: {term}", term)
        for side, name in zip(("focus", "reference"), names, strict=True)
        for term in listed_terms(contrast, side, MOST_TERMS // 3)["term"]
    ]


def _frequent(index: TermIndex) -> list[tuple[str, str]]:
    found = index.part(Selection()).found
    n = np.bincount(found.term, minlength=len(found.terms))
    number = {term: at for at, term in enumerate(found.terms)}
    return [(f"{term} ({write_number(int(n[number[term]]))})", term) for term in index.frequent(MOST_TERMS)]


def _build(index: TermIndex, marked: list[tuple[str, str]]) -> Explorer:
    """The fields, laid out in rows that break where the window is narrow, and what happens when one is changed."""
    import ipywidgets

    frequent = _frequent(index)
    fields = _fields(index, frequent, marked)
    if frequent:
        fields["term"].value = frequent[0][1]
    asked = [fields[name] for name in fields if name != "answer"]
    row = ipywidgets.HBox(asked, layout=ipywidgets.Layout(flex_flow="row wrap"))
    explorer = Explorer(index, fields, ipywidgets.VBox([row, fields["answer"]]))
    for name in fields:
        if name in ("term", *_SELECTED):
            fields[name].observe(explorer.ask, names="value")
        elif name != "answer":
            fields[name].observe(lambda change: _take(fields["term"], change), names="value")
    return explorer


def _take(term: Any, change: Any) -> None:
    """Put a term that was chosen into its field; the list goes back to its head, so that it can be chosen again."""
    if change["new"] != _ALL:
        term.value = change["new"]
        change["owner"].value = _ALL


def _fields(index: TermIndex, frequent: list[tuple[str, str]], marked: list[tuple[str, str]]) -> dict[str, Any]:
    """One widget for each argument of show_term, and the lists to choose from; none that could hold nothing."""
    import ipywidgets as w

    def choice(label: str, options: list[tuple[str, str]], value: str = _ALL) -> Any:
        return w.Dropdown(description=label, options=options, value=value, layout=_LAYOUT)

    fields = {
        "term": w.Text(
            description="Term", placeholder="one word or several, then Enter", continuous_update=False, layout=_LAYOUT
        ),
        "frequent": choice("Frequent", [("choose a term", _ALL), *frequent]),
        "marked": choice("Marked", [("choose a term", _ALL), *marked]),
        "outlet": choice("Outlet", [("all outlets", _ALL), *((name, name) for name in index.outlets)]),
        "since": w.DatePicker(description="Since", layout=_LAYOUT),
        "until": w.DatePicker(description="Until", layout=_LAYOUT),
        "voice": choice("Voice", [("all text", _ALL), *((name, name) for name in index.voices)]),
        "zone": choice("Part", [("all parts", _ALL), *((name, name) for name in index.zones)], BODY),
        "answer": w.HTML(),
    }
    idle = {name for name, held in (("marked", marked), ("voice", index.voices)) if not held}
    return {name: widget for name, widget in fields.items() if name not in idle}
