"""Dependencies by key: their states, the board at twelve teams, strings and pairs."""

from __future__ import annotations

import pytest

from console.screens.answering import AnswerScreen
from console.screens.dependency_state import DependencyScreen
from console.screens.record import RecordScreen
from console.screens.room import RoomScreen
from store.exchange.templates import shipped
from store.exchange.train_file import read_train
from store.ledger import depending as use
from store.ledger import running
from store.ledger.bringing import bring_in
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger
from store.ledger.setting_teams import add_teams
from tests.ledger_helpers import Hands, train_bytes
from tests.screen_helpers import Clock, Room, room, sample_ledger

SIZES = ((120, 36), (80, 24))
ITERATIONS = ("I1", "I2", "I3", "I4", "I5", "IP")


def started(ledger: Ledger) -> Ledger:
    running.start(ledger, shipped().templates["art-sync"])
    return ledger


def large(clock: Clock) -> Ledger:
    """Twelve teams, six iterations, sixty dependencies more, and three milestones."""
    ledger = sample_ledger(clock)
    add_teams(ledger, "Harbour HAR, Ironside IRO, Jetty JET, Kelson KEL, Lodestar LOD")
    teams = [team.short for team in ledger.teams]
    with ledger.change("import") as change:
        for number in range(60):
            giver, taker = teams[number % 12], teams[(number * 5 + 3) % 12]
            if giver == taker:
                taker = teams[(number + 1) % 12]
            change.new("dependency", {
                "text": f"interface number {number}", "provider": giver, "consumer": taker,
                "plan": ITERATIONS[number * 7 % 6], "need": ITERATIONS[(number * 7 + number) % 6],
                "state": ("proposed", "agreed", "in progress")[number % 3], "pi": "PI-26.4",
            })  # fmt: skip
        for text, where in (("season opens", "I2"), ("customs audit", "I5"), ("freeze", "IP")):
            change.new("milestone", {"text": text, "iteration": where, "pi": "PI-26.4"})
    return started(ledger)


async def at(here: Room, name: str) -> RoomScreen:
    await here.press("E")
    await here.turn_to(name)
    screen = here.screen
    assert isinstance(screen, RoomScreen)
    return screen


def state_of(ledger: Ledger, ref: str) -> str:
    return use.the_dependency(ledger, ref).state


@pytest.mark.parametrize("size", SIZES)
async def test_a_provider_says_yes_and_the_consumer_accepts(size: tuple[int, int]) -> None:
    clock = Clock()
    ledger = started(sample_ledger(clock))
    async with room(size, clock, ledger) as here:
        screen = await at(here, "dependencies")
        screen.rows.move_to_ref("D408")
        await here.press("v")
        assert isinstance(here.app.screen, DependencyScreen)
        assert "the provider says yes" in here.text
        assert "planned in" in here.text
        await here.press("enter")
        await here.type("I4")
        await here.press("enter")
        assert "D408 EXT-CUSTOMS→ANC agreed · planned in I4, needed I4" in " ".join(
            here.text.split()
        )
        await here.press("enter")
        assert state_of(ledger, "D408") == "agreed"
        screen.rows.move_to_ref("D402")
        await here.press("v", "enter")
        await here.press("enter", "enter")
        assert state_of(ledger, "D402") == "accepted"


async def test_a_deed_without_what_it_demands_keeps_what_is_typed() -> None:
    clock = Clock()
    ledger = started(sample_ledger(clock))
    async with room(clock=clock, ledger=ledger) as here:
        screen = await at(here, "dependencies")
        screen.rows.move_to_ref("D404")
        await here.press("v", "j", "j", "enter")
        await here.type("slice")
        await here.press("enter", "enter")
        assert "say how it went away, in words" in " ".join(here.text.split())
        await here.type("one move feed [for] both")
        await here.press("enter", "enter")
        found = use.the_dependency(ledger, "D404")
        assert (found.state, found.way, found.how) == (
            "removed",
            "slice",
            "one move feed [for] both",
        )
        await here.press("u")
        assert state_of(ledger, "D404") == "agreed"


