"""Private notes of whoever facilitates: a page of their own words over the console.

Off the screen until somebody opens it. While it is open no picture of the screen is drawn, and
nothing of it is in a record, a log, a copy or an export.
"""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Footer, Static, TextArea

from console.screens.stage import StageScreen
from console.session import Session
from console.widgets.glyphs import GLYPHS
from console.widgets.notice import say
from store.domain.text import clean
from store.errors import ConsoleError
from store.journal.notes import Notes
from store.ledger.stamping import stamp_line

PAUSE = 0.8
"""Seconds after a key until what is typed is on disk."""
LEFT = "notes"
"""Where the session keeps notes that could not be saved."""
HINT = "Confidential to this account, not to an administrator of this machine. Saved as you type."


class _Page(TextArea):
    """The page; what is pasted is cleaned, because it is drawn."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = clean(event.text, block=True, limit=len(event.text) * 4 + 1)
        await super()._on_paste(event)


class NotesScreen(ModalScreen[None]):
    """The page, saved on each pause and when it is left; refused, all of it stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "close", key_display="Esc", priority=True),
        Binding("ctrl+t", "stamp", "stamp event, step, minute", priority=True),
    ]
    DEFAULT_CSS = """
    NotesScreen .dialog { width: 100; height: 90%; }
    NotesScreen TextArea, NotesScreen TextArea:focus {
        height: 1fr; border: none; padding: 0; background: $surface;
    }
    NotesScreen #said { height: auto; max-height: 3; color: $text-muted; }
    NotesScreen #said.-refused { color: $text-warning; }
    """

    def __init__(self, session: Session, notes: Notes) -> None:
        super().__init__()
        self._session = session
        self._notes = notes
        self._page = _Page(show_line_numbers=False, soft_wrap=True, id="page")
        self._page.cursor_blink = False
        self._said = Static(id="said", markup=False)
        self._waits: Timer | None = None
        self._saved = ""
        self._refused = False

    def compose(self) -> ComposeResult:
        """The page in a frame that says whose it is."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Private notes · on this terminal only")
            yield self._page
            yield self._said
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """What is noted, the cursor behind it; what could not be saved before comes first."""
        try:
            self._saved = self._notes.load()
        except ConsoleError as fault:
            self._page.read_only = True
            self._say(fault.sentence, refused=True)
            self._page.focus()
            return
        left = self._session.left_here.pop(LEFT, None)
        self._page.load_text(self._saved if left is None else left)
        self._page.move_cursor(self._page.document.end)
        self._page.focus()
        self._say(HINT)

    def on_unmount(self) -> None:
        """The console ends, or another train is opened."""
        if not self._keep():
            self._session.left_here[LEFT] = self._page.text

    # -- keeping

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._waits is None:  # somebody who types without a pause has to be kept too
            self._waits = self.set_timer(PAUSE, self._pause_over)

    def _pause_over(self) -> None:
        self._waits = None
        self._keep()

    def _keep(self) -> bool:
        """Save what is typed; False if that was refused."""
        text = self._page.text
        if self._page.read_only or text == self._saved:
            return True
        try:
            kept = self._notes.save(text)
        except ConsoleError as fault:
            self._refused = True
            self._say(f"{fault.sentence} What you typed is still here.", refused=True)
            return False
        self._refused = False
        self._saved = kept
        if kept != text:
            place = self._page.cursor_location
            self._page.load_text(kept)
            self._page.move_cursor(place)
            self._say("Lines from elsewhere were added.")
        else:
            now = self._session.snapshot.local(self._session.now)
            self._say(f"saved {now:%H:%M:%S} · {HINT}")
        return True

    def _say(self, sentence: str, *, refused: bool = False) -> None:
        mark = f"{GLYPHS.needs_you} " if refused else ""
        self._said.set_class(refused, "-refused")
        self._said.update(Content(mark + sentence))

    # -- keys

    def action_leave(self) -> None:
        """Save and close. Refused, it stays open; a second time it closes, and comes back whole."""
        again = self._refused
        if self._keep():
            self.dismiss(None)
        elif again:
            self._session.left_here[LEFT] = self._page.text
            self.dismiss(None)
        else:
            self._say("Not saved. Esc again closes; the text comes back with N.", refused=True)

    def action_stamp(self) -> None:
        """A line that says where the room is."""
        if not self._page.read_only:
            before = "" if self._page.cursor_location[1] == 0 else "\n"
            self._page.insert(f"{before}{stamp_line(self._session.ledger)}\n")


def open_notes(app: App[Any], session: Session) -> None:
    """Open the notes over whatever is shown, except over what an audience sees."""
    if any(isinstance(screen, NotesScreen | StageScreen) for screen in app.screen_stack):
        return
    if session.folder is None:
        say(app, "No notes here", "This train lives in memory only, so nothing would be kept.")
        return
    app.push_screen(NotesScreen(session, Notes(session.folder)))
