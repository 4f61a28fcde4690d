"""Charts as toned lines of a terminal: legible without colour, in ASCII, and in any size.

Numbers stand beside what is drawn: a chart is read from the back of a room, and nobody there
measures a bar.
"""

from __future__ import annotations

from console.widgets.canvas import Canvas
from console.widgets.cells import cell_len, cut
from console.widgets.chart_bars import pareto_on, stacked_on
from console.widgets.chart_signs import signs
from console.widgets.glyphs import GLYPHS
from console.widgets.painted import Line
from store.insight.chart_scale import Scale, said, scatter_scales, thinned, trend_scale
from store.insight.charts import Chart, Pareto, Scatter, Stacked, Trend

NO_DATA = "no data"


def wanted(chart: Chart) -> int:
    """Lines in which a chart is at ease; it can be drawn in fewer, and trends in more."""
    if isinstance(chart, Pareto):
        return 3 + len(chart.bars)
    if isinstance(chart, Stacked):
        return 5 + len(chart.bars)
    return 12


def chart_lines(chart: Chart, width: int, height: int) -> list[Line]:
    """A chart in at most `width` cells and `height` lines; the title is its first line."""
    canvas = Canvas(width, height)
    _title(canvas, chart)
    if not _has_data(chart):
        canvas.put(0, 2 if height > 2 else 1, NO_DATA, "quiet")
    elif isinstance(chart, Trend):
        _trend(canvas, chart)
    elif isinstance(chart, Scatter):
        _scatter(canvas, chart)
    elif isinstance(chart, Pareto):
        pareto_on(canvas, chart)
    else:
        stacked_on(canvas, chart)
    return canvas.lines()


def _has_data(chart: Chart) -> bool:
    if isinstance(chart, Trend):
        return any(value is not None for _, value in chart.points)
    return bool(chart.dots if isinstance(chart, Scatter) else chart.bars)


def _title(canvas: Canvas, chart: Chart) -> None:
    unit = chart.y_name if isinstance(chart, Scatter) else chart.unit
    aim = ""
    if isinstance(chart, Trend) and chart.band:
        aim = f"{chart.band_is} {said(chart.band[0])} to {said(chart.band[1])}"
    elif isinstance(chart, Trend) and chart.goal is not None:
        aim = f"goal {said(chart.goal)}"
    behind = "  ".join(part for part in (unit, aim) if part)
    room = canvas.width - cell_len(behind) - 2
    if room < min(16, cell_len(chart.title)):
        behind, room = "", canvas.width
    title = cut(chart.title, room, GLYPHS.ellipsis)
    canvas.put(0, 0, title, "strong")
    canvas.put(cell_len(title) + 2, 0, behind, "quiet")


# -- trend and scatter: two scales -----------------------------------------------------------


