"""Undo by key: the first takes back at once, one more asks, so that a stuck key takes back one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from console.screens.sure import SureScreen
from console.session import Session
from console.widgets.notice import say
from store.ledger import undoing
from store.ledger.undoing import Undone

Attempt = Callable[[Callable[[], Undone]], Undone | None]
"""Runs a use-case for a screen, which shows a refusal and looks again."""


def take_back(app: App[Any], session: Session, attempt: Attempt) -> None:
    """Take back this person's last change; a second one in a row only after another key."""

    def done() -> None:
        found = attempt(lambda: session.do(undoing.undo, session.ledger))
        if found is not None:
            session.took_back = True
            say(app, "Undone", found.sentence, "information")

    if not session.took_back:
        done()
        return
    found = attempt(lambda: undoing.upcoming(session.ledger))
    if found is None:
        return
    about = f"One change was taken back just now. Before it stands\n{found.name}."
    asked = SureScreen("Undo one more", about, "takes that back too", "keeps it")
    app.push_screen(asked, lambda sure: done() if sure else None)
