"""TinyDB's storage on a log: one handle's state, how it follows the log and how it writes to it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from tinydb.storages import Storage

from store.entry import Doc, Draft, Entry
from store.errors import ChangedMeanwhile
from store.log import Log
from store.state import State
from store.tiny.plain import plain
from store.tiny.stage import Stage

FREEZE_FROM = 1_000
"""From this many documents on, the collector is told after loading to leave them alone."""

COMPACT_FROM = 1_000_000
"""Bytes of garbage below which compaction is not worth it."""


def system_ms() -> int:
    """The machine's clock: milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


class Transaction:
    """What one `with db.transaction(...)` block is going to append, and then has appended.

    The facts of the entry may still be set inside the block. `entry` is None until the block has
    ended, and stays None if there was nothing to append.
    """

    def __init__(
        self, stage: Stage, do: str, by: str | None, where: str | None, at: int | None,
        undo: int | None,
    ) -> None:  # fmt: skip
        self.stage = stage
        self.do = do
        self.by = by
        self.where = where
        self.at = at
        self.undo = undo
        self.entry: Entry | None = None

    def draft(self, now_ms: Callable[[], int]) -> Draft | None:
        """The entry to append, or None if nothing was changed."""
        ops = self.stage.ops()
        if not ops:
            return None
        draft: dict[str, Any] = {"at": now_ms() if self.at is None else self.at}
        if self.by is not None:
            draft["by"] = self.by
        if self.where is not None:
            draft["in"] = self.where
        draft["do"] = self.do
        if self.undo is not None:
            draft["undo"] = self.undo
        draft["ops"] = ops
        return cast(Draft, draft)


class JournalStorage(Storage):
    """The tables of a log in memory, for one thread.

    `read` and `write` are TinyDB's plain interface and handle everything at once; `JournalTable`
    goes past them. `now_ms` gives the moment of an entry, milliseconds since 1970 UTC.
    """

    def __init__(self, log: Log, *, now_ms: Callable[[], int] = system_ms) -> None:
        super().__init__()
        self.log = log
        self.state = State()
        self.now_ms = now_ms
        self.transacting: Transaction | None = None
        self._following = False
        self._closed = False
        self._load()
        self._read_n = self.state.n

    def catch_up(self) -> bool:
        """Let in what others have written; True if there was anything.

        Does nothing inside a transaction: there the lock keeps the world as it is.
        """
        if self._following or self.transacting is not None:
            return False
        self._following = True
        try:
            return self.state.follow(self.log.follow(self.state.n))
        finally:
            self._following = False

    @contextmanager
    def transaction(
        self, do: str, by: str | None = None, where: str | None = None, at: int | None = None,
        undo: int | None = None,
    ) -> Iterator[Transaction]:  # fmt: skip
        """One entry, all or nothing; see `JournalDB.transaction`."""
        outer = self.transacting
        if outer is not None:
            mark = outer.stage.mark()
            try:
                yield outer
            except BaseException:
                outer.stage.rollback(mark)
                raise
            return
        with self.log.exclusive():
            self.catch_up()
            inner = self.transacting = Transaction(Stage(self.state), do, by, where, at, undo)
            try:
                yield inner
            finally:
                self.transacting = None
            draft = inner.draft(self.now_ms)
            if draft is not None:
                inner.entry = self.log.append(draft)
                self.state.apply(inner.entry)

    def put(self, name: str, key_of: Callable[[], str], doc: Doc) -> None:
        """Append one new document by the shortest way; only outside a transaction.

        `key_of` is asked under the lock. Raises `ValueError` if there is such a document.
        """
        with self.log.exclusive():
            self.catch_up()
            key = key_of()
            if key in self.state.tables.get(name, ()):
                raise ValueError(f"Document with ID {key} already exists")
            draft: Draft = {"at": self.now_ms(), "do": "insert", "ops": [["p", name, key, doc]]}
            self.state.apply(self.log.append(draft))

    def names(self) -> set[str]:
        """Names of all tables."""
        if self.transacting is not None:
            return self.transacting.stage.names()
        self.catch_up()
        return set(self.state.tables)

    def drop(self, names: Iterable[str]) -> None:
        """Drop tables in one entry; names that do not exist are passed over."""
        with self.transaction("drop") as under_way:
            for name in set(names) & self.names():
                under_way.stage.table(name).wipe("x")

    def compact(self) -> bool:
        """Replace the log's past by a snapshot; see `JournalDB.compact`."""
        if self.transacting is not None:
            raise RuntimeError("compact() inside a transaction")
        self.catch_up()
        return self.log.compact(self.state.snapshot_ops, self.state.n)

    def compact_if_worth(self) -> bool:
        """Compact if more than half of the log, and more than a megabyte, would be freed."""
        health = self.log.health()
        if health.garbage <= max(COMPACT_FROM, health.size // 2):
            return False
        return self.compact()

    def read(self) -> dict[str, dict[str, Any]] | None:
        """A copy of all tables, or None if there are none."""
        self.catch_up()
        self._read_n = self.state.n
        tables = {
            name: {key: plain(doc) for key, doc in self._table(name).items()}
            for name in sorted(self.names())
        }
        return tables or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make all tables equal to `data`, appending only the difference.

        Raises `ChangedMeanwhile` if anything was written since the last `read`: what is missing in
        `data` would otherwise be taken for deleted.
        """
        with self.transaction("write") as under_way:
            if self.state.n != self._read_n:
                raise ChangedMeanwhile("The tables changed since they were read; read them again.")
            for name in self.names() - set(data):
                under_way.stage.table(name).wipe("x")
            for name, docs in data.items():
                staged = under_way.stage.table(name)
                if not staged.exists:
                    staged.wipe("c")
                for gone in [key for key in staged if key not in docs]:
                    staged.write(gone, None)
                for key, doc in docs.items():
                    if staged.get(key) != doc:
                        staged.write(key, plain(doc))
        self._read_n = self.state.n

    def close(self) -> None:
        """Close the log. Idempotent."""
        if not self._closed:
            self._closed = True
            self.log.close()

    def _table(self, name: str) -> Mapping[str, Doc]:
        if self.transacting is not None:
            return self.transacting.stage.table(name)
        return self.state.tables.get(name, {})

    def _load(self) -> None:
        """Read the whole log with the garbage collector off: it would walk all that is new."""
        collecting = gc.isenabled()
        gc.disable()
        try:
            self.catch_up()
            # Before the collector is back: its first run would walk all of it once more.
            if sum(map(len, self.state.tables.values())) >= FREEZE_FROM:
                gc.freeze()
        finally:
            if collecting:
                gc.enable()
