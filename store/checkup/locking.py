"""The store's lock: who has it, and whether that process can let go of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from store.checkup.finding import Finding, note, ok, problem
from store.journal.files import LOCK
from store.journal.inspect import holder_of
from store.journal.lockfile import StoreLock
from store.log import Holder

AREA = "lock"
LONG_S = 10
"""A change holds the lock for some milliseconds, a compaction of a large store for seconds."""
STOPPED = "T"


@dataclass(frozen=True, slots=True)
class Lock:
    """What is known of it. `process` is the kernel's letter for the holder, "" if there is none."""

    holder: Holder | None
    process: str = ""
    held_s: float | None = None


def gather_lock(folder: str, now: Callable[[], datetime]) -> Lock:
    """Who holds the lock at this moment; nobody waits for this look."""
    holder = holder_of(StoreLock(os.path.join(folder, LOCK), 0o600, 0.0, None), own=False)
    if holder is None:
        return Lock(None)
    try:
        since = datetime.strptime(holder.since, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return Lock(holder, process_state(holder.pid))
    return Lock(holder, process_state(holder.pid), (now() - since).total_seconds())


def process_state(pid: int) -> str:
    """The kernel's letter for what a process does; "" if there is no such process."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return ""


def judge_lock(found: Lock) -> list[Finding]:
    """Whether anybody is kept waiting, and what lets go."""
    holder = found.holder
    if holder is None:
        return [ok(AREA, "Nobody holds it.")]
    who = f"{holder.user}, process {holder.pid}, since {holder.since}"
    if found.process in (STOPPED, STOPPED.lower()):
        return [
            problem(
                AREA,
                f"It is held by a process that is stopped ({who}): nobody can save.",
                f"kill -CONT {holder.pid} lets it go on; else kill {holder.pid}: what it saved "
                "stays",
            )
        ]
    if not found.process:
        return [
            problem(
                AREA,
                f"It is held by {who}; there is no such process here, so a child of it or another "
                "machine holds it.",
                f"see who has it: fuser {LOCK}",
            )
        ]
    if found.held_s is not None and found.held_s > LONG_S:
        return [
            problem(
                AREA,
                f"It has been held for {found.held_s:.0f} seconds ({who}).",
                f"look what it does: ps -fp {holder.pid}; kill {holder.pid} if it hangs",
            )
        ]
    return [note(AREA, f"Somebody is writing at this moment ({who}).")]
