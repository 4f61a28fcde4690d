"""Inspect & Adapt, first cut: everything the planning interval has produced, with its origin."""

from __future__ import annotations

from dataclasses import replace

from store.domain.records import Dependency, PlanningInterval, Record
from store.insight import (
    blocks,
    decisions,
    dependencies,
    events,
    impediments,
    promises,
    risks,
)
from store.insight.called import interval_of
from store.insight.mixed import row_of
from store.insight.rows import Row, Section, Surface
from store.insight.snapshot import Snapshot


def _origin(record: Record, snap: Snapshot) -> str:
    """`E8 min 14 Risks`: the event, the minute and the step that a record came from."""
    if record.event is None:
        return getattr(record, "during", None) or ""
    event = snap.event_called(record.event)
    steps = {step.key: step.title for step in event.steps} if event else {}
    minute = f"min {record.minute}" if record.minute is not None else ""
    step = steps.get(record.step or "", record.step or "")
    return " ".join(part for part in (record.event, minute, step) if part)


def _traced(row: Row, record: Record, snap: Snapshot) -> Row:
    """The row with its origin where other lists show a state; the section says the state."""
    if row.kind in ("dependency", "impediment", "action"):
        state = "" if row.note.startswith(row.state) else row.state
        note = " · ".join(part for part in (state, row.note) if part)
        return replace(row, state=_origin(record, snap), note=note)
    return replace(row, state=_origin(record, snap))


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

    def here(record: Record) -> bool:
        return snap.in_interval(record, name)

    sections = [
        _section(
            snap,
            "Decisions",
            "decision",
            decisions.newest_first([d for d in snap.decisions if here(d)], snap),
            "No decision on record.",
        )
    ]
    mine = [r for r in snap.risks if here(r)]
    for letter in "UOMAR":
        known = [r for r in mine if r.roam == letter and (risks.is_on_board(r) or r.occurred)]
        rows = risks.by_attention(known, snap.today)
        if rows:
            sections.append(_section(snap, f"Risks: {risks.LETTERS[letter]}", "risk", rows, ""))
    for title, left in risks.off_board([r for r in mine if r.occurred is None], snap.today):
        sections.append(_section(snap, f"Risks: {title.lower()}", "risk", list(left), ""))
    stuck = [i for i in snap.impediments if here(i)]
    sections.append(
        _section(
            snap,
            "Impediments",
            "impediment",
            impediments.by_attention(stuck, snap.today, impediments.holidays(snap)),
            "No impediment on record.",
        )
    )
    sections += _dependencies(snap, name)
    waiting = [a for a in snap.actions if here(a) and promises.is_open(a)]
    answered = [a for a in snap.actions if here(a) and not promises.is_open(a)]
    for title, found, empty in (
        ("Actions open", waiting, "No open action."),
        ("Actions done", answered, ""),
    ):
        rows = promises.by_due(found, snap.today)
        if rows or empty:
            sections.append(_section(snap, title, "action", rows, empty))
    parked = [row_of("topic", t, snap) for t in snap.topics if here(t)]
    if parked:
        sections.append(_section(snap, "Parked topics", "topic", parked, ""))
    held = [e for e in snap.events if here(e)]
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
    mine = [d for d in snap.dependencies if snap.in_interval(d, name)]
    late = [d for d in mine if dependencies.was_late(d, pi) or _overdue(d, pi, snap)]
    rest = [d for d in mine if d not in late]
    return [
        _section(
            snap,
            f"Dependencies late or missed, of {len(mine)}",
            "dependency",
            dependencies.by_attention(late, pi, snap.today, blocks.against(snap)),
            "No dependency was late or missed.",
        ),
        _section(
            snap,
            "Other dependencies",
            "dependency",
            dependencies.by_attention(rest, pi, snap.today, blocks.against(snap)),
            "",
        ),
    ]


def _overdue(dependency: Dependency, pi: PlanningInterval, snap: Snapshot) -> bool:
    return dependencies.health(dependency, pi, snap.today).word.startswith("overdue")
