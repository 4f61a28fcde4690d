"""`rte done REF`: answer for an action, a parked topic or a piece of feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out
from console.places import tidy
from store.domain.records import Feedback
from store.errors import UsageFault
from store.insight.mixed import row_of
from store.ledger import demoing, promising

if TYPE_CHECKING:
    from argparse import Namespace

    from console.cli.options import Asked
    from store.domain.records import Record
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte done A3 "rig is back"           an action; the note may be left out
  rte done A4 --later fri "yard is closed"
  rte done A5 --dropped "gate B is not built"
  rte done P2                         a parked topic
  rte done F2 "in version 2.14"       what became of a piece of feedback"""


def run(asked: Asked, words: list[str]) -> int:
    """Close it or move it, and say how it stands."""
    parser = Parser("done", "answer for an action, a topic or feedback", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="a reference, like A3")
    parser.add_argument("note", metavar="NOTE", nargs="*", help="what came of it, or why")
    parser.add_argument("--later", metavar="DAY", help="not done yet: the new date; needs a why")
    parser.add_argument("--dropped", action="store_true", help="no longer needed; needs a why")
    told = parser.parse_intermixed_args(words)
    if told.later is not None and told.dropped:
        raise UsageFault("Either it gets another date or it is dropped, not both.")
    with ledger_of(asked) as ledger:
        ledger.require_train()
        kind, record = _answer(ledger, told)
        row = row_of(kind, record, ledger.snapshot())
        doc = dict(ledger.db.state.doc(kind, record.id) or {})
    if asked.json:
        print_json("rte.done.1", {"kind": kind, "record": {**doc, "id": record.id}})
    else:
        said = row.note if kind == "feedback" else f"{row.state} · {row.note}".rstrip(" ·")
        out(f"{record.ref} {said}: {record.text}")
    return 0


def _answer(ledger: Ledger, told: Namespace) -> tuple[str, Record]:
    ref, note = tidy(told.ref), " ".join(tidy(word) for word in told.note)
    kind, found = ledger.find(ref)
    if isinstance(found, Feedback):
        if told.later is not None or told.dropped:
            raise UsageFault(
                f"Feedback is planned or declined with: rte item answer {found.ref} planned"
            )
        return kind, demoing.answer(ledger, ref, "done", note)
    if told.later is not None:
        return kind, promising.move(ledger, ref, tidy(told.later), note)
    return kind, promising.close(ledger, ref, note, dropped=told.dropped)
