"""The console's screens, by keys, with a clock that the test moves."""

from __future__ import annotations

import pytest
from textual.events import Paste
from textual.widgets import Input, Static

from console.screens.closing import ClosingScreen
from console.screens.help import HelpScreen
from console.screens.minutes import MinutesScreen
from console.screens.record import RecordScreen
from console.widgets.capture_line import CaptureLine
from console.widgets.clock_panel import ClockPanel, reading
from console.widgets.rows_view import RowsView
from store.domain.clock import Phase
from store.domain.records import Action
from store.insight.rows import Row
from store.ledger import capturing, running
from tests.screen_helpers import Clock, Room, room, sample_ledger

SIZES = [(120, 36), (80, 24)]


@pytest.mark.parametrize("size", SIZES)
async def test_home_says_where_the_train_is_and_what_is_due(size: tuple[int, int]) -> None:
    async with room(size) as here:
        seen = here.text
    assert "PI-26.4 · iteration I4 · day 8 of 10 · ends Fri 20 Nov" in seen
    assert "! B08     41 d" in seen
    assert "no next step" in seen
    assert "? help" in seen


async def test_an_art_sync_from_start_to_inspect_and_adapt() -> None:
    async with room() as here:
        ledger = here.app.session.ledger
        await here.press("s", "enter")
        assert "1/8" in here.text
        await here.wait(minutes=3)
        await here.next_step()
        await here.capture("a", "ask customs for a date owner:PM due:fri")
        for place, minutes in enumerate((4, 10, 12, 11, 5, 6), start=3):
            await here.wait(minutes=minutes)
            await here.next_step()
            assert f"{place}/8" in here.text
        await here.capture("r", "if the strike goes on then O406 slips p:3 i:4")
        await here.press("e")
        assert isinstance(here.app.screen, ClosingScreen)
        assert "Leaves behind 1 action · 1 risk." in here.text
        await here.press("C")
        assert isinstance(here.app.screen, MinutesScreen)
        assert "Action" in here.text
        await here.press("escape", "I")
        await here.press("G")
        action = ledger.find("A1")[1]
        risk = ledger.find("R13")[1]
        assert (action.event, action.step, action.minute) == ("E8", "objectives", 3)
        assert (risk.event, risk.step, risk.minute) == ("E8", "readback", 51)
        listed = {row.ref: row for row in rows_of(here)}
        assert listed["A1"].state == "E8 min 3 Objectives off track"
        assert listed["R13"].state == "E8 min 51 Read back"


def rows_of(here: Room) -> list[Row]:
    """All rows of the screen's list."""
    view = here.screen.query(RowsView).first()
    return [row for section in view.sections for row in section.rows]


async def test_the_clock_counts_up_past_zero_and_says_over_in_words() -> None:
    async with room() as here:
        await here.press("s", "enter")
        await here.wait(minutes=3, seconds=130)
        assert "OVER" in here.text
        await here.wait(minutes=60 * 25)
        assert reading(here.screen.query_one(ClockPanel).face).line == "OVER 1 d 01:02:10"
        assert "behind" in here.text


async def test_pause_add_time_and_undo_of_a_wrong_step() -> None:
    async with room() as here:
        session = here.app.session
        await here.press("s", "enter", "n")
        await here.wait(minutes=2)
        await here.press("space")
        assert session.running is not None
        assert session.running[1].phase is Phase.PAUSED
        assert "paused" in here.text
        await here.wait(minutes=5)
        assert session.running[1].left_ms == 6 * 60_000
        await here.press("space", "plus")
        assert session.running[1].left_ms == 7 * 60_000
        await here.press("t")
        await here.type("-90s")
        await here.press("enter")
        assert session.running[1].left_ms == 5.5 * 60_000
        await here.next_step()
        await here.next_step()
        assert "4/8" in here.text
        await here.press("u")
        assert "3/8" in here.text
        assert "Took back the move to the next step." in here.text


async def test_a_refused_duration_stays_in_the_field() -> None:
    async with room() as here:
        await here.press("s", "enter", "t")
        await here.type("5")
        await here.press("enter")
        assert here.app.screen.query_one(Input).value == "5"
        assert str(here.app.screen.query_one("#said", Static).content)


