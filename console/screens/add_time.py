"""How much time to add to the current step, or to take from it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from store.domain.durations import parse_duration
from store.errors import ConsoleError


class AddTimeScreen(ModalScreen[int | None]):
    """Answers with seconds, negative to take time; None when nothing was decided."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave it", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    AddTimeScreen #said { height: auto; color: $text-muted; }
    AddTimeScreen #said.-refused { color: $text-warning; }
    """

    def compose(self) -> ComposeResult:
        """One field and what it takes."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Add time to this step, or take it with a minus")
            field = Input(placeholder="5m", compact=True)
            field.cursor_blink = False
            yield field
            yield Static(Content("5m, 90s, 1h30, or -2m · Enter takes it, Esc leaves"), id="said")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        sign = -1 if typed.startswith(("-", "−")) else 1
        try:
            self.dismiss(sign * parse_duration(typed.lstrip("-−+ ")))
        except ConsoleError as fault:
            said = self.query_one("#said", Static)
            said.add_class("-refused")
            said.update(Content(fault.sentence))

    def action_leave(self) -> None:
        """Nothing changes."""
        self.dismiss(None)
