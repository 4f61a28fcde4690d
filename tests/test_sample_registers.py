"""What the registers show of the sample train on 18 November 2026, through the real interface.

The same answers come from `rte list --json` (`tests/test_cli_sample.py`) and from the functions
behind both (`tests/test_sample_answers.py`).
"""

from __future__ import annotations

import re

import pytest

from console.widgets.rows_view import RowsView
from store.ledger import running
from tests.screen_helpers import Room, room

SIZES = [(120, 36), (80, 24)]
TABS = {"risk": "1", "impediment": "2", "dependency": "3"}


def line_of(here: Room, ref: str) -> str:
    """The line of a record, its spaces joined."""
    found = next((line for line in here.text.split("\n") if re.search(rf"\b{ref}\b", line)), "")
    return " ".join(found.split())


async def show(here: Room, kind: str, view: int = 0) -> None:
    await here.press("B", TABS[kind], *["b"] * view)


@pytest.mark.parametrize("size", SIZES)
async def test_risks(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await show(here, "risk")
        assert "not ROAMed for 1 d" in line_of(here, "R12")
        assert "review 8 d overdue" in line_of(here, "R05")
        assert "action 5 d overdue" in line_of(here, "R06")
        await here.press("slash", *"exposure", "greater_than_sign", *"14", "tab")
        assert line_of(here, "R04").startswith("R04 20")
        assert line_of(here, "R12").startswith("! R12 15")
        assert "2 of 12 risks" in here.text
        await here.press("escape", "slash", *"is", "colon", *"all", "space", *"R02", "tab")
        assert "happened, see B03" in here.text


@pytest.mark.parametrize("size", SIZES)
async def test_impediments(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await show(here, "impediment")
        assert re.match(r"! B08 41 d leaders .*no next step", line_of(here, "B08"))
        assert re.match(r"! B13 13 d ART .*no next step", line_of(here, "B13"))
        assert "step today" in line_of(here, "B07")
        assert "step today" in line_of(here, "B14")
        rows = here.screen.query_one("#register", RowsView).sections[0].rows
        assert sum(bool(row.computed["open"]) for row in rows) == 8
        await here.press("b", "b")
        assert "B04 · twice · in 2 planning intervals · still open" in here.text
        assert "verified," in line_of(here, "M03")
        assert "proposed" in line_of(here, "M06")


@pytest.mark.parametrize("size", SIZES)
async def test_dependencies(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await show(here, "dependency")
        said = {
            "D401": "conflict, slack −1",
            "D406": "overdue, now I4",
            "D408": "not agreed, needed now",
            "D404": "slack 0, not started",
            "D402": "delivered, not accepted",
        }
        for ref, words in said.items():
            # Where there is little room the end of it is one key away.
            assert words[: len(words) if size[0] > 80 else 17] in line_of(here, ref)
            assert line_of(here, ref).startswith("! ")


async def test_pairs_that_come_back() -> None:
    async with room((120, 60)) as here:
        await show(here, "dependency", view=3)
        assert "DRE→BEA: 4 dependencies in 2 of 2 intervals" in here.text
        assert "tried nothing on record" in " ".join(here.text.split())
        assert "DRE→FAT: 3 dependencies in 2 of 2 intervals" in here.text
        assert "M04 billing reads moves itself: not yet moved" in here.text
        assert "ENS→BEA: 2 dependencies in 2 of 2 intervals" in here.text
        assert "GAN→CAP: 2 dependencies in 2 of 2 intervals" in here.text


async def test_votes() -> None:
    async with room() as here:
        running.start(here.app.session.ledger, "art-sync")
        here.app.show("room")
        await here.pilot.pause()
        await here.turn_to("votes")
        assert "2.70" in here.text
        assert "3.20" in here.text
        assert "3.82" in here.text
        assert "66" in here.text
