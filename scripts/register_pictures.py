"""Pictures of the registers: each list and board, the forms, the walk and a whole record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from drawing import NINE, TALL, Stage, on_stage

from console.themes import PALETTES
from store.insight.register_views import REGISTERS_OF, VIEWS

SMALL = (80, 24)
SIZES = (TALL, SMALL)


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: the register it begins in, and the keys that lead from its list to it."""

    kind: str
    keys: tuple[str, ...] = ()
    finds: str = ""
    """What is typed in the filter before the keys."""
    says: tuple[tuple[str, str], ...] = ()
    """What is captured first: the key of its kind, and the line."""


PROMISES = (
    ("a", "ask the yard for two carrier units owner:SM-CAP due:tomorrow"),
    ("a", "book the port rig for the load test owner:SA due:20 nov"),
    ("a", "tell the hauliers when O402 is there owner:PM due:I5"),
)
PARKED = (
    ("p", "who may release to production in the freeze? @BEA @DRE owner:PM"),
    ("p", "one database for staging and nightly tests @GAN owner:SA"),
)
DATES = (
    ("c", "milestone: port trial at terminal 2 due:4 dec"),
    ("c", "milestone: release freeze due:7 dec"),
)
REVIEWED = (("d", "two review slots a week because releases wait, by RTE #B06"),)
SAID = {"action": PROMISES, "topic": PARKED, "milestone": DATES}
"""What the sample train has nothing of, said by the room before the picture."""


SCENES = {
    "filter": Scene("risk", finds="owner:SM letter:M"),
    "owned": Scene("risk", ("O",), "R12"),
    "walk": Scene("risk", ("W",)),
    "record": Scene("impediment", ("l", *"R11", "enter", "enter"), "B06", REVIEWED),
    "edit": Scene("risk", ("e",), "R04"),
    "selected": Scene("risk", ("space", "space", "space")),
    "escalate": Scene("impediment", ("v",), "B08"),
    "how-it-stands": Scene("impediment", ("w",), "B08"),
    "dependency-state": Scene("dependency", ("v",), "D408"),
    "supersede": Scene("decision", ("v",)),
    "conflict": Scene("dependency", ("b", *["right"] * 3, *["down"] * 2), says=DATES),
    "high": Scene("risk", ("b", "b", "right", "right")),
    "nothing-found": Scene("risk", finds="zeppelin"),
    "nothing-yet": Scene("milestone"),
}
"""What is drawn beside the lists and boards of the registers."""

SHOWN = {
    "risk-list": "register",
    "risk-risks": "roam",
    "high": "exposure",
    "walk": "walk",
    "escalate": "escalate",
    "conflict": "board",
    "decision-list": "decisions",
    "record": "record",
}
"""Those in the documentation, by their name there."""


def all_scenes() -> dict[str, Scene]:
    """Every list and every view of every register, then the others."""
    found: dict[str, Scene] = {}
    for kind in REGISTERS_OF:
        said = SAID.get(kind, ())
        found[f"{kind}-list"] = Scene(kind, says=said)
        for number, view in enumerate(VIEWS.get(kind, ()), 1):
            found[f"{kind}-{view}"] = Scene(kind, ("b",) * number, says=said)
    return found | SCENES


async def _draw(stage: Stage, name: str, scene: Scene) -> None:
    """Draw one, from home."""
    await stage.press("B", str((REGISTERS_OF.index(scene.kind) + 1) % 10))
    for key, line in scene.says:
        await stage.capture(key, line)
    if scene.finds:
        await stage.press("slash")
        await stage.fill(scene.finds)
        await stage.press("tab")
    await stage.press(*scene.keys)
    await stage.draw(name)


async def registers_shown(folder: Path) -> None:
    """The pictures of registers that the documentation has."""
    scenes = all_scenes()
    for found, name in SHOWN.items():
        async with on_stage(folder, NINE, TALL) as stage:
            await _draw(stage, name, scenes[found])


async def registers(folder: Path, names: Collection[str] = ()) -> None:
    """Every picture of the registers, or those named, in every look and at both sizes."""
    scenes = all_scenes()
    for theme, (width, height) in product(PALETTES, SIZES):
        into = folder / theme / f"{width}x{height}"
        for name in names or scenes:
            async with on_stage(into, NINE, (width, height), theme) as stage:
                await _draw(stage, name, scenes[name])
