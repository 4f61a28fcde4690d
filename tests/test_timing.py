"""Time within a running event: the use-cases, what they refuse, and what undo makes of them."""

from __future__ import annotations

import pytest

from store.domain.clock import Face, Phase
from store.errors import RuleBroken, UsageFault
from store.exchange.templates import shipped
from store.insight.expected import EXPECTED
from store.ledger import leaving, running, timing
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.undoing import undo
from tests.ledger_helpers import Hands, beside, sample_ledger

pytestmark = pytest.mark.usefixtures("seven_steps")

MINUTE = 60_000


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    return sample_ledger(hands)


def seen(ledger: Ledger) -> Face:
    event = ledger.running
    assert event is not None
    return ledger.face(event)


def at_step(ledger: Ledger) -> str:
    step = seen(ledger).step
    assert step is not None
    return step.key


def test_it_really_started_four_minutes_ago(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    hands.on(minutes=1)
    timing.began_ago(ledger, 4 * 60)
    assert seen(ledger).spent_ms == 4 * MINUTE
    assert seen(ledger).minute == 4
    assert seen(ledger).behind_ms == 0
    undo(ledger)
    assert seen(ledger).spent_ms == MINUTE


def test_a_later_step_that_began_earlier_takes_its_time_from_the_one_before(
    ledger: Ledger, hands: Hands
) -> None:
    running.start(ledger, "art-sync")
    hands.on(minutes=10)
    running.go_next(ledger)
    timing.began_ago(ledger, 3 * 60)
    rows = seen(ledger).rows
    assert [rows[0].spent_ms, rows[1].spent_ms] == [7 * MINUTE, 3 * MINUTE]
    with pytest.raises(RuleBroken, match="Objectives off track, the step before, took only 7:00"):
        timing.began_ago(ledger, 11 * 60)


def test_a_correction_that_changes_nothing_is_told(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    hands.on(minutes=4)
    with pytest.raises(RuleBroken, match="says that already"):
        timing.began_ago(ledger, 4 * 60)


def test_a_parked_step_comes_back_behind_the_last_one(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "po-sync")
    timing.park(ledger)
    assert at_step(ledger) == "scope"
    timing.park(ledger, "readiness")
    assert [row.key for row in seen(ledger).parked] == ["objectives", "readiness"]
    assert seen(ledger).ends_at - ledger.now_ms == 30 * MINUTE, "what is parked still takes time"
    visited = []
    for _ in range(4):
        running.go_next(ledger)
        visited.append(at_step(ledger))
    assert visited == ["features", "readback", "objectives", "readiness"]
    with pytest.raises(RuleBroken, match="This is the last step"):
        running.go_next(ledger)


def test_a_parked_step_can_be_jumped_to_and_undo_parks_it_again(ledger: Ledger) -> None:
    running.start(ledger, "po-sync")
    timing.park(ledger)
    running.go_to(ledger, "objectives")
    assert not seen(ledger).parked
    undo(ledger)
    assert [row.key for row in seen(ledger).parked] == ["objectives"]
    undo(ledger)
    assert at_step(ledger) == "objectives"
    assert not seen(ledger).parked


def test_what_is_over_cannot_be_parked(ledger: Ledger) -> None:
    running.start(ledger, "po-sync")
    running.go_next(ledger)
    with pytest.raises(RuleBroken, match="one to come can be parked"):
        timing.park(ledger, "objectives")


def test_finishing_early_goes_to_the_last_step(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    running.finish(ledger)
    assert at_step(ledger) == "readback"
    assert [row.state for row in seen(ledger).rows].count("skipped") == 5
    with pytest.raises(RuleBroken, match="Close the event"):
        running.finish(ledger)


def test_a_deficit_is_proposed_taken_and_undone(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    hands.on(minutes=18)
    found = timing.proposal(ledger)
    assert found.deficit_ms == 10 * MINUTE
    assert "readback" not in found.give
    timing.retime(ledger, found.give)
    assert -1000 < seen(ledger).behind_ms <= 0
    undo(ledger)
    assert seen(ledger).behind_ms == 10 * MINUTE


def test_a_proposal_that_no_longer_holds_is_refused_as_a_whole(
    ledger: Ledger, hands: Hands
) -> None:
    running.start(ledger, "art-sync")
    hands.on(minutes=18)
    found = timing.proposal(ledger)
    running.go_next(ledger)
    with pytest.raises(RuleBroken, match="moved on since"):
        timing.retime(ledger, found.give)
    with pytest.raises(RuleBroken, match="cannot give that much"):
        timing.retime(ledger, {"risks": -4 * 60})
    with pytest.raises(RuleBroken, match="moved on since"):
        timing.retime(ledger, {"readback": -60})
    assert seen(ledger).rows[4].planned_ms == 5 * MINUTE


def test_whoever_moves_the_room_by_the_clock_moves_it_once(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    other = beside(ledger, "PM", hands)
    running.go_next(ledger, "objectives")
    with pytest.raises(RuleBroken, match="moved on already"):
        running.go_next(other, "objectives")
    assert at_step(other) == "board"


@pytest.mark.parametrize(
    ("said", "key"),
    [("4", "impediments"), ("scope", "scope"), ("Read", "readback"), ("dependencies due",) * 2],
)
def test_steps_are_found_as_people_name_them(ledger: Ledger, said: str, key: str) -> None:
    event = running.start(ledger, "art-sync")
    found = running.step_named(event, said)
    assert found.key == ("dependencies" if said == "dependencies due" else key)


@pytest.mark.parametrize("said", ["0", "8", "ri", "", "wedding"])
def test_a_step_that_there_is_not(ledger: Ledger, said: str) -> None:
    event = running.start(ledger, "art-sync")
    if said == "ri":
        assert running.step_named(event, said).key == "risks"
        return
    with pytest.raises(UsageFault, match="Steps: 1 objectives, 2 board"):
        running.step_named(event, said)


def test_the_night_between_two_days_is_an_adjournment(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "pi-planning")
    running.go_to(ledger, "management")
    hands.on(minutes=60)
    running.go_next(ledger)
    face = seen(ledger)
    assert at_step(ledger) == "adjustments"
    assert face.phase is Phase.PAUSED
    assert face.opens_at is not None
    undo(ledger)
    assert seen(ledger).phase is Phase.RUNNING
    assert at_step(ledger) == "management"


def test_teams_take_the_floor_in_an_order_that_rotates_from_event_to_event(
    ledger: Ledger, hands: Hands
) -> None:
    orders = []
    for _ in range(3):
        event = running.start(ledger, "pi-planning")
        orders.append(event.order)
        hands.on(minutes=5)
        running.close(ledger)
    assert orders[0] == tuple(team.short for team in ledger.teams)
    assert orders[1] == (*orders[0][1:], orders[0][0])
    assert orders[2] == (*orders[0][2:], *orders[0][:2])


def test_turns_of_a_plan_review(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "pi-planning")
    running.go_to(ledger, "draft-review")
    with pytest.raises(RuleBroken, match="Nobody before"):
        timing.last_turn(ledger)
    timing.next_turn(ledger)
    hands.on(minutes=5)
    timing.next_turn(ledger)
    hands.on(minutes=3)
    floor = seen(ledger).floor
    assert floor is not None
    assert (floor.item, floor.spent_ms) == ("BEA", 3 * MINUTE)
    assert floor.spent == {"ANC": 5 * MINUTE, "BEA": 3 * MINUTE}
    timing.last_turn(ledger)
    hands.on(minutes=1)
    floor = seen(ledger).floor
    assert floor is not None
    assert (floor.item, floor.spent_ms) == ("ANC", 6 * MINUTE)
    timing.give_floor(ledger, "gan")
    with pytest.raises(RuleBroken, match="has the floor already"):
        timing.give_floor(ledger, "GAN")
    with pytest.raises(RuleBroken, match="It has: ANC, BEA"):
        timing.give_floor(ledger, "XYZ")


def test_the_final_review_begins_where_the_draft_review_was_half_way(ledger: Ledger) -> None:
    running.start(ledger, "pi-planning")
    running.go_to(ledger, "final-review")
    timing.next_turn(ledger)
    floor = seen(ledger).floor
    assert floor is not None
    assert floor.item == ledger.teams[4].short


def test_everybody_has_the_floor_once_and_then_it_is_told(ledger: Ledger) -> None:
    running.start(ledger, "pi-planning")
    running.go_to(ledger, "draft-review")
    assert "not had the floor yet: Anchor" in leaving.lacks(ledger)
    for _ in ledger.teams:
        timing.next_turn(ledger)
    with pytest.raises(RuleBroken, match="Everybody has had the floor"):
        timing.next_turn(ledger)
    assert leaving.lacks(ledger) == ""


def test_a_step_without_turns_has_no_floor_to_give(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    with pytest.raises(RuleBroken, match="one by one"):
        timing.next_turn(ledger)


def test_a_step_is_missed_what_it_should_leave_until_somebody_captures_it(ledger: Ledger) -> None:
    running.start(ledger, "pi-planning")
    running.go_to(ledger, "management")
    assert leaving.lacks(ledger) == "no decision yet"
    capture(ledger, "risk: a worry")
    assert leaving.lacks(ledger) == "no decision yet"
    capture(ledger, "decision: O409 moves because: load by:PM")
    assert leaving.lacks(ledger) == ""


def test_a_step_with_lines_that_wait_says_how_many(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    running.go_to(ledger, "impediments")
    assert leaving.lacks(ledger).endswith("still ask for somebody to act")
    capture(ledger, "impediment: staging is down @GAN owner:RTE due:fri")
    assert leaving.lacks(ledger) == ""


def test_promises_without_an_owner_are_asked_for_at_the_read_back(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    capture(ledger, "action: nobody does this")
    running.finish(ledger)
    assert leaving.lacks(ledger) == "no owner or no date yet: A1"


def test_what_templates_may_expect_is_what_can_be_checked() -> None:
    named = {n for t in shipped().templates.values() for s in t.steps for n in s.expects}
    assert named <= set(EXPECTED)
