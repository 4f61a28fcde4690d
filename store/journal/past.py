"""The history of a store, newest first: the journal, then the archive."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import orjson

from store.encode import decode, number_of
from store.errors import Damaged
from store.journal.archive import archived
from store.journal.files import JOURNAL, told
from store.journal.header import HEADER_SIZE
from store.journal.reader import Reader
from store.journal.scan import lines_backwards

if TYPE_CHECKING:
    from store.entry import Entry

_ALL = 1 << 62


def past_entries(folder: str, record_id: str | None = None) -> Iterator[Entry]:
    """Entries newest first, each once, no snapshot parts; only those on one record, if named.

    Lines that do not verify are passed over, in the archive whole files without a header too.
    """
    try:
        below = yield from _entries_of(os.path.join(folder, JOURNAL), _ALL, record_id)
        for old in archived(folder):
            try:
                below = yield from _entries_of(old, below, record_id)
            except Damaged:
                continue
    except OSError as fault:
        raise told(fault, f"Cannot read the history of {folder}") from fault


def _entries_of(path: str, below: int, record_id: str | None) -> Generator[Entry, None, int]:
    """Entries of one file with numbers under `below`; returns the bound for the next older file.

    A replaced file also holds lines that were copied into its successor: the bound skips them.
    """
    needle = None if record_id is None else orjson.dumps(record_id)
    reader = Reader(path, os.O_RDONLY)
    try:
        base = reader.header.n
        for line in lines_backwards(reader.fd, HEADER_SIZE, os.fstat(reader.fd).st_size):
            n = number_of(line)
            if n is None or n >= below or (needle is not None and needle not in line and n > base):
                continue
            entry = decode(line)
            if entry is None:
                continue
            if n <= base:
                break
            below = n
            if record_id is None or any(_concerns(op, record_id) for op in entry["ops"]):
                yield entry
        return min(below, base + 1)
    finally:
        reader.close()


def _concerns(op: list[object], record_id: str) -> bool:
    return len(op) > 2 and op[2] == record_id
