"""Bursts of keys and pastes outside a field: text, and never commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.events import Key, Paste
from textual.screen import ModalScreen
from textual.widgets import TextArea

from console.bursts import Burst, looks_pasted, run_from, typed_meanwhile
from console.keys import Keys
from console.screens.help import HelpScreen
from console.screens.paste import OutsideScreen
from tests.screen_helpers import Room, room
from tests.terminal_lab import Lab

RUN = "import sys\nfrom console.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"


# -- the rule


@pytest.mark.parametrize(
    ("text", "pasted"),
    [
        ("staging down since Monday", True),
        ("R12 slips", True),
        ("done", True),
        ("jjjjjjjjjjjjjjjj", False),  # a key that is held
        ("jjjkkkjjk", False),  # moving about
        ("nn", False),
        ("s\n", False),
        ("s\nn", False),  # start an event, Enter, next: a script
        ("B]v", False),
        ("a\nb\nc\nd\n", True),
        ("漢字かな", True),
        ("", False),
    ],
)
def test_a_run_of_different_keys_in_one_piece_is_text(text: str, pasted: bool) -> None:
    assert looks_pasted(text) is pasted


def test_what_can_have_been_typed_while_nobody_looked_is_keys() -> None:
    assert typed_meanwhile(0.0) == 0
    assert not looks_pasted("Bjj]vk", typed_meanwhile(0.5))
    assert looks_pasted("Bjj]vk", 0)
    assert looks_pasted("a whole sentence that nobody types so fast", typed_meanwhile(0.5))
    assert typed_meanwhile(3600) == typed_meanwhile(1)


def test_a_run_ends_where_a_key_is_no_text() -> None:
    piece: list[object] = []
    Keys(piece.append).feed(b"ab c\rd\te\x1b[Afg")
    keys = [one for one in piece if isinstance(one, Key)]
    assert run_from(keys, 0) == (8, "ab c\nd\te")
    assert run_from(keys, 8) == (8, "")
    assert run_from(keys, 9) == (11, "fg")


# -- the question


class Page(ModalScreen[None]):
    """A field of many lines."""

    def compose(self) -> ComposeResult:
        yield TextArea()


async def paste(here: Room, text: str, *, burst: bool = False) -> OutsideScreen:
    here.app.post_message(Burst(text) if burst else Paste(text))
    await here.pilot.pause()
    asked = here.app.screen
    assert isinstance(asked, OutsideScreen)
    return asked


async def test_a_paste_outside_a_field_is_asked_about_and_nothing_acts() -> None:
    async with room() as here:
        n = here.app.session.ledger.db.state.n
        await paste(here, "risk: the crane strikes\nnothing that begins with a kind\nR C n e u")
        assert "This looks like pasted text: 3 lines" in here.text
        assert "the crane strikes" in here.text
        await here.press("enter")
        assert "Line 2" in here.text, "refused, it stays"
        assert here.app.session.ledger.db.state.n == n
        await here.press("i")
        assert "This looks like" not in here.text
        made = here.app.session.snapshot.impediments
        assert "nothing that begins with a kind" in {one.text for one in made}
        assert "Captured" in here.text
        await here.press("u")
        assert here.app.session.ledger.db.state.n == n + 2, "one entry, and one that undid it"


async def test_it_can_go_into_the_capture_line_and_be_dropped() -> None:
    async with room(size=(80, 24)) as here:
        await paste(here, "staging\nis down")
        await here.press("j")
        assert here.screen.bar.active
        assert here.screen.bar.text == "staging is down"
        await here.press("escape")
        await paste(here, "something else")
        await here.press("escape")
        assert here.screen.bar.text == "staging is down"


async def test_more_of_a_paste_belongs_to_the_same_question() -> None:
    async with room() as here:
        asked = await paste(here, "one\ntw", burst=True)
        here.app.post_message(Burst("o\nthree"))
        await here.pilot.pause()
        assert here.app.screen is asked
        assert "3 lines" in here.text
        assert "two" in here.text


async def test_over_a_dialog_it_is_asked_too_and_too_long_a_line_is_refused() -> None:
    async with room() as here:
        await here.press("question_mark")
        assert isinstance(here.app.screen, HelpScreen)
        await paste(here, "\n".join(["word " * 1500] * 2))
        await here.press("j")
        assert "A line holds 10,000 characters" in here.text
        await here.press("escape")
        assert isinstance(here.app.screen, HelpScreen)


async def test_in_a_field_a_paste_goes_into_the_field() -> None:
    async with room() as here:
        await here.press("c")
        here.app.post_message(Paste("words for the line"))
        await here.pilot.pause()
        assert here.screen.bar.text == "words for the line"
        await here.press("escape")
        page = Page()
        here.app.push_screen(page)
        await here.pilot.pause()
        here.app.post_message(Paste("for nobody else"))
        await here.pilot.pause()
        assert here.app.screen is page
        assert page.query_one(TextArea).text == "for nobody else"


async def test_on_the_stage_nobody_reads_it() -> None:
    async with room() as here:
        await here.press("V")
        here.app.post_message(Paste("secret plan\nfor later"))
        await here.pilot.pause()
        assert "secret" not in here.text
        assert here.screen.bar.text == "secret plan for later"


# -- in a terminal, by bytes


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """The console on the sample in a terminal."""
    script = tmp_path / "run.py"
    script.write_text(RUN)
    one = Lab(script, "demo", RTE_HOME=str(tmp_path / "home"), RTE_BY="RTE")
    assert one.until("start an event"), one.screen()
    one.settle()
    yield one
    one.close()


def drop(lab: Lab) -> None:
    """Answer with Esc; a lone one is only known to be one when nothing follows it."""
    lab.settle()
    lab.send("\x1b")
    assert lab.until_true(lambda: "pasted text" not in lab.screen())
    lab.settle()


def test_bytes_that_came_together_are_asked_about_and_a_capture_in_one_piece_is_not(
    lab: Lab,
) -> None:
    """One process for all of it: it takes seconds to start."""
    lab.send("Tom said: start Setup\rand New boards Have Ended\r")
    assert lab.until("pasted text: 2 lines"), lab.screen()
    drop(lab)
    assert "start an event" in lab.screen(), "still at home"

    lab.send("icrane two stands since Monday @GAN\r")
    assert lab.until("saved B15"), lab.screen()
    lab.send("\x1b")
    lab.settle(0.5)

    lab.send("\x1b[200~Quick note\nboth lines are kept\x1b[201~")
    assert lab.until("pasted text: 2 lines"), lab.screen()
    lab.send("a")
    assert lab.until("Captured"), lab.screen()

    lab.send("jjjjjjjj")
    lab.settle()
    assert "pasted text" not in lab.screen()

    lab.send("SjHB")
    assert lab.until("pasted text: 1 line"), lab.screen()
    lab.send("k")
    assert lab.until_true(lambda: "risks" in lab.screen().lower()), lab.screen()

    long = "".join(f"line {number} of a long text\r" for number in range(400))
    for at in range(0, len(long), 900):
        lab.send(long[at : at + 900])
    assert lab.until("pasted text: 400 lines"), lab.screen()
    drop(lab)
