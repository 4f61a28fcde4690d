"""What one handle has read of a journal, has handed out, and still has to."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from store.errors import ConsoleError
from store.journal.files import told
from store.journal.mend import Mender
from store.journal.reader import Reader, gone

if TYPE_CHECKING:
    from store.entry import Entry

RESET: Entry = {"n": 0, "reset": True, "ops": []}
"""Given before the entries of another history, so that the state starts from nothing."""


class Follower:
    """Reads on in the file that has the journal's name, whatever file that is by now.

    Entries that had to be read under the lock, before anybody asked for them, wait in a queue.
    """

    def __init__(self, folder: str, reader: Reader) -> None:
        self.reader = reader
        self._folder = folder
        self._path = reader.path
        self.mender = self._new_mender()
        self.moved: Callable[[], object] | None = None
        """Called after going over to another file, before it is read."""
        self._pending: deque[Entry] = deque()
        self._known = 0  # last n that was handed out or is pending
        self._given = 0  # last n that was handed out
        self._reset = False  # the consumer must start from nothing

    def idle(self, after: int) -> bool:
        """Whether there is nothing above `after`. One stat."""
        if after < self._given or self._pending or self._reset:
            return False
        found = self._look()
        return found.st_ino == self.reader.ino and found.st_size == self.reader.pos

    def at_end(self) -> bool:
        """Whether the whole journal, as it is now, has been read."""
        found = self._look()
        return found.st_ino == self.reader.ino and found.st_size == self.reader.pos

    def catch_up(self) -> None:
        """Under the lock: read all there is, repairing what a dead writer left."""
        found = self._look()
        if found.st_ino != self.reader.ino:
            self.hop()
        elif found.st_size == self.reader.pos:
            return
        self._pending.extend(self._fresh(self.mender))

    def wrote(self, line: bytes, entry: Entry) -> None:
        """This handle has appended `line`; the caller gets `entry` at once."""
        self.reader.wrote(line, entry)
        self._known = entry["n"]
        if self._pending:
            self._pending.append(entry)
        else:
            self._given = entry["n"]

    def stream(self, after: int, settle: Callable[[], None]) -> Iterator[Entry]:
        """Entries above `after`. `settle` reads on under the lock, if that can be had."""
        if self._look().st_ino != self.reader.ino:
            self.hop()
        base = self.reader.header.n
        if not self._reset and (after < self._given or self._given < base <= after):
            self._rewind(after)
        if self._reset:
            self._reset = False
            self._given = 0
            after = -1
            yield RESET.copy()
        for source in (self._waiting(), self._unlocked(settle), self._waiting()):
            for entry in source:
                self._given = entry["n"]
                if entry["n"] > after or entry.get("reset"):
                    yield entry

    def hop(self) -> None:
        """Go over to the file that has replaced ours, without reloading what we hold."""
        old = self.reader
        self._pending.extend(self._fresh(None))  # nobody appends to a replaced file any more
        new = self._new_reader()
        if self.moved is not None:
            self.moved()
        same = new.header.journal == old.header.journal
        if same and old.n >= new.header.n:
            new.behind_snapshot()
        else:
            self._pending.clear()
            self._known = 0
            self._reset = not same or self._given > 0
        self.reader = new
        self.mender = self._new_mender()
        old.close()

    def _new_reader(self) -> Reader:
        """The file that has the journal's name now, opened as this follower needs it."""
        return Reader(self._path)

    def _new_mender(self) -> Mender:
        """What is done about bytes of that file that do not verify."""
        return Mender(self._folder, self._path)

    def _waiting(self) -> Iterator[Entry]:
        while self._pending:
            yield self._pending.popleft()

    def _unlocked(self, settle: Callable[[], None]) -> Iterator[Entry]:
        yield from self._fresh(None)
        if self.reader.blocked:
            try:
                settle()  # certain now that no writer is in the middle of the bad line
            except ConsoleError:
                return  # busy, or the copy aside failed: what is behind the bad line comes later

    def _fresh(self, mender: Mender | None) -> Iterator[Entry]:
        """Entries not known yet, from the reader's place on."""
        base = self.reader.header.n
        try:
            for entry in self.reader.read(mender):
                if entry["n"] > self._known or entry["n"] <= base:
                    self._known = entry["n"]
                    yield entry
        except OSError as fault:
            raise told(fault, f"Cannot read {self._path}") from fault

    def _rewind(self, after: int) -> None:
        self._pending.clear()
        if after >= self.reader.header.n:
            self.reader.behind_snapshot()
            self._known = self._given = after
        else:
            self.reader.to_start()
            self._known = self._given = 0
            self._reset = after > 0

    def _look(self) -> os.stat_result:
        try:
            return os.stat(self._path)
        except FileNotFoundError as fault:
            raise gone(self._path) from fault
        except OSError as fault:
            raise told(fault, f"Cannot look at {self._path}") from fault
