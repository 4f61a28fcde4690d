"""The journal for somebody who only looks: opened for reading, without lock, repair or trace.

The system itself would refuse a write, for the one descriptor there is was opened for reading.
Nothing waits for an onlooker, and an onlooker waits for nobody.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from store.errors import NoRights, UsageFault
from store.journal.files import JOURNAL, told
from store.journal.filesystem import refuse_network
from store.journal.follower import Follower
from store.journal.inspect import IdleMender
from store.journal.migrations import needs_upgrade
from store.journal.notify import Bell
from store.journal.past import past_entries
from store.journal.reader import Reader
from store.log import Health

if TYPE_CHECKING:
    from store.entry import Draft, Entry, Op


class _Unfinished(Exception):
    """The end of the file does not verify: its writer, or the next one, sees to it."""


class _Patient(IdleMender):
    """Steps over bad lines in the middle, and stops before a bad end."""

    def end_tail(self, fd: int, offset: int, tail: bytes, floor: int) -> list[bytes]:  # noqa: ARG002 - by contract
        """Leave the end alone: a writer may be in the middle of it."""
        raise _Unfinished


class _Onlooking(Follower):
    """A follower whose files are open for reading only."""

    def _new_reader(self) -> Reader:
        return Reader(self._path, os.O_RDONLY)

    def _new_mender(self) -> IdleMender:
        return _Patient(self._folder, self._path)

    def settle(self) -> None:
        """Read on behind a bad line that has more behind it. No writer is in the middle of it:
        each writes its line at the end, under the lock, after the end was repaired."""
        try:
            self.catch_up()
        except _Unfinished:
            return


class OnlookerLog:
    """A `Log` that gives entries and takes none."""

    def __init__(self, folder: str, reader: Reader) -> None:
        self._folder = folder
        self._path = reader.path
        self._follower = _Onlooking(folder, reader)
        self._bell: Bell | None = None

    @classmethod
    def open(cls, folder: Path, *, allow_network_fs: bool = False) -> OnlookerLog:
        """Look at the store in `folder`. Reads no entry yet: see `follow`.

        Raises `UsageFault` if there is none or it is of an older format, `Damaged` if it is empty,
        headerless or of a newer format, `NoRights` if this user may not read it.
        """
        place = os.path.abspath(folder)
        path = os.path.join(place, JOURNAL)
        try:
            os.lstat(path)
        except FileNotFoundError as fault:
            raise UsageFault(
                f"There is no train's store in {place}; `rte demo` opens a sample, and "
                "`rte import FILE` makes one from a file.",
                title="No store there",
            ) from fault
        except OSError as fault:
            raise told(fault, f"Cannot look at {path}") from fault
        if not allow_network_fs:
            refuse_network(place)
        reader = Reader(path, os.O_RDONLY)
        if needs_upgrade(reader.header):
            reader.close()
            raise UsageFault(
                f"{path} is of an older format, and who only looks changes nothing; "
                "open it once with `rte`, then look again."
            )
        return cls(place, reader)

    def close(self) -> None:
        """Release descriptors. Idempotent."""
        self._follower.reader.close()
        if self._bell is not None:
            self._bell.close()

    # -- reading

    def follow(self, after: int) -> Iterator[Entry]:
        """Entries with `n` above `after`; see `Log.follow`. One stat if there is nothing new."""
        if self._follower.idle(after):
            return iter(())
        return self._follower.stream(after, self._follower.settle)

    def past(self) -> Iterator[Entry]:
        """Every entry ever appended, newest first; see `Log.past`."""
        return past_entries(self._folder)

    def wake(self) -> int | None:
        """A descriptor that becomes readable when the journal changed; None without inotify."""
        if self._bell is None:
            bell = self._bell = Bell(self._folder, self._path)
            self._follower.moved = lambda: bell.watch(self._path)
        return self._bell.fd

    def health(self) -> Health:
        """What was read so far; nobody's lock is looked at."""
        reader = self._follower.reader
        faults = tuple(self._follower.mender.faults)
        return Health(reader.n, reader.entries, reader.pos, reader.garbage, faults)

    # -- what an onlooker does not do

    def exclusive(self) -> AbstractContextManager[None]:
        """Refused: nothing is written from here."""
        self._refuse()

    def append(self, draft: Draft, expect: int | None = None) -> Entry:  # noqa: ARG002 - the seam's
        """Refused: nothing is written from here."""
        self._refuse()

    def compact(self, parts: Callable[[], Iterable[Op]], n: int) -> bool:  # noqa: ARG002 - the seam's
        """Refused: nothing is written from here."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise NoRights(
            "Only to look at (--read-only, or a backup): nothing is changed from here. "
            f"{self._path} is open for looking only.",
            title="Looking only",
        )
