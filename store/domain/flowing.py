"""Flow items: natures, days, and what a line or a row of a file says of one.

The framework's flow metrics need three facts of a piece of work: when it started, when it was done,
and what it is. How long it took is counted in days with both ends: started and done on one day is
one day. What was given up keeps the day of that as its end and is in no figure of finished work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.loop_records import FlowItem
from store.domain.records import PlanningInterval
from store.errors import RuleBroken, UsageFault

NATURES = ("feature", "enabler", "defect", "risk", "debt")
"""What work is for, in the order in which a chart lays it."""
UNKNOWN = "not said"
DROPPED = "dropped"
MOST_DAYS, MOST_SIZE = 10_000, 1_000_000

Fields = dict[str, object]


def finished(item: FlowItem) -> bool:
    """Whether it was done, and not given up."""
    return item.done is not None and item.state != DROPPED


def is_open(item: FlowItem) -> bool:
    """Whether it is still to be done; whether it has started is another question."""
    return item.done is None and item.state != DROPPED


def in_progress(item: FlowItem, on: date) -> bool:
    """Whether it was being worked on at the end of a day."""
    start, end = day(item.started), day(item.done)
    if start is None or start > on or (item.state == DROPPED and end is None):
        return False
    return end is None or end > on


def days_between(first: date, last: date) -> int:
    """Days with both ends."""
    return (last - first).days + 1


def flow_time(item: FlowItem) -> int | None:
    """Days from start to done, waits included; None unless it is finished and both are known."""
    start, end = day(item.started), day(item.done)
    if start is None or end is None or not finished(item):
        return None
    return days_between(start, end)


def age_on(item: FlowItem, on: date) -> int | None:
    """Days since it started, while it is in progress on that day."""
    start = day(item.started)
    return days_between(start, on) if start and in_progress(item, on) else None


def stands(item: FlowItem) -> str:
    """dropped, done, in progress or not started: it follows from its days."""
    if item.state == DROPPED:
        return DROPPED
    if item.done:
        return "done"
    return "in progress" if item.started else "not started"


def read_nature(text: str) -> str:
    """The nature of this name; `UsageFault` for another."""
    word = text.strip().casefold()
    found = next((name for name in NATURES if word in (name, f"{name}s")), None)
    if found is None:
        raise UsageFault(f"{text.strip()[:20]!r} is no nature of work: write {', '.join(NATURES)}.")
    return found


def read_number(text: str, what: str, most: float) -> float:
    """A number from 0 to `most`, with a point or a comma."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= most:
        raise UsageFault(f"{what} is a number from 0 to {most:,g}, not {text.strip()[:20]!r}.")
    return value


def refuse_impossible(
    what: str, started: str | None, done: str | None, active: float | None, today: date
) -> None:
    """Refuse days that cannot be: done before the start, in the future, more work than days."""
    start, end = day(started), day(done)
    for word, on in (("started", start), ("done", end)):
        if on and on > today:
            raise RuleBroken(f"{what}: {say_day(on)} is still to come. Say the day it was {word}.")
    if end and not start:
        raise RuleBroken(f"{what} has no start. Say it too, like started:2026-10-01.")
    if start and end and end < start:
        raise RuleBroken(
            f"{what}: done {say_day(end)} is before its start, {say_day(start)}. Change one."
        )
    if active is not None and start:
        whole = days_between(start, end or today)
        if active > whole:
            raise RuleBroken(
                f"{what}: {active:g} days of work do not fit into the {whole} from start to "
                f"{'done' if end else 'today'}. Give it fewer, or other days."
            )


def start(item: FlowItem, on: date, today: date) -> Fields:
    """Work begins, on a day not later than today. The start of an open one can be said anew."""
    if not is_open(item):
        raise RuleBroken(f"{item.ref} is {stands(item)}. Open it again first: rte undo.")
    refuse_impossible(item.ref, on.isoformat(), None, item.active, today)
    return {"started": on.isoformat()}


def finish(item: FlowItem, on: date, today: date, active: float | None = None) -> Fields:
    """It is done; it needs a start. A day that was said wrong can be said anew."""
    if item.state == DROPPED:
        raise RuleBroken(f"{item.ref} was dropped. Take that back first, or add it anew.")
    known = item.active if active is None else active
    refuse_impossible(item.ref, item.started, on.isoformat(), known, today)
    return {"done": on.isoformat()} | ({} if active is None else {"active": active})


def drop(item: FlowItem, on: date, today: date) -> Fields:
    """It is given up, on a day that ends its load. What is done stays done."""
    if not is_open(item):
        raise RuleBroken(f"{item.ref} is {stands(item)}: there is nothing to drop.")
    begun = day(item.started)
    if on > today or (begun and on < begun):
        raise RuleBroken(f"{item.ref}: drop it on a day from its start to today.")
    return {"state": DROPPED, "done": on.isoformat()}


def interval_for(
    intervals: Sequence[PlanningInterval], started: str | None, today: date
) -> str | None:
    """Name of the planning interval in which work began, or is written down."""
    on = started or today.isoformat()
    return next((pi.short for pi in intervals if pi.start <= on <= pi.end), None)


def doubles(keys: Iterable[str]) -> list[str]:
    """Keys that stand there twice, without regard to case, in order."""
    seen: set[str] = set()
    found: list[str] = []
    for key in keys:
        low = key.casefold()
        if low in seen and key not in found:
            found.append(key)
        seen.add(low)
    return found
