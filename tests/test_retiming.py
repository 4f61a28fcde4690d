"""Spreading a deficit: time is conserved, what is protected stays, fixed starts are aimed at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from store.domain.clock import Face, face
from store.domain.records import Step
from store.domain.retiming import KEEPS, Proposal, propose

MINUTE = 60_000
HOUR = 60 * MINUTE
T0 = 1_795_000_000_000

Moments = list[dict[str, Any]]


@st.composite
def agendas(draw: st.DrawFn) -> tuple[Step, ...]:
    count = draw(st.integers(2, 8))
    return tuple(
        Step(
            key=f"s{n}",
            title=f"Step {n}",
            minutes=draw(st.integers(1, 90)),
            flexible=draw(st.booleans()),
        )
        for n in range(count)
    )


def fixed_of(steps: tuple[Step, ...], slack: Mapping[str, int]) -> dict[str, int]:
    """Fixed starts: where the plan reaches the step, and some minutes later than that."""
    at, fixed = T0, {}
    for step in steps:
        if step.key in slack:
            at += slack[step.key] * MINUTE
            fixed[step.key] = at
        at += step.minutes * MINUTE
    return fixed


def taken(moments: Moments, found: Proposal, at: int) -> Moments:
    return [*moments, {"event": "E1", "at": at, "do": "retime", "give": found.give}]


@given(
    agendas(),
    st.dictionaries(st.integers(1, 7), st.integers(0, 10), max_size=2),
    st.integers(0, 4 * HOUR),
    st.integers(0, 3),
)
def test_a_proposal_that_is_taken_conserves_the_time_that_was_planned(
    steps: tuple[Step, ...], slack: dict[int, int], later: int, step: int
) -> None:
    assume(step < len(steps))
    fixed = fixed_of(steps, {f"s{n}": more for n, more in slack.items() if n < len(steps)})
    moments: Moments = [{"event": "E1", "at": T0, "do": "start", "step": steps[0].key}]
    now = T0 + later
    if step:
        at = T0 + later // 2
        moments.append({"event": "E1", "at": at, "do": "step", "step": steps[step].key})
    before = face(steps, moments, now, T0, fixed=fixed)
    found = propose(steps, before)
    after = face(steps, taken(moments, found, now), now, T0, fixed=fixed)

    assert after.left_ms == before.left_ms, "the current step keeps its time"
    rows = {row.key: row for row in after.rows}
    for was in before.rows:
        row = rows[was.key]
        if not row.flexible or was.state != "to come":
            assert row.planned_ms == was.planned_ms
        planned = next(s.minutes for s in steps if s.key == was.key) * MINUTE
        assert row.planned_ms * KEEPS >= planned
        assert row.planned_ms <= was.planned_ms
    assert sum(was.planned_ms for was in before.rows) - -1000 * sum(found.give.values()) == sum(
        row.planned_ms for row in after.rows
    )
    if before.behind_ms > 0:
        # What the steps give ends the deficit to the second; what they cannot give is told.
        assert max(0, after.behind_ms) == found.rest_ms
        assert after.behind_ms > -1000
    else:
        assert after.behind_ms == before.behind_ms or found.gives
    for was in before.conflicts:
        assert rows[was.key].late_ms <= was.late_ms


@given(agendas(), st.integers(0, 4 * HOUR))
def test_taking_a_proposal_leaves_nothing_more_to_propose(
    steps: tuple[Step, ...], later: int
) -> None:
    moments: Moments = [{"event": "E1", "at": T0, "do": "start", "step": steps[0].key}]
    now = T0 + later
    found = propose(steps, face(steps, moments, now, T0))
    again = propose(steps, face(steps, taken(moments, found, now), now, T0))
    assert not again.gives


STEPS = (
    Step(key="talk", title="Talk", minutes=60),
    Step(key="vision", title="Vision", minutes=40),
    Step(key="lunch", title="Lunch", minutes=60, at="12:00", flexible=False),
    Step(key="plan", title="Plan", minutes=100),
    Step(key="vote", title="Vote", minutes=15, flexible=False),
)


def late_by(ms: int, fixed: dict[str, int]) -> Face:
    start = {"event": "E1", "at": T0, "do": "start", "step": "talk"}
    return face(STEPS, [start], T0 + HOUR + ms, T0, fixed=fixed)


def test_what_stands_before_lunch_gives_the_time_that_lunch_needs() -> None:
    seen = late_by(14 * MINUTE, {"lunch": T0 + 100 * MINUTE})
    assert [row.key for row in seen.conflicts] == ["lunch"]
    assert seen.conflicts[0].late_ms == 14 * MINUTE
    found = propose(STEPS, seen)
    assert found.give == {"vision": -14 * 60}
    assert found.rest_ms == 0


def test_what_cannot_be_given_before_lunch_is_asked_of_what_follows_it() -> None:
    seen = late_by(30 * MINUTE, {"lunch": T0 + 100 * MINUTE})
    found = propose(STEPS, seen)
    assert found.give == {"vision": -20 * 60, "plan": -10 * 60}
    assert found.rest_ms == 0


def test_waiting_for_a_fixed_start_makes_good_what_was_late() -> None:
    seen = late_by(14 * MINUTE, {"lunch": T0 + 120 * MINUTE})
    assert not seen.conflicts
    assert seen.behind_ms == 0
    assert not propose(STEPS, seen).gives


def test_a_deficit_that_is_too_large_says_what_remains() -> None:
    seen = late_by(3 * HOUR, {})
    found = propose(STEPS, seen)
    assert found.give == {"vision": -20 * 60, "plan": -50 * 60}
    assert found.rest_ms == 3 * HOUR - 70 * MINUTE


@pytest.mark.parametrize("seconds", [1, 59, 61, 601])
def test_odd_seconds_are_given_to_the_second(seconds: int) -> None:
    found = propose(STEPS, late_by(seconds * 1000, {}))
    assert -sum(found.give.values()) == seconds
