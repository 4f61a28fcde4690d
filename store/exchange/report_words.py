"""Words that every form of a report says alike: columns, the lines below its title, a trend."""

from __future__ import annotations

from store.exchange.report_document import Document, Records
from store.insight.measured import NO_DATA, Measured

COLUMNS = {
    "ref": "Ref",
    "text": "What",
    "state": "State",
    "when": "When",
    "who": "Who",
    "note": "Remark",
    "origin": "From",
}
"""Columns of a table of records, in order, with their headings."""
TEXT_COLUMN = "text"


def shown_columns(part: Records) -> list[str]:
    """The columns in which at least one record says something."""
    return [
        name for name in COLUMNS if name == "ref" or any(getattr(e, name) for e in part.entries)
    ]


def lead(document: Document) -> list[str]:
    """The lines below the title."""
    facts = (document.train, document.pi, f"as of {document.as_of}")
    lines = [" · ".join(part for part in facts if part), document.holds]
    return [*lines, document.left_out.sentence()] if document.profile == "art" else lines


def trend_words(one: Measured) -> str:
    """`Trend: PI-26.2 86.1, PI-26.3 no data, PI-26.4 96.4`."""
    said = (f"{label} {NO_DATA if v is None else f'{v:.10g}'}" for label, v in rounded(one))
    return f"Trend: {', '.join(said)}"


def rounded(one: Measured) -> list[tuple[str, float | None]]:
    """The trend to the digit in which figures are read."""
    return [(label, None if value is None else round(value, 1)) for label, value in one.trend]
