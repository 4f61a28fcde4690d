"""The workshop through its keys, at both sizes."""

from __future__ import annotations

import pytest

from console.screens.workshop import WorkshopScreen
from store.domain.loop_records import Problem
from store.ledger import problem_solving, running
from tests.screen_helpers import Clock, Room, room, sample_ledger

SIZES = [(120, 36), (80, 24)]


def the(r: Room) -> Problem:
    """The one problem."""
    (problem,) = r.app.session.snapshot.problems
    return problem


def key_of(r: Room) -> str:
    """What the cursor of the workshop is on."""
    assert isinstance(r.screen, WorkshopScreen)
    return r.screen.key


@pytest.mark.parametrize("size", [(80, 24)])
async def test_from_a_statement_to_an_item_by_keys(size: tuple[int, int]) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    running.start(ledger, "ia")
    running.go_to(ledger, "agree")
    async with room(size, clock, ledger) as r:
        await r.press("E", "v")
        await r.type("SM-DRE is late")
        await r.press("enter")
        assert "is a role or a person" in " ".join(r.text.replace("│", " ").split())
        await r.press(*["backspace"] * 14)
        await r.type("Deliveries are late")
        for words in ("Fathom", "in I4", "O3 slipped", "Blue"):
            await r.press("down")
            await r.type(words)
        await r.press("enter")
        assert isinstance(r.screen, WorkshopScreen)
        assert the(r).effect == "O3 slipped"
        assert "Deliveries are late" in r.text
        await r.press("2", "n")
        await r.type("no slots\nfew people\n")
        await r.press("escape")
        assert [(c.text, c.bone) for c in the(r).causes] == [
            ("no slots", "People"), ("few people", "People")]  # fmt: skip
        await r.press("w")
        await r.type("nobody counts them\n")
        await r.press("escape")
        assert the(r).causes[-1].under == "c2"
        await r.press("m")
        await r.type("tools\n")
        assert the(r).causes[-1].bone == "Tools"
        assert "Causes on 2 bones so far" in r.text
        await r.press("v")
        await r.type("4")
        await r.press("down", "down")
        await r.type("3 2 9")
        await r.press("enter")
        assert "14 dots are more than 4 × 3 = 12" in r.text
        await r.press("backspace")
        await r.type("7")
        await r.press("enter")
        assert [c.dots for c in the(r).causes] == [3, 2, 7]
        await r.press("3", "o")
        assert the(r).root == "c3"
        assert "chosen: c3 nobody counts them" in r.text
        await r.press("4", "enter")
        await r.type("Nobody sees that slots are short\n")
        assert the(r).restated
        await r.press("5", "n")
        await r.type("count slots; hang up a list\n")
        await r.press("escape")
        assert [one.text for one in the(r).solutions] == ["count slots", "hang up a list"]
        await r.press("6", "enter")
        await r.press("enter")
        assert the(r).solutions[0].became
        assert "count slots" in r.text


async def test_taking_away_needs_two_keys_and_undo_brings_it_back() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    made = problem_solving.start(ledger, {"text": "late"})
    problem_solving.add_cause(ledger, made.ref, "one", bone="People")
    problem_solving.add_cause(ledger, made.ref, "two", under="c1")
    async with room((80, 24), clock, ledger) as r:
        r.app.push_screen(WorkshopScreen(made.id, 1))
        await r.pilot.pause()
        await r.press("j", "D")
        assert "1 cause below it" in r.text
        await r.press("D", "enter")
        assert len(the(r).causes) == 2
        await r.press("D", "y")
        assert the(r).causes == ()
        await r.press("u")
        assert [cause.key for cause in the(r).causes] == ["c1", "c2"]


