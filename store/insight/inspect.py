"""Inspect & Adapt, first cut: everything the planning interval has produced, with its origin."""

from __future__ import annotations

from dataclasses import replace

from store.domain.records import Record
from store.insight import dependencies, events, impediments, promises, risks
from store.insight.mixed import interval_of, row_of
from store.insight.rows import Row, Section, Surface
from store.insight.snapshot import Snapshot


def _traced(row: Row, record: Record, snap: Snapshot) -> Row:
    """The row with the event, step and minute it came from in its note."""
    origin = snap.stamp(record) if record.event else ""
    note = " · ".join(part for part in (row.note, origin) if part)
    return replace(row, note=note)


def _section(snap: Snapshot, title: str, kind: str, rows: list[Row], empty: str) -> Section:
    by_id = {record.id: record for record in snap.records.get(kind, ())}
    traced = tuple(_traced(row, by_id[row.id], snap) for row in rows)
    return Section(title, traced, empty)


def inspect(snap: Snapshot, pi: str | None = None) -> Surface:
    """What a planning interval (the current one) produced, each record once, in fixed order.

    Decisions, risks by ROAM letter, impediments with age, dependencies that were late, missed or
    are in danger, open actions, parked topics, and events that left nothing behind.
    """
    name = pi or snap.pi_name
    interval = interval_of(snap, name)
    sections = [
        _section(
            snap,
            "Decisions",
            "decision",
            promises.newest_first([d for d in snap.decisions if d.pi == name], snap),
            "No decision on record.",
        )
    ]
    mine = [r for r in snap.risks if r.pi == name]
    for letter in "UOMAR":
        rows = risks.by_attention([r for r in mine if r.roam == letter], snap.today)
        if rows:
            sections.append(_section(snap, f"Risks: {risks.LETTERS[letter]}", "risk", rows, ""))
    stuck = [i for i in snap.impediments if i.pi == name]
    sections.append(
        _section(
            snap,
            "Impediments",
            "impediment",
            impediments.by_attention(stuck, snap.today),
            "No impediment on record.",
        )
    )
    sections += _dependencies(snap, name)
    waiting = [a for a in snap.actions if a.pi == name and promises.is_open(a)]
    answered = [a for a in snap.actions if a.pi == name and not promises.is_open(a)]
    for title, found, empty in (
        ("Actions open", waiting, "No open action."),
        ("Actions done", answered, ""),
    ):
        rows = promises.by_due(found, snap.today)
        if rows or empty:
            sections.append(_section(snap, title, "action", rows, empty))
    parked = [row_of("topic", t, snap) for t in snap.topics if t.pi == name]
    if parked:
        sections.append(_section(snap, "Parked topics", "topic", parked, ""))
    held = [e for e in snap.events if e.pi == name]
    nothing = [e for e in held if events.left_nothing(snap, e)]
    rows = events.event_rows(snap, nothing)
    sections.append(
        Section(
            f"Events that left nothing behind · {len(rows)} of {len(held)}",
            tuple(rows),
            "Every event left something behind.",
        )
    )
    others = [e for e in held if e not in nothing]
    sections.append(Section("Other events", tuple(events.event_rows(snap, others))))
    title = f"Inspect & Adapt · {interval.short or 'no planning interval'}"
    return Surface("inspect", title, tuple(sections), "What happened here, and what do we change?")


def _dependencies(snap: Snapshot, name: str) -> list[Section]:
    pi = interval_of(snap, name)
    mine = [d for d in snap.dependencies if d.pi == name]
    late = [d for d in mine if dependencies.was_late(d, pi) or _overdue(d, snap, name)]
    rest = [d for d in mine if d not in late]
    return [
        _section(
            snap,
            f"Dependencies late or missed, of {len(mine)}",
            "dependency",
            dependencies.by_attention(late, pi, snap.today),
            "No dependency was late or missed.",
        ),
        _section(
            snap,
            "Other dependencies",
            "dependency",
            dependencies.by_attention(rest, pi, snap.today),
            "",
        ),
    ]


def _overdue(dependency: Record, snap: Snapshot, name: str) -> bool:
    row = row_of("dependency", dependency, snap)
    return str(row.computed["health"]).startswith("overdue") and dependency.pi == name
