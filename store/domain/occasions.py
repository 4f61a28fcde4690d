"""Occasions: when the events of the cadence are held. Computed for an interval, never stored.

The rules, each of which a test holds:

- The wall clock decides. An event at 09:00 is at 09:00 on both sides of a change of the clocks. A
  time that the spring change skips is held as much later as the clocks jump (02:30 is 03:30); a
  time that the autumn change repeats is its first one.
- On a holiday a System Demo moves to the nearest working day before, within its iteration, never to
  a later one; if there is none, it is not held and says so.
- On a holiday a sync is left out: the next one is near. Everything else stays where it is and is
  marked, because a day for a whole train is for people to choose.
- Working days are Monday to Friday and any other day of the week that the cadence itself uses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo

from store.domain.agenda import SYNCS
from store.domain.cadence import DEMO, chosen, days_in, title_of
from store.domain.calendar import day
from store.domain.calendar_records import Holiday, Offset
from store.domain.intervals import SATURDAY
from store.domain.records import Iteration, PlanningInterval
from store.domain.wall_clock import moment_of
from store.domain.words import short_date, week_date

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One event on its days. Moments are milliseconds UTC, days are the train's."""

    kind: str
    title: str
    pi: str
    iteration: str
    week: int
    """Week of the iteration, from 1."""
    planned: date
    """The day that the cadence names; `days[0]` is the one on which it is held."""
    days: tuple[date, ...]
    at: str
    """Start as wall-clock time, as the cadence names it."""
    starts: tuple[int, ...]
    """Start on each day."""
    minutes: int
    held: bool = True
    notes: tuple[str, ...] = ()
    """What is out of the ordinary, in words: moved, on a holiday, at the same time as another."""

    @property
    def id(self) -> str:
        """The same whatever the dates: `PI-26.4/I3/system-demo/2`."""
        return f"{self.pi}/{self.iteration}/{self.kind}/{self.week}"

    @property
    def start(self) -> int:
        """When it begins."""
        return self.starts[0]

    @property
    def end(self) -> int:
        """When its last day ends."""
        return self.starts[-1] + self.minutes * MINUTE_MS

    @property
    def local(self) -> str:
        """Planned start as the train's wall-clock time: `2026-11-19T09:00`."""
        return f"{self.days[0].isoformat()}T{self.at}"

    @property
    def when(self) -> str:
        """`Thu 19 Nov 09:00`, or `Wed 16 - Thu 17 Dec 08:00` over several days."""
        first, last = self.days[0], self.days[-1]
        if first == last:
            return f"{week_date(first)} {self.at}"
        begins = week_date(first) if first.month != last.month else week_date(first)[:-4].rstrip()
        return f"{begins} – {week_date(last)} {self.at}"


class _Days:
    """Working days and holidays of a train."""

    def __init__(self, cadence: Sequence[Offset], holidays: Sequence[Holiday]) -> None:
        self._weekdays = {*range(SATURDAY), *(offset.weekday for offset in cadence)}
        found = ((day(h.on), h.name) for h in holidays)
        self.holidays: Mapping[date, str] = {on: name or "a holiday" for on, name in found if on}

    def working(self, on: date) -> bool:
        return on.weekday() in self._weekdays and on not in self.holidays

    def before(self, on: date, first: date) -> date | None:
        """The nearest working day before `on`, not before `first`."""
        while on > first:
            on -= timedelta(days=1)
            if self.working(on):
                return on
        return None

    def row(self, first: date, count: int) -> tuple[date, ...]:
        """`count` days from `first` on, without days of the week on which nobody works."""
        found = [first]
        while len(found) < count:
            step = found[-1] + timedelta(days=1)
            while step.weekday() not in self._weekdays:
                step += timedelta(days=1)
            found.append(step)
        return tuple(found)


def occasions(
    cadence: Sequence[Offset],
    interval: PlanningInterval,
    zone: tzinfo,
    holidays: Sequence[Holiday] = (),
) -> tuple[Occasion, ...]:
    """All occasions of one planning interval, in order of their start.

    Those that are at the same time as others say so.
    """
    days = _Days(cadence, holidays)
    found = [
        _occasion(offset, interval, iteration, week, on, zone, days)
        for offset in cadence
        for iteration in chosen(offset.which, interval.iterations)
        for week, on in days_in(offset, iteration)
    ]
    return _marked(sorted(found, key=lambda o: (o.start, o.title, o.iteration)))


def _marked(rows: Sequence[Occasion]) -> tuple[Occasion, ...]:
    """Occasions in their order, those that are at the same time marked on both sides."""
    clashing: dict[int, list[str]] = {}
    for n, one in enumerate(rows):
        for m in range(n + 1, len(rows)):
            other = rows[m]
            if other.start >= one.end:
                break
            if one.held and other.held and _overlap(one, other):
                clashing.setdefault(n, []).append(f"at the same time as {other.title}")
                clashing.setdefault(m, []).append(f"at the same time as {one.title}")
    return tuple(
        replace(o, notes=(*o.notes, *clashing[n])) if n in clashing else o
        for n, o in enumerate(rows)
    )


def _overlap(one: Occasion, other: Occasion) -> bool:
    return any(
        a < b + other.minutes * MINUTE_MS and b < a + one.minutes * MINUTE_MS
        for a in one.starts
        for b in other.starts
    )


def _occasion(
    offset: Offset,
    interval: PlanningInterval,
    iteration: Iteration,
    week: int,
    planned: date,
    zone: tzinfo,
    days: _Days,
) -> Occasion:
    on, held, notes = _settle(offset, iteration, planned, days)
    row = days.row(on, offset.days)
    starts = [moment_of(one, offset.at, zone) for one in row]
    shown = starts[0].astimezone(zone).strftime("%H:%M")
    if shown != offset.at:
        notes.append(f"the clocks skip {offset.at} on that day, so it begins at {shown}")
    return Occasion(
        kind=offset.kind,
        title=title_of(offset),
        pi=interval.short,
        iteration=iteration.name,
        week=week,
        planned=planned,
        days=row,
        at=offset.at,
        starts=tuple(int(start.timestamp() * 1000) for start in starts),
        minutes=offset.minutes,
        held=held,
        notes=tuple(notes),
    )


def _settle(
    offset: Offset, iteration: Iteration, planned: date, days: _Days
) -> tuple[date, bool, list[str]]:
    """The day on which it begins, whether it is held, and what there is to say about that."""
    on_holiday = [d for d in days.row(planned, offset.days) if d in days.holidays]
    if not on_holiday:
        return planned, True, []
    name = days.holidays[on_holiday[0]]
    if offset.kind in SYNCS:
        return planned, False, [f"not held: {name}"]
    if offset.kind != DEMO:
        return planned, True, [f"{short_date(on_holiday[0])} is {name}: choose another day"]
    first = day(iteration.start) or planned
    earlier = days.before(planned, first)
    if earlier is None:
        return (
            planned,
            False,
            [f"not held: {name}, and {iteration.name} has no working day before it"],
        )
    return earlier, True, [f"moved from {week_date(planned)}: {name}"]
