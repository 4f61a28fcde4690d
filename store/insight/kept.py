"""What is made of a record once, and holds from snapshot to snapshot while the record is the same.

A room in which others write makes a snapshot for every line of theirs. Of a thousand rows one is
another then; the others are looked up here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from store.domain.records import Record
from store.insight.snapshot import Snapshot

R = TypeVar("R", bound=Record)
T = TypeVar("T")


def keeping(snap: Snapshot, name: str, context: object, make: Callable[[R], T]) -> Callable[[R], T]:
    """`make`, which is called again only for a record that is another one.

    `context` is all that `make` depends on besides the record: where it is not equal to what it
    was, everything is made anew. Records are immutable values, so the same object says the same.
    """
    known = snap.kept.get(name)
    if known is None or known[0] != context:
        known = snap.kept[name] = (context, {})
    made: dict[str, tuple[Record, object]] = known[1]

    def kept(record: R) -> T:
        found = made.get(record.id)
        if found is None or found[0] is not record:
            found = made[record.id] = (record, make(record))
        return cast(T, found[1])

    return kept
