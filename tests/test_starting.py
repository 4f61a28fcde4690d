"""Starting an event from the list: which one, how long its steps are to be, and what is usual."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.screens.room import RoomScreen
from console.screens.starting import StartScreen
from console.templates import templates_folder
from store.domain.clock import Phase
from store.insight.learned import learned, suggested
from store.ledger import running
from store.ledger.ledger import Ledger
from tests.screen_helpers import Clock, room, sample_ledger

pytestmark = pytest.mark.usefixtures("seven_steps")

SIZES = [(120, 36), (80, 24)]
MINUTE = 60_000


def held(ledger: Ledger, clock: Clock, *minutes: int) -> None:
    """Hold an ART Sync whose first steps take this long, and forget the day."""
    running.start(ledger, "art-sync")
    for spent in minutes:
        clock.pass_by(minutes=spent)
        running.go_next(ledger)
    running.close(ledger)
    clock.at += timedelta(days=1)


def test_steps_learn_from_the_events_that_held_them() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    held(ledger, clock, 12, 15)
    held(ledger, clock, 10)
    held(ledger, clock, 17, 14)
    event = running.start(ledger, "art-sync")
    found = learned(ledger.snapshot(), "art-sync")
    assert (found["objectives"].actual_ms, found["objectives"].n) == (12 * MINUTE, 3)
    assert (found["board"].minutes, found["board"].n) == (14, 2)
    assert "readback" not in found, "what was not held is unknown, not zero"
    assert learned(ledger.snapshot(), "coach-sync") == {}
    assert suggested(event.steps, found) == {"objectives": 12, "board": 14}


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_usual_is_shown_with_its_n_and_taken_on_request(
    size: tuple[int, int],
) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    held(ledger, clock, 12)
    held(ledger, clock, 12)
    async with room(size, clock=clock, ledger=ledger) as here:
        await here.press("s")
        assert isinstance(here.app.screen, StartScreen)
        assert "n=2" in here.text
        assert "U takes that" in here.text
        await here.press("U", "enter")
        event = ledger.running
        assert event is not None
        assert [step.minutes for step in event.steps][:2] == [12, 15]


async def test_minutes_are_changed_before_the_start_and_only_for_this_event() -> None:
    async with room() as here:
        ledger = here.app.session.ledger
        await here.press("s", "tab", "down", "plus", "plus", "minus", "enter")
        event = ledger.running
        assert event is not None
        assert [step.minutes for step in event.steps][:3] == [8, 16, 12]
        running.close(ledger)
        assert running.start(ledger, "art-sync").steps[1].minutes == 15


async def test_a_planned_time_makes_a_late_start_visible_and_a_wrong_one_is_refused() -> None:
    clock = Clock()
    clock.pass_by(minutes=7)
    async with room(clock=clock) as here:
        await here.press("s", "P")
        await here.type("25:61")
        await here.press("enter")
        assert "is no time of day" in here.text
        assert isinstance(here.app.screen, StartScreen)
        for _ in range(5):
            await here.press("backspace")
        await here.type("9:00")
        await here.press("enter")
        assert "7 min behind" in here.text


async def test_esc_starts_nothing_and_the_room_offers_it_too() -> None:
    async with room() as here:
        await here.press("s", "escape", "E")
        assert "No event is open" in here.text
        await here.press("s", "down", "enter")
        found = here.app.session.running
        assert found is not None
        assert found[0].title == "Coach Sync"
        assert found[1].phase is Phase.RUNNING


async def test_a_template_with_a_fault_is_told_and_left_out() -> None:
    folder = templates_folder()
    folder.mkdir(parents=True)
    (folder / "bad.toml").write_text("kind = 'art-sync'\ntitle = 5\n", encoding="utf-8")
    async with room() as here:
        await here.press("s")
        assert "bad.toml, line 1: it has no steps" in here.text
        await here.press("enter")
        assert here.app.session.running is not None


async def test_re_timing_is_shown_before_it_is_taken() -> None:
    async with room() as here:
        await here.press("s", "enter")
        await here.press("R")
        assert "not behind" in here.text
        await here.wait(minutes=18)
        await here.press("R")
        assert "15:00 →" in here.text
        await here.press("escape")
        found = here.app.session.running
        assert found is not None
        assert found[1].behind_ms == 10 * MINUTE
        await here.press("R", "enter")
        assert "on time" in here.text
        await here.press("u")
        assert "Took back the re-timing" in here.text


async def test_a_step_is_parked_and_the_event_finished_early() -> None:
    async with room() as here:
        await here.press("s", "enter", "L")
        assert "2/7" in here.text
        assert "parked" in here.text
        await here.press("F")
        assert "7/7" in here.text
        await here.next_step()
        assert "1/7" in here.text


async def test_the_start_is_corrected_in_the_time_dialog() -> None:
    async with room() as here:
        await here.press("s", "enter", "t")
        await here.type("ago 4m")
        await here.press("enter")
        found = here.app.session.running
        assert found is not None
        assert found[1].left_ms == 4 * MINUTE


async def test_the_room_asks_once_before_it_leaves_a_step_that_owes_something() -> None:
    async with room() as here:
        await here.press("s", "enter", "n")
        assert here.place == "objectives"
        assert "Before you move on" in here.text
        await here.press("n")
        assert here.place == "board"
        await here.press("b", "n")
        assert here.place == "board", "a step is asked about once, not at every visit"


@pytest.mark.parametrize("size", SIZES)
async def test_turns_show_who_has_the_floor_and_how_long(size: tuple[int, int]) -> None:
    async with room(size) as here:
        running.start(here.app.session.ledger, "pi-planning")
        running.go_to(here.app.session.ledger, "draft-review")
        await here.press("E")
        assert ". gives the floor to Anchor" in here.text
        await here.press("full_stop")
        assert "Anchor · 8:35 left · 1/7" in here.text
        await here.wait(minutes=9)
        assert "Anchor · OVER" in here.text
        await here.press("full_stop")
        assert "2/7" in here.text
        await here.press("comma")
        assert "Anchor · OVER" in here.text


async def test_a_clock_that_stands_says_for_how_long() -> None:
    async with room() as here:
        await here.press("s", "enter", "space")
        await here.wait(minutes=3)
        assert "paused, 3 min" in here.text


async def test_each_step_is_asked_about_once_also_when_the_room_comes_back_to_it() -> None:
    async with room() as here:
        await here.press("s", "enter", "n", "n", "n", "n")
        assert here.place == "dependencies"
        await here.press("b", "b", "n")
        assert here.place == "board", "it was asked about before"


async def test_the_cursor_is_on_whoever_has_the_floor_also_after_a_look_elsewhere() -> None:
    async with room() as here:
        ledger = here.app.session.ledger
        running.start(ledger, "pi-planning")
        running.go_to(ledger, "draft-review")
        await here.press("E", "full_stop", "full_stop")
        screen = here.screen
        assert isinstance(screen, RoomScreen)
        assert screen.current_row is not None
        assert screen.current_row.ref == "BEA"
        await here.press("right_square_bracket", "left_square_bracket")
        assert screen.surface_name == "plan-review"
        assert screen.current_row is not None
        assert screen.current_row.ref == "BEA"


async def test_a_room_that_closes_on_a_grid_says_that_no_event_is_open() -> None:
    async with room() as here:
        ledger = here.app.session.ledger
        running.start(ledger, "pi-planning")
        running.go_to(ledger, "breakouts-1")
        await here.press("E")
        assert "capacity" in here.text
        running.close(ledger)
        await here.wait()
        assert "Press s to start one" in here.text
        assert "capacity" not in here.text
