"""The workshop's use-cases: one linked record, nothing lost, everything taken back by undo."""

from __future__ import annotations

import pytest

from store.domain.loop_records import Improvement, Problem
from store.errors import ChangedMeanwhile, RuleBroken, UsageFault
from store.exchange.minutes import event_minutes
from store.exchange.problem_md import problem_markdown
from store.insight.charts import cumulative
from store.insight.expected_loop import LOOP_CONDITIONS
from store.insight.problem_tree import tree_lines
from store.insight.problems import asks, few, is_agreed, pareto_of, suggestion
from store.insight.surfaces import surface
from store.ledger import making_items, problem_solving, running, undoing
from store.ledger.ledger import Ledger
from tests.ledger_helpers import Hands, beside, now_of, sample_ledger, tables

STATEMENT = {
    "text": "Deliveries arrive one iteration late",
    "where": "Fathom",
    "when": "in I2 and I4",
    "effect": "two objectives slipped",
    "group": "Blue",
}


def problem_of(ledger: Ledger) -> Problem:
    """A problem with three causes on three bones."""
    made = problem_solving.start(ledger, STATEMENT)
    problem_solving.add_cause(ledger, made.ref, "slots are given on the day", bone="Process")
    problem_solving.add_cause(ledger, made.ref, "one bench", bone="Tools")
    problem_solving.add_cause(ledger, made.ref, "estimates leave it out", bone="Work")
    return problem_solving.add_cause(ledger, made.ref, "lists differ", under="c1")


def test_a_refused_statement_leaves_nothing() -> None:
    ledger = sample_ledger(Hands())
    before = tables(ledger)
    with pytest.raises(RuleBroken, match="is a role or a person"):
        problem_solving.start(ledger, {**STATEMENT, "text": "SM-DRE comes late"})
    with pytest.raises(RuleBroken, match="is a team"):
        problem_solving.start(ledger, {**STATEMENT, "effect": "DRE waits"})
    with pytest.raises(UsageFault, match="Say what happens"):
        problem_solving.start(ledger, {**STATEMENT, "text": " "})
    assert tables(ledger) == before


def test_a_candidate_is_a_draft_until_the_group_agrees() -> None:
    ledger = sample_ledger(Hands())
    risk = ledger.snapshot().risks[0].ref
    made = problem_solving.start_from(ledger, "DRE>FAT was late 3 times", [risk, risk])
    assert made.links == (risk,)
    assert not is_agreed(made, now_of(ledger))
    now = problem_solving.agree(ledger, made.ref, STATEMENT)
    assert is_agreed(now, now_of(ledger))


def test_two_people_who_add_causes_lose_none() -> None:
    hands = Hands()
    ledger = sample_ledger(hands)
    made = problem_of(ledger)
    other = beside(ledger, "PM", hands)
    problem_solving.add_cause(other, made.ref, "from the other", bone="People")
    now = problem_solving.add_cause(ledger, made.ref, "from the one", bone="People")
    assert [cause.text for cause in now.causes[-2:]] == ["from the other", "from the one"]
    assert [cause.key for cause in now.causes] == ["c1", "c2", "c3", "c4", "c5", "c6"]


def test_causes_carry_no_name() -> None:
    ledger = sample_ledger(Hands())
    made = problem_of(ledger)
    doc = tables(ledger)["problem"][made.id]
    assert all("by" not in cause for cause in doc["causes"])
    with pytest.raises(RuleBroken, match="whole room"):
        problem_solving.add_cause(ledger, made.ref, "private: about somebody", bone="People")


def test_dots_land_in_the_order_of_the_tree_and_not_on_a_changed_one() -> None:
    hands = Hands()
    ledger = sample_ledger(hands)
    made = problem_of(ledger)
    now, left = problem_solving.give_dots(ledger, made.ref, "2 6 3 1", 5)
    assert {cause.key: cause.dots for cause in now.causes} == {"c1": 2, "c4": 6, "c2": 3, "c3": 1}
    assert left == "3 of 15 dots were not given"
    with pytest.raises(RuleBroken, match="16 dots are more than 5 × 3 = 15"):
        problem_solving.give_dots(ledger, made.ref, "10 6 0 0")
    problem_solving.add_cause(beside(ledger, "PM", hands), made.ref, "later", bone="Process")
    with pytest.raises(ChangedMeanwhile):
        problem_solving.give_dots(ledger, made.ref, "2 6 3 1", expect_rev=now.rev)


def test_pareto_reaches_100_and_points_at_the_few() -> None:
    ledger = sample_ledger(Hands())
    made = problem_of(ledger)
    assert pareto_of(made) is None
    now, _ = problem_solving.give_dots(ledger, made.ref, "2 6 2 0", 5)
    chart = pareto_of(now)
    assert chart is not None
    assert [value for _, value in chart.bars] == [6, 2, 2]
    assert cumulative(chart) == pytest.approx((60, 80, 100))
    assert [cause.key for cause in few(now)] == ["c4", "c1"]
    assert suggestion(now).startswith("c4 has most")
    level, _ = problem_solving.give_dots(ledger, made.ref, "4 4 2 0")
    assert suggestion(level) == "c1, c4 are level with 4 dots: which one?"


def test_a_shallow_root_is_asked_about_and_not_forbidden() -> None:
    ledger = sample_ledger(Hands())
    made = problem_of(ledger)
    assert asks(made) == ()
    now = problem_solving.choose_root(ledger, made.ref, "c1")
    assert now.root == "c1"
    assert "c1 is 1 cause deep" in asks(now)[0]


