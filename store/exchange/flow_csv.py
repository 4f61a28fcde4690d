"""Flow items as CSV: a heading line, then a line an item; faults name their line.

Which columns there may be, and what a cell means, is told in docs/measures.md.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from store.domain.flowing import doubles
from store.domain.text import clean, decode
from store.errors import UsageFault

FIELDS = ("key", "text", "team", "nature", "started", "done", "active", "size", "state")
"""Columns, in any order; `key` and `text` are needed."""
OTHER_NAMES = {
    "id": "key", "title": "text", "summary": "text", "name": "text", "type": "nature",
    "start": "started", "finished": "done", "status": "state", "points": "size",
}  # fmt: skip
"""Headings that other tools write for the same."""
REQUIRED = ("key", "text")
TITLE = "Not a file of flow items"
MAX_BYTES = 20_000_000
MAX_ROWS = 100_000
MAX_CELL = 2_000


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One row: the line of the file it begins in, and its cells that are not empty."""

    line: int
    cells: Mapping[str, str]


def read_flow(data: bytes) -> tuple[FlowRow, ...]:
    """The rows of a file, cleaned. `UsageFault` names the line and what to write instead."""
    if len(data) > MAX_BYTES:
        raise UsageFault(
            f"The file is larger than {MAX_BYTES // 1_000_000} MB. Bring it in in parts.",
            title=TITLE,
        )
    text = decode(data).removeprefix("\ufeff")
    first = text.splitlines()[0] if text.strip() else ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(first), strict=True)
    rows: list[FlowRow] = []
    try:
        columns = _columns(next(reader, []))
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                rows.append(_row(columns, cells, line))
            if len(rows) > MAX_ROWS:
                raise UsageFault(f"The file has more than {MAX_ROWS:,} rows. Bring it in in parts.")
    except csv.Error as fault:
        raise UsageFault(
            f"Line {reader.line_num}: it cannot be read as CSV ({fault}). Nothing was brought in.",
            title=TITLE,
        ) from None
    if not rows:
        raise UsageFault(
            f"There is no item in it. Begin with a line of headings: {', '.join(FIELDS)}.",
            title=TITLE,
        )
    if twice := doubles(row.cells["key"] for row in rows):
        raise UsageFault(
            f"The key {twice[0][:40]!r} stands there twice. Give each item its own.", title=TITLE
        )
    return tuple(rows)


def _delimiter(first: str) -> str:
    """A semicolon or a tab where the headings have more of it than commas."""
    return max((",", ";", "\t"), key=first.count)


def _columns(heads: list[str]) -> list[str]:
    found = [clean(head).casefold() for head in heads]
    named = [OTHER_NAMES.get(name, name) for name in found]
    for name in named:
        if name and name not in FIELDS:
            raise UsageFault(
                f"Line 1: there is no column {name[:40]!r}. Columns are {', '.join(FIELDS)}.",
                title=TITLE,
            )
    if twice := doubles(name for name in named if name):
        raise UsageFault(f"Line 1: the column {twice[0]} stands there twice.", title=TITLE)
    if missing := [name for name in REQUIRED if name not in named]:
        raise UsageFault(
            f"Line 1: the column {missing[0]} is missing. Columns are {', '.join(FIELDS)}.",
            title=TITLE,
        )
    return named


def _row(columns: list[str], cells: list[str], line: int) -> FlowRow:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise UsageFault(
            f"Line {line}: it has {len(cells)} cells, the headings are {len(columns)}. Nothing was "
            "brought in.",
            title=TITLE,
        )
    found: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        said = clean(cell, limit=MAX_CELL + 1)
        if len(said) > MAX_CELL:
            raise UsageFault(
                f"Line {line}: {name} has more than {MAX_CELL:,} characters. Shorten it.",
                title=TITLE,
            )
        if name and said:
            found[name] = said
    if "key" not in found:
        raise UsageFault(f"Line {line}: it has no key. Nothing was brought in.", title=TITLE)
    return FlowRow(line, found)
