"""One open journal file and a place in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.encode import decode, number_of
from store.errors import Damaged
from store.journal.checkpoint import line_before
from store.journal.files import open_plain, read_at, told
from store.journal.header import FORMAT, HEADER_SIZE, parse_header
from store.journal.mend import Mender
from store.journal.scan import lines

if TYPE_CHECKING:
    from store.entry import Entry

ENVELOPE = 96
"""Bytes of a put that a snapshot does without: number, moment, author, seal. An estimate."""


class Reader:
    """Reads the entries of one file in order and counts what it saw.

    pos      offset behind the last line read
    n        number of the last entry read
    last     the last line read (the header at first), for checkpoints
    blocked  True if the last `read` stopped at a bad line with more behind it
    """

    __slots__ = (
        *("blocked", "entries", "fd", "garbage", "header", "hurt", "ino", "last", "n", "path"),
        *("pos", "skip_snapshot"),
    )

    def __init__(
        self, path: str, flags: int = os.O_RDWR | os.O_APPEND, expect: int = FORMAT
    ) -> None:
        self.path = path
        try:
            self.fd = open_plain(path, flags)
        except FileNotFoundError as fault:
            raise gone(path) from fault
        except OSError as fault:
            raise told(fault, f"Cannot open {path}") from fault
        try:
            self.ino = os.fstat(self.fd).st_ino
            self.header = parse_header(read_at(self.fd, 0, HEADER_SIZE), path, expect)
        except OSError as fault:
            os.close(self.fd)
            raise told(fault, f"Cannot read {path}") from fault
        except BaseException:
            os.close(self.fd)
            raise
        self.to_start()

    def close(self) -> None:
        """Give back the descriptor; idempotent."""
        if self.fd >= 0:
            fd, self.fd = self.fd, -1
            os.close(fd)

    @property
    def floor(self) -> int:
        """Where the snapshot part ends and entries begin."""
        return HEADER_SIZE + self.header.snap

    def to_start(self) -> None:
        """Go to the first line behind the header."""
        self.pos = HEADER_SIZE
        self.last = self.header.line()[:-1]
        self.n = self.entries = self.garbage = 0
        self.blocked = self.skip_snapshot = self.hurt = False

    def behind_snapshot(self) -> None:
        """Go to the first entry that is no part of the snapshot, without reading the snapshot.

        The header's word for the place is checked; if the file does not bear it out, the snapshot
        is walked over instead.
        """
        self.to_start()
        self.skip_snapshot = True
        try:
            believed = self._floor_holds()
        except OSError as fault:
            raise told(fault, f"Cannot read {self.path}") from fault
        if believed:
            self.pos, self.n, self.last = self.floor, self.header.n, b""

    def _floor_holds(self) -> bool:
        floor = self.floor
        if floor == HEADER_SIZE or read_at(self.fd, floor - 1, 1) != b"\n":
            return False
        first = read_at(self.fd, floor, 32)
        return not first or number_of(first) == self.header.n + 1

    def read(self, mender: Mender | None = None) -> Iterator[Entry]:
        """Entries from here to the end of the file, moving along with each.

        Without a mender (nobody holds the lock) it stops at a bad line: a writer may be in the
        middle of it. With one (the lock is held) bad lines are stepped over and a torn tail is cut.
        """
        self.blocked = False
        end = os.fstat(self.fd).st_size
        base = self.header.n
        expected = max(self.n, base) + 1
        for offset, line, ended in lines(self.fd, self.pos, end):
            entry = decode(line) if ended else None
            behind = offset + len(line) + ended
            n = -1 if entry is None else entry["n"]
            if entry is None or (n != expected and n > base):
                if mender is None:
                    self.blocked = behind < end or entry is not None
                    return
                if entry is None:
                    yield from self._mend(mender, offset, line, behind, end)
                    expected = max(self.n, base) + 1
                    continue
                if not self._jump(mender, n, offset):
                    self.pos = behind
                    continue
            self.pos = behind
            self.last = line
            if n > base:
                self.n = n
                expected = n + 1
                self.entries += 1
                self.garbage += weigh(entry, behind - offset)
                yield entry
            else:
                self.n = base
                if not self.skip_snapshot:
                    yield entry

    def seal(self) -> str:
        """Checksum of the last line read; looked up again if it was jumped over."""
        line = self.last or line_before(self.fd, self.pos) or b""
        return line[-10:-2].decode("ascii", "replace")

    def wrote(self, line: bytes, entry: Entry) -> None:
        """Take note of a line that this handle has just appended."""
        self.pos += len(line)
        self.n = entry["n"]
        self.last = line[:-1]
        self.entries += 1
        self.garbage += weigh(entry, len(line))

    def _mend(
        self, mender: Mender, offset: int, line: bytes, behind: int, end: int
    ) -> Iterator[Entry]:
        if behind >= end:
            tail = read_at(self.fd, offset, end - offset)
            pieces = mender.end_tail(self.fd, offset, tail, self.floor)
            behind = os.fstat(self.fd).st_size
        else:
            pieces = mender.step_over(offset, line)
        self.pos = behind
        self.hurt = True
        for piece in pieces:
            entry = decode(piece)
            if entry is not None and (entry["n"] > self.n or entry["n"] <= self.header.n):
                self.n = max(entry["n"], self.n)
                self.last = b""
                self.entries += entry["n"] > self.header.n
                yield entry

    def _jump(self, mender: Mender, n: int, offset: int) -> bool:
        last = max(self.n, self.header.n)
        if n <= last:
            mender.tell(offset, 0, f"entry {n} stands behind entry {last} and is left out")
            return False
        if not self.hurt:
            mender.tell(offset, 0, f"entries {last + 1} to {n - 1} are missing")
        self.hurt = False
        return True


def gone(path: str) -> Damaged:
    """The fault of a journal that has vanished."""
    return Damaged(f"{path} is gone; bring back a backup with `rte restore FILE`.")


def weigh(entry: Entry, length: int) -> int:
    """Bytes of a line that a compaction would free, roughly: all but the records it put."""
    ops = entry["ops"]
    code = ops[0][0] if ops else "m"
    if code == "p":
        return ENVELOPE if length > ENVELOPE else length
    return 2 * length if code == "d" else length
