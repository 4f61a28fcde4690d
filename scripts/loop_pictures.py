"""Pictures of the learning loop: briefing, measures, verdicts, the workshop, the sweep."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from itertools import product
from pathlib import Path

from drawing import NINE, TALL, Stage, on_stage

from console.themes import PALETTES
from store.ledger import problem_solving, running
from store.ledger.own_measures import add, keep

SMALL = (80, 24)
SIZES = (TALL, SMALL)
AT_THE_END = NINE + timedelta(days=27)
"""The day of the sample's Inspect & Adapt."""

STATEMENT = {
    "text": "billing waits for storage moves for two iterations",
    "where": "terminal 1 and 2, at the interface",
    "when": "in each interval since July",
    "effect": "two objectives came to less than half of their value",
    "group": "moves",
}
CAUSES = (
    ("Process", "moves are agreed in hallway talks"),
    ("Process", "the interface is reviewed after it is built"),
    ("Tools", "no contract test between stream and billing"),
    ("Work", "moves need a publisher for each terminal"),
    ("Environment", "staging holds one terminal only"),
)
WHYS = (
    ("c4", "billing cannot read the stream itself"),
    ("c6", "the stream has no stable format"),
    ("c7", "nobody was asked to own the format"),
)
DOTS = "c1:4 c2:3 c3:6 c5:2 c8:12"
SOLUTIONS = (
    "billing reads moves itself",
    "one contract test for each feed",
    "a format that is owned",
)


def work_through(stage: Stage, until: str = "items") -> str:
    """A problem as a group leaves it; its reference."""
    ledger = stage.ledger
    ref = problem_solving.start(ledger, STATEMENT).ref
    problem_solving.link_evidence(ledger, ref, ["D303", "D403", "M04"])
    for bone, text in CAUSES:
        problem_solving.add_cause(ledger, ref, text, bone=bone)
    for under, text in WHYS:
        problem_solving.add_cause(ledger, ref, text, under=under)
    problem_solving.give_dots(ledger, ref, DOTS, voters=9, each=3)
    problem_solving.choose_root(ledger, ref, "c8")
    if until == "items":
        problem_solving.restate(ledger, ref, "the format of moves changes without notice")
        problem_solving.add_solutions(ledger, ref, SOLUTIONS)
    return ref


def outcome(stage: Stage) -> None:
    """An outcome beside flow, as a train keeps one; nothing where the sample has it."""
    if stage.ledger.snapshot().own_measures:
        return
    made = add(stage.ledger, "Bookings done in under two minutes", "%", better="up")
    for day, value in (("2026-07-31", "58"), ("2026-09-25", "64"), ("2026-11-13", "72")):
        keep(stage.ledger, made.ref, value, day)


async def briefing(stage: Stage) -> None:
    """What Inspect & Adapt must know."""
    await stage.press("K")


async def measures(stage: Stage) -> None:
    """The measures of the interval before, on predictability."""
    outcome(stage)
    await stage.press("I", "3", "left_square_bracket", "down")


async def ageing(stage: Stage) -> None:
    """The chart of open work, over the whole place."""
    await measures(stage)
    await stage.press("right_square_bracket", *["down"] * 5, "number_sign")


async def numbers(stage: Stage) -> None:
    """Predictability with its formula, its other readings and its table."""
    await measures(stage)
    await stage.press("v")


async def verdict(stage: Stage) -> None:
    """The first step of Inspect & Adapt, and the verdict on an improvement."""
    running.start(stage.ledger, "inspect-adapt")
    await stage.press("E", "v")


async def sitting(stage: Stage) -> None:
    """Actual business value, one objective at a time."""
    running.start(stage.ledger, "inspect-adapt")
    running.go_next(stage.ledger)
    await stage.press("E", "o", "9", "5")


async def fishbone(stage: Stage) -> None:
    """The causes of a problem as a tree."""
    running.start(stage.ledger, "inspect-adapt")
    running.go_to(stage.ledger, "causes")
    work_through(stage, "root")
    await stage.press("E", "o")


async def pareto(stage: Stage) -> None:
    """The dots of a problem."""
    running.start(stage.ledger, "inspect-adapt")
    running.go_to(stage.ledger, "biggest")
    work_through(stage, "root")
    await stage.press("E", "o")


async def items(stage: Stage) -> None:
    """Solutions on their way to improvement items."""
    running.start(stage.ledger, "inspect-adapt")
    running.go_to(stage.ledger, "backlog")
    work_through(stage)
    await stage.press("E", "o")


async def improvements(stage: Stage) -> None:
    """Improvements, and what worked."""
    await stage.press("I", "6")


async def candidates(stage: Stage) -> None:
    """What is worth solving."""
    await stage.press("I", "4")


async def signals(stage: Stage) -> None:
    """Questions that the records ask."""
    await stage.press("I", "7")


async def carry(stage: Stage) -> None:
    """What is still open."""
    running.start(stage.ledger, "inspect-adapt")
    running.go_to(stage.ledger, "carry")
    await stage.press("E")


SCENES: dict[str, Callable[[Stage], Awaitable[None]]] = {
    scene.__name__: scene
    for scene in (
        *(briefing, measures, ageing, numbers, verdict, sitting, fishbone, pareto, items),
        *(improvements, candidates, signals, carry),
    )
}
"""Every scene by its name."""

SHOWN = ("briefing", "measures", "verdict", "fishbone")
"""Those in the documentation."""


async def loop_shown(folder: Path) -> None:
    """The pictures of the loop that the documentation has."""
    for name in SHOWN:
        async with on_stage(folder, AT_THE_END, TALL) as stage:
            await SCENES[name](stage)
            await stage.draw(name)


async def loop(folder: Path, names: Collection[str] = ()) -> None:
    """Every picture of the loop, or those named, in every look and at both sizes."""
    for theme, size in product(PALETTES, SIZES):
        into = folder / theme / f"{size[0]}x{size[1]}"
        for name in names or SCENES:
            async with on_stage(into, AT_THE_END, size, theme) as stage:
                await SCENES[name](stage)
                await stage.draw(f"loop-{name}")
