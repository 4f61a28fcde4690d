"""What can be done on the surfaces of the syncs: answer for promises, check off a preparation."""

from __future__ import annotations

from dataclasses import replace

from console.screens.acts import Act
from console.screens.base import ConsoleScreen
from console.screens.promise_acts import ANSWER, REOPEN, SETTLE
from console.widgets.notice import say
from store.insight.rows import Row
from store.insight.upcoming import preparation
from store.ledger import preparing

NO_CHECK = "Put the cursor on a check of the preparation first."


def check_off(screen: ConsoleScreen, row: Row | None) -> None:
    """The check of the preparation under the cursor is done, or is open after all."""
    session, found = screen.session, preparation(screen.session.snapshot)
    if row is None or row.kind != "prep" or found is None:
        say(screen.app, "No check", NO_CHECK)
        return
    pi, key, done = found.pi, row.id, not row.computed["done"]
    screen.attempt(lambda: session.do(preparing.check_off, session.ledger, pi, key, done))


BY_SURFACE: dict[str, tuple[Act, ...]] = {
    "last-actions": (replace(ANSWER, on_enter=True), REOPEN),
    "meet-after": (SETTLE,),
    "readiness": (Act("v", "check off", check_off),),
}
"""Acts by surface."""
