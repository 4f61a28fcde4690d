"""What is done about bytes that do not verify. Only ever under the lock.

A torn tail is cut, after a copy; anything else is stepped over, copied aside once, and stays where
it is. Whole lines found inside a bad region are used.
"""

from __future__ import annotations

import os
from zlib import crc32

from store.journal.files import (
    DAMAGED,
    discard,
    file_mode,
    open_plain,
    subfolder,
    sync_folder,
    told,
    write_all,
)  # fmt: skip
from store.journal.scan import whole_lines_in
from store.log import Fault


class Mender:
    """Repairs one store's journal; collects what it did as faults."""

    def __init__(self, folder: str, journal: str) -> None:
        self._folder = folder
        self._journal = journal
        self.faults: list[Fault] = []

    def tell(self, offset: int, length: int, what: str, kept: str = "") -> None:
        """Note a fault, once for each place."""
        for known in self.faults:
            if (known.offset, known.length) == (offset, length):
                return
        self.faults.append(Fault(self._journal, offset, length, what, kept))

    def step_over(self, offset: int, region: bytes) -> list[bytes]:
        """Copy a bad line in the middle aside; give the whole lines that it contains."""
        pieces = whole_lines_in(region)
        try:
            kept = self._keep(offset, region)
        except OSError:
            kept = ""  # the bytes stay in the journal anyway; a meeting must not be locked out
        found = f", {len(pieces)} whole entries inside it kept" if pieces else ""
        self.tell(offset, len(region), f"a line does not verify{found}", kept)
        return pieces

    def end_tail(self, fd: int, offset: int, tail: bytes, floor: int) -> list[bytes]:
        """Repair the end of the file from `offset` on, where `tail` does not verify.

        The tail is copied aside and cut. If it contains whole lines, or lies in the snapshot part
        (which ends at `floor`), it stays instead and is closed by a newline: then it is one more
        bad line in the middle, and its whole lines are given. Raises `NotSaved`, with the bytes
        still there, if the copy or the repair fails.
        """
        pieces = whole_lines_in(tail)
        try:
            if pieces[:1] == [tail]:  # only the newline was missing
                write_all(fd, b"\n")
                return pieces
            kept = self._keep(offset, tail)
            if not pieces and offset >= floor:
                os.ftruncate(fd, offset)
            elif not tail.endswith(b"\n"):
                write_all(fd, b"\n")
        except OSError as fault:
            raise told(fault, f"Cannot repair the end of {self._journal}") from fault
        if pieces:
            what = f"a line does not verify, {len(pieces)} whole entries inside it kept"
        elif offset < floor:
            what = "the snapshot ends too early"
        else:
            what = "an unfinished end was cut"
        self.tell(offset, len(tail), what, kept)
        return pieces

    def _keep(self, offset: int, data: bytes) -> str:
        aside = subfolder(self._folder, DAMAGED)
        path = os.path.join(aside, f"journal-{offset}-{len(data)}-{crc32(data):08x}.bytes")
        try:
            fd = open_plain(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, file_mode(self._folder))
        except FileExistsError:
            return path
        try:
            write_all(fd, data)
            os.fsync(fd)
        except OSError:
            discard(path)
            raise
        finally:
            os.close(fd)
        sync_folder(aside)
        return path
