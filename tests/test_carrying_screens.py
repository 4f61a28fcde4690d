"""The sweep by keys: carry one or all of a kind, close one by its rules, close the interval."""

from __future__ import annotations

from datetime import date

import pytest

from console.screens.answering import AnswerScreen
from store.domain.intervals import Shape
from store.insight import carrying
from store.ledger import running, setting_intervals, sweeping
from store.ledger.ledger import Ledger
from tests.cli_helpers import Rte
from tests.screen_helpers import Clock, Room, room, sample_ledger

SIZES = [(120, 36), (80, 24)]


def at_the_end() -> tuple[Clock, Ledger]:
    """The sample at its Inspect & Adapt, in the step that carries over or closes."""
    clock = Clock()
    clock.pass_by(minutes=60 * 24 * 27)
    ledger = sample_ledger(clock)
    setting_intervals.plan_next(ledger, "PI-27.1", date(2026, 12, 21), Shape())
    running.start(ledger, "inspect-adapt")
    running.go_to(ledger, "carry")
    return clock, ledger


def left(here: Room) -> list[str]:
    """References of what is still open."""
    snap = here.app.session.ledger.snapshot()
    return [r.ref for found in carrying.still_open(snap, "PI-26.4").values() for r in found]


@pytest.mark.parametrize("size", SIZES)
async def test_one_is_carried_and_the_cursor_is_on_the_next(size: tuple[int, int]) -> None:
    clock, ledger = at_the_end()
    async with room(size, clock, ledger) as here:
        assert "8 risks, 8 impediments, 5 dependencies to go" in here.text
        await here.press("v")
        assert isinstance(here.app.screen, AnswerScreen)
        assert "R04 Carry it over?" in here.text
        await here.press("down")
        await here.type("the peak comes after Christmas")
        await here.press("enter")
        assert "needs a day" in here.text, "a refusal says what lacks, and the text stays"
        assert "the peak comes after Christmas" in here.text
        await here.press("down")
        await here.type("12 jan")
        await here.press("enter")
        assert "R04" not in left(here)
        assert "7 risks, 8 impediments, 5 dependencies to go" in here.text
        await here.press("u")
        assert "R04" in left(here)


async def test_all_of_a_kind_go_on_with_one_reason() -> None:
    clock, ledger = at_the_end()
    async with room((120, 36), clock, ledger) as here:
        await here.press("v", "right", "down")
        await here.type("all stand as they are")
        await here.press("down")
        await here.type("12 jan")
        await here.press("enter")
        assert not [ref for ref in left(here) if ref.startswith("R")]
        assert "8 impediments, 5 dependencies to go" in here.text


async def test_one_is_closed_by_the_rules_of_its_kind() -> None:
    clock, ledger = at_the_end()
    async with room((120, 36), clock, ledger) as here:
        await here.press("o")
        assert "R04" in here.text
        assert not isinstance(here.app.screen, AnswerScreen)
        await here.press("escape", "escape")
        assert "R04" in left(here)


async def test_the_interval_is_closed_behind_the_last_one() -> None:
    clock, ledger = at_the_end()
    async with room((120, 36), clock, ledger) as here:
        await here.press("w")
        assert "PI-26.4 still holds 8 risks" in " ".join(here.text.split())
        await here.press("v", "right", "right", "down")
        await here.type("it goes on")
        await here.press("down")
        await here.type("12 jan")
        await here.press("enter")
        assert left(here) == []
        await here.press("v")
        assert "Nothing is open here any more" in " ".join(here.text.split())
        await here.press("w", "right", "enter")
        assert sweeping.interval(ledger, "PI-26.4").closed == "2026-12-15"
        await here.press("u")
        assert sweeping.interval(ledger, "PI-26.4").closed is None


async def test_without_a_next_interval_it_says_how_to_plan_it() -> None:
    clock = Clock()
    clock.pass_by(minutes=60 * 24 * 27)
    ledger = sample_ledger(clock)
    running.start(ledger, "inspect-adapt")
    running.go_to(ledger, "carry")
    async with room((120, 36), clock, ledger) as here:
        await here.press("v")
        assert "Plan it first" in " ".join(here.text.split())


def test_the_same_from_a_shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
                               tmp_path_factory: pytest.TempPathFactory) -> None:  # fmt: skip
    monkeypatch.setenv("RTE_HOME", str(tmp_path_factory.mktemp("home")))
    rte = Rte(capsys, monkeypatch)
    rte.fine("import", "store/sample/tideway.json", "--as-of", "2026-11-18")
    at = ("--as-of", "2026-11-18T10:00Z")
    assert rte.fine("pi", "--json", *at).json["open"] == {"risk": ["R03"]}
    done = rte.fine("pi", "carry", "R03", "because", "they close it each quarter", "on:fri", *at)
    assert "R03 goes on in PI-26.4" in done.out
    assert rte.fine("pi", "pi-26.3", "--json", *at).json["carried"] == ["R03"]
    assert "PI-26.3" in rte.fine("pi", "close", "PI-26.3", *at).out
    assert "still holds" in rte.refused("pi", "close", *at, code=3)
    assert "Plan it first" in rte.refused("pi", "carry", "B05", "because so", *at, code=3)
    assert "which and why" in rte.refused("pi", "reopen", "PI-26.3", *at, code=2)
    assert "running" in rte.fine("pi", "reopen", "PI-26.3", "R03", "is", "back", *at).out
    assert "There is no planning interval" in rte.refused("pi", "PI-99", *at, code=2)
    assert "Name what is carried" in rte.refused("pi", "carry", "because", *at, code=2)
