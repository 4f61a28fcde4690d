"""Inspect & Adapt: everything a planning interval has produced, and where it came from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from console.screens.base import ConsoleScreen
from console.widgets.key_line import Key
from console.widgets.rows_view import RowsView
from console.widgets.status_line import StatusLine
from console.widgets.step_header import Heading, StepHeader
from store.insight.inspect import inspect


class InspectScreen(ConsoleScreen):
    """One list of facts, newest planning interval first."""

    ABOUT = "Nothing here is scored or ranked; each line leads to the record and its history."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "turn(-1)", "earlier interval", key_display="["),
        Binding("right_square_bracket", "turn(1)", "later interval", key_display="]"),
    ]
    DEFAULT_CSS = """
    InspectScreen StepHeader { height: 2; margin: 1 0 0 0; padding: 0 1; }
    InspectScreen RowsView { height: 1fr; margin: 1 0 0 0; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._head = StepHeader()
        self._rows = RowsView(id="facts")
        self._whole = StatusLine(id="whole")
        self._whole.keep_last = True
        self._interval: str | None = None

    def body(self) -> Iterable[Widget]:
        """Head, list, and the words of the line under the cursor with where they came from."""
        yield self._head
        yield self._rows
        yield self._whole

    def on_mount(self) -> None:
        """The list takes the keys."""
        super().on_mount()
        self._rows.focus()

    def keys(self) -> list[Key]:
        """Through the facts and the intervals."""
        return [
            Key("Enter", "open", "enter"),
            Key("[", "earlier interval", "left_square_bracket"),
            Key("]", "later", "right_square_bracket"),
            Key("H", "home"),
        ]

    def reload(self) -> None:
        """Show the present state."""
        snap = self.session.snapshot
        seen = inspect(snap, self._interval)
        self._head.show(Heading(title=seen.title, question=seen.question))
        self._rows.show(seen.sections)
        self.titles("Inspect & Adapt")

    @on(RowsView.Highlighted)
    def _highlighted(self, event: RowsView.Highlighted) -> None:
        event.stop()
        row, snap = event.row, self.session.snapshot
        record = self.session.ledger.views.get(row.kind, row.id) if row else None
        if row is None or record is None:
            self._whole.show()
        else:
            origin = snap.stamp(record) if record.event else ""
            self._whole.show((row.ref, "accent"), (origin, "quiet"), (row.text, "normal"))

    def action_turn(self, by: int) -> None:
        """The planning interval before or after."""
        snap = self.session.snapshot
        names = [pi.short for pi in snap.intervals]
        here = self._interval or snap.pi_name
        if here in names:
            place = min(max(names.index(here) + by, 0), len(names) - 1)
            self._interval = names[place]
            self.reload()
