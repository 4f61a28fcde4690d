"""How much time to add to the current step or to take from it, or when it really began."""

from __future__ import annotations

from dataclasses import dataclass
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

HELP = """5m, 90s, 1h30 adds time · -2m takes some
ago 4m: it really began four minutes ago
Enter takes it, Esc leaves"""


@dataclass(frozen=True, slots=True)
class Said:
    """Seconds to add (negative: to take), or since the step really began if `ago`."""

    seconds: int
    ago: bool = False


def understood(typed: str) -> Said:
    """`5m`, `+5`, `-90s`, or `ago 4m` and `4m ago`. Raises `UsageFault` for anything else."""
    words = typed.lower().replace("−", "-").split()
    if "ago" in words:
        return Said(parse_duration(" ".join(word for word in words if word != "ago")), ago=True)
    length = "".join(words)
    sign = -1 if length.startswith("-") else 1
    return Said(sign * parse_duration(length.lstrip("-")))


class AddTimeScreen(ModalScreen[Said | None]):
    """Answers with what was said; None when nothing was decided."""

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
            dialog.border_title = Content("Time of this step")
            field = Input(placeholder="5m", compact=True)
            field.cursor_blink = False
            yield field
            yield Static(Content(HELP), id="said")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        try:
            self.dismiss(understood(event.value))
        except ConsoleError as fault:
            said = self.query_one("#said", Static)
            said.add_class("-refused")
            said.update(Content(fault.sentence))

    def action_leave(self) -> None:
        """Nothing changes."""
        self.dismiss(None)
