"""The dialog that hands out reports, and minutes as a page, through the real keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.screens.reporting import ReportScreen
from store.exchange.report import Making
from store.ledger.capturing import capture
from tests.ledger_helpers import Hands, now_of, sample_ledger
from tests.screen_helpers import Clock, Room, room


async def until_written(here: Room) -> None:
    """Let the timers of the parts go by; as many turns as it has parts, and some more."""
    for _ in range(500):
        if not isinstance(here.app.screen, ReportScreen):
            return
        await here.pilot.pause(0.01)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_it_is_chosen_previewed_and_written(size: tuple[int, int], tmp_path: Path) -> None:
    clock = Clock()
    ledger = sample_ledger(Hands())
    capture(ledger, "risk: private: mutiny in the harbour")
    async with room(size, clock, ledger) as here:
        here.app.session.folder = tmp_path
        await here.press("I", "P")
        assert "1 private line," in here.text
        assert "mutiny" not in here.text
        assert "Inspect & Adapt PI-26.4" in here.text
        assert "html" in here.text
        await here.press("1", "2", "2")
        assert "Planning interval PI-26.4" in here.text
        await here.press("w")
        await until_written(here)
    (written,) = (tmp_path / "reports").iterdir()
    assert written.name == "report-pi-pi-26.4-2026-11-18.md"
    assert written.stat().st_mode & 0o777 == 0o600
    text = written.read_text(encoding="utf-8")
    assert text.startswith("# Planning interval PI-26.4")
    assert "mutiny" not in text


async def test_it_counts_its_parts_and_can_be_given_up(tmp_path: Path) -> None:
    async with room() as here:
        here.app.session.folder = tmp_path
        total = Making(now_of(here.app.session.ledger), "ia", None).total
        await here.press("I", "P")
        screen = here.app.screen
        assert isinstance(screen, ReportScreen)
        screen.action_write()
        await here.pilot.pause(0)
        assert f"of {total}" in here.text
        await here.press("escape")
        assert not isinstance(here.app.screen, ReportScreen)
    assert not (tmp_path / "reports").exists()


async def test_the_other_profile_says_what_it_holds() -> None:
    async with room() as here:
        await here.press("I", "P", "3")
        assert "Not for all" in here.text


async def test_without_a_folder_it_says_so() -> None:
    async with room() as here:
        await here.press("I", "P", "w")
        assert "memory only" in here.text
        assert isinstance(here.app.screen, ReportScreen)


async def test_minutes_as_a_page(tmp_path: Path) -> None:
    async with room() as here:
        here.app.session.folder = tmp_path
        await here.press("s", "enter")
        here.app.screen.show_minutes()  # type: ignore[attr-defined]  # of every console screen
        await here.pilot.pause()
        await here.press("h")
    written = list((tmp_path / "minutes").glob("*.html"))
    assert len(written) == 1
    assert written[0].read_text(encoding="utf-8").startswith("<!doctype html>")
