"""Backup and restore of a journal. Neither ever overwrites or drops anything."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from store.encode import number_of
from store.errors import ConsoleError, Damaged, NotSaved, UsageFault
from store.journal.archive import REPLACED, archive_link
from store.journal.create import new_header, write_journal
from store.journal.files import (
    BACKUPS,
    JOURNAL,
    LOCK,
    discard,
    file_mode,
    make_folder,
    subfolder,
    sync_folder,
    told,
)
from store.journal.header import HEADER_SIZE, Header
from store.journal.inspect import inspect
from store.journal.lockfile import StoreLock
from store.journal.reader import Reader
from store.journal.scan import lines, lines_backwards
from store.line import opened


def backup(
    folder: Path, target: Path | None = None, *, prefix: str = "journal", mode: int = 0o600
) -> Path:
    """Copy the journal, as far as it is whole at this moment, to a file of this mode.

    Takes no lock: the journal only grows. Lines that do not verify are left out. The copy is
    flushed, read back and compared before this returns its path; without a `target` it goes into
    the store's `backups/`, a folder as target gets the same name. Raises `UsageFault` if the
    target exists.
    """
    place = os.path.abspath(folder)
    source = Reader(os.path.join(place, JOURNAL), os.O_RDONLY)
    try:
        size = os.fstat(source.fd).st_size
        n = _last_number(source, size)
        path = _target(place, target, f"{prefix}-{_stamp()}-n{n}.jsonl")
        old = source.header
        header = Header(old.journal, old.gen, old.n, 0, old.born, old.format)
        temp, fd = write_journal(
            os.path.dirname(path), header, _whole(source, size, True), _whole(source, size, False),
            mode=mode,
        )  # fmt: skip
        os.close(fd)
        try:
            _compare(temp, n)
            _publish(temp, path)
        finally:
            discard(temp)
    except OSError as fault:
        raise told(fault, f"Cannot back up {place}") from fault
    finally:
        source.close()
    return Path(path)


def restore(folder: Path, backup_file: Path, *, deadline_s: float = 5.0) -> Path | None:
    """Put a backup in the place of the journal; returns where the former journal is kept.

    The backup must verify in every line (`Damaged` if not, and nothing is changed). What stands in
    the folder, even if it is damaged, is kept in `archive/` as `replaced-...`; None if there was
    nothing. Open handles notice and start again from nothing.
    """
    place = os.path.abspath(folder)
    path = os.path.join(place, JOURNAL)
    if not os.path.exists(backup_file):
        raise UsageFault(f"There is no file {backup_file} to restore from.")
    bad = [fault for fault in inspect(str(backup_file)).faults if fault.length]
    if bad:
        raise Damaged(f"{backup_file} at byte {bad[0].offset}: {bad[0].what}; nothing was changed.")
    try:
        make_folder(place, shared=False)
        lock = StoreLock(os.path.join(place, LOCK), file_mode(place), deadline_s, None)
        lock.acquire()
        try:
            return _swap(place, path, str(backup_file))
        finally:
            lock.close()
    except OSError as fault:
        raise told(fault, f"Cannot restore into {place}") from fault


def last_number(folder: str | os.PathLike[str]) -> int:
    """Number of the last whole entry in a store's journal. Raises `Damaged` if it is none."""
    source = Reader(os.path.join(folder, JOURNAL), os.O_RDONLY)
    try:
        return _last_number(source, os.fstat(source.fd).st_size)
    finally:
        source.close()


def _stamp() -> str:
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())


def _target(place: str, target: Path | None, name: str) -> str:
    if target is None:
        path = os.path.join(subfolder(place, BACKUPS), name)
        return path if not os.path.lexists(path) else f"{path[:-6]}-{os.urandom(3).hex()}.jsonl"
    path = os.path.abspath(target)
    return os.path.join(path, name) if os.path.isdir(path) else path


def _publish(temp: str, path: str) -> None:
    """Give the finished copy its name, unless there is a file of that name."""
    try:
        os.link(temp, path)
    except FileExistsError as fault:
        raise UsageFault(f"{path} exists already; name another file for the backup.") from fault
    try:
        sync_folder(os.path.dirname(path))
    except BaseException:  # also an interrupt: a backup that may not be on disk is none
        discard(path)
        raise


def _whole(source: Reader, size: int, snapshot: bool) -> Iterator[bytes]:
    """Lines that verify, with their newline: those of the snapshot, or those behind it."""
    base = source.header.n
    for _, line, ended in lines(source.fd, HEADER_SIZE, size):
        n = number_of(line)
        if ended and n is not None and (n <= base) == snapshot and opened(line) is not None:
            yield line + b"\n"


def _last_number(source: Reader, size: int) -> int:
    for line in lines_backwards(source.fd, HEADER_SIZE, size):
        n = number_of(line)
        if n is not None and opened(line) is not None:
            return n
    return source.header.n


def _compare(copy: str, n: int) -> None:
    """Read the copy back; what was whole when it was read must be whole in it."""
    found = inspect(copy)
    if found.n != n or any(fault.length for fault in found.faults):
        raise NotSaved(f"The copy {copy} does not read back as it was written; see to the disk.")


def _swap(place: str, path: str, backup_file: str) -> Path | None:
    source = Reader(backup_file, os.O_RDONLY)
    try:
        size = os.fstat(source.fd).st_size
        header = new_header(source.header.n, max(source.header.gen, _generation(path)) + 1)
        temp, fd = write_journal(
            place, header, _whole(source, size, True), _whole(source, size, False)
        )
        os.close(fd)
    finally:
        source.close()
    try:
        kept = None
        if os.path.lexists(path):
            first, last = _range(path)
            kept = Path(archive_link(place, path, first, last, REPLACED))
        os.rename(temp, path)
    finally:
        discard(temp)
    sync_folder(place)
    return kept


def _generation(path: str) -> int:
    try:
        reader = Reader(path, os.O_RDONLY)
    except ConsoleError:
        return 0  # whatever it is, it is no journal any more
    reader.close()
    return reader.header.gen


def _range(path: str) -> tuple[int, int]:
    """First and last number in a journal; 0 and 0 if it cannot be read."""
    try:
        reader = Reader(path, os.O_RDONLY)
    except ConsoleError:
        return 0, 0
    try:
        return reader.header.n + 1, _last_number(reader, os.fstat(reader.fd).st_size)
    finally:
        reader.close()
