"""What is due now, and what falls due before the room meets again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from store.domain.calendar import day, position
from store.domain.demo import event_kind
from store.domain.records import Dependency, Iteration, Milestone
from store.domain.words import due_word, short_date
from store.insight import (
    blocks,
    decisions,
    dependencies,
    impediments,
    milestones,
    risk_reviews,
    risks,
    upcoming,
)
from store.insight.rows import Row, Urgency, ref_order
from store.insight.snapshot import Snapshot
from store.insight.syncs import due_soon


def meets_again(snap: Snapshot, kind: str) -> date | None:
    """Day of the event of this kind after the one that is open or comes next, by the calendar.

    None where the calendar holds no other: then nothing is said of what comes before it.
    """
    running = snap.running
    ahead = [one for one in upcoming.coming(snap) if one.held and one.kind == kind]
    if running is not None and event_kind(running) == kind:
        later = [one.days[0] for one in ahead if one.days[0] > snap.today]
    else:
        later = [one.days[0] for one in ahead][1:]
    return later[0] if later else None


def due_until(snap: Snapshot, until: date | None) -> tuple[Row, ...]:
    """What does not ask yet and falls due up to `until`, by its day; nothing where that is None."""
    if until is None:
        return ()
    asked = {(row.kind, row.id) for row in due_now(snap)}
    coming = [
        (on, row)
        for on, row in (*_steps(snap), *_reviews(snap), *_needs(snap), *_again(snap), *_dates(snap))
        if snap.today <= on <= until and (row.kind, row.id) not in asked
    ]
    coming.sort(key=lambda pair: (pair[0], pair[1].kind, ref_order(pair[1].ref)))
    return tuple(_dated(row, on, snap.today) for on, row in coming)


def _dated(row: Row, on: date, today: date) -> Row:
    """The row with the day on which it falls due in front, where its list does not say it."""
    said, short = due_word(on, today), short_date(on)
    if said.removeprefix("due ") in row.note or short in row.note:
        return row
    return replace(row, note=" · ".join(part for part in (said, row.note) if part))


def due_now(snap: Snapshot) -> tuple[Row, ...]:
    """Dependencies needed now or next that ask, risks that owe, impediments with a step today."""
    rows: list[Row] = []
    off = impediments.holidays(snap)
    waiting = [i for i in snap.impediments if impediments.is_open(i) and i.due]
    rows += impediments.by_attention(waiting, snap.today, off)
    if snap.pi is not None:
        rows += dependencies.by_attention(due_soon(snap), snap.pi, snap.today, blocks.against(snap))
    known = [r for r in snap.risks if snap.is_current(r) and risks.is_open(r)]
    rows += risk_reviews.by_attention(snap, known)
    rows += decisions.due_rows(snap)
    return tuple(row for row in rows if row.urgency is Urgency.NEEDS_YOU)


Dated = Iterator[tuple[date, Row]]


def _steps(snap: Snapshot) -> Dated:
    """Next steps of open impediments."""
    off = impediments.holidays(snap)
    for item in snap.impediments:
        if impediments.is_open(item) and (on := day(item.due)):
            yield on, impediments.impediment_row(item, snap.today, off)


def _reviews(snap: Snapshot) -> Dated:
    """Reviews of open risks, and the actions that mitigate them: whichever comes first."""
    for risk in snap.risks:
        if snap.is_current(risk) and risks.is_open(risk):
            dates = (day(risk.review), day(risk.due) if risk.roam == "M" else None)
            if known := [on for on in dates if on is not None and on >= snap.today]:
                yield min(known), risk_reviews.risk_row(snap, risk)


def _needs(snap: Snapshot) -> Dated:
    """Open dependencies at the end of the iteration that needs them."""
    if snap.pi is None:
        return
    places: tuple[Iteration, ...] = snap.pi.iterations
    against = blocks.against(snap)
    waiting: list[Dependency] = due_soon(snap)
    rows = {r.id: r for r in dependencies.by_attention(waiting, snap.pi, snap.today, against)}
    for item in waiting:
        place = position(snap.pi, item.need)
        on = day(places[place].end) if place is not None else None
        if on is not None:
            yield on, rows[item.id]


def _again(snap: Snapshot) -> Dated:
    """Decisions that are to be looked at again."""
    for decision in snap.decisions:
        on = decisions.revisit_day(decision)
        if on is not None:
            yield on, decisions.decision_row(decision, snap)


def _dates(snap: Snapshot) -> Dated:
    """Milestones that are planned."""
    for one in snap.of(Milestone, "milestone", snap.pi_name):
        if snap.pi is not None and one.state == "planned" and (on := day(one.due)):
            yield on, milestones.milestone_row(one, snap.pi, snap.today)
