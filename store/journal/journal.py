"""The journal of a train as one process holds it: `JournalLog`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from store.encode import decode, encode
from store.errors import ChangedMeanwhile, ConsoleError, Damaged, NotSaved, UsageFault
from store.journal.checkpoint import Mark
from store.journal.compaction import compact_into
from store.journal.create import born
from store.journal.files import JOURNAL, LOCK, file_mode, sweep, told, write_all
from store.journal.filesystem import refuse_network
from store.journal.follower import Follower
from store.journal.header import FORMAT
from store.journal.inspect import Inspection, holder_of, inspect
from store.journal.lockfile import StoreLock
from store.journal.migrations import needs_upgrade, upgrade
from store.journal.notify import Bell
from store.journal.past import past_entries
from store.journal.reader import Reader
from store.log import Health

if TYPE_CHECKING:
    from store.entry import Draft, Entry, Op


class JournalLog:
    """A `Log` in one file that many processes of one host share.

    One handle belongs to one thread at a time, and a process needs one handle only; two handles
    of one process exclude each other like those of two processes. Never fork with it open.

    Acknowledged means: on disk. An `append` outside `exclusive()` has been flushed when it
    returns; inside, the `with` block has when it ends. Others may see an entry a moment earlier.
    """

    def __init__(self, folder: str, lock: StoreLock, reader: Reader) -> None:
        self._folder = folder
        self._path = reader.path
        self._lock = lock
        self._follower = Follower(folder, reader)
        self._depth = 0
        self._dirty = False
        self._poisoned = False
        self._closed = False
        self._bell: Bell | None = None
        self._section = _Section(self)
        self.last_compaction_lock_s = 0.0
        """How long the last compaction of this handle held the lock, in seconds."""

    # -- coming and going

    @classmethod
    def create(
        cls, folder: Path, *, shared: bool = False, allow_network_fs: bool = False,
        deadline_s: float = 5.0, user: str | None = None,
    ) -> JournalLog:  # fmt: skip
        """Make a store in `folder` (made too if it is missing) and open it.

        With `shared`, the folder's group may read and write; a folder that is already set up like
        that stays shared. Raises `UsageFault` if a journal exists or the file system is a network
        one, `NoRights` or `NotSaved` if the system refuses.
        """
        place = os.path.abspath(folder)
        if not allow_network_fs:
            refuse_network(place)
        born(place, shared, deadline_s, user)
        return cls.open(folder, deadline_s=deadline_s, allow_network_fs=True, user=user)

    @classmethod
    def open(
        cls, folder: Path, *, deadline_s: float = 5.0, allow_network_fs: bool = False,
        user: str | None = None, strict: bool = False,
    ) -> JournalLog:  # fmt: skip
        """Open the store in `folder`.

        Raises `UsageFault` if there is none, `Damaged` if it is empty, headerless or of a newer
        format (the bytes stay untouched), and with `strict` for any line that does not verify.
        An older format is brought up to date after a backup. Reads no entry yet: see `follow`.
        """
        place = os.path.abspath(folder)
        path = os.path.join(place, JOURNAL)
        try:
            os.lstat(path)
            if not allow_network_fs:
                refuse_network(place)
            mode = file_mode(place)
            sweep(place)
        except FileNotFoundError as fault:
            raise UsageFault(
                f"There is no train's store in {place}; `rte init` sets a train up, `rte demo` "
                "opens a sample, and `rte import FILE` brings a train in.",
                title="No store there",
            ) from fault
        except OSError as fault:
            raise told(fault, f"Cannot open {path}") from fault
        lock = StoreLock(os.path.join(place, LOCK), mode, deadline_s, user)
        try:
            reader = Reader(path)
            if needs_upgrade(reader.header):
                reader.close()
                upgrade(place, lock, FORMAT)
                reader = Reader(path)
            if strict:
                _refuse_faults(reader)
        except BaseException:
            lock.close()
            raise
        return cls(place, lock, reader)

    def close(self) -> None:
        """Release descriptors. Idempotent."""
        if not self._closed:
            self._closed = True
            self._follower.reader.close()
            self._lock.close()
            if self._bell is not None:
                self._bell.close()

    def __enter__(self) -> JournalLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- writing

    def exclusive(self) -> AbstractContextManager[None]:
        """Be the only writer; see `Log.exclusive`."""
        return self._section

    def append(self, draft: Draft, expect: int | None = None) -> Entry:
        """Append one entry; see `Log.append`."""
        with self._section:
            if self._poisoned:
                raise NotSaved(
                    "An earlier flush to disk failed, so nothing more is written from here; "
                    "close rte, see to the disk, and start it again."
                )
            reader = self._follower.reader
            if expect is not None and expect != reader.n:
                raise ChangedMeanwhile(
                    f"Somebody else has written meanwhile (entry {reader.n}, expected {expect}); "
                    "look again and repeat it."
                )
            line = encode(reader.n + 1, draft)
            self._write(reader, line)
            entry = decode(line[:-1])
            if entry is None:
                raise AssertionError("a line that was just sealed must verify")
            self._follower.wrote(line, entry)
            return entry

    def compact(self, parts: Callable[[], Iterable[Op]], n: int) -> bool:
        """Replace the entries up to `n` by a snapshot; see `Log.compact`."""
        if self._depth:
            raise RuntimeError("compact() must be called without the lock held")
        if self._poisoned:
            raise NotSaved("An earlier flush to disk failed; start rte again before compacting.")
        held = compact_into(self._folder, self._follower.reader, self._section, parts, n)
        if held is None:
            return False
        self.last_compaction_lock_s = held
        with suppress(ConsoleError):  # if not now, the next look at the file goes over to it
            self._follower.hop()
        return True

    # -- reading

    def follow(self, after: int) -> Iterator[Entry]:
        """Entries with `n` above `after`; see `Log.follow`. One stat if there is nothing new."""
        if self._follower.idle(after):
            return iter(())
        return self._follower.stream(after, self._settle)

    def past(self) -> Iterator[Entry]:
        """Every entry ever appended, newest first; see `Log.past`."""
        return past_entries(self._folder)

    def past_of(self, record_id: str) -> Iterator[Entry]:
        """Entries with an operation on the record `record_id`, newest first.

        Decodes only lines that contain the id, so a long history costs little.
        """
        return past_entries(self._folder, record_id)

    def wake(self) -> int | None:
        """A descriptor that becomes readable when the journal changed; None without inotify."""
        if self._bell is None:
            bell = self._bell = Bell(self._folder, self._path)
            self._follower.moved = lambda: bell.watch(self._path)
        return self._bell.fd

    def health(self) -> Health:
        """A report; changes nothing. Reads the file only if this handle has not read it all."""
        follower = self._follower
        reader, faults = follower.reader, tuple(follower.mender.faults)
        if follower.at_end():
            seen = Inspection(reader.n, reader.entries, reader.pos, reader.garbage, ())
        else:
            seen = inspect(self._path)
        places = {(fault.offset, fault.length) for fault in faults}
        more = (fault for fault in seen.faults if (fault.offset, fault.length) not in places)
        return Health(
            n=seen.n, entries=seen.entries, size=seen.size, garbage=seen.garbage,
            faults=(*faults, *more), holder=holder_of(self._lock, own=self._depth > 0),
            poisoned=self._poisoned,
        )  # fmt: skip

    def mark(self) -> Mark:
        """Where this handle stands, for the checkpoint of the quick door."""
        reader = self._follower.reader
        header = reader.header
        return Mark(header.journal, header.gen, reader.ino, reader.pos, reader.n, reader.seal())

    # -- inside

    def _enter(self) -> None:
        if self._closed:
            raise RuntimeError("the journal is closed")
        if self._depth == 0:
            self._lock.acquire()
            try:
                self._follower.catch_up()
            except BaseException:
                self._lock.release()
                raise
        self._depth += 1

    def _leave(self) -> None:
        self._depth -= 1
        if self._depth:
            return
        dirty, self._dirty = self._dirty, False
        self._lock.release()
        if dirty:
            try:
                os.fdatasync(self._follower.reader.fd)
            except OSError as fault:
                self._poisoned = True  # the kernel may have dropped the pages: never ask again
                raise NotSaved(
                    f"The flush of {self._path} to disk failed ({fault.strerror}); the last change "
                    "may not be there after a restart. Nothing more is written from here."
                ) from fault

    def _write(self, reader: Reader, line: bytes) -> None:
        try:
            write_all(reader.fd, line)
            self._dirty = True
        except OSError as fault:
            with suppress(OSError):  # the next writer, this one included, cuts a torn tail anyway
                os.ftruncate(reader.fd, reader.pos)
            raise told(fault, f"Cannot write to {self._path}") from fault

    def _settle(self) -> None:
        if self._depth == 0:
            with self._section:
                pass


def _refuse_faults(reader: Reader) -> None:
    """Close `reader` and raise `Damaged` if anything in its file does not verify."""
    try:
        found = inspect(reader.path).faults
        if found:
            raise Damaged(f"{reader.path} at byte {found[0].offset}: {found[0].what} "
                          f"({len(found)} such places).")  # fmt: skip
    except BaseException:
        reader.close()
        raise


class _Section:
    """The `with` block of `JournalLog.exclusive`, made once for each handle."""

    __slots__ = ("_log",)

    def __init__(self, log: JournalLog) -> None:
        self._log = log

    def __enter__(self) -> None:
        self._log._enter()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._log._leave()
