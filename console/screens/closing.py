"""Closing an event: what it leaves behind, and what still lacks an owner or a date."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer, Input, Static

from console.screens.dialog import Dialog
from console.session import Session
from console.widgets.notice import say
from console.widgets.rows_view import RowsView
from store.domain.records import Event
from store.errors import ConsoleError
from store.insight.events import counts_in_words, left_behind
from store.insight.rows import Row
from store.insight.surfaces import read_back
from store.ledger import capturing, running

ASK = "Enter on a line fills in what it lacks · C closes the event now · Esc goes back"


class ClosingScreen(Dialog[bool]):
    """Answers True when the event was closed. Nothing here is forced."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("C", "close_event", "close the event"),
        Binding("escape", "leave", "back to the room", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    ClosingScreen RowsView { height: 1fr; margin: 1 0; }
    ClosingScreen #summary { height: auto; }
    ClosingScreen #said { height: auto; color: $text-muted; }
    ClosingScreen #said.-refused { color: $text-warning; }
    """

    def __init__(self, session: Session, ref: str) -> None:
        super().__init__()
        self._session = session
        self._ref = ref
        self._asked: Row | None = None
        self._rows = RowsView()
        self._field = Input(placeholder="owner:SM-DRE due:fri", compact=True, disabled=True)
        self._field.cursor_blink = False

    @property
    def _event(self) -> Event:
        return next(e for e in self._session.snapshot.events if e.ref == self._ref)

    def compose(self) -> ComposeResult:
        """What it leaves behind, the list, one field."""
        event = self._event
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(f"Closing {event.title} {event.ref}")
            yield Static(id="summary")
            yield self._rows
            yield self._field
            yield Static(Content(ASK), id="said")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The list takes the keys."""
        self._reload()
        self._rows.focus()

    def on_screen_resume(self) -> None:
        """Back from a capture over this dialog: it may have added to the list."""
        if self.is_mounted and self._rows.is_mounted:
            self._reload()

    def _reload(self) -> None:
        snap = self._session.snapshot
        counted = counts_in_words(left_behind(snap, self._event))
        said = f"Leaves behind {counted}." if counted else (
            "Nothing was captured. What will be different because of this event?"
        )  # fmt: skip
        self.query_one("#summary", Static).update(Content(said))
        self._rows.show(read_back(snap, self._event).sections)

    def _say(self, sentence: str, refused: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(refused, "-refused")
        said.update(Content(sentence))

    @on(RowsView.Opened)
    def _asked_for(self, event: RowsView.Opened) -> None:
        event.stop()
        self._asked = event.row
        self._field.disabled = False
        self._field.focus()
        self._say(f"{event.row.ref}: who, and by when? Enter saves, Esc goes back to the list")

    @on(Input.Submitted)
    def _filled_in(self, event: Input.Submitted) -> None:
        event.stop()
        if self._asked is None:
            return
        ref, line = self._asked.ref, event.value
        try:
            self._session.do(capturing.amend, self._session.ledger, ref, line)
        except ConsoleError as fault:
            self._say(fault.sentence, refused=True)
            return
        self._field.value = ""
        self._to_list()
        self._reload()
        self._say(f"{ref} saved. {ASK}")

    def _to_list(self) -> None:
        self._rows.focus()
        self._field.disabled = True
        self._asked = None

    def action_close_event(self) -> None:
        """End the event now."""
        try:
            self._session.do(running.close, self._session.ledger)
        except ConsoleError as fault:
            say(self.app, fault.title, fault.sentence)
            if self._session.ledger.running is None:
                self.dismiss(False)
            return
        self.dismiss(True)

    def action_leave(self) -> None:
        """From the field to the list, from the list to the room; what was typed stays."""
        if self._asked is not None:
            self._to_list()
            self._say(ASK)
        else:
            self.dismiss(False)
