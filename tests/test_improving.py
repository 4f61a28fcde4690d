"""Every deed from every state an improvement can be in, with the exact sentence of a refusal.

And the parts of it: what a deed demands, how figures and words are read, what they suggest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain import improving as rules
from store.domain.improving import DEEDS, STATES, Said, Where
from store.domain.records import Improvement
from store.errors import RuleBroken, UsageFault

SAID = {
    "accept": Said(owner="SM-GAN", metric="hours", base="16", goal="2"),
    "plan": Said(iteration="I5", owner="SM-GAN", metric="hours", base="16", goal="2"),
    "start": Said(owner="SM-GAN", metric="hours", goal="2"),
    "done": Said(owner="SM-GAN", metric="hours", goal="2"),
    "verify": Said(effect="partly", present="4"),
    "carry": Said(why="the rig came late", to="PI-27.1"),
    "drop": Said(why="the team is gone"),
    "reopen": Said(why="it came back"),
}
"""Each deed with all that it can demand."""

NOW = {
    "proposed": "accept, plan, carry, drop",
    "accepted": "plan, start, done, carry, drop",
    "planned": "plan, start, done, carry, drop",
    "doing": "done, carry, drop",
    "done": "verify, carry, drop",
    "verified": "reopen",
    "dropped": "reopen",
    "carried": "accept, plan, start, done, carry, drop",
}
"""What can be done in each state."""


def item(state: str = "proposed", **fields: Any) -> Improvement:  # noqa: ANN401 - fields by name
    known = Improvement(id="m", ref="M7", text="script the rebuild", state=state)
    return replace(known, **{"meant_for": "PI-26.4", "pi": "PI-26.4", **fields})


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", DEEDS)
def test_every_deed_from_every_state(state: str, name: str) -> None:
    before, deed = item(state), DEEDS[name]
    if name in NOW[state].split(", "):
        after = rules.done(before, deed, SAID[name], Where("2026-11-18", at=5, event="E8"))
        to = "proposed" if name == "reopen" else deed.to  # it never had an owner
        assert after["state"] == to
        step = after["steps_taken"]
        assert (step["state"], step["before"]) == (to, state)
        assert (step["on"], step["at"], step["event"]) == ("2026-11-18", 5, "E8")
    else:
        with pytest.raises(RuleBroken) as fault:
            rules.done(before, deed, SAID[name], Where("2026-11-18"))
        assert fault.value.sentence == f"M7 is {state}. What can be done now: {NOW[state]}."


LACKS = {
    ("proposed", "accept"): "To accept M7 needs an owner, a measure and where it should come "
    'to, like owner:SM-GAN measure:"hours to rebuild staging" goal:2',
    (
        "proposed",
        "plan",
    ): "To plan M7 needs the iteration that it is planned in, an owner, a measure "
    "and where it should come to, like iteration:I2 owner:SM-GAN "
    'measure:"hours to rebuild staging" goal:2',
    ("done", "verify"): "To verify M7 needs whether it moved, like effect:moved",
    ("doing", "carry"): "To carry M7 needs a reason. Say it in a line.",
    ("doing", "drop"): "To drop M7 needs a reason. Say it in a line.",
    ("dropped", "reopen"): "To reopen M7 needs a reason. Say it in a line.",
}


@pytest.mark.parametrize(("state", "name"), LACKS)
def test_what_a_deed_demands_is_said_with_an_example(state: str, name: str) -> None:
    with pytest.raises(RuleBroken) as fault:
        rules.done(item(state), DEEDS[name], Said(), Where("2026-11-18"))
    assert fault.value.sentence == LACKS[state, name]


def test_a_reopened_one_is_accepted_where_it_has_all_that_this_demands() -> None:
    whole = item("dropped", owner="PM", metric="hours", goal=2.0)
    after = rules.done(whole, DEEDS["reopen"], SAID["reopen"], Where("2026-11-18"))
    assert after["state"] == "accepted"


def test_what_its_state_demands_is_not_taken_away() -> None:
    with pytest.raises(RuleBroken) as fault:
        rules.refuse_to_say(item("doing", owner="PM"), {"owner": None})
    assert fault.value.sentence == "M7 is doing, which demands an owner. Name another one."
    rules.refuse_to_say(item("proposed", owner="PM"), {"owner": None})


def test_what_it_has_is_not_asked_for_again() -> None:
    whole = item(owner="PM", gauge="late-share", base=20.0, goal=10.0)
    assert rules.done(whole, DEEDS["accept"], Said(), Where("2026-11-18"))["state"] == "accepted"
    assert [need.field for need in rules.needs(whole, DEEDS["plan"])] == ["iteration", "why"]


def test_work_has_to_say_where_it_should_come_to_and_a_rule_has_not() -> None:
    needs = rules.needs(item(owner="PM", metric="x"), DEEDS["accept"])
    assert [(n.field, n.must) for n in needs] == [("goal", True), ("base", False), ("why", False)]
    rule = item(owner="PM", metric="x", nature="working agreement")
    assert [n.field for n in rules.needs(rule, DEEDS["accept"])] == ["why"]


def test_a_verdict_rests_on_a_value_or_on_what_was_seen() -> None:
    before, verify = item("done"), DEEDS["verify"]
    with pytest.raises(RuleBroken, match="rests on a value or on what was seen"):
        rules.done(before, verify, Said(effect="moved"), Where("2026-11-18"))
    for said, where in (
        (Said(effect="moved", present="3"), Where("2026-11-18")),
        (Said(effect="moved", why="rebuilt twice"), Where("2026-11-18")),
        (Said(effect="moved"), Where("2026-11-18", value=3.0)),
    ):
        assert rules.done(before, verify, said, where)["effect"] == "moved"
    known = replace(before, present=0.0)  # nought is a value
    assert rules.done(known, verify, Said(effect="no"), Where("x"))["steps_taken"]["value"] == 0.0


def test_a_carried_one_is_counted_and_loses_its_place() -> None:
    before = item("planned", planned="I5", times_carried=1)
    after = rules.done(before, DEEDS["carry"], SAID["carry"], Where("2026-11-18"))
    assert (after["times_carried"], after["meant_for"], after["pi"]) == (2, "PI-27.1", "PI-27.1")
    assert after["planned"] is None
    assert (after["steps_taken"]["left"], after["steps_taken"]["meant_for"]) == (
        "PI-26.4",
        "PI-27.1",
    )


@pytest.mark.parametrize(
    ("base", "goal", "value", "says"),
    [
        (16.0, 2.0, 2.0, "moved"), (16.0, 2.0, 1.0, "moved"), (16.0, 2.0, 2.1, "partly"),
        (16.0, 2.0, 13.2, "partly"), (16.0, 2.0, 13.3, "no effect"), (16.0, 2.0, 20.0, "no effect"),
        (10.0, 60.0, 60.0, "moved"), (10.0, 60.0, 20.0, "partly"), (10.0, 60.0, 5.0, "no effect"),
        (1.0, 0.0, 0.0, "moved"), (None, 2.0, 2.0, None), (16.0, None, 2.0, None),
        (16.0, 2.0, None, None), (4.0, 4.0, 4.0, None),
    ],
)  # fmt: skip
def test_what_the_figures_suggest(
    base: float | None, goal: float | None, value: float | None, says: str | None
) -> None:
    assert rules.suggested(item(base=base, goal=goal), value) == says


@given(st.text(max_size=20))
def test_a_figure_is_read_or_refused_in_a_sentence(text: str) -> None:
    said = "The goal is a number like 12 or 3.5, not "
    try:
        value = rules.read_figure(text, "The goal")
    except UsageFault as fault:
        value = 0.0 if fault.sentence.startswith(said) else float("nan")
    assert abs(value) <= 1e12


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12.0), (" 3,5 ", 3.5), ("−2", -2.0), ("40 %", 40.0), ("0", 0.0)]
)
def test_figures_as_people_type_them(text: str, value: float) -> None:
    assert rules.read_figure(text, "The goal") == value


@pytest.mark.parametrize("text", ["", "nan", "inf", "1e13", "many", "12 13"])
def test_what_is_no_figure(text: str) -> None:
    with pytest.raises(UsageFault):
        rules.read_figure(text, "The goal")


def test_words_of_natures_and_verdicts_by_their_beginning() -> None:
    assert rules.read_nature("Working-Agreement") == "working agreement"
    assert rules.read_nature("p") == "policy"
    assert (rules.read_effect("no"), rules.read_effect("PART")) == ("no effect", "partly")
    for bad in ("", "x", "moved a lot"):
        with pytest.raises(UsageFault, match="Say moved, partly, no effect"):
            rules.read_effect(bad)
    with pytest.raises(UsageFault, match="write one of backlog item, policy, working agreement"):
        rules.read_nature("rule")


def test_the_hypothesis_says_what_nobody_said_with_a_question_mark() -> None:
    assert rules.hypothesis(item(metric="hours", base=16.0, goal=2.0), by="18 Dec") == (
        "If we script the rebuild, then hours goes from 16 to 2 by 18 Dec."
    )
    assert rules.hypothesis(item(goal=2.0)) == (
        "If we script the rebuild, then ? goes from ? to 2."
    )
    assert rules.hypothesis(item(metric="hours")) == "If we script the rebuild, then hours moves."
