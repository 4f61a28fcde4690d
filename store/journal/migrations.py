"""From an older format to this one, by named steps, after a backup."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import orjson

from store.errors import Damaged
from store.journal.create import write_journal
from store.journal.files import (
    BACKUPS,
    JOURNAL,
    discard,
    file_mode,
    open_plain,
    read_at,
    subfolder,
    sync_folder,
    told,
    write_all,
)  # fmt: skip
from store.journal.header import FORMAT, Header
from store.journal.lockfile import StoreLock
from store.journal.mend import Mender
from store.journal.reader import Reader
from store.journal.scan import BLOCK
from store.line import sealed

if TYPE_CHECKING:
    from store.entry import Entry


class Step(NamedTuple):
    """One step from format `from_version` to the next.

    `lines` gets the decoded lines of a journal in order and gives those of the next format, with
    the same numbers.
    """

    name: str
    from_version: int
    lines: Callable[[Iterator[Entry]], Iterator[Entry]]


STEPS: list[Step] = []
"""Every step there is, the oldest first. Format 1 is the first format, so there is none yet."""


def needs_upgrade(header: Header) -> bool:
    """Whether a journal is of a format older than this program's."""
    return header.format < FORMAT


def upgrade(
    folder: str, lock: StoreLock, to: int = FORMAT, steps: Sequence[Step] | None = None
) -> str:
    """Bring the journal in `folder` to format `to`; returns the path of the backup made before.

    Raises `Damaged`, with everything as before, if a step is missing, and "" is returned if
    somebody else has done it meanwhile.
    """
    path = os.path.join(folder, JOURNAL)
    lock.acquire()
    try:
        reader = Reader(path, expect=to)
        try:
            if reader.header.format >= to:
                return ""
            chain = _chain(reader.header.format, to, STEPS if steps is None else steps, path)
            kept = _copy(folder, reader, to)
            _rewrite(folder, reader, chain, to)
            return kept
        finally:
            reader.close()
    except OSError as fault:
        raise told(fault, f"Cannot bring {path} to format {to}") from fault
    finally:
        lock.release()


def _chain(have: int, to: int, steps: Sequence[Step], path: str) -> list[Step]:
    by_version = {step.from_version: step for step in steps}
    missing = [version for version in range(have, to) if version not in by_version]
    if missing:
        raise Damaged(
            f"{path} has format {have}, and this program knows no step from format {missing[0]}; "
            "it was left untouched. Open it once with an older version of rte.",
            title="Older format",
        )
    return [by_version[version] for version in range(have, to)]


def _copy(folder: str, reader: Reader, to: int) -> str:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    place = subfolder(folder, BACKUPS)
    path = os.path.join(place, f"before-format-{to}-{stamp}-{os.getpid()}.jsonl")
    fd = open_plain(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, file_mode(folder))
    try:
        at = 0
        while block := read_at(reader.fd, at, BLOCK):
            write_all(fd, block)
            at += len(block)
        os.fsync(fd)
    except BaseException:
        discard(path)
        raise
    finally:
        os.close(fd)
    sync_folder(place)
    return path


def _rewrite(folder: str, reader: Reader, chain: Sequence[Step], to: int) -> None:
    entries: Iterator[Entry] = reader.read(Mender(folder, reader.path))
    for step in chain:
        entries = step.lines(entries)
    old = reader.header
    header = Header(old.journal, old.gen + 1, old.n, 0, old.born, to)
    snapshot: list[bytes] = []
    newer: list[bytes] = []
    for entry in entries:
        (newer if entry["n"] > old.n else snapshot).append(sealed(orjson.dumps(entry)))
    temp, fd = write_journal(folder, header, snapshot, newer)
    os.close(fd)
    try:
        os.rename(temp, reader.path)
    finally:
        discard(temp)
    sync_folder(folder)
