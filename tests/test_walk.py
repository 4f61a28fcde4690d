"""The walk through the risks, the board and the matrix in the room, by keys, at every size."""

from __future__ import annotations

import pytest

from console.screens.read_back_form import ReadBackForm
from console.screens.record import RecordScreen
from console.screens.roam import RoamScreen
from console.screens.room import RoomScreen
from console.screens.walk import WalkScreen, walk
from console.widgets.surface_pane import SurfacePane
from store.domain.records import Risk
from store.insight.rows import Row
from store.ledger.capturing import capture
from tests.ledger_helpers import tables
from tests.screen_helpers import Room, room
from tests.workshop_helpers import at

SIZES = [(120, 36), (80, 24), (60, 18)]


def risk(here: Room, ref: str) -> Risk:
    found = here.app.session.ledger.find(ref)[1]
    assert isinstance(found, Risk)
    return found


async def begin(here: Room, ref: str = "R12") -> WalkScreen:
    """The walk, begun from a card of the board."""
    await at(here, "risks")
    pane = here.screen.query_one(SurfacePane)
    assert pane.move_to_ref(ref)
    await here.press("W")
    assert isinstance(here.screen, WalkScreen)
    return here.screen


@pytest.mark.parametrize("size", SIZES)
async def test_one_risk_at_a_time_whole_and_in_its_place(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await begin(here)
        assert "R12  ? not yet  1 of 9" in here.text
        assert "release freeze starts 7 December" in here.text
        assert "not ROAMed for 1 d" in here.text
        await here.press("n", "right")
        assert "R11  O Owned  3 of 9" in here.text
        assert "SM-ENS · review Tue 24 Nov" in here.text
        await here.press("b", "left", "b")
        assert "R12  ? not yet  1 of 9" in here.text
        await here.press("escape")
        assert isinstance(here.screen, RoomScreen)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_what_each_letter_needs_is_there_whole(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await begin(here)
        said = " ".join(here.text.split())
        assert "A accepted by, until, because · M action, owner, due" in said


async def test_it_begins_with_the_risk_under_the_cursor_and_links_are_in_words() -> None:
    async with room() as here:
        await begin(here, "R04")
        assert "R04  M Mitigated  8 of 9" in here.text
        assert "O403        Live queue time for all gates" in here.text
        assert "load test at 2x in I4" in here.text


async def test_the_pace_warns_in_words_and_never_moves_on() -> None:
    async with room() as here:
        await begin(here)
        assert "3:00 each" in here.text
        await here.wait(seconds=144)
        assert "left, soon" in here.text
        await here.wait(seconds=28)
        assert "left, last minutes" in here.text
        await here.wait(seconds=60)
        assert "OVER" in here.text
        assert "R12  ? not yet  1 of 9" in here.text
        await here.press("n")
        assert "OVER" not in here.text, "the next one has its whole time"


async def test_the_pace_can_be_changed_and_stands_on_a_key() -> None:
    async with room() as here:
        screen = await begin(here)
        await here.press("plus", "plus", "minus")
        assert "3:30 each" in here.text
        await here.wait(seconds=30)
        await here.press("space")
        assert "paused" in here.text
        await here.wait(seconds=600)
        assert screen._pace.left(here.app.session.now) == 180_000
        await here.press("space")
        assert "paused" not in here.text
        assert "OVER" not in here.text


async def test_looking_stores_nothing() -> None:
    async with room() as here:
        await begin(here)
        before = tables(here.app.session.ledger)
        await here.press("n", "n", "b", "space", "space", "plus", "n", "escape")
        assert tables(here.app.session.ledger) == before


@pytest.mark.parametrize("size", SIZES)
async def test_a_letter_is_one_key_and_its_duties(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await begin(here)
        await here.press("O")
        form = here.app.screen
        assert isinstance(form, RoamScreen)
        assert form.letter == "O"
        assert list(form.typed) == ["owner", "review", "note"][: len(form.typed)]
        await here.type("PM")
        await here.press("enter")
        await here.type("in 3 days")
        await here.press("enter", "enter")
        assert risk(here, "R12").roam == "O"
        assert isinstance(here.screen, WalkScreen)
        assert "R12  O Owned  1 of 9" in here.text, "it stays in front until the room goes on"
        await here.press("u")
        assert "R12  ? not yet  1 of 9" in here.text


async def test_an_illegal_letter_says_why_and_nothing_opens() -> None:
    async with room() as here:
        await at(here, "risks")
        found = here.app.session.snapshot.risks
        rows = [Row("risk", one.id, one.ref, "", "", "", "") for one in found if one.ref == "R07"]
        walk(here.screen, rows)
        await here.pilot.pause()
        await here.press("O")
        assert not isinstance(here.app.screen, ReadBackForm)
        assert "R07 is resolved. Reopen it first, with the reason." in " ".join(
            here.text.replace("▌", " ").split()
        )
        await here.press("U")
        assert isinstance(here.app.screen, RoamScreen)
        await here.type("the tariff was withdrawn")
        await here.press("enter", "enter")
        assert risk(here, "R07").roam == "U"


async def test_it_happened_restate_and_the_whole_record_from_the_walk() -> None:
    async with room() as here:
        await begin(here)
        await here.press("enter")
        assert isinstance(here.app.screen, RecordScreen)
        await here.press("escape", "o")
        assert isinstance(here.app.screen, ReadBackForm)
        await here.press("escape", "w")
        await here.press("enter", "enter")
        assert risk(here, "R12").impediment == "B15"
        assert "happened, see B15" in here.text
        await here.press("O")
        assert not isinstance(here.app.screen, ReadBackForm)


async def test_something_is_captured_during_the_walk() -> None:
    async with room() as here:
        await begin(here)
        await here.capture("d", "freeze moves, by PM")
        assert here.app.session.ledger.find("X21")[1].text == "freeze moves, by PM"
        await here.press("n")
        assert "2 of 9" in here.text, "keys are about the walk again"


async def test_what_was_taken_back_meanwhile_is_said() -> None:
    async with room() as here:
        await at(here, "risks")
        capture(here.app.session.ledger, "risk: it rains p:5 i:5")
        here.screen.reload()
        await begin(here, "R13")
        await here.press("u")
        assert "This risk was taken back." in here.text
        await here.press("O")
        assert not isinstance(here.app.screen, ReadBackForm)


async def test_where_no_risk_is_in_front_a_sentence_says_so() -> None:
    async with room() as here:
        await at(here, "impediments")
        await here.press("W")
        assert isinstance(here.screen, RoomScreen)
        assert "No risk is in front here." in here.text


# -- the board and the matrix in the room


@pytest.mark.parametrize("size", SIZES[:2])
async def test_the_board_in_the_room(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "risks")
        pane = here.screen.query_one(SurfacePane)
        assert pane.form == "board"
        assert pane.has_keys
        assert "R12" in here.text
        await here.press("l", "l")
        assert pane.current is not None
        assert pane.current.ref == "R05"
        assert "review 8 d overdue · 1 sync unreviewed" in here.text
        await here.press("v")
        assert isinstance(here.app.screen, RoamScreen)
        await here.press("R")
        await here.type("customs gave one")
        await here.press("enter", "enter")
        assert risk(here, "R05").roam == "R"
        assert pane.current.ref == "R05", "the cursor goes along into the other column"
        await here.press("enter")
        assert isinstance(here.app.screen, RecordScreen)
        await here.press("escape")
        await here.turn_to("impediments")
        assert pane.form == "rows"
        assert pane.has_keys, "keys go where the surface is"


@pytest.mark.parametrize("size", SIZES[:2])
async def test_enter_on_a_cell_of_the_matrix_walks_its_risks(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "exposure-matrix")
        await here.press("enter")
        assert "No open risk stands here." in here.text
        await here.press("j", "j", "l", "l", "l")
        assert "12 = probability 3 × impact 4, middle: 2 open risks: R06 R11" in here.text
        await here.press("enter")
        assert "R06  M Mitigated  1 of 2" in here.text
