"""The changes of one transaction before they are written: a second layer over the live tables.

Nothing here touches the state. What is staged is read back through the same mapping that reads
the live table, turned into operations once at the end, and simply forgotten on an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from store.entry import Doc, Op, delete, put, update
from store.state import State

Undo = Callable[[], None]


class StagedTable(Mapping[str, Doc]):
    """One table as the transaction sees it, by key.

    `wiped` is "c" or "x" once the live table was cleared or dropped in this transaction.
    """

    def __init__(self, stage: Stage, name: str, live: dict[str, Doc] | None) -> None:
        self.name = name
        self.wiped = ""
        self._stage = stage
        self._exists = live is not None
        self._base: dict[str, Doc] = live or {}
        self._edits: dict[str, Doc | None] = {}
        self._size = len(self._base)

    @property
    def exists(self) -> bool:
        """Whether TinyDB would list the table."""
        return bool(self._size) or self.wiped == "c" or (self._exists and self.wiped != "x")

    def write(self, key: str, doc: Doc | None) -> None:
        """Stage a document, which from now on belongs to the stage, or with None its removal."""
        edits, size = self._edits, self._size
        known, before = key in edits, edits.get(key)

        def undo() -> None:
            self._size = size
            if known:
                edits[key] = before
            else:
                del edits[key]

        self._stage.undos.append(undo)
        self._size += (doc is not None) - (key in self)
        edits[key] = doc
        if doc is not None:
            self._stage.counters.note(self.name, key, doc)

    def wipe(self, code: str) -> None:
        """Stage the clearing ("c") or dropping ("x") of the whole table."""
        ids = self._stage.counters.ids
        before = (self._base, self._edits, self._size, self.wiped)
        highest = ids.get(self.name)

        def undo() -> None:
            self._base, self._edits, self._size, self.wiped = before
            if highest is not None:
                ids[self.name] = max(highest, ids.get(self.name, 0))

        self._stage.undos.append(undo)
        self._stage.counters.forget_ids(self.name)
        self._base, self._edits, self._size, self.wiped = {}, {}, 0, code

    def ops(self) -> Iterator[Op]:
        """What leads from the live table to this one, one operation a record."""
        if self.wiped == "c" or (self.wiped and self._exists):
            yield [self.wiped, self.name]
        for key, doc in self._edits.items():
            before = self._base.get(key)
            if before is None:
                if doc is not None:
                    yield put(self.name, key, doc)
            elif doc is None:
                yield delete(self.name, key, before)
            elif (op := update(self.name, key, before, doc)) is not None:
                yield op

    def __getitem__(self, key: str) -> Doc:
        doc = self._edits[key] if key in self._edits else self._base[key]
        if doc is None:
            raise KeyError(key)
        return doc

    def __contains__(self, key: object) -> bool:
        # the live document stands in for "not edited"; only a staged removal gives None
        return isinstance(key, str) and self._edits.get(key, self._base.get(key)) is not None

    def __iter__(self) -> Iterator[str]:
        edits = self._edits
        for key in self._base:
            if key not in edits or edits[key] is not None:
                yield key
        for key, doc in edits.items():
            if doc is not None and key not in self._base:
                yield key

    def __len__(self) -> int:
        return self._size


class Stage:
    """The staged tables of one transaction and the numbers it has given out."""

    def __init__(self, state: State) -> None:
        self.counters = state.counters.copy()
        self.undos: list[Undo] = []
        self._live = state.tables
        self._tables: dict[str, StagedTable] = {}

    def table(self, name: str) -> StagedTable:
        """The staged form of a table, made at first use."""
        staged = self._tables.get(name)
        if staged is None:
            staged = self._tables[name] = StagedTable(self, name, self._live.get(name))
        return staged

    def names(self) -> set[str]:
        """Names of the tables that exist as the transaction sees it."""
        names = set(self._live)
        for name, staged in self._tables.items():
            (names.add if staged.exists else names.discard)(name)
        return names

    def ops(self) -> list[Op]:
        """The operations of the whole transaction, table by table in order of first use."""
        return [op for staged in self._tables.values() for op in staged.ops()]

    def mark(self) -> int:
        """A point to which `rollback` can return."""
        return len(self.undos)

    def rollback(self, mark: int) -> None:
        """Take back what was staged since `mark`. Numbers given out since stay given out."""
        while len(self.undos) > mark:
            self.undos.pop()()
