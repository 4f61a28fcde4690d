"""The room with Textual's own `Input` for its capture line: what typing is measured against.

    python benchmarks/_stock.py FOLDER [told] [spared]

Everything else is the room's: the same widgets in the same places, the same lists, the same
records. It runs as any Textual app does, with Textual's driver and Textual's way of sending a
frame; a layout of the screen repaints the scrollbars of its lists, as it does in every Textual
app. With `spared` it does not, as in the room. By default nothing at all is done with what is
typed; with `told` what the room does: each change is parsed, previewed in the line below and kept
as a draft. Its cursor does not blink, which spares it 2.6 kB a second.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from console.app import RteApp
from console.moment import clock_for
from console.screens.room import RoomScreen
from console.session import Session
from console.widgets.capture_bar import ANY_KIND, WIDTH, CaptureBar
from console.widgets.line_list import LineList
from store.journal.drafts import Drafts
from store.ledger.opening import open_ledger


class StockBar(CaptureBar):
    """The bar out of stock parts, as many as ours has."""

    DEFAULT_CSS = f"""
    StockBar Static {{ height: 1; }}
    StockBar #badge {{ width: {WIDTH}; }}
    StockBar #said {{ padding: 0 0 0 {WIDTH}; }}
    StockBar Input {{ width: 1fr; }}
    """

    def __init__(self, told: bool) -> None:
        super().__init__()
        self._told = told
        self._stock_badge = Static(Content("  capture:"), id="badge")
        self._input = Input(placeholder="what was said", compact=True, select_on_focus=False)
        self._input.cursor_blink = False
        self._stock_said = Static(Content(""), id="said")

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self._stock_badge
            yield self._input
        yield self._stock_said

    @property
    def text(self) -> str:
        return self._input.value

    @property
    def active(self) -> bool:
        return self._input.has_focus

    def open(self, kind: str = ANY_KIND) -> None:
        self.kind = kind
        self._input.focus(scroll_visible=False)

    def restore(self, text: str, kind: str = ANY_KIND) -> None:
        self.kind = kind
        self._input.value = text

    def watch_preview(self) -> None:
        if self._told and self.is_mounted:
            self._stock_said.update(Content(self.preview), layout=False)

    def watch_kind(self, kind: str) -> None:
        if self.is_mounted:
            self._stock_badge.update(Content(f"  {kind}:"))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        event.prevent_default()  # the bar's own handler, which shows it in parts that are not here
        if self._told:
            self.post_message(self.Changed(self, event.value))


class StockRoom(RoomScreen):
    """The room with that bar."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = StockBar("told" in sys.argv[2:])


def main() -> None:
    """Open the room on the store that was named."""
    folder = Path(sys.argv[1])
    ledger = open_ledger(folder, who=None)
    ledger.now = clock_for(folder, None)
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    if "spared" not in sys.argv[2:]:
        delattr(LineList, "_size_updated")
    RteApp.MODES = {**RteApp.MODES, "room": StockRoom}
    RteApp(Session(ledger, folder=folder, drafts=Drafts(folder, "stock"))).run()


if __name__ == "__main__":
    main()
