"""Closing an event: what it leaves behind, what it owes, and whether it was worth the time."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Footer, Input, Static

from console.screens.dialog import Dialog
from console.session import Session
from console.widgets.notice import say
from console.widgets.rows_view import RowsView
from store.domain.records import Event
from store.domain.votes import Tally, read_tally
from store.errors import ConsoleError
from store.insight.events import counts_in_words, left_behind
from store.insight.planning import plans, still_open
from store.insight.rows import Row, Section
from store.insight.surfaces import read_back
from store.ledger import capturing, running, voting

ASK = "Enter fills in what a line lacks · v votes · C closes the event now · Esc goes back"
ROTI = "Return on time, 1 to 5 fingers: "
ELSEWHERE = ("team", "train", "vote", "objective")
"""Kinds that are completed on a surface of the room, and not by an owner and a date."""
TALLY = "4 4 3 5 2, or counts 1:0 2:2 3:19 · Enter keeps them, Esc goes back to the list"


class ClosingScreen(Dialog[bool]):
    """Answers True when the event was closed. Nothing here is forced."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "vote", "vote on return"),
        Binding("C", "close_event", "close event"),
        Binding("escape", "leave", "back", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    ClosingScreen RowsView { height: 1fr; margin: 1 0; }
    ClosingScreen #return { height: 1; }
    ClosingScreen #return Static { width: auto; }
    ClosingScreen #return Input { width: 1fr; }
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
        self._field = Input(
            placeholder="owner:SM-DRE due:fri", id="lacks", compact=True, disabled=True
        )
        left = session.left_here.pop(f"roti {ref}", "")
        self._tally = Input(left, id="roti", compact=True, select_on_focus=False)
        for field in (self._field, self._tally):
            field.cursor_blink = False

    @property
    def _event(self) -> Event:
        return next(e for e in self._session.snapshot.events if e.ref == self._ref)

    def compose(self) -> ComposeResult:
        """What it leaves behind, the list, a field for what a line lacks, one for the vote."""
        event = self._event
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(f"Closing {event.title} {event.ref}")
            yield Static(id="summary")
            yield self._rows
            yield self._field
            with Horizontal(id="return"):
                yield Static(Content(ROTI), id="before")
                yield self._tally
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

    def others_wrote(self) -> None:
        """Captures are still coming in, or the event was closed or taken back elsewhere."""
        running = self._session.ledger.running
        if running is None or running.ref != self._ref:
            self._say(f"{self._ref} ended at another terminal. Esc goes back.", refused=True)
        if any(event.ref == self._ref for event in self._session.snapshot.events):
            self._reload()

    def _reload(self) -> None:
        snap = self._session.snapshot
        counted = counts_in_words(left_behind(snap, self._event))
        words = f"Leaves behind {counted}." if counted else (
            "Nothing was captured. What will be different because of this event?"
        )  # fmt: skip
        if self._event.roti:
            kept = Tally(self._event.roti)
            words += f" Return on time {kept.mean} of 5, {kept.hands}."
        self.query_one("#summary", Static).update(Content(words))
        sections = read_back(snap, self._event).sections
        if plans(self._event):
            owed = Section("The plan still owes", tuple(still_open(snap)), "Nothing.")
            told = {row.id for row in owed.rows}
            said = tuple(row for row in sections[1].rows if row.id not in told)
            sections = (sections[0], owed, replace(sections[1], rows=said))
        self._rows.show(sections)

    def _say(self, sentence: str, refused: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(refused, "-refused")
        said.update(Content(sentence))

    # -- return on time

    def action_vote(self) -> None:
        """Let keys go into the field for the hands."""
        self._tally.focus()
        self._say(TALLY)

    @on(Input.Submitted, "#roti")
    def _voted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._keep_vote():
            self._to_list()
            self._reload()
            self._say(f"Kept. {ASK}")

    def _keep_vote(self) -> bool:
        """Keep the hands that are typed; False when they are refused, and stay in the field."""
        try:
            typed = read_tally(self._tally.value)
            self._session.do(voting.record_roti, self._session.ledger, self._event, typed)
        except ConsoleError as fault:
            self._tally.focus()
            self._say(fault.sentence, refused=True)
            return False
        self._tally.value = ""
        return True

    # -- what a line lacks

    @on(RowsView.Opened)
    def _asked_for(self, event: RowsView.Opened) -> None:
        event.stop()
        if event.row.kind in ELSEWHERE:
            self._say(f"{event.row.ref}: {event.row.note}. Esc goes back to the room for it.")
            return
        self._asked = event.row
        self._field.disabled = False
        self._field.value = self._session.left.pop(f"lacks {event.row.ref}", "")
        self._field.focus()
        self._say(f"{event.row.ref}: who, and by when? Enter saves, Esc goes back to the list")

    @on(Input.Submitted, "#lacks")
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
        """End the event now, with the hands that may still stand in their field."""
        if self._tally.value.strip() and not self._keep_vote():
            return
        try:
            self._session.do(running.close, self._session.ledger)
        except ConsoleError as fault:
            say(self.app, fault.title, fault.sentence)
            if self._session.ledger.running is None:
                self.dismiss(False)
            return
        self.dismiss(True)

    def action_leave(self) -> None:
        """From a field to the list, from the list to the room; what was typed stays."""
        if self._asked is not None or self._tally.has_focus:
            self._session.left.update(self.typed_so_far())
            self._to_list()
            self._say(ASK)
        else:
            self._session.left_here[f"roti {self._ref}"] = self._tally.value
            self.dismiss(False)

    def typed_so_far(self) -> dict[str, str]:
        """What a line lacks; never hands."""
        typed = self._field.value
        return {f"lacks {self._asked.ref}": typed} if self._asked and typed.strip() else {}
