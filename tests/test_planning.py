"""PI planning from the records alone: radiator, plan review, board, value, retrospective."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store.domain import baseline
from store.domain.checkpoints import QUESTIONS, question_named, state_named
from store.domain.records import Event, Objective
from store.domain.votes import read_tally
from store.errors import ChangedMeanwhile, RuleBroken, UsageFault
from store.exchange.minutes import event_minutes
from store.insight.plan import of_plan, plan_interval
from store.insight.planning import lacks, plans
from store.insight.rows import Cell, Surface
from store.insight.surfaces import surface
from store.ledger import objectives, planning, running
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.undoing import undo
from store.ledger.voting import record_roti, record_vote, voice_concern
from tests.ledger_helpers import Hands, now_of, sample_ledger, tables


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    ledger = sample_ledger(hands)
    running.start(ledger, "art-sync")
    return ledger


def seen(ledger: Ledger, name: str) -> Surface:
    return surface(now_of(ledger), name)


def cell(ledger: Ledger, name: str, key: str) -> Cell:
    grid = seen(ledger, name).grid
    assert grid is not None
    return next(cell for line in grid.lines for cell in line.cells if cell.key == key)


def signs(ledger: Ledger, key: str) -> list[str]:
    return [mark.sign for mark in cell(ledger, "radiator", key).marks if mark.sign]


# -- the radiator


def test_the_radiator_is_teams_by_questions_and_unknown_is_not_not_yet(ledger: Ledger) -> None:
    grid = seen(ledger, "radiator").grid
    assert grid is not None
    assert [line.title for line in grid.lines] == [t.short for t in ledger.teams]
    assert len(grid.columns) == len(QUESTIONS) == 7
    assert all(len(heading) <= 9 for heading in grid.columns)
    assert signs(ledger, "DRE/risks") == ["unknown"]
    assert "Nobody has answered yet" in cell(ledger, "radiator", "DRE/risks").says


def test_the_checkpoints_before_stay_beside_the_present_one(ledger: Ledger, hands: Hands) -> None:
    hands.on(minutes=5)
    planning.answer(ledger, "DRE", "risks", "not-yet")
    planning.answer(ledger, "ANC", "risks", "done")
    hands.on(minutes=55)
    assert "since 09:05" in seen(ledger, "radiator").question
    hands.on(minutes=5)
    assert "65 min ago" not in seen(ledger, "radiator").question
    assert "60 min ago: the next Coach Sync is due" in seen(ledger, "radiator").question
    assert planning.begin_checkpoint(ledger) == 2
    assert signs(ledger, "DRE/risks") == ["not-yet", "unknown"]
    hands.on(minutes=1)
    planning.answer(ledger, "DRE", "risks", "done")
    planning.answer(ledger, "DRE", "risks", "help")
    assert signs(ledger, "DRE/risks") == ["not-yet", "help"]
    assert cell(ledger, "radiator", "DRE/risks").says == (
        "Dredger: Are the risks written down? 09:05 not yet, 10:05 help"
    )
    wanted = seen(ledger, "radiator").sections[0].rows
    assert [(row.ref, row.state, row.text) for row in wanted] == [
        ("DRE", "help", "Are the risks written down?")
    ]
    assert undo(ledger).what == "the answer of a team"
    assert signs(ledger, "DRE/risks") == ["not-yet", "done"]


def test_a_checkpoint_without_an_answer_is_not_passed_over(ledger: Ledger) -> None:
    with pytest.raises(RuleBroken, match="Checkpoint 1 has no answer yet"):
        planning.begin_checkpoint(ledger)
    planning.answer(ledger, "DRE", "risks", "help")
    planning.begin_checkpoint(ledger)
    with pytest.raises(RuleBroken, match="Checkpoint 2 has no answer yet"):
        planning.begin_checkpoint(ledger)


def test_only_the_last_checkpoints_stand_in_a_cell(ledger: Ledger) -> None:
    for state in ("help", "not-yet", "not-yet", "done", "done"):
        planning.answer(ledger, "DRE", "risks", state)
        planning.begin_checkpoint(ledger)
    assert signs(ledger, "DRE/risks") == ["not-yet", "done", "done", "unknown"]


def test_checkpoints_need_an_event_and_stay_on_the_screen_after_it(ledger: Ledger) -> None:
    planning.answer(ledger, "DRE", "risks", "help")
    running.close(ledger)
    assert signs(ledger, "DRE/risks") == ["help"]
    with pytest.raises(RuleBroken, match="No event is running"):
        planning.answer(ledger, "DRE", "risks", "done")
    running.start(ledger, "art-sync")
    assert signs(ledger, "DRE/risks") == ["unknown"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [("capacity", "capacity"), ("CAP", "capacity"), ("2", "stories"), ("r", ""), ("ri", "risks"),
     ("0", ""), ("8", ""), ("", ""), ("99999", "")],
)  # fmt: skip
def test_a_question_is_named_by_its_key_its_beginning_or_its_number(typed: str, key: str) -> None:
    if key:
        assert question_named(typed).key == key
    else:
        with pytest.raises(UsageFault, match="There is: capacity, stories"):
            question_named(typed)


def test_a_state_is_named_as_people_say_it() -> None:
    assert [state_named(t) for t in ("Done", "not yet", "NOT-YET", "no", "yes", "help")] == [
        "done", "not-yet", "not-yet", "not-yet", "done", "help",
    ]  # fmt: skip
    with pytest.raises(UsageFault, match="done, not-yet or help, not 'maybe'"):
        state_named("maybe")


# -- plan review and business value


def test_a_plan_is_reviewed_by_what_is_on_record(ledger: Ledger) -> None:
    planning.answer(ledger, "DRE", "capacity", "help")
    rows = {row.ref: row for row in seen(ledger, "plan-review").rows}
    assert [*rows] == [team.short for team in ledger.teams]
    assert rows["DRE"].text.startswith("2 objectives (1 uncommitted) · ")
    assert rows["DRE"].text.endswith("gives 4, takes 0 · capacity help")
    assert rows["ANC"].text.endswith("gives 1, takes 1 · load no data")
    assert rows["ANC"].state == "no verdict"


def test_concerns_and_then_a_yes_are_both_kept(ledger: Ledger) -> None:
    with pytest.raises(RuleBroken, match="has no words yet"):
        planning.note_concerns(ledger, "DRE", " ")
    planning.note_concerns(ledger, "DRE", "load in I3 and I4")
    row = next(row for row in seen(ledger, "plan-review").rows if row.ref == "DRE")
    assert (row.state, row.note) == ("concerns", "load in I3 and I4")
    planning.accept_plan(ledger, "DRE")
    row = next(row for row in seen(ledger, "plan-review").rows if row.ref == "DRE")
    assert (row.state, row.note) == ("accepted", "")
    with pytest.raises(RuleBroken, match="accepted already"):
        planning.accept_plan(ledger, "DRE")
    assert "- DRE concerns: load in I3 and I4 (09:00)\n- DRE accepted (09:00)" in minutes(ledger)


def test_planned_value_and_commitment_are_set_and_what_lacks_them_says_so(ledger: Ledger) -> None:
    made = capture(ledger, "objective: Gate kiosks in two languages @CAP").record
    row = next(row for row in seen(ledger, "bv").rows if row.ref == made.ref)
    assert row.note == "no planned value yet · committed or uncommitted?"
    objectives.set_value(ledger, made.ref, baseline.read_value(" 8 "))
    objectives.set_committed(ledger, made.ref, False)
    row = next(row for row in seen(ledger, "bv").rows if row.ref == made.ref)
    assert (row.when, row.state, row.note) == ("BV 8", "uncommitted", "")
    titles = [section.title for section in seen(ledger, "bv").sections]
    assert titles[:2] == ["ANC Anchor", "BEA Beacon"]
    assert undo(ledger).what == "the change of commitment"


@pytest.mark.parametrize("typed", ["0", "11", "", "high", "7.5", "-3", "٣", "99999"])
def test_a_value_is_a_whole_number_from_one_to_ten(typed: str) -> None:
    with pytest.raises(UsageFault, match="from 1 to 10"):
        baseline.read_value(typed)


def test_only_an_objective_has_a_planned_value(ledger: Ledger) -> None:
    with pytest.raises(UsageFault, match="R12 is no objective"):
        objectives.set_value(ledger, "R12", 5)


# -- the board


def test_a_dependency_stands_at_both_of_its_ends(ledger: Ledger) -> None:
    grid = seen(ledger, "planning-board").grid
    assert grid is not None
    places = {}
    party = ""
    for line in grid.lines:
        party = line.title or party
        for column, one in zip(grid.columns, line.cells, strict=True):
            if one.row:
                places[one.key] = (party, column, one.marks[0].text, one.marks[0].sign)
    assert places["D401/gives"] == ("DRE", "I5", "D401→BEA", "help")
    assert places["D401/needs"] == ("BEA", "I4", "D401←DRE", "help")
    assert places["D405/gives"] == ("ENS", "I2", "D405→BEA", "done")
    assert places["D408/gives"] == ("EXT-CUSTOMS", "no date", "D408→ANC", "help")
    assert not any(key.startswith("D409") for key in places), "removed: there is none any more"
    assert grid.columns[grid.current] == "I4"
    assert "conflict, slack −1" in cell(ledger, "planning-board", "D401/gives").says


def test_the_board_without_an_interval_says_what_it_needs() -> None:
    from tests.test_insight_rules import snap_of

    shown = surface(snap_of(None), "planning-board")
    assert shown.grid is None
    assert "needs a planning interval" in shown.sections[0].empty


# -- retrospective and moving forward


def test_the_retrospective_keeps_two_lists_that_are_no_parked_topics(ledger: Ledger) -> None:
    planning.note_for_retro(ledger, "keep", "hourly checkpoints @GAN")
    planning.note_for_retro(ledger, "change", "food before the vote")
    keep, change = seen(ledger, "retro").sections
    assert [row.text for row in keep.rows] == ["hourly checkpoints"]
    assert [row.text for row in change.rows] == ["food before the vote"]
    with pytest.raises(RuleBroken, match="Say what to change"):
        planning.note_for_retro(ledger, "change", " ")
    assert seen(ledger, "forward").sections[1].rows == ()
    text = minutes(ledger)
    assert "Meet-after" not in text
    assert "## Retrospective: keep\n\n- **P1** hourly checkpoints\n" in text


def test_moving_forward_names_what_the_plan_still_owes(ledger: Ledger) -> None:
    capture(ledger, "action: book the rooms owner:RTE due:fri")
    capture(ledger, "topic: who owns test data")
    capture(ledger, "objective: without a value @CAP")
    record_vote(ledger, "FAT", read_tally("2 3 4"))
    steps, parked, owes = seen(ledger, "forward").sections
    assert [row.text for row in steps.rows] == ["book the rooms"]
    assert [row.text for row in parked.rows] == ["who owns test data"]
    assert {row.ref: row.note for row in owes.rows} == {
        "O415": "no planned value yet · committed or uncommitted?",
        "D408": "not agreed, needed now",
        "R12": "not ROAMed for 1 d",
        "FAT": "1 unheard",
    }


def test_the_plan_is_that_of_the_interval_the_event_names(ledger: Ledger) -> None:
    event = ledger.running
    assert event is not None
    with ledger.change("capture") as change:
        change.new("pi", {"short": "PI-27.1", "start": "2026-12-21", "end": "2027-03-14"})
        change.amend("event", event.id, {"pi": "PI-27.1"})
        change.new("objective", {"ref": "O501", "pi": "PI-27.1", "team": "DRE", "text": "next"})
    here = capture(ledger, "objective: said in the room @DRE").record
    snap = now_of(ledger)
    assert {o.ref for o in of_plan(snap, Objective, "objective")} == {"O501", here.ref}
    found = plan_interval(snap)
    assert found is not None
    assert found.short == "PI-27.1"
    assert record_vote(ledger, "DRE", read_tally("5")).round == 1, "another interval's first"


def test_an_event_plans_if_a_step_of_it_does(ledger: Ledger) -> None:
    assert ledger.running is not None
    assert not plans(ledger.running)
    from dataclasses import replace

    steps = (replace(ledger.running.steps[0], surface="votes"),)
    assert plans(replace(ledger.running, steps=steps))


def test_two_people_do_not_overwrite_each_others_value(ledger: Ledger, hands: Hands) -> None:
    found = ledger.find("O401")[1]
    assert isinstance(found, Objective)
    assert lacks(found) == ""
    with pytest.raises(ChangedMeanwhile), ledger.change("objective.value") as change:
        change.amend("objective", found.id, {"bv": 3}, expect_rev=found.rev + 1)


# -- undo and minutes

USE_CASES: dict[str, Callable[[Ledger], object]] = {
    "vote": lambda u: record_vote(u, "ART", read_tally("1"), concerns=["risk: x"]),
    "roti": lambda u: record_roti(u, _event(u), read_tally("4")),
    "answer": lambda u: planning.answer(u, "DRE", "risks", "help"),
    "review": lambda u: planning.note_concerns(u, "DRE", "load"),
    "value": lambda u: objectives.set_value(u, "O401", 3),
    "commitment": lambda u: objectives.set_committed(u, "O401", False),
    "retro": lambda u: planning.note_for_retro(u, "keep", "x"),
}


def _event(ledger: Ledger) -> Event:
    assert ledger.running is not None
    return ledger.running


@pytest.mark.parametrize("name", [*USE_CASES])
def test_each_use_case_is_one_entry_that_can_be_taken_back(ledger: Ledger, name: str) -> None:
    before, n = tables(ledger), ledger.db.state.n
    USE_CASES[name](ledger)
    assert ledger.db.state.n == n + 1
    assert tables(ledger) != before
    assert "." not in undo(ledger).what
    after = tables(ledger)
    for docs in (*before.values(), *after.values()):
        for doc in docs.values():
            doc.pop("rev", None)
    assert after == before


def minutes(ledger: Ledger) -> str:
    return event_minutes(now_of(ledger), _event(ledger))


def test_the_minutes_of_a_planning(ledger: Ledger, hands: Hands) -> None:
    planning.answer(ledger, "DRE", "risks", "not-yet")
    hands.on(minutes=60)
    planning.begin_checkpoint(ledger)
    planning.answer(ledger, "DRE", "risks", "help")
    first = record_vote(ledger, "DRE", read_tally("1 2 3"))
    voice_concern(ledger, first.id, "risk: *load* | <b>118</b> percent")
    record_vote(ledger, "DRE", read_tally("333"), change="O409 _uncommitted_")
    record_vote(ledger, "ART", read_tally("1:0 2:2 3:19 4:34 5:11"))
    record_roti(ledger, _event(ledger), read_tally("5 4 4"))
    text = minutes(ledger)
    assert "Left behind: 1 risk · 3 votes." in text.replace("So far:", "Left behind:")
    assert (
        """\
