"""What can be done on the surfaces of the syncs: answer for a promise, check off a preparation."""

from __future__ import annotations

from collections.abc import Mapping

from console.screens.acts import Act
from console.screens.answering import AnswerScreen, Field
from console.screens.base import ConsoleScreen
from console.widgets.notice import say
from store.domain.records import Action, Topic
from store.errors import RuleBroken
from store.insight.rows import Row
from store.insight.upcoming import preparation
from store.ledger import preparing, promising

NO_PROMISE = "Put the cursor on an action first; a captures one."
NO_CHECK = "Put the cursor on a check of the preparation first."
ANSWERS = (("done", "done"), ("later", "another date"), ("dropped", "no longer needed"))


def answer_for(screen: ConsoleScreen, row: Row | None) -> None:
    """Whether the action or topic under the cursor is done, or when it will be and why."""
    session = screen.session
    found = session.ledger.views.get(row.kind, row.id) if row else None
    if not isinstance(found, Action | Topic):
        say(screen.app, "Nothing to answer for", NO_PROMISE)
        return

    def save(typed: Mapping[str, str]) -> None:
        said, due = typed["said"], typed["due"].strip()
        ledger, rev = session.ledger, found.rev
        if typed["answer"] == "later":
            session.do(promising.move, ledger, found.ref, due, said, rev)
            return
        if due:
            raise RuleBroken("Only another date takes a date. Choose it, or clear the date.")
        dropped = typed["answer"] == "dropped"
        session.do(promising.close, ledger, found.ref, said, dropped=dropped, expect_rev=rev)

    fields = (
        Field("answer", "it is", choices=ANSWERS),
        Field("due", "new date", "", "fri, 20 nov, in 3 days, I5"),
        Field("said", "note or why", "", "what came of it, or what is in the way"),
    )
    screen.app.push_screen(AnswerScreen(f"{found.ref} Is it done?", found.text, fields, save))


def check_off(screen: ConsoleScreen, row: Row | None) -> None:
    """The check of the preparation under the cursor is done, or is open after all."""
    session, found = screen.session, preparation(screen.session.snapshot)
    if row is None or row.kind != "prep" or found is None:
        say(screen.app, "No check", NO_CHECK)
        return
    pi, key, done = found.pi, row.id, not row.computed["done"]
    screen.attempt(lambda: session.do(preparing.check_off, session.ledger, pi, key, done))


BY_SURFACE: dict[str, tuple[Act, ...]] = {
    "last-actions": (Act("v", "answer for it", answer_for, on_enter=True),),
    "meet-after": (Act("v", "settled?", answer_for),),
    "readiness": (Act("v", "check off", check_off),),
}
"""Acts by surface."""
