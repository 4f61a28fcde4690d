"""Values of the train's own measures as CSV: measure, day, value and note."""

from __future__ import annotations

from store.exchange.rows_csv import Columns, FileRow, read_rows

COLUMNS = Columns(
    ("measure", "date", "value", "unit", "area", "better", "note"),
    ("measure", "date", "value"),
    {"name": "measure", "day": "date", "on": "date", "comment": "note"},
    "measured values",
    "measure",
)
"""`measure` is a name or a reference; unit, area and better are taken for a new one."""


def read_readings(data: bytes) -> tuple[FileRow, ...]:
    """The rows of a file, cleaned. `UsageFault` names the line and what to write instead."""
    return read_rows(data, COLUMNS)
