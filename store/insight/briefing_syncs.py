"""Before a sync: what was promised, what changed since the last one, what is due, what aged."""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.calendar import day
from store.domain.records import (
    Decision,
    Dependency,
    Impediment,
    Milestone,
    Objective,
    Record,
    Risk,
)
from store.domain.words import week_date
from store.insight import impediments
from store.insight.briefing_parts import Part, agreements_part, rows_of
from store.insight.due_until import due_now, due_until, meets_again
from store.insight.rows import Row
from store.insight.since import GROUPS, LastSync, last_sync
from store.insight.snapshot import Snapshot
from store.insight.syncs import waiting_actions

KINDS: dict[str, type[Record]] = {
    "impediment": Impediment,
    "dependency": Dependency,
    "risk": Risk,
    "decision": Decision,
    "objective": Objective,
    "milestone": Milestone,
}
"""Kinds whose changes a sync is told of."""


MOST = (3, 3, 2, 2, 2)
"""Lines of each part before "and more": twelve in all, read in two minutes."""


def before_sync(snap: Snapshot, kind: str = "art-sync") -> Iterator[Part]:
    """Promises first: they are what a sync answers for. Changes count from its own last time."""
    last, again = last_sync(snap, GROUPS[kind]), meets_again(snap, kind)
    since = f"{last.event.title} {last.event.ref}" if last else "the interval began"
    promised, due, coming, aged, changed = MOST
    yield Part(
        "promised",
        "Promised before",
        waiting_actions(snap),
        "No promise of earlier events is open.",
        promised,
    )
    yield Part("due", "Due now", due_now(snap), "Nothing is due today.", due)
    ahead = f"Falls due until we meet again on {week_date(again)}" if again else ""
    yield Part("coming", ahead, due_until(snap, again), most=coming)
    yield Part("aged", "Aged", _aged(snap), most=aged)
    nothing = f"Nothing on record has changed since {since}."
    yield Part("changed", f"Changed since {since}", _changed(snap, last), nothing, changed)
    yield agreements_part(snap)


def _aged(snap: Snapshot) -> tuple[Row, ...]:
    """Impediments without a next step, or longer at their level than expected."""
    off = impediments.holidays(snap)
    found = [
        i
        for i in snap.impediments
        if impediments.is_open(i) and (not i.due or impediments.too_long(i, snap.today, off))
    ]
    return tuple(impediments.by_attention(found, snap.today, off))


def _changed(snap: Snapshot, last: LastSync | None) -> tuple[Row, ...]:
    """What is new or became another since, newest first, with what became what where it is kept."""
    found: list[tuple[int, Row]] = []
    for kind, cls in KINDS.items():
        for record in snap.of(cls, kind):
            moment, words = change(snap, record, last)
            if words:
                found += [(moment, row) for row in rows_of(snap, kind, [record], words)]
    found.sort(key=lambda pair: -pair[0])
    return tuple(row for _, row in found)


def change(snap: Snapshot, record: Record, last: LastSync | None) -> tuple[int, str]:
    """When a record last changed since the sync, and what became what; "" if it did not."""
    ended = last.ended if last else 0
    steps = [step for step in _steps(snap, record) if step[0] > ended]
    if steps:
        return max(steps)
    if record.at is not None and record.at > ended and record.event is not None:
        return record.at, "new"
    raised = day(getattr(record, "raised", None))
    if last and raised and raised > snap.local(ended).date():
        return ended + 1, f"new {week_date(raised)}"
    return 0, ""


def _steps(snap: Snapshot, record: Record) -> Iterator[tuple[int, str]]:
    """Moments at which a record became another, in the words of its kind."""
    if isinstance(record, Risk):
        for letter in record.roamed:
            if letter.at is not None:
                yield letter.at, f"{letter.before} → {letter.letter}"
    if isinstance(record, Impediment):
        for one in record.escalations:
            if one.at is not None:
                yield one.at, f"{one.before} → {one.to}"
    for ref in record.changed_in:
        event = snap.event_called(ref)
        face = snap.faces.get(ref)
        if event is not None and face is not None and face.started_at is not None:
            state = getattr(record, "state", None)
            yield face.started_at, f"{state or 'changed'} in {event.title} {ref}"
