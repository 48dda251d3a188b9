"""Labels of Nexis and LexisNexis ("Section:", "LENGTH:", "Load-Date:") and the columns they become.

A label counts only where the table here has it, above the text or below it, so that a sentence with a colon is none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from framing.importing.exports.lines import Line, count_in, tidy

HEADING = {
    "author": "byline",
    "auteur": "byline",
    "autor": "byline",
    "byline": "byline",
    "column": "column_name",
    "correction": "correction",
    "dateline": "dateline",
    "distribution": "distribution",
    "headline": "title",
    "highlight": "highlight",
    "length": "length",
    "longueur": "length",
    "länge": "length",
    "ressort": "section",
    "rubrik": "section",
    "rubrique": "section",
    "section": "section",
    "series": "series",
    "source": "source",
    "url": "url",
}
CLOSING = {
    "acc-no": "accession_number",
    "city": "cities",
    "company": "companies",
    "correction-date": "correction_date",
    "country": "countries",
    "document-type": "document_type",
    "geographic": "regions",
    "grafik": "graphic",
    "graphic": "graphic",
    "graphique": "graphic",
    "industry": "industries",
    "journal code": "publication_code",
    "journal-code": "publication_code",
    "language": "language",
    "langue": "language",
    "load-date": "load_date",
    "organization": "organizations",
    "person": "persons",
    "publication-type": "publication_type",
    "publication type": "publication_type",
    "sprache": "language",
    "state": "states",
    "subject": "subjects",
    "ticker": "tickers",
    "type": "publication_type",
    "update": "update",
    "url": "url",
}


class Labelled(NamedTuple):
    """The column of a label, and what stands after it."""

    column: str
    value: str


def labelled(line: Line, labels: dict[str, str]) -> Labelled | None:
    """The column and value of a line that begins with one of the labels and a colon.

    >>> labelled(Line("LENGTH: 512 words", "LENGTH: 512 words"), HEADING)
    Labelled(column='length', value='512 words')
    >>> labelled(Line("Remember: it rained", "Remember: it rained"), HEADING) is None
    True
    """
    found = re.match(r"([^\W\d_][\w -]{2,20}) ?[:：]", line.mark)
    column = labels.get(found[1].strip().casefold()) if found else None
    if found is None or column is None:
        return None
    return Labelled(column, tidy(line.raw)[found.end() :].strip())


def keep(metadata: dict[str, str], field: Labelled) -> None:
    """Put a field into the metadata, a second of its kind after the first; a length in words becomes `word_count`."""
    column, value = field
    if column == "length" and (words := count_in(value)):
        column, value = "word_count", words
    if value:
        metadata[column] = f"{metadata[column]}; {value}" if metadata.get(column) else value
