"""Home with what comes next, the setup screen, the switcher: by keys, with a clock of the test."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Static

from console.app import RteApp
from console.places import train_folder
from console.screens.home import HomeScreen
from console.screens.setup import SetupScreen
from console.screens.switching import TrainsScreen
from console.session import Session
from console.trains import known_trains
from console.widgets.capture_line import CaptureLine
from console.widgets.rows_view import RowsView
from store.domain.records import Prep
from store.journal.drafts import Drafts
from store.ledger import setting_up
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger, open_ledger
from tests.screen_helpers import Clock, Room, room
from tests.test_hostile_screens import CONTROL, HOSTILE
from tests.test_setting_up import plan

SIZES = [(120, 36), (80, 24)]


def harbour(clock: Clock) -> Ledger:
    made = memory_ledger(who="RTE", now=clock)
    setting_up.init(made, plan())
    return made


async def to(here: Room, view_id: str, row_id: str) -> None:
    """Put the cursor on a row."""
    view = here.screen.query_one(f"#{view_id}", RowsView)
    assert view.move_to(row_id), row_id
    await here.pilot.pause()


def said(here: Room) -> str:
    return str(here.screen.query_one("#said", Static).content)


def line_of(here: Room) -> CaptureLine:
    return here.screen.query_one("#typed", CaptureLine)


# -- home


@pytest.mark.parametrize("size", SIZES)
async def test_home_counts_down_to_the_next_events(size: tuple[int, int]) -> None:
    clock = Clock()
    async with room(size, clock, harbour(clock)) as here:
        assert "in 1 d 0 h" in here.text
        assert "ART Sync · Thu 19 Nov 09:00" in here.text
        await here.wait(minutes=23 * 60 + 20)
        assert "in 40 min" in here.text
        await here.wait(minutes=40)
        assert "now" in here.text
        await here.wait(minutes=60)
        assert "Thu 19 Nov 09:00" not in here.text


async def test_space_and_enter_check_off_the_preparation() -> None:
    clock = Clock()
    async with room((120, 36), clock, harbour(clock)) as here:
        ledger = here.app.session.ledger
        assert "Preparation of PI Planning: 1 overdue, 2 due today" in here.text
        await here.press("space")
        assert ledger.views.all("prep") == ()
        await to(here, "home-rows", "vision")
        assert "Space check off" in here.text
        await here.press("space")
        (check,) = ledger.views.all("prep")
        assert isinstance(check, Prep)
        assert (check.item, check.state, check.by, check.pi) == ("vision", "done", "RTE", "PI-26.4")
        assert "✓ done" in here.text
        assert "1 of 12 done" in here.text
        await here.press("enter")
        assert "0 of 12 done" in here.text
        await here.press("enter", "u")
        assert "0 of 12 done" in here.text
        assert "Took back the check of the preparation." in here.text
        assert isinstance(here.app.screen, HomeScreen)


# -- a train that is not there yet


@pytest.mark.parametrize("size", SIZES)
async def test_a_store_without_a_train_opens_on_its_setup(size: tuple[int, int]) -> None:
    clock = Clock()
    async with room(size, clock, memory_ledger(who="RTE", now=clock)) as here:
        assert isinstance(here.screen, SetupScreen)
        assert "still needs: name, teams" in here.text
        await here.press("enter")
        await here.type("Harbour ART")
        await here.press("enter", "j", "enter")
        line_of(here).post_message(Paste("Anchor ANC 8, Beacon BEA 7"))
        await here.press("enter")
        assert here.app.session.ledger.train is None
        await to(here, "fields", "make")
        await here.press("enter")
        assert isinstance(here.screen, HomeScreen)
        assert "Harbour ART" in here.text
        assert [t.short for t in here.app.session.ledger.teams] == ["ANC", "BEA"]
        await here.press("s", "enter")
        assert "1/8" in here.text


async def test_making_half_a_train_says_what_is_missing() -> None:
    clock = Clock()
    async with room((120, 36), clock, memory_ledger(who="RTE", now=clock)) as here:
        await to(here, "fields", "make")
        await here.press("enter")
        assert said(here) == "! The train still needs a name."
        assert isinstance(here.screen, SetupScreen)


# -- changing


async def test_the_calendar_shows_what_a_change_would_do_before_it_is_saved() -> None:
    clock = Clock()
    async with room((120, 36), clock, harbour(clock)) as here:
        await here.press("S")
        assert "Calendar: 20 events" in here.text
        await to(here, "fields", "holidays")
        await here.press("enter")
        await here.type("2026-11-20 Town day, ")
        line_of(here).post_message(Paste("2026-11-19"))
        await here.pilot.pause()
        assert "As typed: 19 events, 1 moved, 1 not held" in here.text
        assert "moved from Fri 20 Nov: Town day" in here.text
        assert here.app.session.ledger.require_train().holidays == ()
        await here.press("enter")
        assert len(here.app.session.ledger.require_train().holidays) == 2
        assert "Calendar: 19 events, 1 moved, 1 not held" in here.text
        await here.press("u")
        assert "Calendar: 20 events" in here.text


@pytest.mark.parametrize("size", SIZES)
async def test_a_refused_field_keeps_its_text_and_says_why(size: tuple[int, int]) -> None:
    clock = Clock()
    async with room(size, clock, harbour(clock)) as here:
        await here.press("S")
        await to(here, "fields", "start:PI-26.4")
        await here.press("enter")
        line_of(here).put("")
        await here.type("10.30")
        await here.press("enter")
        assert said(here).startswith("! 10.30 can be read in two ways")
        assert line_of(here).value == "10.30"
        await here.press("escape")
        assert "not saved yet" in here.text
        await here.press("enter")
        assert line_of(here).value == "10.30"
        line_of(here).put("5 oct")
        await here.press("enter")
        assert said(here) == "PI-26.4 runs from Mon 5 Oct 2026 to Sun 27 Dec 2026."
        assert "not saved yet" not in here.text


async def test_somebody_elses_change_meanwhile_is_told_and_nothing_is_lost() -> None:
    clock = Clock()
    ledger = harbour(clock)
    async with room((120, 36), clock, ledger) as here:
        await here.press("S")
        await to(here, "fields", "roles")
        await here.press("enter")
        await here.type(", SM-ANC")
        setting_up.rename(ledger, "River ART")
        await here.press("enter")
        assert "changed by somebody else" in said(here)
        assert line_of(here).value.endswith("SM-ANC")
        await here.press("escape", "enter", "enter")
        assert ledger.require_train().roles[-1] == "SM-ANC"


async def test_delete_retires_and_takes_out_and_undo_brings_back() -> None:
    clock = Clock()
    ledger = harbour(clock)
    async with room((120, 36), clock, ledger) as here:
        await here.press("S")
        await here.press("delete", "y")
        assert "cannot be taken out" in said(here)
        await to(here, "fields", "team:BEA")
        assert "Del retires" in here.text
        await here.press("delete", "y")
        assert [t.short for t in ledger.teams] == ["ANC"]
        assert "retired" in here.text
        await here.press("u")
        assert [t.short for t in ledger.teams] == ["ANC", "BEA"]
        await to(here, "fields", "event:2")
        await here.press("delete", "y")
        assert "System Demo is out of the cadence." in here.text
        assert "Calendar: 15 events" in here.text


async def test_capture_works_while_a_field_is_open_and_goes_back_to_it() -> None:
    clock = Clock()
    async with room((120, 36), clock, harbour(clock)) as here:
        await here.press("S")
        await here.capture("r", "late @ANC")
        assert here.app.session.ledger.find("R1")[1].text
        await here.press("enter")
        await here.type(" two")
        assert line_of(here).value == "Harbour ART two"


async def test_pasted_teams_become_one_line() -> None:
    clock = Clock()
    async with room((120, 36), clock, harbour(clock)) as here:
        await here.press("S")
        await to(here, "fields", "team:+")
        await here.press("enter")
        line_of(here).post_message(Paste("Capstan CAP 9\nDredger DRE\n\n"))
        await here.pilot.pause()
        assert line_of(here).value == "Capstan CAP 9, Dredger DRE"
        await here.press("enter")
        assert [t.short for t in here.app.session.ledger.teams] == ["ANC", "BEA", "CAP", "DRE"]


async def test_a_narrow_screen_shows_one_pane_and_says_what_the_calendar_would_be() -> None:
    clock = Clock()
    async with room((80, 24), clock, harbour(clock)) as here:
        await here.press("S")
        assert "Time zone" in here.text
        assert "Thu 19 Nov" not in here.text
        await here.press("2")
        assert "Time zone" not in here.text
        assert "Thu 19 Nov 09:00  ART Sync" in here.text
        await here.press("1")
        await to(here, "fields", "shape:PI-26.4")
        await here.press("enter")
        line_of(here).put("4 + IP")
        await here.pilot.pause()
        assert said(here) == "Calendar: 17 events"


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_text_in_every_field(size: tuple[int, int]) -> None:
    clock = Clock()
    async with room(size, clock, harbour(clock)) as here:
        await here.press("S")
        for name in ("name", "zone"):
            for text in HOSTILE:
                await to(here, "fields", name)
                await here.press("enter")
                line_of(here).put("")
                line_of(here).post_message(Paste(text))
                await here.press("enter")
                assert not CONTROL.search(here.text.replace("\n", ""))
                await here.press("escape")
                if not isinstance(here.screen, SetupScreen):
                    await here.press("S")
        await here.press("H", "S", "question_mark", "escape")
        assert here.app.is_running


# -- switching


def two_trains() -> tuple[Path, Path]:
    folders = []
    for name, title in (("default", "Harbour ART"), ("south", "South ART")):
        folder = Path(train_folder(name))
        ledger = open_ledger(folder, who="RTE", now=Clock(), create=True)
        setting_up.init(ledger, plan(name=title))
        ledger.db.close()
        folders.append(folder)
    return folders[0], folders[1]


def session_on(folder: Path) -> Session:
    ledger = open_ledger(folder, who="RTE", now=Clock())
    return Session(ledger, folder=folder, drafts=Drafts(folder, "console"))


async def test_the_switcher_lists_the_trains_and_opens_the_chosen_one() -> None:
    here_folder, there = two_trains()
    session = session_on(here_folder)
    app = RteApp(session, session_on)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        here = Room(app, pilot, Clock())
        await pilot.pause()
        await here.press("T")
        assert isinstance(app.screen, TrainsScreen)
        assert "Harbour ART" in here.text
        assert "South ART" in here.text
        assert "open now" in here.text
        await here.press("enter")
        assert isinstance(app.screen, HomeScreen), "the train that is open is no other one"
        await here.press("T", "escape")
        assert isinstance(app.screen, HomeScreen)
        await here.press("T", "j", "enter")
    session.close()
    assert app.return_code == 0
    assert app.follows is not None
    assert app.follows.folder == there
    assert app.follows.ledger.require_train().name == "South ART"
    app.follows.close()


async def test_a_train_that_cannot_be_opened_leaves_us_where_we_are() -> None:
    here_folder, there = two_trains()
    (there / "journal.jsonl").write_bytes(b"")
    session = session_on(here_folder)
    app = RteApp(session, session_on)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        here = Room(app, pilot, Clock())
        await pilot.pause()
        await here.press("T", "j", "enter")
        assert isinstance(app.screen, TrainsScreen)
        await here.press("escape")
        app.open_train(there)
        await pilot.pause()
        assert app.follows is None
        assert app.is_running
        assert app.return_code is None
    session.close()


async def test_a_console_on_one_train_only_says_so() -> None:
    async with room() as here:
        await here.press("T")
        assert "rte init --train NAME" in here.text
        await here.press("escape")
        here.app.open_train(Path("anywhere"))
        await here.pilot.pause()
        assert "one train only" in here.text


def test_what_was_typed_waits_at_the_train_that_was_left() -> None:
    here_folder, there = two_trains()
    first = session_on(here_folder)
    first.keep_draft("half a thought", "risk")
    first.close()
    second = session_on(there)
    assert not second.take_left_over()
    second.close()
    back = session_on(here_folder)
    assert back.take_left_over()
    assert back.draft == ("half a thought", "risk")
    back.close()
    assert len(known_trains()) == 2