def test_an_item_and_its_problem_know_each_other_and_undo_parts_them() -> None:
    ledger = sample_ledger(Hands())
    ref = problem_of(ledger).ref
    with pytest.raises(RuleBroken, match="no biggest cause yet"):
        problem_solving.restate(ledger, ref, "Lists of slots differ")
    problem_solving.choose_root(ledger, ref, "c4")
    problem_solving.restate(ledger, ref, "Lists of slots differ")
    now = problem_solving.add_solutions(ledger, ref, ["one list", "- a calendar", ""])
    assert [(one.key, one.text) for one in now.solutions] == [("s5", "one list"),
                                                             ("s6", "a calendar")]  # fmt: skip
    before = tables(ledger)
    problem, item = making_items.make_item(
        ledger, ref, "s6", {"metric": "late deliveries", "base": "8", "goal": "2,5",
                            "nature": "working", "owner": "rte"})  # fmt: skip
    assert isinstance(item, Improvement)
    assert (item.problem, item.cause, item.state) == (ref, "lists differ", "proposed")
    assert (item.base, item.goal, item.owner) == (8, 2.5, "RTE")
    assert item.nature == "working agreement"
    assert problem.solutions[1].became == item.ref
    with pytest.raises(RuleBroken, match="already"):
        making_items.make_item(ledger, ref, "s6", {})
    with pytest.raises(RuleBroken, match="stays"):
        problem_solving.take_away(ledger, ref, "s6")
    undoing.undo(ledger)
    after = tables(ledger)
    assert after["improvement"] == before["improvement"]
    assert after["problem"][problem.id]["solutions"] == before["problem"][problem.id]["solutions"]


@pytest.mark.parametrize("bad", [{"base": "many"}, {"goal": "nan"}, {"nature": "x"}, {"xyz": "1"}])
def test_an_item_refuses_what_it_cannot_read(bad: dict[str, str]) -> None:
    ledger = sample_ledger(Hands())
    ref = problem_of(ledger).ref
    problem_solving.add_solutions(ledger, ref, ["one list"])
    before = tables(ledger)
    with pytest.raises(UsageFault):
        making_items.make_item(ledger, ref, "s5", bad)
    assert tables(ledger) == before


def test_a_gathered_problem_stays_as_it_is_until_it_is_opened_again() -> None:
    ledger = sample_ledger(Hands())
    ref = problem_of(ledger).ref
    assert problem_solving.gather(ledger, ref, "well seen").state == "gathered"
    with pytest.raises(RuleBroken, match="is gathered"):
        problem_solving.add_cause(ledger, ref, "more", bone="People")
    assert problem_solving.reopen(ledger, ref).note is None
    with pytest.raises(UsageFault, match="Say why"):
        problem_solving.drop(ledger, ref, " ")
    assert problem_solving.drop(ledger, ref, "because it went away").note == "it went away"


def test_each_step_says_what_lacks_and_then_nothing() -> None:
    ledger = sample_ledger(Hands())
    names = ("problem-agreed", "causes-found", "root-chosen", "problem-restated",
             "solutions-found", "items-made")  # fmt: skip

    def lacks() -> list[str]:
        return [name for name in names if LOOP_CONDITIONS[name](now_of(ledger))]

    assert lacks() == list(names)
    ref = problem_solving.start(ledger, STATEMENT).ref
    assert lacks() == list(names[1:])
    for bone in ("Process", "Tools", "Work"):
        problem_solving.add_cause(ledger, ref, "so", bone=bone)
    problem_solving.choose_root(ledger, ref, "c1")
    problem_solving.restate(ledger, ref, "It is so")
    problem_solving.add_solutions(ledger, ref, ["do it"])
    assert lacks() == ["items-made"]
    making_items.make_item(ledger, ref, "s4", {})
    assert lacks() == []


def test_minutes_and_a_copy_hold_the_tree_and_nothing_acts() -> None:
    ledger = sample_ledger(Hands())
    event = running.start(ledger, "ia")
    ref = problem_of(ledger).ref
    problem_solving.add_cause(ledger, ref, "<b>bold</b> | [x](y)", bone="Environment")
    now, _ = problem_solving.give_dots(ledger, ref, "c4:3 c1:1", 5)
    copied = problem_markdown(now, now_of(ledger))
    assert "\n    - c4 lists differ (3 dots)\n" in copied
    assert "| c4 lists differ | 3 | 75 % |" in copied
    assert "<b>" not in copied
    assert "](y)" not in copied.replace("\\]", "")
    said = event_minutes(now_of(ledger), now_of(ledger).event_called(event.ref) or event)
    assert "## Problems worked through" in said
    assert "c4 lists differ" in said


def test_surfaces_show_each_group_and_teach_where_there_is_none() -> None:
    ledger = sample_ledger(Hands())
    assert "Press v" in surface(now_of(ledger), "ws-problem").sections[0].empty
    problem_of(ledger)
    problem_solving.start(ledger, {"text": "Feedback comes late", "group": "Red"})
    shown = surface(now_of(ledger), "ws-causes")
    assert [row.ref for row in shown.sections[0].rows] == ["Q1", "Q2"]
    assert "4 causes on 3 bones" in shown.sections[0].rows[0].note
    assert [section.title for section in shown.sections[1:]] == [
        "Q1 · group Blue: Fishbone: 4 causes on 3 bones",
        "Q2 · group Red: Fishbone: no causes yet",
    ]


def test_a_tree_is_drawn_bone_by_bone() -> None:
    problem = problem_of(sample_ledger(Hands()))
    assert tree_lines(problem) == (
        "People",
        "Process",
        "└─ c1 slots are given on the day",
        "   └─ c4 lists differ",
        "Tools",
        "└─ c2 one bench",
        "Work",
        "└─ c3 estimates leave it out",
        "Environment",
    )
