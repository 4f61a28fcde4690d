"""The head of the registers: their tabs, and what is shown of the one in front."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.message import Message
from textual.reactive import reactive

from console.widgets.cells import cell_len, cut
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted, Span

SHORT = (3, 2, 1, 0)
"""Cells of a tab's name where there is little room, and where there is less and less."""


class Tabs(Painted):
    """`1 Risks  2 Impediments`, the tenth with 0.

    Where that is too wide, others than the one in front are cut.
    """

    DEFAULT_CSS = "Tabs { height: 1; padding: 0 1; }"
    tabs: reactive[tuple[tuple[str, ...], int]] = reactive[tuple[tuple[str, ...], int]](
        ((), 0), repaint=False
    )

    class Chosen(Message):
        """A click on a tab."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def show(self, names: tuple[str, ...], front: int) -> None:
        """Show these tabs, this one in front."""
        self.tabs = (names, front)

    def watch_tabs(self) -> None:
        """Send what changed."""
        self.repaint()

    def _labels(self, width: int) -> list[str]:
        names, front = self.tabs
        whole = [f"{n % 10} {name}" for n, name in enumerate(names, 1)]
        labels = whole
        for short in SHORT:
            if sum(cell_len(label) + 2 for label in labels) <= width:
                break
            labels = [
                label if n == front else label[: short + 2].rstrip()
                for n, label in enumerate(whole)
            ]
        return labels

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        """The one in front is marked by brackets as well as by its tone."""
        front = self.tabs[1]
        line: list[Span] = []
        for number, label in enumerate(self._labels(width)):
            shown = f"[{label}]" if number == front else f" {label} "
            line.append((shown, "accent" if number == front else "quiet"))
        return [line]

    def on_click(self, event: events.Click) -> None:
        """A click on a tab turns to it."""
        offset = event.get_content_offset(self)
        left = 0
        for number, label in enumerate(self._labels(self.content_size.width)):
            cells = cell_len(label) + 2
            if offset is not None and left <= offset.x < left + cells:
                self.post_message(self.Chosen(number))
                return
            left += cells


class Facts(Painted):
    """What is shown: how many of how many, in which order, how many are selected."""

    DEFAULT_CSS = "Facts { height: 1; padding: 0 1; }"
    parts: reactive[tuple[Span, ...]] = reactive[tuple[Span, ...]]((), repaint=False)

    def show(self, *parts: Span) -> None:
        """Show these, divided by dots; empty ones are left out."""
        self.parts = tuple(part for part in parts if part[0])

    def watch_parts(self) -> None:
        """Send what changed."""
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        """As many parts as there is room for, the first one cut if need be."""
        line: list[Span] = []
        room = width
        for text, tone in self.parts:
            before = " · " if line else ""
            if line and cell_len(before + text) > room:
                break
            shown = cut(text, room - cell_len(before), GLYPHS.ellipsis)
            line += [(before, "quiet"), (shown, tone)]
            room -= cell_len(before + shown)
        return [line]
