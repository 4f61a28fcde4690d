"""Surfaces of steps in which somebody talks or the room rests."""

from __future__ import annotations

from store.insight.events import captured_in
from store.insight.mixed import row_of
from store.insight.rows import Row, Section, Surface
from store.insight.snapshot import Snapshot


def _step_rows(snap: Snapshot) -> list[Row]:
    """What was captured in the current step, oldest first."""
    event = snap.running
    face = snap.faces.get(event.ref) if event else None
    if event is None or face is None or face.step is None:
        return []
    return [
        row_of(kind, record, snap)
        for kind, record in captured_in(snap, event.ref)
        if record.step == face.step.key
    ]


def talk(snap: Snapshot) -> Surface:
    """A step in which somebody presents or the room thinks: what is said lands here."""
    event = snap.running
    face = snap.faces.get(event.ref) if event else None
    step = face.step if face else None
    lead = f"Led by {step.lead}. " if step and step.lead else ""
    said = Section(
        "Said in this step",
        tuple(_step_rows(snap)),
        f"{lead}Nothing was captured in this step yet.",
    )
    return Surface("talk", step.title if step else "Talk", (said,), step.purpose if step else "")


def rest(snap: Snapshot) -> Surface:
    """A break: when it goes on, and what is still to come today."""
    event = snap.running
    face = snap.faces.get(event.ref) if event else None
    rows: list[Row] = []
    if event and face:
        rows = [
            Row("step", row.key, "", snap.clock_time(row.starts_at), "", row.title, "")
            for row in face.rows
            if row.state == "to come" and (face.step is None or row.day == face.step.day)
        ]
    ahead = Section("Then", tuple(rows), "Nothing more today.")
    return Surface("break", "Break", (ahead,), "Back on time: the clock runs.")
