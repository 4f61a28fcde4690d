"""What people type is shown as typed on every screen, and never acts."""

from __future__ import annotations

import re

import pytest
from textual.events import Paste

from console.screens.record import RecordScreen
from console.widgets.capture_line import CaptureLine
from store.domain.kinds import CAPTURED
from store.domain.text import clean
from store.ledger import capturing, running
from tests.screen_helpers import Clock, room, sample_ledger

HOSTILE = (
    "see [/] and [/etc/hosts]",
    "[@click=app.quit]leave[/] now",
    "[red]not red[/red] [link=https://example.org]x[/link]",
    "a\x1b]52;c;UFdORUQ=\x07b \x1b[2J \x9b2J \x00 end",
    "price \u202egnirts\u2066 hidden\u200b",
    "👩‍🚀 🇵🇹 漢字かな e\u0301\u0301\u0301\u0301\u0301\u0301 ﷽",
    "$x ${y} {z} %s \\ ' \" `code` <b>bold</b> | # - *",
)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_hostile_text_of_every_kind_through_every_screen(size: tuple[int, int]) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    running.start(ledger, "art-sync")
    made = [
        capturing.capture(ledger, f"{text} v:fits" if kind.name == "feedback" else text, kind.name)
        for kind in CAPTURED
        for text in HOSTILE
    ]
    async with room(size, clock, ledger) as here:
        for _ in range(7):
            for key in ("1", "3", "2", "right_square_bracket"):
                await here.press(key)
                assert not CONTROL.search(here.text.replace("\n", ""))
            await here.press("n")
        await here.press("e")
        await here.press("escape", "m")
        await here.press("escape", "I", "G", "g", "enter")
        await here.press("escape", "H", "enter", "escape", "question_mark", "escape")
        assert here.app.is_running
        assert here.app.return_code is None
    assert len(made) == len(CAPTURED) * len(HOSTILE)


async def test_the_whole_record_shows_what_was_typed() -> None:
    async with room() as here:
        for text in ("see [/] and [@click=app.quit] [red]x[/red]", "漢字 👩‍🚀 ok"):
            await here.press("r")
            here.screen.bar.query_one(CaptureLine).post_message(Paste(text))
            await here.press("enter", "escape")
            record = here.app.session.ledger.views.all("risk")[-1]
            assert record.text == clean(text)
            await here.app.push_screen(RecordScreen(here.app.session, "risk", record.id))
            await here.pilot.pause()
            assert clean(text) in here.text
            await here.press("escape")


async def test_a_paste_of_a_megabyte_is_cut_and_says_so() -> None:
    async with room() as here:
        await here.press("i")
        here.screen.bar.query_one(CaptureLine).post_message(Paste("x" * 1_000_000))
        await here.pilot.pause()
        assert len(here.screen.bar.text) == 10_000
        assert "990,000 more were not taken" in here.text
        await here.press("enter")
        assert len(here.app.session.ledger.views.all("impediment")[-1].text) == 10_000


async def test_a_click_on_text_that_looks_like_an_action_does_nothing() -> None:
    async with room() as here:
        await here.press("s", "enter")
        await here.press("a")
        here.screen.bar.query_one(CaptureLine).post_message(Paste("[@click=app.quit]click me[/]"))
        await here.press("enter", "escape")
        await here.pilot.click("#captured", offset=(14, 1))
        await here.pilot.pause()
        assert here.app.return_code is None
        assert "click=app.quit" in here.text
