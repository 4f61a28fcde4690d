"""Charts as SVG for a report: self-contained, dark on white, and told apart by patterns in print.

Nothing in it is loaded from anywhere and nothing runs. People's words are escaped. The width of a
drawing is that of its `viewBox`: whoever embeds it decides how large it is.
"""

from __future__ import annotations

from html import escape

from store.exchange.svg_parts import PAPER, Drawing
from store.insight.chart_scale import (
    Scale,
    bounded,
    letters,
    said,
    scatter_scales,
    thinned,
    trend_scale,
)
from store.insight.charts import Chart, Pareto, Scatter, Stacked, Trend, cumulative

LEFT, RIGHT, TOP, BOTTOM = 56, 20, 34, 44
LINE = 22
"""Height of a lying bar with its distance to the next one."""
EIGHTY = 80


def svg(chart: Chart, width: int = 640, height: int = 260) -> str:
    """A chart as one `<svg>` element; lying bars take as much more height as they need."""
    width, height = max(240, width), max(140, height)
    if isinstance(chart, Pareto | Stacked):
        height = max(height if not chart.bars else 0, TOP + 44 + LINE * len(chart.bars))
    drawing = Drawing(width, height)
    drawing.text(0, 16, _cut(chart.title, width - 160), bold=True)
    drawing.text(width, 16, _unit(chart), end=True)
    if _is_empty(chart):
        drawing.text(0, TOP + 24, "no data")
    elif isinstance(chart, Trend):
        _trend(drawing, chart)
    elif isinstance(chart, Scatter):
        _scatter(drawing, chart)
    elif isinstance(chart, Pareto):
        _pareto(drawing, chart)
    else:
        _stacked(drawing, chart)
    return drawing.whole(chart.title, in_words(chart))


def in_words(chart: Chart) -> str:
    """All numbers of a chart in a sentence, for who does not see it."""
    if isinstance(chart, Trend):
        told = [f"{label}: {'no data' if v is None else said(v)}" for label, v in chart.points]
    elif isinstance(chart, Scatter):
        told = [f"{label}: {said(v)}" for label, v in chart.lines]
        opened = sum(dot.is_open for dot in chart.dots)
        told.insert(0, f"{len(chart.dots)} values, {opened} of them still open")
    elif isinstance(chart, Pareto):
        sums = cumulative(_bounded(chart))
        told = [
            f"{label}: {said(v)}, together {sums[n]:.0f} %"
            for n, (label, v) in enumerate(chart.bars)
        ]
    else:
        told = [
            f"{label}: {', '.join(f'{p} {said(v)}' for p, v in zip(chart.parts, vs, strict=False))}"
            for label, vs in chart.bars
        ]
    return "; ".join(told) or "no data"


def _bounded(chart: Pareto) -> Pareto:
    bars = tuple((label, bounded(value)) for label, value in chart.bars)
    return Pareto(chart.title, chart.unit, bars, chart.chosen)


def _unit(chart: Chart) -> str:
    unit = chart.y_name if isinstance(chart, Scatter) else chart.unit
    if isinstance(chart, Trend) and chart.band:
        low, high = chart.band
        return " ".join(p for p in (unit, f"· {chart.band_is} {said(low)} to {said(high)}") if p)
    if isinstance(chart, Trend) and chart.goal is not None:
        return " ".join(p for p in (unit, f"· goal {said(chart.goal)}") if p)
    return unit


def _is_empty(chart: Chart) -> bool:
    if isinstance(chart, Trend):
        return all(value is None for _, value in chart.points)
    return not (chart.dots if isinstance(chart, Scatter) else chart.bars)


def _cut(text: str, room: float) -> str:
    """As much of a text as fits; a character is taken to be seven wide, a wide one fourteen."""
    used = 0.0
    for n, character in enumerate(text):
        used += 14 if ord(character) > 0x10FF else 7
        if used > room:
            return text[: max(0, n - 1)].rstrip() + "…"
    return text


# -- trend and scatter -----------------------------------------------------------------------


