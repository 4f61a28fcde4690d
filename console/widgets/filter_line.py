"""The line of a filter: what is typed filters at once, arrows move in the list, Enter opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive

from console.widgets.capture_line import CaptureLine
from console.widgets.cells import cut
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted

SLASH_CELLS = 3


class _Typed(CaptureLine):
    """What is typed. Keys that move go to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "pass_on('move', -1)", "up", show=False),
        Binding("down", "pass_on('move', 1)", "down", show=False),
        Binding("pageup", "pass_on('page', -1)", "page up", show=False),
        Binding("pagedown", "pass_on('page', 1)", "page down", show=False),
        Binding("tab", "pass_on('stay', 0)", "to the list", show=False),
    ]

    def action_pass_on(self, move: str, by: int) -> None:
        """A key that is for the list."""
        self.post_message(FilterLine.Moved(move, by))


class _Slash(Painted):
    DEFAULT_CSS = f"_Slash {{ width: {SLASH_CELLS}; height: 1; }}"
    active: reactive[bool] = reactive(False, repaint=False)

    def watch_active(self) -> None:
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        bar = GLYPHS.bar if self.active else " "
        return [[(f"{bar}/ ", "accent" if self.active else "quiet")]]


class _Note(Painted):
    DEFAULT_CSS = "_Note { width: auto; height: 1; }"
    said: reactive[str] = reactive("", repaint=False)

    def watch_said(self) -> None:
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        mark = f"{GLYPHS.needs_you} " if self.said else ""
        return [[(mark + cut(self.said, width - len(mark), GLYPHS.ellipsis), "warning")]]


class FilterLine(Horizontal):
    """`/` and the words. Posts what the line itself posts: `Input.Changed` and `Submitted`."""

    DEFAULT_CSS = """
    FilterLine { height: 1; }
    FilterLine _Note { width: 2fr; display: none; }
    FilterLine.-faulty _Note { display: block; }
    """

    @dataclass
    class Moved(Message):
        """A key for the list: `move` or `page` by so many, or `stay`: go there, keep the words."""

        move: str
        by: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._slash, self.line, self._note = _Slash(), _Typed("press / to filter"), _Note()

    def compose(self) -> ComposeResult:
        """The sign, the words, and what of them could not be read."""
        yield self._slash
        yield self.line
        yield self._note

    @property
    def active(self) -> bool:
        """Whether keys go into the words."""
        return self.line.has_focus

    @property
    def text(self) -> str:
        """The words."""
        return self.line.value

    def put(self, text: str) -> None:
        """Put these words there."""
        self.line.put(text)

    def tell(self, fault: str) -> None:
        """Say what could not be read; "" when all was."""
        self._note.said = fault
        self.set_class(bool(fault), "-faulty")
        self.line.show_text()

    def on_descendant_focus(self) -> None:
        """Keys go here."""
        self._slash.active = True

    def on_descendant_blur(self) -> None:
        """Keys go elsewhere."""
        self._slash.active = False
