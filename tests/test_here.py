"""Who is here, and the baton, as a person at one of several terminals sees and moves them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.screens.here import HereScreen
from store.errors import RuleBroken
from store.ledger import batons, running
from tests.cli_helpers import DAY, Rte
from tests.together_helpers import SIZES, Sit, at, until


@pytest.mark.parametrize("size", SIZES)
async def test_asked_for_and_handed_over_by_keys(sit: Sit, size: tuple[int, int]) -> None:
    rte, pm = sit("RTE"), sit("PM")
    running.start(rte.ledger, "art-sync")
    async with at(rte, size) as room:
        await until(room.pilot, lambda: "2 terminals" in room.text or size[0] == 80)
        assert batons.ask(pm.ledger) is False
        await until(room.pilot, lambda: "PM asks for the baton. @ answers." in room.text)
        assert "PM asks for the baton, @" in room.text, "and it stays in the status line"
        await room.press("at")
        assert "Who is here" in room.text
        lines = [line for line in room.text.splitlines() if " PM " in line or " RTE " in line]
        assert any("asks" in line and "PM" in line for line in lines)
        assert any("baton" in line and "this terminal" in line for line in lines)
        await room.press("h")
        assert "PM has the baton now." in room.text
        await room.press("escape")
        before = room.place
        await room.press("n", "n")
        assert room.place == before
        assert "PM has the baton. Ask for it with @" in room.text.replace("\n", " ")
        running.go_next(pm.ledger)
        await until(room.pilot, lambda: room.place != before)


async def test_not_now_is_told_to_who_asked(sit: Sit) -> None:
    rte, pm = sit("RTE"), sit("PM")
    running.start(rte.ledger, "art-sync")
    async with at(pm) as room:
        await until(room.pilot, lambda: "baton RTE" in room.text)
        await room.press("at", "b")
        assert "Asked. The answer comes as a notice." in room.text
        rte.ledger.catch_up()
        assert batons.keep(rte.ledger).who == "PM"
        await until(room.pilot, lambda: "RTE keeps the baton for now." in room.text)


async def test_a_terminal_that_is_gone_is_no_longer_listed_and_answers_nobody(
    sit: Sit,
) -> None:
    rte, pm = sit("RTE"), sit("PM")
    running.start(rte.ledger, "art-sync")
    async with at(pm) as room:
        await room.press("at")
        assert isinstance(room.app.screen, HereScreen)
        assert " RTE " in room.text
        rte.close()
        await until(room.pilot, lambda: "whose terminal is not seen here" in room.text)
        assert "2 terminals" not in room.text
        await room.press("b")
        assert "The baton is yours." in room.text
        await room.press("escape", "n", "n")
        assert room.place == "risks" or room.place is not None
        assert batons.current_baton(pm.ledger) is not None
        with pytest.raises(RuleBroken, match="already"):
            batons.ask(pm.ledger)


async def test_alone_there_is_nothing_to_see(sit: Sit) -> None:
    rte = sit("RTE")
    running.start(rte.ledger, "art-sync")
    async with at(rte) as room:
        assert "baton" not in room.text
        assert "terminals" not in room.text


def test_the_shell_tells_and_moves_it(
    sit: Sit, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    rte = Rte(capsys, monkeypatch)
    monkeypatch.setenv("RTE_STORE", str(tmp_path / "train"))
    monkeypatch.setenv("RTE_NOW", DAY)
    first = sit("RTE")
    assert rte.fine("baton").out == "no event is running\n"
    running.start(first.ledger, "art-sync")
    assert rte.fine("baton").out == "RTE has the baton of E8\n"
    here = rte.fine("here", "--json").json
    assert [one["who"] for one in here["terminals"]] == ["RTE"]
    assert here["baton"]["holder_is_here"] is True
    assert "RTE" in rte.fine("here").out
    assert "baton" in rte.fine("here").out
    assert "Ask for it with @, or: rte baton ask" in rte.refused(
        "event", "next", "--by", "PM", code=3
    )
    rte.fine("event", "next", "--by", "RTE")
    assert rte.fine("baton", "ask", "--by", "PM").out == "RTE has the baton of E8; PM asks for it\n"
    assert rte.fine("baton", "give", "--by", "RTE").out.startswith("PM has the baton of E8")
    rte.fine("event", "next", "--by", "PM")
    rte.refused("baton", "keep", "--by", "PM", code=3)
    first.close()
    assert rte.fine("here").out == "no terminal has this train open\n"


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no list of descriptors here")
async def test_a_console_that_ends_gives_back_every_descriptor(sit: Sit) -> None:
    rte = sit("RTE")
    async with at(rte):
        pass  # what is loaded once for all stays open
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        async with at(rte):
            pass
    assert len(os.listdir("/proc/self/fd")) <= before
