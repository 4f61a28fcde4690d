"""Decisions, objectives, actions and topics by their keys, at both sizes."""

from __future__ import annotations

import pytest

from console.screens import demo_acts, planning_acts, sync_acts
from console.screens.dependency_acts import DEPENDENCY_SURFACES
from console.screens.impediment_acts import IMPEDIMENT_SURFACES
from console.screens.log_acts import LOG_ACTS, LOG_SURFACES
from console.screens.risk_acts import RISK_ACTS
from console.screens.room import RoomScreen
from store.domain.records import Action, Decision, Objective
from store.ledger import deciding, objectives, promising
from store.ledger.capturing import capture
from store.ledger.running import start
from tests.screen_helpers import Clock, Room, room, sample_ledger

SIZES = [(120, 36), (80, 24)]


def test_no_surface_has_its_acts_in_two_tables() -> None:
    tables = (
        *(demo_acts.BY_SURFACE, sync_acts.BY_SURFACE, planning_acts.PLANNING, RISK_ACTS),
        *(IMPEDIMENT_SURFACES, DEPENDENCY_SURFACES, LOG_SURFACES),
    )
    names = [name for table in tables for name in table]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("table", [LOG_ACTS, LOG_SURFACES])
def test_each_key_does_one_thing(table: dict[str, tuple[object, ...]]) -> None:
    for acts in table.values():
        keys = [getattr(act, "key", "") for act in acts]
        assert len(keys) == len(set(keys))


def decision(here: Room, ref: str) -> Decision:
    return deciding.the_decision(here.app.session.ledger, ref)


def objective(here: Room, ref: str) -> Objective:
    return objectives.the_objective(here.app.session.ledger, ref)


async def at(here: Room, surface: str, ref: str) -> None:
    """Bring a surface to the front and the cursor to a row."""
    await here.turn_to(surface)
    await here.press("g")
    for _ in range(60):
        if ref_under(here) == ref:
            return
        await here.press("down")
    raise AssertionError(f"{ref} is not on {surface}:\n{here.text}")


def ref_under(here: Room) -> str:
    screen = here.screen
    assert isinstance(screen, RoomScreen)
    return screen.current_row.ref if screen.current_row else ""


@pytest.mark.parametrize("size", SIZES)
async def test_a_later_decision_takes_the_place_by_key(size: tuple[int, int]) -> None:
    ledger = sample_ledger(Clock())
    start(ledger, "art-sync")
    async with room(size, ledger=ledger) as here:
        await here.press("E")
        await at(here, "decisions", "X20")
        await here.press("v")
        assert "X20 · what holds now?" in here.text
        await here.press("enter")
        assert "Say what is decided now" in here.text
        await here.type("two people because one is not enough, by SM-DRE")
        await here.press("enter", "enter")
        later = decision(here, "X21")
        assert (later.supersedes, later.owner) == ("X20", "SM-DRE")
        assert decision(here, "X20").superseded == "X21"
        assert "superseded by X21" in here.text
        await here.press("u")
        assert decision(here, "X20").state == "agreed"


@pytest.mark.parametrize("size", SIZES)
async def test_a_proposal_is_agreed_and_looked_at_again(size: tuple[int, int]) -> None:
    ledger = sample_ledger(Clock())
    start(ledger, "art-sync")
    ref = capture(ledger, "propose blue first because cheaper", "decision").record.ref
    async with room(size, ledger=ledger) as here:
        await here.press("E")
        await at(here, "decisions", ref)
        await here.press("o", "enter")
        assert "Who decided?" in here.text
        await here.press("down")
        await here.type("BO-OPS")
        await here.press("enter")
        assert decision(here, ref).owner == "BO-OPS"
        await at(here, "decisions", ref)
        await here.press("o")
        assert "Does it still hold?" in here.text
        await here.type("counts unchanged")
        await here.press("down")
        await here.type("in 4 weeks")
        await here.press("enter")
        assert decision(here, ref).revisit == "2026-12-16"
        await at(here, "decisions", ref)
        await here.press("w")
        await here.type("do nothing")
        await here.press("enter")
        assert decision(here, ref).weighed == ("do nothing",)
        assert decision(here, ref).revisit == "2026-12-16", "what was there stays"


