"""What a log adds up to: the tables in memory.

`State.apply` is the only code that changes memory. A person's own change, a change that another
terminal made and recovery after a crash all come in through it, so that they cannot differ.
"""

from __future__ import annotations

import re
from itertools import islice

from store.errors import Damaged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from store.entry import Doc, Entry, Op

    OnChange = Callable[[str, str, Doc | None, Doc | None], None]
    OnReset = Callable[[], None]
    Changes = dict[tuple[str, str], list[Doc | None]]

SNAPSHOT_PART = 256
"""Documents in one part of a snapshot: few lines to verify, none of them huge."""

_LONGEST_NUMBER = 15
_REFERENCE = re.compile(r"([A-Za-z]+)([0-9]{1,15})").fullmatch


class Counters:
    """The highest numbers ever given out, so that none is given out twice.

    `refs` holds the highest number of each letter over all references ("R12" counts for "R"),
    `ids` the highest number used as a key in each table. Deleting a record lowers neither;
    clearing or dropping a table starts its `ids` again, as TinyDB does, but never its references.
    """

    __slots__ = ("ids", "refs")

    def __init__(self) -> None:
        self.refs: dict[str, int] = {}
        self.ids: dict[str, int] = {}

    def note(self, table: str, key: str, doc: Doc) -> None:
        """Take account of a record that is being stored."""
        if key.isdigit() and key.isascii() and len(key) <= _LONGEST_NUMBER:
            number = int(key)
            if number > self.ids.get(table, 0):
                self.ids[table] = number
        ref = doc.get("ref")
        if ref is not None:
            self.note_ref(ref)

    def note_ref(self, ref: object) -> None:
        """Take account of a reference; anything but letters and then digits is none."""
        found = _REFERENCE(ref) if isinstance(ref, str) else None
        if found is not None:
            letters, digits = found.groups()
            number = int(digits)
            if number > self.refs.get(letters, 0):
                self.refs[letters] = number

    def forget_ids(self, table: str) -> None:
        """Start the keys of a cleared or dropped table again."""
        self.ids.pop(table, None)

    def next_ref(self, letters: str) -> int:
        """The number after the highest that a reference with these letters ever had."""
        return self.refs.get(letters, 0) + 1

    def next_id(self, table: str) -> int:
        """The number after the highest that a key of this table ever was."""
        return self.ids.get(table, 0) + 1

    def meta(self) -> dict[str, dict[str, int]]:
        """The form in which a snapshot keeps them."""
        return {"refs": dict(self.refs), "ids": dict(self.ids)}

    def raise_to(self, meta: dict[str, Any]) -> None:
        """Take over what a snapshot kept; never lowers a counter."""
        for mine, theirs in ((self.refs, meta.get("refs", {})), (self.ids, meta.get("ids", {}))):
            for name, number in theirs.items():
                if number > mine.get(name, 0):
                    mine[name] = number

    def copy(self) -> Counters:
        """An independent copy, for a transaction that may yet fail."""
        other = Counters()
        other.refs = dict(self.refs)
        other.ids = dict(self.ids)
        return other


