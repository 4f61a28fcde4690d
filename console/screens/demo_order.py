"""The running order of a System Demo: items earlier or later, with more or less time."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Footer, Static

from console.screens.dialog import Dialog
from console.session import Session
from console.widgets.rows_view import RowsView
from store.domain.event_records import DemoItem
from store.domain.words import plural
from store.errors import ConsoleError
from store.insight import demo
from store.insight.rows import Section
from store.ledger import demoing

FIRST_S = 300
"""Timebox that an item gets with its first minute more; without one it shares the step's time."""
MINUTE_S = 60


class OrderScreen(Dialog[bool]):
    """Answers True when the order was saved; until then nothing is changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("K,shift+up", "move(-1)", "earlier", key_display="K"),
        Binding("J,shift+down", "move(1)", "later", key_display="J"),
        Binding("plus,equals_sign", "give(60)", "more time", key_display="+"),
        Binding("minus", "give(-60)", "less time", key_display="-"),
        Binding("escape", "leave", "leave it", key_display="Esc"),
    ]
    DEFAULT_CSS = """
    OrderScreen RowsView { height: 1fr; margin: 0 0 1 0; }
    OrderScreen #said { height: auto; color: $text-muted; }
    OrderScreen #said.-refused { color: $text-warning; }
    """

    def __init__(self, session: Session, ref: str = "") -> None:
        super().__init__()
        self._session = session
        snap = session.snapshot
        found = demo.items_on(snap, demo.open_demo(snap))
        self._items = [item for item in found if item.shown != "no"]
        self._given: dict[str, int | None] = {}
        self._start = ref
        self._rows = RowsView()

    def compose(self) -> ComposeResult:
        """The items, and what to do."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Running order")
            yield self._rows
            yield Static(id="said")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The list takes the keys, with the cursor where it was."""
        self._show()
        here = next((item.id for item in self._items if item.ref == self._start), "")
        self._rows.move_to(here)
        self._rows.focus()

    def others_wrote(self) -> None:
        """Items that were added come last, those that are gone go; the order here stays."""
        snap = self._session.snapshot
        found = demo.items_on(snap, demo.open_demo(snap))
        now = {item.id: item for item in found if item.shown != "no"}
        kept = [self._timed(now.pop(item.id)) for item in self._items if item.id in now]
        self._items = [*kept, *now.values()]
        self._show()

    def _timed(self, item: DemoItem) -> DemoItem:
        """With the timebox that it was given here, if it was."""
        given = self._given
        return replace(item, seconds=given[item.ref]) if item.ref in given else item

    def _show(self) -> None:
        rows = demo.ordered_rows(self._items, self._session.snapshot)
        self._rows.show((Section("", rows, "Nothing to put in order. w adds an item."),))
        own = [item.seconds for item in self._items if item.seconds is not None]
        added = f"{plural(len(own), 'timebox', 'timeboxes')}, {-(-sum(own) // MINUTE_S)} min"
        self._say(f"K J move the item, + - its time · {added} · Enter saves")

    def _say(self, sentence: str, refused: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(refused, "-refused")
        said.update(Content(sentence))

    def action_move(self, by: int) -> None:
        """Let the item under the cursor come earlier or later."""
        at = self._rows.cursor
        to = at + by
        if at < 0 or not 0 <= to < len(self._items):
            return
        self._items[at], self._items[to] = self._items[to], self._items[at]
        self._show()

    def action_give(self, seconds: int) -> None:
        """Give the item a timebox, more of it, or less; without any left it shares the time."""
        at = self._rows.cursor
        if at < 0:
            return
        item = self._items[at]
        had = item.seconds if item.seconds is not None else FIRST_S - MINUTE_S
        left = had + seconds
        if item.seconds is None and seconds < 0:
            return
        given = left if left >= MINUTE_S else None
        self._given[item.ref] = given
        self._items[at] = replace(item, seconds=given)
        self._show()

    @on(RowsView.Opened)
    def _save(self, event: RowsView.Opened) -> None:
        event.stop()
        refs = [item.ref for item in self._items]
        try:
            self._session.do(demoing.arrange, self._session.ledger, refs, self._given)
        except ConsoleError as fault:
            self._say(fault.sentence, refused=True)
            return
        self.dismiss(True)

    def action_leave(self) -> None:
        """Nothing changes."""
        self.dismiss(False)
