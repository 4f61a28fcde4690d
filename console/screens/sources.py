"""The records behind a question, in a list of their own: Enter opens one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer, Static

from console.screens.dialog import Dialog
from console.screens.record import RecordScreen
from console.session import Session
from console.widgets.rows_view import RowsView
from store.insight.mixed import row_of
from store.insight.rows import Row, Section


class SourcesScreen(Dialog[None]):
    """A question, and every record that asks it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    SourcesScreen .dialog { width: 92%; max-width: 120; height: 80%; }
    SourcesScreen RowsView { height: 1fr; margin: 1 0 0 0; }
    SourcesScreen #about { height: auto; max-height: 4; }
    """

    def __init__(self, session: Session, title: str, about: str, rows: Sequence[Row]) -> None:
        super().__init__()
        self._session = session
        self._title = title
        self._about = about
        self._named = tuple(rows)
        self._rows = RowsView((_records(self._named),))

    def compose(self) -> ComposeResult:
        """The question, what is on record of it, the records."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            yield Static(Content(self._about), id="about")
            yield self._rows
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The list takes the keys."""
        self._rows.focus()

    def others_wrote(self) -> None:
        """The same records as they are now, without those that were taken back."""
        session = self._session
        found = ((r.kind, session.ledger.views.get(r.kind, r.id)) for r in self._named)
        rows = (row_of(kind, record, session.snapshot) for kind, record in found if record)
        self._rows.show((_records(tuple(rows)),))

    @on(RowsView.Opened)
    def _opened(self, event: RowsView.Opened) -> None:
        event.stop()
        if self._session.ledger.views.get(event.row.kind, event.row.id) is not None:
            self.app.push_screen(RecordScreen(self._session, event.row.kind, event.row.id))

    def action_leave(self) -> None:
        """Back to the list it came from."""
        self.dismiss(None)


def _records(rows: tuple[Row, ...]) -> Section:
    return Section("", rows, "No record of it is left.")
