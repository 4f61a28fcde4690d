"""Terminals of every kind: what is sent fits what they take, and says the same without colours."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import fields
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.style import Style
from textual.color import Color

from console import few_colours, themes
from console.driver import RoomDriver
from console.few_colours import fit_signs
from console.kinds import Colours, Kind, Signs, kind_of
from console.modes import terminal_size
from console.widgets import chart_signs, glyphs
from console.widgets.rows_view import RowsView
from store.exchange.train_file import read_train
from store.ledger import capturing, running
from store.ledger.bringing import bring_in
from store.ledger.opening import open_ledger
from tests.ledger_helpers import sample_bytes
from tests.screen_helpers import Room, room
from tests.terminal_lab import Lab
from tests.test_themes import contrast

FEW = Kind(Colours.NONE, Signs.ALL, modern=True)
OLD = Kind(Colours.NONE, Signs.ASCII, modern=False)
UTF8 = {"LANG": "en_US.UTF-8"}

KINDS = [
    ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Kind()),
    ({"TERM": "xterm-256color"}, Kind(Colours.MANY)),
    ({"TERM": "xterm", "COLORTERM": "truecolor"}, Kind()),
    ({"TERM": "xterm-direct"}, Kind()),
    ({"TERM": "xterm-kitty"}, FEW),
    ({"TERM": "alacritty"}, Kind(Colours.MANY)),
    ({"TERM": "xterm"}, FEW),
    ({"TERM": "screen"}, FEW),
    ({"TERM": "screen", "COLORTERM": "truecolor"}, FEW),
    ({"TERM": "screen", "COLORTERM": "truecolor", "TMUX": "default,1,0"}, Kind()),
    ({"TERM": "screen-256color", "COLORTERM": "truecolor"}, Kind(Colours.MANY)),
    ({"TERM": "tmux-256color"}, Kind(Colours.MANY)),
    ({"TERM": "tmux-256color", "COLORTERM": "truecolor"}, Kind()),
    ({"TERM": "linux"}, Kind(Colours.CONSOLE, Signs.PLAIN, modern=False)),
    ({"TERM": "linux", "COLORTERM": "truecolor"}, Kind(Colours.CONSOLE, Signs.PLAIN, False)),
    ({"TERM": "linux", "NO_COLOR": "1"}, Kind(Colours.NONE, Signs.PLAIN, modern=False)),
    ({"TERM": "vt100"}, OLD),
    ({"TERM": "vt220", "COLORTERM": "truecolor"}, OLD),
    ({"TERM": "no-such-terminal"}, FEW),
    ({"TERM": ""}, Kind(Colours.NONE, Signs.ALL, modern=False)),
    ({}, Kind(Colours.NONE, Signs.ALL, modern=False)),
    ({"TERM": "xterm-256color", "NO_COLOR": "1", "COLORTERM": "truecolor"}, FEW),
    ({"TERM": "xterm-256color", "NO_COLOR": ""}, Kind(Colours.MANY)),
    ({"TERM": "xterm-256color", "LANG": "C"}, Kind(Colours.MANY, Signs.PLAIN)),
    ({"TERM": "xterm-256color", "LC_ALL": "POSIX", **UTF8}, Kind(Colours.MANY, Signs.PLAIN)),
    ({"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}, Kind(Colours.MANY)),
    ({"TERM": "xterm-256color", "LANG": "de_DE.ISO-8859-15@euro"}, Kind(Colours.MANY, Signs.ASCII)),
    ({"TERM": "xterm-256color", "LC_CTYPE": "UTF-8", "LANG": "C"}, Kind(Colours.MANY)),
    ({"TERM": "xterm-256color", "RTE_PLAIN": "1"}, Kind(Colours.MANY, Signs.PLAIN)),
]


@pytest.mark.parametrize(("environ", "kind"), KINDS, ids=lambda value: str(value)[:70])
def test_the_kind_is_told_from_the_environment(environ: dict[str, str], kind: Kind) -> None:
    assert kind_of(environ) == kind


# -- on the wire ----------------------------------------------------------------------------

RUN = "import sys\nfrom console.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"
COLOUR = re.compile(
    rb"\x1b\[[0-9;]*?(?<![0-9])(?:3[0-79]|4[0-79]|9[0-7]|10[0-7]|[34]8;[25])[;0-9]*m"
)
RGB = re.compile(rb"[34]8;2;")
MODERN = re.compile(rb"\x1b\[(\?(10(00|03|04|06|15)|20(04|26|48))[hl$]|[<>]\d*u)|\$p")
TEXT = "Müller waits for 漢字 e\u0301 at gate B"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A running event in which something was said in more than seven bits."""
    folder = tmp_path_factory.mktemp("kinds") / "train"
    ledger = open_ledger(folder, who="RTE", create=True)
    with closing(ledger.db):
        bring_in(ledger, read_train(sample_bytes()))
        running.start(ledger, "art-sync")
        capturing.capture_lines(ledger, [f"impediment: {TEXT}"], None)
    return folder


