"""Where a day lies in a planning interval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.domain.records import Iteration, PlanningInterval


def day(text: str | None) -> date | None:
    """An ISO date as a date; None if there is none or it cannot be read."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def current(intervals: Sequence[PlanningInterval], today: date) -> PlanningInterval | None:
    """The planning interval that contains `today`, else the one marked running, else the last."""
    for pi in intervals:
        start, end = day(pi.start), day(pi.end)
        if start and end and start <= today <= end:
            return pi
    running = [pi for pi in intervals if pi.state == "running"]
    if running:
        return running[-1]
    return intervals[-1] if intervals else None


def iteration_on(pi: PlanningInterval, today: date) -> Iteration | None:
    """The iteration of `today`; in the days between two, the one that has just ended."""
    found = None
    for iteration in pi.iterations:
        start = day(iteration.start)
        if start and start <= today:
            found = iteration
    return found


def position(pi: PlanningInterval, name: str | None) -> int | None:
    """Place of an iteration in the interval, from 0; None if it has no such iteration."""
    if not name:
        return None
    wanted = name.upper()
    for place, iteration in enumerate(pi.iterations):
        if iteration.name == wanted or iteration.name.upper() == wanted:
            return place
    return None


def slot(name: str | None) -> int | None:
    """Place of an iteration by its own number, I3 -> 3, for intervals without iterations."""
    digits = "".join(c for c in name or "" if c.isdigit())
    return int(digits) if digits else None
