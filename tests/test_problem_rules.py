"""What a problem may say, and the fishbone: a tree whatever is done to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.domain import dots, fishbone
from store.domain.loop_records import Cause, Problem
from store.domain.problems import Names, hidden_solution, lacking, names_cause, refuse_part
from store.errors import ConsoleError, RuleBroken, UsageFault

NAMES = Names(people=("RTE", "SM-GAN", "PM", "Maria"), teams=("DRE", "Dredge", "FAT", "Fathom"))


@pytest.mark.parametrize(
    ("part", "text", "says"),
    [
        ("text", "Who broke the build", '"Who" looks for somebody'),
        ("text", "The build broke and it is the fault of testing", '"fault" looks for somebody'),
        ("effect", "people blame each other", '"blame" looks for somebody'),
        ("text", "SM-GAN forgot the freeze", '"forgot" looks for somebody'),
        ("text", "sm-gan came late", '"sm-gan" is a role or a person'),
        ("where", "at the desk of Maria", '"Maria" is a role or a person'),
        ("text", "the PM decides late", '"PM" is a role or a person'),
        ("text", "because DRE was late", '"DRE" is a team'),
        ("effect", "Fathom waits", '"Fathom" is a team'),
        ("when", "after Dredge delivers", '"Dredge" is a team'),
        ("text", "We should buy a second bench", '"We should" begins a solution'),
        ("text", "benches need to be shared", '"need to" begins a solution'),
        ("effect", "we must test earlier", '"we must" begins a solution'),
    ],
)
def test_a_statement_refuses_who_and_solutions(part: str, text: str, says: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        refuse_part(part, text, NAMES)
    assert says in refused.value.sentence


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("text", "Deliveries arrive one iteration late"),
        ("where", "Fathom, at the interface of DRE"),
        ("when", "after 3 PM on Fridays"),
        ("text", "the whole train waits"),
        ("text", "fat files take long to copy"),
        ("text", "a default setting hides errors"),
        ("effect", "no feedback for two weeks"),
    ],
)
def test_a_statement_takes_what_is_observed(part: str, text: str) -> None:
    refuse_part(part, text, NAMES)


def test_what_lacks_is_asked_and_never_refused() -> None:
    assert "lack of" in hidden_solution("lack of test benches")
    assert hidden_solution("benches are taken on most days") == ""
    assert names_cause("Slots clash as calendars differ", "each lab keeps its calendar")
    assert not names_cause("Deliveries are late", "each lab keeps its calendar")


def test_a_statement_is_agreed_once_its_four_parts_are_said() -> None:
    problem = Problem(id="q", ref="Q1", text="Deliveries arrive late", where="Fathom")
    assert lacking(problem, NAMES) == ("When?", "With which effect?")
    whole = replace(problem, when="in I4", effect="two objectives slipped")
    assert lacking(whole, NAMES) == ()
    assert len(lacking(replace(whole, text="DRE is late"), NAMES)) == 1


def chained(depth: int) -> Problem:
    """A chain of whys on one bone."""
    problem = Problem(id="q", ref="Q1", text="late")
    for level in range(depth):
        above = f"c{level}" if level else None
        fields = fishbone.add(problem, "so", None if above else "Tools", above)
        problem = replace(problem, **fields)
    return problem


def test_a_chain_ends_after_seven() -> None:
    assert fishbone.depth(chained(7), "c7") == 7
    with pytest.raises(RuleBroken, match="ends after 7"):
        chained(8)


def test_a_move_counts_what_hangs_below() -> None:
    problem = chained(5)
    problem = replace(problem, **fishbone.add(problem, "other", "Work"))
    for above in ("c6", "c7"):
        problem = replace(problem, **fishbone.add(problem, "deeper", under=above))
    with pytest.raises(RuleBroken, match="ends after 7"):
        fishbone.move(problem, "c6", "c5")
    with pytest.raises(RuleBroken, match="below itself"):
        fishbone.move(problem, "c6", "c8")
    moved = replace(problem, **fishbone.move(problem, "c6", "c4"))
    assert fishbone.depth(moved, "c8") == 7


def test_a_bone_with_causes_stays_and_a_renamed_one_keeps_them() -> None:
    problem = chained(2)
    with pytest.raises(RuleBroken, match="Causes hang on Tools"):
        fishbone.drop_bone(problem, "tools")
    renamed = replace(problem, **fishbone.rename_bone(problem, "Tools", "Benches"))
    assert [cause.key for cause in fishbone.in_order(renamed)] == ["c1", "c2"]
    with pytest.raises(RuleBroken, match="already"):
        fishbone.add_bone(renamed, "people")
    with pytest.raises(UsageFault, match="There are People"):
        fishbone.the_bone(problem, "xyz")


def test_taking_the_root_away_takes_the_choice_back() -> None:
    problem = replace(chained(3), root="c3")
    gone = replace(problem, **fishbone.take_away(problem, "c2"))
    assert [cause.key for cause in gone.causes] == ["c1"]
    assert gone.root is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [("5 3 8", [5, 3, 8]), ("5,3,8", [5, 3, 8]), ("c3:2 c1:4", [4, 0, 2]), ("C2=1", [0, 1, 0])],
)
def test_dots_are_read(typed: str, found: list[int]) -> None:
    assert list(dots.read_dots(typed, ["c1", "c2", "c3"]).values()) == found


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Type the dots"), ("5 3", "3 numbers are asked for"), ("5 3 8 1", "these are 4"),
        ("-1 2 3", "whole numbers"), ("1.5 2 3", "whole numbers"), ("c9:1", "no c9"),
        ("c1:1 c1:2", "named twice"), ("٣ 1 2", "whole numbers"),
    ],
)  # fmt: skip
def test_dots_that_cannot_be_read_are_refused(typed: str, says: str) -> None:
    with pytest.raises(UsageFault, match=says):
        dots.read_dots(typed, ["c1", "c2", "c3"])


def test_more_dots_than_there_are_are_refused_and_fewer_are_told() -> None:
    with pytest.raises(RuleBroken, match="13 dots are more than 4 × 3 = 12"):
        dots.check({"c1": 13}, 4, 3)
    assert dots.check({"c1": 12}, 4, 3) == ""
    assert dots.check({"c1": 10}, 4, 3) == "2 of 12 dots were not given"


def check_tree(problem: Problem) -> None:
    """No orphan, no cycle, no chain too long, no key twice, each cause reached once."""
    keys = [cause.key for cause in problem.causes]
    assert len(set(keys)) == len(keys)
    assert sorted(cause.key for cause in fishbone.in_order(problem)) == sorted(keys)
    for cause in problem.causes:
        assert (cause.bone is None) != (cause.under is None)
        assert fishbone.depth(problem, cause.key) <= fishbone.DEEPEST
        assert fishbone.chain(problem, cause.key)[0].bone in fishbone.bones_of(problem)
    assert problem.root is None or problem.root in keys


VERBS = st.tuples(
    st.sampled_from(("add", "why", "move", "hang", "away", "root", "bone", "rename", "drop")),
    st.integers(1, 12),
    st.integers(1, 12),
)


def done(problem: Problem, verb: str, one: int, two: int) -> Problem:
    bones = fishbone.bones_of(problem)
    bone = bones[two % len(bones)]
    fields = {
        "add": lambda: fishbone.add(problem, "so", bone),
        "why": lambda: fishbone.add(problem, "so", under=f"c{one}"),
        "move": lambda: fishbone.move(problem, f"c{one}", bone),
        "hang": lambda: fishbone.move(problem, f"c{one}", f"c{two}"),
        "away": lambda: fishbone.take_away(problem, f"c{one}"),
        "root": lambda: fishbone.choose(problem, f"c{one}"),
        "bone": lambda: fishbone.add_bone(problem, f"bone {one}"),
        "rename": lambda: fishbone.rename_bone(problem, bone, f"name {one}"),
        "drop": lambda: fishbone.drop_bone(problem, bone),
    }[verb]()
    return replace(problem, **fields)


@settings(max_examples=150, deadline=None)
@given(st.lists(VERBS, max_size=40))
def test_any_sequence_keeps_a_tree_and_reuses_no_key(verbs: list[tuple[str, int, int]]) -> None:
    problem = Problem(id="q", ref="Q1", text="late")
    ever: set[str] = set()
    for verb, one, two in verbs:
        before: tuple[Cause, ...] = problem.causes
        try:
            problem = done(problem, verb, one, two)
        except ConsoleError:
            assert problem.causes == before
            continue
        check_tree(problem)
        new = {cause.key for cause in problem.causes} - {cause.key for cause in before}
        assert not new & ever
        ever |= new
