"""What the steps of a PO Sync put in front of the room: sequence, and the next planning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from store.domain.calendar import day, position
from store.domain.records import Dependency
from store.domain.refs import normal_ref
from store.domain.words import plural
from store.insight import dependencies, objectives
from store.insight.mixed import row_of
from store.insight.rows import Row, Section, Surface, Urgency
from store.insight.snapshot import Snapshot

READY = (
    (9, "Which features are candidates for the next planning interval?"),
    (5, "Are roadmap and vision shared, and is WSJF up to date?"),
    (4, "Do the top features have a benefit hypothesis, acceptance criteria and a size?"),
    (3, "Are the features in sequence, and the enablers agreed with the architect?"),
    (2, "Have the teams heard the features at least twice, and do they know their capacity?"),
    (1, "Are speakers and tools rehearsed, and does every place know its hours?"),
)
"""Weeks before PI planning, and what should be answered by then (the usual run-up to a planning:
scope and content first, logistics last)."""

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

    ordered = sorted(found, key=order)
    return tuple(dependencies.dependency_row(d, pi, snap.today) for d in ordered)


def readiness(snap: Snapshot) -> Surface:
    """What the next planning needs by now, as questions, and improvement items that want room."""
    weeks = weeks_to_planning(snap)
    items = tuple(
        row_of("improvement", item, snap) for item in snap.improvements if item.state in WANT_ROOM
    )
    now = [said for before, said in READY if weeks is None or weeks <= before]
    later = [(before, said) for before, said in READY if weeks is not None and weeks > before]
    away = f", about {plural(weeks, 'week')} away" if weeks is not None else ""
    sections = [
        Section(f"By now, with the next PI planning{away}", (), " ".join(now)),
        *(Section(f"{plural(at, 'week')} before", (), said) for at, said in later),
        Section("Improvement items that want room in it", items),
    ]
    return Surface(
        "readiness",
        "Refinement and the next planning",
        tuple(part for part in sections if part.rows or part.empty),
        "What would make the next planning a guess?",
    )


def weeks_to_planning(snap: Snapshot) -> int | None:
    """Whole weeks to the end of the planning interval, in whose last week the next is planned."""
    end = day(snap.pi.end) if snap.pi else None
    return (end - snap.today).days // 7 if end and end >= snap.today else None
