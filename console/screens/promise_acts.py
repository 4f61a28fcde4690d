"""What can be done with what was promised: answer for an action, settle a topic, open one again."""

from __future__ import annotations

from collections.abc import Mapping

from console.screens.acts import Act
from console.screens.answering import AnswerScreen, Field
from console.screens.base import ConsoleScreen
from console.widgets.notice import say
from store.domain.records import Action, Topic
from store.errors import RuleBroken
from store.insight.promises import is_open
from store.insight.rows import Row
from store.ledger import promising

NO_PROMISE = "Put the cursor on an action first; a captures one, p parks a topic."
ANSWERS = (("done", "done"), ("later", "another date"), ("dropped", "no longer needed"))


def _promise(screen: ConsoleScreen, row: Row | None) -> Action | Topic | None:
    found = screen.session.ledger.views.get(row.kind, row.id) if row else None
    if isinstance(found, Action | Topic):
        return found
    say(screen.app, "No action", NO_PROMISE)
    return None


def answer_for(screen: ConsoleScreen, row: Row | None) -> None:
    """Whether the action or topic under the cursor is done, or when it will be and why."""
    session, found = screen.session, _promise(screen, row)
    if found is None:
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


def open_again(screen: ConsoleScreen, row: Row | None) -> None:
    """What was closed and is not done after all waits again, and why."""
    session, found = screen.session, _promise(screen, row)
    if found is None:
        return
    if is_open(found):
        say(screen.app, "Open already", f"{found.ref} is open. v answers for it.")
        return

    def save(typed: Mapping[str, str]) -> None:
        session.do(promising.reopen, session.ledger, found.ref, typed["why"], found.rev)

    fields = (Field("why", "why", "", "what is not done after all"),)
    title = f"{found.ref} Open it again?"
    screen.app.push_screen(AnswerScreen(title, found.text, fields, save))


ANSWER = Act("v", "answer for it", answer_for)
SETTLE = Act("v", "settled?", answer_for)
REOPEN = Act("o", "open again", open_again)