async def test_how_could_it_go_away_and_its_iterations() -> None:
    clock = Clock()
    ledger = started(sample_ledger(clock))
    async with room(clock=clock, ledger=ledger) as here:
        screen = await at(here, "strings")
        assert "◄━" in here.text
        assert "conflict, slack −1" in here.text
        screen.grid.move_to_ref("D401")
        await here.press("o")
        assert isinstance(here.app.screen, AnswerScreen)
        assert "How could this go away?" in here.text
        await here.press("3", "down")
        await here.type("billing reads it itself")
        await here.press("enter")
        found = use.the_dependency(ledger, "D401")
        assert (found.way, found.away) == ("design", "billing reads it itself")
        assert "could go away by design: billing reads it itself" in " ".join(here.text.split())
        await here.press("w", "down", "backspace", "backspace")
        await here.type("I9")
        await here.press("enter")
        assert "PI-26.4 has no iteration 'I9'" in here.text
        await here.press("backspace")
        await here.type("5")
        await here.press("enter")
        assert use.the_dependency(ledger, "D401").need == "I5"
        assert "conflict" not in " ".join(here.text.split()).split("D401", 1)[1].split("D4")[0]
        screen.grid.move_to_ref("D403")
        await here.press("w")
        assert "D403 is accepted, so its" in " ".join(here.text.split())


async def test_a_milestone_on_the_board_is_moved_and_reached() -> None:
    clock = Clock()
    ledger = large(clock)
    async with room(clock=clock, ledger=ledger) as here:
        screen = await at(here, "planning-board")
        assert screen.grid.move_to_ref("L1")
        await here.press("w")
        await here.press("backspace", "backspace")
        await here.type("I3")
        await here.press("enter")
        assert "Say why it moves" in " ".join(here.text.split())
        await here.press("down", "down")
        await here.type("the yard opens later")
        await here.press("enter")
        assert use.the_milestone(ledger, "L1").iteration == "I3"
        await here.press("o")
        assert "L1 is a milestone" in " ".join(here.text.split())
        await here.press("v", "enter")
        assert use.the_milestone(ledger, "L1").state == "reached"
        assert "✓L1" in here.text


@pytest.mark.parametrize("size", SIZES)
async def test_twelve_teams_and_six_iterations_are_legible(size: tuple[int, int]) -> None:
    clock = Clock()
    async with room(size, clock, large(clock)) as here:
        screen = await at(here, "planning-board")
        grid = screen.grid.cells
        assert grid.grid.columns == (*ITERATIONS, "no date")
        assert grid.plan().count == 7, "every iteration is on one page"
        assert "▶I4" in here.text
        first = here.text
        for _ in range(200):
            await here.press("j")
            if grid.cursor == len(grid.grid.lines) - 1:
                break
        assert here.text != first
        assert "▶I4" in here.text, "headings stay"
        top = int(grid.scroll_offset.y)
        party = grid._title_above(top)
        assert party
        strip = grid.render_line(0).text
        assert strip.startswith(party), "the topmost line says whose it is"


async def test_the_other_end_is_marked_with_a_sign() -> None:
    clock = Clock()
    async with room(clock=clock, ledger=started(sample_ledger(clock))) as here:
        screen = await at(here, "planning-board")
        assert screen.grid.move_to_ref("D401")
        await here.pilot.pause()
        assert here.text.count("▸") == 2
        assert "▸!D401→BEA" in here.text
        assert "▸!D401←DRE" in here.text
        assert "planned I5, needed I4 · in progress · conflict, slack −1" in " ".join(
            here.text.split()
        )
        await here.press("g")
        assert "▸" not in here.text


async def test_pairs_ask_their_question_and_open_their_dependencies() -> None:
    clock = Clock()
    async with room(clock=clock, ledger=started(sample_ledger(clock))) as here:
        screen = await at(here, "pairs")
        assert "! DRE→BEA: 4 dependencies in 2 of 2 intervals" in here.text
        assert "What would remove it?" in here.text
        assert screen.current_row is not None
        await here.press("enter")
        assert isinstance(here.app.screen, RecordScreen)


@pytest.mark.parametrize("name", ["planning-board", "strings", "pairs", "board", "dependencies"])
async def test_keys_without_a_dependency_say_what_to_do(name: str) -> None:
    ledger = memory_ledger(who="RTE", now=Hands())
    bring_in(ledger, read_train(train_bytes()))
    async with room(ledger=started(ledger)) as here:
        await at(here, name)
        for key in ("v", "o", "w"):
            await here.press(key)
            assert "no dependency under the cursor" in " ".join(here.text.split())
