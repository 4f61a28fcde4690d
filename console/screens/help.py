"""Help for where you are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer

from console.screens.dialog import Dialog
from console.widgets.help_pane import HelpPane, HelpSection


class HelpScreen(Dialog[None]):
    """Keys and what they do; any of the closing keys goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "leave", "back", key_display="Esc"),
    ]

    def __init__(self, sections: Sequence[HelpSection]) -> None:
        super().__init__()
        self._sections = sections

    def compose(self) -> ComposeResult:
        """The sections, scrolling."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Help")
            yield HelpPane(self._sections)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Keys scroll."""
        self.query_one(HelpPane).focus()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
