"""Whether an agenda fits: its clock times, day by day, as planned or with every step late.

Pure: steps, a beginning and a zone in, times out. Moments are milliseconds UTC, spans milliseconds.
A step with a fixed start (`Step.at`) waits for it; one that cannot begin then is a conflict. Days
are working days: the one after a Friday is the Monday.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from store.domain.agenda import working_day
from store.domain.records import Step
from store.domain.wall_clock import local, wall_moment
from store.domain.words import minutes, week_date

MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Slot:
    """One step in its place."""

    step: Step
    starts: int
    ends: int
    waits: int
    """How long the room waits before it for its fixed start, on the same day."""
    late: int
    """How much later than its fixed start it begins."""


@dataclass(frozen=True, slots=True)
class Fit:
    """An agenda with its times, and what is wrong with them in sentences."""

    title: str
    slots: tuple[Slot, ...]
    zone: ZoneInfo
    begins: int
    planned_end: int
    """When it ends if every step takes what it was given."""
    ends: int
    wrong: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether it can be held like this."""
        return not self.wrong

    def days(self) -> list[tuple[int, int]]:
        """Beginning and end of each day, in order."""
        numbers = dict.fromkeys(slot.step.day for slot in self.slots)
        found = []
        for number in numbers:
            day = [slot for slot in self.slots if slot.step.day == number]
            found.append((day[0].starts, day[-1].ends))
        return found


def beginning(steps: Sequence[Step], now: int, zone: ZoneInfo) -> int:
    """When an agenda would begin if it were held next: at the full minute that it is.

    Where a step of the first day has a fixed start, so early that this is reached in time, today
    or on the next working day.
    """
    before, at = 0, None
    for step in steps:
        if step.at is not None:
            at = step.at if step.day == 1 else None
            break
        before += step.minutes * MINUTE
    if at is None:
        return now // MINUTE * MINUTE
    today = local(now, zone).date()
    begins = [wall_moment(working_day(today, n), at, zone) - before for n in (1, 2)]
    return begins[0] if begins[0] >= now // MINUTE * MINUTE else begins[1]


def _slots(steps: Sequence[Step], begins: int, zone: ZoneInfo, late: float) -> list[Slot]:
    """Steps end to end, except where a day or a fixed start holds one back."""
    begin = local(begins, zone)
    slots: list[Slot] = []
    free = begins
    for step in steps:
        night = bool(slots) and step.day != slots[-1].step.day
        day = working_day(begin.date(), step.day)
        due = free
        if slots and step.at:
            due = wall_moment(day, step.at, zone)
        elif night:
            due = wall_moment(day, begin.time().isoformat(), zone)
        starts = max(free, due)
        ends = starts + round(step.minutes * MINUTE * (1 + late))
        waits = 0 if night else starts - free
        slots.append(Slot(step, starts, ends, waits, starts - due if step.at else 0))
        free = ends
    return slots


def fit(title: str, steps: Sequence[Step], begins: int, zone: ZoneInfo, late: float = 0.0) -> Fit:
    """How an agenda that begins at `begins` comes out if every step takes `late` (0.1 is 10 %)
    longer than it was given."""
    slots = _slots(steps, begins, zone, late)
    planned = _slots(steps, begins, zone, 0.0)
    planned_end = planned[-1].ends if planned else begins
    ends = slots[-1].ends if slots else begins
    wrong = [*_conflicts(slots), *_nights(slots, zone)]
    if ends > planned_end:
        wrong.append(f"it ends {minutes(ends - planned_end)} later than planned")
    return Fit(title, tuple(slots), zone, begins, planned_end, ends, tuple(wrong))


def _conflicts(slots: Sequence[Slot]) -> list[str]:
    return [
        f"{slot.step.title} is fixed at {slot.step.at}, and the step before it ends "
        f"{minutes(slot.late)} later"
        for slot in slots
        if slot.late > 0
    ]


def _nights(slots: Sequence[Slot], zone: ZoneInfo) -> list[str]:
    """Days that go on past midnight."""
    wrong = []
    for slot in slots:
        first, last = local(slot.starts, zone), local(slot.ends - 1, zone)
        if last.date() > first.date():
            wrong.append(f"{slot.step.title} goes on past midnight of {week_date(first.date())}")
    return wrong