async def test_sixty_causes_scroll_and_brackets_turn_to_the_other_group() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    made = problem_solving.start(ledger, {"text": "late", "group": "Blue"})
    problem_solving.start(ledger, {"text": "early", "group": "Red"})
    for number in range(60):
        problem_solving.add_cause(ledger, made.ref, f"cause number {number}", bone="Work")
    async with room((80, 24), clock, ledger) as r:
        r.app.push_screen(WorkshopScreen(made.id, 1))
        await r.pilot.pause()
        assert "cause number 59" not in r.text
        await r.press("G", "k")
        assert "cause number 59" in r.text
        await r.press("right_square_bracket")
        assert "group Red" in r.text
        await r.press("left_square_bracket")
        assert "group Blue" in r.text


async def test_a_pasted_list_loses_no_line_and_capture_stays_at_hand() -> None:
    from textual.events import Paste

    clock = Clock()
    ledger = sample_ledger(clock)
    made = problem_solving.start(ledger, {"text": "late"})
    async with room((120, 36), clock, ledger) as r:
        r.app.push_screen(WorkshopScreen(made.id, 4))
        await r.pilot.pause()
        await r.press("n")
        assert r.app.focused is not None
        r.app.focused.post_message(Paste("one list\n\n- a calendar\nthree"))
        await r.pilot.pause()
        await r.press("enter", "escape")
        assert [one.text for one in the(r).solutions] == ["one list", "a calendar", "three"]
        before = len(r.app.session.snapshot.risks)
        await r.capture("r", "the bench breaks")
        assert len(r.app.session.snapshot.risks) == before + 1


LONG = "the planning board is shown once and never opened again, so that what moves is not seen"


@pytest.mark.parametrize("size", SIZES)
async def test_no_word_of_problem_or_cause_is_cut(size: tuple[int, int]) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    text = "Deliveries at the interfaces arrive one iteration after they are needed, most times"
    made = problem_solving.start(ledger, {"text": text, "group": "Blue"})
    for under in (None, "c1", "c2"):
        bone = None if under else "Work"
        problem_solving.add_cause(ledger, made.ref, LONG, bone=bone, under=under)
    async with room(size, clock, ledger) as r:
        r.app.push_screen(WorkshopScreen(made.id, 1))
        await r.pilot.pause()
        lines = r.text.splitlines()
        head = " ".join(" ".join(line.split()) for line in lines[:5])
        assert "arrive one iteration after they are needed, most times" in head
        assert "Q1 · group Blue" in lines[0]
        words = " ".join(r.text.translate(str.maketrans("│├└─", "    ")).split())
        assert words.count(LONG) == 3
        await r.press("j", "j", "j", "j", "j", "j")
        assert key_of(r) == "c3", "one item each, however long"


@pytest.mark.parametrize("size", SIZES)
async def test_the_pareto_chart_has_the_cursor_and_marks_what_was_chosen(
    size: tuple[int, int],
) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    made = problem_solving.start(ledger, {"text": "late"})
    for words in ("few slots", LONG, "one bench"):
        problem_solving.add_cause(ledger, made.ref, words, bone="Work")
    async with room(size, clock, ledger) as r:
        r.app.push_screen(WorkshopScreen(made.id, 2))
        await r.pilot.pause()
        assert "Nobody gave dots yet" in r.text
        await r.press("v")
        await r.type("4")
        await r.press("down", "down")
        await r.type("3 8 1\n")
        assert "80 %" in r.text
        shares = [line.split()[-2] for line in r.text.splitlines() if line.endswith("% ")]
        assert shares == ["67", "92", "100"], "from the most on, with the sum so far"
        assert f"c2 {LONG}" in " ".join(r.text.split()), "the bar's words are cut, these are not"
        await r.press("j", "o")
        assert the(r).root == "c1"
        assert "chosen: c1 few slots" in r.text
        await r.press("k", "e")
        await r.type("it is shown once\n")
        assert the(r).causes[1].text == "it is shown once"
        await r.press("v", "down", "down")
        await r.press(*["backspace"] * 5)
        await r.type("3 1 8\n")
        assert key_of(r) == "c2", "the cursor keeps to its bar"
