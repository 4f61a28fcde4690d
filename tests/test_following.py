"""What one terminal changes, in whatever another one has open: two ledgers on one log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from textual.screen import Screen
from textual.widgets import Input

from console import screens
from console.app import RteApp
from console.following import Follows
from console.pacing import REST, Paced
from console.screens.actual_value import SittingScreen
from console.screens.briefing import BriefingScreen
from console.screens.closing import ClosingScreen
from console.screens.demo_order import OrderScreen
from console.screens.edit_forms import EditScreen
from console.screens.inspect import InspectScreen
from console.screens.minutes import MinutesScreen
from console.screens.record import RecordScreen
from console.screens.register import RegisterScreen
from console.screens.sources import SourcesScreen
from console.screens.stage import StageScreen
from console.screens.starting import StartScreen
from console.screens.workshop import WorkshopScreen
from console.session import Session
from console.templates import templates
from store.domain.records import Risk
from store.domain.roam import Said
from store.insight import demo
from store.insight.actual_value import in_order
from store.insight.events import captured_sections
from store.insight.mixed import row_of
from store.insight.risk_board import roam_board
from store.insight.rows import Row
from store.insight.snapshot import Snapshot
from store.journal.drafts import Drafts
from store.ledger import capturing, editing, problem_solving, roaming, running
from store.ledger.demoing import add_item
from store.ledger.ledger import Ledger
from store.ledger.undoing import undo
from store.memory import MemoryLog
from store.tiny.db import JournalDB
from tests.screen_helpers import Clock, Room, room, sample_ledger

GATES = {"text": "gates jam every Monday", "group": "Blue"}
OWNED = Said(owner="PM", review="2026-12-04")


@asynccontextmanager
async def two(size: tuple[int, int] = (120, 36)) -> AsyncIterator[tuple[Room, Ledger]]:
    """A console, and the ledger of somebody at another terminal of the same train."""
    clock = Clock()
    ledger = sample_ledger(clock)
    log = ledger.db.log
    assert isinstance(log, MemoryLog)
    other = Ledger(JournalDB(log.another()), who="PM", now=clock)
    async with room(size, clock, ledger) as here:
        yield here, other


async def heard(here: Room) -> None:
    """Let the console hear of it; without the minute that a tick would need."""
    here.app.following.look()
    await here.pilot.pause(0.05)


async def open_record(here: Room, ref: str) -> RecordScreen:
    kind, record = here.app.session.ledger.find(ref)
    shown = RecordScreen(here.app.session, kind, record.id)
    await here.app.push_screen(shown)
    await here.pilot.pause()
    return shown


async def test_an_open_record_shows_what_another_terminal_made_of_it() -> None:
    async with two((80, 24)) as (here, other):
        shown = await open_record(here, "B08")
        await here.press("down", "down", "down", "down", "down", "down", "down", "down", "down")
        view = shown._view
        place = (view.cursor, view.scroll_offset.y)
        editing.edit(other, "B08", "owner:PM", "the designer is shared by five teams")
        await heard(here)
        assert "shared by five teams" in here.text or place[1] > 0
        assert (view.cursor, view.scroll_offset.y) == place
        await here.press("g")
        assert "shared by five teams" in here.text


async def test_a_record_that_is_taken_back_elsewhere_says_so_where_it_is_open() -> None:
    async with two() as (here, other):
        made = capturing.capture(other, "said too early", "action")
        await heard(here)
        await open_record(here, made.record.ref)
        assert "said too early" in here.text
        undo(other)
        await heard(here)
        assert "It was taken back" in here.text


async def test_a_form_keeps_what_is_typed_and_reads_back_what_is_true_now() -> None:
    async with two() as (here, other):
        session = here.app.session
        kind, record = session.ledger.find("R12")
        await here.app.push_screen(EditScreen(session, kind, record))
        await here.press("down")
        await here.type("#R900")
        assert "R900" in here.text
        before = [field.value for field in here.app.screen.query(Input)]
        while capturing.capture(other, "one more", "risk").record.ref != "R20":
            pass
        await heard(here)
        assert [field.value for field in here.app.screen.query(Input)] == before
        assert isinstance(here.app.screen, EditScreen)
        assert here.app.screen.focused is here.app.screen.query(Input).last()


async def test_a_form_whose_words_were_said_aloud_waits_for_its_enter() -> None:
    async with two() as (here, other):
        session = here.app.session
        kind, record = session.ledger.find("R12")
        await here.app.push_screen(EditScreen(session, kind, record))
        await here.press("down")
        await here.type("owner:PM")
        await here.press("enter")
        asked = here.text
        assert "Say it aloud" in asked
        capturing.capture(other, "elsewhere", "topic")
        await heard(here)
        assert "Say it aloud" in here.text
        await here.press("enter")
        assert session.ledger.find("R12")[1].owner == "PM"  # type: ignore[attr-defined]  # a risk has one


async def test_what_is_being_typed_is_read_anew_and_stays() -> None:
    async with two() as (here, other):
        running.start(other, "art-sync")
        await heard(here)
        await here.press("E", "r")
        await here.type("the crane stands still #O402")
        bar = here.screen.bar
        bar._line.cursor_position = 4
        capturing.capture(other, "from elsewhere", "topic")
        await heard(here)
        assert (bar.text, bar._line.cursor_position) == ("the crane stands still #O402", 4)
        assert bar.active
        assert "from elsewhere" in here.text


async def test_the_list_of_what_was_captured_follows_the_newest_until_the_cursor_is_moved() -> None:
    async with two((80, 24)) as (here, other):
        running.start(other, "art-sync")
        await heard(here)
        await here.press("E", "3")
        capturing.capture(other, "thing number 0", "topic")
        await heard(here)
        for number in range(1, 30):
            capturing.capture(other, f"thing number {number}", "topic")
        await heard(here)
        await here.pilot.pause(0.1)
        assert "thing number 29" in here.text
        await here.press("j")
        held = here.screen.query_one("#captured").current  # type: ignore[attr-defined]  # RowsView
        capturing.capture(other, "thing number 30", "topic")
        await heard(here)
        await here.pilot.pause(0.1)
        now = here.screen.query_one("#captured").current  # type: ignore[attr-defined]  # RowsView
        assert now.text == held.text == "thing number 28"


@pytest.mark.parametrize("mode", ["home", "registers", "briefing"])
async def test_screens_of_the_console_show_it_with_the_cursor_where_it_was(mode: str) -> None:
    async with two() as (here, other):
        here.app.show(mode)
        await here.pilot.pause()
        await here.press("j", "j")
        made = capturing.capture(other, "brand new thing owner:PM due:today", "action")
        if mode == "registers":
            await here.press("1")
            made = capturing.capture(other, "if sand comes in then gates stop p:5 i:5", "risk")
        await heard(here)
        await here.pilot.pause(0.1)
        if mode == "briefing":
            assert isinstance(here.screen, BriefingScreen)
        else:
            assert made.record.text[:14] in here.text


async def test_a_tab_of_inspect_and_adapt_shows_it() -> None:
    async with two() as (here, other):
        await here.press("I", "5")
        assert isinstance(here.screen, InspectScreen)
        problem_solving.start(other, GATES)
        await heard(here)
        assert "gates jam every Monday" in here.text


async def test_the_workshop_shows_the_causes_that_another_terminal_adds() -> None:
    async with two() as (here, other):
        problem = problem_solving.start(other, GATES)
        await heard(here)
        here.app.push_screen(WorkshopScreen(problem.id, 1))
        await here.pilot.pause()
        problem_solving.add_cause(other, problem.ref, "nobody counts lorries", bone="Work")
        await heard(here)
        assert "nobody counts lorries" in here.text


async def test_the_stage_over_a_terminal_shows_the_step_at_once() -> None:
    async with two() as (here, other):
        running.start(other, "art-sync")
        await heard(here)
        await here.press("E", "V")
        assert isinstance(here.app.screen, StageScreen)
        step = running.go_next(other)
        await heard(here)
        assert "Objectives" in here.text or "objectives" in here.text, step


async def test_the_closing_page_counts_on_and_tells_that_the_event_is_over() -> None:
    async with two() as (here, other):
        running.start(other, "art-sync")
        await heard(here)
        await here.press("E", "e")
        assert isinstance(here.app.screen, ClosingScreen)
        capturing.capture(other, "said at the door owner:PM due:fri", "action")
        await heard(here)
        assert "1 action" in here.text
        running.close(other)
        await heard(here)
        assert "ended at another terminal" in here.text


async def test_the_closing_page_of_an_event_that_was_taken_back_stays_and_says_so() -> None:
    async with two() as (here, other):
        running.start(other, "art-sync")
        await heard(here)
        await here.press("E", "e")
        undo(other)
        await heard(here)
        assert "ended at another terminal" in here.text
        await here.press("escape")
        assert "No event is open" in here.text


async def test_minutes_that_are_open_take_in_what_is_said_now() -> None:
    async with two() as (here, other):
        running.start(other, "art-sync")
        await heard(here)
        await here.press("E", "m")
        assert isinstance(here.app.screen, MinutesScreen)
        capturing.capture(other, "ship gate A first, by PM", "decision")
        await heard(here)
        assert "ship gate A first" in here.text
        undo(other)
        undo(other)  # the start of the event itself
        await heard(here)
        assert isinstance(here.app.screen, MinutesScreen)


async def test_who_is_about_to_start_an_event_sees_that_it_was_started_elsewhere() -> None:
    async with two() as (here, other):
        await here.app.push_screen(StartScreen(here.app.session, templates()))
        await here.pilot.pause()
        running.start(other, "art-sync")
        await heard(here)
        assert "was started at another terminal" in here.text


async def test_records_behind_a_question_are_shown_as_they_are_now() -> None:
    async with two() as (here, other):
        session = here.app.session
        kind, record = session.ledger.find("B08")
        rows = (row_of(kind, record, session.snapshot),)
        await here.app.push_screen(SourcesScreen(session, "Why?", "", rows))
        await here.pilot.pause()
        editing.edit(other, "B08", "", "five teams share him")
        await heard(here)
        assert "five teams share him" in here.text


async def test_a_running_order_that_is_being_made_gets_the_item_that_came_in() -> None:
    async with two() as (here, other):
        session = here.app.session
        await here.app.push_screen(OrderScreen(session))
        await here.pilot.pause()
        screen = here.app.screen
        assert isinstance(screen, OrderScreen)
        add_item(other, "yard map in colour @DRE")
        await heard(here)
        assert "yard map in colour" in here.text
        assert screen._items[-1].text.startswith("yard map in colour")
        assert demo.open_demo(session.snapshot) is None or screen._items


async def test_the_objective_in_front_stays_in_front_when_others_come_before_it() -> None:
    async with two() as (here, other):
        pi = "PI-26.4"
        here.app.push_screen(SittingScreen(pi))
        await here.pilot.pause()
        screen = here.app.screen
        assert isinstance(screen, SittingScreen)
        await here.press("s", "s", "s", "s")
        front = screen.objective
        assert front is not None
        places = [o.id for o in in_order(here.app.session.snapshot, pi)]
        first = here.app.session.snapshot.teams[0].short
        capturing.capture(other, f"earlier than all of them @{first} bv:3", "objective")
        await heard(here)
        now = [o.id for o in in_order(here.app.session.snapshot, pi)]
        assert now.index(front.id) != places.index(front.id), "the new one must come before"
        assert screen.objective is not None
        assert screen.objective.id == front.id


FOLLOW_NOTHING = {
    "AddTimeScreen": "asks for minutes and shows no record",
    "AnswerScreen": "fields of which each says what it wants; the rule speaks on Enter",
    "AskScreen": "one field; the rule speaks on Enter",
    "BackupsScreen": "copies in a folder, which nobody changes",
    "BriefScreen": "a page that is being read aloud, as it will be saved",
    "Dialog": "the base of dialogs",
    "FittingScreen": "an agenda as it was when it was asked for",
    "GoBackScreen": "a question",
    "HelpScreen": "keys",
    "ListScreen": "one field; the rule speaks on Enter",
    "NotesScreen": "a file of its own, which is merged when it is saved",
    "OutsideScreen": "what was pasted here",
    "NumbersScreen": "figures as of the moment at which they were asked for",
    "PasteScreen": "what was pasted here",
    "ReportScreen": "what can be handed out; made when it is written",
    "RetimeScreen": "a proposal as it was made; taking it asks the rules again",
    "StageHelp": "keys",
    "SureScreen": "a question",
    "TrainsScreen": "folders of this machine",
    "VoteScreen": "a vote is hidden until it is in",
}


def test_every_screen_follows_or_has_a_reason() -> None:
    for module in iter_modules(screens.__path__):
        import_module(f"console.screens.{module.name}")
    found: set[type[Screen[object]]] = set()
    waiting: list[type[Screen[object]]] = [Screen]
    while waiting:
        for cls in waiting.pop().__subclasses__():
            if cls not in found:
                found.add(cls)
                waiting.append(cls)
    ours = {cls for cls in found if cls.__module__.startswith("console.screens")}
    still = {cls.__name__ for cls in ours if not hasattr(cls, "others_wrote")}
    assert still == set(FOLLOW_NOTHING)
    assert issubclass(RegisterScreen, Follows)


async def test_the_first_is_shown_at_once_and_a_flood_together() -> None:
    shown: list[int] = []
    wrote = 0
    loop = asyncio.get_running_loop()

    def show() -> None:
        shown.append(wrote)
        busy = loop.time() + 0.02
        while loop.time() < busy:
            pass

    paced = Paced(show)
    for number in range(1, 201):
        wrote = number
        paced.ask()
        if number == 1:
            assert shown == [1]
        await asyncio.sleep(0)
    assert len(shown) < 100
    began = loop.time()
    while shown[-1] != 200:
        assert loop.time() - began < 10
        await asyncio.sleep(0.005)
    paced.ask()
    paced.stop()
    await asyncio.sleep(0.02 * REST + 0.05)
    assert shown[-1] == 200
    assert shown.count(200) == 1


async def test_a_store_that_cannot_be_read_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from store.errors import Damaged

    async with two() as (here, _):
        told: list[str] = []
        monkeypatch.setattr("console.following.say", lambda *words: told.append(words[2]))

        def gone() -> bool:
            raise Damaged("It is gone.")

        ledger = here.app.session.ledger
        monkeypatch.setattr(ledger, "catch_up", gone)
        for _ in range(3):
            here.app.following.look()
        assert told == ["It is gone."]


CHANGES: tuple[Callable[[Ledger], object], ...] = (
    lambda led: capturing.capture(led, "if rain comes then gates stop p:4 i:4 @DRE", "risk"),
    lambda led: editing.edit(led, "R12", "owner:PM due:fri"),
    lambda led: roaming.give_letter(led, "R12", "O", OWNED),
    lambda led: capturing.capture(led, "tariff table ANC>FAT need:I5 plan:I5", "dependency"),
    lambda led: capturing.capture(led, "pump data late #R12 DRE>BEA need:I2 plan:I5", "dependency"),
    undo,
    lambda led: running.start(led, "art-sync"),
    lambda led: capturing.capture(led, "said in the sync", "risk"),
    lambda led: running.close(led),
    lambda led: capturing.capture(led, "said behind the sync", "risk"),
)


def test_rows_that_are_kept_are_those_that_would_be_made_anew() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    for change in CHANGES:
        change(ledger)
        for hours in (1, 30):
            clock.pass_by(minutes=60 * hours)
            kept = ledger.snapshot()
            anew = replace(kept, kept={}, memo={})
            assert roam_board(kept) == roam_board(anew)
            for event in kept.events:
                assert captured_sections(kept, event) == captured_sections(anew, event)


def test_a_row_is_made_once_for_a_record_that_stays_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from store.insight import risk_reviews

    ledger = sample_ledger(Clock())
    roam_board(ledger.snapshot())
    made: list[str] = []
    real = risk_reviews.risk_row

    def counted(snap: Snapshot, risk: Risk) -> Row:
        made.append(risk.ref)
        return real(snap, risk)

    monkeypatch.setattr(risk_reviews, "risk_row", counted)
    new = capturing.capture(ledger, "one more risk", "risk").record.ref
    roam_board(ledger.snapshot())
    assert made == [new]


def session_at(folder: Path, ledger: Ledger, word: str) -> Session:
    return Session(ledger, folder=folder, drafts=Drafts(folder, word))


def test_the_draft_of_a_terminal_that_was_still_ending_turns_up_for_its_person_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = sample_ledger(Clock())
    names = iter(("1", "2", "3", "4"))
    monkeypatch.setattr("store.journal.drafts._started", lambda _: next(names))
    monkeypatch.setattr("store.journal.drafts._alive", lambda *_: True)
    session_at(tmp_path, ledger, "RTE").keep_draft("half a thou", "risk")
    again, colleague, busy = (session_at(tmp_path, ledger, who) for who in ("RTE", "PM", "RTE"))
    for one in (again, colleague, busy):
        assert not one.take_left_over()
        assert not one.look_again()
    busy.keep_draft("typed here", "risk")
    busy.keep_draft("", "risk")  # and captured
    monkeypatch.setattr("store.journal.drafts._alive", lambda *_: False)
    assert not colleague.look_again()
    assert not busy.look_again()
    assert again.look_again()
    assert again.draft == ("half a thou", "risk")
    assert not again.look_again()


def test_what_a_killed_terminal_was_writing_is_cleared_away(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "mine")
    drafts.save("my own")
    place = tmp_path / "drafts"
    dead = place / "draft-00000000-4194305-1-console.txt"
    dead.write_text("risk\nhalf a thou")
    (place / f"{dead.name}.tmp").write_text("risk\nhalf a thoug")
    mine = next(path for path in place.iterdir() if "mine" in path.name)
    (place / f"{mine.name}.tmp").write_text("being written")
    assert [left.text for left in drafts.left()] == ["risk\nhalf a thou"]
    assert not (place / f"{dead.name}.tmp").exists()
    assert (place / f"{mine.name}.tmp").exists()


def test_a_draft_that_was_begun_later_is_left_to_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = sample_ledger(Clock())
    (tmp_path / "drafts").mkdir()
    mine = session_at(tmp_path, ledger, "mine")
    assert not mine.take_left_over()
    session_at(tmp_path, ledger, "theirs").keep_draft("half", "risk")
    monkeypatch.setattr("store.journal.drafts._alive", lambda *_: False)
    assert not mine.look_again()


def test_the_app_follows_no_more_once_it_has_ended() -> None:
    async def run() -> bool:
        ledger = sample_ledger(Clock())
        app = RteApp(Session(ledger, folder=None, drafts=None))
        async with app.run_test() as pilot:
            await pilot.pause()
        return app.following._watch._loop is None

    assert asyncio.run(run())
