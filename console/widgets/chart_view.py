"""Charts one below the other, as many as there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.reactive import reactive

from console.widgets.cells import cut
from console.widgets.chart_lines import chart_lines, wanted
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line, Painted
from store.insight.charts import Chart

LEAST = 8
"""Lines below which a chart says little."""
NONE = "No chart for this line."


class ChartView(Painted):
    """Draws the charts that it is given; takes no key."""

    DEFAULT_CSS = "ChartView { width: 1fr; height: 1fr; }"

    charts: reactive[tuple[Chart, ...]] = reactive[tuple[Chart, ...]]((), repaint=False)

    def show(self, charts: Sequence[Chart]) -> None:
        """Show these from now on."""
        self.charts = tuple(charts)

    def watch_charts(self) -> None:
        """Repaint what became another."""
        self.repaint()

    @property
    def left_out(self) -> int:
        """How many charts found no room."""
        wishes = [wanted(chart) for chart in self.charts]
        return len(wishes) - len(heights(wishes, self.content_size.height)) if wishes else 0

    def paint(self, width: int, height: int) -> Iterable[Line]:
        """Each in its share of the height, with a blank line between."""
        if not self.charts:
            return [[(cut(NONE, width, GLYPHS.ellipsis), "quiet")]]
        given = heights([wanted(chart) for chart in self.charts], height)
        left_out = len(self.charts) - len(given)
        lines: list[Line] = []
        for chart, rows in zip(self.charts, given, strict=False):
            lines += [()] if lines else []
            lines += chart_lines(chart, width, rows)
        if left_out:
            words = f"and {left_out} more: #"
            lines += [(), [(cut(words, width, GLYPHS.ellipsis), "quiet")]]
        return lines


def heights(wishes: Sequence[int], height: int) -> list[int]:
    """Lines for the first charts, as many as fit; what is left over goes to all alike."""
    fitting = 1
    for count in range(len(wishes), 1, -1):
        between = count - 1 + (0 if count == len(wishes) else 2)
        if sum(min(wish, LEAST) for wish in wishes[:count]) + between <= height:
            fitting = count
            break
    room = height - (fitting - 1) - (0 if fitting == len(wishes) else 2)
    least = [min(wish, LEAST) for wish in wishes[:fitting]]
    spare = max(0, room - sum(least))
    given = [small + spare // fitting for small in least]
    if fitting == 1:
        return [max(0, room)]
    return given
