"""The seam of the store: what a log of entries must be able to do.

Everything above (state, TinyDB tables, use-cases, screens) only knows this protocol. The journal
file implements it for one host, memory implements it for tests; both pass one contract suite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from store.entry import Draft, Entry, Op


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that recovery found: where, what it was, what was done about it."""

    file: str
    offset: int
    """Byte offset of the fault in `file` as it was."""
    length: int
    what: str
    kept: str = ""
    """Path of the copy of the bytes set aside, or "" if there was nothing to copy."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lock: read from the lock file, for a person."""

    user: str
    pid: int
    since: str
    """UTC moment in ISO form, whole seconds."""


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a log without changing it."""

    n: int
    entries: int
    """Whole, verified entries in the current file, snapshot parts not counted."""
    size: int
    garbage: int
    """Bytes that a compaction would free, estimated."""
    faults: tuple[Fault, ...] = field(default=())
    holder: Holder | None = None
    poisoned: bool = False
    """True after a failed flush: this handle refuses to write."""


class Log(Protocol):
    """An ordered, durable, shared list of entries with one consumer per handle."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Be the only writer. Re-entrant within a handle.

        Waits for another holder up to the log's deadline, then raises `Busy` naming it. Leaving
        the outermost level first lets the next writer in and then makes durable all that was
        appended inside: after the `with` block the entries are on disk. If that fails, `NotSaved`
        is raised and the handle is poisoned.
        """

    def follow(self, after: int) -> Iterator[Entry]:
        """Entries with `n` above `after`, in order; the only way state enters memory.

        If the log no longer holds them one by one, the parts of a snapshot come first, the first
        one carrying `reset`. Cheap when there is nothing new. Inside `exclusive()` it sees all.
        """

    def append(self, draft: Draft, expect: int | None = None) -> Entry:
        """Append one entry and return it as it will be read back.

        Takes `exclusive()` itself if the caller does not hold it (then it is durable on return).
        With `expect`, raises `ChangedMeanwhile` unless the last number is `expect`. Raises
        `NotSaved` and leaves the log as it was if the entry cannot be encoded or written.
        The returned entry counts as delivered: `follow` will not give it again.
        """

    def compact(self, parts: Callable[[], Iterable[Op]], n: int) -> bool:
        """Replace the entries up to `n` by a snapshot of the state they add up to.

        `parts` yields "m" and "s" operations of the state at exactly `n`; it is called without
        the lock held. Entries after `n` are kept as they are; what was replaced stays readable
        through `past`. Returns False if somebody else compacted meanwhile (nothing changed).
        """

    def past(self) -> Iterator[Entry]:
        """Every entry that was ever appended, newest first, compacted or not; no snapshot parts."""

    def wake(self) -> int | None:
        """A file descriptor that becomes readable when there may be something to `follow`.

        None where the platform has none: then poll `follow` (see `store.watch`).
        """

    def health(self) -> Health:
        """A report; changes nothing."""

    def close(self) -> None:
        """Release descriptors. Idempotent."""
