"""What can be done with an impediment, by key: escalate or answer, the next step, how it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from console.copying import copy_out
from console.screens.acts import Act
from console.screens.base import ConsoleScreen
from console.screens.escalate import AnswerEscalationScreen, EscalateScreen
from console.screens.impediment_forms import UP, StandingScreen, StepScreen
from console.session import Session
from console.widgets.notice import say
from store.domain.impeding import deeds_of, refuse_order
from store.domain.records import Decision, Impediment
from store.errors import RuleBroken
from store.exchange.brief import brief_markdown
from store.insight.rows import Row
from store.ledger.briefing import on_record

NO_ROW = "Put the cursor on an impediment first; i captures one."
Opens = Callable[[Session, Impediment], Screen[Any]]


def _the_impediment(screen: ConsoleScreen, row: Row | None) -> Impediment:
    if row is None or row.kind != "impediment":
        raise RuleBroken(NO_ROW)
    found = screen.session.ledger.views.get("impediment", row.id)
    if not isinstance(found, Impediment):
        raise RuleBroken(f"{row.ref} was taken back meanwhile. Move to another impediment.")
    return found


def _open(
    screen: ConsoleScreen,
    row: Row | None,
    allowed: Callable[[Impediment], None],
    opens: Opens,
    said: Callable[[Impediment, Any], str],
) -> None:
    """Open a form on the impediment under the cursor, if allowed, and say what came of it."""

    def ask() -> Impediment:
        found = _the_impediment(screen, row)
        allowed(found)
        return found

    item = screen.attempt(ask)
    if item is None:
        return

    def answered(answer: Impediment | Decision | str | None) -> None:
        screen.reload()
        screen.tick()
        if answer == UP:
            _brief(screen, row)
        elif answer is not None:
            words = f"{said(item, answer)} · u takes it back"
            say(screen.app, "Saved", words, "information")

    screen.app.push_screen(opens(screen.session, item), answered)


def escalate(screen: ConsoleScreen, row: Row | None) -> None:
    """Write the brief and send it out; where an answer is awaited, write the answer down."""
    found = screen.session.ledger.views.get(row.kind, row.id) if row else None
    if not isinstance(found, Impediment) or "answer" not in deeds_of(found):
        _brief(screen, row)
        return
    _open(screen, row, lambda item: refuse_order(item, "answer"), AnswerEscalationScreen, _heard)


def _heard(item: Impediment, answer: Decision) -> str:
    return f"{item.ref} is answered by {answer.ref}. Does the team that waits know it?"


def _brief(screen: ConsoleScreen, row: Row | None) -> None:
    def said(_: Impediment, now: Impediment) -> str:
        where = screen.attempt(lambda: copy_brief(screen, now))
        return f"{now.ref} escalated. {where or 'Its brief is in the record only'}"

    _open(screen, row, lambda item: refuse_order(item, "escalate"), EscalateScreen, said)


def copy_brief(screen: ConsoleScreen, item: Impediment) -> str:
    """The brief onto the clipboard and into a file; where it is, in a sentence."""
    ledger = screen.session.ledger
    text = brief_markdown(screen.session.snapshot, item, on_record(ledger, item))
    return copy_out(screen.app, screen.session.folder, f"brief-{item.ref}.md", text)


def next_step(screen: ConsoleScreen, row: Row | None) -> None:
    """Say what comes next, by when, and who removes it."""
    _open(
        screen,
        row,
        lambda item: refuse_order(item, "step"),
        StepScreen,
        lambda _, now: f"{now.ref} next: {now.next}",
    )


def standing(screen: ConsoleScreen, row: Row | None) -> None:
    """Say how it stands, with only what that demands."""
    _open(screen, row, lambda _: None, StandingScreen, lambda _, now: f"{now.ref} is {now.state}")


IMPEDIMENT_ACTS: tuple[Act, ...] = (
    Act("v", "escalate or answer", escalate),
    Act("o", "next step", next_step),
    Act("w", "how it stands", standing),
)
"""In the register of impediments."""

IMPEDIMENT_SURFACES: dict[str, tuple[Act, ...]] = {
    "impediments": IMPEDIMENT_ACTS,
    "causes": IMPEDIMENT_ACTS,
}
"""Acts by the name of the surface."""
