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
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["TEXTUAL_ANIMATIONS"] = "none"  # Textual reads it when it is imported

from rich.cells import cell_len
from textual.events import Paste
from textual.pilot import Pilot

from console.app import RteApp
from console.config import Config
from console.screens.base import ConsoleScreen
from console.screens.stage import StageScreen
from console.session import Session
from store.domain.checkpoints import DONE, HELP, NOT_YET, QUESTIONS
from store.exchange.templates import shipped
from store.exchange.train_file import read_train
from store.ledger import planning, running
from store.ledger.bringing import bring_in
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger

HERE = Path(__file__).resolve().parents[1]
SIZE = (120, 30)
TALL = (120, 36)
NINE = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
"""The day of the sample, when its ART Sync begins."""
EIGHT = datetime(2026, 9, 23, 7, 0, tzinfo=UTC)
"""Eight o'clock in Lisbon, when the planning of the sample's interval began."""

FONTS = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace"
"""Fixed-width fonts that machines have; the drawing keeps its columns with any of them."""

SAID = (
    ("i", "staging down since Monday @GAN owner:RTE due:fri"),
    ("d", "gate A gets the wait feed first, because of the peak, by PM"),
    ("a", "ask the yard for two carrier units owner:SM-CAP due:tomorrow"),
)
"""What the room says before the picture is taken: the key of its kind, and the line."""

TYPING = "if the freeze starts 7 December then the portal misses its window @BEA owner:PM p:4 i:5"

SHOWN = (
    "Live queue time for all gates @BEA #O403 for:6m",
    "Slot swap between own trucks @ANC #O401",
    "Invoice preview before the gate @DRE",
)
"""The running order of the System Demo."""

RISKS = (
    "if the yard strike goes on then O406 slips by an iteration p:3 i:4 @GAN",
    "if the scanners come late then gate B stays on paper p:4 i:4 owner:SM-CAP @CAP",
)
"""What is collected in the risk workshop."""

HOURS = (
    ("dnn....", "dd.....", "dh.n...", "nn.....", "dd.n...", "dn.....", "dd.n..."),
    ("dddn..n", "ddd.nn.", "ddnhn..", "dhn....", "dddnn..", "ddnn...", "dddd.n."),
)
"""Answers at two checkpoints of the breakouts: a line a team, a sign a question."""
SIGNS = {"d": DONE, "n": NOT_YET, "h": HELP}

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

    def __init__(self, folder: Path, now: datetime) -> None:
        self.now = now
        self._folder = folder
        self.ledger = memory_ledger(who="RTE", now=lambda: self.now)
        data = files("store.sample").joinpath("tideway.json").read_bytes()
        bring_in(self.ledger, read_train(data))
        session = Session(self.ledger, folder=None, drafts=None)
        self.app = RteApp(session, settings=Config(zones=("America/New_York",)))
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
        path = self._folder / f"{name}.svg"
        path.write_text(self_contained(self.app.export_screenshot()), encoding="utf-8")
        print(path)


@asynccontextmanager
async def on_stage(
    folder: Path, now: datetime = NINE, size: tuple[int, int] = SIZE
) -> AsyncIterator[Stage]:
    """The console opened on a fresh sample train, as of `now`."""
    stage = Stage(folder, now)
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


async def art_sync(folder: Path) -> None:
    """Home and the setup, an ART Sync as far as its fourth step, and what the interval produced."""
    async with on_stage(folder, NINE, TALL) as stage:
        await stage.draw("home")
        await stage.press("S")
        await stage.draw("setup")
    async with on_stage(folder, NINE) as stage:
        await stage.choose("art-sync")
        await stage.press("enter")
        await stage.pass_steps("impediments", late=-1)
        stage.later(1)
        for key, line in SAID:
            stage.later(1, 40)
            await stage.capture(key, line)
        await stage.press("r")
        await stage.fill(TYPING)
        stage.later(1, 18)
        await stage.draw("room")
        await stage.press("enter", "escape")
        await stage.press("V")
        await stage.draw("stage")
        await stage.press("escape", "I")
        await stage.draw("inspect")


async def pi_planning(folder: Path) -> None:
    """The list of events, the second hour of the breakouts, and the confidence vote."""
    async with on_stage(folder, EIGHT) as stage:
        await stage.choose("pi-planning")
        await stage.draw("start")
        await stage.press("enter")
        await stage.pass_steps("breakouts-1")
        for answers in HOURS:
            stage.later(57)
            await stage.press("w")
            answer_all(stage.ledger, answers)
        stage.later(5, 12)
        await stage.draw("planning")
        await stage.pass_steps("vote")
        stage.later(6)
        await stage.draw("vote")


def answer_all(ledger: Ledger, answers: Sequence[str]) -> None:
    """Enter what the teams say at a checkpoint, in the train's order."""
    for team, signs in zip(ledger.teams, answers, strict=True):
        for question, sign in zip(QUESTIONS, signs, strict=True):
            if sign in SIGNS:
                planning.answer(ledger, team.short, question.key, SIGNS[sign])


async def system_demo(folder: Path) -> None:
    """A System Demo at its second item."""
    async with on_stage(folder, NINE + timedelta(days=2, hours=1)) as stage:
        await stage.choose("system-demo")
        await stage.press("enter")
        await stage.pass_steps("order")
        await stage.capture("w", *SHOWN)
        await stage.pass_steps("show")
        await stage.press("full_stop", "v", "down")
        await stage.fill("staging")
        await stage.press("down")
        await stage.fill("2.14.0")
        await stage.press("enter")
        stage.later(5)
        await stage.press("full_stop")
        stage.later(2, 20)
        await stage.capture("f", "hauliers want it on the phone too v:change by:BO-OPS")
        stage.later(1)
        await stage.draw("demo")


async def risk_workshop(folder: Path) -> None:
    """A risk workshop in its walk."""
    async with on_stage(folder, NINE + timedelta(hours=5)) as stage:
        await stage.choose("risk-workshop")
        await stage.press("enter")
        await stage.capture("r", *RISKS)
        await stage.pass_steps("walk")
        await stage.press("full_stop")
        stage.later(1, 20)
        await stage.draw("risks")


PLAYS = (art_sync, pi_planning, system_demo, risk_workshop)
"""Each on a sample train of its own."""


async def play(folder: Path) -> None:
    """Draw all pictures."""
    for each in PLAYS:
        await each(folder)


def main() -> int:
    """Draw them all and say where they are."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as nobody:  # no settings and templates of whoever draws
        os.environ["RTE_HOME"] = nobody
        asyncio.run(play(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