class _Plot:
    """The field between the scales, and where a value lies in it."""

    def __init__(self, canvas: Canvas, up: Scale, below: int, right: int = 0) -> None:
        self.canvas, self.up = canvas, up
        self.top, self.bottom = 1, canvas.height - 1 - below
        ticks = [said(tick) for tick in up.ticks]
        self.left = min(max(map(cell_len, ticks), default=0), max(0, canvas.width // 3)) + 2
        self.right = max(self.left, canvas.width - 1 - right)

    def row(self, value: float) -> int:
        """The line of a value."""
        # Not round(): it goes to the even neighbour, and equal distances would look unequal.
        return self.bottom - int(self.up.share(value) * max(0, self.bottom - self.top) + 0.5)

    def frame(self) -> None:
        """The scale on the left with its ticks, and the line below."""
        draw, sign = self.canvas, signs()
        for y in range(self.top, self.bottom + 1):
            draw.put(self.left - 1, y, sign.axis, "rule")
        draw.put(self.left - 1, self.bottom + 1, sign.corner, "rule")
        draw.put(self.left, self.bottom + 1, sign.floor * (self.right - self.left + 1), "rule")
        taken: set[int] = set()
        for tick in self.up.ticks:
            y = self.row(tick)
            if y not in taken and self.top <= y <= self.bottom:
                taken.add(y)
                self.name(y, said(tick), "quiet")

    def name(self, y: int, text: str, tone: str) -> None:
        """Words at the left scale, right-aligned before it."""
        room = self.left - 2
        shown = cut(text, room, GLYPHS.ellipsis) if room > 0 else ""
        self.canvas.put(0, y, " " * (self.left - 1), "normal")
        self.canvas.put(self.left - 2 - cell_len(shown), y, shown, tone)
        self.canvas.put(self.left - 1, y, signs().tick, "rule")

    def across(self, value: float, tone: str = "rule") -> None:
        """A broken line at a height."""
        y = self.row(value)
        for x in range(self.left, self.right + 1, 2):
            self.canvas.put(x, y, signs().dash, tone)


def _trend(canvas: Canvas, chart: Trend) -> None:
    most = max(1, min(5, (canvas.height - 4) // 2))
    plot = _Plot(canvas, trend_scale(chart, most), below=2)
    if plot.bottom < plot.top:
        _as_words(canvas, chart)
        return
    plot.frame()
    for edge in chart.band or ():
        plot.across(edge, "quiet")
        plot.name(plot.row(edge), said(edge), "normal")
    if chart.goal is not None:
        plot.across(chart.goal, "quiet")
    count = len(chart.points)
    slot = (plot.right - plot.left + 1) / count
    places = [plot.left + int((n + 0.5) * slot) for n in range(count)]
    _joined(plot, chart, places)
    for at, (_, value) in zip(places, chart.points, strict=True):
        if value is not None:
            canvas.put(at, plot.row(value), GLYPHS.full, "accent")
    for at, (_, value) in zip(places, chart.points, strict=True):
        if value is None:
            if slot >= len(NO_DATA) + 1:
                canvas.put(at - len(NO_DATA) // 2, plot.bottom, NO_DATA, "quiet")
        elif slot >= 4:
            _beside(plot, at, plot.row(value), said(value))
    _below(plot, [(at, label) for at, (label, _) in zip(places, chart.points, strict=True)])


def _as_words(canvas: Canvas, chart: Trend | Scatter) -> None:
    """Where there is no room to draw: the newest value in words."""
    if isinstance(chart, Trend):
        label, value = next(p for p in reversed(chart.points) if p[1] is not None)
        canvas.put(0, 1, cut(f"{label} {said(value or 0)}", canvas.width, GLYPHS.ellipsis))
    else:
        canvas.put(0, 1, cut(f"{len(chart.dots)} values", canvas.width, GLYPHS.ellipsis))


def _joined(plot: _Plot, chart: Trend, places: list[int]) -> None:
    """Small points between two values; none across a gap, because nothing is known of it."""
    known = [value for _, value in chart.points]
    for n in range(1, len(known)):
        before, value = known[n - 1], known[n]
        if before is None or value is None:
            continue
        first, last = plot.row(before), plot.row(value)
        for x in range(places[n - 1] + 1, places[n]):
            part = (x - places[n - 1]) / (places[n] - places[n - 1])
            plot.canvas.put(x, round(first + (last - first) * part), signs().small, "quiet")


def _beside(plot: _Plot, x: int, y: int, text: str) -> None:
    """A number by its point: above it, else below, else to its right."""
    left = min(max(plot.left, x - cell_len(text) // 2), plot.right + 1 - cell_len(text))
    above, below = y - 1, y + 1
    free = [row for row in (above, below) if plot.top <= row <= plot.bottom]
    empty = [row for row in free if plot.canvas.is_free(left, row, cell_len(text))]
    if free:
        plot.canvas.put(left, (empty or free)[0], text, "strong")
    else:
        plot.canvas.put(x + 2, y, text, "strong")


def _below(plot: _Plot, labels: list[tuple[int, str]]) -> None:
    """Words below the floor: each n-th where not all fit; the last is always there."""
    canvas, y = plot.canvas, plot.bottom + 2
    widest = min(max((cell_len(label) for _, label in labels), default=1), 12)
    every = thinned(len(labels), (plot.right - plot.left + 2) // (widest + 1))
    ordered = list(reversed(labels))[::every]
    for x, label in ordered:
        shown = cut(label, widest, GLYPHS.ellipsis)
        left = max(plot.left, min(x - cell_len(shown) // 2, canvas.width - cell_len(shown)))
        if canvas.is_free(left - 1, y, min(cell_len(shown) + 2, canvas.width - left + 1)):
            canvas.put(left, y, shown, "quiet")


def _scatter(canvas: Canvas, chart: Scatter) -> None:
    names = [f"{label} {said(height)}" for label, height in chart.lines]
    right = max(map(cell_len, names), default=0)
    right = right + 1 if right and canvas.width >= right + 30 else 0
    most = max(1, min(5, (canvas.height - 5) // 2))
    x_scale, up = scatter_scales(chart, most)
    plot = _Plot(canvas, up, below=3 if canvas.height >= 8 else 2, right=right)
    if plot.bottom < plot.top:
        _as_words(canvas, chart)
        return
    plot.frame()
    for _, height in chart.lines:
        plot.across(height, "quiet")
    found: dict[tuple[int, int], list[bool]] = {}
    for dot in chart.dots:
        x = plot.left + round(x_scale.share(dot.x) * (plot.right - plot.left))
        found.setdefault((x, plot.row(dot.y)), []).append(dot.is_open)
    for (x, y), opens in found.items():
        canvas.put(x, y, *_dot(opens))
    _named_lines(plot, chart, names, right)
    words = [
        (plot.left + round(x_scale.share(x) * (plot.right - plot.left)), w)
        for x, w in chart.x_labels
    ]
    _below(plot, words)
    if canvas.height >= 8:
        several = " · 2-9 in one place" if any(len(v) > 1 for v in found.values()) else ""
        openly = f" · {GLYPHS.not_yet} open" if any(dot.is_open for dot in chart.dots) else ""
        key = f"{GLYPHS.full} done{openly}{several}"
        if not signs().blocks:
            key = key.replace("·", "|")
        canvas.put(0, canvas.height - 1, cut(key, canvas.width, GLYPHS.ellipsis), "quiet")


def _dot(opens: list[bool]) -> tuple[str, str]:
    """One sign for all that lies in a cell: its number where there are several."""
    if len(opens) > 1:
        return str(min(9, len(opens))), "strong"
    return (GLYPHS.not_yet, "strong") if opens[0] else (GLYPHS.full, "accent")


def _named_lines(plot: _Plot, chart: Scatter, names: list[str], right: int) -> None:
    """Labels of the lines: behind the field where there is room, else in it, at the right."""
    taken: set[int] = set()
    for name, (_, height) in sorted(
        zip(names, chart.lines, strict=True), key=lambda pair: pair[1][1]
    ):
        y = plot.row(height)
        while y in taken and y > plot.top:
            y -= 1
        taken.add(y)
        shown = cut(name, max(4, plot.canvas.width // 2), GLYPHS.ellipsis)
        x = plot.right + 2 if right else plot.canvas.width - cell_len(shown)
        plot.canvas.put(x, y, shown, "normal")
