"""The forms of the risk workshop in the room, by keys, at both sizes."""

from __future__ import annotations

import pytest
from textual.widgets import Input, Static

from console.screens.acts import ACT_KEYS
from console.screens.merge import MergeScreen
from console.screens.read_back_form import ReadBackForm
from console.screens.record import RecordScreen
from console.screens.risk_acts import RISK_ACTS
from console.screens.risk_acts import give_letter as give_letter_to
from console.screens.roam import RoamScreen
from console.widgets.rows_view import RowsView
from console.widgets.surface_pane import SurfacePane
from store.domain.records import Impediment, Risk
from store.domain.roam import Said
from store.insight.mixed import row_of
from store.insight.surfaces import SURFACES
from store.ledger import running
from store.ledger.capturing import amend, capture
from store.ledger.roaming import give_letter
from tests.screen_helpers import Room, room
from tests.workshop_helpers import at

SIZES = [(120, 36), (80, 24)]


async def act(here: Room, key: str, ref: str = "") -> None:
    """Press the key of an act, on the row of `ref` if one is named."""
    if ref:
        assert here.screen.query_one(SurfacePane).move_to_ref(ref)
    await here.press(key)
    await here.pilot.pause()


def risk(here: Room, ref: str) -> Risk:
    found = here.app.session.ledger.find(ref)[1]
    assert isinstance(found, Risk)
    return found


def field(here: Room, name: str) -> Input:
    return here.app.screen.query_one(f"#field-{name} Input", Input)


def fields(here: Room) -> list[str]:
    """Names of the fields that are shown."""
    form = here.app.screen
    assert isinstance(form, ReadBackForm)
    return list(form.typed)


def is_whole(here: Room) -> None:
    """Nothing of a dialog lies outside the terminal."""
    dialog = here.app.screen.query_one(".dialog")
    assert here.app.screen.region.contains_region(dialog.region)
    for row in here.app.screen.query("FieldRow, #said").results():
        if row.display:
            assert row.region.bottom <= dialog.region.bottom


def test_every_act_is_on_a_surface_by_a_key_of_the_room() -> None:
    built = {*SURFACES, "risks-due"}
    for surface, acts in RISK_ACTS.items():
        assert surface in built
        keys = [one.key for one in acts]
        assert set(keys) <= set(ACT_KEYS)
        assert len(keys) == len(set(keys))
        assert not any(one.on_enter for one in acts), "Enter shows the whole record"


# -- letters


@pytest.mark.parametrize("size", SIZES)
async def test_a_letter_is_read_back_before_it_is_saved(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "roam-walk")
        assert "R12 · 1 of 4" in here.text
        assert "release freeze starts 7 December" in here.text
        await act(here, "v")
        assert isinstance(here.app.screen, RoamScreen)
        is_whole(here)
        assert "R     Resolved" in here.text
        await here.press("O")
        await here.type("pm")
        await here.press("enter")
        await here.type("in 3 days")
        assert "R12 O Owned · owner PM · review Sat 21 Nov 2026" in here.text
        assert "Say it aloud" not in here.text
        await here.press("enter")
        assert "Say it aloud, then Enter saves it:" in here.text
        is_whole(here)
        assert risk(here, "R12").roam == "U", "nothing is saved before it is read back"
        await here.press("enter")
        assert risk(here, "R12").roam == "O"
        assert "R12 Owned · u takes it back" in here.text
        assert "· 2 of 4" in here.text
        current = here.screen.query_one("#surface", RowsView).current
        assert current is not None
        assert current.ref == "R05", "the cursor goes on with the walk"
        await here.press("u")
        assert risk(here, "R12").roam == "U"


