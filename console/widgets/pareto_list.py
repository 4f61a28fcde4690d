"""The Pareto chart with a cursor on its bars: what the room looks at is what a key is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from console.widgets.cells import wrap
from console.widgets.chart_lines import chart_lines
from console.widgets.line_list import LineList
from console.widgets.painted import Line
from store.insight.charts import Pareto

ABOVE, BELOW = 2, 2
"""Lines of the chart before its first bar, its title and its scale, and those behind its last."""


class ParetoList(LineList):
    """Words on the chart, then the chart, one item a bar. `keys` say what the bars stand for."""

    @dataclass
    class Chosen(Message):
        """Enter or the mouse chose a bar."""

        view: ParetoList
        key: str

        @property
        def control(self) -> ParetoList:
            """The chart it came from."""
            return self.view

    @dataclass
    class Highlighted(Message):
        """The cursor is on another bar."""

        view: ParetoList

        @property
        def control(self) -> ParetoList:
            """The chart it came from."""
            return self.view

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._said: tuple[tuple[str, str], ...] = ()
        self._chart: Pareto | None = None
        self._keys: tuple[str, ...] = ()
        self._lines: list[Line] = []
        self._head = 0
        self._width = -1

    @property
    def key(self) -> str:
        """What the bar under the cursor stands for; "" where there is none."""
        return self._keys[self.cursor] if 0 <= self.cursor < len(self._keys) else ""

    def show(
        self, said: Sequence[tuple[str, str]], chart: Pareto | None, keys: Sequence[str]
    ) -> None:
        """Show these words with their tones, and this chart. The cursor keeps to its bar."""
        if (tuple(said), chart, tuple(keys)) == (self._said, self._chart, self._keys):
            return
        before, here = self.before_change(), self.key
        self._said, self._chart, self._keys = tuple(said), chart, tuple(keys)
        self._width = -1
        self.after_change(before, self._keys.index(here) if here in self._keys else 0)

    def _lay_out(self, width: int) -> list[Line]:
        if width != self._width:
            self._width = width
            lines: list[Line] = []
            for words, tone in self._said:
                lines += [[(line, tone)] for line in wrap(words, width)]
            lines += [()] if lines else []
            self._head = len(lines) + ABOVE
            if self._chart is not None:
                lines += chart_lines(self._chart, width, ABOVE + len(self._keys) + BELOW)
            self._lines = lines
        return self._lines

    def item_count(self) -> int:
        """Bars."""
        return len(self._keys)

    def line_count(self, width: int) -> int:
        """Words and chart."""
        return len(self._lay_out(width))

    def line_of(self, item: int) -> int:
        """Bars stand one below the other."""
        self._lay_out(self.scrollable_content_region.width)
        return self._head + item

    def item_at(self, line: int) -> int | None:
        """The bar on a line."""
        self._lay_out(self.scrollable_content_region.width)
        return line - self._head if 0 <= line - self._head < len(self._keys) else None

    def spans(self, line: int, width: int) -> Line:
        """A line as it was laid out."""
        lines = self._lay_out(width)
        return lines[line] if 0 <= line < len(lines) else ()

    def chosen(self, item: int) -> None:
        """Tell which was chosen."""
        self.post_message(self.Chosen(self, self._keys[item]))

    def highlighted(self, item: int) -> None:  # noqa: ARG002 - `key` tells it
        """Tell that it is another."""
        self.post_message(self.Highlighted(self))
