"""What was being typed when the process before this one ended: said, and asked about."""

from __future__ import annotations

from typing import Any

from textual.app import App

from console.screens.capturing import PASTED, CapturingScreen
from console.session import Session
from console.widgets.notice import say

BACK_IN_LINE = "What you were typing is in the capture line again."
BACK_IN_FORM = "What you typed into a form is there when you open it again."


def tell_left_over(app: App[Any], session: Session, draft: bool) -> None:
    """Say where it is. A paste that nobody answered for is asked about again."""
    if draft:
        say(app, "Draft", BACK_IN_LINE, "information")
    if session.left.keys() - {PASTED}:
        say(app, "Draft", BACK_IN_FORM, "information")
    pasted = session.left.get(PASTED)
    if pasted:
        app.call_after_refresh(_ask_again, app, pasted)


def _ask_again(app: App[Any], pasted: str) -> None:
    screens = (each for each in reversed(app.screen_stack) if isinstance(each, CapturingScreen))
    screen = next(screens, None)
    if screen is not None:
        screen.ask_pasted(pasted)
