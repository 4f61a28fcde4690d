"""Several lines were pasted: one record each, one line of all, or nothing."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from store.domain.grammar import split_lines
from store.domain.text import clean
from store.domain.words import plural

SHOWN = 8
"""Pasted lines shown before the choice; the rest is counted."""


class PasteScreen(ModalScreen[list[str] | None]):
    """Answers with the lines to capture: several, or one that joins them; None for neither."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,e", "each", "one record each", key_display="Enter"),
        Binding("j", "join", "join into one line"),
        Binding("escape,n", "leave", "neither", key_display="Esc"),
    ]

    DEFAULT_CSS = """
    PasteScreen Static { height: auto; }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._lines = split_lines(text)

    def compose(self) -> ComposeResult:
        """What was pasted, and the three answers."""
        shown = [clean(line) for line in self._lines[:SHOWN]]
        if len(self._lines) > SHOWN:
            shown.append(f"… and {len(self._lines) - SHOWN} more")
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(f"{plural(len(self._lines), 'line')} pasted")
            yield Static(Content("\n".join(shown)))
        yield Footer(show_command_palette=False)

    def action_each(self) -> None:
        """One record each."""
        self.dismiss(self._lines)

    def action_join(self) -> None:
        """All in one line, to go on typing."""
        self.dismiss([" ".join(self._lines)])

    def action_leave(self) -> None:
        """Leave the paste out; what was typed before is still there."""
        self.dismiss(None)