async def test_a_refused_capture_stays_where_it_was_with_the_reason() -> None:
    async with room() as here:
        await here.press("c")
        await here.type("nobody said what this is")
        await here.press("enter")
        assert here.screen.bar.text == "nobody said what this is"
        assert "Say what it is first" in here.text
        await here.press("home")
        await here.type("risk: ")
        await here.press("enter")
        assert here.screen.bar.text == ""
        assert here.app.session.ledger.find("R13")[1].text == "nobody said what this is"


async def test_the_preview_shows_what_was_understood_and_hints_at_what_was_not() -> None:
    async with room() as here:
        await here.press("i")
        await here.type("staging down @GAN due:yesterdayish")
        assert "@GAN Gantry" in here.text
        assert "yesterdayish is not a date: write fri" in here.text
        await here.press("enter")
        assert "due:yesterdayish" in here.app.session.ledger.find("B15")[1].text


async def test_a_draft_follows_from_screen_to_screen() -> None:
    async with room() as here:
        await here.press("r")
        await here.type("half a thought")
        await here.press("escape", "I")
        assert here.screen.bar.text == "half a thought"
        assert here.screen.bar.kind == "risk"


async def test_letters_never_act_while_text_is_typed() -> None:
    async with room() as here:
        await here.press("s", "enter", "d")
        await here.type("nbe uhqIHE+ 1 2 3 [ ] ?")
        assert here.screen.bar.text == "nbe uhqIHE+ 1 2 3 [ ] ?"
        assert "1/8" in here.text


async def test_what_another_terminal_captures_appears() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    async with room(clock=clock, ledger=ledger) as here:
        await here.press("s", "enter")
        capturing.capture(ledger, "from elsewhere @DRE", "topic")
        here.app.following.look()
        await here.wait()
        assert "from elsewhere" in here.text


async def test_enter_shows_the_whole_record_with_its_history() -> None:
    async with room() as here:
        await here.press("enter")
        assert isinstance(here.app.screen, RecordScreen)
        assert "B08 impediment" in here.text
        assert "design specialist shared by four teams" in here.text
        assert "History" in here.text
        await here.press("escape")
        assert not isinstance(here.app.screen, RecordScreen)


async def test_closing_fills_in_an_owner_and_a_date_and_forces_nothing() -> None:
    async with room() as here:
        await here.press("s", "enter")
        await here.capture("a", "write to customs")
        await here.press("e")
        assert "no owner, no date" in here.text
        await here.press("enter")
        await here.type("whoever")
        await here.press("enter")
        assert "is not understood here" in here.text
        await here.press(*["backspace"] * 7)
        await here.type("owner:PM due:mon")
        await here.press("enter")
        record = here.app.session.ledger.find("A1")[1]
        assert isinstance(record, Action)
        assert (record.owner, record.due) == ("PM", "2026-11-23")
        await here.press("escape")
        assert here.app.session.running is not None


async def test_pasted_lines_become_records_of_their_own_or_one_line() -> None:
    async with room() as here:
        await here.press("a")
        here.screen.bar.query_one(CaptureLine).post_message(Paste("- one\n- two @GAN\n"))
        await here.pilot.pause()
        assert "2 lines pasted" in here.text
        await here.press("enter")
        ledger = here.app.session.ledger
        assert [ledger.find(ref)[1].text for ref in ("A1", "A2")] == ["one", "two"]


