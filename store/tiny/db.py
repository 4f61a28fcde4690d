"""TinyDB on a journal: TinyDB's own interface, with transactions, durability and other terminals.

with JournalDB(log) as db:
    with db.transaction(do="capture", by="RTE"):
        db.records("risk").insert(Document(fields, doc_id=key))
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import ClassVar

from tinydb import TinyDB
from tinydb.storages import Storage

from store.log import Log
from store.state import State
from store.tiny.storage import JournalStorage, Transaction, system_ms
from store.tiny.table import JournalTable, RecordTable

__all__ = ["JournalDB", "JournalTable", "RecordTable", "Transaction"]


class JournalDB(TinyDB):
    """A `tinydb.TinyDB` on a log, or on the journal in a folder (made if there is none).

    Every TinyDB call that changes something is a transaction of its own, on disk when it returns.
    One thread uses a handle at a time. `now_ms` gives the moment of entries in milliseconds
    since 1970 UTC.
    """

    table_class = JournalTable
    default_storage_class: ClassVar[type[Storage]] = JournalStorage  # type: ignore[misc,assignment]  # TinyDB infers JSONStorage

    def __init__(
        self, log: Log | str | os.PathLike[str], *, now_ms: Callable[[], int] = system_ms
    ) -> None:
        if isinstance(log, str | os.PathLike):
            log = _open(log)
        super().__init__(log, now_ms=now_ms)

    @property
    def state(self) -> State:
        """What the log adds up to, for readers that want no copies and change nothing."""
        return self._journal.state

    @property
    def log(self) -> Log:
        """The log underneath."""
        return self._journal.log

    @property
    def now_ms(self) -> Callable[[], int]:
        """The clock that stamps entries; may be replaced."""
        return self._journal.now_ms

    @now_ms.setter
    def now_ms(self, clock: Callable[[], int]) -> None:
        self._journal.now_ms = clock

    def transaction(
        self,
        *,
        do: str,
        by: str | None = None,
        where: str | None = None,
        at: int | None = None,
        undo: int | None = None,
    ) -> AbstractContextManager[Transaction]:
        """Everything written inside the `with` block as one entry, all or nothing.

        `do` names the use-case, `by` the person, `where` the event and step, `at` the moment
        (default: the clock), `undo` the entry that is taken back. TinyDB calls inside read what is
        staged. An exception leaves memory and log as they were; a block that changes nothing
        appends nothing. Inside another transaction it becomes part of that one, except that an
        exception takes back only what this block did. On disk when the outermost block ends.
        """
        return self._journal.transaction(do, by, where, at, undo)

    def records(self, name: str) -> RecordTable:
        """A table whose keys are record ids of our own; insert `Document(fields, doc_id=id)`."""
        table = self._tables.get(name)
        if not isinstance(table, RecordTable):
            table = self._tables[name] = RecordTable(self._journal, name)
        return table

    def tables(self) -> set[str]:
        """Names of all tables."""
        return self._journal.names()

    def drop_table(self, name: str) -> None:
        """Drop one table."""
        self._journal.drop((name,))
        self._tables.pop(name, None)

    def drop_tables(self) -> None:
        """Drop all tables."""
        with self._journal.transaction("drop"):
            self._journal.drop(self.tables())
        self._tables.clear()

    def catch_up(self) -> bool:
        """Let in what others have written; True if there was anything. Every read does it too."""
        return self._journal.catch_up()

    def compact(self) -> bool:
        """Replace the log's past by a snapshot; False if somebody else did so meanwhile."""
        return self._journal.compact()

    def compact_if_worth(self) -> bool:
        """Compact if over half of the log and over a megabyte would be freed; True if it did."""
        return self._journal.compact_if_worth()

    @property
    def _journal(self) -> JournalStorage:
        storage = self._storage
        assert isinstance(storage, JournalStorage)  # default_storage_class; a cast for the reader
        return storage


def _open(folder: str | os.PathLike[str]) -> Log:
    from store.journal import JournalLog
    from store.journal.files import JOURNAL

    place = Path(folder)
    if (place / JOURNAL).exists():
        return JournalLog.open(place)
    return JournalLog.create(place)