class _Field:
    """Where a share of a scale lies on the drawing."""

    def __init__(self, drawing: Drawing, up: Scale, right: int = RIGHT) -> None:
        self.drawing, self.up = drawing, up
        self.left, self.right = LEFT, drawing.width - right
        self.top, self.bottom = TOP + 8, drawing.height - BOTTOM
        for tick in up.ticks:
            if up.low <= tick <= up.high:
                drawing.line(self.left, self.y(tick), self.right, self.y(tick), "#ddd")
                drawing.text(self.left - 8, self.y(tick) + 4, said(tick), end=True)
        drawing.line(self.left, self.bottom, self.right, self.bottom, "#444")
        drawing.line(self.left, self.top, self.left, self.bottom, "#444")

    def x(self, share: float) -> float:
        """Across, from a share."""
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        """Up, from a value."""
        return self.bottom - self.up.share(value) * (self.bottom - self.top)


def _trend(drawing: Drawing, chart: Trend) -> None:
    field = _Field(drawing, trend_scale(chart))
    if chart.band:
        low, high = sorted(chart.band)
        drawing.rect(field.left, field.y(high), field.right - field.left,
                     field.y(low) - field.y(high), "#eef3f2", "#9ab")  # fmt: skip
    if chart.goal is not None:
        y = field.y(chart.goal)
        drawing.line(field.left, y, field.right, y, "#555", dashed=True)
    count = len(chart.points)
    slot = (field.right - field.left) / count
    places = [field.left + (n + 0.5) * slot for n in range(count)]
    before: tuple[float, float] | None = None
    for x, (_, value) in zip(places, chart.points, strict=True):
        if value is None:
            if slot >= 50:
                drawing.text(x, field.bottom - 6, "no data", middle=True, quiet=True)
            before = None
            continue
        here = (x, field.y(value))
        if before is not None:
            drawing.line(*before, *here, "#1d5f5d", 2)
        before = here
    every = thinned(count, int((field.right - field.left) // 40))
    for n, (x, (_, value)) in enumerate(zip(places, chart.points, strict=True)):
        if value is not None:
            drawing.circle(x, field.y(value), 4, True)
            if (count - 1 - n) % every == 0:
                above = field.y(value) - 9
                y = above if above > TOP else field.y(value) + 18
                drawing.text(x, y, said(value), middle=True, bold=True)
    _below(field, list(zip(places, (label for label, _ in chart.points), strict=True)))


def _below(field: _Field, labels: list[tuple[float, str]]) -> None:
    """Words below the floor; those that would touch the one to their right are left out."""
    free = float(field.drawing.width)
    for x, label in reversed(labels):
        shown = _cut(label, 90)
        half = sum(14 if ord(c) > 0x10FF else 7 for c in shown) / 2
        middle = min(max(x, half), field.drawing.width - half)
        if middle + half > free:
            continue
        free = middle - half - 6
        field.drawing.text(middle, field.bottom + 18, shown, middle=True)


def _scatter(drawing: Drawing, chart: Scatter) -> None:
    names = [_cut(f"{label}: {said(height)}", 130) for label, height in chart.lines]
    right = max((len(name) * 7 for name in names), default=0) + 12 if names else RIGHT
    across, up = scatter_scales(chart)
    field = _Field(drawing, up, max(RIGHT, right))
    lowest = float("inf")
    for name, (_, height) in sorted(zip(names, chart.lines, strict=True), key=lambda p: p[1][1]):
        y = field.y(height)
        drawing.line(field.left, y, field.right, y, "#444", dashed=True)
        lowest = min(y + 4, lowest - 15)
        drawing.text(field.right + 6, lowest, name)
    for dot in sorted(chart.dots, key=lambda dot: not dot.is_open):
        # A larger ring is seen even where a done one lies on the same place.
        x, y = field.x(across.share(dot.x)), field.y(dot.y)
        drawing.circle(x, y, 6 if dot.is_open else 4, not dot.is_open, dot.label)
    _below(field, [(field.x(across.share(x)), word) for x, word in sorted(chart.x_labels)])
    key = "● done" + (" · ○ still open" if any(dot.is_open for dot in chart.dots) else "")
    drawing.text(LEFT, drawing.height - 8, f"{key} · {_cut(chart.x_name, 200)}", quiet=True)


# -- lying bars ------------------------------------------------------------------------------


def _pareto(drawing: Drawing, given: Pareto) -> None:
    chart = _bounded(given)
    sums = cumulative(chart)
    whole = sum(value for _, value in chart.bars)
    label = min(drawing.width * 0.4, 220.0)
    left, right = label + 8, drawing.width - 110.0
    at = left + (right - left) * EIGHTY / 100
    last = TOP + 14 + LINE * len(chart.bars)
    drawing.line(at, TOP + 8, at, last, "#888", dashed=True)
    drawing.text(at, TOP + 4, "80 %", middle=True, quiet=True)
    drawing.text(drawing.width, TOP + 4, "together", end=True, quiet=True)
    before: tuple[float, float] | None = None
    for n, (name, value) in enumerate(chart.bars):
        y = TOP + 12 + LINE * n
        chosen = n == chart.chosen
        shown = f"▶ {name}" if chosen else name
        drawing.text(label, y + 13, _cut(shown, label), end=True, bold=chosen)
        share = value / whole if whole else 0.0
        fill = "#1d5f5d" if chosen else drawing.pattern(1)
        drawing.rect(left, y + 2, max(0.0, share) * (right - left), LINE - 6, fill, "#222")
        here = (left + (right - left) * sums[n] / 100, y + LINE / 2)
        if before is not None:
            drawing.line(*before, *here, "#222")
        drawing.circle(*here, 3, True)
        before = here
        drawing.text(right + 45, y + 13, said(value), end=True, bold=True)
        drawing.text(drawing.width, y + 13, f"{sums[n]:.0f} %", end=True)
    if chart.chosen is not None and 0 <= chart.chosen < len(chart.bars):
        drawing.text(0, last + 20, "▶ chosen by the room", quiet=True)


def _stacked(drawing: Drawing, chart: Stacked) -> None:
    known = letters(chart.parts)
    label = min(drawing.width * 0.3, 160.0)
    left, right = label + 8, drawing.width - 60.0
    sizes = [[max(0.0, bounded(v)) for v in values] for _, values in chart.bars]
    longest = max(map(sum, sizes), default=0.0)
    for n, (name, _) in enumerate(chart.bars):
        y = TOP + LINE * n
        whole = sum(sizes[n])
        drawing.text(label, y + 14, _cut(name, label), end=True)
        of = whole if chart.as_shares else longest
        x = left
        for part, size in enumerate(sizes[n][: len(known)]):
            wide = (right - left) * size / of if of else 0.0
            drawing.rect(x, y + 2, wide, LINE - 5, drawing.pattern(part), "#222")
            words = f"{known[part]} {100 * size / whole:.0f} %" if whole else known[part]
            words = words if wide >= len(words) * 7 + 8 else known[part] if wide >= 16 else ""
            if words:
                drawing.rect(x + wide / 2 - len(words) * 3.6 - 2, y + 4, len(words) * 7.2 + 4,
                             LINE - 9, PAPER)  # fmt: skip
                drawing.text(x + wide / 2, y + 14, words, middle=True)
            x += wide
        drawing.text(drawing.width, y + 14, said(whole), end=True, bold=True)
    _legend(drawing, chart, known, TOP + LINE * len(chart.bars) + 12)


def _legend(drawing: Drawing, chart: Stacked, known: tuple[str, ...], y: float) -> None:
    """What the patterns are; another line where the first is full."""
    x = 0.0
    for n, part in enumerate(chart.parts):
        words = _cut(f"{known[n]} {part}", 180)
        wide = 24 + sum(14 if ord(c) > 0x10FF else 7 for c in words) + 14
        if x and x + wide > drawing.width:
            x, y = 0.0, y + 18
        drawing.rect(x, y, 16, 12, drawing.pattern(n), "#222")
        drawing.text(x + 22, y + 11, words)
        x += wide
    drawing.height = max(drawing.height, int(y + 20))


def figure(chart: Chart, width: int = 640, height: int = 260) -> str:
    """A chart in a `<figure>` with its numbers in words below, for paper and for who hears it."""
    words = escape(in_words(chart))
    return f"<figure>{svg(chart, width, height)}<figcaption>{words}</figcaption></figure>"
