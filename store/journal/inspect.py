"""Looking at a journal without changing it or waiting for anybody."""

from __future__ import annotations

import os
from dataclasses import dataclass

from store.journal.files import told
from store.journal.lockfile import StoreLock, read_holder
from store.journal.mend import Mender
from store.journal.reader import Reader
from store.journal.scan import whole_lines_in
from store.log import Fault, Holder


@dataclass(frozen=True, slots=True)
class Inspection:
    """What stands in one journal file."""

    n: int
    entries: int
    size: int
    garbage: int
    faults: tuple[Fault, ...]


class IdleMender(Mender):
    """Notes faults and touches nothing."""

    def _keep(self, offset: int, data: bytes) -> str:  # noqa: ARG002 - by contract
        return ""

    def end_tail(
        self,
        fd: int,  # noqa: ARG002 - by contract
        offset: int,
        tail: bytes,
        floor: int,  # noqa: ARG002 - by contract
    ) -> list[bytes]:
        self.tell(offset, len(tail), "an unfinished end, to be cut by the next writer")
        return whole_lines_in(tail)


def inspect(path: str) -> Inspection:
    """Read a whole journal; every line that does not verify is one of its faults.

    Raises `Damaged` only if the file is no journal of a format this program knows.
    """
    reader = Reader(path, os.O_RDONLY)
    try:
        onlooker = IdleMender(os.path.dirname(path), path)
        size = os.fstat(reader.fd).st_size
        for _ in reader.read(onlooker):
            pass
        if size < reader.floor:
            onlooker.tell(size, 0, "the snapshot ends too early")
        return Inspection(
            max(reader.n, reader.header.n), reader.entries, size, reader.garbage,
            tuple(onlooker.faults),
        )  # fmt: skip
    except OSError as fault:
        raise told(fault, f"Cannot read {path}") from fault
    finally:
        reader.close()


def holder_of(lock: StoreLock, own: bool) -> Holder | None:
    """Who holds the store's lock now, or None. `own`: this process does."""
    try:
        if own or lock.busy():
            user, pid, since = read_holder(lock.path)
            return Holder(user, pid, since)
    except OSError:
        return None  # no lock file yet, or not readable: nobody can be named
    return None
