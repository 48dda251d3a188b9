"""One file of many articles, as Factiva, Nexis Uni and LexisNexis export them, cut into its articles.

Only the order of the paragraphs is looked at, so it is the same for .docx, .rtf and .html. Nothing is parsed further: a
date stays as the export writes it. Each article of an export comes back, as a draft or with the reason why not.
"""

from __future__ import annotations

from framing.importing.draft import Draft, Skipped
from framing.importing.exports.factiva import split_factiva
from framing.importing.exports.lexisnexis import split_lexisnexis
from framing.importing.exports.lines import read_lines
from framing.importing.exports.nexis import split_nexis

__all__ = ["split_export"]


def split_export(lines: list[str], where: str) -> list[Draft | Skipped] | None:
    """The articles of a file, if it is recognisably an export of Factiva, Nexis Uni or LexisNexis.

    Paragraphs are kept as they stand, without white space around them, and joined by blank lines; the heads and feet
    of printed pages, the table of contents and the summary of the search are left out.

    Parameters
    ----------
    lines : the paragraphs of the file in order, markup removed; cells of a table separated by tabs or bars.
    where : the file, for messages and skipped.csv.

    Returns
    -------
    One Draft or Skipped per article, in order; None if the file is no such export. `metadata` has, where known, title,
    outlet, date, byline, section, language (ISO code), word_count, edition, page, publication_code, copyright,
    database and further fields of the export.

    Examples
    --------
    >>> lines = ["Rice prices rise", "By Lan Tran", "9 words", "14 April 2025", "Mekong Daily", "MKGD", "English",
    ...          "(c) 2025 Mekong Daily", "Rice costs more this week than last.", "Document MKGD000020250414el4e0001p"]
    >>> [article] = split_export(lines, "export.rtf")
    >>> article.text, article.metadata["outlet"], article.metadata["language"]
    ('Rice costs more this week than last.', 'Mekong Daily', 'en')
    >>> split_export(["A plain article.", "It mentions the End of Document."], "a.docx") is None
    True
    """
    read = read_lines(lines)
    for split in (split_factiva, split_nexis, split_lexisnexis):
        found = split(read, where)
        if found is not None:
            return found
    return None
