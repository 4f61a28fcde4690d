"""One record, whole, with where it came from and everything that happened to it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from console.session import Session
from console.widgets.cells import pad
from store.domain.records import Record
from store.insight.detail import Happening, facts, history, in_words, where_in_words
from store.insight.mixed import row_of

MAX_SHOWN = 2_000
"""Characters of one value that are drawn; nothing unbounded is."""


class RecordScreen(ModalScreen[None]):
    """Shows a record; changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "back", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    RecordScreen .dialog { width: 92; height: auto; max-height: 90%; }
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
        snap = self._session.snapshot
        row = row_of(self._kind, record, snap)
        parts: list[Content | tuple[str, str] | str] = [(record.text[:MAX_SHOWN], "bold"), "\n"]
        if row.note:
            parts.append((row.note + "\n", "$text-warning" if row.urgency == 2 else ""))
        parts.append("\n")
        for label, value in facts(record):
            parts += [(pad(label, 24), "$text-muted"), value[:MAX_SHOWN], "\n"]
        origin = snap.stamp(record)
        if origin:
            parts += [(pad("where", 24), "$text-muted"), origin, "\n"]
        happened = history(self._session.ledger.db.log.past(), self._record_id)
        parts.append(("\nHistory\n", "bold"))
        for item in happened:
            parts += self._happening(item)
        return Content.assemble(*parts)

    def _happening(self, item: Happening) -> list[tuple[str, str] | str]:
        snap = self._session.snapshot
        when = snap.local(item.at).strftime("%d %b %H:%M:%S")
        place = where_in_words(snap, item.where)
        head = f"{when}  {item.by or 'nobody named'}  {item.do}" + (f" in {place}" if place else "")
        lines: list[tuple[str, str] | str] = [(head + (" (undone)" if item.undone else ""), "")]
        lines.append("\n")
        if item.do != "recorded":
            for name, old, new in item.changes:
                said = f"{in_words(old) if old is not None else 'nothing'} → "
                said += in_words(new) if new is not None else "nothing"
                lines.append((f"    {name}: {said}\n"[:MAX_SHOWN], "$text-muted"))
        return lines

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
