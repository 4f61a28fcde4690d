"""The one-line field that people type into: an `Input` that costs a few dozen bytes a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input

from console.widgets.history import History
from console.widgets.painted import changed_span
from store.domain.text import MAX_LINE, clean


class CaptureLine(Input):
    """Text entry without layouts, blinking or animation; pastes keep all their lines."""

    DEFAULT_CSS = """
    CaptureLine, CaptureLine:focus {
        width: 1fr;
        height: 1;
        border: none;
        padding: 0;
        background: transparent;
        background-tint: transparent 0%;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall(-1)", "earlier", show=False),
        Binding("down", "recall(1)", "later", show=False),
        Binding("escape", "leave", "leave", show=False),
    ]

    _waits = False

    # A layout at each character would repaint the scrollbar of every list in view (30 ms, 2 kB).
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False, repaint=False)

    @dataclass
    class Left(Message):
        """Escape: whoever typed wants to go elsewhere; the text stays."""

        line: CaptureLine

    @dataclass
    class Pasted(Message):
        """More than one line was pasted: `text` is all of it, as it came."""

        line: CaptureLine
        text: str

    @dataclass
    class Full(Message):
        """Text was cut to the limit: `dropped` characters were not taken."""

        line: CaptureLine
        dropped: int

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(
            placeholder=placeholder,
            compact=True,
            select_on_focus=False,
            max_length=MAX_LINE,
        )
        self.cursor_blink = False
        self.history = History()
        self._drawn: Strip | None = None

    # -- painting ---------------------------------------------------------------------------

    def watch_value(self) -> None:
        """Wait with the new text, so that what is said of it can be in the same frame."""
        self._waits = self.is_mounted

    @property
    def waits(self) -> bool:
        """Whether a new text is not painted yet."""
        return self._waits

    def show_text(self) -> None:
        """Paint the new text now. The bar calls this when it knows what to say of it."""
        if self._waits:
            self._waits = False
            self.refresh()

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Send only the cells that differ from what was asked to be sent before."""
        if not repaint or recompose or not self.is_mounted:
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        if layout or self._drawn is None:
            self._drawn = None
            return super().refresh(layout=layout)
        if not self._waits:
            before, self._drawn = self._drawn, super().render_line(0)
            if span := changed_span(before, self._drawn):
                regions = (*regions, Region(span[0], 0, span[1] - span[0], 1))
        return super().refresh(*regions) if regions else self

    def render_line(self, y: int) -> Strip:
        """Line API. Draws what `refresh` has asked for and nothing newer.

        A frame may be drawn between any two keys, and sends only the cells that were asked for.
        """
        if y:
            return super().render_line(y)
        if self._drawn is None:
            self._drawn = super().render_line(0)
        return self._drawn

    def on_resize(self) -> None:
        """Another width: all of it is sent, whatever was drawn before."""
        self._drawn = None

    def notify_style_update(self) -> None:
        """Colours changed: the whole line has to be sent again."""
        self._drawn = None
        super().notify_style_update()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    # -- typing -----------------------------------------------------------------------------

    def put(self, text: str) -> None:
        """Replace the whole text, cursor at its end."""
        self.value = text
        self.cursor_position = len(text)

    def restricted(self) -> None:
        """The limit is reached: say so instead of ringing."""
        self.post_message(self.Full(self, 1))

    def _on_paste(self, event: events.Paste) -> None:
        """One line goes in where the cursor is; more lines are somebody else's question."""
        event.stop()
        event.prevent_default()
        text = event.text
        if len(text.strip("\r\n").splitlines()) > 1:
            self.post_message(self.Pasted(self, text))
            return
        self._insert(clean(text, limit=len(text) + 1))

    def action_paste(self) -> None:
        """Paste from the program's own clipboard, by the same rules."""
        self._on_paste(events.Paste(self.app.clipboard))

    def _insert(self, text: str) -> None:
        start, end = sorted(self.selection)
        room = MAX_LINE - (len(self.value) - (end - start))
        self.replace(text[:room], start, end)
        if len(text) > room:
            self.post_message(self.Full(self, len(text) - room))

    def action_recall(self, by: int) -> None:
        """Earlier or later captures of this session; the draft comes back after the last."""
        text = self.history.step(by, self.value)
        if text is not None:
            self.put(text)

    def action_leave(self) -> None:
        """Go elsewhere; the text stays where it is."""
        self.post_message(self.Left(self))
