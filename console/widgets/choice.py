"""One of a few answers, in a line: arrows or the number choose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from console.widgets.cells import cell_len
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted


class Choice(Painted, can_focus=True):
    """Pairs of value and words, one of which is chosen. Signs and words tell which, not colour."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "before", show=False),
        Binding("right,l,space", "step(1)", "next", show=False),
        *(Binding(str(n), f"choose({n - 1})", f"number {n}", show=False) for n in range(1, 10)),
    ]
    DEFAULT_CSS = """
    Choice { width: 1fr; height: 1; }
    """

    at: reactive[int] = reactive(0, repaint=False)
    """Place of the chosen answer, from 0."""

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "") -> None:
        super().__init__()
        self._options = tuple(options)
        values = [option for option, _ in self._options]
        self.set_reactive(Choice.at, values.index(value) if value in values else 0)

    @property
    def value(self) -> str:
        """The value that is chosen."""
        return self._options[self.at][0]

    def choose(self, value: str) -> None:
        """Choose the answer with this value; one that is no longer offered changes nothing."""
        values = [option for option, _ in self._options]
        if value in values:
            self.at = values.index(value)

    def validate_at(self, at: int) -> int:
        """Within the answers there are."""
        return max(0, min(at, len(self._options) - 1))

    def watch_at(self) -> None:
        """Show which one it is."""
        self.repaint()

    def paint(self, width: int, height: int) -> Iterable[Line]:  # noqa: ARG002 - one line
        """`▌● 1 live  ○ 2 not live  ○ 3 not shown`."""
        line = [(GLYPHS.bar if self.has_focus else " ", "accent")]
        for place, words in enumerate(self._labels(width)):
            tone = ("accent" if self.has_focus else "strong") if place == self.at else "quiet"
            line.append((words, tone))
        return [line]

    def _labels(self, width: int) -> list[str]:
        """The answers; where they do not fit, the words of the chosen one and numbers of others."""
        labels: list[str] = []
        for gap, all_words in (("   ", True), ("  ", True), ("  ", False)):
            labels = [self._label(place, all_words) + gap for place in range(len(self._options))]
            if cell_len("".join(labels).rstrip()) < width:
                break
        return labels

    def _label(self, place: int, with_words: bool) -> str:
        here = place == self.at
        sign = GLYPHS.full if here else GLYPHS.not_yet
        words = f" {self._options[place][1]}" if here or with_words else ""
        return f"{sign} {place + 1}{words}"

    def action_step(self, by: int) -> None:
        """To the answer beside it."""
        self.at += by

    def action_choose(self, place: int) -> None:
        """To the answer with this number."""
        if place < len(self._options):
            self.at = place

    def on_focus(self) -> None:
        """Keys come here now."""
        self.repaint()

    def on_blur(self) -> None:
        """Keys go elsewhere now."""
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        """A click on an answer chooses it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        edge = 1
        for place, words in enumerate(self._labels(self.content_size.width)):
            edge += cell_len(words)
            if offset.x < edge:
                self.at = place
                return
