"""Warnings of the clock: which crossing tells, and how the app rings and flashes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.alerts import Alerts, look
from console.app import RteApp
from console.config import Config
from console.session import Session
from console.widgets.clock_panel import FLASH_S, ClockPanel
from store.domain.clock import Level, level_of
from store.ledger import running
from tests.screen_helpers import Clock, Room, room, sample_ledger

CALM, SOON, LAST, OVER = Level
STEP = ("E8", "risks")


def told(*looks: tuple[tuple[str, ...], Level, bool]) -> list[Level | None]:
    seen, found = None, []
    for key, level, going in looks:
        seen, crossed = look(seen, key, level, going)
        found.append(crossed)
    return found


def test_each_level_is_told_once() -> None:
    levels = [CALM, CALM, SOON, SOON, LAST, LAST, OVER, OVER, OVER]
    assert told(*((STEP, level, True) for level in levels)) == [
        *(None, None, SOON, None, LAST, None, OVER, None, None)
    ]


def test_opening_late_and_coming_back_tell_nothing() -> None:
    other = ("E8", "scope")
    assert told((STEP, OVER, True), (STEP, OVER, True)) == [None, None]
    assert told((STEP, LAST, True), (other, CALM, True), (STEP, OVER, True)) == [None] * 3


def test_a_look_that_was_missed_loses_nothing() -> None:
    assert told((STEP, CALM, True), (STEP, OVER, True)) == [None, OVER]


def test_after_time_was_added_the_warnings_come_again() -> None:
    levels = [CALM, OVER, CALM, SOON, OVER]
    assert told(*((STEP, level, True) for level in levels)) == [None, OVER, None, SOON, OVER]


def test_a_standing_clock_tells_nothing_until_it_goes_on() -> None:
    taken = [(STEP, CALM, True), (STEP, LAST, False), (STEP, LAST, False), (STEP, LAST, True)]
    assert told(*taken) == [None, None, None, LAST]
    given_back = [(STEP, LAST, True), (STEP, CALM, False), (STEP, LAST, True)]
    assert told(*given_back) == [None, None, LAST]


@given(
    st.integers(1, 10_000_000),
    st.lists(st.integers(0, 20_000_000), min_size=1, max_size=40).map(sorted),
)
def test_as_time_passes_each_level_is_told_at_most_once_and_the_last_one_is(
    planned: int, spent: list[int]
) -> None:
    levels = [level_of(planned - ms, planned) for ms in spent]
    crossed = [level for level in told(*((STEP, one, True) for one in levels)) if level]
    assert crossed == list(dict.fromkeys(crossed))
    assert crossed == sorted(crossed, key=list(Level).index)
    if levels[-1] != levels[0]:
        assert crossed[-1] == levels[-1]


def test_timeboxes_inside_one_another_are_told_apart() -> None:
    alerts = Alerts()
    alerts.see("step", STEP, CALM, True)
    alerts.see("turn", (*STEP, "DRE"), CALM, True)
    assert alerts.see("turn", (*STEP, "DRE"), OVER, True) is OVER
    assert alerts.see("turn", (*STEP, "GAN"), CALM, True) is None
    assert alerts.see("step", STEP, SOON, True) is SOON


# -- in the app


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each time the bell rang or a clock flashed."""
    heard: list[str] = []
    monkeypatch.setattr(RteApp, "bell", lambda _: heard.append("bell"))
    monkeypatch.setattr(ClockPanel, "flash", lambda _: heard.append("flash"))
    return heard


async def pass_by(r: Room, *, minutes: float) -> None:
    """Let time pass and the app tick, as its timer would."""
    r.clock.pass_by(minutes=minutes)
    r.app._tick()
    await r.pilot.pause()


async def test_the_app_rings_and_flashes_once_at_each_level(rings: list[str]) -> None:
    async with room() as r:
        await r.press("s", "enter", "n")
        await pass_by(r, minutes=1)
        assert rings == []
        for minutes in (5.5, 0.2, 1, 0.1, 0.5, 10):
            await pass_by(r, minutes=minutes)
        assert rings == ["bell", "flash"] * 3
        assert r.screen.focused is not None
        await r.press("t")
        await r.type("30m")
        await r.press("enter")
        await pass_by(r, minutes=1)
        assert len(rings) == 6
        await pass_by(r, minutes=17)
        assert rings[6:] == ["bell", "flash"], "the warning comes again after time was added"


async def test_a_console_that_is_opened_late_stays_silent(rings: list[str]) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    running.start(ledger, "art-sync")
    clock.pass_by(minutes=20)
    async with room(clock=clock, ledger=ledger) as r:
        await pass_by(r, minutes=1)
        assert "OVER" in r.text
        assert rings == []


async def test_a_key_mutes_the_bell_and_the_status_line_says_so(rings: list[str]) -> None:
    async with room() as r:
        await r.press("s", "enter")
        assert "bell off" not in r.text
        await r.press("M")
        assert "bell off" in r.text
        await pass_by(r, minutes=1)
        await pass_by(r, minutes=8)
        assert rings == ["flash"]
        await r.press("M")
        assert "bell off" not in r.text
        await r.press("r")
        await r.type("M")
        assert "bell off" not in r.text, "a letter that is typed mutes nothing"


@pytest.mark.parametrize(
    ("settings", "no_color", "heard"),
    [
        (Config(bell=False), False, ["flash"]),
        (Config(flash=False), False, ["bell"]),
        (Config(), True, ["bell"]),
        (Config(bell=False, flash=False), False, []),
    ],
)
async def test_settings_and_a_terminal_without_colours(
    rings: list[str], settings: Config, no_color: bool, heard: list[str]
) -> None:
    clock = Clock()
    app = RteApp(Session(sample_ledger(clock), folder=None, drafts=None), settings=settings)
    app.no_color = no_color
    async with app.run_test(size=(120, 36)) as pilot:
        r = Room(app, pilot, clock)
        await r.press("s", "enter")
        await pass_by(r, minutes=1)
        assert ("bell off" in r.text) is (not settings.bell)
        await pass_by(r, minutes=8)
        assert rings == heard
        assert "OVER" in r.text, "the words say it in any case"


async def test_the_flash_is_another_tone_for_two_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    async with room() as r:
        await r.press("s", "enter")
        panel = r.screen.query_one(ClockPanel)
        asked = []
        monkeypatch.setattr(panel, "set_timer", lambda s, call: asked.append((s, call)))
        focused, words = r.screen.focused, r.text
        calm = [panel.render_line(y) for y in range(4)]
        panel.flash()
        await r.pilot.pause()
        flashing = [panel.render_line(y) for y in range(4)]
        assert flashing != calm
        assert r.text == words, "the figures stay where they were"
        assert r.screen.focused is focused
        (delay, over), *more = asked
        assert (delay, more) == (FLASH_S, [])
        over()
        assert [panel.render_line(y) for y in range(4)] == calm
