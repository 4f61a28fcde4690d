"""Improvements by key: the verdict, the next state, an item, the register and the surfaces."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from console.screens.improvement_forms import DeedForm, ItemForm, VerdictForm
from console.screens.register import RegisterScreen
from store.domain.improving import DEEDS, Said
from store.domain.records import Improvement
from store.exchange.templates import shipped
from store.ledger import improving as use
from store.ledger import running
from store.ledger.improving import Item
from store.ledger.setting_intervals import next_in_line, plan_next
from tests.cli_helpers import HOSTILE
from tests.screen_helpers import Clock, Room, room, sample_ledger

SIZES = [(120, 36), (80, 24)]


def the(here: Room, ref: str) -> Improvement:
    return use.the_improvement(here.app.session.ledger, ref)


async def in_register(here: Room) -> None:
    await here.press("B", "9")
    screen = here.screen
    assert isinstance(screen, RegisterScreen)
    while not screen.register.done:
        await here.pilot.pause()
    await here.pilot.pause()


def shown(here: Room) -> list[str]:
    screen = here.screen
    assert isinstance(screen, RegisterScreen)
    return [row.ref for section in screen.pane.rows.sections for row in section.rows]


@pytest.mark.parametrize("size", SIZES)
async def test_the_verdict_that_the_figures_suggest_stands_first(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await in_register(here)
        await here.press("v")
        assert isinstance(here.app.screen, VerdictForm)
        text = here.text
        assert "Now it is at 4, as said." in " ".join(text.replace("│", " ").split())
        assert text.index("partly ") < text.index("moved    ") < text.index("no effect")
        assert "what the figures say" in text
        await here.press("enter")
        await here.type("3")
        assert "M02 verified, moved" not in here.text
        await here.press("enter", "enter")
        assert "Say it aloud" in here.text
        assert the(here, "M02").state == "done"
        await here.press("enter")
        found = the(here, "M02")
        assert (found.state, found.effect, found.present) == ("verified", "partly", 3)
        assert "M02 verified, partly" in here.text
        await here.press("u")
        assert the(here, "M02").state == "done"


async def test_a_verdict_may_differ_from_the_suggestion_and_rests_on_something() -> None:
    async with room() as here:
        ledger = here.app.session.ledger
        made = use.propose(
            ledger, Item("say it aloud", owner="RTE", metric="silence", nature="policy",
                         meant_for="PI-26.3")
        )  # fmt: skip
        use.do(ledger, made.ref, DEEDS["accept"], Said())
        use.do(ledger, made.ref, DEEDS["done"], Said())
        await in_register(here)
        await here.press("/")
        await here.type("aloud")
        await here.press("tab", "v")
        assert "what the figures say" not in here.text
        await here.press("down", "down", "enter", "enter", "enter")
        assert "rests on a value or on what was seen" in " ".join(here.text.split())
        await here.type("we still whisper")
        await here.press("enter", "enter")
        found = the(here, made.ref)
        assert (found.effect, found.note) == ("no effect", "we still whisper")


@pytest.mark.parametrize("size", SIZES)
async def test_a_deed_asks_for_what_lacks_and_esc_keeps_the_text(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await in_register(here)
        await here.press("down", "o")
        assert isinstance(here.app.screen, DeedForm)
        assert "M06 · proposed" in here.text
        await here.press("down", "enter")
        await here.type("I9")
        assert "has no iteration 'I9'" in here.text
        await here.press("escape", "escape")
        await here.press("o", "down", "enter")
        assert "I9" in here.text, "what was typed waits"
        await here.press("up", "ctrl+u")
        await here.type("I5")
        await here.press("enter", "enter", "enter")
        assert (the(here, "M06").state, the(here, "M06").planned) == ("planned", "I5")


@pytest.mark.parametrize("size", [(80, 24)])
async def test_an_item_is_made_on_the_surface_and_said_again_in_the_register(
    size: tuple[int, int],
) -> None:
    async with room(size) as here:
        await in_register(here)
        await here.press("b", "w")
        assert isinstance(here.app.screen, ItemForm)
        assert "An improvement says what is done." in here.text
        await here.type("pair on feeds")
        await here.press("enter")
        await here.type("late-share")
        await here.press("escape", "w")
        assert "pair on feeds" in here.text, "Esc keeps the text"
        assert "late-share" in here.text
        await here.type("20")
        await here.press("enter")
        await here.type("10")
        await here.press("enter", "enter")
        await here.type("PM")
        await here.press(*["enter"] * 3)
        await here.type("PI-26.4")
        await here.press("enter", "enter", "enter")
        found = the(here, "M7")
        assert (found.gauge, found.base, found.goal, found.owner, found.meant_for) == (
            "late-share", 20, 10, "PM", "PI-26.4",
        )  # fmt: skip
        await here.press("b", "b", "/")
        await here.type("feeds")
        await here.press("tab", "w")
        assert isinstance(here.app.screen, ItemForm)
        assert "M7 · say it again" in here.text
        await here.press("up", "ctrl+u")
        await here.type("5")
        await here.press(*["enter"] * 8)
        assert the(here, "M7").goal == 5


async def test_what_was_judged_is_not_said_again() -> None:
    async with room() as here:
        await in_register(here)
        await here.press("/")
        await here.type("m01 is:all")
        await here.press("tab", "w")
        assert not isinstance(here.app.screen, ItemForm)
        assert "what was judged stays" in here.text
        await here.press("v")
        assert "o opens it again" in here.text


@pytest.mark.parametrize("size", [(80, 24)])
async def test_the_register_filters_orders_edits_copies_and_archives(
    size: tuple[int, int],
) -> None:
    async with room(size) as here:
        await in_register(here)
        assert shown(here) == ["M02", "M06", "M04", "M05"]
        assert "verdict?" in here.text
        for typed, refs in (
            ("is:owing", ["M02"]),
            ("for:pi-26.4 owner:rte", ["M05"]),
            ("is:all -is:open", ["M01", "M03"]),
            ("pair:dre", ["M04"]),
        ):
            await here.press("/", "ctrl+u")
            await here.type(typed)
            assert shown(here) == refs, typed
            await here.press("escape")
        await here.press("s")
        await here.press("s", "s", "s")
        assert shown(here) == ["M02", "M04", "M05", "M06"], "by reference"
        await here.press("y")
        assert here.app.clipboard.startswith("# M02 improvement")
        await here.press("e", "tab")
        await here.type("owner:SA")
        await here.press("enter", "enter")
        assert the(here, "M02").owner == "SA"
        await here.press("enter")
        assert "hypothesis" in here.text
        await here.press("q")
        await here.press("Z")
        await here.type("a test")
        await here.press("enter", "enter")
        assert the(here, "M02").archived is not None
        assert shown(here) == ["M04", "M05", "M06"]


@pytest.mark.parametrize("size", SIZES)
async def test_inspect_and_adapt_asks_for_the_verdicts_of_its_interval(
    size: tuple[int, int],
) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    running.start(ledger, shipped().named("inspect-adapt"))
    async with room(size, clock, ledger) as here:
        await here.turn_to("improvements")
        assert "Without a verdict" in here.text
        for ref in ("M02", "M04", "M05", "M06"):
            assert ref in here.text
        await here.press("v")
        assert isinstance(here.app.screen, VerdictForm)


@pytest.mark.parametrize("size", SIZES)
async def test_a_working_agreement_in_force_is_shown_to_every_event(size: tuple[int, int]) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    use.say(ledger, "M05", Item("", nature="working agreement"))
    running.start(ledger, shipped().named("art-sync"))
    async with room(size, clock, ledger) as here:
        await here.turn_to("agreements")
        assert "Working agreements" in here.text
        assert "no string without both" in here.text
        use.do(ledger, "M05", DEEDS["drop"], Said(why="it was too much"))
        await here.wait(seconds=1)
        assert "No working agreement is in force." in here.text


async def test_carried_ones_stand_on_the_objectives_of_the_next_planning() -> None:
    clock = Clock(datetime(2026, 12, 16, 9, 0, tzinfo=UTC))
    ledger = sample_ledger(clock)
    name, start, shape = next_in_line(ledger)
    assert plan_next(ledger, name, start, shape).short == "PI-27.1"
    use.do(ledger, "M04", DEEDS["carry"], Said(why="the rig came late"))
    running.start(ledger, shipped().named("pi-planning"))
    async with room((120, 36), clock, ledger) as here:
        await here.turn_to("objectives")
        assert "Improvements that want capacity: 2 improvements" in here.text
        assert "M04" in here.text
        use.do(ledger, "M04", DEEDS["plan"], Said(iteration="I2"))
        use.do(ledger, "M06", DEEDS["drop"], Said(why="no lead"))
        await here.wait(seconds=1)
        assert "want capacity" not in here.text


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_stand_as_they_are(text: str) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    made = use.propose(ledger, Item(text, metric=text, meant_for="PI-26.3"))
    async with room((120, 36), clock, ledger) as here:
        await in_register(here)
        await here.press("/")
        await here.type(made.ref.lower())
        await here.press("tab", "o")
        assert isinstance(here.app.screen, DeedForm)
        await here.press("escape", "enter")
        first = text.split()[0]
        assert first.replace("e\u0301", "é") in here.text
        assert replace(the(here, made.ref), rev=1).text == made.text
