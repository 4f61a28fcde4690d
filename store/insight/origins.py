"""Where a record of a planning interval came from: its event, step and minute, or what it was."""

from __future__ import annotations

from dataclasses import replace

from store.domain.event_records import Check
from store.domain.records import Dismissal, FlowItem, OwnMeasure, Reading, Record
from store.insight.mixed import row_of
from store.insight.rows import Row
from store.insight.snapshot import Snapshot


def origin(record: Record, snap: Snapshot) -> str:
    """`E8 min 14 Risks`: the event, the minute and the step that a record came from."""
    if record.event is None:
        return getattr(record, "during", None) or ""
    event = snap.event_called(record.event)
    steps = _step_titles(snap, record.event) if event else {}
    minute = f"min {record.minute}" if record.minute is not None else ""
    step = steps.get(record.step or "", record.step or "")
    return " ".join(part for part in (record.event, minute, step) if part)


def _step_titles(snap: Snapshot, ref: str) -> dict[str, str]:
    """Titles of an event's steps, worked out once: hundreds of records name the same event."""
    known: dict[str, dict[str, str]] = snap.memo.setdefault("step titles", {})
    if ref not in known:
        event = snap.event_called(ref)
        known[ref] = {step.key: step.title for step in event.steps} if event else {}
    return known[ref]


def belongs(record: Record, snap: Snapshot, name: str) -> bool:
    """Whether a record is told of in the planning interval called `name`.

    One that names no interval belongs to that of the event in which it was said.
    """
    if record.pi is None and record.event and name not in record.carried:
        event = snap.event_called(record.event)
        if event is not None and event.pi:
            return event.pi == name
    return snap.in_interval(record, name)


STATED = ("dependency", "impediment", "action", "objective", "demo", "improvement", "feedback")
"""Kinds whose state is told in the note, because its place is taken by the origin."""


def traced(row: Row, record: Record, snap: Snapshot, name: str) -> Row:
    """The row with its origin where other lists show a state; what it says is kept in the note."""
    notes = [row.note]
    if row.kind in STATED and row.state and not row.note.startswith(row.state):
        notes.insert(0, row.state)
    if name in record.carried and record.pi != name:
        notes.insert(0, f"carried from {record.pi}" if record.pi else "carried over")
    note = " · ".join(part for part in notes if part)
    return replace(row, state=origin(record, snap), note=note)


def plain_row(kind: str, record: Record, snap: Snapshot) -> Row:
    """The row of any record; those of kinds without a list of their own are put into words."""
    text, who, when, note = record.text, "", "", ""
    if isinstance(record, Check):
        text = " · ".join(p for p in (record.question or "checkpoint", record.text) if p)
        who, note = record.team or "", record.state
    elif isinstance(record, Reading):
        value = "no value" if record.value is None else f"{record.value:g}"
        text = " · ".join(p for p in (f"{record.measure} {value}", record.note) if p)
        when = record.on or ""
    elif isinstance(record, FlowItem):
        who, when = record.team or "", record.done or record.started or ""
        note = " · ".join(p for p in (record.nature, record.key, record.state) if p)
    elif isinstance(record, Dismissal):
        text, note = f"put aside: {record.signal}", record.why
        when = record.on or ""
    elif isinstance(record, OwnMeasure):
        note = " · ".join(p for p in (record.area, record.unit) if p)
    else:
        return row_of(kind, record, snap)
    return Row(kind, record.id, record.ref, when, "", text, who, note)