async def test_the_walk_at_its_pace_goes_on_with_the_letters() -> None:
    async with room() as here:
        ledger = here.app.session.ledger
        running.start(ledger, "risk-workshop")
        running.go_to(ledger, "walk")
        await at(here, "roam-walk")
        await here.press("full_stop")
        assert "R12 · 1 of 4" in here.text
        await here.press("full_stop")
        assert "R05 · 1 of 4" in here.text, "the room jumps, and what it looks at goes along"
        await act(here, "v")
        await here.press("R")
        await here.type("customs gave one")
        await here.press("enter", "enter")
        assert risk(here, "R05").roam == "R"
        assert "R12 · 2 of 4" in here.text


@pytest.mark.parametrize("size", SIZES)
async def test_a_refused_letter_keeps_what_was_typed(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "risks")
        await act(here, "v", "R12")
        await here.press("M")
        await here.type("move the freeze")
        await here.press("enter", "enter")
        await here.type("someday")
        await here.press("enter")
        assert "! someday is not a date" in here.text, "by its sign, not by colour alone"
        is_whole(here)
        assert field(here, "action").value == "move the freeze"
        assert field(here, "due").value == "someday"
        await here.press("up")
        await here.type("PM")
        field(here, "due").value = "fri"
        await here.press("down", "enter", "enter")
        assert (risk(here, "R12").roam, risk(here, "R12").action) == ("M", "move the freeze")


async def test_letters_by_arrows_and_what_was_typed_goes_along() -> None:
    async with room() as here:
        await at(here, "risks")
        await act(here, "v", "R12")
        letters = here.app.screen.query_one("#choices", RowsView)
        shown = [row.ref for part in letters.sections for row in part.rows]
        assert shown == ["R", "O", "A", "M"]
        await here.press("down", "enter")
        await here.type("SM-DRE")
        await here.press("escape", "down")
        assert field(here, "owner").value == "SM-DRE", "what was typed goes along"
        assert fields(here) == ["owner", "review", "note"]
        await here.press("escape")
        assert not isinstance(here.app.screen, ReadBackForm)
        assert risk(here, "R12").roam == "U"


async def test_a_review_begins_with_what_the_record_knows() -> None:
    async with room() as here:
        await at(here, "risks")
        await act(here, "v", "R04")
        assert field(here, "action").value == "load test at 2x in I4"
        assert field(here, "owner").value == "SA"
        assert field(here, "due").value == "Fri 20 Nov 2026"
        await here.press("O")
        assert field(here, "owner").value == "SA"
        assert fields(here) == ["owner", "review", "note"]
        assert "what changed" in here.text
        await here.press("escape", "escape")
        await act(here, "v", "R05")
        assert field(here, "review").value == "", "a day that is past is no promise"
        assert "was Tue 10 Nov, 8 d overdue" in here.text


async def test_a_letter_that_may_not_follow_says_why() -> None:
    async with room() as here:
        await at(here, "risks")
        await act(here, "v", "R07")
        await here.press("O")
        assert "R07 is resolved. Reopen it first, with the reason." in here.text
        await here.press("U")
        await here.type("the tariff was withdrawn")
        await here.press("enter", "enter")
        assert risk(here, "R07").roam == "U"


async def test_what_others_changed_meanwhile_is_refused_and_the_text_stays() -> None:
    async with room() as here:
        await at(here, "risks")
        await act(here, "v", "R12")
        await here.press("R")
        await here.type("moved")
        amend(here.app.session.ledger, "R12", "p:1")
        await here.press("enter", "enter")
        assert "R12 was changed by somebody else since you opened it" in " ".join(
            here.text.replace("│", " ").split()
        )
        assert field(here, "note").value == "moved"
        assert risk(here, "R12").roam == "U"


@pytest.mark.parametrize("size", SIZES)
async def test_something_is_captured_over_the_letter(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "roam-walk")
        await act(here, "v")
        await here.press("d")
        await here.type("freeze moves, by PM")
        await here.press("enter", "escape")
        assert isinstance(here.app.screen, RoamScreen)
        assert here.app.session.ledger.find("X21")[1].text == "freeze moves, by PM"


