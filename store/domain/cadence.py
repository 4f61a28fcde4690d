"""The cadence: which events a train holds, as offsets from the start of its planning intervals.

Offsets name an iteration, a week of it, a day of the week and a wall-clock time, so that moving an
interval's start moves all of them. Days come out of weekly recurrences (RFC 5545) with `WKST`
written out and an end by `UNTIL`, never by `COUNT` as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import islice

from dateutil.rrule import MO, WEEKLY, rrule

from store.domain.agenda import KINDS
from store.domain.calendar import day
from store.domain.calendar_records import Offset
from store.domain.intervals import IP, Shape
from store.domain.records import Iteration
from store.errors import RuleBroken

DEMO = "system-demo"
PLANNING = "pi-planning"

EACH, EACH_BUT_IP, EACH_BUT_LAST, LAST = "each", "each but IP", "each but last", "last"
EVERY_WEEK, LAST_WEEK = 0, -1
MAX_OFFSETS = 40
MAX_MINUTES = 24 * 60
MAX_DAYS = 5
MOST_WEEKS = 60
"""Occurrences that are ever taken of one recurrence; no iteration is that long."""
_TUE, _WED, _THU, _FRI = 1, 2, 3, 4


def title_of(offset: Offset) -> str:
    """What people call an event of the cadence."""
    return offset.title or KINDS.get(offset.kind) or offset.kind.replace("-", " ")


def usual(shape: Shape, sync: tuple[int, str] = (_THU, "09:00")) -> tuple[Offset, ...]:
    """The cadence for a train that says nothing else; `sync` is the day and time of its ART Sync.

    ART Sync each week, in place of Coach Sync and PO Sync; System Demo on the last Friday of each
    iteration; risk workshop and mid-PI review in the middle one; Inspect & Adapt and then PI
    Planning in the last week of the innovation and planning iteration (else of the last one).
    """
    weekday, at = sync
    end, others = (IP, EACH_BUT_IP) if shape.ip_weeks else (LAST, EACH_BUT_LAST)
    found = [Offset(kind="art-sync", which=others, weekday=weekday, at=at)]
    # Not in the week of Inspect & Adapt and PI Planning, where the whole train meets anyway.
    found += [
        Offset(kind="art-sync", which=end, week=week, weekday=weekday, at=at)
        for week in range(1, shape.ip_weeks or shape.weeks)
    ]

    def single(kind: str, which: str, on: int, minutes: int = 60) -> Offset:
        beside = "14:00" if on == weekday and at < "13:00" else "10:00"
        return Offset(kind=kind, which=which, week=LAST_WEEK, weekday=on, at=beside,
                      minutes=minutes)  # fmt: skip

    found.append(single(DEMO, EACH_BUT_IP, _FRI))
    if shape.ip_weeks or shape.count > 1:
        middle = f"I{(shape.count + 1) // 2}"
        found.append(single("risk-workshop", middle, _TUE, 45))
        found.append(single("mid-pi-review", middle, _WED))
    return (
        *found,
        Offset(kind="inspect-adapt", which=end, week=LAST_WEEK, weekday=_TUE, minutes=240),
        Offset(kind=PLANNING, which=end, week=LAST_WEEK, weekday=_WED, at="08:00", minutes=600,
               days=2),
    )  # fmt: skip


def chosen(which: str, iterations: Sequence[Iteration]) -> list[Iteration]:
    """The iterations that an offset means; none if the interval has no such iteration."""
    low = which.casefold()
    if low == EACH:
        return list(iterations)
    if low == EACH_BUT_IP.casefold():
        return [i for i in iterations if i.name.upper() != IP]
    if low == EACH_BUT_LAST:
        return list(iterations[:-1])
    if low == LAST:
        return list(iterations[-1:])
    return [i for i in iterations if i.name.casefold() == low]


def days_in(offset: Offset, iteration: Iteration) -> list[tuple[int, date]]:
    """Week of the iteration, from 1, and day, for each time that the offset falls into it.

    Weeks are counted from the iteration's first day, whatever day of the week that is.
    """
    first, last = day(iteration.start), day(iteration.end)
    if first is None or last is None:
        return []
    weekly = rrule(
        WEEKLY,
        interval=1,
        wkst=MO,
        byweekday=offset.weekday,
        dtstart=datetime.combine(first, time.min),
        until=datetime.combine(last, time.max),
    )
    found = [moment.date() for moment in islice(weekly, MOST_WEEKS)]
    counted = list(enumerate(found, start=1))
    if offset.week == EVERY_WEEK:
        return counted
    if offset.week == LAST_WEEK:
        return counted[-1:]
    return [(week, on) for week, on in counted if week == offset.week]


def checked(offsets: Sequence[Offset]) -> tuple[Offset, ...]:
    """The offsets, or the refusal that names the first that cannot be held."""
    if len(offsets) > MAX_OFFSETS:
        raise RuleBroken(f"A cadence has at most {MAX_OFFSETS} events. Take some out first.")
    for offset in offsets:
        _check(offset)
    for place, offset in enumerate(offsets):
        if offset in offsets[:place]:
            raise RuleBroken(f"{title_of(offset)} stands there twice. Change one of them.")
    return tuple(offsets)


def _check(offset: Offset) -> None:
    name = title_of(offset)
    if not re.fullmatch("[a-z0-9][a-z0-9-]{0,39}", offset.kind):
        raise RuleBroken(f"{offset.kind[:40]!r} is no kind of event: write one like art-sync.")
    if not re.fullmatch("(?:[01][0-9]|2[0-3]):[0-5][0-9]", offset.at):
        raise RuleBroken(f"{name}: {offset.at[:20]!r} is no time of day: write one like 09:00.")
    if not 0 <= offset.weekday <= 6:
        raise RuleBroken(f"{name}: there is no such day of the week: write mon to sun.")
    if not LAST_WEEK <= offset.week <= MOST_WEEKS:
        raise RuleBroken(f"{name}: there is no such week: write every week, week 1 or last week.")
    if not 1 <= offset.minutes <= MAX_MINUTES:
        raise RuleBroken(f"{name}: a day of it takes 1 to {MAX_MINUTES} minutes: write 60 min.")
    if not 1 <= offset.days <= MAX_DAYS:
        raise RuleBroken(f"{name}: it takes 1 to {MAX_DAYS} days: write 2 days.")
