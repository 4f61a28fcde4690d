"""A log in memory: the same promises as the journal, for tests and throw-away trains."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING

from store.encode import decode, encode
from store.errors import Busy, ChangedMeanwhile
from store.log import Health
from store.snapshot import snapshot_lines

if TYPE_CHECKING:
    from store.entry import Draft, Entry, Op


class _Shared:
    """What all handles of one memory log have in common. Entries are kept as sealed lines."""

    def __init__(self) -> None:
        self.guard = threading.RLock()
        self.base = 0
        self.gen = 1
        self.snapshot: list[bytes] = []
        self.lines: list[bytes] = []
        self.archive: list[bytes] = []
        self.bells: set[int] = set()
        self.owner: MemoryLog | None = None

    @property
    def n(self) -> int:
        return self.base + len(self.lines)


class MemoryLog:
    """A `Log` without a file. `another()` gives a further handle on the same entries."""

    def __init__(self, shared: _Shared | None = None) -> None:
        self._shared = shared or _Shared()
        self._depth = 0
        self._bell: int | None = None
        self._section = _Section(self)
        self._closed = False

    def another(self) -> MemoryLog:
        """A second handle, as a second process would have it."""
        return MemoryLog(self._shared)

    def exclusive(self) -> AbstractContextManager[None]:
        """Be the only writer; see `Log.exclusive`. Another handle gets `Busy` at once."""
        return self._section

    def follow(self, after: int) -> Iterator[Entry]:
        """Entries with `n` above `after`; see `Log.follow`."""
        shared = self._shared
        if after >= shared.n:
            return iter(())
        if after < shared.base:
            return map(_decoded, [*shared.snapshot, *shared.lines])
        return map(_decoded, shared.lines[after - shared.base :])

    def append(self, draft: Draft, expect: int | None = None) -> Entry:
        """Append one entry; see `Log.append`."""
        with self._section:
            shared = self._shared
            if expect is not None and expect != shared.n:
                raise ChangedMeanwhile(
                    f"Somebody else has written meanwhile (entry {shared.n}, expected {expect}); "
                    "look again and repeat it."
                )
            line = encode(shared.n + 1, draft)
            shared.lines.append(line)
            self._ring()
            return _decoded(line)

    def compact(self, parts: Callable[[], Iterable[Op]], n: int) -> bool:
        """Replace the entries up to `n` by a snapshot; see `Log.compact`."""
        if self._depth:
            raise RuntimeError("compact() must be called without the lock held")
        shared = self._shared
        gen = shared.gen
        if n < shared.base or (n == shared.base and n > 0):
            return False
        if n > shared.n:
            raise ValueError(f"a snapshot at {n} of a log that is known up to {shared.n}")
        snapshot = list(snapshot_lines(parts(), n))
        with self._section:
            if shared.gen != gen:
                return False
            covered = n - shared.base
            shared.archive.extend(shared.lines[:covered])
            del shared.lines[:covered]
            shared.snapshot, shared.base, shared.gen = snapshot, n, gen + 1
            self._ring()
        return True

    def past(self) -> Iterator[Entry]:
        """Every entry ever appended, newest first; see `Log.past`."""
        shared = self._shared
        return map(_decoded, [*reversed(shared.lines), *reversed(shared.archive)])

    def wake(self) -> int | None:
        """A descriptor that becomes readable after an append; None without eventfd."""
        if self._bell is None and hasattr(os, "eventfd"):
            self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
            self._shared.bells.add(self._bell)
        return self._bell

    def health(self) -> Health:
        """A report; changes nothing."""
        shared = self._shared
        size = sum(map(len, shared.snapshot)) + sum(map(len, shared.lines))
        return Health(n=shared.n, entries=len(shared.lines), size=size, garbage=0)

    def close(self) -> None:
        """Release descriptors. Idempotent."""
        self._closed = True
        if self._bell is not None:
            self._shared.bells.discard(self._bell)
            os.close(self._bell)
            self._bell = None

    def _enter(self) -> None:
        if self._closed:
            raise RuntimeError("the log is closed")
        shared = self._shared
        shared.guard.acquire()
        if shared.owner not in (None, self):
            shared.guard.release()
            raise Busy("Another handle of this process is writing; try again in a moment.")
        shared.owner = self
        self._depth += 1

    def _leave(self) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._shared.owner = None
        self._shared.guard.release()

    def _ring(self) -> None:
        for bell in self._shared.bells:
            os.eventfd_write(bell, 1)


class _Section:
    """The `with` block of `MemoryLog.exclusive`."""

    __slots__ = ("_log",)

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    def __enter__(self) -> None:
        self._log._enter()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._log._leave()


def _decoded(line: bytes) -> Entry:
    entry = decode(line[:-1])
    if entry is None:
        raise AssertionError("a line that was sealed here must verify")
    return entry