CASES: dict[str, tuple[dict[str, str], bool, bool, bool]] = {
    # environment; colours, modern requests, more than ASCII
    "vt100": ({"TERM": "vt100", "COLORTERM": "truecolor"}, False, False, False),
    "linux": ({"TERM": "linux", "COLORTERM": "truecolor"}, True, False, True),
    "no colour": ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False, True, True),
    "256": ({"TERM": "tmux-256color", "COLORTERM": ""}, True, True, True),
    "LANG=C": (
        {"TERM": "xterm", "COLORTERM": "", "LANG": "C", "PYTHONUTF8": "0",
         "PYTHONIOENCODING": "latin-1", "LC_ALL": "C", "SSH_CONNECTION": "::1 1 ::1 22"},
        False, True, True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_sent_fits_the_terminal(store: Path, tmp_path: Path, case: str) -> None:
    environ, colours, modern, beyond = CASES[case]
    script = tmp_path / "run.py"
    script.write_text(RUN)
    shutil.copytree(store, tmp_path / "train")  # drafts of another case are none of this one
    lab = Lab(
        script,
        *("--store", str(tmp_path / "train")),
        size=(80, 24),
        RTE_HOME=str(tmp_path),
        RTE_BY="RTE",
        **environ,
    )
    try:
        assert lab.until("next step", 60), lab.screen()  # the first frame has no keys
        lab.send("3")  # what was captured
        lab.settle(0.3)  # in one piece with the next keys it would be taken for a paste
        assert lab.until("at gate B"), lab.screen()
        lab.send("cwords")
        assert lab.until("words"), lab.screen()
        lab.send("\x1b")  # and nothing more, before it is known to be a lone one
        assert lab.until("next step"), lab.screen()
        lab.send("N")
        assert lab.until("Private notes"), lab.screen()
        lab.send("\x11")
        assert lab.wait() == 0
        sent = lab.raw
    finally:
        lab.close()
    assert bool(COLOUR.search(sent)) is colours
    assert not RGB.search(sent), "no terminal here was promised to take 24 bits"
    assert bool(MODERN.search(sent)) is modern
    assert sent.isascii() is not beyond
    if not beyond:
        assert b"Muller waits for ???? e at gate B" in re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", sent)
    if "LANG" in environ or environ["TERM"] == "linux":
        assert not re.search("[─│·→▌…╭]", sent.decode()), "signs of our own have ASCII twins"
        assert "Müller waits for 漢字" in sent.decode()


def test_over_ssh_and_elsewhere_nothing_is_animated(monkeypatch: pytest.MonkeyPatch) -> None:
    from console import terminal

    class Tty:
        closed = False

        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.__stdin__", Tty())
    monkeypatch.setattr("sys.__stderr__", Tty())
    monkeypatch.delenv("TEXTUAL_ANIMATIONS", raising=False)
    for name in ("TEXTUAL_COLOR_SYSTEM", "ESCDELAY"):
        monkeypatch.setenv(name, "")
    terminal.prepare({"TERM": "xterm", "SSH_CONNECTION": "::1 1 ::1 22", "SSH_TTY": "/dev/pts/1"})
    assert os.environ["TEXTUAL_ANIMATIONS"] == "none"


# -- signs ----------------------------------------------------------------------------------


def test_every_sign_has_a_twin_of_one_cell() -> None:
    for table in (glyphs.UNICODE, chart_signs.UNICODE):
        for field in fields(table):
            for sign in str(getattr(table, field.name)):
                twin = fit_signs(sign, Signs.ASCII)
                assert twin.isascii(), sign
                assert cell_len(twin) == 1
                assert twin != "?", sign


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_seven_bits_keep_every_cell_in_its_place(text: str) -> None:
    fitted = fit_signs(text, Signs.ASCII)
    assert fitted.isascii()
    assert cell_len(fitted) == cell_len(text)


def test_a_terminal_that_says_nothing_has_a_usual_size() -> None:
    with open("/dev/null") as nothing:
        assert terminal_size(nothing.fileno()) == (80, 24)


def test_what_is_replaced_in_textual_is_still_there() -> None:
    for name in ("_get_terminal_size", "_query_in_band_window_resize", "_sigtstp_application"):
        assert hasattr(RoomDriver.__mro__[2], name)


# -- looks without colours -----------------------------------------------------------------


@asynccontextmanager
async def mono(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Room]:
    """The console as a terminal without colours shows it."""
    async with room(size) as here:
        few_colours.install(here.app, FEW)
        here.app.theme = "contrast"  # another look: nothing that was drawn before is kept
        await here.pilot.pause()
        yield here


def spans(here: Room) -> Iterator[tuple[str, Style]]:
    """Every piece of the picture with its style."""
    for strip in here.app.screen._compositor.render_strips(here.app.size):
        for text, style, _ in strip:
            yield text, style or Style()


def picture(here: Room) -> list[tuple[str, bool, bool, bool]]:
    """Text, bold, underlined, reverse."""
    return [(t, bool(s.bold), bool(s.underline), bool(s.reverse)) for t, s in spans(here)]


async def test_states_that_colours_show_are_told_without_them() -> None:
    """Focused, resting, selected, refused, saved, paused, running, over."""
    async with mono() as here:
        pictures: dict[str, list[tuple[str, bool, bool, bool]]] = {}

        async def keep(name: str, *keys: str) -> None:
            await here.press(*keys)
            assert not [s for _, s in spans(here) if s.color or s.bgcolor], name
            pictures[name] = picture(here)

        await keep("list focused", "B", "1")
        assert any(reverse for *_, reverse in pictures["list focused"])
        await keep("list resting, line focused", "c")
        assert any(underlined for _, _, underlined, _ in pictures["list resting, line focused"])
        await keep("refused", "x", "enter")
        await here.press("ctrl+u", "escape")
        await keep("selected", "space")
        assert any(glyphs.GLYPHS.chosen in text for text, *_ in pictures["selected"])
        await keep("field of a form focused", "escape", "e")
        await keep("other field focused", "down", "down")
        for one, other in combinations(pictures, 2):
            assert pictures[one] != pictures[other], f"{one} looks like {other}"


async def test_a_clock_tells_its_state_without_colours() -> None:
    async with mono() as here:
        await here.press("s", "enter")
        seen = [picture(here)]
        await here.press("space")
        assert "paused" in here.text
        seen.append(picture(here))
        await here.press("space")
        await here.wait(minutes=20)
        assert "OVER" in here.text
        assert "behind" in here.text
        seen.append(picture(here))
        assert len({str(each) for each in seen}) == 3


# -- contrast ------------------------------------------------------------------------------

LEAST = 4.5
SHADES = {"rail-dark", "rail-light", "contrast"}
SOLID = re.compile(r"[A-Za-z0-9!?]")


def shades(style: Style, system: ColorSystem) -> tuple[Color, Color] | None:
    """Text and ground as this colour system sends them."""
    if style.color is None or style.bgcolor is None:
        return None
    pair = [c.downgrade(system) if system is ColorSystem.EIGHT_BIT else c
            for c in (style.color, style.bgcolor)]  # fmt: skip
    if style.reverse:
        pair.reverse()
    text, ground = (Color.from_rich_color(RichColor.from_triplet(c.get_truecolor())) for c in pair)
    return text, ground


@pytest.mark.parametrize("look", themes.PALETTES)
async def test_every_text_that_is_drawn_can_be_read(look: str) -> None:
    """In 24 bits and in 256 colours: screens, dialogs, help, palette, stage, a notice."""
    found: dict[str, float] = {}
    seen = set()
    async with room((120, 36)) as here:
        here.app.theme = look
        await here.press("s", "enter")
        await here.wait(minutes=20)

        async def look_at(name: str, *keys: str) -> None:
            await here.press(*keys)
            top = [each.region for each in here.app.screen.children]
            for y, strip in enumerate(here.app.screen._compositor.render_strips(here.app.size)):
                x = 0
                for text, style, _ in strip:
                    at, x = x, x + cell_len(text)
                    inside = any(region.contains(at, y) for region in top)
                    if not inside or not style or not SOLID.search(text):
                        continue
                    for system in (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT):
                        pair = shades(style, system)
                        if pair is None:
                            continue
                        seen.add(pair)
                        if contrast(*pair) < LEAST:
                            found[f"{name}, {system.name}: {text[:20]!r} {pair}"] = contrast(*pair)

        await look_at("room")
        await look_at("capture", "c", "x", "enter")
        await look_at("help", "escape", "question_mark")
        await look_at("palette", "escape", "ctrl+p")
        await look_at("stage", "escape", "V")
        await look_at("closing", "escape", "e")
        await look_at("register", "escape", "B", "1", "space")
        await look_at("form", "escape", "e")
        await look_at("record", "escape", "enter")
        await look_at("matrix", "escape", "b", "b")
        await look_at("measures", "I", "3", "down", "down")
        await look_at("setup", "S")
        await look_at("briefing", "K")
        await look_at("notes", "N")
    assert found == {}
    assert len(seen) > 8


def test_colours_of_the_linux_console_can_be_read_on_its_black() -> None:
    """Bold brightens them there: the sixteen of the kernel's default palette."""
    bright = {1: "#ff5555", 2: "#55ff55", 3: "#ffff55", 6: "#55ffff"}
    for number in few_colours._NAMES.values():
        assert contrast(Color.parse(bright[number]), Color.parse("#000000")) >= LEAST


async def test_columns_stay_aligned_whatever_the_letters_are() -> None:
    """Wide, joined, combining and right-to-left letters in a list: each line fills its cells."""
    odd = (
        "漢字かな交じり文",
        "👩‍👩‍👧 family 🇵🇹 flag",
        "e\u0301tude co\u0302te",
        "שלום עולם",
        "ﷺ ｆｕｌｌ",
    )
    async with room((80, 24)) as here:
        capturing.capture_lines(here.app.session.ledger, [f"risk: {t} {t}" for t in odd], None)
        await here.press("B", "1")
        for width in (60, 61, 80, 99):
            await here.pilot.resize_terminal(width, 24)
            await here.pilot.pause()
            for strip in here.app.screen._compositor.render_strips(here.app.size):
                assert strip.cell_length == width
                assert cell_len(strip.text) == width, strip.text
        view = here.app.screen.query(RowsView).first()
        assert view.item_count() > len(odd)