async def test_a_settled_risk_gets_no_form() -> None:
    async with room() as here:
        ledger = here.app.session.ledger
        capture(ledger, "risk: it rains")
        await at(here, "risks")
        row = row_of("risk", risk(here, "R13"), here.app.session.snapshot)
        await act(here, "w", "R13")
        await here.press("enter", "enter")
        assert not here.screen.query_one(SurfacePane).move_to_ref("R13"), "it left the board"
        for letter in "ROAMU":
            give_letter_to(here.screen, row, letter)
            await here.pilot.pause()
        assert not isinstance(here.app.screen, ReadBackForm)
        assert "R13 has happened and is impediment B15 now" in " ".join(
            here.text.replace("▌", " ").split()
        )


# -- the other forms


@pytest.mark.parametrize("size", SIZES)
async def test_a_risk_is_said_in_two_parts(size: tuple[int, int]) -> None:
    async with room(size) as here:
        capture(here.app.session.ledger, "risk: yard floods")
        await at(here, "roam-walk")
        await act(here, "o", "R13")
        await here.type("the yard floods")
        await here.press(*["enter"] * 5)
        assert "The consequence has no words yet" in here.text
        assert field(here, "condition").value == "the yard floods"
        await here.press("up", "up", "up")
        await here.type("O402 slips")
        await here.press("enter")
        await here.type("4 5")
        await here.press("enter")
        await here.type("open yard B")
        await here.press("enter")
        await here.type("the pump alarm")
        await here.press("enter")
        is_whole(here)
        said = " ".join(str(here.app.screen.query_one("#said", Static).render()).split())
        assert (
            "R13 if the yard floods, then O402 slips · probability 4 × impact 5 · "
            "if it happens: open yard B · sign: the pump alarm"
        ) in said
        await here.press("enter")
        known = risk(here, "R13")
        assert (known.condition, known.consequence, known.p, known.i) == (
            "the yard floods", "O402 slips", 4, 5,
        )  # fmt: skip
        assert (known.contingency, known.trigger) == ("open yard B", "the pump alarm")
        await act(here, "o", "R13")
        field(here, "contingency").value = ""
        field(here, "trigger").focus()
        await here.press("enter", "enter")
        assert (risk(here, "R13").contingency, risk(here, "R13").trigger) == (
            None, "the pump alarm",
        )  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
async def test_a_risk_has_happened(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "risks")
        await act(here, "w", "R05")
        assert field(here, "line").value.startswith("customs gives no test endpoint by I3, so")
        await here.type(" owner:RTE due:fri")
        assert "New impediment · owner RTE · due Fri 20 Nov 2026" in here.text
        is_whole(here)
        await here.press("enter", "enter")
        made = here.app.session.ledger.find("B15")[1]
        assert isinstance(made, Impediment)
        assert (made.risk, made.owner, made.due) == ("R05", "RTE", "2026-11-20")
        assert risk(here, "R05").impediment == "B15"


@pytest.mark.parametrize("size", SIZES)
async def test_a_suspected_double_is_merged_by_enter(size: tuple[int, int]) -> None:
    async with room(size) as here:
        capture(here.app.session.ledger, "risk: gate peaks double in the holidays @BEA")
        await at(here, "doubles")
        await act(here, "v", "R13")
        assert isinstance(here.app.screen, MergeScreen)
        assert "R04 stays: if gate peaks double" in here.text
        await here.press("down")
        assert "Let R04 stay" in " ".join(here.text.split())
        await here.press("enter")
        assert isinstance(here.app.screen, MergeScreen)
        await here.press("up", "enter")
        is_whole(here)
        assert risk(here, "R13").merged is None
        await here.press("enter")
        assert risk(here, "R13").merged == "R04"
        assert "R04 stands for both" in here.text
        await here.press("u")
        assert risk(here, "R13").merged is None