## Confidence vote

| Who | Round | Average | Hands | At 1 or 2 | Counts | Verdict |
| --- | ---: | ---: | ---: | ---: | --- | --- |
| DRE | 3 | 2.00 | 3 | 2 | 1:1 2:1 3:1 4:0 5:0 | rework |
| DRE | 4 | 3.00 | 3 | 0 | 1:0 2:0 3:3 4:0 5:0 | accept |
| ART | 2 | 3.82 | 66 | 2 | 1:0 2:2 3:19 4:34 5:11 | accept |

- DRE, round 3, concern: \\*load\\* \\| \\<b\\>118\\</b\\> percent (became R13)
- DRE, round 3: 1 at 1 or 2 not heard yet
- DRE, round 4, replanned before it: O409 \\_uncommitted\\_
- ART, round 2: 2 at 1 or 2 not heard yet

## Checkpoint 1, 09:00

| Team | capacity | stories | rest | dependencies | risks | objectives | owner |
| --- | --- | --- | --- | --- | --- | --- | --- |
| ANC |  |  |  |  |  |  |  |
"""
        in text
    )
    assert "## Checkpoint 2, 10:00" in text
    assert "| DRE |  |  |  |  | help |  |  |" in text
    assert "## Return on time invested\n\n4.33 of 5, 3 hands (1:0 2:0 3:0 4:2 5:1).\n" in text
