"""A dialog of a few fields: what the acts on a surface ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Footer, Input, Static

from console.screens.dialog import Dialog
from console.widgets.choice import Choice
from store.errors import ConsoleError

ASK = "Enter saves · ↑ ↓ other field"
CHOOSE = " · ← → or a number chooses"


@dataclass(frozen=True, slots=True)
class Field:
    """A line to fill in; one with `choices` (value and words) is chosen from, not typed."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


class AnswerScreen(Dialog[bool]):
    """Answers True once `save` took the values by field name; refused, all that is typed stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave it as it was", key_display="Esc"),
        Binding("enter", "save", "save", show=False),
        Binding("down", "app.focus_next", "next field", show=False),
        Binding("up", "app.focus_previous", "field before", show=False),
    ]
    DEFAULT_CSS = """
    AnswerScreen Horizontal { height: 1; }
    AnswerScreen .label { width: 14; height: 1; color: $text-muted; }
    AnswerScreen Horizontal Input { width: 1fr; }
    AnswerScreen #about { height: auto; max-height: 4; margin: 0 0 1 0; }
    AnswerScreen #said { height: auto; margin: 1 0 0 0; color: $text-muted; }
    AnswerScreen #said.-refused { color: $text-warning; }
    """

    def __init__(
        self,
        title: str,
        about: str,
        fields: Sequence[Field],
        save: Callable[[Mapping[str, str]], object],
    ) -> None:
        super().__init__()
        self._title = title
        self._about = about
        self._save = save
        self._fields = tuple(fields)
        self._parts = {field.name: _part(field) for field in fields}

    def compose(self) -> ComposeResult:
        """What it is about, the fields, and what to do."""
        choose = CHOOSE if any(field.choices for field in self._fields) else ""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            yield Static(Content(self._about), id="about")
            for field in self._fields:
                with Horizontal():
                    yield Static(Content(field.label), classes="label")
                    yield self._parts[field.name]
            yield Static(Content(ASK + choose), id="said")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The first field takes the keys."""
        next(iter(self._parts.values())).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Hand the values over; a refusal says why, and everything stays as it is typed."""
        try:
            self._save({name: part.value for name, part in self._parts.items()})
        except ConsoleError as fault:
            said = self.query_one("#said", Static)
            said.add_class("-refused")
            said.update(Content(fault.sentence))
            return
        self.dismiss(True)

    def action_leave(self) -> None:
        """Nothing changes."""
        self.dismiss(False)


def _part(field: Field) -> Choice | Input:
    if field.choices:
        return Choice(field.choices, field.value)
    entry = Input(field.value, placeholder=field.hint, compact=True, select_on_focus=False)
    entry.cursor_blink = False
    return entry
