"""The dialogs of the workshop: one field, several, a list of many, and the second key."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.events import Paste
from textual.widgets import Input

from console.screens.answering import AnswerScreen, Field
from console.screens.ask import AskScreen, Question
from console.screens.base import ConsoleScreen
from console.session import Session

SEPARATOR = " ; "


class ListField(Input):
    """A field that keeps every line of a paste, divided by semicolons."""

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        self.insert_text_at_cursor(SEPARATOR.join(lines))


class ListScreen(AskScreen):
    """Asks for one or many in one field."""

    def __init__(self, session: Session, question: Question) -> None:
        super().__init__(session, question)
        left = self._field.value
        self._field = ListField(left, compact=True, select_on_focus=False)
        self._field.cursor_blink = False


def ask(screen: ConsoleScreen, question: Question, form: type[AskScreen] = AskScreen) -> None:
    """Ask for one thing; the screen looks again afterwards."""
    screen.app.push_screen(form(screen.session, question), lambda _: screen.reload())


def ask_fields(
    screen: ConsoleScreen,
    title: str,
    about: str,
    fields: tuple[Field, ...],
    save: Callable[[Mapping[str, str]], object],
    left: str = "",
) -> None:
    """Ask for several things at once; the screen looks again afterwards."""
    dialog = AnswerScreen(title, about, fields, save, left=left)
    screen.app.push_screen(dialog, lambda _: screen.reload())
