"""The running order of an event: when each step began or is expected to begin.

Durations are the data; clock times follow from them, from what happened so far, and from the
starts that are fixed (lunch, the first step of a second day).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.domain.event_records import Step
from store.domain.timeline import Timeline

MINUTE = 60_000
NEEDED = ("now", "to come")
"""States of a step that still takes time in its place."""


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One step as the agenda shows it. Moments in ms UTC, spans in ms."""

    key: str
    title: str
    starts_at: int
    """When it began, or is expected to begin."""
    planned_ms: int
    """Planned time with what was added or taken."""
    spent_ms: int
    state: str
    """"done", "now", "to come", "skipped" (passed over without being entered), or "parked"."""
    ends_at: int = 0
    """When it is expected to end; for one that is over, its start and what it took."""
    day: int = 1
    fixed_at: int | None = None
    """The moment at which it is to begin, where that is fixed."""
    late_ms: int = 0
    """By how much the agenda will miss a fixed start."""
    flexible: bool = True


def planned_ms(step: Step, timeline: Timeline) -> int:
    """Time that a step has: its minutes with what was added or taken, never below zero."""
    return max(0, step.minutes * MINUTE + timeline.added.get(step.key, 0))


@dataclass(frozen=True, slots=True)
class Course:
    """An agenda and how far it has come. `skew` leads from event time to the machine's clock."""

    steps: Sequence[Step]
    timeline: Timeline
    fixed: Mapping[str, int]
    index: int
    begin: int
    """When the event began, or can begin at the earliest, on the machine's clock."""
    planned: int
    """The start that its plan counts from, on the machine's clock."""
    true_now: int
    skew: int
    now: int

    @classmethod
    def of(
        cls,
        steps: Sequence[Step],
        timeline: Timeline,
        fixed: Mapping[str, int],
        planned_start: int,
        *,
        now: int,
        skew: int,
    ) -> Course:
        """The course of an event; `now` is event time."""
        keys = [step.key for step in steps]
        index = keys.index(timeline.step) if timeline.step in keys else -1
        wall, started = now + skew, timeline.started_at
        shown = wall if started is not None else max(wall, planned_start)
        begin = started + skew if started is not None else shown
        return cls(steps, timeline, fixed, index, begin, planned_start or begin, now, skew, shown)

    def wall(self, event_time: int) -> int:
        """A moment of the event as the machine's clock tells it now."""
        return event_time + self.skew

    @property
    def step(self) -> Step | None:
        """The current step; None before the start."""
        return self.steps[self.index] if self.index >= 0 else None

    @property
    def day(self) -> int:
        """The day of the event that the room is in."""
        step = self.step or next(iter(self.steps), None)
        return step.day if step else 1

    @property
    def opens_at(self) -> int | None:
        """The fixed start that the room is waiting for in front of the current step."""
        step = self.step
        at = self.fixed.get(step.key) if step else None
        if step is None or at is None or not self.timeline.paused or at <= self.now:
            return None
        return at if not self.timeline.spent_at(step.key, self.true_now) else None

    @property
    def front(self) -> int:
        """How far the agenda has come: a parked step that came back does not turn it back."""
        step, timeline = self.step, self.timeline
        if step is None or step.key not in timeline.came_back:
            return self.index
        return max(n for n, each in enumerate(self.steps) if each.key in timeline.entered)

    def state(self, place: int, front: int) -> str:
        """How the step at this place stands, in an agenda that has come to `front`."""
        key = self.steps[place].key
        over = self.timeline.closed_at is not None
        if key in self.timeline.parked:
            return "skipped" if over else "parked"
        if place == self.index and not over:
            return "now"
        if over or place <= front:
            return "done" if key in self.timeline.entered else "skipped"
        return "to come"


def _row(course: Course, place: int, state: str, free: int, starts: int, ends: int) -> AgendaRow:
    step = course.steps[place]
    at = course.fixed.get(step.key)
    late = max(0, free - at) if at is not None and state == "to come" else 0
    return AgendaRow(
        step.key,
        step.title,
        starts,
        planned_ms(step, course.timeline),
        course.timeline.spent_at(step.key, course.true_now),
        state,
        ends,
        step.day,
        at,
        late,
        step.flexible,
    )


def agenda_rows(course: Course) -> list[AgendaRow]:
    """Rows of the agenda: entered steps where they were first entered, the rest end to end.

    A step with a fixed start waits for it, and says by how much it will be missed. No row begins
    before the one above it, also when the room went back, or a clock was set back; a parked one
    comes behind all others, whatever its place in the list.
    """
    rows: dict[int, AgendaRow] = {}
    free = floor = course.begin
    places = range(len(course.steps))
    front = course.front
    states = [course.state(place, front) for place in places]
    for place in places:
        if states[place] != "parked":
            free, floor = _place(course, rows, place, states[place], free, floor)
    for place in places:
        if states[place] == "parked":
            left = _left(course, course.steps[place])
            rows[place] = _row(course, place, "parked", free, free, free + left)
            free += left
    return [rows[place] for place in places]


def _left(course: Course, step: Step) -> int:
    spent = course.timeline.spent_at(step.key, course.true_now)
    return max(0, planned_ms(step, course.timeline) - spent)


def _place(
    course: Course, rows: dict[int, AgendaRow], place: int, state: str, free: int, floor: int
) -> tuple[int, int]:
    """Put one row into the order; the moment at which the next may begin, and its own start."""
    step = course.steps[place]
    if state == "to come":
        starts = max(floor, free, course.fixed.get(step.key, free))
        ends = starts + _left(course, step)
        rows[place] = _row(course, place, state, free, starts, ends)
        return ends, starts
    entered = course.timeline.entered.get(step.key)
    starts = max(floor, course.wall(entered) if entered is not None else free)
    if state == "now":
        starts = max(starts, course.opens_at or 0)
        ends = max(starts, course.now) + _left(course, step)
    else:
        took = starts + course.timeline.spent_at(step.key, course.true_now)
        rows[place] = _row(course, place, state, free, starts, took)
        # Behind a parked step that came back stand others that are over: they hold nobody up.
        return (free if place > course.index >= 0 else max(free, took)), starts
    rows[place] = _row(course, place, state, free, starts, ends)
    return ends, starts


def planned_end_of(course: Course) -> int:
    """When the day that the room is in was planned to end, in ms UTC."""
    at = course.planned
    for place, step in enumerate(course.steps):
        if step.day == course.day:
            fixed = course.fixed.get(step.key)
            first = place == 0 or course.steps[place - 1].day != step.day
            if fixed is not None and ((first and place > 0) or fixed > at):
                at = fixed
            at += step.minutes * MINUTE
    return at
