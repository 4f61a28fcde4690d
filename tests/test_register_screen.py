"""The registers on the screen, by keys."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from console.app import RteApp
from console.screens.record import RecordScreen
from console.screens.register import RegisterScreen
from console.screens.roam import RoamScreen
from console.session import Session
from store.domain.records import Risk
from store.insight.register_views import REGISTERS_OF
from store.journal.habits import Habits
from store.ledger.capturing import capture_lines
from store.ledger.ledger import Ledger
from tests.cli_helpers import HOSTILE
from tests.ledger_helpers import Hands, sample_folder
from tests.screen_helpers import Clock, Room, room, sample_ledger

SIZES = [(120, 36), (80, 24)]


def screen_of(here: Room) -> RegisterScreen:
    screen = here.screen
    assert isinstance(screen, RegisterScreen)
    return screen


def shown(here: Room) -> list[str]:
    return [row.ref for section in screen_of(here).pane.rows.sections for row in section.rows]


def at(here: Room) -> str:
    row = screen_of(here).current_row
    return row.ref if row else ""


def opened(here: Room) -> str:
    """The reference in the frame of the record that stands open."""
    assert isinstance(here.app.screen, RecordScreen), here.app.screen
    return str(here.app.screen.query(".dialog").first().border_title).split()[0]


async def until_read(here: Room) -> None:
    """Until the register in front has been read between the keys."""
    while not screen_of(here).register.done:
        await here.pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_every_register_opens_by_its_number(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await here.press("B")
        assert "[1 Risks]" in here.text
        assert "10 of 12 risks: PI-26.4 and older ones still open" in here.text
        assert "! R12" in here.text
        for number, kind in enumerate(REGISTERS_OF, 1):
            await here.press(str(number % 10))
            assert screen_of(here).kind == kind
            assert f"[{number % 10} " in here.text
        await here.press("]")
        assert screen_of(here).kind == "risk"
        await here.press("[", "[")
        assert screen_of(here).kind == REGISTERS_OF[-2]


@pytest.mark.parametrize("size", SIZES)
async def test_typing_filters_and_enter_opens(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await here.press("B", "slash")
        await here.type("owner:sm")
        assert shown(here) == ["R06", "R11", "R09"]
        await here.press("down", "down")
        assert at(here) == "R09"
        assert "▌/" in here.text
        await here.press("enter")
        assert opened(here) == "R09"
        await here.press("escape")
        assert at(here) == "R09"
        assert "/ owner:sm" in here.text
        assert "3 of 12 risks" in here.text
        await here.press("escape")
        assert len(shown(here)) == 10
        assert at(here) == "R09"


async def test_esc_in_the_filter_clears_it_and_tab_keeps_it() -> None:
    async with room() as here:
        await here.press("B", "slash")
        await here.type("peaks")
        await here.press("tab")
        assert shown(here) == ["R04"]
        await here.press("slash", "escape")
        assert len(shown(here)) == 10
        await here.press("k")
        assert not screen_of(here).filter.text


async def test_a_filter_stays_with_its_register() -> None:
    async with room() as here:
        await here.press("B", "slash")
        await here.type("peaks")
        await here.press("tab", "2")
        assert len(shown(here)) == 10
        await here.press("1")
        assert shown(here) == ["R04"]


async def test_what_cannot_be_read_is_said_beside_the_words() -> None:
    async with room((80, 24)) as here:
        await here.press("B", "slash")
        await here.type("customs age>old")
        assert "! age takes a whole number, such as age>12." in here.text
        assert shown(here) == ["R05"]
        await here.press(*["backspace"] * 7)
        assert "whole number" not in here.text


def many(count: int) -> Ledger:
    ledger = sample_ledger(Clock())
    with ledger.change("fill") as change:
        for number in range(count):
            change.new("risk", {"text": f"if berth {number} silts up", "roam": "UOAM"[number % 4],
                                "raised": "2026-11-01", "p": number % 5 + 1, "i": 3,
                                "pi": "PI-26.4" if number % 3 else "PI-26.3"})  # fmt: skip
    return ledger


async def test_three_keys_find_any_of_ten_thousand() -> None:
    """`/`, three characters, Enter: by number up to 999, by the code beside it from there on."""
    async with room(ledger=many(9_988)) as here:
        await here.press("B")
        await until_read(here)
        assert "of 10,000 risks" in here.text
        codes = {"R7": "7", "R13": "13", "R999": "999", "R1000": "a00", "R7342": "ew6"}
        for ref, typed in (codes | {"R10000": "gy0", "R5874": "dre"}).items():
            await here.press("slash", *typed)
            if len(ref) > 4:
                assert f"{ref} {typed}" in here.text
            await here.press("enter")
            assert opened(here) in (ref, ref.replace("R", "R0"))
            await here.press("escape", "escape")
            assert screen_of(here).filter.text == ""


async def test_a_long_register_is_read_between_the_keys() -> None:
    async with room(ledger=many(5_000)) as here:
        await here.press("B")
        await until_read(here)
        await here.press("G")
        last = at(here)
        assert last != "R12"
        await here.capture("r", "if it rains then we wait p:5 i:5")
        assert at(here) == last
        assert shown(here)[0] == "R5013"
        await here.press("s")
        await until_read(here)
        everything = [*shown(here)]
        assert len(everything) == len(set(everything)) > 4_000


@pytest.mark.parametrize("size", SIZES)
async def test_the_order_has_a_name_and_survives_a_restart(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    hands = Hands()
    ledger = sample_folder(tmp_path, hands)
    for _ in range(2):
        session = Session(ledger, folder=tmp_path, drafts=None)
        app = RteApp(session)
        async with app.run_test(size=size) as pilot:
            here = Room(app, pilot, Clock())
            await here.press("B")
            if session.habits.get("risk") == "":
                assert screen_of(here).order.says in here.text
                await here.press("s")
            assert "highest exposure first" in here.text
            assert shown(here)[:2] == ["R04", "R12"]
            await here.press("2")
            assert screen_of(here).order.name == "attention"
    (file,) = (tmp_path / "drafts").glob("lists-*.json")
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert json.loads(file.read_text()) == {"risk": "exposure"}
    session.close()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'"risk"'])
def test_a_damaged_file_of_orders_is_passed_over_and_told(tmp_path: Path, content: bytes) -> None:
    Habits(tmp_path).keep("risk", "newest")
    (file,) = (tmp_path / "drafts").iterdir()
    file.write_bytes(content)
    again = Habits(tmp_path)
    assert again.get("risk") == ""
    assert again.fault.startswith(str(file))
    again.keep("risk", "oldest")
    assert Habits(tmp_path).get("risk") == "oldest"
    assert Habits(tmp_path).fault == ""


def test_words_that_are_no_habits_are_left_out(tmp_path: Path) -> None:
    Habits(tmp_path).keep("risk", "newest")
    (file,) = (tmp_path / "drafts").iterdir()
    file.write_text(json.dumps({"risk": 7, "x" * 50: "y", "topic": "ref", "a": "b" * 50}))
    again = Habits(tmp_path)
    assert (again.get("risk"), again.get("topic"), again.get("a")) == ("", "ref", "")


async def test_an_order_that_there_is_not_is_the_first_one() -> None:
    async with room() as here:
        here.app.session.habits.keep("risk", "owner")
        await here.press("B")
        assert screen_of(here).order.name == "attention"


async def test_several_are_selected_and_named_together() -> None:
    async with room() as here:
        await here.press("B", "space", "j", "space")
        screen = screen_of(here)
        assert [row.ref for row in screen.chosen_rows()] == ["R12", "R06"]
        assert "2 selected" in here.text
        assert "!■R12" in here.text
        await here.press("k", "space")
        assert [row.ref for row in screen.chosen_rows()] == ["R12"]
        await here.press("slash")
        await here.type("letter:A")
        await here.press("tab", "*")
        assert [row.ref for row in screen.chosen_rows()] == ["R03", "R10"]
        await here.press("escape")
        assert not screen.selected
        assert screen.filter.text == "letter:A"
        assert [row.ref for row in screen.chosen_rows()] == [at(here)]


async def test_a_selected_record_that_is_taken_back_is_no_longer_meant() -> None:
    async with room() as here:
        await here.press("B")
        await here.capture("r", "if it rains then we wait p:5 i:5")
        await here.press("home", "space", "space")
        assert "R13" in [row.ref for row in screen_of(here).chosen_rows()]
        await here.press("u")
        assert "R13" not in [row.ref for row in screen_of(here).chosen_rows()]
        assert "1 selected" in here.text


async def test_what_was_put_away_is_selected_no_longer() -> None:
    async with room() as here:
        await here.press("B", "space", "space", "Z")
        await here.type("doubles")
        await here.press("enter")
        assert "archived" in here.text
        assert not screen_of(here).selected
        assert " selected" not in here.text
        await here.press("slash")
        await here.type("is:archived")
        await here.press("tab", "*")
        assert "2 selected" in here.text
        await here.press("Z")
        assert not screen_of(here).selected


async def test_a_letter_is_one_key_and_its_duties() -> None:
    async with room() as here:
        await here.press("B")
        assert at(here) == "R12"
        await here.press("O")
        assert isinstance(here.app.screen, RoamScreen)
        assert here.app.screen.letter == "O"
        await here.type("SM-DRE")
        await here.press("tab")
        await here.type("fri")
        await here.press("enter", "enter")
        risk = next(r for r in here.app.session.snapshot.risks if r.ref == "R12")
        assert isinstance(risk, Risk)
        assert (risk.roam, risk.owner, risk.review) == ("O", "SM-DRE", "2026-11-20")


async def test_a_letter_is_refused_with_a_sentence_where_it_may_not_be() -> None:
    async with room() as here:
        await here.press("B", "slash")
        await here.type("nothing at all has this")
        await here.press("tab", "R")
        assert "There is no risk under the cursor" in here.text
        await here.press("2", "R")
        assert isinstance(here.app.screen, RegisterScreen)


async def test_m_is_the_bell_where_there_are_no_letters() -> None:
    async with room() as here:
        await here.press("B", "2", "M")
        rings = here.app.bell_on
        assert not rings


@pytest.mark.parametrize("size", SIZES)
async def test_other_views_are_turned_to_and_left(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await here.press("B", "3")
        assert "Space select" in here.text
        await here.press("b")
        assert "ART planning board" in here.text
        assert "Space select" not in here.text
        assert "s order" not in here.text
        await here.press("escape")
        assert at(here) == "D402"
        await here.press("b", "slash")
        assert screen_of(here).look == "list"


async def test_acts_of_the_kind_get_the_row_under_the_cursor() -> None:
    async with room() as here:
        await here.press("B", "down", "v")
        assert isinstance(here.app.screen, RoamScreen)
        assert "R05" in here.text


@pytest.mark.parametrize("size", [*SIZES, (60, 18)])
async def test_an_empty_register_teaches(size: tuple[int, int]) -> None:
    async with room(size) as here:
        for number, kind in enumerate(REGISTERS_OF, 1):
            await here.press("B", str(number % 10))
            if not here.app.session.ledger.db.state.tables.get(kind):
                assert "for example" in " ".join(here.text.split())
                await here.press("slash", "x")
                assert "for example" in " ".join(here.text.split())
                await here.press("escape")
        await here.press("1", "slash")
        await here.type("no such thing")
        said = " ".join(here.text.split())
        assert "None of 12 risks has: no such thing." in said
        assert "Esc clears the filter" in said


async def test_hostile_text_is_shown_as_it_is_and_found() -> None:
    ledger = sample_ledger(Clock())
    capture_lines(ledger, [f'"{text}"' for text in HOSTILE], "topic")
    async with room(ledger=ledger) as here:
        await here.press("B", "7")
        assert len(shown(here)) == len(HOSTILE)
        assert "[@click=app.quit] press" in here.text
        for text in HOSTILE[:4]:
            await here.press("slash")
            await here.type(f'"{text}"')
            assert len(shown(here)) == 1, text
            await here.press("escape")


async def test_several_lines_pasted_into_the_filter_are_one() -> None:
    async with room() as here:
        await here.press("B", "slash")
        line = screen_of(here).filter.line
        here.app.copy_to_clipboard("gate\npeaks")
        line.action_paste()
        await here.pilot.pause()
        assert screen_of(here).filter.text == "gate peaks"
        assert shown(here) == ["R04"]


async def test_capture_undo_and_others_are_seen_at_once() -> None:
    async with room((80, 24)) as here:
        await here.press("B", "2")
        first = at(here)
        await here.capture("i", "the rig is locked @DRE")
        assert at(here) == first
        assert "B15" in shown(here)
        await here.press("u")
        assert "B15" not in shown(here)


async def test_the_palette_and_the_help_know_the_registers() -> None:
    async with room() as here:
        titles = [one.title for one in here.app.get_system_commands(here.screen)]
        assert "go: Registers" in titles
        await here.press("B", "?")
        assert "select, several at once" in here.text
        assert "give the risk its letter" in here.text
