"""What the keys of a register do with its records, beside the acts of their kind."""

from __future__ import annotations

from collections.abc import Callable

from console.screens import register_acts
from console.screens.base import ConsoleScreen
from console.screens.roam import RoamScreen
from console.widgets.notice import say
from store.domain import roam
from store.domain.records import Risk
from store.errors import RuleBroken
from store.insight.rows import Row

OnRows = Callable[[ConsoleScreen, tuple[Row, ...]], None]

ON_ROWS: dict[str, tuple[str, OnRows]] = {
    "e": ("edit", register_acts.edit),
    "l": ("link", register_acts.link),
    "y": ("copy", register_acts.copy),
    "Z": ("archive", register_acts.archive),
}
"""Key -> what it does with the selected records, else with the one under the cursor."""

LETTERS = "ROAM"
"""Keys that give a risk its letter."""


def give_letter(screen: ConsoleScreen, row: Row | None, letter: str) -> None:
    """Ask for what this letter demands, with keys in the first of it."""

    def the_risk() -> Risk:
        risk = screen.session.ledger.views.get("risk", row.id) if row is not None else None
        if not isinstance(risk, Risk):
            raise RuleBroken("There is no risk under the cursor. Move to one, or press r for one.")
        roam.refuse_settled(risk)
        return risk

    def answered(risk: Risk | None) -> None:
        screen.reload()
        if risk is not None:
            said = f"{risk.ref} {roam.WORDS[risk.roam]} · u takes it back"
            say(screen.app, "Saved", said, "information")

    risk = screen.attempt(the_risk)
    if risk is not None:
        screen.app.push_screen(RoamScreen(screen.session, risk, letter), answered)
