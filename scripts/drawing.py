"""A stage for pictures: the real app on the sample train, and its screen as a drawing."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from importlib.resources import files
from pathlib import Path

os.environ["TEXTUAL_ANIMATIONS"] = "none"  # Textual reads it when it is imported

from rich.cells import cell_len
from textual.events import Paste
from textual.pilot import Pilot

from console.app import RteApp
from console.config import Config
from console.screens.base import ConsoleScreen
from console.screens.stage import StageScreen
from console.session import Session
from console.themes import DEFAULT
from store.exchange.templates import shipped
from store.exchange.train_file import read_train
from store.ledger import running
from store.ledger.bringing import bring_in
from store.ledger.opening import memory_ledger

SIZE = (120, 30)
TALL = (120, 36)
NINE = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
"""The day of the sample, when its ART Sync begins."""

FONTS = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace"
"""Fixed-width fonts that machines have; the drawing keeps its columns with any of them."""

CELL = 12.2
"""Width of a cell in the drawing."""

PIECE = re.compile(
    r'(<text class="([^"]*)" x=")([\d.]+)(" y="([\d.]+)" textLength=")([\d.]+)'
    r'("[^>]*>)([^<]*)</text>'
)

PHRASE = re.compile("[^\xa0\\s]+(?:\xa0[^\xa0\\s]+)*")
"""Words with single spaces between them."""

ASCENT, ROW = 18.5, 24.65
"""From the baseline of a text up to its cell, and the height of a cell."""

BLOCKS = {"█": (0.0, 1.0), "▀": (0.0, 0.5), "▄": (0.5, 0.5)}
"""Signs that are areas: how far down in their cell they begin, and their share of its height."""


class Stage:
    """The app on the sample train, a clock that is set by hand, and a folder for pictures."""

    def __init__(self, folder: Path, now: datetime, theme: str = DEFAULT) -> None:
        self.now = now
        self._folder = folder
        self.ledger = memory_ledger(who="RTE", now=lambda: self.now)
        data = files("store.sample").joinpath("tideway.json").read_bytes()
        bring_in(self.ledger, read_train(data))
        session = Session(self.ledger, folder=None, drafts=None)
        self.app = RteApp(session, settings=Config(zones=("America/New_York",), theme=theme))
        self.pilot: Pilot[None]

    def later(self, minutes: int, seconds: int = 0) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes, seconds=seconds)

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)

    async def fill(self, line: str) -> None:
        """Fill the field that takes the keys, at once as a paste does."""
        self.app.post_message(Paste(line))
        await self.pilot.pause()

    async def capture(self, key: str, *lines: str) -> None:
        """Capture lines by the key of their kind, and leave the capture line."""
        await self.press(key)
        for line in lines:
            await self.fill(line)
            await self.press("enter")
        await self.press("escape")

    async def choose(self, name: str) -> None:
        """Open the list of events, with the cursor on one."""
        await self.press("s", "home", *["down"] * list(shipped().templates).index(name))

    async def pass_steps(self, until: str, late: int = 0) -> None:
        """Hold the agenda up to a step; each takes its minutes, the first one `late` more."""
        while (found := self.ledger.running) and (seen := self.ledger.face(found)).step:
            if seen.step.key == until:
                break
            self.now += timedelta(milliseconds=seen.left_ms, minutes=late)
            late = 0
            running.go_next(self.ledger)
            if (opens := self.ledger.face(found).opens_at) is not None:
                self.now = datetime.fromtimestamp(opens / 1000, UTC)
                running.resume(self.ledger)
        await self.refresh()

    async def refresh(self) -> None:
        """Let every screen see the clock: it was set, it did not tick."""
        for screen in self.app.screen_stack:
            if isinstance(screen, ConsoleScreen):
                screen.reload()
                screen.tick()
            elif isinstance(screen, StageScreen):
                screen.tick()
        await self.pilot.pause()

    async def draw(self, name: str) -> None:
        """Write what the screen shows now."""
        await self.refresh()
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}.svg"
        path.write_text(self_contained(self.app.export_screenshot()), encoding="utf-8")
        print(path)


@asynccontextmanager
async def on_stage(
    folder: Path, now: datetime = NINE, size: tuple[int, int] = SIZE, theme: str = DEFAULT
) -> AsyncIterator[Stage]:
    """The console opened on a fresh sample train, as of `now`."""
    stage = Stage(folder, now, theme)
    async with stage.app.run_test(size=size) as stage.pilot:
        await stage.pilot.pause()
        yield stage


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
    before, look, x, between, y, _, after, text = piece.groups()
    words = unescape(text)
    drawn: list[str] = []
    for phrase in PHRASE.finditer(words):
        if set(phrase[0]) <= {*BLOCKS, "\xa0"}:
            start = float(x) + cell_len(words[: phrase.start()]) * CELL
            drawn += _areas(look, start, float(y) - ASCENT, phrase[0])
            continue
        at = float(x) + cell_len(words[: phrase.start()]) * CELL
        wide = cell_len(phrase[0]) * CELL
        shown = escape(phrase[0]).replace("\xa0", "&#160;")
        drawn.append(f"{before}{at:.7g}{between}{wide:.7g}{after}{shown}</text>")
    return "".join(drawn)


def _areas(look: str, x: float, y: float, signs: str) -> Iterator[str]:
    """Block signs as areas: the glyphs of most fonts leave gaps between the rows."""
    for run in re.finditer("([█▀▄])\\1*", signs):
        down, share = BLOCKS[run[1]]
        left, top = x + run.start() * CELL, y + down * ROW
        wide, high = len(run[0]) * CELL + 0.2, share * ROW
        yield (
            f'<rect class="{look}" shape-rendering="crispEdges" x="{left:.7g}" y="{top:.7g}" '
            f'width="{wide:.7g}" height="{high:.7g}"/>'
        )
