"""Inspect & Adapt: everything that a planning interval has produced, each fact with its origin."""

from __future__ import annotations

from store.domain.kinds import BY_NAME
from store.domain.records import Dependency, Objective, PlanningInterval, Record
from store.insight import (
    blocks,
    decisions,
    dependencies,
    events,
    impediments,
    objectives,
    promises,
    risks,
)
from store.insight.called import interval_of
from store.insight.origins import belongs, plain_row, traced
from store.insight.rows import Row, Section, Surface
from store.insight.snapshot import Snapshot

FURTHER = (
    "demo",
    "feedback",
    "vote",
    "milestone",
    "problem",
    "improvement",
    "measure",
    "reading",
    "flow",
    "check",
    "dismissal",
)
"""Kinds that are told after the ones with sections of their own, in this order."""

TITLES = {
    "vote": "Confidence votes",
    "problem": "Problems worked through",
    "measure": "Measures of the train's own",
    "check": "Answers at checkpoints",
    "dismissal": "Questions put aside",
}


def _section(
    snap: Snapshot, name: str, title: str, kind: str, rows: list[Row], empty: str
) -> Section:
    known: dict[str, dict[str, Record]] = snap.memo.setdefault("by id", {})
    if kind not in known:
        known[kind] = {record.id: record for record in snap.records.get(kind, ())}
    by_id = known[kind]
    found = tuple(traced(row, by_id[row.id], snap, name) for row in rows)
    return Section(title, found, empty)


def _objectives(snap: Snapshot, name: str) -> Section:
    order = {team.short: place for place, team in enumerate(snap.teams)}
    here = [o for o in snap.of(Objective, "objective") if belongs(o, snap, name)]
    here.sort(key=lambda o: order.get(o.team or "", len(order)))
    bare = sum(o.actual is None for o in here)
    rows = [objectives.objective_row(o, snap) for o in here]
    title = "Objectives" + (f" · {bare} without an actual value" if bare else "")
    return _section(snap, name, title, "objective", rows, "No objective on record.")


def _further(snap: Snapshot, name: str) -> list[Section]:
    sections = []
    for kind in FURTHER:
        here = [r for r in snap.of(Record, kind) if belongs(r, snap, name)]
        rows = [plain_row(kind, record, snap) for record in here]
        if rows:
            title = TITLES.get(kind, BY_NAME[kind].plural.capitalize())
            sections.append(_section(snap, name, title, kind, rows, ""))
    return sections


def inspect(snap: Snapshot, pi: str | None = None) -> Surface:
    """What a planning interval (the current one) produced, each record once, in fixed order.

    Objectives with their values, decisions, risks by ROAM letter, impediments with age,
    dependencies that were late, missed or are in danger, actions, topics, what was shown and said
    of it, votes, milestones, problems and improvements, and events, first those that left nothing
    behind. What was carried into the interval is in it too, and says so.
    """
    name = pi or snap.pi_name
    interval = interval_of(snap, name)

    def here(record: Record) -> bool:
        return belongs(record, snap, name)

    sections = [
        _objectives(snap, name),
        _section(
            snap,
            name,
            "Decisions",
            "decision",
            decisions.newest_first([d for d in snap.decisions if here(d)], snap),
            "No decision on record.",
        ),
    ]
    mine = [r for r in snap.risks if here(r)]
    for letter in "UOMAR":
        known = [r for r in mine if r.roam == letter and (risks.is_on_board(r) or r.occurred)]
        rows = risks.by_attention(known, snap.today)
        if rows:
            title = f"Risks: {risks.LETTERS[letter]}"
            sections.append(_section(snap, name, title, "risk", rows, ""))
    for title, left in risks.off_board([r for r in mine if r.occurred is None], snap.today):
        sections.append(_section(snap, name, f"Risks: {title.lower()}", "risk", list(left), ""))
    stuck = [i for i in snap.impediments if here(i)]
    sections.append(
        _section(
            snap,
            name,
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
            sections.append(_section(snap, name, title, "action", rows, empty))
    parked = [plain_row("topic", t, snap) for t in snap.topics if here(t)]
    if parked:
        sections.append(_section(snap, name, "Parked topics", "topic", parked, ""))
    sections += _further(snap, name)
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
    mine = [d for d in snap.dependencies if belongs(d, snap, name)]
    late = [d for d in mine if dependencies.was_late(d, pi) or _overdue(d, pi, snap)]
    rest = [d for d in mine if d not in late]
    return [
        _section(
            snap,
            name,
            f"Dependencies late or missed, of {len(mine)}",
            "dependency",
            dependencies.by_attention(late, pi, snap.today, blocks.against(snap)),
            "No dependency was late or missed.",
        ),
        _section(
            snap,
            name,
            "Other dependencies",
            "dependency",
            dependencies.by_attention(rest, pi, snap.today, blocks.against(snap)),
            "",
        ),
    ]


def _overdue(dependency: Dependency, pi: PlanningInterval, snap: Snapshot) -> bool:
    return dependencies.health(dependency, pi, snap.today).word.startswith("overdue")
