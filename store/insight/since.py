"""What happened since the train last met for a sync."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from store.domain.agenda import SYNCS
from store.domain.calendar import day
from store.domain.demo import event_kind
from store.domain.records import Action, Event, Record
from store.insight.events import is_over
from store.insight.snapshot import Snapshot

GROUPS = {
    "art-sync": ("art-sync",),
    "coach-sync": ("coach-sync", "art-sync"),
    "po-sync": ("po-sync", "art-sync"),
}
"""Syncs at which the people of a sync were in the room: an ART Sync has coaches and POs."""


@dataclass(frozen=True, slots=True)
class LastSync:
    """The sync before this one: the event, and the moment (ms UTC) at which it ended.

    Of one that was brought in only the day is known, so it ends with the beginning of that day:
    what is called untouched since then surely is.
    """

    event: Event
    ended: int


def last_sync(snap: Snapshot, kinds: Collection[str] = SYNCS) -> LastSync | None:
    """The latest sync of these kinds that is over; None when none is on record."""
    here = snap.running.ref if snap.running else None
    found = [
        LastSync(event, ended)
        for event in snap.events
        if event.ref != here
        and event_kind(event) in kinds
        and is_over(snap, event)
        and (ended := _ended(snap, event)) is not None
    ]
    return max(found, key=lambda last: last.ended, default=None)


def _ended(snap: Snapshot, event: Event) -> int | None:
    face, on = snap.faces.get(event.ref), day(event.on)
    if face:
        return face.ends_at
    if on is None:
        return None
    return int(datetime.combine(on, time(), snap.zone).timestamp() * 1000)


def is_since(snap: Snapshot, record: Record, last: LastSync | None) -> bool:
    """Whether a record was made after the last sync; all of the interval's when there was none."""
    raised = day(getattr(record, "raised", None))
    if last is None:
        return snap.is_current(record)
    if record.at is not None:
        return record.at > last.ended
    return raised is not None and raised > snap.local(last.ended).date()


def untouched(snap: Snapshot, action: Action, last: LastSync | None) -> str:
    """`not touched since ART Sync E7`, for an action nobody answered for since; "" otherwise.

    Of an action whose moment is not known nothing is said.
    """
    touched = action.answered if action.answered is not None else action.at
    if last is None or touched is None or touched > last.ended:
        return ""
    promised = snap.event_called(action.event) if action.event else None
    if action.answered is None and promised is not None:
        return f"not touched since {promised.title} {promised.ref}"
    return f"not touched since {snap.day_word(touched)}"