class State:
    """All tables of one store, as of entry `n`.

    `tables` maps the name of a table to its documents by key. A document is never changed in
    place: whoever reads one may keep it. `touched` maps each table to the number of the last
    entry that changed it.

    `on_change` and `on_reset` are lists of callables. After an entry has been applied, each
    `on_change` is called once per touched record with (table, key, old or None, new or None).
    When the state started again from a snapshot, each `on_reset` is called once instead, after
    the whole snapshot is in. They must be quick and must not raise.
    """

    __slots__ = ("_counted", "counters", "n", "on_change", "on_reset", "tables", "touched")

    def __init__(self) -> None:
        self.n = 0
        self.tables: dict[str, dict[str, Doc]] = {}
        self.counters = Counters()
        self.touched: dict[str, int] = {}
        self.on_change: list[OnChange] = []
        self.on_reset: list[OnReset] = []
        self._counted = False

    def doc(self, table: str, key: str) -> Doc | None:
        """The document itself, not to be changed, or None."""
        docs = self.tables.get(table)
        return None if docs is None else docs.get(key)

    def apply(self, entry: Entry) -> None:
        """Let one entry change memory, then tell the listeners."""
        self.follow((entry,))

    def follow(self, entries: Iterable[Entry]) -> bool:
        """Apply entries in order; True if there was any. Listeners hear of a reset once."""
        any_entry = reset = False
        for entry in entries:
            any_entry = True
            if entry.get("reset"):
                reset = True
                self._start_again()
            if reset or not self.on_change:
                self._take(entry, None)
            else:
                changes: Changes = {}
                self._take(entry, changes)
                self._tell(changes)
        if reset:
            for heard in tuple(self.on_reset):
                heard()
        return any_entry

    def snapshot_ops(self) -> Iterator[Op]:
        """Operations that lead from nothing to the state of this moment: counters, then parts.

        The state may go on changing while they are being read.
        """
        meta = self.counters.meta()
        tables = [(name, docs.copy()) for name, docs in self.tables.items()]
        return _parts(meta, tables)

    def _start_again(self) -> None:
        self.tables.clear()
        self.touched.clear()
        self.counters = Counters()
        self._counted = False

    def _take(self, entry: Entry, changes: Changes | None) -> None:
        n = self.n = entry["n"]
        tables = self.tables
        for op in entry["ops"]:
            code = op[0]
            if code == "m":
                self.counters.raise_to(op[1])
                self._counted = True
                continue
            name = op[1]
            self.touched[name] = n
            docs = tables.get(name)
            if docs is None:
                docs = tables[name] = {}
            if code == "p":
                self._store(name, docs, op[2], op[3], changes)
            elif code == "u":
                self._store(name, docs, op[2], _updated(docs.get(op[2]), op[3], op[4]), changes)
            elif code == "d":
                old = docs.pop(op[2], None)
                if changes is not None and old is not None:
                    _note(changes, name, op[2], old, None)
            elif code == "s":
                self._store_part(name, docs, op[2])
            elif code in ("c", "x"):
                self._empty(code, name, docs, changes)
            else:
                raise Damaged(
                    f"Entry {n} holds an operation {code!r} that this version does not know. "
                    "Open the store with the version that wrote it."
                )

    def _store(
        self, name: str, docs: dict[str, Doc], key: str, new: Doc, changes: Changes | None
    ) -> None:
        if changes is not None:
            _note(changes, name, key, docs.get(key), new)
        docs[key] = new
        self.counters.note(name, key, new)

    def _store_part(self, name: str, docs: dict[str, Doc], part: dict[str, Doc]) -> None:
        docs.update(part)
        if not self._counted:  # the part with the counters was damaged: derive them
            for key, doc in part.items():
                self.counters.note(name, key, doc)

    def _empty(self, code: str, name: str, docs: dict[str, Doc], changes: Changes | None) -> None:
        if changes is not None:
            for key, old in docs.items():
                _note(changes, name, key, old, None)
        self.counters.forget_ids(name)
        if code == "c":
            self.tables[name] = {}
        else:
            del self.tables[name]

    def _tell(self, changes: Changes) -> None:
        listeners = tuple(self.on_change)
        for (table, key), (old, new) in changes.items():
            for heard in listeners:
                heard(table, key, old, new)


def _updated(doc: Doc | None, new: Doc, old: Doc) -> Doc:
    """`doc` after an update, as a new document; of a lost one, what the update knows of it."""
    if doc is None:
        return {**old, **new}
    after = {**doc, **new}
    for field in old:
        if field not in new:
            after.pop(field, None)
    return after


def _note(changes: Changes, table: str, key: str, old: Doc | None, new: Doc | None) -> None:
    known = changes.get((table, key))
    if known is None:
        changes[table, key] = [old, new]
    else:
        known[1] = new


def _parts(meta: Doc, tables: list[tuple[str, dict[str, Doc]]]) -> Iterator[Op]:
    yield ["m", meta]
    for name, docs in tables:
        if not docs:
            yield ["s", name, {}]
        items = iter(docs.items())
        while part := dict(islice(items, SNAPSHOT_PART)):
            yield ["s", name, part]
