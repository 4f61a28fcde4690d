"""What can be done on the surfaces of the syncs: answer for an action, settle a parked topic."""

from __future__ import annotations

from collections.abc import Mapping

from console.screens.acts import Act
from console.screens.base import ConsoleScreen
from console.screens.form import Field, FormScreen
from console.widgets.notice import say
from store.domain.records import Action, Topic
from store.errors import RuleBroken
from store.insight.rows import Row
from store.ledger import promising

NO_PROMISE = "Put the cursor on an action first; a captures one."
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
    screen.app.push_screen(FormScreen(f"{found.ref} Is it done?", found.text, fields, save))


BY_SURFACE: dict[str, tuple[Act, ...]] = {
    "last-actions": (Act("v", "answer for it", answer_for, on_enter=True),),
    "meet-after": (Act("v", "settled?", answer_for),),
}
"""Acts by surface."""