async def test_a_double_that_nobody_suspected_is_named() -> None:
    async with room() as here:
        capture(here.app.session.ledger, "risk: a cold winter")
        await at(here, "doubles")
        await act(here, "v", "R13")
        await here.press("enter")
        assert "Which risk says the same as R13? Type its reference." in here.text
        await here.type("b8")
        await here.press("enter")
        assert "B08 is no risk (impediment)." in here.text
        await here.press("backspace", "backspace")
        await here.type("r12")
        await here.press("enter", "enter", "enter")
        assert risk(here, "R13").merged == "R12"


@pytest.mark.parametrize("size", SIZES)
async def test_a_risk_goes_back_to_its_team(size: tuple[int, int]) -> None:
    async with room(size) as here:
        capture(here.app.session.ledger, "risk: old laptop")
        await at(here, "doubles")
        await act(here, "w", "R13")
        await here.type("nobody")
        await here.press("enter")
        assert "No team is called 'nobody'" in here.text
        assert field(here, "team").value == "nobody"
        field(here, "team").value = "gantry"
        await here.press("enter")
        assert "R13 goes back to GAN Gantry" in here.text
        await here.press("enter")
        assert (risk(here, "R13").team, risk(here, "R13").level) == ("GAN", "team")


async def test_leaders_are_asked_with_one_line() -> None:
    async with room() as here:
        await at(here, "leaders")
        await act(here, "v", "R04")
        await here.type("move gate A owner:BO-OPS due:fri")
        await here.press("enter", "escape")
        made = here.app.session.ledger.find("A1")[1]
        assert (made.text, made.links) == ("move gate A", ("R04",))
        assert "BO-OPS, due Fri 20" in here.text
        await act(here, "v", "A1")
        assert "There is no risk under the cursor" in here.text


async def test_what_was_being_typed_is_not_lost_when_leaders_are_asked() -> None:
    async with room() as here:
        await at(here, "leaders")
        await here.press("a")
        await here.type("call PM")
        await here.press("escape")
        await act(here, "v", "R12")
        assert here.screen.bar.text == "#R12 needs:leaders call PM"
        await here.press("escape")
        await act(here, "v", "R12")
        assert here.screen.bar.text == "#R12 needs:leaders call PM", "once is enough"


async def test_enter_shows_the_whole_record_of_the_walk() -> None:
    async with room() as here:
        await at(here, "roam-walk")
        give_letter(here.app.session.ledger, "R12", "R", Said(note="[b]moved[/b]"))
        here.screen.reload()
        await here.pilot.pause()
        assert "Have their letter" in here.text
        assert here.screen.query_one(SurfacePane).move_to_ref("R12")
        await here.press("enter")
        assert isinstance(here.app.screen, RecordScreen)
        assert "R Resolved · [b]moved[/b] (in E8)" in here.text


async def test_an_empty_walk_has_no_act_to_offer() -> None:
    async with room() as here:
        ledger = here.app.session.ledger
        for ref in ("R12", "R05", "R06", "R03"):
            give_letter(ledger, ref, "R", Said(note="over"))
        await at(here, "roam-walk")
        assert "Every risk has its letter and no review is due" in here.text
        await act(here, "v")
        assert "Move to one, or press r for one." in " ".join(here.text.replace("▌", " ").split())


async def test_what_was_typed_with_a_letter_comes_back_after_esc() -> None:
    """And only what somebody typed: what a letter put there belongs to that letter."""
    async with room() as here:
        await here.press("B", "slash", "6", "tab", "O")
        form = here.app.screen
        assert isinstance(form, RoamScreen)
        assert form.typed["owner"] == "SM-GAN"
        await here.type("in 3 days")
        await here.press("escape", "escape")
        assert not isinstance(here.app.screen, RoamScreen)
        await here.press("O")
        again = here.app.screen
        assert isinstance(again, RoamScreen)
        assert again.typed == {"owner": "SM-GAN", "review": "in 3 days", "note": ""}
        await here.press("escape", "A")
        assert again.typed["owner"] == ""
