"""What a room's clock shows: a pure function of agenda, moments and now.

Remaining time, projected end, ahead or behind and the agenda's clock times are computed from
facts each time they are asked for; nothing here is stored and nothing counts ticks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from store.domain.records import Step
from store.domain.timeline import Timeline, fold

MINUTE = 60_000


class Phase(StrEnum):
    """Where an event stands."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


class Level(StrEnum):
    """How close the current step is to its end."""

    CALM = "calm"
    SOON = "soon"
    """At most 20 % of the step's time is left."""
    LAST = "last"
    """At most 5 % is left."""
    OVER = "over"


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One step as the agenda shows it."""

    key: str
    title: str
    starts_at: int
    """When it began, or is expected to begin; milliseconds UTC."""
    planned_ms: int
    """Planned time with what was added or taken."""
    spent_ms: int
    state: str
    """"done", "now", "to come", or "skipped" (passed over without being entered)."""


@dataclass(frozen=True, slots=True)
class Face:
    """Everything a clock shows at one moment. Spans in milliseconds, moments in ms UTC."""

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
    """How much later than planned the whole event will end; negative is ahead."""
    minute: int
    rows: tuple[AgendaRow, ...]


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


def planned_ms(step: Step, timeline: Timeline) -> int:
    """Time that a step has: its minutes with what was added or taken, never below zero."""
    return max(0, step.minutes * MINUTE + timeline.added.get(step.key, 0))


def _state(index: int, current: int, key: str, timeline: Timeline) -> str:
    if timeline.closed_at is not None or index < current:
        return "done" if key in timeline.entered else "skipped"
    if index == current:
        return "now"
    return "to come"


def _rows(steps: Sequence[Step], timeline: Timeline, current: int, now: int) -> list[AgendaRow]:
    """Agenda rows: entered steps at the moment they were first entered, the rest end to end.

    No row begins before the one above it, also when the room went back, or a clock was set back.
    """
    rows: list[AgendaRow] = []
    free = timeline.started_at if timeline.started_at is not None else now
    floor = free
    for index, step in enumerate(steps):
        state = _state(index, current, step.key, timeline)
        spent = timeline.spent_at(step.key, now)
        plan = planned_ms(step, timeline)
        starts = free if state == "to come" else timeline.entered.get(step.key, free)
        starts = floor = max(floor, starts)
        rows.append(AgendaRow(step.key, step.title, starts, plan, spent, state))
        if state == "now":
            free = max(floor, now) + max(0, plan - spent)
        elif state == "to come":
            free = starts + max(0, plan - spent)
        else:
            free = max(free, starts + spent)
    return rows


def _projected_end(rows: Sequence[AgendaRow], now: int) -> int:
    """Now, and what the current step and all steps to come still need."""
    open_rows = (row for row in rows if row.state in ("now", "to come"))
    return now + sum(max(0, row.planned_ms - row.spent_ms) for row in open_rows)


def face(
    steps: Sequence[Step], moments: Sequence[Mapping[str, Any]], now: int, planned_start: int = 0
) -> Face:
    """What the clock of an event with these steps and moments shows at `now`.

    Before the event has begun its agenda counts from `planned_start`, and from now once that has
    passed, so that the delay shows; 0 means "if it began now".
    """
    timeline = fold(moments)
    keys = [step.key for step in steps]
    index = keys.index(timeline.step) if timeline.step in keys else -1
    step = steps[index] if index >= 0 else None
    if timeline.closed_at is not None:
        now = timeline.closed_at
    begin = timeline.started_at if timeline.started_at is not None else planned_start or now
    if timeline.started_at is None:
        now = max(now, begin)
    rows = _rows(steps, timeline, index, now)
    planned_end = begin + sum(s.minutes for s in steps) * MINUTE
    ends_at = now if timeline.closed_at is not None else _projected_end(rows, now)
    plan = planned_ms(step, timeline) if step else 0
    spent = timeline.spent_at(step.key, now) if step else 0
    return Face(
        phase=phase_of(timeline),
        step=step,
        index=index,
        count=len(steps),
        left_ms=plan - spent,
        spent_ms=spent,
        planned_ms=plan,
        level=level_of(plan - spent, plan) if step else Level.CALM,
        started_at=timeline.started_at,
        planned_end=planned_end,
        ends_at=ends_at,
        behind_ms=ends_at - planned_end,
        minute=timeline.minute_at(now) or 0,
        rows=tuple(rows),
    )
