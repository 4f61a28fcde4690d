"""Measures of the train's own by keyboard: a new one, a value, and what is refused."""

from __future__ import annotations

import pytest

from store.insight.outcome_measures import readings
from store.insight.snapshot import Snapshot
from tests.screen_helpers import Room, room

SIZES = [(120, 36), (80, 24)]


def snap_of(here: Room) -> Snapshot:
    return here.app.session.ledger.snapshot()


@pytest.mark.parametrize("size", [(80, 24)])
async def test_a_value_is_given_to_the_measure_under_the_cursor(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await here.press("I", "3", "w")
        assert "K1 Its value" in here.text
        await here.type("seventy")
        await here.press("enter")
        assert "is a number like" in " ".join(here.text.split())
        assert "seventy" in here.text
        await here.press(*["backspace"] * 7)
        await here.type("71")
        await here.press("down", "down")
        await here.type("after the new form")
        await here.press("enter")
        last = readings(snap_of(here), "K1")[-1]
        assert (last.value, last.on, last.note) == (71.0, "2026-11-18", "after the new form")
        assert "71 %" in here.text
        await here.press("u")
        assert readings(snap_of(here), "K1")[-1].value != 71.0


async def test_a_new_measure_with_its_first_value_is_one_change() -> None:
    async with room() as here:
        before = len(snap_of(here).own_measures)
        commands = {c.title: c for c in here.app.get_system_commands(here.app.screen)}
        commands["measure: Add a measure of our own"].callback()
        await here.pilot.pause()
        await here.type("trucks waiting over an hour")
        await here.press("down")
        await here.type("per week")
        await here.press("down", "down", "right", "down")
        await here.type("14")
        await here.press("enter")
        made = snap_of(here).own_measures[-1]
        assert (made.text, made.unit, made.area) == (
            "trucks waiting over an hour", "per week", "outcome",
        )  # fmt: skip
        assert made.better == "down"
        assert [r.value for r in readings(snap_of(here), made.ref)] == [14.0]
        await here.press("u")
        assert len(snap_of(here).own_measures) == before
        assert readings(snap_of(here), made.ref) == []


async def test_a_day_without_a_value_is_refused() -> None:
    async with room() as here:
        commands = {c.title: c for c in here.app.get_system_commands(here.app.screen)}
        commands["measure: Add a measure of our own"].callback()
        await here.pilot.pause()
        await here.type("calls")
        await here.press("down", "down", "down", "down", "down")
        await here.type("fri")
        await here.press("enter")
        assert "A day needs a value" in " ".join(here.text.split())
        assert "calls" in here.text


async def test_on_another_line_it_is_about_flow_items() -> None:
    async with room() as here:
        await here.press("I", "3", "down", "w")
        assert "Flow item · its days" in here.text
