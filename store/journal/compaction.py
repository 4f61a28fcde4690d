"""Compaction: the entries up to a number give way to a snapshot of what they add up to.

The snapshot is written and flushed before the lock is taken, so that nobody waits for it; under
the lock only the lines that came meanwhile are copied. The old file goes to the archive.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from store.encode import number_of
from store.journal.archive import archive_link
from store.journal.create import new_header, write_journal
from store.journal.files import discard, sweep, sync_folder, told, write_all
from store.journal.reader import Reader
from store.journal.scan import lines
from store.line import opened
from store.snapshot import snapshot_lines

if TYPE_CHECKING:
    from store.entry import Op


def compact_into(
    folder: str, reader: Reader, section: AbstractContextManager[None],
    parts: Callable[[], Iterable[Op]], n: int,
) -> float | None:  # fmt: skip
    """Compact the journal that `reader` stands in; seconds the lock was held, or None if in vain.

    In vain: somebody else replaced the file, or it already has this snapshot. Raises `NotSaved`
    or `NoRights` with everything as before.
    """
    path, old = reader.path, reader.header
    try:
        same = os.stat(path).st_ino == reader.ino
        if not same or n < old.n or (n == old.n and n > 0):
            return None
        if n > reader.n:
            raise ValueError(f"a snapshot at {n} of a journal that is known up to {reader.n}")
        sweep(folder)
        start = _behind(reader, n)
        header = new_header(n, old.gen + 1, old.journal)
        temp, fd = write_journal(folder, header, snapshot_lines(parts(), n))
    except OSError as fault:
        raise told(fault, f"Cannot compact {path}") from fault
    try:
        with section:
            began = time.perf_counter()
            if os.stat(path).st_ino != reader.ino:
                return None
            _replace(folder, reader, start, temp, fd)
            return time.perf_counter() - began
    except OSError as fault:
        raise told(fault, f"Cannot compact {path}") from fault
    finally:
        discard(temp)
        os.close(fd)


def _behind(reader: Reader, n: int) -> int:
    """Offset of the first line with a number above `n`; searched without the lock."""
    if n == reader.n:
        return reader.pos
    for offset, line, _ in lines(reader.fd, reader.floor, reader.pos):
        number = number_of(line)
        if number is not None and number > n and opened(line) is not None:
            return offset
    return reader.pos


def _replace(folder: str, reader: Reader, start: int, temp: str, fd: int) -> None:
    """Under the lock: newer lines, flush, old file to the archive, rename."""
    newer = [line + b"\n" for _, line, ended in lines(reader.fd, start, reader.pos)
             if ended and opened(line) is not None]  # fmt: skip
    if newer:
        write_all(fd, b"".join(newer))
        os.fsync(fd)
    kept = archive_link(folder, reader.path, reader.header.n + 1, reader.n)
    try:
        os.rename(temp, reader.path)
    except BaseException:  # also an interrupt: the copy is of use only once the journal is replaced
        discard(kept)
        raise
    sync_folder(folder)
