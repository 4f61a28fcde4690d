"""The second key: says what would happen, and only another key than the first lets it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer, Static

from console.screens.dialog import Dialog


class SureScreen(Dialog[bool]):
    """Says what would happen; only `y` lets it. Nothing that opens it is on `y`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", "yes"),
        Binding("n,escape,enter", "no", "no", key_display="Esc"),
    ]
    DEFAULT_CSS = "SureScreen Static { height: auto; }"

    def __init__(
        self, title: str, about: str, yes: str = "takes it away", no: str = "keeps it"
    ) -> None:
        super().__init__()
        self._title, self._about = title, about
        self._answers = f"y {yes} · Esc {no}"

    def compose(self) -> ComposeResult:
        """What would happen, and the two answers."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            yield Static(Content(f"{self._about}\n\n{self._answers}"))
        yield Footer(show_command_palette=False)

    def action_yes(self) -> None:
        """It happens."""
        self.dismiss(True)

    def action_no(self) -> None:
        """Nothing happens."""
        self.dismiss(False)
