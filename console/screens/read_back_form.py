"""A dialog of a few fields that is read back before it is saved.

Enter goes from field to field; behind the last one it shows what would be saved, and Enter again
saves that. Whatever is refused leaves the text where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Footer, Input, Static

from console.screens.dialog import Dialog
from console.session import Session
from console.widgets.cells import cut
from console.widgets.glyphs import GLYPHS
from console.widgets.rows_view import RowsView
from store.errors import ConsoleError

R = TypeVar("R")
T = TypeVar("T")

AROUND, SAID_LINES = 4, 2
"""Lines of the frame and the keys, and those that are kept free for what is said."""
ABOUT_CELLS = 300
"""Cells of the words that the form is about; the whole is one key away in the list."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its name, what it is called, an example, and what stands in it at first."""

    name: str
    label: str
    example: str = ""
    value: str = ""


class FieldRow(Horizontal):
    """A label and an input in one line."""

    DEFAULT_CSS = """
    FieldRow { height: 1; }
    FieldRow Static { width: 13; color: $text-muted; }
    FieldRow Input { width: 1fr; }
    """

    def __init__(self, field: FormField) -> None:
        super().__init__(id=f"field-{field.name}")
        self.field = field.name
        self._label = Static(Content(field.label))
        self.input = Input(field.value, placeholder=field.example, compact=True, name=field.name)
        self.input.cursor_blink = False

    def compose(self) -> ComposeResult:
        """Label, then input."""
        yield self._label
        yield self.input

    def call(self, field: FormField) -> None:
        """Call it something else; what is typed stays."""
        self._label.update(Content(field.label))
        self.input.placeholder = field.example


