"""How journals come into being: always whole, by rename."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterable

from store.errors import UsageFault
from store.journal.files import (
    ARCHIVE,
    BACKUPS,
    DAMAGED,
    DRAFTS,
    JOURNAL,
    LOCK,
    discard,
    file_mode,
    is_shared,
    make_folder,
    open_plain,
    subfolder,
    sync_folder,
    temp_path,
    told,
    write_all,
)  # fmt: skip
from store.journal.header import HEADER_SIZE, Header
from store.journal.lockfile import StoreLock

_CHUNK = 1 << 20


def new_header(n: int = 0, gen: int = 1, journal: str | None = None) -> Header:
    """A header born now; its `snap` is filled in by `write_journal`."""
    return Header(journal or str(uuid.uuid4()), gen, n, 0, time.time_ns() // 1_000_000)


def write_journal(
    folder: str, header: Header, snapshot: Iterable[bytes], newer: Iterable[bytes] = (),
    mode: int | None = None,
) -> tuple[str, int]:  # fmt: skip
    """Write a whole journal to a temporary file in `folder` and flush it to disk.

    `snapshot` and `newer` are the sealed lines up to and above the header's `n`. Returns the path
    and the open descriptor, positioned at the end. Leaves nothing behind if it fails. The header
    is written last, when the length of the snapshot is known.
    """
    path = temp_path(folder)
    fd = open_plain(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode or file_mode(folder))
    try:
        write_all(fd, b" " * HEADER_SIZE)
        header.snap = _pour(fd, snapshot)
        _pour(fd, newer)
        os.pwrite(fd, header.line(), 0)
        os.fsync(fd)
    except BaseException:  # also an interrupt: no half-made store stays
        os.close(fd)
        discard(path)
        raise
    return path, fd


def _pour(fd: int, source: Iterable[bytes]) -> int:
    """Write the lines in large pieces; returns their length in bytes."""
    waiting: list[bytes] = []
    size = total = 0
    for line in source:
        waiting.append(line)
        size += len(line)
        if size >= _CHUNK:
            write_all(fd, b"".join(waiting))
            total += size
            waiting, size = [], 0
    if waiting:
        write_all(fd, b"".join(waiting))
    return total + size


def born(folder: str, shared: bool, deadline_s: float, user: str | None) -> None:
    """Make the folders and an empty journal; raises `UsageFault` if there is one already."""
    path = os.path.join(folder, JOURNAL)
    try:
        _folders(folder, shared)
        lock = StoreLock(os.path.join(folder, LOCK), file_mode(folder), deadline_s, user)
        try:
            lock.acquire()
            if os.path.lexists(path):
                raise UsageFault(f"{folder} already holds a train's store; open it, or name "
                                 "another folder.", title="Store exists")  # fmt: skip
            _place(folder, path)
        finally:
            lock.close()
    except OSError as fault:
        raise told(fault, f"Cannot make a store in {folder}") from fault


def _folders(folder: str, shared: bool) -> None:
    os.makedirs(os.path.dirname(folder), mode=0o700, exist_ok=True)
    make_folder(folder, shared)
    if shared and not is_shared(folder):
        os.chmod(folder, 0o2770)
    for name in (ARCHIVE, DAMAGED, BACKUPS, DRAFTS):
        subfolder(folder, name)


def _place(folder: str, path: str) -> None:
    temp, fd = write_journal(folder, new_header(), ())
    try:
        os.close(fd)
        os.rename(temp, path)
    except BaseException:  # also an interrupt: no half-made store stays
        discard(temp)
        raise
    try:
        sync_folder(folder)
    except BaseException:  # also an interrupt: a store that may not be on disk is none
        discard(path)
        raise
