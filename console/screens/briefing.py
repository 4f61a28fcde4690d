"""The briefing as a screen: what the next event must know, or one of another kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from console.screens.base import ConsoleScreen
from console.screens.signal_acts import act_on, sources
from console.widgets.key_line import Key
from console.widgets.rows_view import RowsView
from console.widgets.status_line import StatusLine
from console.widgets.step_header import Heading, StepHeader
from store.insight.briefing import PARTS, about, brief_for


class BriefingScreen(ConsoleScreen):
    """One briefing at a time, the next event's first."""

    ABOUT = "What the room must know before it begins; each line leads to its records."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "act", "act on the line", id="brief.act"),
        Binding("w", "sources", "its sources, or all lines of a part", id="brief.sources"),
        Binding("left_square_bracket", "turn(-1)", "another event", key_display="["),
        Binding("right_square_bracket", "turn(1)", "another event", key_display="]"),
    ]
    DEFAULT_CSS = """
    BriefingScreen StepHeader { height: 2; margin: 1 0 0 0; padding: 0 1; }
    BriefingScreen RowsView { height: 1fr; margin: 1 0 0 0; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._head = StepHeader()
        self._rows = RowsView(id="briefing")
        self._whole = StatusLine(id="whole")
        self._whole.keep_last = True

    def body(self) -> Iterable[Widget]:
        """Head, list, and the words of the line under the cursor."""
        yield self._head
        yield self._rows
        yield self._whole

    def on_mount(self) -> None:
        """The list takes the keys."""
        super().on_mount()
        self._rows.focus()

    @property
    def asked_kind(self) -> str | None:
        """Kind of event that was turned to; None for the next one."""
        return self.session.briefed

    def keys(self) -> list[Key]:
        """Act, look behind, turn."""
        return [
            Key("Enter", "open", "enter"),
            Key("v", "act on it"),
            Key("w", "sources"),
            Key("[", "other event", "left_square_bracket"),
            Key("]", "next", "right_square_bracket"),
            Key("H", "home"),
        ]

    def reload(self) -> None:
        """Show the present state."""
        seen = brief_for(self.session.snapshot, self.asked_kind)
        self._head.show(Heading(title=seen.title, question=seen.question))
        self._rows.show(seen.sections)
        self.titles("Briefing")

    @on(RowsView.Highlighted)
    def _highlighted(self, event: RowsView.Highlighted) -> None:
        event.stop()
        row = event.row
        if row is None:
            self._whole.show()
        else:
            self._whole.show((row.ref, "accent"), (row.text, "normal"), (row.note, "quiet"))

    @on(RowsView.Opened)
    def _sources_opened(self, event: RowsView.Opened) -> None:
        event.stop()
        event.prevent_default()
        sources(self, event.row)

    def action_act(self) -> None:
        """The first act of the line under the cursor."""
        act_on(self, self._rows.current)

    def action_sources(self) -> None:
        """What is behind the line under the cursor."""
        sources(self, self._rows.current)

    def action_turn(self, by: int) -> None:
        """The briefing of another kind of event, in the order of the kinds."""
        kinds = list(PARTS)
        here = kinds.index(about(self.session.snapshot, self.asked_kind).kind)
        self.session.briefed = kinds[(here + by) % len(kinds)]
        self.reload()
