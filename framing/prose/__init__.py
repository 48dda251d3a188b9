"""The written half of a report: findings.md, findings.json and methods.md, rendered from findings, tables and settings.

Every sentence here is a template without a digit; every number comes from a table or a setting. Text of articles is
escaped on its way in. The reader's own notes are set beside the findings and never changed. allowance says what so many
articles allow, findings how findings are written, methods how it was counted, reprints which articles are one text,
samples on which articles a table rests.
"""

from framing.prose.allowance import allowance, singling_out
from framing.prose.findings import (
    finding_markdown,
    findings_data,
    findings_markdown,
    quote_source,
    receipts,
)
from framing.prose.methods import methods_markdown
from framing.prose.reprints import reprints
from framing.prose.samples import sample_said, sample_sizes

__all__ = [
    "allowance",
    "finding_markdown",
    "findings_data",
    "findings_markdown",
    "methods_markdown",
    "quote_source",
    "receipts",
    "reprints",
    "sample_said",
    "sample_sizes",
    "singling_out",
]