@pytest.mark.parametrize("size", [*SIZES, (60, 18)])
async def test_help_names_every_key_of_the_screen(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await here.press("s", "enter", "question_mark")
        assert isinstance(here.app.screen, HelpScreen)
        assert "next step" in here.text


async def test_on_narrow_screens_each_pane_is_one_key_away() -> None:
    async with room((80, 24)) as here:
        await here.press("s", "enter", "n")
        await here.capture("p", "who owns the test data")
        assert "Board walk" not in here.text
        await here.press("1")
        assert "Board walk" in here.text
        await here.press("3")
        assert "who owns the test data" in here.text
        await here.press("2")
        assert "O402" in here.text


async def test_other_surfaces_can_be_turned_to_and_the_step_brings_its_own_back() -> None:
    async with room() as here:
        await here.press("s", "enter", *["right_square_bracket"] * 3)
        assert "Needed this iteration or the next" in here.text
        await here.next_step()
        await here.next_step()
        assert "needed by I5" in here.text


async def test_a_running_event_is_there_when_the_console_opens() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    running.start(ledger, "art-sync")
    clock.pass_by(minutes=2, seconds=7)
    async with room(clock=clock, ledger=ledger) as here:
        assert "1/8" in here.text
        seen = here.app.session.running
        assert seen is not None
        assert seen[1].left_ms == (3 * 60 - 127) * 1000


async def test_the_palette_offers_only_what_is_possible() -> None:
    async with room() as here:
        offered = [c.title for c in here.app.get_system_commands(here.app.screen)]
        assert "event: Start an event, or back into it" in offered
        assert "event: Next step" not in offered
        await here.press("s", "enter")
        offered = [c.title for c in here.app.get_system_commands(here.app.screen)]
        assert "event: Next step" in offered
        assert not any("creenshot" in title for title in offered)


@pytest.mark.parametrize("theme", ["rail-dark", "rail-light", "contrast"])
async def test_every_theme_draws_every_screen(theme: str) -> None:
    async with room() as here:
        here.app.theme = theme
        for key, words in (
            ("s", "Start an event"),
            ("enter", "1/8"),
            ("I", "Inspect & Adapt"),
            ("H", "Due now"),
        ):
            await here.press(key)
            assert words in here.text


async def test_the_mouse_moves_the_room_and_opens_records() -> None:
    async with room() as here:
        await here.press("s", "enter")
        await here.pilot.click("#agenda", offset=(6, 2))
        await here.pilot.click("#agenda", offset=(6, 2))
        assert "3/8" in here.text


@pytest.mark.parametrize("opens", ["enter", "m", "question_mark", "e"])
async def test_something_said_while_a_dialog_is_open_is_captured_over_it(opens: str) -> None:
    async with room() as here:
        await here.press("s", "enter", opens)
        dialog = here.app.screen
        await here.press("a")
        await here.type("call the yard owner:PM due:fri")
        await here.press("enter")
        assert "saved A1" in here.text
        await here.press("escape")
        assert here.app.screen is dialog
        if opens == "e":
            assert "Leaves behind 1 action." in here.text
        await here.press("escape")
        assert here.app.session.ledger.find("A1")[1].text == "call the yard"


async def test_a_draft_typed_over_a_dialog_is_in_the_bar_below() -> None:
    async with room() as here:
        await here.press("enter", "d")
        await here.type("half of it")
        await here.press("escape", "escape")
        assert here.screen.bar.text == "half of it"
        assert here.screen.bar.kind == "decision"


async def test_an_event_that_is_closed_elsewhere_leaves_no_key_that_does_nothing() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    async with room(clock=clock, ledger=ledger) as here:
        await here.press("s", "enter", "e")
        running.close(ledger)
        here.app.following.look()
        await here.press("C")
        assert not isinstance(here.app.screen, ClosingScreen)
        assert "No event is running" in here.text
        await here.wait()
        assert "next step" not in here.text
        assert "s start an event" in here.text


async def test_escape_gives_the_keys_back_to_the_surface() -> None:
    async with room() as here:
        await here.press("s", "enter", "r", "escape")
        assert here.app.focused is not None
        assert here.app.focused.id == "surface"


async def test_pasted_lines_that_are_joined_or_refused_stay_in_the_bar() -> None:
    async with room() as here:
        for answer in ("j", "enter"):
            await here.press("c")
            here.screen.bar.query_one(CaptureLine).post_message(Paste("no kind\nnor here\n"))
            await here.pilot.pause()
            await here.press(answer)
            assert here.screen.bar.text == "no kind nor here"
            assert here.app.session.draft[0] == "no kind nor here"
            here.screen.bar.restore("")
            await here.press("escape")
