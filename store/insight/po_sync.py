"""What the steps of a PO Sync put in front of the room: sequence, and the next planning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from store.domain.calendar import position
from store.domain.records import Dependency
from store.domain.refs import normal_ref
from store.domain.words import week_date
from store.insight import blocks, dependencies, objectives
from store.insight.mixed import row_of
from store.insight.rows import Row, Section, Surface, Urgency
from store.insight.snapshot import Snapshot
from store.insight.upcoming import preparation, ready_row

QUESTIONS = (
    "Which features are candidates for the next planning, and who has heard of them? Have the top "
    "ones a benefit hypothesis, acceptance criteria and a size? Are they in sequence, and the "
    "enablers agreed with the architect? Do the teams know their capacity?"
)
"""What is asked where no PI planning is in the calendar, and so nothing has a due day."""

WANT_ROOM = ("proposed", "accepted", "planned", "carried")
"""States of an improvement item that has to find room in a planning."""


def features(snap: Snapshot) -> Surface:
    """Objectives that wait for other teams, each with its dependencies in order of need.

    Teams stand in the train's order. Features are not on record here: an objective stands for
    those it needs.
    """
    waiting = {
        d.id: (d, objectives.references(d, "objective", "text"))
        for d in snap.dependencies
        if snap.is_current(d) and dependencies.is_open(d)
    }
    sections: list[Section] = []
    free: list[Row] = []
    named: set[str] = set()
    for row in objectives.objective_rows(snap):
        mine = [d for d, refs in waiting.values() if normal_ref(row.ref) in refs]
        named |= {d.id for d in mine}
        if mine:
            title = f"{row.ref} {row.who} {row.text}"
            sections.append(Section(title, _by_need(snap, mine)))
        else:
            free.append(replace(row, note="", urgency=Urgency.NORMAL))
    rest = [d for d, _ in waiting.values() if d.id not in named]
    sections.append(Section("Named by no objective", _by_need(snap, rest)))
    sections.append(Section("Waits for no other team", tuple(free), _none(sections)))
    return Surface(
        "features",
        "Sequence and dependencies",
        tuple(part for part in sections if part.rows or part.empty),
        "What has to land first, and who waits for it?",
    )


def _none(sections: Sequence[Section]) -> str:
    if any(part.rows for part in sections):
        return ""
    return "Nothing on record. Press x for a dependency: DRE>BEA need:I5 #O401."


def _by_need(snap: Snapshot, found: Sequence[Dependency]) -> tuple[Row, ...]:
    """Dependencies by the iteration that needs them."""
    pi = snap.pi
    if pi is None:
        return ()

    def order(item: Dependency) -> tuple[int, str]:
        place = position(pi, item.need)
        return (len(pi.iterations) if place is None else place, item.id)

    blocked = blocks.against(snap)
    ordered = sorted(found, key=order)
    return tuple(
        dependencies.dependency_row(d, pi, snap.today, blocked.get(d.id, ())) for d in ordered
    )


def readiness(snap: Snapshot) -> Surface:
    """What the next planning needs by now, then what comes; and improvement items that want room.

    From the checks of the preparation; where no planning is in the calendar, as questions.
    """
    items = tuple(
        row_of("improvement", item, snap) for item in snap.improvements if item.state in WANT_ROOM
    )
    sections = (
        *_checks(snap),
        Section("Improvement items that want room in the next planning", items),
    )
    return Surface(
        "readiness",
        "Refinement and the next planning",
        tuple(part for part in sections if part.rows or part.empty),
        "What would make the next planning a guess?",
    )


def _checks(snap: Snapshot) -> tuple[Section, ...]:
    found = preparation(snap)
    if found is None:
        return (Section("No PI planning is ahead in the calendar", (), QUESTIONS),)
    on = week_date(found.planning.days[0])
    waiting = [check for check in found.checks if not check.done]
    now = tuple(ready_row(snap, check) for check in waiting if check.due <= snap.today)
    later = tuple(ready_row(snap, check) for check in waiting if check.due > snap.today)
    done = tuple(ready_row(snap, check) for check in found.checks if check.done)
    return (
        Section(f"Should be ready by now for {found.planning.title}, {on}", now, "All of it is."),
        Section("Comes next", later),
        Section("Ready", done),
    )
