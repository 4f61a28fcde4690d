"""A file of rows as CSV: a heading line, then a line a record; faults name their line."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from store.domain.flowing import doubles
from store.domain.text import clean, decode
from store.errors import UsageFault

MAX_BYTES = 20_000_000
MAX_ROWS = 100_000
MAX_CELL = 2_000
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a kind of file may be called, which are needed, and what it is of."""

    names: tuple[str, ...]
    required: tuple[str, ...]
    others: Mapping[str, str]
    """Headings that other tools write for the same."""
    what: str
    """What its rows are, like `flow items`."""
    needed: str
    """The column that no row may leave empty."""

    @property
    def title(self) -> str:
        """The title of a refusal."""
        return f"Not a file of {self.what}"


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row: the line of the file it begins in, and its cells that are not empty."""

    line: int
    cells: Mapping[str, str]


def read_rows(data: bytes, known: Columns) -> tuple[FileRow, ...]:
    """The rows of a file, cleaned. `UsageFault` names the line and what to write instead."""
    if len(data) > MAX_BYTES:
        raise UsageFault(
            f"The file is larger than {MAX_BYTES // 1_000_000} MB. Bring it in in parts.",
            title=known.title,
        )
    text = decode(data).removeprefix("\ufeff")
    first = text.splitlines()[0] if text.strip() else ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(first), strict=True)
    rows: list[FileRow] = []
    try:
        columns = _columns(next(reader, []), known)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                rows.append(_row(columns, cells, line, known))
            if len(rows) > MAX_ROWS:
                raise UsageFault(f"The file has more than {MAX_ROWS:,} rows. Bring it in in parts.")
    except csv.Error as fault:
        raise UsageFault(
            f"Line {reader.line_num}: it cannot be read as CSV ({fault}). Nothing was brought in.",
            title=known.title,
        ) from None
    if not rows:
        raise UsageFault(
            f"There are no rows in it. Begin with a line of headings: {', '.join(known.names)}.",
            title=known.title,
        )
    return tuple(rows)


def _delimiter(first: str) -> str:
    """A semicolon or a tab where the headings have more of it than commas."""
    return max((",", ";", "\t"), key=first.count)


def _columns(heads: list[str], known: Columns) -> list[str]:
    if len(heads) > MAX_COLUMNS:
        raise UsageFault(
            f"Line 1: there are {len(heads):,} headings. Keep at most {MAX_COLUMNS} columns.",
            title=known.title,
        )
    found = [clean(head).casefold() for head in heads]
    named = [known.others.get(name, name) for name in found]
    for name in named:
        if name and name not in known.names:
            raise UsageFault(
                f"Line 1: there is no column {name[:40]!r}. Columns are {', '.join(known.names)}.",
                title=known.title,
            )
    if twice := doubles(name for name in named if name):
        raise UsageFault(f"Line 1: the column {twice[0]} stands there twice.", title=known.title)
    if missing := [name for name in known.required if name not in named]:
        raise UsageFault(
            f"Line 1: the column {missing[0]} is missing. Columns are {', '.join(known.names)}.",
            title=known.title,
        )
    return named


def _row(columns: list[str], cells: list[str], line: int, known: Columns) -> FileRow:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise UsageFault(
            f"Line {line}: it has {len(cells)} cells, the headings are {len(columns)}. Nothing was "
            "brought in.",
            title=known.title,
        )
    found: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        said = clean(cell, limit=MAX_CELL + 1)
        if len(said) > MAX_CELL:
            raise UsageFault(
                f"Line {line}: {name} has more than {MAX_CELL:,} characters. Shorten it.",
                title=known.title,
            )
        if name and said:
            found[name] = said
    if known.needed not in found:
        raise UsageFault(
            f"Line {line}: it has no {known.needed}. Nothing was brought in.", title=known.title
        )
    return FileRow(line, found)
