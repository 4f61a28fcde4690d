"""A whole planning interval by its keys: planned, held week by week, inspected, swept, followed.

What was captured is noted beside, with the event, the step and the minute at which it was said, and
looked for in the Inspect & Adapt at the end.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.screens.register import RegisterScreen
from store.domain.records import Record, Vote
from store.insight import carrying
from store.insight.inspect import inspect
from store.insight.plan import of_plan, plan_name
from tests.interval_deeds import (
    OBJECTIVES,
    actual_values,
    improvements_proposed,
    letters,
    next_interval_planned,
    shown_live,
    swept,
    values_planned,
    verdicts,
    votes,
)
from tests.interval_run import Deed, Interval, begin, hold, new_train
from tests.interval_script import ITERATIONS
from tests.screen_helpers import Clock, room

PLANNING = datetime(2027, 1, 7, 8, 0, tzinfo=UTC)
"""Thursday of the week before the interval begins."""

FIRST_MONDAY = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)

SYNCS = ("coach-sync", "po-sync", "art-sync")
WEEKS, DEMOS, AT_LEAST = 12, 5, 300

PLANNING_DEEDS: dict[str, Deed] = {
    "breakouts-2": values_planned,
    "risks": letters,
    "vote": votes,
    "forward": improvements_proposed,
}
INSPECT_DEEDS: dict[str, Deed] = {
    "brief": verdicts,
    "demo": actual_values,
    "carry": swept,
}
"""Deeds by step; the problem-solving workshop has its place here, from `agree` to `backlog`."""


async def weeks(run: Interval) -> None:
    """Twelve weeks of syncs, a demo at the end of every iteration, a risk workshop in the third."""
    for week in range(WEEKS):
        monday = FIRST_MONDAY + timedelta(weeks=week)
        run.iteration = ITERATIONS[min(week // 2, 4)]
        run.at(monday)
        await hold(run, SYNCS[week % 3])
        if week == 2:
            run.at(monday + timedelta(days=2))
            await hold(run, "risk-workshop", {"walk": letters})
        if week % 2 and week // 2 < DEMOS:
            run.at(monday + timedelta(days=4))
            await hold(run, "system-demo", {"show": shown_live})


@pytest.mark.timeout(600)  # a thousand keys take minutes on a busy machine
async def test_a_whole_interval() -> None:
    clock = Clock(PLANNING)
    async with room((80, 24), clock, new_train(clock)) as here:
        run = Interval(here)
        await hold(run, "pi-planning", PLANNING_DEEDS)
        assert len(run.ledger.snapshot().of(Vote, "vote")) == 6
        await weeks(run)
        run.at(FIRST_MONDAY + timedelta(weeks=11, days=1))
        await next_interval_planned(run)
        await hold(run, "inspect-adapt", INSPECT_DEEDS)
        assert len(run.said) >= AT_LEAST
        everything_is_told(run)
        everything_is_settled(run)
        run.at(FIRST_MONDAY + timedelta(weeks=11, days=3))
        await opens_with_what_was_carried(run)


def everything_is_told(run: Interval) -> None:
    """Each line stands once in the Inspect & Adapt, with its event, its step and its minute."""
    snap = run.ledger.snapshot()
    rows = [row for part in inspect(snap, "PI-27.1").sections for row in part.rows]
    told = {row.ref: row.state for row in rows}
    for one in run.said:
        event = snap.event_called(one.event)
        assert event is not None
        title = next(step.title for step in event.steps if step.key == one.step)
        assert told.get(one.ref) == f"{one.event} min {one.minute} {title}", one
    assert len({one.ref for one in run.said}) == len(run.said)
    shown = [row.ref for row in rows]
    assert all(shown.count(one.ref) == 1 for one in run.said)


def everything_is_settled(run: Interval) -> None:
    """Every objective has its value, every improvement its verdict, and the interval is closed."""
    snap = run.ledger.snapshot()
    assert [i.effect for i in snap.improvements] == ["moved", "partly", "no effect"]
    assert all(o.actual is not None for o in snap.objectives)
    assert len(snap.objectives) == OBJECTIVES
    assert carrying.still_open(snap, "PI-27.1") == {}
    assert snap.intervals[0].state == "closed"


async def opens_with_what_was_carried(run: Interval) -> None:
    """The next PI planning has what was carried, in its plan, and its risks in the register."""
    event = await begin(run, "pi-planning")
    snap = run.ledger.snapshot()
    assert event.pi == plan_name(snap) == snap.intervals[1].short
    for kind in ("risk", "impediment", "dependency", "action"):
        gone = [r for r in snap.of(Record, kind) if event.pi in r.carried]
        if kind == "dependency":
            gone = [r for r in snap.dependencies if r.carries]
        mine = {r.ref for r in of_plan(snap, Record, kind)}
        assert gone, kind
        assert {r.ref for r in gone} <= mine
    await run.press("B")
    register = run.here.screen
    assert isinstance(register, RegisterScreen)
    listed = {row.ref for part in register.pane.rows.sections for row in part.rows}
    assert {r.ref for r in snap.risks if event.pi in r.carried} <= listed
