"""Draw the pictures of the documentation from the running program.

    python scripts/pictures.py [FOLDER]
    python scripts/pictures.py --all FOLDER

Drives the real app without a terminal, on the sample train and with a clock that stands where the
sample says, and writes what the screen shows as SVG into FOLDER (docs/pictures if none is named).
With --all it draws every register and its dialogs instead, at both sizes and in all three looks, in
a folder each: to look at them after a change. The pictures refer to nothing outside themselves: no
font is fetched, no address is named.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from drawing import NINE, TALL, on_stage
from loop_pictures import loop, loop_shown
from register_pictures import registers, registers_shown

from store.domain.checkpoints import DONE, HELP, NOT_YET, QUESTIONS
from store.ledger import planning
from store.ledger.ledger import Ledger

HERE = Path(__file__).resolve().parents[1]
EIGHT = datetime(2026, 9, 23, 7, 0, tzinfo=UTC)
"""Eight o'clock in Lisbon, when the planning of the sample's interval began."""

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


async def art_sync(folder: Path) -> None:
    """Home and the setup, an ART Sync as far as its fifth step, and what the interval produced."""
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


PLAYS = (art_sync, pi_planning, system_demo, risk_workshop, registers_shown, loop_shown)
"""Each on a sample train of its own."""


async def play(folder: Path) -> None:
    """Draw all pictures that the documentation shows."""
    for each in PLAYS:
        await each(folder)


async def everywhere(folder: Path) -> None:
    """Registers and loop in every look, at both sizes."""
    await registers(folder)
    await loop(folder)


def main() -> int:
    """Draw them all and say where they are."""
    words = sys.argv[1:]
    everything = words[:1] == ["--all"]
    if everything:
        del words[0]
    if len(words) > 1 or (everything and not words) or any(w.startswith("-") for w in words):
        print("usage: pictures.py [FOLDER], or pictures.py --all FOLDER", file=sys.stderr)
        return 2
    folder = Path(words[0]) if words else HERE / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as nobody:  # no settings and templates of whoever draws
        os.environ["RTE_HOME"] = nobody
        asyncio.run(everywhere(folder) if everything else play(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
