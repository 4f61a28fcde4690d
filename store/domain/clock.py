"""What a room's clock shows: a pure function of agenda, moments and now.

Remaining time, projected end, ahead or behind and the agenda's clock times are computed from
facts each time they are asked for; nothing here is stored and nothing counts ticks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from store.domain.event_records import Step
from store.domain.running_order import (
    MINUTE,
    NEEDED,
    AgendaRow,
    Course,
    agenda_rows,
    planned_end_of,
    planned_ms,
)
from store.domain.timeline import Timeline, fold

__all__ = ["MINUTE", "AgendaRow", "Face", "Floor", "Level", "Phase", "face", "planned_ms"]


class Phase(StrEnum):
    """Where an event stands."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


class Level(StrEnum):
    """How close a timebox is to its end."""

    CALM = "calm"
    SOON = "soon"
    """At most 20 % of the time is left."""
    LAST = "last"
    """At most 5 % is left."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Floor:
    """What has the floor in the current step, and what each item's turn took."""

    item: str
    spent_ms: int
    spent: Mapping[str, int]
    """Milliseconds by item, the running turn included."""


@dataclass(frozen=True, slots=True)
class Face:
    """Everything a clock shows at one moment. Spans in milliseconds, moments in ms UTC.

    An event of several days is judged day by day: `planned_end`, `ends_at` and `behind_ms` are
    those of the day that the current step belongs to.
    """

    phase: Phase
    step: Step | None
    index: int
    """Place of the current step, from 0; -1 before the start."""
    count: int
    left_ms: int
    """Time left of the current step; below zero it is over."""
    spent_ms: int
    planned_ms: int
    level: Level
    started_at: int | None
    planned_end: int
    ends_at: int
    """Projected end; the real end once closed."""
    behind_ms: int
    """How much later than planned it will end; negative is ahead."""
    minute: int
    rows: tuple[AgendaRow, ...]
    floor: Floor | None = None
    stood_ms: int = 0
    """How long the clock has been standing; 0 while it runs."""
    opens_at: int | None = None
    """When the current step is to begin, while the room is adjourned until then."""
    jump_ms: int = 0
    """By how much the machine's clock has jumped since the last moment; negative is back."""

    @property
    def conflicts(self) -> tuple[AgendaRow, ...]:
        """Steps with a fixed start that the agenda will not reach in time."""
        return tuple(row for row in self.rows if row.late_ms > 0)

    @property
    def parked(self) -> tuple[AgendaRow, ...]:
        """Steps that wait until the others are done."""
        return tuple(row for row in self.rows if row.state == "parked")


def level_of(left_ms: int, planned_ms: int) -> Level:
    """The warning level: 20 % and 5 % left, then over."""
    if left_ms < 0:
        return Level.OVER
    if left_ms * 20 <= planned_ms:
        return Level.LAST
    if left_ms * 5 <= planned_ms:
        return Level.SOON
    return Level.CALM


def phase_of(timeline: Timeline) -> Phase:
    """The phase that a timeline has reached."""
    if timeline.closed_at is not None:
        return Phase.CLOSED
    if timeline.started_at is None:
        return Phase.READY
    return Phase.PAUSED if timeline.paused else Phase.RUNNING


def _floor(timeline: Timeline, now: int) -> Floor | None:
    step = timeline.step
    item = timeline.floor.get(step) if step is not None else None
    if step is None or item is None:
        return None
    items = [*timeline.turns.get(step, {}), item]
    spent = {each: timeline.turn_spent_at(step, each, now) for each in items}
    return Floor(item, spent[item], spent)


def face(
    steps: Sequence[Step],
    moments: Sequence[Mapping[str, Any]],
    now: int,
    planned_start: int = 0,
    *,
    fixed: Mapping[str, int] | None = None,
    uptime: tuple[str, int] | None = None,
) -> Face:
    """What the clock of an event with these steps and moments shows at `now`.

    `planned_start` is when it was to begin, in ms UTC; before the event has begun its agenda
    counts from there, and from now once that has passed, so that the delay shows. 0 means that no
    start was planned: it counts from the real one. `fixed` gives the fixed starts of steps by key,
    in ms UTC. `uptime` is the run of the machine and its milliseconds, as in the moments.
    """
    timeline = fold(moments)
    over = timeline.closed_at
    true = over if over is not None else timeline.event_time(now, uptime)
    jump = 0 if over is not None else timeline.jump_at(now, uptime)
    course = Course.of(
        steps, timeline, fixed or {}, planned_start, now=true, skew=timeline.skew + jump
    )
    rows = agenda_rows(course)
    planned_end = planned_end_of(course)
    ends_at = course.now if over is not None else _projected_end(rows, course)
    step = course.step
    plan = planned_ms(step, timeline) if step else 0
    spent = timeline.spent_at(step.key, true) if step else 0
    stood = timeline.stood_since
    return Face(
        phase=phase_of(timeline),
        step=step,
        index=course.index,
        count=len(steps),
        left_ms=plan - spent,
        spent_ms=spent,
        planned_ms=plan,
        level=level_of(plan - spent, plan) if step else Level.CALM,
        started_at=course.wall(timeline.started_at) if timeline.started_at is not None else None,
        planned_end=planned_end,
        ends_at=ends_at,
        behind_ms=ends_at - planned_end,
        minute=timeline.minute_at(true) or 0,
        rows=tuple(rows),
        floor=_floor(timeline, true),
        stood_ms=max(0, true - stood) if stood is not None and over is None else 0,
        opens_at=course.opens_at,
        jump_ms=jump,
    )


def _projected_end(rows: Sequence[AgendaRow], course: Course) -> int:
    """When the last step of the day that still needs time is expected to end."""
    last_day = course.day == max((step.day for step in course.steps), default=1)
    open_rows = [
        row
        for row in rows
        if (row.state in NEEDED and row.day == course.day) or (row.state == "parked" and last_day)
    ]
    return max((row.ends_at for row in open_rows), default=course.now)
