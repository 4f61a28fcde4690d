"""How a record stands after a verb has changed it: one line, or the record as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.streams import out, say
from store.domain.records import Impediment
from store.insight.impediments import state_word
from store.insight.mixed import row_of

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.domain.records import Record
    from store.ledger.ledger import Ledger


def tell(asked: Asked, ledger: Ledger, kind: str, record: Record, *more: Record) -> None:
    """Print how `record` stands now; `more` are records that came with it."""
    row = row_of(kind, record, ledger.snapshot())
    if asked.json:
        doc = dict(ledger.db.state.doc(kind, record.id) or {})
        print_json("rte.standing.1", {
            "kind": kind,
            "record": {**doc, "id": record.id, "computed": dict(row.computed)},
            "attention": row.note,
            "came_with": [one.ref for one in more],
        })  # fmt: skip
    else:
        state = _state(record) or row.state
        said = " · ".join(part for part in (state, row.note) if part)
        out(f"{record.ref} {said}: {record.text}")
        for one in more:
            out(f"{one.ref} {one.text}")
    say("undo: rte undo")


def _state(record: Record) -> str:
    if not isinstance(record, Impediment):
        return ""
    level = state_word(record)
    return record.state if level == record.state else f"{record.state} at {level}"
