"""Rehearsals: an event on a throw-away copy of the train, live or to its end at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from store.domain.agenda import Template
from store.domain.clock import Face, Phase
from store.domain.records import Event
from store.insight.fit import Fit, beginning, fit
from store.journal.backup import backup, restore
from store.journal.onlooking import OnlookerLog
from store.ledger import running
from store.ledger.ledger import Ledger


def copy_store(source: Path, root: Path) -> Path:
    """Copy the train in `source` into a new store below `root`, without holding anybody up.

    Raises what `OnlookerLog.open` raises.
    """
    OnlookerLog.open(source, allow_network_fs=True).close()  # refuses what is no store of ours
    folder = root / "rehearsal"
    folder.mkdir(mode=0o700)
    whole = backup(source, root / "copy.jsonl")
    restore(folder, whole)
    whole.unlink()
    return folder


def begin(ledger: Ledger, which: Template | str) -> Event:
    """Start an event on a copy; one that was open there is closed first."""
    if ledger.running is not None:
        running.close(ledger)
    return running.start(ledger, which)


def plan(ledger: Ledger, template: Template, late: float) -> Fit:
    """How an event that is held next comes out; see `store.insight.fit`."""
    begins = beginning(template.steps, ledger.now_ms, ledger.zone)
    return fit(template.title, template.steps, begins, ledger.zone, late)


def run_through(ledger: Ledger, template: Template, late: float) -> tuple[Fit, Face]:
    """Hold a whole event on a copy: every move is made, by a clock that jumps from one to the next.

    Each step takes `late` (0.1 is 10 %) longer than it was given; the room is adjourned overnight.
    The event is closed then; its clock says what went on record.
    """
    planned = plan(ledger, template, late)
    first, *others = planned.slots
    _set(ledger, first.starts)
    event = begin(ledger, template)
    before = first
    for slot in others:
        _set(ledger, before.ends if slot.step.day != before.step.day else slot.starts)
        running.go_next(ledger)
        _set(ledger, slot.starts)
        if ledger.face(event).phase is Phase.PAUSED:
            running.resume(ledger)
        before = slot
    _set(ledger, planned.ends)
    running.close(ledger)
    return planned, ledger.face(event)


def _set(ledger: Ledger, ms: int) -> None:
    moment = datetime.fromtimestamp(ms / 1000, UTC)
    ledger.now = lambda: moment
