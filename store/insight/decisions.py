"""The decision log: what was decided, what is only proposed, and what to look at again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from store.domain import deciding
from store.domain.calendar import day
from store.domain.records import Decision
from store.domain.words import short_date
from store.insight.rows import Row, Section, Surface, Urgency, ref_order
from store.insight.snapshot import Snapshot

NOBODY = "who decided?"
HOLDS = "still holds?"


def revisit_day(decision: Decision) -> date | None:
    """The day on which somebody looks whether it still holds; None for one that does not hold."""
    if decision.state not in (deciding.AGREED, deciding.PROPOSED):
        return None
    return day(decision.revisit or decision.due)


def is_due(decision: Decision, today: date) -> bool:
    """Whether it is time to look at it again."""
    on = revisit_day(decision)
    return on is not None and on <= today


def decided_on(decision: Decision, snap: Snapshot) -> date | None:
    """The day on which it was decided, as far as anybody knows."""
    on = day(decision.on)
    if on is None and decision.at is not None:
        on = snap.local(decision.at).date()
    return on


def status(decision: Decision, today: date) -> tuple[tuple[str, ...], Urgency]:
    """What is to be said of a decision besides its words, and how much it asks for somebody."""
    if decision.state == deciding.SUPERSEDED:
        return ((f"superseded by {decision.superseded or '?'}",), Urgency.QUIET)
    if decision.state == deciding.REJECTED:
        return ((f"rejected: {decision.note}" if decision.note else "rejected",), Urgency.QUIET)
    said: list[str] = []
    if is_due(decision, today):
        said.append(HOLDS if decision.state == deciding.AGREED else "decide it now?")
    if decision.state == deciding.PROPOSED:
        said.append("agree or reject?")
    elif not decision.owner:
        said.append(NOBODY)
    if decision.supersedes:
        said.append(f"supersedes {decision.supersedes}")
    on = revisit_day(decision)
    if on is not None:
        said.append(f"look again {short_date(on, today)}")
    return tuple(said), Urgency.NEEDS_YOU if is_due(decision, today) else Urgency.NORMAL


def decision_row(decision: Decision, snap: Snapshot) -> Row:
    """A decision as the log shows it; where it was agreed, else that it is not."""
    on = decided_on(decision, snap)
    origin = decision.during or (snap.stamp(decision) if decision.event else "")
    agreed = decision.state in (deciding.AGREED, deciding.SUPERSEDED)
    said, urgency = status(decision, snap.today)
    due = revisit_day(decision)
    return Row(
        kind="decision",
        id=decision.id,
        ref=decision.ref,
        when=short_date(on, snap.today) if on else "",
        state=origin.split(" · ")[0] if agreed else decision.state,
        text=decision.text,
        who=decision.owner or "",
        note=" · ".join(said),
        urgency=urgency,
        computed={
            "on": on.isoformat() if on else None,
            "state": decision.state,
            "options": max(len(decision.weighed), decision.options or 0) or None,
            "revisit": due.isoformat() if due else None,
            "revisit_overdue_days": (snap.today - due).days if due and due <= snap.today else None,
            "holds": decision.state == deciding.AGREED,
        },
    )


def newest_first(decisions: Iterable[Decision], snap: Snapshot) -> list[Row]:
    """Decisions as a log: the newest on top."""

    def order(decision: Decision) -> tuple[str, int, tuple[str, int]]:
        on = decided_on(decision, snap)
        return (on.isoformat() if on else "", decision.at or 0, ref_order(decision.ref))

    return [decision_row(d, snap) for d in sorted(decisions, key=order, reverse=True)]


def due_rows(snap: Snapshot) -> list[Row]:
    """Decisions to look at again, of every interval, the longest due on top."""
    found = [d for d in snap.decisions if is_due(d, snap.today)]
    found.sort(key=lambda d: (revisit_day(d) or snap.today, ref_order(d.ref)))
    return [decision_row(d, snap) for d in found]


def proposed_rows(snap: Snapshot) -> list[Row]:
    """What is proposed and neither agreed nor rejected, of every interval, the newest on top."""
    found = [d for d in snap.decisions if d.state == deciding.PROPOSED]
    return newest_first([d for d in found if not is_due(d, snap.today)], snap)


def decision_log(snap: Snapshot) -> Surface:
    """Proposals, decisions to look at again, then the interval's log, newest first."""
    due, proposed = due_rows(snap), proposed_rows(snap)
    above = {row.id for row in (*due, *proposed)}
    ours = snap.of(Decision, "decision", snap.pi_name)
    log = newest_first([d for d in ours if d.id not in above], snap)
    sections = (
        Section("Proposed", tuple(proposed)),
        Section("Look again", tuple(due)),
        Section(
            "Decision log",
            tuple(log),
            "" if above else "Nothing decided yet. Press d: what because why, by whom.",
        ),
    )
    return Surface(
        "decisions",
        "Decision log",
        tuple(part for part in sections if part.rows or part.empty),
        "What did we decide, why, and does it still hold?",
    )
