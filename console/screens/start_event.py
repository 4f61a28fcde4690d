"""Asking which event to start, and starting it."""

from __future__ import annotations

from typing import cast

from console.screens.base import ConsoleScreen
from console.screens.capturing import Host
from console.screens.starting import Start, StartScreen
from console.templates import templates
from store.ledger import running


def ask_to_start(screen: ConsoleScreen, kind: str | None = None, begins: str | None = None) -> None:
    """Ask which event; started, its room is shown. An event that is open is gone back into.

    `kind` is the one that is expected now, `begins` its planned start (wall-clock time).
    """
    session = screen.session
    if session.ledger.running is not None:
        screen.action_go("room")
        return

    def answered(chosen: Start | None) -> None:
        if chosen is None:
            return
        started = screen.attempt(
            lambda: session.do(
                running.start,
                session.ledger,
                chosen.template,
                begins=chosen.begins,
                minutes=chosen.minutes,
            )
        )
        if started is not None:
            screen.action_go("room")

    if screen.attempt(session.ledger.require_train) is not None:
        zones = cast(Host, screen.app).settings.zone_infos
        screen.app.push_screen(StartScreen(session, templates(), kind, begins, zones), answered)
