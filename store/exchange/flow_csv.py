"""Flow items as CSV: which columns there may be.

What a cell means is told in docs/measures.md.
"""

from __future__ import annotations

from store.domain.flowing import doubles
from store.errors import UsageFault
from store.exchange.rows_csv import MAX_BYTES as MAX_BYTES
from store.exchange.rows_csv import Columns, FileRow, read_rows

FIELDS = ("key", "text", "team", "nature", "started", "done", "active", "size", "state")
"""Columns, in any order; `key` and `text` are needed."""
OTHER_NAMES = {
    "id": "key", "title": "text", "summary": "text", "name": "text", "type": "nature",
    "start": "started", "finished": "done", "status": "state", "points": "size",
}  # fmt: skip
"""Headings that other tools write for the same."""
FlowRow = FileRow

COLUMNS = Columns(FIELDS, ("key", "text"), OTHER_NAMES, "flow items", "key")


def read_flow(data: bytes) -> tuple[FlowRow, ...]:
    """The rows of a file, cleaned. `UsageFault` names the line and what to write instead."""
    rows = read_rows(data, COLUMNS)
    if twice := doubles(row.cells["key"] for row in rows):
        raise UsageFault(
            f"The key {twice[0][:40]!r} stands there twice. Give each item its own.",
            title=COLUMNS.title,
        )
    return rows
