"""The unit of truth: one entry of a train's log.

An entry is one use-case of one person, all or nothing. On disk it is one line of JSON; in memory
it is the same thing decoded, a plain dict, so that what a writer sees is what every reader sees.

    n      number of the entry, from 1, rising by one without gaps
    at     when, milliseconds since 1970-01-01T00:00:00Z
    by     who: a role or a login; absent when the capture is anonymous
    in     where: "E8/impediments" (reference of the event, key of its step); absent outside events
    do     which use-case: "capture", "event.next", ...
    undo   the `n` that this entry takes back, if it is an undo
    ops    list of operations, applied in order

An operation is a list that starts with one letter:

    ["p", table, id, doc]          put: a record that was not there
    ["u", table, id, set, was]     update: fields with their new and their old values; a field only
                                   in `set` was added, a field only in `was` was removed
    ["d", table, id, doc]          delete, with the record as it was
    ["c", table]                   clear a table      (TinyDB's truncate; no use-case does it)
    ["x", table]                   drop a table       (TinyDB's drop_table; no use-case does it)
    ["s", table, {id: doc, ...}]   part of a snapshot, only in a compacted log
    ["m", meta]                    counters of a snapshot, only in a compacted log (`store.state`)

The first entry of a snapshot carries `"reset": true`: the state starts again from nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypedDict

    Doc = dict[str, Any]
    Op = list[Any]

    class Draft(TypedDict, total=False):
        """What a writer asks to append: an entry without its number."""

        at: int
        by: str
        do: str
        undo: int
        ops: list[Op]

    Entry = dict[str, Any]
else:
    Doc = Draft = Entry = dict
    Op = list


def put(table: str, key: str, doc: Doc) -> Op:
    """The operation that stores a new record."""
    return ["p", table, key, doc]


def update(table: str, key: str, before: Doc, after: Doc) -> Op | None:
    """The operation that turns `before` into `after`, or None if they are equal."""
    new = {k: v for k, v in after.items() if k not in before or before[k] != v}
    old = {k: v for k, v in before.items() if k not in after or after[k] != v}
    return ["u", table, key, new, old] if new or old else None


def delete(table: str, key: str, doc: Doc) -> Op:
    """The operation that removes a record, keeping what it was."""
    return ["d", table, key, doc]


def inverse(op: Op) -> Op:
    """The operation that takes `op` back. Only put, update and delete have one."""
    code = op[0]
    if code == "p":
        return ["d", op[1], op[2], op[3]]
    if code == "d":
        return ["p", op[1], op[2], op[3]]
    if code == "u":
        return ["u", op[1], op[2], op[4], op[3]]
    raise ValueError(f"operation {code!r} cannot be taken back")
