"""Flow items by keyboard, on the surface of the measures."""

from __future__ import annotations

import pytest

from console.screens.answering import AnswerScreen
from console.screens.flow_acts import FlowForm
from tests.screen_helpers import Room, room


async def on_measures(r: Room) -> None:
    await r.press("s", "enter")
    await r.turn_to("measures")


def count(r: Room) -> int:
    return len(r.app.session.ledger.views.all("flow"))


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_an_item_is_read_back_and_saved(size: tuple[int, int]) -> None:
    async with room(size) as r:
        await on_measures(r)
        before = count(r)
        await r.press("o")
        assert isinstance(r.app.screen, FlowForm)
        for typed in ("Berth plan", "N-1", "feature", "bea", "2 nov", "", "", ""):
            await r.type(typed)
            await r.press("enter")
        assert "N-1 Berth plan · feature · BEA · started Mon 2 Nov" in " ".join(r.text.split())
        assert count(r) == before
        await r.press("enter")
        assert count(r) == before + 1
        await r.press("u")
        assert count(r) == before


async def test_a_refusal_keeps_what_is_typed() -> None:
    async with room() as r:
        await on_measures(r)
        await r.press("o")
        for typed in ("Berth plan", "f-101", "", "", "", "", "", ""):
            await r.type(typed)
            await r.press("enter")
        assert "F-101 is here already: W01" in r.text
        assert "Berth plan" in r.text
        await r.press("escape", "o")
        assert "Berth plan" in r.text, "what was left comes back"


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_its_days_are_said(size: tuple[int, int]) -> None:
    async with room(size) as r:
        await on_measures(r)
        await r.press("down", "w")
        assert isinstance(r.app.screen, AnswerScreen)
        await r.type("f-121")
        await r.press("down", "down")
        await r.type("16 nov")
        await r.press("enter")
        item = next(i for i in r.app.session.ledger.views.all("flow") if i.ref == "W21")
        assert getattr(item, "done", None) == "2026-11-16"


async def test_a_day_that_cannot_be_is_refused_in_place() -> None:
    async with room() as r:
        await on_measures(r)
        await r.press("down", "w")
        await r.type("f-121")
        await r.press("down", "down")
        await r.type("2026-09-01")
        await r.press("enter")
        assert isinstance(r.app.screen, AnswerScreen)
        assert "before its start" in r.text
