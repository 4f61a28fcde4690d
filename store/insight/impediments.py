"""Impediments: ages since raised and at their level, and what asks for attention first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from store.domain.calendar import day
from store.domain.impeding import LEVELS as LEVELS
from store.domain.impeding import (
    THRESHOLDS,
    WORDS,
    asked,
    awaited,
    came_to_level,
    waiting_step,
    working_days,
)
from store.domain.impeding import is_open as is_open
from store.domain.records import Impediment
from store.domain.words import age, due_word
from store.insight.rows import Row, Urgency, ref_order
from store.insight.snapshot import Snapshot

NO_DAYS: frozenset[date] = frozenset()


def holidays(snap: Snapshot) -> frozenset[date]:
    """Days on which the train does not work; they are not counted at a level."""
    known: frozenset[date] | None = snap.memo.get("days off")
    if known is None:
        found = (day(one.on) for one in (snap.train.holidays if snap.train else ()))
        known = snap.memo["days off"] = frozenset(on for on in found if on)
    return known


def age_days(impediment: Impediment, today: date) -> int | None:
    """Days since it was raised, until it was done; no escalation or reopening resets it."""
    return _days(day(impediment.raised), impediment, today)


def age_at_level(impediment: Impediment, today: date) -> int | None:
    """Days since it came to its level, until it was done; None where nobody knows."""
    return _days(came_to_level(impediment), impediment, today)


def since_step(impediment: Impediment, today: date) -> int | None:
    """Days since its next step was last said; None where nobody ever said one here."""
    return _days(day(impediment.stepped), impediment, today)


def _days(start: date | None, impediment: Impediment, today: date) -> int | None:
    if start is None:
        return None
    until = day(impediment.done) if not is_open(impediment) else today
    return max(0, ((until or today) - start).days)


def working_days_at_level(
    impediment: Impediment, today: date, off: frozenset[date] = NO_DAYS
) -> int | None:
    """Working days at its level; None for one that is done or of which nobody knows."""
    came = came_to_level(impediment)
    if came is None or not is_open(impediment):
        return None
    return working_days(came, today, off)


def past_threshold(
    impediment: Impediment, today: date, off: frozenset[date] = NO_DAYS
) -> int | None:
    """Working days beyond what its level is expected to take: 0 within it, None if unknown."""
    spent = working_days_at_level(impediment, today, off)
    expected = THRESHOLDS.get(impediment.level)
    return None if spent is None or expected is None else max(0, spent - expected)


def too_long(impediment: Impediment, today: date, off: frozenset[date] = NO_DAYS) -> int:
    """Working days too many at its level, as far as somebody should ask about them.

    0 within the threshold, where nobody knows, and on hold: there a day to look again was named.
    """
    if impediment.state == "on hold":
        return 0
    return past_threshold(impediment, today, off) or 0


def attention(impediment: Impediment, today: date, off: frozenset[date] = NO_DAYS) -> str:
    """What asks for somebody, in words; "" for one that is closed.

    "no next step" first, then a step that is overdue, then an answer that has not come, then the
    time at its level; else when the next step is.
    """
    if not is_open(impediment):
        return _asks_who_raised_it(impediment)
    step = day(impediment.due)
    if step is None:
        return "no next step"
    late = answer_overdue(impediment, today)
    waits = awaited(impediment)
    if step < today and not (waits and impediment.next == waiting_step(waits.whom)):
        return f"step {due_word(step, today)}"
    if late:
        return f"no answer for {age(late)}"
    if too_long(impediment, today, off):
        return _long_at_level(impediment, today, off)
    return f"step {due_word(step, today).removeprefix('due ')}"


def _asks_who_raised_it(impediment: Impediment) -> str:
    if impediment.state != "resolved" or not impediment.fix:
        return ""
    return f"gone? {impediment.team or 'whoever raised it'} verifies"


def answer_overdue(impediment: Impediment, today: date) -> int:
    """Days since an answer was wanted that has not come; 0 where nobody waits too long."""
    waits = awaited(impediment) if is_open(impediment) else None
    due = day(waits.due) if waits else None
    return max(0, (today - due).days) if due else 0


def _long_at_level(impediment: Impediment, today: date, off: frozenset[date]) -> str:
    spent, level = working_days_at_level(impediment, today, off), impediment.level
    question = "escalate?" if level != LEVELS[-1] and not awaited(impediment) else "ask again?"
    return f"{question} {spent} d here, {THRESHOLDS[level]} expected"


def needs_somebody(impediment: Impediment, today: date, off: frozenset[date] = NO_DAYS) -> bool:
    """Whether an open one waits for somebody to act now."""
    step = day(impediment.due)
    late = step is None or step <= today
    return is_open(impediment) and bool(
        late or answer_overdue(impediment, today) or too_long(impediment, today, off)
    )


def impediment_row(impediment: Impediment, today: date, off: frozenset[date] = NO_DAYS) -> Row:
    """An impediment as lists show it. `off`: days on which the train does not work."""
    days = age_days(impediment, today)
    if not is_open(impediment):
        urgency = Urgency.QUIET
    elif needs_somebody(impediment, today, off):
        urgency = Urgency.NEEDS_YOU
    else:
        urgency = Urgency.NORMAL
    return Row(
        kind="impediment",
        id=impediment.id,
        ref=impediment.ref,
        when=age(days) if days is not None else "no date",
        state=state_word(impediment),
        text=impediment.text,
        who=impediment.owner or "",
        note=" · ".join(_notes(impediment, today, off)),
        urgency=urgency,
        computed=_figures(impediment, today, off),
    )


SHORT = {**WORDS, "leadership": "leaders", "solution": "solution"}
"""Levels as a narrow column says them."""


def state_word(impediment: Impediment) -> str:
    """Its level while it is open, else its state: what the narrow column of a list says."""
    if not is_open(impediment):
        return impediment.state
    return SHORT.get(impediment.level, impediment.level)


def _notes(impediment: Impediment, today: date, off: frozenset[date]) -> Iterator[str]:
    if note := attention(impediment, today, off):
        yield note
    if impediment.state == "on hold":
        yield impediment.state
    waits = awaited(impediment) if is_open(impediment) else None
    if waits and not answer_overdue(impediment, today):
        yield f"asked {waits.whom}"
    last = asked(impediment)
    if last and last.answered:
        yield f"answered: {last.answered}"
    if impediment.like:
        yield f"same cause as {impediment.like}"


def _figures(impediment: Impediment, today: date, off: frozenset[date]) -> dict[str, object]:
    standing, step, waits = is_open(impediment), day(impediment.due), awaited(impediment)
    last, due = asked(impediment), day(waits.due) if waits else None
    return {
        "open": standing,
        "age_days": age_days(impediment, today),
        "age_at_level_days": age_at_level(impediment, today),
        "working_days_at_level": working_days_at_level(impediment, today, off),
        "threshold_days": THRESHOLDS.get(impediment.level),
        "past_threshold_days": past_threshold(impediment, today, off),
        "days_since_step": since_step(impediment, today),
        "next_step_due_in_days": (step - today).days if step and standing else None,
        "no_next_step": standing and step is None,
        "answer_due_in_days": (due - today).days if due and standing else None,
        "answered": last.answered if last else None,
        "needs_verifying": impediment.state == "resolved",
    }


Order = tuple[int, int, int, int, int, int]


def attention_order(item: Impediment, today: date, off: frozenset[date] = NO_DAYS) -> Order:
    """What needs attention first; never by who raised it, at no level by a person.

    No next step, then overdue steps, then answers that have not come, then the time at its level,
    then age. Those that are done come last.
    """
    step, days = day(item.due), age_days(item, today) or 0
    if not is_open(item):
        return (1, 1, 0, 0, 0, -days)
    overdue = max((today - step).days, -1) if step else 0
    late, past = answer_overdue(item, today), too_long(item, today, off)
    return (0, 0 if step is None else 1, -overdue, -late, -past, -days)


def by_attention(
    impediments: Iterable[Impediment], today: date, off: frozenset[date] = NO_DAYS
) -> list[Row]:
    """Impediments in `attention_order`; those alike by reference."""

    def order(item: Impediment) -> tuple[Order, tuple[str, int]]:
        return attention_order(item, today, off), ref_order(item.ref)

    return [impediment_row(item, today, off) for item in sorted(impediments, key=order)]
