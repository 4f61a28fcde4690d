"""The journal of a train as one process holds it: `JournalLog`."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from store.errors import ChangedMeanwhile, ConsoleError, Damaged, NotSaved, UsageFault
from store.journal.checkpoint import Mark
from store.journal.compaction import compact_into
from store.journal.create import born
from store.journal.encode import decode, encode
from store.journal.files import JOURNAL, LOCK, file_mode, sweep, told, write_all
from store.journal.filesystem import refuse_network
from store.journal.header import FORMAT
from store.journal.inspect import Inspection, holder_of, inspect
from store.journal.lockfile import StoreLock
from store.journal.mend import Mender
from store.journal.migrations import needs_upgrade, upgrade
from store.journal.notify import Bell
from store.journal.past import past_entries
from store.journal.reader import Reader, gone
from store.log import Health

if TYPE_CHECKING:
    from store.entry import Draft, Entry, Op

RESET: Entry = {"n": 0, "reset": True, "ops": []}
"""Given before the entries of another history, so that the state starts from nothing."""


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
        self._reader = reader
        self._mender = Mender(folder, reader.path)
        self._pending: deque[Entry] = deque()
        self._known = 0  # last n that was handed out or is pending
        self._given = 0  # last n that was handed out
        self._reset = False  # the consumer must start from nothing
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
                f"There is no train's store in {place}; `rte demo` opens a sample, and "
                "`rte import FILE` makes one from a file.",
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
                found = inspect(path).faults
                if found:
                    reader.close()
                    raise Damaged(f"{path} at byte {found[0].offset}: {found[0].what} "
                                  f"({len(found)} such places).")  # fmt: skip
        except BaseException:
            lock.close()
            raise
        return cls(place, lock, reader)

    def close(self) -> None:
        """Release descriptors. Idempotent."""
        if not self._closed:
            self._closed = True
            self._reader.close()
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
            reader = self._reader
            if expect is not None and expect != reader.n:
                raise ChangedMeanwhile(
                    f"Somebody else has written meanwhile (entry {reader.n}, expected {expect}); "
                    "look again and repeat it."
                )
            line = encode(reader.n + 1, draft)
            self._write(line)
            entry = decode(line[:-1])
            if entry is None:
                raise AssertionError("a line that was just sealed must verify")
            reader.wrote(line, entry)
            self._known = entry["n"]
            if self._pending:
                self._pending.append(entry)
            else:
                self._given = entry["n"]
            return entry

    def compact(self, parts: Callable[[], Iterable[Op]], n: int) -> bool:
        """Replace the entries up to `n` by a snapshot; see `Log.compact`."""
        if self._depth:
            raise RuntimeError("compact() must be called without the lock held")
        if self._poisoned:
            raise NotSaved("An earlier flush to disk failed; start rte again before compacting.")
        held = compact_into(self._folder, self._reader, self._section, parts, n)
        if held is None:
            return False
        self.last_compaction_lock_s = held
        return True  # the next look at the file goes over to the new one

    # -- reading

    def follow(self, after: int) -> Iterator[Entry]:
        """Entries with `n` above `after`; see `Log.follow`. One stat if there is nothing new."""
        reader = self._reader
        if after >= self._given and not self._pending and not self._reset:
            try:
                found = os.stat(self._path)
            except OSError as fault:
                raise self._gone(fault) from fault
            if found.st_ino == reader.ino and found.st_size == reader.pos:
                return iter(())
        return self._stream(after)

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
            self._bell = Bell(self._folder, self._path)
        return self._bell.fd

    def health(self) -> Health:
        """A report; changes nothing. Reads the file only if this handle has not read it all."""
        reader, faults = self._reader, tuple(self._mender.faults)
        try:
            found = os.stat(self._path)
            if found.st_ino == reader.ino and found.st_size == reader.pos:
                seen = Inspection(reader.n, reader.entries, reader.pos, reader.garbage, ())
            else:
                seen = inspect(self._path)
        except OSError as fault:
            raise self._gone(fault) from fault
        places = {(fault.offset, fault.length) for fault in faults}
        more = (fault for fault in seen.faults if (fault.offset, fault.length) not in places)
        return Health(
            n=seen.n, entries=seen.entries, size=seen.size, garbage=seen.garbage,
            faults=(*faults, *more), holder=holder_of(self._lock, own=self._depth > 0),
            poisoned=self._poisoned,
        )  # fmt: skip

    def mark(self) -> Mark:
        """Where this handle stands, for the checkpoint of the quick door."""
        reader = self._reader
        header = reader.header
        return Mark(header.journal, header.gen, reader.ino, reader.pos, reader.n, reader.seal())

    # -- inside

    def _enter(self) -> None:
        if self._closed:
            raise RuntimeError("the journal is closed")
        if self._depth == 0:
            self._lock.acquire()
            try:
                self._catch_up()
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
                os.fdatasync(self._reader.fd)
            except OSError as fault:
                self._poisoned = True  # the kernel may have dropped the pages: never ask again
                raise NotSaved(
                    f"The flush of {self._path} to disk failed ({fault.strerror}); the last change "
                    "may not be there after a restart. Nothing more is written from here."
                ) from fault

    def _catch_up(self) -> None:
        """Under the lock: read all there is, repairing what a dead writer left."""
        try:
            found = os.stat(self._path)
        except OSError as fault:
            raise self._gone(fault) from fault
        if found.st_ino != self._reader.ino:
            self._hop()
        elif found.st_size == self._reader.pos:
            return
        self._pending.extend(self._fresh(self._mender))

    def _write(self, line: bytes) -> None:
        reader = self._reader
        try:
            write_all(reader.fd, line)
            self._dirty = True
        except OSError as fault:
            with suppress(OSError):  # the next writer, this one included, cuts a torn tail anyway
                os.ftruncate(reader.fd, reader.pos)
            raise told(fault, f"Cannot write to {self._path}") from fault

    def _fresh(self, mender: Mender | None) -> Iterator[Entry]:
        """Entries not known yet, from the reader's place on."""
        reader = self._reader
        base = reader.header.n
        try:
            for entry in reader.read(mender):
                if entry["n"] > self._known or entry["n"] <= base:
                    self._known = entry["n"]
                    yield entry
        except OSError as fault:
            raise told(fault, f"Cannot read {self._path}") from fault

    def _stream(self, after: int) -> Iterator[Entry]:
        self._look_for_another()
        base = self._reader.header.n
        if not self._reset and (after < self._given or self._given < base <= after):
            self._rewind(after)
        if self._reset:
            self._reset = False
            self._given = 0
            after = -1
            yield RESET.copy()
        for source in (self._waiting, self._unlocked, self._waiting):
            for entry in source():
                self._given = entry["n"]
                if entry["n"] > after or entry.get("reset"):
                    yield entry

    def _waiting(self) -> Iterator[Entry]:
        while self._pending:
            yield self._pending.popleft()

    def _unlocked(self) -> Iterator[Entry]:
        yield from self._fresh(None)
        if self._reader.blocked and not self._depth:
            try:
                with self._section:  # reads on, now certain that no writer is in the middle of it
                    pass
            except ConsoleError:
                return  # busy, or the copy aside failed: what is behind the bad line comes later

    def _rewind(self, after: int) -> None:
        self._pending.clear()
        reader = self._reader
        if after >= reader.header.n:
            reader.behind_snapshot()
            self._known = self._given = after
        else:
            reader.to_start()
            self._known = self._given = 0
            self._reset = after > 0

    def _look_for_another(self) -> None:
        try:
            moved = os.stat(self._path).st_ino != self._reader.ino
        except OSError as fault:
            raise self._gone(fault) from fault
        if moved:
            self._hop()

    def _hop(self) -> None:
        """Go over to the file that has replaced ours, without reloading what we hold."""
        old = self._reader
        self._pending.extend(self._fresh(None))  # nobody appends to a replaced file any more
        new = Reader(self._path)
        if self._bell is not None:
            self._bell.watch(self._path)
        same = new.header.journal == old.header.journal
        if same and old.n >= new.header.n:
            new.behind_snapshot()
        else:
            self._pending.clear()
            self._known = 0
            self._reset = not same or self._given > 0
        self._reader = new
        self._mender = Mender(self._folder, self._path)
        old.close()

    def _gone(self, fault: OSError) -> ConsoleError:
        if isinstance(fault, FileNotFoundError):
            return gone(self._path)
        return told(fault, f"Cannot look at {self._path}")


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