@pytest.mark.parametrize("size", SIZES)
async def test_what_cannot_be_done_says_what_instead(size: tuple[int, int]) -> None:
    ledger = sample_ledger(Clock())
    start(ledger, "art-sync")
    deciding.supersede(ledger, "X20", "two people because one is not enough")
    async with room(size, ledger=ledger) as here:
        await here.press("E")
        await at(here, "decisions", "X20")
        await here.press("v")
        assert "X21 holds now" in " ".join(here.text.split())


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("owner:PM propose two people", "What is only proposed supersedes nothing yet"),
        ("#X11", "X11 was decided on 7 Oct, before X20"),
        ("X20", "X20 cannot supersede itself"),
    ],
)
async def test_what_cannot_take_the_place_is_never_read_back_as_if_it_could(
    line: str, why: str
) -> None:
    ledger = sample_ledger(Clock())
    start(ledger, "art-sync")
    async with room(ledger=ledger) as here:
        await here.press("E")
        await at(here, "decisions", "X20")
        await here.press("v")
        await here.type(line)
        assert why in " ".join(here.text.split())
        await here.press("enter")
        assert "Say it aloud" not in here.text
        assert decision(here, "X20").state == "agreed"


@pytest.mark.parametrize("size", SIZES)
async def test_the_plan_is_frozen_by_the_end_of_pi_planning(size: tuple[int, int]) -> None:
    ledger = sample_ledger(Clock())
    start(ledger, "pi-planning")
    async with room(size, ledger=ledger) as here:
        await here.press("E")
        await at(here, "bv", "O401")
        await here.press("w")
        assert objective(here, "O401").committed is False, "before the end nobody asks why"
        await here.press("u", "e", "C", "escape")
        assert here.app.session.running is None
        assert objective(here, "O401").baselined == "2026-11-18"
        start(ledger, "art-sync")
        await here.wait(minutes=1)
        await at(here, "objectives", "O401")
        await here.press("o")
        assert "Make it uncommitted?" in here.text
        assert "Planned, frozen 18 Nov: BV 10, committed" in " ".join(here.text.split())
        await here.press("enter")
        assert "Say in a line why" in " ".join(here.text.split())
        await here.type("load of Anchor")
        await here.press("enter")
        found = objective(here, "O401")
        assert (found.committed, found.moves[0].why) == (False, "load of Anchor")
        await at(here, "bv", "O402")
        await here.press("v")
        assert "Business value" in here.text, "the dialog that asks why"


async def test_values_and_the_plan_by_key() -> None:
    ledger = sample_ledger(Clock())
    start(ledger, "art-sync")
    async with room(ledger=ledger) as here:
        await here.press("E")
        await at(here, "objectives", "O405")
        await here.press("v", "down")
        await here.type("9")
        await here.press("enter")
        assert objective(here, "O405").actual == 9
        assert "BV 5 · 9" in here.text
        assert "above planned" in here.text
        await here.press("w")
        assert "Freeze the plan?" in here.text
        await here.press("enter")
        assert objective(here, "O405").baselined is None
        await here.press("w", "2", "enter")
        assert objective(here, "O405").baselined == "2026-11-18"
        await here.press("w")
        assert "What changes now takes a why" in " ".join(here.text.split())


async def test_a_closed_action_is_opened_again_by_key() -> None:
    ledger = sample_ledger(Clock())
    ref = capture(ledger, "call the yard owner:PM due:fri", "action").record.ref
    start(ledger, "art-sync")
    promising.close(ledger, ref, "they come")
    async with room(ledger=ledger) as here:
        await here.press("E")
        await at(here, "last-actions", ref)
        assert "answered by RTE" in here.text
        await here.press("o", "enter")
        assert "Opening it again needs a reason" in here.text
        await here.type("they did not")
        await here.press("enter")
        found = promising.promise(ledger, ref)[1]
        assert isinstance(found, Action)
        assert (found.state, found.note) == ("open", "they did not")
