"""Signals that need a history: each asks at its threshold, not one short of it, and of whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from store.domain.clock import AgendaRow, Face, Level, Phase
from store.domain.records import (
    Action,
    Decision,
    Improvement,
    PlanningInterval,
    Risk,
    Step,
    Team,
)
from store.insight.signals import signal_called
from store.insight.snapshot import Snapshot
from tests.test_insight_rules import NOW, OLD, PI, snap_of
from tests.test_signals import dep, event, goal

HOUR = 3_600_000
EARLIEST = PlanningInterval(id="pi-2", short="2", start="2026-05-04", end="2026-08-02")
ROUND, SCOPE = "questions", "scope"


def closed(*spent: tuple[str, int], at: int = NOW - HOUR) -> Face:
    """A clock that has run out, with the minutes that its steps took."""
    rows = tuple(
        AgendaRow(
            key=key, title=key, planned_ms=0, spent_ms=minutes * 60_000, state="done", starts_at=at
        )
        for key, minutes in spent
    )
    return Face(
        phase=Phase.CLOSED, step=None, index=0, count=len(rows), left_ms=0, spent_ms=0,
        planned_ms=0, level=Level.CALM, started_at=at - HOUR, planned_end=at, ends_at=at,
        behind_ms=0, minute=60, rows=rows,
    )  # fmt: skip


def held(faces: dict[str, Face], **records: Any) -> Snapshot:  # noqa: ANN401 - records of a kind
    return replace(snap_of(**records), faces=faces)


def asked(snap: Snapshot, key: str) -> tuple[str, ...] | None:
    """References of the records that ask this; None when nothing asks it."""
    found = signal_called(snap, key)
    return found.refs if found else None


STEPS = (
    Step(key=ROUND, title="The four questions", minutes=30, surface="questions"),
    Step(key=SCOPE, title="Scope", minutes=30, surface="scope", expects=("decision",)),
)


def sync(number: int) -> Any:  # noqa: ANN401 - an event
    return event(number, steps=STEPS, given=None)


def decided(number: int, step: str) -> Decision:
    return Decision(id=f"y{number}", ref=f"Y{number}", pi="4", event=f"E{number}", step=step,
                    at=NOW - 2 * HOUR, text="kept")  # fmt: skip


# -- theater


def test_a_step_that_stays_empty_is_asked_about_from_the_second_time_on() -> None:
    faces = {"E5": closed(), "E6": closed()}
    syncs = [sync(5), sync(6)]
    elsewhere = [decided(5, ROUND), decided(6, ROUND)]
    twice = held(faces, event=syncs, decision=elsewhere)
    assert asked(twice, "empty-step:art-sync/scope") == ("E5", "E6")
    once = held(faces, event=syncs, decision=[decided(5, ROUND), decided(6, SCOPE)])
    assert asked(once, "empty-step:art-sync/scope") is None, "the run is broken"
    first = held({"E5": closed()}, event=[sync(5)], decision=elsewhere[:1])
    assert asked(first, "empty-step:art-sync/scope") is None, "one time is no run"
    three = replace(twice, thresholds={"empty-steps": 3}, memo={})
    assert asked(three, "empty-step:art-sync/scope") is None


def test_items_are_asked_about_only_after_the_inspect_and_adapt_that_looks_at_them() -> None:
    item = Improvement(id="m", ref="M1", pi="3", meant_for="3", state="done")
    looked = event(5, kind="inspect-adapt", title="Inspect & Adapt", given={"decisions": 1})
    key = "items-unreviewed:4"
    assert asked(snap_of(improvement=[item], event=[looked]), key) == ("M1",)
    assert asked(snap_of(improvement=[item]), key) is None, "none was held yet"
    said = replace(item, state="verified", effect="moved")
    assert asked(snap_of(improvement=[said], event=[looked]), key) is None


def test_actions_are_untouched_when_the_next_sync_is_over_too() -> None:
    promised = Action(id="a", ref="A1", pi="4", event="E5", at=NOW - 9 * HOUR)
    faces = {"E5": closed(at=NOW - 8 * HOUR), "E6": closed(at=NOW - HOUR)}
    syncs = [sync(5), sync(6)]
    assert asked(held(faces, event=syncs, action=[promised]), "actions-untouched") == ("A1",)
    one = held({"E5": faces["E5"]}, event=syncs[:1], action=[promised])
    assert asked(one, "actions-untouched") is None, "nobody was asked yet"
    answered = replace(promised, answered=NOW - 2 * HOUR)
    assert asked(held(faces, event=syncs, action=[answered]), "actions-untouched") is None
    done = replace(promised, state="done")
    assert asked(held(faces, event=syncs, action=[done]), "actions-untouched") is None
    later = replace(promised, event="E6")
    assert asked(held(faces, event=syncs, action=[later]), "actions-untouched") is None


# -- a reporting layer

TWO = replace(PI, iterations=(replace(PI.iterations[0], name="I2", start="2026-10-12",
              end="2026-10-23"), *PI.iterations), start="2026-10-12")  # fmt: skip


@pytest.mark.parametrize(
    ("raised", "asks"),
    [
        ("2026-10-11", True),
        ("2026-10-12", False),
        (None, False),
    ],
    ids=["before both", "on the first day", "nobody knows"],
)
def test_two_iterations_without_a_new_risk(raised: str | None, asks: bool) -> None:
    snap = snap_of(TWO, risk=[Risk(id="r", ref="R1", pi="4", roam="O", raised=raised)])
    assert asked(snap, "no-new-risk:4/I3") == (("R1",) if asks else None)


def test_one_iteration_without_a_new_risk_asks_nothing() -> None:
    snap = snap_of(risk=[Risk(id="r", ref="R1", pi="4", roam="O", raised="2026-10-11")])
    assert asked(snap, "no-new-risk:4/I3") is None
    one = replace(snap, thresholds={"quiet-iterations": 1}, memo={})
    assert asked(one, "no-new-risk:4/I3") == ("R1",)


@pytest.mark.parametrize(("minutes", "asks"), [(31, True), (30, False)])
def test_a_round_that_takes_more_than_half_of_a_sync(minutes: int, asks: bool) -> None:
    faces = {"E5": closed((ROUND, minutes), (SCOPE, 60 - minutes))}
    found = asked(held(faces, event=[sync(5)]), "round-robin:4")
    assert found == (("E5",) if asks else None)


def written(count: int, last: str = "RTE") -> list[Decision]:
    by = ["RTE"] * (count - 1) + [last]
    return [replace(decided(n, SCOPE), by=by[n]) for n in range(count)]


def test_twenty_records_by_the_facilitator_alone() -> None:
    assert len(asked(snap_of(decision=written(20)), "one-pen:4") or ()) == 20
    assert asked(snap_of(decision=written(19)), "one-pen:4") is None
    assert asked(snap_of(decision=written(20, last="SM-DRE")), "one-pen:4") is None


# -- dependencies and numbers, over planning intervals


def with_earliest(snap: Snapshot) -> Snapshot:
    return replace(snap, records={**snap.records, "pi": [EARLIEST, OLD, PI]}, memo={})


def test_dependencies_for_each_objective_rise_three_times() -> None:
    goals = [goal(n, pi=pi) for n, pi in enumerate(("2", "3", "4"))]
    rising = [dep(1, pi="2"), dep(2, pi="3"), dep(3, pi="3"), *(dep(n) for n in (4, 5, 6))]
    snap = with_earliest(snap_of(objective=goals, dependency=rising))
    assert asked(snap, "dependencies-rising") == ("X4", "X5", "X6")
    found = signal_called(snap, "dependencies-rising")
    assert found is not None
    assert found.facts.endswith("2 1.0 → 3 2.0 → 4 3.0")
    even = with_earliest(snap_of(objective=goals, dependency=rising[:-1]))
    assert asked(even, "dependencies-rising") is None, "as many as before"
    short = snap_of(objective=goals[1:], dependency=rising[1:])
    assert asked(short, "dependencies-rising") is None, "two intervals are no trend"


def team_of(actual_before: int, actual: int) -> Snapshot:
    goals = [goal(1, pi="3", team="A", actual=actual_before), goal(2, team="A", actual=actual)]
    return snap_of(objective=goals, team=[Team(id="t", short="A", name="Anchor")])


def test_above_its_plan_twice_running() -> None:
    assert asked(team_of(9, 9), "above:A") == ("O1", "O2")
    assert asked(team_of(9, 8), "above:A") is None, "exactly the plan is not above it"
    assert asked(team_of(8, 9), "above:A") is None


def test_planned_values_fall_three_times() -> None:
    def snap(*values: int) -> Snapshot:
        pis = ("2", "3", "4")
        return with_earliest(
            snap_of(objective=[goal(n, pi=pis[n], bv=bv) for n, bv in enumerate(values)])
        )

    assert asked(snap(8, 7, 6), "values-falling") == ("O2",)
    assert asked(snap(8, 7, 7), "values-falling") is None
    assert asked(snap(8, 7), "values-falling") is None
