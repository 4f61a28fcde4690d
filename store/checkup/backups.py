"""Copies of a train's journal that could be restored: which there are, and what is in each."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from store.checkup.examining import noting
from store.errors import ConsoleError
from store.journal import daily
from store.journal.files import ARCHIVE, BACKUPS
from store.journal.inspect import IdleMender, inspect
from store.journal.reader import Reader
from store.state import State

COPY, BEFORE_IMPORT, BEFORE_FORMAT, REPLACED, TIDIED, AUTOMATIC = (
    "backup",
    "before an import",
    "before a change of format",
    "replaced by a restore",
    "before a tidying",
    "automatic backup",
)
_KINDS = (
    (BACKUPS, f"{daily.DAILY}-", AUTOMATIC),
    (BACKUPS, f"{daily.BEFORE_IMPORT}-", BEFORE_IMPORT),
    (BACKUPS, "before-format-", BEFORE_FORMAT),
    (BACKUPS, "", COPY),
    (ARCHIVE, "replaced-", REPLACED),
    (ARCHIVE, "journal-", TIDIED),
)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy in the store's own folders, not looked into yet."""

    path: str
    kind: str
    at: int
    """When it was written, milliseconds since 1970."""
    size: int


@dataclass(frozen=True, slots=True)
class Held:
    """What a copy holds. `fault` says why it cannot be restored, or is ""."""

    fault: str
    n: int = 0
    """Number of the last entry in it."""
    records: int = 0
    last_at: int | None = None
    """When its last entry was made, milliseconds since 1970."""
    journal: str = ""
    """Identity of its history."""
    train: str = ""

    @property
    def whole(self) -> bool:
        """Whether it can be restored."""
        return not self.fault


def backups_of(folder: str | os.PathLike[str]) -> list[Backup]:
    """The copies in a store's folders, the newest first. Nothing is opened."""
    found: dict[str, Backup] = {}
    for place, prefix, kind in _KINDS:
        for path in _names(os.path.join(folder, place), prefix):
            try:
                seen = os.lstat(path)
            except OSError:
                continue  # taken away meanwhile
            if stat.S_ISREG(seen.st_mode) and path not in found:
                at = seen.st_mtime_ns // 1_000_000
                found[path] = Backup(path, kind, at, seen.st_size)
    return sorted(found.values(), key=lambda one: -one.at)


def _names(place: str, prefix: str) -> Iterator[str]:
    try:
        names = os.listdir(place)
    except OSError:
        return
    for name in sorted(names):
        if name.startswith(prefix) and name.endswith(".jsonl"):
            yield os.path.join(place, name)


def look_into(path: str) -> Held:
    """Read a copy to its end and verify each line, as a restore would; never raises for damage."""
    try:
        bad = [one for one in inspect(path).faults if one.length]
        if bad:
            return Held(f"it is damaged at byte {bad[0].offset}.")
        return _content(path)
    except ConsoleError as fault:
        return Held(fault.sentence)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError) as fault:
        return Held(f"an entry of it cannot be applied ({type(fault).__name__})")


def _content(path: str) -> Held:
    reader = Reader(path, os.O_RDONLY)
    last: list[int] = []
    state = State()
    try:
        state.follow(noting(reader.read(IdleMender(os.path.dirname(path), path)), last))
        n, journal = max(reader.n, reader.header.n), reader.header.journal
    finally:
        reader.close()
    trains = state.tables.get("train", {})
    name = next((str(doc.get("name", "")) for doc in trains.values()), "")
    records = sum(len(docs) for docs in state.tables.values())
    return Held("", n, records, last[0] if last else None, journal, name)
