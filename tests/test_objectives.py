"""PI objectives: values, the frozen plan, moves after it, and status by evidence."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.domain.records import Objective
from store.errors import ChangedMeanwhile, ConsoleError, RuleBroken, UsageFault
from store.insight.facts import value_in_words
from store.insight.objectives import naming, objective_rows
from store.insight.rows import Row, Urgency
from store.insight.surfaces import surface
from store.ledger import demoing, objectives, running
from store.ledger.capturing import capture
from store.ledger.history import history
from store.ledger.ledger import Ledger
from store.ledger.undoing import undo
from tests.demo_helpers import hold
from tests.ledger_helpers import Hands, now_of, sample_ledger, tables


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    return sample_ledger(hands)


def row(ledger: Ledger, ref: str) -> Row:
    return next(r for r in objective_rows(now_of(ledger)) if r.ref == ref)


WITH_A_WHY = "O401 is part of the plan since 18 Nov. Say in a line why it changes; that is kept"
CHANGES: dict[str, Callable[[Ledger, str], Objective]] = {
    "value": lambda u, why: objectives.set_value(u, "O401", 7, why),
    "values": lambda u, why: objectives.give_values(u, "O401", "7", "", why),
    "commitment": lambda u, why: objectives.set_committed(u, "O401", False, why),
    "actual": lambda u, _: objectives.set_actual(u, "O401", 7),
}
TABLE = [
    ("before", "value", "", 0),
    ("before", "values", "", 0),
    ("before", "commitment", "", 0),
    ("before", "actual", "", 0),
    ("before", "value", "a why", 0),
    ("after", "value", "", None),
    ("after", "values", " ", None),
    ("after", "commitment", "\x07", None),
    ("after", "value", "a why", 1),
    ("after", "values", "a why", 1),
    ("after", "commitment", "a why", 1),
    ("after", "actual", "", 0),
]


@pytest.mark.parametrize(("when", "what", "why", "moves"), TABLE)
def test_a_change_before_and_after_the_plan_is_frozen(
    ledger: Ledger, when: str, what: str, why: str, moves: int | None
) -> None:
    if when == "after":
        objectives.freeze(ledger)
    before = tables(ledger)
    if moves is None:
        with pytest.raises(RuleBroken, match=WITH_A_WHY):
            CHANGES[what](ledger, why)
        assert tables(ledger) == before
        return
    changed = CHANGES[what](ledger, why)
    assert len(changed.moves) == moves
    assert (changed.bv, changed.committed, changed.actual) != (10, True, None)
    if when == "after":
        assert (changed.base_bv, changed.base_committed) == (10, True)
    undo(ledger)
    assert objectives.the_objective(ledger, "O401").moves == ()


def test_moves_are_kept_one_after_the_other_and_told(ledger: Ledger, hands: Hands) -> None:
    objectives.freeze(ledger)
    hands.on(days=1)
    event = running.start(ledger, "art-sync")
    objectives.set_committed(ledger, "O401", False, "load of Anchor")
    hands.on(days=1)
    found = objectives.set_value(ledger, "O401", 4, "tariff is late")
    first, second = found.moves
    assert (first.field, first.before, first.after, first.on, first.event) == (
        "committed", True, False, "2026-11-19", event.ref
    )  # fmt: skip
    assert (second.field, second.before, second.after, second.why) == (
        "bv", 10, 4, "tariff is late"
    )  # fmt: skip
    assert row(ledger, "O401").note == ("planned BV 10, committed")
    assert row(ledger, "O401").computed["moves"] == 2
    told = history(ledger, "objective", found)
    said = value_in_words("moves", told[-1].changes["moves"][1])
    assert said.endswith("planned business value 10 → 4 on Fri 20 Nov 2026, because tariff is late")


def test_what_is_so_already_is_left_alone(ledger: Ledger) -> None:
    objectives.freeze(ledger)
    before = ledger.db.state.n
    assert objectives.set_value(ledger, "O401", 10).bv == 10
    assert objectives.set_committed(ledger, "O401", True).moves == ()
    assert ledger.db.state.n == before
    seen = objectives.the_objective(ledger, "O401").rev
    objectives.set_actual(ledger, "O401", 3)
    with pytest.raises(ChangedMeanwhile):
        objectives.set_actual(ledger, "O401", 4, seen)


def test_a_plan_is_frozen_once(ledger: Ledger) -> None:
    frozen = objectives.freeze(ledger)
    assert {o.pi for o in frozen} == {"PI-26.4"}
    assert len(frozen) == 14
    with pytest.raises(RuleBroken, match=r"The plan of PI-26.4 is frozen since 18 Nov"):
        objectives.freeze(ledger)
    late = capture(ledger, "objective: Gate kiosks @CAP").record.ref
    assert row(ledger, late).note == "added after planning"
    objectives.set_value(ledger, late, 3)
    assert objectives.the_objective(ledger, late).moves == ()
    earlier = objectives.the_objective(ledger, "O301")
    assert earlier.baselined is None
    assert "added after planning" not in objective_rows(now_of(ledger), "PI-26.3")[0].note


def test_closing_pi_planning_freezes_the_plan_and_its_undo_thaws_it(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    running.close(ledger)
    assert objectives.the_objective(ledger, "O401").baselined is None
    running.start(ledger, "pi-planning")
    made = capture(ledger, "objective: Gate kiosks @CAP").record.ref
    objectives.set_value(ledger, made, 5)
    running.close(ledger)
    found = objectives.the_objective(ledger, made)
    assert (found.baselined, found.base_bv, found.base_committed) == ("2026-11-18", 5, None)
    assert undo(ledger).what == "the closing"
    assert objectives.the_objective(ledger, made).baselined is None
    running.close(ledger)
    running.start(ledger, "pi-planning")
    objectives.set_value(ledger, made, 8, "gate B joined")
    running.close(ledger)
    again = objectives.the_objective(ledger, made)
    assert (again.base_bv, again.bv) == (5, 8), "a second planning moves no baseline"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"bv": 3}, "Change it with rte objective, and why"),
        ({"committed": None}, "Change it with rte objective, and why"),
        ({"base_bv": 3}, "baseline of O401 stays"),
        ({"baselined": None}, "baseline of O401 stays"),
        ({"moves": None}, "stays on record"),
        ({"bv": 2, "moves": [{"field": "bv", "after": 3, "on": "2026-11-18"}]}, "stays on record"),
    ],
)
def test_no_use_case_moves_the_plan_in_silence(
    ledger: Ledger, fields: dict[str, object], sentence: str
) -> None:
    objectives.freeze(ledger)
    found = objectives.set_value(ledger, "O401", 9, "a why")
    with (
        pytest.raises(RuleBroken, match=sentence),
        ledger.change("amend") as change,
    ):
        change.amend("objective", found.id, fields)
    assert objectives.the_objective(ledger, "O401") == found


@pytest.mark.parametrize("typed", ["-1", "11", "", "ten", "7.5", "٣"])
def test_actual_value_is_a_whole_number_from_zero_to_ten(ledger: Ledger, typed: str) -> None:
    with pytest.raises((UsageFault, RuleBroken), match=r"from 0 to 10"):
        objectives.give_values(ledger, "O401", "", typed)


def test_actual_above_planned_is_kept_and_said(ledger: Ledger) -> None:
    objectives.give_values(ledger, "O405", "", "9")
    found = row(ledger, "O405")
    assert (found.when, found.note) == ("BV 5 · 9", "above planned")
    objectives.set_actual(ledger, "O405", 0)
    assert (row(ledger, "O405").when, row(ledger, "O405").note) == ("BV 5 · 0", "")


# -- evidence


def test_where_no_demo_names_an_objective_nothing_is_said_of_showing(ledger: Ledger) -> None:
    assert row(ledger, "O405").note == ""
    assert row(ledger, "O405").computed["evidence"] == []


def test_status_is_what_was_seen_and_what_speaks_against_it(ledger: Ledger, hands: Hands) -> None:
    for line in ("login in Polish #O405", "tablet alarm #O407", "notes #O414"):
        demoing.add_item(ledger, line)
    event = hold(ledger, "system-demo")
    hands.on(minutes=5)
    demoing.set_result(ledger, "S1", "not-live", why="no rig", environment="", version="")
    demoing.set_result(ledger, "S2", "no", why="rig is down")
    assert row(ledger, "O405").note == f"shown, not live, in {event.ref}"
    assert row(ledger, "O407").note == "not shown yet"
    assert row(ledger, "O414").note == "not shown yet"
    demoing.set_result(ledger, "S3", "live", environment="staging", version="2")
    assert row(ledger, "O414").note == f"shown live in {event.ref}"
    stuck = capture(ledger, "impediment: pipeline is red #O414").record.ref
    found = row(ledger, "O414")
    assert found.note == f"{stuck} open · shown live in {event.ref}"
    assert found.urgency is Urgency.NEEDS_YOU
    parts = surface(now_of(ledger), "objectives").sections
    assert "O414" in [r.ref for r in parts[0].rows]
    assert {"O405", "O407"} <= {r.ref for r in parts[2].rows}, "nothing speaks against them"


def test_what_names_an_objective_is_found_by_link_field_and_words(ledger: Ledger) -> None:
    linked = capture(ledger, "risk: yard floods #O401").record.ref
    capture(ledger, "topic: what of O401 now?")
    found = objectives.the_objective(ledger, "O401")
    assert [(kind, record.ref) for kind, record in naming(found, now_of(ledger))] == [
        ("risk", "R07"),
        ("risk", linked),
        ("dependency", "D409"),
        ("topic", "P1"),
    ]


# -- whatever anybody does


VERBS = st.sampled_from(["value", "silent", "commitment", "actual", "freeze", "undo", "amend"])
STEPS = st.lists(st.tuples(VERBS, st.integers(1, 10)), max_size=14)


def _one(ledger: Ledger, verb: str, number: int) -> None:
    why = f"why {number}"
    if verb == "value":
        objectives.set_value(ledger, "O401", number, why)
    elif verb == "silent":
        objectives.set_value(ledger, "O401", number)
    elif verb == "commitment":
        objectives.set_committed(ledger, "O401", number % 2 == 0, why)
    elif verb == "actual":
        objectives.set_actual(ledger, "O401", number)
    elif verb == "freeze":
        objectives.freeze(ledger)
    elif verb == "undo":
        undo(ledger)
    else:
        with ledger.change("amend") as change:
            found = objectives.the_objective(ledger, "O401")
            change.amend("objective", found.id, {"bv": number, "base_bv": number})


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_no_sequence_moves_the_plan_without_a_move(steps: list[tuple[str, int]]) -> None:
    ledger = sample_ledger(Hands(), who="import")
    ledger.who = "RTE"  # so that no undo takes the whole train back
    for verb, number in steps:
        before = objectives.the_objective(ledger, "O401")
        with suppress(ConsoleError):
            _one(ledger, verb, number)
        found = objectives.the_objective(ledger, "O401")
        if verb != "undo":
            assert found.moves[: len(before.moves)] == before.moves
            if before.baselined:
                assert (found.base_bv, found.base_committed) == (
                    before.base_bv, before.base_committed
                )  # fmt: skip
        if found.baselined is None:
            assert found.moves == ()
            continue
        now: dict[str, object] = {"bv": found.base_bv, "committed": found.base_committed}
        for move in found.moves:
            assert move.why
            assert move.before == now[move.field]
            now[move.field] = move.after
        assert now == {"bv": found.bv, "committed": found.committed}
