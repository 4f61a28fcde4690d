"""What can be done on the surfaces of the risk workshop, by key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from console.screens.acts import Act
from console.screens.base import ConsoleScreen
from console.screens.merge import MergeScreen
from console.screens.risk_forms import HandBackScreen, HappenedScreen, RestateScreen
from console.screens.roam import RoamScreen
from console.session import Session
from console.widgets.notice import say
from store.domain import roam
from store.domain.records import Impediment, Risk
from store.errors import RuleBroken
from store.insight.risk_surfaces import LEADERS
from store.insight.risk_walk import floor
from store.insight.rows import Row

Opens = Callable[[Session, Risk], Screen[Any]]
Said = Callable[[Any], str]


def _the_risk(screen: ConsoleScreen, row: Row | None) -> Risk:
    """The risk under the cursor, else the one whose turn it is."""
    if row is None or row.kind != "risk":
        risk = floor(screen.session.snapshot) if row is None else None
        if risk is None:
            raise RuleBroken("There is no risk under the cursor. Move to one, or press r for one.")
        return risk
    found = screen.session.ledger.views.get("risk", row.id)
    if not isinstance(found, Risk):
        raise RuleBroken(f"{row.ref} was taken back meanwhile. Move to another risk.")
    return found


def _form(
    opens: Opens, allowed: Callable[[Risk], None], said: Said
) -> Callable[[ConsoleScreen, Row | None], None]:
    """Opens a form on the risk under the cursor, if it is `allowed`, and says what came of it."""

    def run(screen: ConsoleScreen, row: Row | None) -> None:
        def ask() -> Risk:
            risk = _the_risk(screen, row)
            allowed(risk)
            return risk

        def answered(answer: Risk | Impediment | None) -> None:
            screen.reload()
            screen.tick()
            if answer is not None:
                say(screen.app, "Saved", f"{said(answer)} · u takes it back", "information")

        risk = screen.attempt(ask)
        if risk is not None:
            screen.app.push_screen(opens(screen.session, risk), answered)

    return run


def _lettered(risk: Risk) -> str:
    return f"{risk.ref} {roam.WORDS[risk.roam] if risk.roam != 'U' else 'is open again'}"


def give_letter(screen: ConsoleScreen, row: Row | None, letter: str) -> None:
    """Open the duties of one letter for the risk under the cursor: R, O, A, M, or U to reopen.

    A letter that may not follow says why, and nothing opens.
    """

    def allowed(risk: Risk) -> None:
        roam.refuse_settled(risk)
        roam.refuse_order(risk, letter)

    _form(lambda session, risk: RoamScreen(session, risk, letter), allowed, _lettered)(screen, row)


LETTER = Act("v", "letter", _form(RoamScreen, roam.refuse_settled, _lettered))
RESTATE = Act(
    "o", "restate", _form(RestateScreen, roam.refuse_closed, lambda risk: f"{risk.ref} restated")
)
HAPPENED = Act(
    "w",
    "it happened",
    _form(HappenedScreen, roam.refuse_closed, lambda made: f"{made.ref} takes the risk's place"),
)
BACK = Act(
    "w",
    "back to team",
    _form(HandBackScreen, roam.refuse_closed, lambda risk: f"{risk.ref} is with {risk.team}"),
)


def _merge(screen: ConsoleScreen, row: Row | None) -> None:
    like = str(row.computed.get("like") or "") if row is not None else ""
    _form(
        lambda session, risk: MergeScreen(session, risk, like),
        roam.refuse_closed,
        lambda risk: f"{risk.ref} stands for both",
    )(screen, row)


MERGE = Act("v", "merge double", _merge)


def _anonymous(screen: ConsoleScreen, row: Row | None) -> None:  # noqa: ARG001 - for any row
    screen.toggle_anonymous()
    if screen.session.anonymous:
        screen.action_capture("risk")


ANONYMOUS = Act("o", "without names", _anonymous)


def _ask_leaders(screen: ConsoleScreen, row: Row | None) -> None:
    """Begin the line of an action that asks leaders; what was being typed stays behind it."""
    risk = screen.attempt(lambda: _the_risk(screen, row))
    if risk is None:
        return
    typed = screen.bar.text
    mark = f"#{risk.ref} needs:{LEADERS} "
    if mark.strip() not in typed:
        screen.bar.restore(f"{mark}{typed}", "action")
    screen.action_capture("action")


ASK = Act("v", "ask leaders", _ask_leaders)

RISK_ACTS: dict[str, tuple[Act, ...]] = {
    "risks": (LETTER, RESTATE, HAPPENED),
    "risks-due": (LETTER, RESTATE, HAPPENED),
    "roam-walk": (LETTER, RESTATE, HAPPENED),
    "risks-readback": (LETTER, RESTATE, HAPPENED),
    "exposure": (LETTER, RESTATE, HAPPENED),
    "collect": (MERGE, ANONYMOUS, BACK),
    "doubles": (MERGE, RESTATE, BACK),
    "leaders": (ASK, RESTATE),
}
"""Acts by the name of the surface."""

RISK_KIND_ACTS: tuple[Act, ...] = (LETTER, RESTATE, HAPPENED)
"""In the register of risks."""
