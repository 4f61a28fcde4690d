"""Minutes of an event, as Markdown to read, copy, or write into a file."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from console.screens.dialog import Dialog
from console.session import Session
from console.widgets.notice import say
from store.errors import ConsoleError
from store.exchange.files import write_new
from store.exchange.minutes import event_minutes
from store.exchange.minutes_html import page_of


class MinutesScreen(Dialog[None]):
    """Shows the minutes as they stand now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy"),
        Binding("w", "write", "write a file"),
        Binding("h", "write_page", "web page"),
        Binding("escape,q", "leave", "back", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    MinutesScreen VerticalScroll { scrollbar-size-vertical: 1; }
    MinutesScreen Static { height: auto; }
    """

    def __init__(self, session: Session, ref: str) -> None:
        super().__init__()
        self._session = session
        self._ref = ref
        self._text = ""

    def compose(self) -> ComposeResult:
        """The text, scrolling."""
        snap = self._session.snapshot
        event = next(e for e in snap.events if e.ref == self._ref)
        self._text = event_minutes(snap, event)
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(f"Minutes of {event.title} {event.ref}")
            with VerticalScroll():
                yield Static(Content(self._text), id="minutes")
        yield Footer(show_command_palette=False)

    def others_wrote(self) -> None:
        """They stand as they are now; the place that was scrolled to stays."""
        snap = self._session.snapshot
        event = next((e for e in snap.events if e.ref == self._ref), None)
        text = event_minutes(snap, event) if event is not None else self._text
        if text != self._text:
            self._text = text
            self.query_one("#minutes", Static).update(Content(text))

    def on_mount(self) -> None:
        """Keys scroll."""
        self.query_one(VerticalScroll).focus()

    def action_copy(self) -> None:
        """Onto the clipboard, where the terminal allows it."""
        self.app.copy_to_clipboard(self._text)
        say(
            self.app,
            "Copied",
            "If your terminal does not take it, w writes a file instead.",
            "information",
        )

    def action_write(self) -> None:
        """Into a new file of the store's folder, readable by its owner alone."""
        self._write("md", self._text)

    def action_write_page(self) -> None:
        """The same as one HTML file that needs nothing else."""
        self._write("html", page_of(self._text))

    def _write(self, form: str, text: str) -> None:
        folder = self._session.folder
        if folder is None:
            say(self.app, "No file", "This train lives in memory only; copy the minutes with y.")
            return
        snap = self._session.snapshot
        name = f"minutes-{self._ref.lower()}-{snap.today.isoformat()}.{form}"
        try:
            path = write_new(folder / "minutes", name, text)
        except ConsoleError as fault:
            say(self.app, fault.title, fault.sentence)
            return
        say(self.app, "Written", f"minutes/{path.name} in {folder}", "information")

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
