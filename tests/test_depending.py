"""The moves of dependencies and milestones: every state against every deed, with its sentence."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.domain import depending, milestones
from store.domain.depending import DEEDS, NEXT, WAYS, Said
from store.domain.records import Dependency, Iteration, Milestone, PlanningInterval
from store.errors import ChangedMeanwhile, ConsoleError, RuleBroken, UsageFault
from store.ledger import depending as use
from store.ledger.capturing import capture
from store.ledger.history import history
from store.ledger.ledger import Ledger
from store.ledger.undoing import undo
from tests.ledger_helpers import Hands, beside, sample_ledger

TODAY = date(2026, 11, 18)
PI = PlanningInterval(
    id="pi-4",
    short="PI-4",
    iterations=(
        Iteration(name="I3", start="2026-10-26", end="2026-11-06"),
        Iteration(name="I4", start="2026-11-09", end="2026-11-20"),
        Iteration(name="I5", start="2026-11-23", end="2026-12-04"),
    ),
)

SAYS = {
    "agree": Said(),
    "start": Said(),
    "deliver": Said(when="I4"),
    "accept": Said(),
    "remove": Said(way="slice", how="no new role"),
    "decline": Said(why="no room"),
    "miss": Said(why="yard closed"),
    "reopen": Said(why="it broke"),
}
"""What each deed demands, and no more."""

REOPEN_FIRST = "X1 is {state}. Reopen it first, with the reason."
TO_ACCEPT = "X1 is delivered. Accept it, or reopen it with the reason."
NOT_YET = "X1 is not delivered yet. Say first in which iteration it came."
TABLE: dict[tuple[str, str], str] = {
    ("proposed", "agree"): "agreed",
    ("proposed", "start"): "! X1 has no yes of its provider yet. Agree it first.",
    ("proposed", "deliver"): "! X1: to deliver it, say how it came without a yes. For example: "
    "agreed in the hallway",
    ("proposed", "accept"): "! " + NOT_YET,
    ("proposed", "remove"): "removed",
    ("proposed", "decline"): "declined",
    ("proposed", "miss"): "missed",
    ("proposed", "reopen"): "! X1 is only proposed, so there is nothing to reopen. Agree it first.",
    ("agreed", "agree"): "! X1 is agreed already. What can be done now: start, deliver, remove, "
    "decline, miss, reopen.",
    ("agreed", "start"): "in progress",
    ("agreed", "deliver"): "delivered",
    ("agreed", "accept"): "! " + NOT_YET,
    ("agreed", "remove"): "removed",
    ("agreed", "decline"): "declined",
    ("agreed", "miss"): "missed",
    ("agreed", "reopen"): "proposed",
    ("in progress", "agree"): "! X1 is in progress, so its yes stands. Deliver it next, or reopen "
    "it.",
    ("in progress", "start"): "! X1 is in progress already. What can be done now: deliver, "
    "remove, decline, miss, reopen.",
    ("in progress", "deliver"): "delivered",
    ("in progress", "accept"): "! " + NOT_YET,
    ("in progress", "remove"): "removed",
    ("in progress", "decline"): "declined",
    ("in progress", "miss"): "missed",
    ("in progress", "reopen"): "agreed",
    **{("delivered", deed): "! " + TO_ACCEPT for deed in ("agree", "start", "remove", "decline",
                                                          "miss")},
    ("delivered", "deliver"): "! X1 is delivered already. What can be done now: accept, reopen.",
    ("delivered", "accept"): "accepted",
    ("delivered", "reopen"): "in progress",
    **{("accepted", deed): "! " + REOPEN_FIRST.format(state="accepted") for deed in DEEDS},
    ("accepted", "accept"): "! X1 is accepted already. What can be done now: reopen.",
    ("accepted", "reopen"): "in progress",
    **{("declined", deed): "! " + REOPEN_FIRST.format(state="declined") for deed in DEEDS},
    ("declined", "decline"): "! X1 is declined already. What can be done now: remove, reopen.",
    ("declined", "remove"): "removed",
    ("declined", "reopen"): "proposed",
    **{("removed", deed): "! " + REOPEN_FIRST.format(state="removed") for deed in DEEDS},
    ("removed", "remove"): "! X1 is removed already. What can be done now: reopen.",
    ("removed", "reopen"): "agreed",
    **{("missed", deed): "! " + REOPEN_FIRST.format(state="missed") for deed in DEEDS},
    ("missed", "miss"): "! X1 is missed already. What can be done now: reopen.",
    ("missed", "reopen"): "agreed",
}  # fmt: skip
"""State and deed -> the state that follows, or "! " and the sentence of the refusal."""


def dep(**fields: Any) -> Dependency:  # noqa: ANN401 - fields of every type
    agreed = None if fields.get("state", "proposed") == "proposed" else "2026-10-01"
    known = {"id": "dependency-1", "ref": "X1", "provider": "DRE", "consumer": "BEA"}
    return Dependency(**{**known, "agreed": agreed, **fields})


def test_the_table_is_whole() -> None:
    assert set(TABLE) == {(state, deed) for state in NEXT for deed in DEEDS}


@pytest.mark.parametrize(("state", "deed"), [*TABLE])
def test_every_deed_in_every_state(state: str, deed: str) -> None:
    wanted = TABLE[(state, deed)]
    if wanted.startswith("! "):
        with pytest.raises(RuleBroken) as refused:
            depending.give(dep(state=state), deed, SAYS[deed], TODAY, PI)
        assert refused.value.sentence == wanted[2:]
    else:
        fields = depending.give(dep(state=state), deed, SAYS[deed], TODAY, PI)
        assert fields["state"] == wanted
        assert fields["touched"] == "2026-11-18"
    offered = [choice.name for choice in depending.choices(dep(state=state))]
    asks_more = (state, deed) == ("proposed", "deliver")
    assert (deed in offered) is (asks_more or not wanted.startswith("! "))


@pytest.mark.parametrize(
    ("state", "deed", "said", "sentence"),
    [
        ("agreed", "deliver", Said(), "X1: to deliver it, say the iteration. For example: I4"),
        ("agreed", "remove", Said(), "X1: to remove it, say the way and how it went away, in "
         "words. For example: slice booking needs no new role"),
        ("agreed", "remove", Said(way="slice"), "X1: to remove it, say how it went away, in "
         "words. For example: booking needs no new role"),
        ("agreed", "decline", Said(), "X1: to decline it, say the reason. For example: because "
         "the API is late"),
        ("agreed", "miss", Said(), "X1: to miss it, say the reason."),
        ("missed", "reopen", Said(), "X1: to reopen it, say the reason."),
        ("proposed", "deliver", Said(), "X1: to deliver it, say the iteration and how it came "
         "without a yes."),
        ("agreed", "deliver", Said(when="I5"), "X1: I5 has not begun, so nothing was delivered in "
         "it. Plan it there instead."),
        ("agreed", "deliver", Said(when="I9"), "PI-4 has no iteration 'I9'. Write one of: I3, I4, "
         "I5."),
        ("proposed", "agree", Said(when="I3"), "X1: I3 is over. Plan it in this iteration or a "
         "later one."),
        ("agreed", "remove", Said(way="magic", how="gone"), "There is no way 'magic'. Say one of: "
         "slice, re-sequence, design, team change."),
        ("delivered", "accept", Said(when="I4"), "X1: to accept it takes no iteration. Leave it "
         "out."),
        ("agreed", "decline", Said(why="no", how="x"), "X1: to decline it takes no how."),
        ("agreed", "explode", Said(), "A dependency knows no 'explode'. Say one of: agree,"),
    ],
)  # fmt: skip
def test_what_a_deed_demands_and_what_it_has_no_place_for(
    state: str, deed: str, said: Said, sentence: str
) -> None:
    with pytest.raises(ConsoleError) as refused:
        depending.give(dep(state=state), deed, said, TODAY, PI)
    assert refused.value.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("ends", "lacks"),
    [
        ({"provider": None}, "X1 names no provider."),
        ({"consumer": None}, "X1 names no consumer."),
        ({"provider": None, "consumer": None}, "X1 names no provider and no consumer."),
    ],
)
def test_a_yes_is_given_by_somebody_to_somebody(ends: dict[str, None], lacks: str) -> None:
    with pytest.raises(RuleBroken, match=lacks):
        depending.give(dep(**ends), "agree", Said(), TODAY, PI)


def test_each_state_keeps_what_it_demands() -> None:
    agreed = depending.give(dep(), "agree", Said(when="i5"), TODAY, PI)
    assert (agreed["agreed"], agreed["plan"]) == ("2026-11-18", "I5")
    done = depending.give(dep(state="agreed"), "deliver", Said(when="i4"), TODAY, PI)
    assert (done["done"], done["note"]) == ("I4", None)
    taken = depending.give(dep(state="delivered", done="I4"), "accept", Said(), TODAY, PI)
    assert taken["accepted"] == "2026-11-18"
    said = Said(way="re", how="b")
    gone = depending.give(dep(state="agreed"), "remove", said, TODAY, PI)
    assert (gone["way"], gone["how"]) == ("re-sequence", "b")


@pytest.mark.parametrize(
    ("before", "state", "gone", "kept"),
    [
        ({"state": "delivered", "done": "I4"}, "in progress", ("done",), ("agreed",)),
        ({"state": "accepted", "done": "I4", "accepted": "2026-11-17"}, "in progress",
         ("done", "accepted"), ("agreed",)),
        ({"state": "delivered", "agreed": None}, "proposed", ("done",), ()),
        ({"state": "agreed"}, "proposed", ("agreed",), ()),
        ({"state": "declined"}, "proposed", ("agreed",), ()),
        ({"state": "removed", "way": "slice", "how": "sliced"}, "agreed", ("how",), ("way",)),
        ({"state": "missed", "agreed": None}, "proposed", (), ()),
    ],
)  # fmt: skip
def test_reopening_goes_one_step_back(
    before: dict[str, Any], state: str, gone: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    fields = depending.give(dep(**before), "reopen", Said(why="it broke"), TODAY, PI)
    assert (fields["state"], fields["note"]) == (state, "it broke")
    for name in gone:
        assert fields[name] is None
    assert not set(kept) & set(fields)
    if before["state"] == "removed":
        assert fields["away"] == "sliced", "how it went away may be how it goes again"


# -- iterations and ways


@pytest.mark.parametrize(
    ("text", "way"),
    [("slice", "slice"), ("SL", "slice"), ("resequence", "re-sequence"), ("re", "re-sequence"),
     ("re-sequence", "re-sequence"), ("sequence", "re-sequence"), ("design", "design"),
     ("team", "team change"), ("team-change", "team change"), ("teamchange", "team change")],
)  # fmt: skip
def test_a_way_is_named_by_its_beginning(text: str, way: str) -> None:
    assert depending.way_named(text) == way
    assert way in WAYS


@pytest.mark.parametrize("text", ["", " ", "magic", "slices"])
def test_there_is_no_fifth_way(text: str) -> None:
    with pytest.raises(UsageFault, match="slice, re-sequence, design, team change"):
        depending.way_named(text)


def test_iterations_move_and_settled_ones_stay() -> None:
    one = dep(state="agreed", plan="I4", need="I4")
    assert depending.moved(one, "i5", None, TODAY, PI) == {"plan": "I5", "touched": "2026-11-18"}
    assert depending.moved(one, "", "I5", TODAY, PI) == {
        "plan": None, "need": "I5", "touched": "2026-11-18",
    }  # fmt: skip
    assert depending.moved(one, None, "I3", TODAY, PI)["need"] == "I3", "a need may be late"
    with pytest.raises(RuleBroken, match="planned in I4 and needed by I4 already"):
        depending.moved(one, "I4", None, TODAY, PI)
    with pytest.raises(RuleBroken, match="I3 is over"):
        depending.moved(one, "I3", None, TODAY, PI)
    for state in ("accepted", "declined", "removed", "missed", "delivered"):
        with pytest.raises(RuleBroken, match=f"X1 is {state}, so its iterations stay"):
            depending.moved(dep(state=state), "I5", None, TODAY, PI)


def test_an_interval_without_iterations_takes_numbers_only() -> None:
    bare = PlanningInterval(id="pi-3", short="PI-3")
    assert depending.iteration_named(bare, "i3") == "I3"
    with pytest.raises(UsageFault, match="PI-3 has no iteration 'soon'"):
        depending.iteration_named(bare, "soon")


def test_how_it_could_go_away_is_kept_and_said_anew() -> None:
    fields = depending.could_go(dep(), "sl", "no new role", TODAY)
    assert (fields["way"], fields["away"]) == ("slice", "no new role")
    with pytest.raises(RuleBroken, match="says just that already"):
        depending.could_go(dep(way="slice", away="no new role"), "slice", "no new role", TODAY)
    with pytest.raises(RuleBroken, match="say in words how it could go away"):
        depending.could_go(dep(), "slice", "", TODAY)
    with pytest.raises(RuleBroken, match="has gone away already: sliced"):
        depending.could_go(dep(state="removed", how="sliced"), "slice", "x", TODAY)


# -- milestones

STONES: dict[tuple[str, str], str] = {
    ("planned", "reach"): "reached",
    ("planned", "miss"): "missed",
    ("planned", "reopen"): "! L1 is planned already.",
    ("reached", "reach"): "! L1 is reached already.",
    ("reached", "miss"): "! L1 is reached. Reopen it first, with the reason.",
    ("reached", "reopen"): "planned",
    ("missed", "reach"): "! L1 is missed. Reopen it first, with the reason.",
    ("missed", "miss"): "! L1 is missed already.",
    ("missed", "reopen"): "planned",
}


def stone(**fields: Any) -> Milestone:  # noqa: ANN401 - fields of every type
    return Milestone(**{"id": "milestone-1", "ref": "L1", **fields})


@pytest.mark.parametrize(("state", "deed"), [*STONES])
def test_every_deed_of_a_milestone(state: str, deed: str) -> None:
    wanted = STONES[(state, deed)]
    if wanted.startswith("! "):
        with pytest.raises(RuleBroken) as refused:
            milestones.give(stone(state=state), deed, "because")
        assert refused.value.sentence == wanted[2:]
        return
    assert milestones.give(stone(state=state), deed, "because")["state"] == wanted
    if deed != "reach":
        with pytest.raises(RuleBroken, match=f"to {deed} it, say the reason"):
            milestones.give(stone(state=state), deed, "")


def test_a_milestone_moves_with_a_reason_while_it_is_planned() -> None:
    one = stone(iteration="I4")
    assert milestones.moved(one, "I5", None, "yard")["iteration"] == "I5"
    with pytest.raises(RuleBroken, match="Say why it moves"):
        milestones.moved(one, "I5", None, "")
    with pytest.raises(RuleBroken, match="lies there already"):
        milestones.moved(one, "I4", None, "yard")
    with pytest.raises(RuleBroken, match="L1 is reached"):
        milestones.moved(stone(state="reached"), "I5", None, "yard")


# -- use-cases


@pytest.fixture
def ledger() -> Ledger:
    return sample_ledger(Hands())


def test_a_dependency_goes_its_way_and_each_step_can_be_taken_back(ledger: Ledger) -> None:
    made = use.do(ledger, "D408", "agree", Said(when="i5"))
    assert (made.state, made.agreed, made.plan) == ("agreed", "2026-11-18", "I5")
    use.do(ledger, "D408", "start", Said())
    made = use.do(ledger, "D408", "deliver", Said(when="I4", why="  on   time "))
    assert (made.state, made.done, made.note) == ("delivered", "I4", "on time")
    made = use.do(ledger, "D408", "accept", Said())
    assert (made.accepted, made.note) == ("2026-11-18", None)
    assert undo(ledger).what == "how a dependency stands"
    assert use.the_dependency(ledger, "D408").state == "delivered"


def test_iterations_are_those_of_the_dependencys_own_interval(ledger: Ledger) -> None:
    assert use.plan(ledger, "d401", plan="I4").plan == "I4"
    with pytest.raises(UsageFault, match=r"PI-26\.4 has no iteration 'I9'"):
        use.plan(ledger, "D401", plan="I9")
    assert use.plan(ledger, "D401", plan="").plan is None
    assert undo(ledger).what == "the other iterations of a dependency"


def test_only_a_dependency_and_only_as_it_was_seen(ledger: Ledger) -> None:
    with pytest.raises(UsageFault, match="R12 is no dependency"):
        use.do(ledger, "R12", "agree", Said())
    with pytest.raises(UsageFault, match="D401 is no milestone"):
        use.mark(ledger, "D401", "reach")
    seen = use.the_dependency(ledger, "D404")
    other = beside(ledger, "SM-DRE", Hands())
    use.do(other, "D404", "start", Said())
    with pytest.raises(ChangedMeanwhile):
        use.do(ledger, "D404", "miss", Said(why="no room"), seen.rev)
    ledger.catch_up()
    assert use.the_dependency(ledger, "D404").state == "in progress"


def test_too_many_words_are_refused_and_odd_ones_kept_harmless(ledger: Ledger) -> None:
    with pytest.raises(UsageFault, match="at most 2,000"):
        use.do(ledger, "D404", "miss", Said(why="x" * 2_001))
    with pytest.raises(RuleBroken, match="say the reason"):
        use.do(ledger, "D404", "miss", Said(why="\x1b[2J \x07"))
    made = use.could_go_away(ledger, "D404", "slice", "[bold]one[/] 漢字\x1b[2J")
    assert (made.way, made.away) == ("slice", "[bold]one[/] 漢字")


def test_a_milestone_is_moved_missed_and_reopened(ledger: Ledger) -> None:
    with ledger.change("capture") as change:
        change.new("milestone", {"text": "season opens", "iteration": "I4", "pi": "PI-26.4"})
    made = use.move_milestone(ledger, "L1", iteration="i5", why="the yard is closed")
    assert (made.iteration, made.note) == ("I5", "the yard is closed")
    made = use.move_milestone(ledger, "L1", iteration="", due="4 dec", why="a day is known")
    assert (made.iteration, made.due) == (None, "2026-12-04")
    assert use.mark(ledger, "L1", "miss", "not in time").state == "missed"
    assert use.mark(ledger, "L1", "reopen", "it was after all").state == "planned"
    assert use.mark(ledger, "L1", "reach").state == "reached"
    assert undo(ledger).what == "how a milestone stands"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([*DEEDS]), st.builds(
            Said,
            why=st.sampled_from([None, "because"]),
            way=st.sampled_from([None, "slice", "team", "magic"]),
            how=st.sampled_from([None, "another cut"]),
            when=st.sampled_from([None, "I3", "I4", "I6", "nonsense"]),
        )),
        st.tuples(st.sampled_from([*DEEDS]), st.none()),
        st.tuples(st.just("plan"), st.sampled_from(["I4", "I5", "", "I9"])),
        st.tuples(st.just("away"), st.sampled_from(["one", "two", ""])),
    ),
    max_size=14,
)  # fmt: skip


def _take(ledger: Ledger, ref: str, step: tuple[str, Any]) -> None:
    deed, said = step
    if deed == "plan":
        use.plan(ledger, ref, plan=said)
    elif deed == "away":
        use.could_go_away(ledger, ref, "design", said)
    elif said is None:  # exactly what the deed demands
        needed = depending.needs(use.the_dependency(ledger, ref), deed)
        whole = {"why": "because", "way": "slice", "how": "cut", "when": "I4"}
        use.do(ledger, ref, deed, Said(**{need.field: whole[need.field] for need in needed}))
    else:
        use.do(ledger, ref, deed, said)


def _demands(found: Dependency) -> None:
    if found.state in ("agreed", "in progress"):
        assert found.agreed, found
        assert found.provider, found
    if found.state in ("delivered", "accepted"):
        assert found.done, found
        assert found.agreed or found.note or found.state == "accepted", found
    else:
        assert found.done is None, found
    assert (found.accepted is not None) is (found.state == "accepted"), found
    if found.state in ("declined", "missed"):
        assert found.note, found
    if found.state == "removed":
        assert found.way in WAYS, found
        assert found.how, found
    assert found.state in NEXT, found


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_no_sequence_loses_history_or_leaves_a_state_without_what_it_demands(
    steps: list[tuple[str, Any]],
) -> None:
    ledger = sample_ledger(Hands())
    ref = capture(ledger, "dependency: DRE>BEA wait feed need:I5 plan:I5").record.ref
    kept = [json.dumps(entry) for entry in ledger.db.log.past()][::-1]
    for step in steps:
        before = use.the_dependency(ledger, ref)
        with suppress(ConsoleError):
            _take(ledger, ref, step)
        now = [json.dumps(entry) for entry in ledger.db.log.past()][::-1]
        assert now[: len(kept)] == kept, "what was written is never rewritten"
        if len(now) == len(kept):
            assert use.the_dependency(ledger, ref) == before, "a refusal changes nothing"
        kept = now
        found = use.the_dependency(ledger, ref)
        assert (found.text, found.at, found.ref) == (before.text, before.at, before.ref)
        _demands(found)
    assert len(history(ledger, "dependency", found)) == found.rev if steps else True


def test_what_somebody_changed_meanwhile_is_said_before_any_rule_speaks() -> None:
    ledger = sample_ledger(Hands())
    seen = use.the_dependency(ledger, "D408")
    use.do(ledger, "D408", "agree", Said())
    with pytest.raises(ChangedMeanwhile):
        use.do(ledger, "D408", "agree", Said(), seen.rev)
    with pytest.raises(ChangedMeanwhile):
        use.plan(ledger, "D408", plan="I1", expect_rev=seen.rev)
