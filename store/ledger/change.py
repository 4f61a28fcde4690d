"""What a use-case writes: the documents of one entry of the log, staged until its block ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tinydb.table import Document

from store.domain import baseline, deciding
from store.domain.births import Stamp
from store.domain.ids import in_order, new_id
from store.domain.refs import format_ref
from store.errors import ChangedMeanwhile
from store.tiny.db import Transaction

if TYPE_CHECKING:
    from store.entry import Doc, Op
    from store.ledger.ledger import Ledger

STANDING = ("state", "level", "escalations")
"""Fields that say how a record stands."""

GUARDS: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], None]] = {
    "decision": deciding.guard,
    "objective": baseline.guard,
}
"""By kind: refuses what no use-case may do to a record, from its old and its new document."""


def _becomes(new: Doc) -> Callable[[dict[str, Any]], None]:
    """A TinyDB update that makes a document equal to `new`, dropped fields included."""

    def transform(doc: dict[str, Any]) -> None:
        doc.clear()
        doc.update(new)

    return transform


def refuse_changed(ref: str, rev: int, expected: int | None) -> None:
    """Refuse with `ChangedMeanwhile` a record that is no longer at the `expected` rev.

    A use-case asks before its own rules, where those would speak of what its caller cannot see.
    """
    if expected is not None and rev != expected:
        raise ChangedMeanwhile(
            f"{ref} was changed by somebody else since you opened it. Look at it again, then "
            "repeat your change."
        )


class Change:
    """What a use-case writes: the documents of one entry, staged until the block ends."""

    def __init__(
        self, ledger: Ledger, transaction: Transaction, stamp: Stamp, *, anonymous: bool = False
    ) -> None:
        self._ledger = ledger
        self._transaction = transaction
        self._made = 0
        self._anonymous = anonymous
        self.stamp = stamp

    def new(self, kind: str, doc: Doc) -> str:
        """Store a new record of `kind` and return its id; it gets a reference if its kind has one.

        A `ref` already in `doc` is kept (records brought in from elsewhere keep their names).
        """
        ledger = self._ledger
        key = new_id(kind, self.stamp.at, self._entropy())
        self._made += 1
        letters = ledger.letters.get(kind)
        if letters and "ref" not in doc:
            number = self._transaction.stage.counters.next_ref(letters)
            doc = {"ref": format_ref(letters, number), **doc}
        return ledger.db.records(kind).add(key, doc)

    def _entropy(self) -> int | bytes:
        """What keeps ids apart: in the order of making, unless that tells of people."""
        if self._anonymous:
            return os.urandom(10)
        return in_order(self._ledger.db.state.n + 1, self._made, os.urandom(5))

    def amend(self, kind: str, key: str, fields: Doc, expect_rev: int | None = None) -> None:
        """Set fields of a record; None removes one. Raises `ChangedMeanwhile` on another `rev`.

        What must stay as it was said is refused here, whoever asks (`GUARDS`).
        """
        table = self._ledger.db.records(kind)
        old = table.get(doc_id=key)
        if not isinstance(old, Document):
            raise ChangedMeanwhile("That record was taken back by somebody else. Nothing changed.")
        rev = old.get("rev", 1)
        refuse_changed(str(old.get("ref", "The record")), rev, expect_rev)
        new = {k: v for k, v in {**old, **fields}.items() if v is not None}
        if kind in GUARDS:
            GUARDS[kind](old, new)
        if new != old:
            new |= self._where(old, new)
            table.update(_becomes({**new, "rev": rev + 1}), doc_ids=[key])

    def _where(self, old: Doc, new: Doc) -> Doc:
        """The event in which a state is changed, kept: it is what the event left behind."""
        event, known = self.stamp.event, old.get("changed_in", [])
        moved = any(old.get(name) != new.get(name) for name in STANDING)
        if not moved or event is None or event in (old.get("event"), *known):
            return {}
        return {"changed_in": [*known, event]}

    def ref_of(self, kind: str, key: str) -> str:
        """The reference of a record that this change made."""
        doc = self._ledger.db.records(kind).get(doc_id=key)
        return str(doc["ref"]) if isinstance(doc, Document) else ""

    def take_back(self, number: int, ops: list[Op]) -> None:
        """Stage operations that revert entry `number`, and mark this entry as its undo.

        `rev` goes on rising: whoever still looks at the record as it was must notice.
        """
        self._transaction.undo = number
        for code, kind, key, *facts in ops:
            table = self._ledger.db.records(kind)
            if code == "p":
                table.add(key, {**facts[0], "rev": facts[0].get("rev", 1) + 1})
            elif code == "d":
                table.remove(doc_ids=[key])
            else:
                now = table.get(doc_id=key)
                assert isinstance(now, Document)  # checked by the undo before it got here
                kept = {k: v for k, v in now.items() if k in facts[0] or k not in facts[1]}
                rev = now.get("rev", 1) + 1
                table.update(_becomes({**kept, **facts[0], "rev": rev}), doc_ids=[key])

    def remove(self, kind: str, key: str) -> None:
        """Take a record away; its history stays in the log, its reference is never reused."""
        self._ledger.db.records(kind).remove(doc_ids=[key])
