"""Actions and parked topics: what was promised, and what was put aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from store.domain.calendar import day
from store.domain.records import Action, Record, Topic
from store.domain.words import due_word, short_date
from store.insight.rows import Row, Urgency, ref_order

OWNED = ("action", "impediment", "decision")
"""Kinds that rot without an owner."""

DATED = ("action", "impediment")
"""Kinds that rot without a date."""

SETTLED = ("done", "dropped", "resolved", "closed", "proposed", "rejected", "superseded")
"""States in which neither owner nor date is asked for: it is over, or nobody has decided yet."""


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
        note, urgency = _answered_by(action), Urgency.QUIET
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


def _answered_by(action: Action) -> str:
    """Who said what became of it, where that was another than its owner."""
    said = action.closed_by
    return f"answered by {said}" if said and said != action.owner else ""


def by_due(actions: Iterable[Action], today: date) -> list[Row]:
    """Open actions first: those without a date, then by date, the most overdue on top."""

    def order(action: Action) -> tuple[bool, bool, str, tuple[str, int]]:
        return (not is_open(action), bool(action.due), action.due or "", ref_order(action.ref))

    return [action_row(action, today) for action in sorted(actions, key=order)]


def needed(topic: Topic) -> tuple[str, ...]:
    """Who is needed for a parked topic: its teams, then whoever was named."""
    return tuple(dict.fromkeys(n for n in (topic.team, *topic.teams, topic.owner) if n))


def topic_row(topic: Topic) -> Row:
    """A parked topic: for a meet-after, with everybody who is needed; once settled, what came."""
    people = needed(topic)
    note = f"needs {', '.join(people)}" if people else ""
    if not is_open(topic):
        note = topic.note or ""
    return Row(
        kind="topic",
        id=topic.id,
        ref=topic.ref,
        when="",
        state="parked" if is_open(topic) else topic.state,
        text=topic.text,
        # While it is open the note names everybody who is needed.
        who="" if is_open(topic) and people else topic.owner or topic.team or "",
        note=note,
        urgency=Urgency.NORMAL if is_open(topic) else Urgency.QUIET,
        computed={"open": is_open(topic), "needed": list(people)},
    )
