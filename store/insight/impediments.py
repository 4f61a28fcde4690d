"""Impediments: age since raised, and what asks for attention first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from store.domain.calendar import day
from store.domain.records import Impediment
from store.domain.words import age, due_word
from store.insight.rows import Row, Urgency, ref_order

LEVELS = ("team", "art", "leadership", "solution", "portfolio")
"""Levels of escalation, lowest first."""

DONE = ("resolved", "closed")


def is_open(impediment: Impediment) -> bool:
    """Whether it still stands in somebody's way."""
    return impediment.state not in DONE


def age_days(impediment: Impediment, today: date) -> int | None:
    """Days since it was raised, until it was done; no escalation or reopening resets it."""
    raised = day(impediment.raised)
    if raised is None:
        return None
    until = day(impediment.done) if not is_open(impediment) else today
    return max(0, ((until or today) - raised).days)


def attention(impediment: Impediment, today: date) -> str:
    """Says "no next step" before anything about dates; "" for one that is done."""
    if not is_open(impediment):
        return ""
    step = day(impediment.due)
    return f"step {due_word(step, today).removeprefix('due ')}" if step else "no next step"


def impediment_row(impediment: Impediment, today: date) -> Row:
    """An impediment as lists show it."""
    days = age_days(impediment, today)
    step = day(impediment.due)
    note = attention(impediment, today)
    late = step is None or step <= today
    if not is_open(impediment):
        urgency = Urgency.QUIET
    else:
        urgency = Urgency.NEEDS_YOU if late else Urgency.NORMAL
    if impediment.like:
        cause = f"same cause as {impediment.like}"
        note = f"{note} · {cause}" if note else cause
    return Row(
        kind="impediment",
        id=impediment.id,
        ref=impediment.ref,
        when=age(days) if days is not None else "no date",
        state=impediment.level if is_open(impediment) else impediment.state,
        text=impediment.text,
        who=impediment.owner or "",
        note=note,
        urgency=urgency,
        computed={
            "open": is_open(impediment),
            "age_days": days,
            "next_step_due_in_days": (step - today).days if step and is_open(impediment) else None,
            "no_next_step": is_open(impediment) and step is None,
        },
    )


def by_attention(impediments: Iterable[Impediment], today: date) -> list[Row]:
    """No next step first, then overdue steps, then by age; never by who raised them."""

    def order(item: Impediment) -> tuple[bool, bool, int, int, tuple[str, int]]:
        step, days = day(item.due), age_days(item, today) or 0
        if not is_open(item):
            return (True, True, 0, -days, ref_order(item.ref))
        overdue = max((today - step).days, -1) if step else 0
        return (False, step is not None, -overdue, -days, ref_order(item.ref))

    return [impediment_row(item, today) for item in sorted(impediments, key=order)]
