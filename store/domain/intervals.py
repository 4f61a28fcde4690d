"""Planning intervals as dates: made from a start and a shape, moved, named, set in a row.

Everything is whole weeks from the start. An iteration's last day is the last Monday to Friday of
its weeks; the interval's last day is the day before the next one can begin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from store.domain.calendar import day
from store.domain.records import Iteration, PlanningInterval
from store.domain.words import plural, week_date
from store.errors import RuleBroken, UsageFault

IP = "IP"
"""Name of the innovation and planning iteration."""
SATURDAY = 5
MAX_WEEKS = 6
MAX_ITERATIONS = 12
FIRST_YEAR, LAST_YEAR = 2000, 2100
HALF = timedelta(weeks=6)
"""Half of a usual interval: one that begins on 21 December belongs to the new year."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a planning interval is divided: `count` iterations of `weeks` weeks, then `ip_weeks`.

    `ip_weeks` 0 means that there is no innovation and planning iteration.
    """

    count: int = 5
    weeks: int = 2
    ip_weeks: int = 2

    @property
    def length(self) -> int:
        """Weeks of the whole interval."""
        return self.count * self.weeks + self.ip_weeks

    @property
    def said(self) -> str:
        """`5 + IP, 2 weeks each (12 weeks)`: as it is typed, with the sum."""
        parts = f"{self.count} + IP" if self.ip_weeks else f"{self.count} without IP"
        each = f", {plural(self.weeks, 'week')} each"
        ip = f", IP {plural(self.ip_weeks, 'week')}" if self.ip_weeks not in (0, self.weeks) else ""
        return f"{parts}{each}{ip} ({plural(self.length, 'week')})"


def read_shape(text: str) -> Shape:
    """`5 + IP`, `4 + IP, 3 weeks`, `5 + IP, 2 weeks, IP 1 week`, `6 without IP`.

    Two weeks where none are said; the IP iteration is as long as the others unless it says so.
    """
    words = re.sub(r"\([^)]*\)|\beach\b", " ", text.lower())
    words = " ".join(words.replace(",", " ").replace("+", " + ").split())
    found = re.fullmatch(
        r"([0-9]{1,2})(?: iterations?)?"
        r"(?P<ip> (?:\+ |and |plus )?ip| (?:without|no) ip)?"
        r"(?: (?:of )?(?P<weeks>[0-9]{1,2})(?: ?weeks?| ?w))?"
        r"(?: ip(?: of)? (?P<ip_weeks>[0-9]{1,2})(?: ?weeks?| ?w)?)?",
        words,
    )
    if found is None:
        raise UsageFault(
            f"{text[:40]!r} is not how an interval is divided: write 5 + IP, or 4 + IP, 3 weeks."
        )
    weeks = int(found["weeks"] or 2)
    without = (found["ip"] or "").endswith(("without ip", "no ip"))
    return checked(Shape(int(found[1]), weeks, 0 if without else int(found["ip_weeks"] or weeks)))


def checked(shape: Shape) -> Shape:
    """The shape, or the refusal that says what is possible."""
    if not 1 <= shape.count <= MAX_ITERATIONS:
        raise RuleBroken(f"An interval has 1 to {MAX_ITERATIONS} iterations, not {shape.count}.")
    if not 1 <= shape.weeks <= MAX_WEEKS or not 0 <= shape.ip_weeks <= MAX_WEEKS:
        raise RuleBroken(f"An iteration has 1 to {MAX_WEEKS} weeks; 2 is usual.")
    return shape


def shape_of(interval: PlanningInterval) -> Shape:
    """The shape that an interval's iterations come nearest to; the usual one if it has none."""
    weeks = {
        i.name.upper() == IP: max(1, -(-((last - first).days + 1) // 7))
        for i in interval.iterations
        if (first := day(i.start)) and (last := day(i.end))
    }
    count = sum(i.name.upper() != IP for i in interval.iterations)
    if not count:
        return Shape()
    return Shape(count, weeks.get(False, 2), weeks.get(True, 0))


def iterations_from(start: date, shape: Shape) -> tuple[Iteration, ...]:
    """I1, I2, ... and IP, one behind the other from `start`."""
    names = [f"I{n}" for n in range(1, shape.count + 1)] + ([IP] if shape.ip_weeks else [])
    found: list[Iteration] = []
    first = start
    for name in names:
        weeks = shape.ip_weeks if name == IP else shape.weeks
        after = first + timedelta(weeks=weeks)
        last = _working_day_before(after)
        found.append(Iteration(name=name, start=first.isoformat(), end=last.isoformat()))
        first = after
    return tuple(found)


def _working_day_before(day_after: date) -> date:
    last = day_after - timedelta(days=1)
    while last.weekday() >= SATURDAY:
        last -= timedelta(days=1)
    return last


def interval_from(name: str, start: date, shape: Shape) -> PlanningInterval:
    """A planning interval of that shape, with no identity yet."""
    refuse_far(start)
    end = start + timedelta(weeks=shape.length) - timedelta(days=1)
    return PlanningInterval(
        id="", short=name, start=start.isoformat(), end=end.isoformat(),
        iterations=iterations_from(start, shape),
    )  # fmt: skip


def moved(interval: PlanningInterval, start: date) -> PlanningInterval:
    """The interval with all its days as many days earlier or later as its start; names stay."""
    refuse_far(start)
    old = day(interval.start)
    if old is None:
        raise RuleBroken(f"{interval.short} has no start on record. Give it its iterations first.")
    by = start - old
    return replace(
        interval,
        start=start.isoformat(),
        end=_later(interval.end, by),
        iterations=tuple(
            replace(i, start=_later(i.start, by), end=_later(i.end, by))
            for i in interval.iterations
        ),
    )


def _later(text: str, by: timedelta) -> str:
    found = day(text)
    return (found + by).isoformat() if found else text


def refuse_far(start: date) -> None:
    """Refuse a start outside the years that a calendar of ours knows."""
    if not FIRST_YEAR <= start.year < LAST_YEAR:
        raise RuleBroken(f"An interval starts from {FIRST_YEAR} to {LAST_YEAR - 1}: write another.")


def refuse_overlap(interval: PlanningInterval, others: Sequence[PlanningInterval]) -> None:
    """Refuse an interval that shares days with another one of the train."""
    for other in others:
        begins, ends = day(other.start), day(other.end)
        if begins and ends and interval.start <= other.end and other.start <= interval.end:
            raise RuleBroken(
                f"{other.short} is there from {week_date(begins)} to {week_date(ends)}, and "
                f"{interval.short} would run from {interval.start} to {interval.end}. "
                f"Choose another start, or move {other.short} first."
            )


def next_monday(today: date) -> date:
    """The first Monday after `today`."""
    return today + timedelta(days=7 - today.weekday())


def name_for(start: date) -> str:
    """`PI-26.4` for one whose middle lies in the fourth quarter of the weeks of 2026."""
    year, week, _ = (start + HALF).isocalendar()
    return f"PI-{year % 100:02}.{min(4, (week - 1) // 13 + 1)}"


def name_after(before: PlanningInterval, start: date) -> str:
    """The name that follows: the last number goes up by one, and starts again with a new year."""
    found = re.fullmatch(r"(.*?)([0-9]{2})([.-])([0-9]{1,2})", before.short)
    if found:
        year = (start + HALF).isocalendar().year % 100
        number = int(found[4]) + 1 if int(found[2]) == year else 1
        return f"{found[1]}{year:02}{found[3]}{number}"
    counted = re.fullmatch(r"(.*?)([0-9]{1,4})", before.short)
    return f"{counted[1]}{int(counted[2]) + 1}" if counted else name_for(start)
