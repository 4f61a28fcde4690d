"""A dialog of a few fields: what the acts on a surface ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Footer, Input, Static

from console.screens.capturing import Host
from console.screens.dialog import Dialog
from console.widgets.choice import Choice
from store.domain.naming import REFERENCE
from store.errors import ConsoleError

ASK = "Enter saves · ↑ ↓ other field"
CHOOSE = " · ← → or a number chooses"
BACK = "What was left here unsaved is back. "


@dataclass(frozen=True, slots=True)
class Field:
    """A line to fill in; one with `choices` (value and words) is chosen from, not typed."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


class AnswerScreen(Dialog[bool]):
    """Answers True once `save` took the values by field name; refused, all that is typed stays.

    Left with Esc, what differs from what stood there waits, and is back when the same is asked
    again: the same `title` and, where a title is not of one record only, the same `about`. `left`
    says it otherwise, where the same words in the fields would come to mean something else.
    """

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
        *,
        left: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._left = left or (title if REFERENCE.search(title) else f"{title} {about}")
        self._about = about
        self._save = save
        self._fields = tuple(fields)
        self._parts = {field.name: _part(field) for field in fields}
        self._known = {name: part.value for name, part in self._parts.items()}
        self._ask = ASK + (CHOOSE if any(field.choices for field in fields) else "")

    def compose(self) -> ComposeResult:
        """What it is about, the fields, and what to do."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            yield Static(Content(self._about), id="about")
            for field in self._fields:
                with Horizontal():
                    yield Static(Content(field.label), classes="label")
                    yield self._parts[field.name]
            yield Static(Content(self._ask), id="said")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """What was left here is back, and the first field takes the keys."""
        back = [self._take_back(field) for field in self._fields]
        if any(back):
            self.query_one("#said", Static).update(Content(BACK + self._ask))
        next(iter(self._parts.values())).focus()

    # -- what is left unsaved

    def _place(self, field: Field) -> str:
        """Where a field's text waits."""
        return f"{self._left} {field.name}"

    def _take_back(self, field: Field) -> bool:
        """Whether something was left in this field; it stands there again."""
        text = cast(Host, self.app).session.left.pop(self._place(field), None)
        if text is None:
            return False
        part = self._parts[field.name]
        if isinstance(part, Choice):
            part.choose(text)
        else:
            part.value = text
        return True

    def typed_so_far(self) -> dict[str, str]:
        """What was typed or chosen, and only that: the rest is read anew next time."""
        return {
            self._place(field): self._parts[field.name].value
            for field in self._fields
            if self._parts[field.name].value != self._known[field.name]
        }

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
        """Nothing changes, and what was typed comes back with the dialog."""
        cast(Host, self.app).session.left.update(self.typed_so_far())
        self.dismiss(False)


def _part(field: Field) -> Choice | Input:
    if field.choices:
        return Choice(field.choices, field.value)
    entry = Input(field.value, placeholder=field.hint, compact=True, select_on_focus=False)
    entry.cursor_blink = False
    return entry
