"""One record, whole, with where it came from and everything that happened to it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from console.screens.dialog import Dialog
from console.session import Session
from console.widgets.cells import pad
from store.domain.records import Record
from store.insight.facts import origin, told
from store.insight.mixed import row_of
from store.insight.rows import Urgency
from store.ledger.history import history, in_words

LABEL_CELLS = 24
MAX_SHOWN = 2_000
"""Characters of one value that are drawn; nothing unbounded is."""


class RecordScreen(Dialog[None]):
    """Shows a record; changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "back", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    RecordScreen VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    RecordScreen Static { height: auto; }
    """

    def __init__(self, session: Session, kind: str, record_id: str) -> None:
        super().__init__()
        self._session = session
        self._kind = kind
        self._record_id = record_id

    def compose(self) -> ComposeResult:
        """Reference in the frame, then words, facts, origin, history."""
        record = self._session.ledger.views.get(self._kind, self._record_id)
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(f"{record.ref} {self._kind}" if record else "gone")
            with VerticalScroll():
                yield Static(self._content(record))
        yield Footer(show_command_palette=False)

    def _content(self, record: Record | None) -> Content:
        if record is None:
            return Content("It was taken back. Its history: rte show with its reference.")
        ledger, snap = self._session.ledger, self._session.snapshot
        row = row_of(self._kind, record, snap)
        tone = "$text-warning" if row.urgency is Urgency.NEEDS_YOU else "$text-muted"
        parts: list[tuple[str, str] | str] = [(record.text[:MAX_SHOWN] + "\n", "bold")]
        parts += [(row.note + "\n", tone)] if row.note else []
        parts.append("\n")
        doc = ledger.db.state.doc(self._kind, record.id) or {}
        for label, value in (*told(self._kind, doc), ("came from", origin(snap, record))):
            parts += [(pad(label, LABEL_CELLS), "$text-muted"), value[:MAX_SHOWN] + "\n"]
        parts.append(("\nHistory, oldest first\n", "bold"))
        for past in history(ledger, self._kind, record):
            for line in in_words(past, self._kind, snap):
                tone = "$text-muted" if line.startswith(" ") else ""
                parts.append((line[:MAX_SHOWN] + "\n", tone))
        return Content.assemble(*parts)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
