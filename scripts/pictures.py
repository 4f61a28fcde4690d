"""Draw the pictures of the documentation from the running program.

    python scripts/pictures.py [FOLDER]

Drives the real app without a terminal, on the sample train and with a clock that stands where the
sample says, and writes what the screen shows as SVG into FOLDER (docs/pictures if none is named).
The pictures refer to nothing outside themselves: no font is fetched, no address is named.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from importlib.resources import files
from pathlib import Path

os.environ["TEXTUAL_ANIMATIONS"] = "none"  # Textual reads it when it is imported

from rich.cells import cell_len
from textual.events import Paste
from textual.pilot import Pilot

from console.app import RteApp
from console.screens.base import ConsoleScreen
from console.session import Session
from store.exchange.train_file import read_train
from store.ledger.bringing import bring_in
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger

HERE = Path(__file__).resolve().parents[1]
SIZE = (120, 30)
NINE = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
"""The day of the sample, when its ART Sync begins."""

FONTS = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace"
"""Fixed-width fonts that machines have; the drawing keeps its columns with any of them."""

SAID = (
    ("i", "staging down since Monday @GAN owner:RTE due:fri"),
    ("d", "gate A gets the wait feed first, because of the peak, by PM"),
    ("a", "ask the yard for two carrier units owner:SM-CAP due:tomorrow"),
)
"""What the room says before the picture is taken: the key of its kind, and the line."""

TYPING = "if the freeze starts 7 December then the portal misses its window @BEA owner:PM p:4 i:5"


CELL = 12.2
"""Width of a cell in the drawing."""

PIECE = re.compile(r'(<text [^>]*x=")([\d.]+)(" [^>]*textLength=")([\d.]+)("[^>]*>)([^<]*)</text>')

PHRASE = re.compile("[^\xa0\\s]+(?:\xa0[^\xa0\\s]+)*")
"""Words with single spaces between them."""


class Stage:
    """The app on the sample train, a clock that is set by hand, and a folder for pictures."""

    def __init__(self, folder: Path) -> None:
        self.now = NINE
        self._folder = folder
        self.ledger = _sample(lambda: self.now)
        self.app = RteApp(Session(self.ledger, folder=None, drafts=None))
        self.drawn: list[Path] = []

    def later(self, minutes: int, seconds: int = 0) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes, seconds=seconds)

    async def type(self, pilot: Pilot[None], key: str, line: str) -> None:
        """Open the capture line with a key and fill it, at once as a paste does."""
        await pilot.press(key)
        self.app.post_message(Paste(line))
        await pilot.pause()

    async def draw(self, pilot: Pilot[None], name: str) -> None:
        """Write what the screen shows now."""
        screen = self.app.screen
        if isinstance(screen, ConsoleScreen):  # the clock was set, it did not tick
            screen.reload()
            screen.tick()
        await pilot.pause()
        path = self._folder / f"{name}.svg"
        path.write_text(self_contained(self.app.export_screenshot()), encoding="utf-8")
        self.drawn.append(path)


def _sample(now: Callable[[], datetime]) -> Ledger:
    ledger = memory_ledger(who="RTE", now=now)
    data = files("store.sample").joinpath("tideway.json").read_bytes()
    bring_in(ledger, read_train(data))
    return ledger


def self_contained(svg: str) -> str:
    """The drawing with fonts of the reader's own machine, and without any outside address."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}\s*", "", svg)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: Fira Code, monospace", f"font-family: {FONTS}", svg)
    svg = re.sub(r"font-family: arial", "font-family: Helvetica, Arial, sans-serif", svg)
    return PIECE.sub(_phrases, svg)


def _phrases(piece: re.Match[str]) -> str:
    """One text as several, each placed by itself, that begin and end with something to see.

    Some viewers swallow spaces at the ends of a text, and some do not stretch it to its length.
    """
    before, x, between, _, after, text = piece.groups()
    words = unescape(text)
    drawn = []
    for phrase in PHRASE.finditer(words):
        at = float(x) + cell_len(words[: phrase.start()]) * CELL
        wide = cell_len(phrase[0]) * CELL
        shown = escape(phrase[0]).replace("\xa0", "&#160;")
        drawn.append(f"{before}{at:.7g}{between}{wide:.7g}{after}{shown}</text>")
    return "".join(drawn)


async def play(folder: Path) -> list[Path]:
    """An ART Sync as far as its fourth step, drawn on the way."""
    stage = Stage(folder)
    async with stage.app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await stage.draw(pilot, "home")
        await pilot.press("s")
        for minutes in (7, 15, 13):
            stage.later(minutes)
            await pilot.press("n")
        for key, line in SAID:
            stage.later(1, 40)
            await stage.type(pilot, key, line)
            await pilot.press("enter", "escape")
        await stage.type(pilot, "r", TYPING)
        stage.later(1, 18)
        await stage.draw(pilot, "room")
        await pilot.press("enter", "escape", "I")
        await stage.draw(pilot, "inspect")
    return stage.drawn


def main() -> int:
    """Draw them all and say where they are."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for path in asyncio.run(play(folder)):
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