class ReadBackForm(Dialog[R]):
    """Subclasses give the title, what it is about, the fields, the reading back and the saving."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "field above", show=False),
        Binding("down", "step(1)", "field below", show=False),
        Binding("escape", "leave", "leave it", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    ReadBackForm #about { height: auto; max-height: 4; margin: 0 0 1 0; }
    ReadBackForm #rows { height: auto; scrollbar-size-vertical: 1; }
    ReadBackForm #said { height: auto; max-height: 6; margin: 1 0 0 0; color: $text-muted; }
    ReadBackForm.-low #about { max-height: 3; margin: 0; }
    ReadBackForm.-low #said { max-height: 6; margin: 0; }
    ReadBackForm #said.-refused { color: $text-warning; }
    ReadBackForm #said.-asked { color: $foreground; text-style: bold; }
    """
    SAVES = "Say it aloud, then Enter saves it:"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._asked = False
        self._known: dict[str, str] = {}

    # -- what a subclass says

    def title_words(self) -> str:
        """What stands in the frame."""
        raise NotImplementedError

    def about(self) -> str:
        """What the form is about, above the fields."""
        raise NotImplementedError

    def fields(self) -> tuple[FormField, ...]:
        """The fields, from above."""
        raise NotImplementedError

    def read_back(self, typed: dict[str, str]) -> str:
        """What would be saved, in one sentence; raises `ConsoleError` for what lacks."""
        raise NotImplementedError

    def save(self, typed: dict[str, str]) -> R:
        """Save it; the answer of the dialog."""
        raise NotImplementedError

    def above(self) -> Iterable[Widget]:
        """What stands between the words and the fields."""
        return ()

    # -- building

    def compose(self) -> ComposeResult:
        """Words, fields, and what is read back."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self.title_words())
            dialog.border_subtitle = Content("Enter goes on · Esc goes back")
            yield Static(Content(cut(self.about(), ABOUT_CELLS)), id="about")
            yield from self.above()
            with VerticalScroll(id="rows", can_focus=False):
                for field in self.fields():
                    yield FieldRow(field)
            yield Static(id="said")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin, once: a handler of a subclass would come on top of this one.

        What was left here unsaved is back.
        """
        self._known = {row.field: row.input.value for row in self.query(FieldRow)}
        for row in self.query(FieldRow):
            row.input.value = self.session.left.pop(self._place(row.field), row.input.value)
        self.begin()

    def on_resize(self) -> None:
        """Where not all fields fit, they scroll: what is said below them has to be seen."""
        others = (self.query_one("#about"), *self.query(RowsView))
        taken = sum(part.outer_size.height for part in others) + AROUND + SAID_LINES
        self.query_one("#rows").styles.max_height = max(1, self.size.height - taken)

    def known(self, name: str) -> str:
        """What the form put into a field by itself; only what differs from it was typed."""
        return self._known.get(name, "")

    def know(self, name: str, value: str) -> None:
        """The form puts something else into a field by itself."""
        self._known[name] = value

    def _place(self, name: str) -> str:
        """Where a field's text waits: by the form and what it is about, whose name comes first."""
        return f"{type(self).__name__} {self.title_words().split()[0]} {name}"

    def begin(self) -> None:
        """Keys go into the first field that is still empty."""
        self.preview()
        self.to_first()

    # -- fields

    @property
    def rows(self) -> list[FieldRow]:
        """The fields that are shown."""
        return [row for row in self.query(FieldRow) if row.display]

    @property
    def typed(self) -> dict[str, str]:
        """What is typed into the fields that are shown."""
        return {row.field: row.input.value for row in self.rows}

    def to_first(self) -> None:
        """Let keys go into the first empty field, or into the last one."""
        rows = self.rows
        empty = next((row for row in rows if not row.input.value), None)
        if rows:
            (empty or rows[-1]).input.focus()

    def action_step(self, by: int) -> None:
        """To the field above or below."""
        inputs = [row.input for row in self.rows]
        if self.focused in inputs:
            place = inputs.index(self.focused) + by
            inputs[max(0, min(place, len(inputs) - 1))].focus()

    # -- reading back and saving

    def say(self, sentence: str, look: str = "") -> None:
        """Say it below the fields."""
        said = self.query_one("#said", Static)
        said.set_class(look == "refused", "-refused")
        said.set_class(look == "asked", "-asked")
        mark = f"{GLYPHS.needs_you} " if look == "refused" else ""
        said.update(Content(f"{mark}{sentence}"))

    def preview(self) -> None:
        """Show what would be saved, or what lacks, while it is being typed."""
        self._asked = False
        try:
            self.say(self.read_back(self.typed))
        except ConsoleError as fault:
            self.say(fault.sentence)

    def others_wrote(self) -> None:
        """Say anew what would be saved. What was read aloud, and a refusal, stand until a key."""
        if not self._asked and not self.query_one("#said", Static).has_class("-refused"):
            ReadBackForm.preview(self)  # a subclass may move a cursor in its own

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.preview()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        inputs = [row.input for row in self.rows]
        if event.input is not inputs[-1]:
            self.action_step(1)
        else:
            self.proceed()

    def proceed(self) -> None:
        """Read back; what was read back is saved."""
        if self._asked:
            self._save()
        else:
            self._ask()

    def refuse(self, ask: Callable[[], T]) -> T | None:
        """What `ask` gives; a refusal is said in its place."""
        try:
            return ask()
        except ConsoleError as fault:
            self._asked = False
            self.say(fault.sentence, "refused")
            return None

    def _ask(self) -> None:
        sentence = self.refuse(lambda: self.read_back(self.typed))
        if sentence is not None:
            self._asked = True
            self.say(f"{self.SAVES}\n{sentence}", "asked")

    def _save(self) -> None:
        answer = self.refuse(lambda: self.save(self.typed))
        if answer is not None:
            self.dismiss(answer)

    def action_leave(self) -> None:
        """Nothing changes, and what was typed comes back with the form."""
        self.session.left.update(self.typed_so_far())
        self.dismiss(None)

    def typed_so_far(self) -> dict[str, str]:
        """The fields that are other than the form began them."""
        return {
            self._place(row.field): row.input.value
            for row in self.query(FieldRow)
            if row.input.value != self.known(row.field)
        }
