"""One field and what it takes: for a line, a value, a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from console.screens.dialog import Dialog
from console.session import Session
from store.errors import ConsoleError


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    `name`  names the field: what is typed and left there comes back under this name
    `save`  takes what was typed; returns what to say, and refuses by raising `ConsoleError`
    `again` asks for the next one after each answer, until it is left
    """

    title: str
    hint: str
    name: str
    save: Callable[[str], str]
    about: str = ""
    value: str = ""
    again: bool = False


class AskScreen(Dialog[bool]):
    """Answers True when something was saved. A refused text stays in the field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave it", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    AskScreen Static { height: auto; }
    AskScreen #about { margin: 0 0 1 0; }
    AskScreen #said { color: $text-muted; margin: 1 0 0 0; }
    AskScreen #said.-refused { color: $text-warning; }
    """

    def __init__(self, session: Session, question: Question) -> None:
        super().__init__()
        self._session = session
        self._question = question
        self._saved = False
        left = session.left.pop(question.name, None)
        self._field = Input(
            question.value if left is None else left, compact=True, select_on_focus=left is None
        )
        self._field.cursor_blink = False

    def compose(self) -> ComposeResult:
        """What it is about, the field, what the field takes."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._question.title)
            if self._question.about:
                yield Static(Content(self._question.about), id="about")
            yield self._field
            yield Static(Content(self._question.hint), id="said")

    def _say(self, sentence: str, refused: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(refused, "-refused")
        said.update(Content(sentence))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            said = self._question.save(event.value)
        except ConsoleError as fault:
            self._say(fault.sentence, refused=True)
            return
        self._saved = True
        if not self._question.again:
            self.dismiss(True)
            return
        self._field.value = ""
        self._say(f"{said} · {self._question.hint}")

    def action_leave(self) -> None:
        """Leave the field; what is typed is there again when it is asked for again."""
        self._session.left.update(self.typed_so_far())
        self.dismiss(self._saved)

    def typed_so_far(self) -> dict[str, str]:
        """The line, if it is another than what stood there."""
        typed = self._field.value
        return (
            {self._question.name: typed} if typed.strip() and typed != self._question.value else {}
        )
