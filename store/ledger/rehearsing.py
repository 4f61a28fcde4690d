"""Rehearsals: an event on a throw-away copy of the train, live or to its end at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from store.domain.agenda import AGENDAS
from store.domain.clock import Face
from store.domain.records import Event, Step
from store.insight.fit import Fit, beginning, fit
from store.journal.backup import backup, restore
from store.journal.onlooking import OnlookerLog
from store.ledger import running
from store.ledger.ledger import Ledger


def agenda_of(kind: str) -> tuple[str, tuple[Step, ...]]:
    """Title and steps of a kind of event, as typed. Raises `UsageFault` if there is none."""
    return AGENDAS[running.kind_named(kind)]


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


def begin(ledger: Ledger, kind: str) -> Event:
    """Start an event of `kind` on a copy; one that was open there is closed first."""
    if ledger.running is not None:
        running.close(ledger)
    return running.start(ledger, kind)


def plan(ledger: Ledger, kind: str, late: float) -> Fit:
    """How an event of `kind` that is held next comes out; see `store.insight.fit`."""
    title, steps = agenda_of(kind)
    return fit(title, steps, beginning(steps, ledger.now_ms, ledger.zone), ledger.zone, late)


def run_through(ledger: Ledger, kind: str, late: float) -> tuple[Fit, Face]:
    """Hold a whole event on a copy: every move is made, by a clock that jumps from one to the next.

    Each step takes `late` (0.1 is 10 %) longer than it was given. The event is closed then; its
    clock says what went on record.
    """
    planned = plan(ledger, kind, late)
    for number, slot in enumerate(planned.slots):
        _set(ledger, slot.starts)
        if number:
            running.go_next(ledger)
        else:
            event = begin(ledger, kind)
    _set(ledger, planned.ends)
    running.close(ledger)
    return planned, ledger.face(event)


def _set(ledger: Ledger, ms: int) -> None:
    moment = datetime.fromtimestamp(ms / 1000, UTC)
    ledger.now = lambda: moment
