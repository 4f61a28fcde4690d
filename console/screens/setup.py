"""Setup: what the train is, field by field, and the calendar that follows from it beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from console.screens.base import ConsoleScreen
from console.screens.sure import SureScreen
from console.widgets.capture_line import CaptureLine
from console.widgets.cells import pad
from console.widgets.key_line import Key
from console.widgets.notice import say
from console.widgets.rows_view import RowsView
from console.zone import machine_zone
from store.errors import ConsoleError
from store.insight.rows import Row, Section
from store.insight.upcoming import calendar_sections, calendar_words, first_ahead
from store.ledger.setup_fields import Facts, Field, Outlook, PlanFacts
from store.ledger.train_facts import facts_of

LABEL_CELLS = 17
UNSAVED = "not saved yet"
ON_CALENDAR = ("start", "shape", "pi", "event", "holidays", "first_day", "sync")
"""Kinds of field that the calendar follows from."""


class SetupScreen(ConsoleScreen):
    """A list of fields with one line to change them in, and the calendar as it would be."""

    ABOUT = (
        "Each field is saved by itself. While you type, the calendar shows what would come of it; "
        "what is refused stays in the line."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,backspace", "take_out", "take out, retire", key_display="Del"),
        Binding("1", "pane('fields')", "what the train is", show=False),
        Binding("2", "pane('dates')", "its calendar", show=False),
    ]
    DEFAULT_CSS = """
    SetupScreen #panes { height: 1fr; margin: 1 0 0 0; }
    SetupScreen #fields { width: 1fr; height: 1fr; padding: 0 1; }
    SetupScreen #beside { width: 54; height: 1fr; }
    SetupScreen #sum { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
    SetupScreen #dates { height: 1fr; padding: 0 1; }
    SetupScreen #edit { height: auto; padding: 0 1; margin: 1 0; }
    SetupScreen.-low #edit, SetupScreen.-low #panes { margin: 0; }
    SetupScreen #ask { height: 1; color: $text-muted; }
    SetupScreen #said { height: auto; min-height: 1; max-height: 3; color: $text-muted; }
    SetupScreen #said.-refused { color: $text-warning; }
    SetupScreen #typed { width: 1fr; background: $surface; padding: 0 1; }
    SetupScreen.-narrow #beside { width: 1fr; }
    SetupScreen.-narrow.-at-fields #beside, SetupScreen.-narrow.-at-dates #fields {
        display: none;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._fields = RowsView(id="fields")
        self._dates = RowsView(id="dates")
        self._line = CaptureLine()
        self._line.id = "typed"
        self._line.disabled = True
        self._facts: Facts | None = None
        self._editing: Field | None = None
        self._words: dict[str, str] = {}
        self.add_class("-at-fields")

    def body(self) -> Iterable[Widget]:
        """The two panes, then the line that changes a field."""
        beside = Vertical(Static(id="sum"), self._dates, id="beside")
        yield Horizontal(self._fields, beside, id="panes")
        yield Vertical(Static(id="ask"), self._line, Static(id="said"), id="edit")

    def on_mount(self) -> None:
        """The fields take the keys; the calendar begins at what is ahead."""
        super().on_mount()
        self._fields.focus()
        ahead = first_ahead(self._outlook().occasions, self.session.now)
        if ahead is not None:
            self._dates.move_to(ahead.id)
        self.tick()

    # -- showing

    @property
    def facts(self) -> Facts:
        """The facts of the train, or of the one to be set up; made anew when that changes."""
        planned = isinstance(self._facts, PlanFacts)
        if self._facts is None or planned == (self.session.ledger.train is not None):
            self._facts = facts_of(self.session.ledger, machine_zone())
        return self._facts

    def reload(self) -> None:
        """Show the fields and the calendar as they stand, or as they would with what is typed."""
        sections = tuple(
            Section(title, tuple(self._row(field) for field in fields))
            for title, fields in self.facts.sections()
        )
        self._fields.show(sections)
        self._show_dates(self._outlook())
        self._ask()
        self.titles("Setup")

    def _row(self, field: Field) -> Row:
        unsaved = self.session.left.get(_place(field), field.text) != field.text
        return Row(
            kind="field",
            id=field.id,
            ref="",
            when="",
            state="",
            text=f"{pad(field.label, LABEL_CELLS)}  {field.shown}",
            who="",
            note=UNSAVED if unsaved else "",
        )

    def _outlook(self) -> Outlook:
        """The calendar's facts with what is typed; without it where it cannot be used."""
        if self._editing is not None:
            try:
                return self.facts.outlook(self._editing, self._line.value)
            except ConsoleError:
                pass  # said under the line already
        return self.facts.outlook()

    def _show_dates(self, seen: Outlook) -> None:
        found = seen.occasions
        empty = Section("", (), "No event is in the calendar.")
        self._dates.show(calendar_sections(found) or (empty,))
        whose = "Calendar" if self._editing is None else "As typed"
        self._write("sum", f"{whose}: {calendar_words(found)}")

    def _field(self, row: Row | None) -> Field | None:
        fields = (f for _, part in self.facts.sections() for f in part)
        return next((f for f in fields if row is not None and f.id == row.id), None)

    def _ask(self) -> None:
        field = self._editing or self._field(self._fields.current)
        if field is None:
            said = ""
        elif self._editing is not None:
            said = f"{field.label} · {field.hint}"
        else:
            deed = "adds" if field.makes else "changes it"
            takes = f" · Del {field.removes}" if field.removes else ""
            said = f"{field.label} · Enter {deed}{takes}"
        self._write("ask", said)

    def _say(self, sentence: str, refused: bool = False) -> None:
        self.query_one("#said", Static).set_class(refused, "-refused")
        self._write("said", f"! {sentence}" if refused and sentence else sentence)

    def _write(self, place: str, words: str) -> None:
        """Words into a place; the same words again would lay out the screen for nothing."""
        if self._words.get(place) != words:
            self._words[place] = words
            self.query_one(f"#{place}", Static).update(Content(words))

    # -- keys

    def keys(self) -> list[Key]:
        """What can be done with the field under the cursor."""
        field = self._field(self._fields.current)
        found = [Key("Enter", "change", "enter")]
        if field is not None and field.removes:
            found.append(Key("Del", field.removes.partition(" ")[0], "delete"))
        other = "fields" if self.has_class("-at-dates") else "calendar"
        if self.has_class("-narrow"):
            found.append(Key("1" if other == "fields" else "2", other))
        return [*found, Key("H", "home")]

    def show_keys(self) -> None:
        """While a field is changed, only its keys."""
        if self._editing is not None and not self.bar.active:
            self.key_line.show(
                Key("Enter", "save", "enter"), Key("Esc", "leave, text is kept", "escape"),
                Key("F1", "help", "f1"),
            )  # fmt: skip
            return
        super().show_keys()

    def leave_bar(self) -> None:
        """Esc in the capture bar: back to what was being changed, else to the list."""
        (self._line if self._editing is not None else self._fields).focus()

    def action_pane(self, name: str) -> None:
        """Let keys go to one of the panes; a narrow screen shows only that one."""
        self.set_class(name == "fields", "-at-fields")
        self.set_class(name == "dates", "-at-dates")
        (self._fields if name == "fields" else self._dates).focus()
        self.show_keys()

    # -- changing a field

    @on(RowsView.Highlighted)
    def _highlighted(self, event: RowsView.Highlighted) -> None:
        event.stop()
        if event.view is self._fields:
            self._ask()
            self.show_keys()

    @on(RowsView.Opened)
    def _chosen(self, event: RowsView.Opened) -> None:
        event.stop()
        event.prevent_default()  # the rows of this screen are no records
        field = self._field(event.row) if event.view is self._fields else None
        if field is None:
            return
        if field.id == PlanFacts.MAKE:
            self._save(field, "")
        else:
            self._edit(field)

    def _edit(self, field: Field) -> None:
        self._editing = field
        self._line.disabled = False
        self._line.put(self.session.left.get(_place(field), field.text))
        self._line.focus()
        self._say("")
        self._ask()
        self.show_keys()

    @on(Input.Changed, "#typed")
    def _typing(self, event: Input.Changed) -> None:
        event.stop()
        field = self._editing
        if field is None:
            return
        self.session.left[_place(field)] = event.value
        try:
            seen = self.facts.outlook(field, event.value)
        except ConsoleError as fault:
            self._say(fault.sentence if event.value.strip() else "")
            return
        self._show_dates(seen)
        # A narrow screen has no room for the calendar beside the line.
        narrow = self.has_class("-narrow") and field.id.partition(":")[0] in ON_CALENDAR
        self._say(f"Calendar: {calendar_words(seen.occasions)}" if narrow else "")

    @on(Input.Submitted, "#typed")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._editing is not None:
            self._save(self._editing, event.value)

    def _save(self, field: Field, text: str) -> None:
        """Save one field; refused, everything typed stays where it is."""
        facts = self.facts
        try:
            said = self.session.do(facts.save, field, text)
        except ConsoleError as fault:
            self._say(fault.sentence, refused=True)
            return
        self.session.left.pop(_place(field), None)
        self.session.left.release(self)
        self._stop_editing()
        self._say(said)
        if field.id == PlanFacts.MAKE:
            say(self.app, "Set up", f"{said} s starts its ART Sync.", "information")
            self.action_go("home")
        elif isinstance(facts, PlanFacts):
            self._fields.action_move(1)

    def _stop_editing(self) -> None:
        self._editing = None
        self._line.put("")
        self._line.disabled = True
        self._fields.focus()
        self.reload()
        self.tick()

    @on(CaptureLine.Left)
    def _line_left(self, event: CaptureLine.Left) -> None:
        if event.line is self._line:
            event.stop()
            self._stop_editing()
            self._say("")

    @on(CaptureLine.Pasted)
    def _pasted_lines(self, event: CaptureLine.Pasted) -> None:
        """Several lines in one field are a list, as teams are."""
        if event.line is self._line:
            event.stop()
            lines = [line.strip() for line in event.text.splitlines() if line.strip()]
            self._line.put(", ".join([p for p in (self._line.value.strip(), *lines) if p]))

    def action_take_out(self) -> None:
        """Retire a team or bring it back, or take an event out of the cadence; asks first."""
        field = self._field(self._fields.current)
        if field is None or not self._fields.has_focus:
            return
        if not field.removes:
            self._take_out(field)
            return
        about = "A team is retired or comes back, an event leaves the cadence. Its records stay."
        asked = SureScreen(field.label, about, "does it", "leaves it")
        self.app.push_screen(asked, lambda yes: self._take_out(field) if yes else None)

    def _take_out(self, field: Field) -> None:
        try:
            said = self.session.do(self.facts.take_out, field)
        except ConsoleError as fault:
            self._say(fault.sentence, refused=True)
            return
        self.reload()
        self._say(f"{said} u takes it back.")


def _place(field: Field) -> str:
    """Where what was typed into a field waits until it is saved."""
    return f"setup {field.id}"
