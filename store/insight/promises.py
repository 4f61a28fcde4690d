"""Actions, decisions and parked topics: what was promised, decided, put aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from store.domain.calendar import day
from store.domain.records import Action, Decision, Record, Topic
from store.domain.words import due_word, short_date
from store.insight.rows import Row, Urgency, ref_order
from store.insight.snapshot import Snapshot

OWNED = ("action", "impediment", "decision")
"""Kinds that rot without an owner."""

DATED = ("action", "impediment")
"""Kinds that rot without a date."""

SETTLED = ("done", "dropped", "resolved", "closed")
"""States in which nothing is asked for any more."""


def missing(record: Record, kind: str) -> tuple[str, ...]:
    """What a captured record still lacks: "owner", "date", both or nothing; nothing once done."""
    if getattr(record, "state", None) in SETTLED:
        return ()
    lacks: list[str] = []
    if kind in OWNED and not getattr(record, "owner", None):
        lacks.append("owner")
    if kind in DATED and not getattr(record, "due", None):
        lacks.append("date")
    return tuple(lacks)


def is_open(record: Action | Topic) -> bool:
    """Whether it still waits for somebody."""
    return record.state == "open"


def action_row(action: Action, today: date) -> Row:
    """An action as lists show it: its due date where other records show their age."""
    due = day(action.due)
    if not is_open(action):
        note, urgency = "", Urgency.QUIET
    elif lacks := missing(action, "action"):
        note, urgency = "no " + ", no ".join(lacks), Urgency.NEEDS_YOU
    else:
        note = due_word(due, today) if due else ""
        urgency = Urgency.NEEDS_YOU if due and due <= today else Urgency.NORMAL
    return Row(
        kind="action",
        id=action.id,
        ref=action.ref,
        when=short_date(due, today) if due else "no date",
        state=action.state,
        text=action.text,
        who=action.owner or action.team or "",
        note=note,
        urgency=urgency,
        computed={
            "open": is_open(action),
            "overdue_days": (today - due).days if due and due < today and is_open(action) else None,
        },
    )


def by_due(actions: Iterable[Action], today: date) -> list[Row]:
    """Open actions first: those without a date, then by date, the most overdue on top."""

    def order(action: Action) -> tuple[bool, bool, str, tuple[str, int]]:
        return (not is_open(action), bool(action.due), action.due or "", ref_order(action.ref))

    return [action_row(action, today) for action in sorted(actions, key=order)]


def decision_row(decision: Decision, snap: Snapshot) -> Row:
    """A decision as the log shows it."""
    on = day(decision.on)
    if on is None and decision.at is not None:
        on = snap.local(decision.at).date()
    origin = decision.during or (snap.stamp(decision) if decision.event else "")
    return Row(
        kind="decision",
        id=decision.id,
        ref=decision.ref,
        when=short_date(on, snap.today) if on else "",
        state=origin.split(" · ")[0],
        text=decision.text,
        who=decision.owner or "",
        note="" if decision.owner else "who decided?",
        urgency=Urgency.NORMAL,
        computed={"on": on.isoformat() if on else None, "options": decision.options},
    )


def newest_first(decisions: Iterable[Decision], snap: Snapshot) -> list[Row]:
    """Decisions as a log: the newest on top."""

    def order(decision: Decision) -> tuple[str, int, tuple[str, int]]:
        on = decision.on
        if on is None and decision.at is not None:
            on = snap.local(decision.at).date().isoformat()
        return (on or "", decision.at or 0, ref_order(decision.ref))

    return [decision_row(d, snap) for d in sorted(decisions, key=order, reverse=True)]


def topic_row(topic: Topic) -> Row:
    """A parked topic: for a meet-after, with who is needed."""
    return Row(
        kind="topic",
        id=topic.id,
        ref=topic.ref,
        when="",
        state="parked" if is_open(topic) else topic.state,
        text=topic.text,
        who=topic.owner or topic.team or "",
        urgency=Urgency.NORMAL if is_open(topic) else Urgency.QUIET,
        computed={"open": is_open(topic)},
    )
