"""Milestones as lists and the ART planning board show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from store.domain.calendar import day, iteration_on, position
from store.domain.records import Milestone, PlanningInterval
from store.domain.words import due_word, short_date
from store.insight.rows import Row, Urgency, ref_order
from store.insight.snapshot import Snapshot

NONE_YET = "No milestone yet. Press c and type milestone: season opens due:4 dec"
"""What a place for milestones says when there are none."""


def column(milestone: Milestone, pi: PlanningInterval) -> int | None:
    """Place of the iteration that it lies in: the one it names, else the one of its day."""
    place = position(pi, milestone.iteration)
    on = day(milestone.due)
    if place is not None or on is None or not (pi.start <= on.isoformat() <= pi.end):
        return place
    found = iteration_on(pi, on)
    return position(pi, found.name) if found else None


def is_past(milestone: Milestone, pi: PlanningInterval, today: date) -> bool:
    """Whether its day, or else its iteration, is over."""
    on, place = day(milestone.due), column(milestone, pi)
    if on is None and place is not None:
        on = day(pi.iterations[place].end)
    return on is not None and on < today


def milestone_row(milestone: Milestone, pi: PlanningInterval, today: date) -> Row:
    """A milestone as lists show it; one whose time is over asks whether it was reached."""
    on, state = day(milestone.due), milestone.state
    note = milestone.note or "" if state != "planned" else ""
    late = state == "planned" and is_past(milestone, pi, today)
    if late:
        note = "was it reached?"
    elif state == "planned" and on:
        note = due_word(on, today)
    return Row(
        kind="milestone",
        id=milestone.id,
        ref=milestone.ref,
        when=milestone.iteration or (short_date(on) if on else "no date"),
        state=state,
        text=milestone.text,
        who=milestone.owner or milestone.team or "",
        note=note,
        urgency=Urgency.NEEDS_YOU if late else Urgency(int(state == "planned")),
        computed={"open": state == "planned", "past": late},
    )


def in_intervals(found: Sequence[Milestone], snap: Snapshot) -> list[Milestone]:
    """By planning interval, then as they come in it; those of none stand with the current one."""
    known = {pi.short: pi for pi in snap.intervals}
    names = [*known, *dict.fromkeys(m.pi or snap.pi_name for m in found)]
    nowhere = PlanningInterval(id="pi-none")
    return [
        item
        for name in dict.fromkeys(names)
        for item in by_time(
            [m for m in found if (m.pi or snap.pi_name) == name], known.get(name, nowhere)
        )
    ]


def by_time(found: Iterable[Milestone], pi: PlanningInterval) -> list[Milestone]:
    """As they come in the interval; what has no date comes last."""

    def order(item: Milestone) -> tuple[int, str, tuple[str, int]]:
        place = column(item, pi)
        return (99 if place is None else place, item.due or "", ref_order(item.ref))

    return sorted(found, key=order)
