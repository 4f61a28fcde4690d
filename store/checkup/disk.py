"""The file system under a store: which it is, whether it takes writes, and how much room it has."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

from store.checkup.finding import Finding, note, ok, problem
from store.journal.files import discard, open_plain, temp_path, write_all
from store.journal.filesystem import filesystem_of, is_network

AREA = "disk"
LITTLE = 50_000_000
"""Free bytes below which there is a problem: a compaction and a backup need room."""
ENOUGH = 500_000_000
FEW_FILES = 1000
SLOW_MS = 200.0
"""A flush that takes longer can be felt at each capture."""
VOLATILE = ("tmpfs", "ramfs")


@dataclass(frozen=True, slots=True)
class Disk:
    """What the system says of it. `flush_ms` is None where nothing could be written."""

    folder: str
    kind: str
    point: str
    network: bool
    allowed: bool
    """Whether a network file system was accepted by RTE_ALLOW_NETWORK_FS."""
    read_only: bool
    free: int
    files_free: int | None
    """Files that can still be made; None where the file system does not count them."""
    store_size: int
    flush_ms: float | None
    flush_fault: str = ""


def gather_disk(folder: str, allowed: bool) -> Disk:
    """Ask the system, and flush a tiny temporary file, which goes again. OSError if it is gone."""
    kind, point = filesystem_of(folder)
    found = os.statvfs(folder)
    took, fault = _flush(folder)
    journal = os.path.join(folder, "journal.jsonl")
    return Disk(
        folder=folder,
        kind=kind,
        point=point,
        network=is_network(kind),
        allowed=allowed,
        read_only=bool(found.f_flag & os.ST_RDONLY),
        free=found.f_bavail * found.f_frsize,
        files_free=found.f_favail if found.f_files else None,
        store_size=os.path.getsize(journal) if os.path.isfile(journal) else 0,
        flush_ms=took,
        flush_fault=fault,
    )


def _flush(folder: str) -> tuple[float | None, str]:
    if not os.access(folder, os.W_OK | os.X_OK):
        return None, ""
    path = temp_path(folder)
    began = time.perf_counter()
    try:
        fd = open_plain(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            write_all(fd, b"x")
            os.fsync(fd)
        finally:
            os.close(fd)
            discard(path)
    except OSError as fault:
        return None, fault.strerror or str(fault)
    return (time.perf_counter() - began) * 1000, ""


def judge_disk(found: Disk) -> list[Finding]:
    """Whether a store can be kept there."""
    wrong = [*_of_kind(found), *_of_writing(found), *_of_room(found)]
    if any(one.do for one in wrong):
        return wrong
    took = f", a flush takes {found.flush_ms:.0f} ms" if found.flush_ms is not None else ""
    said = f"{found.kind or 'file system'}, {_size(found.free)} free{took}."
    return [*wrong, ok(AREA, said)]


def _of_kind(found: Disk) -> Iterator[Finding]:
    where = f"{found.folder} lies on a network file system ({found.kind} at {found.point})"
    if found.network and not found.allowed:
        yield problem(
            AREA,
            f"{where}, where neither locks nor flushes can be relied on; rte refuses it.",
            "keep the store on a local disk, and let people come over SSH",
        )
    elif found.network:
        yield note(
            AREA,
            f"{where}; RTE_ALLOW_NETWORK_FS=1 accepts that. Do not write from two machines.",
            "keep the store on a local disk, and let people come over SSH",
        )
    elif found.kind in VOLATILE:
        yield note(
            AREA,
            f"{found.folder} lies in memory ({found.kind} at {found.point}): a restart of the "
            "machine empties it.",
            "keep a train elsewhere, with --store or RTE_HOME",
        )


def _of_writing(found: Disk) -> Iterator[Finding]:
    if found.read_only:
        yield problem(
            AREA,
            f"The file system at {found.point or found.folder} is mounted read-only.",
            "an administrator looks at its log and mounts it for writing again",
        )
    elif found.flush_fault:
        yield problem(
            AREA,
            f"A small file could not be written and flushed in {found.folder} "
            f"({found.flush_fault}).",
            "see to the disk before the next event; `rte backup` to another one now",
        )
    elif found.flush_ms is not None and found.flush_ms > SLOW_MS:
        yield note(
            AREA,
            f"A flush took {found.flush_ms:.0f} ms; each capture waits that long.",
            "see what else writes to this disk",
        )


def _of_room(found: Disk) -> Iterator[Finding]:
    needed = max(LITTLE, 2 * found.store_size)
    if found.free < needed:
        yield problem(
            AREA,
            f"{_size(found.free)} are free at {found.point or found.folder}; tidying and a backup "
            f"need {_size(needed)}.",
            "make room, or move old backups away",
        )
    elif found.free < ENOUGH:
        yield note(AREA, f"{_size(found.free)} are free at {found.point or found.folder}.")
    if found.files_free is not None and found.files_free < FEW_FILES:
        yield problem(
            AREA,
            f"Only {found.files_free} more files can be made at {found.point or found.folder}.",
            "remove many small files there; space alone does not help",
        )


def _size(count: int) -> str:
    for unit, size in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 1000)):
        if count >= size:
            return f"{count / size:.1f} {unit}".replace(".0 ", " ")
    return f"{count} bytes"
