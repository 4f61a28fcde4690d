"""Spreading a deficit: the proposal, before it is taken."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from console.screens.dialog import Dialog
from store.domain.retiming import Proposal
from store.domain.words import clock


def told(found: Proposal) -> list[str]:
    """The proposal in lines: what each step would have, and what remains."""
    lines = [f"{clock(found.deficit_ms)} behind", ""]
    wide = max((len(each.title) for each in found.gives), default=0)
    lines += [
        f"{each.title:<{wide}}   {clock(each.from_ms):>7} → {clock(each.to_ms)}"
        for each in found.gives
    ]
    if found.rest_ms >= 1000:
        lines += ["", f"{clock(found.rest_ms)} remain: park a step with L, or end later."]
    return lines


class RetimeScreen(Dialog[dict[str, int] | None]):
    """Answers with the seconds to add by step, or None when nothing is to change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "take it"),
        Binding("escape", "leave", "leave it", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    RetimeScreen VerticalScroll { height: auto; max-height: 16; margin: 1 0; }
    RetimeScreen Static { height: auto; }
    RetimeScreen #said { color: $text-muted; }
    """

    def __init__(self, found: Proposal) -> None:
        super().__init__()
        self._found = found

    def compose(self) -> ComposeResult:
        """The steps that would give time; breaks, votes and fixed starts stay as they are."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Give the time back")
            with VerticalScroll():
                yield Static(Content("\n".join(told(self._found))))
            keep = "Breaks, votes and the read-back keep their time."
            does = "Enter takes it · Esc leaves it" if self._found.gives else "Esc goes back"
            yield Static(Content(f"{keep} {does}"), id="said")

    def action_take(self) -> None:
        """Take it as it is shown."""
        self.dismiss(self._found.give or None)

    def action_leave(self) -> None:
        """Nothing changes."""
        self.dismiss(None)
