"""What the current step has not left behind yet, from the records and from what was done in it."""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.event_records import Event, Step
from store.insight.expected import Asked, lacking
from store.ledger.ledger import Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Entry


def _since_start(ledger: Ledger, event: Event) -> Iterator[Entry]:
    """Entries of the log since an event began, newest first."""
    begun = event.at or 0
    for entry in ledger.db.log.past():
        if int(entry["at"]) < begun:
            return
        yield entry


def touched(ledger: Ledger, event: Event, step: Step) -> set[str]:
    """Kinds of record that were captured or changed in a step of the running event."""
    here = f"{event.ref}/{step.key}"
    return {
        str(op[1])
        for entry in _since_start(ledger, event)
        if entry.get("in") == here and "undo" not in entry
        for op in entry["ops"]
        if op[0] in "pu" and op[1] not in ("moment", "event")
    }


def lacks(ledger: Ledger) -> str:
    """What the current step should have left behind and has not, in words; "" if nothing."""
    event = ledger.running
    if event is None:
        return ""
    seen = ledger.face(event)
    if seen.step is None or not seen.step.expects:
        return ""
    kinds = touched(ledger, event, seen.step)
    return lacking(Asked(ledger.snapshot(), event, seen.step, kinds, seen))
