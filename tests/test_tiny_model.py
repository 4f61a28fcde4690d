"""Random TinyDB calls on two handles of one log, against stock TinyDB in memory.

Only ids may differ: stock TinyDB gives the id of a deleted last document out again, ours never
does. So ids are compared through a mapping that is built as documents are born.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import TinyDB, where
from tinydb.operations import delete, increment
from tinydb.queries import QueryLike
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from store.memory import MemoryLog
from store.state import State
from store.tiny.db import JournalDB

NAMES = st.sampled_from(["_default", "risks", "teams"])
HANDLES = st.integers(0, 1)
VALUES = st.integers(0, 3) | st.sampled_from(["a", "b"]) | st.lists(st.integers(0, 2), max_size=2)
FIELDS = st.dictionaries(st.sampled_from("xyz"), VALUES, max_size=3)
PICKS = st.lists(st.integers(0, 6), max_size=3)
CONDITIONS = st.builds(lambda field, value: where(field) == value, st.sampled_from("xyz"), VALUES)


def refused(call: Callable[[], object]) -> bool:
    """Whether a call raises the error that TinyDB raises for an id that is taken."""
    try:
        call()
    except ValueError:
        return True
    return False


class Twins(RuleBasedStateMachine):
    """The same calls on stock TinyDB and, in turn, on two handles of ours."""

    @initialize()
    def open_both(self) -> None:
        log = MemoryLog()
        self.log = log
        self.stock = TinyDB(storage=MemoryStorage)
        self.handles = [JournalDB(log), JournalDB(log.another())]
        self.ids: dict[str, dict[int, int]] = {}

    def pair(self, name: str, handle: int) -> tuple[Table, Table]:
        return self.stock.table(name), self.handles[handle].table(name)

    def picked(self, name: str, picks: list[int]) -> tuple[list[int], list[int]]:
        """Ids for both sides: of documents that are there, or of none."""
        there = [doc.doc_id for doc in self.stock.table(name)]
        stock_ids = [there[p] if p < len(there) else 10_000 + p for p in dict.fromkeys(picks)]
        mapping = self.ids.get(name, {})
        return stock_ids, [mapping.get(i, i) for i in stock_ids]

    def born(self, name: str, stock_ids: list[int], our_ids: list[int]) -> None:
        self.ids.setdefault(name, {}).update(zip(stock_ids, our_ids, strict=True))

    def translated(self, name: str, stock_ids: list[int]) -> list[int]:
        mapping = self.ids.get(name, {})
        return [mapping[i] for i in stock_ids]

    @rule(name=NAMES, handle=HANDLES, doc=FIELDS)
    def insert(self, name: str, handle: int, doc: dict[str, Any]) -> None:
        stock, ours = self.pair(name, handle)
        self.born(name, [stock.insert(doc)], [ours.insert(doc)])

    @rule(name=NAMES, handle=HANDLES, docs=st.lists(FIELDS, max_size=3))
    def insert_multiple(self, name: str, handle: int, docs: list[dict[str, Any]]) -> None:
        stock, ours = self.pair(name, handle)
        self.born(name, stock.insert_multiple(docs), ours.insert_multiple(docs))

    @rule(name=NAMES, handle=HANDLES, doc=FIELDS, ahead=st.integers(100, 5000))
    def insert_with_an_id(self, name: str, handle: int, doc: dict[str, Any], ahead: int) -> None:
        stock, ours = self.pair(name, handle)
        free = ahead + max([0, *self.ids.get(name, {}).keys(), *self.ids.get(name, {}).values()])
        self.born(name, [stock.insert(Document(doc, free))], [ours.insert(Document(doc, free))])

    @rule(name=NAMES, handle=HANDLES, doc=FIELDS, pick=st.integers(0, 6))
    def insert_a_taken_id(self, name: str, handle: int, doc: dict[str, Any], pick: int) -> None:
        stock, ours = self.pair(name, handle)
        if pick < len(stock):
            (stock_id,), (our_id,) = self.picked(name, [pick])
            assert refused(lambda: stock.insert(Document(doc, stock_id)))
            assert refused(lambda: ours.insert(Document(doc, our_id)))

    @rule(name=NAMES, handle=HANDLES, fields=FIELDS, cond=CONDITIONS)
    def update(self, name: str, handle: int, fields: dict[str, Any], cond: QueryLike) -> None:
        stock, ours = self.pair(name, handle)
        assert self.translated(name, stock.update(fields, cond)) == ours.update(fields, cond)

    @rule(name=NAMES, handle=HANDLES, fields=FIELDS)
    def update_all(self, name: str, handle: int, fields: dict[str, Any]) -> None:
        stock, ours = self.pair(name, handle)
        assert self.translated(name, stock.update(fields)) == ours.update(fields)

    @rule(name=NAMES, handle=HANDLES, fields=FIELDS, picks=PICKS)
    def update_by_id(
        self, name: str, handle: int, fields: dict[str, Any], picks: list[int]
    ) -> None:
        stock, ours = self.pair(name, handle)
        theirs, mine = self.picked(name, picks)
        updated = stock.update(fields, doc_ids=theirs)
        assert self.translated(name, updated) == ours.update(fields, doc_ids=mine)

    @rule(name=NAMES, handle=HANDLES, field=st.sampled_from("xyz"), cond=CONDITIONS, add=HANDLES)
    def update_in_place(
        self, name: str, handle: int, field: str, cond: QueryLike, add: int
    ) -> None:
        """Only what cannot fail: stock TinyDB in memory keeps the half of it that was done."""
        stock, ours = self.pair(name, handle)
        operation = increment(field) if add else delete(field)
        safe = [d for d in stock.search(cond) if isinstance(d.get(field), int) or not add]
        if len(safe) == stock.count(cond) and all(field in doc for doc in safe):
            updated = stock.update(operation, cond)
            assert self.translated(name, updated) == ours.update(operation, cond)

    @rule(name=NAMES, handle=HANDLES, pairs=st.lists(st.tuples(FIELDS, CONDITIONS), max_size=3))
    def update_multiple(self, name: str, handle: int, pairs: list[Any]) -> None:
        stock, ours = self.pair(name, handle)
        assert self.translated(name, stock.update_multiple(pairs)) == ours.update_multiple(pairs)

    @rule(name=NAMES, handle=HANDLES, doc=FIELDS, cond=CONDITIONS)
    def upsert(self, name: str, handle: int, doc: dict[str, Any], cond: QueryLike) -> None:
        stock, ours = self.pair(name, handle)
        self.born(name, stock.upsert(doc, cond), ours.upsert(doc, cond))

    @rule(name=NAMES, handle=HANDLES, cond=CONDITIONS)
    def remove(self, name: str, handle: int, cond: QueryLike) -> None:
        stock, ours = self.pair(name, handle)
        assert self.translated(name, stock.remove(cond)) == ours.remove(cond)

    @rule(name=NAMES, handle=HANDLES, picks=PICKS)
    def remove_by_id(self, name: str, handle: int, picks: list[int]) -> None:
        stock, ours = self.pair(name, handle)
        theirs, mine = self.picked(name, picks)
        removed = stock.remove(doc_ids=theirs)
        assert self.translated(name, removed) == ours.remove(doc_ids=mine)

    @rule(name=NAMES, handle=HANDLES)
    def truncate(self, name: str, handle: int) -> None:
        stock, ours = self.pair(name, handle)
        stock.truncate()
        ours.truncate()

    @rule(name=NAMES, handle=HANDLES)
    def drop_table(self, name: str, handle: int) -> None:
        self.stock.drop_table(name)
        self.handles[handle].drop_table(name)

    @rule(handle=HANDLES)
    def drop_tables(self, handle: int) -> None:
        self.stock.drop_tables()
        self.handles[handle].drop_tables()

    @rule(handle=HANDLES)
    def compact(self, handle: int) -> None:
        self.handles[handle].compact()

    @rule(name=NAMES, handle=HANDLES, doc=FIELDS, cond=CONDITIONS)
    def failed_transaction(
        self, name: str, handle: int, doc: dict[str, Any], cond: QueryLike
    ) -> None:
        db = self.handles[handle]
        n = db.state.n
        try:
            with db.transaction(do="test"):
                db.table(name).insert(doc)
                db.table(name).remove(cond)
                db.table(name).update({"x": 9})
                raise ZeroDivisionError
        except ZeroDivisionError:
            assert db.state.n >= n

    @rule(name=NAMES, handle=HANDLES, cond=CONDITIONS, picks=PICKS)
    def reads(self, name: str, handle: int, cond: QueryLike, picks: list[int]) -> None:
        stock, ours = self.pair(name, handle)
        assert [dict(d) for d in ours.search(cond)] == [dict(d) for d in stock.search(cond)]
        assert ours.get(cond) == stock.get(cond)
        assert ours.count(cond) == stock.count(cond)
        assert ours.contains(cond) == stock.contains(cond)
        theirs, mine = self.picked(name, picks)
        assert ours.get(doc_ids=mine) == stock.get(doc_ids=theirs)
        assert [ours.get(doc_id=i) for i in mine] == [stock.get(doc_id=i) for i in theirs]

    @invariant()
    def same_documents_in_the_same_order(self) -> None:
        if not hasattr(self, "stock"):
            return
        for db in self.handles:
            for name in ("_default", "risks", "teams"):
                stock, ours = list(self.stock.table(name)), list(db.table(name))
                assert ours == stock
                wanted = self.translated(name, [doc.doc_id for doc in stock])
                assert [doc.doc_id for doc in ours] == wanted
            # stock lists a table from the first call on that found nothing in it
            filled = {name for name in self.stock.tables() if len(self.stock.table(name))}
            assert filled <= db.tables() <= self.stock.tables()

    @invariant()
    def memory_is_what_the_log_adds_up_to(self) -> None:
        if not hasattr(self, "log"):
            return
        fresh = State()
        fresh.follow(self.log.another().follow(0))
        for db in self.handles:
            db.catch_up()
            assert db.state.tables == fresh.tables
            assert db.state.counters.meta() == fresh.counters.meta()


Twins.TestCase.settings = settings(
    max_examples=100, stateful_step_count=30, deadline=None, derandomize=True
)
test_twins = Twins.TestCase
