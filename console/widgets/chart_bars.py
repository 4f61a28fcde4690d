"""Charts of lying bars: Pareto with its cumulative line, and bars of parts."""

from __future__ import annotations

from dataclasses import replace

from console.widgets.canvas import Canvas
from console.widgets.cells import cell_len, cut, pad
from console.widgets.chart_signs import bar, signs
from console.widgets.glyphs import GLYPHS
from store.insight.chart_scale import bounded, letters, said, shares
from store.insight.charts import Pareto, Stacked, cumulative

LEAST_BAR = 8
EIGHTY = 80.0
"""Percent: the part of all that a few causes often make up (Pareto's rule of thumb)."""


def _labels(canvas: Canvas, labels: list[str], behind: int) -> int:
    """Cells for labels, so that bars keep room."""
    widest = max(map(cell_len, labels), default=0)
    room = canvas.width - behind - LEAST_BAR
    return max(0, min(widest, room, max(8, canvas.width * 2 // 5)))


def _more(left_out: int) -> str:
    return f"and {left_out} more" if left_out else ""


def pareto_on(canvas: Canvas, chart: Pareto) -> None:
    """A line a bar: label, bar, number, cumulative percent; a mark where the sum has come to.

    Bars have the scale of the whole, so that the mark of the first lies at its end.
    """
    rows = max(0, canvas.height - 3)
    chart = replace(chart, bars=tuple((label, bounded(value)) for label, value in chart.bars))
    shown = chart.bars[:rows] if len(chart.bars) <= rows else chart.bars[: max(0, rows - 1)]
    whole = sum(value for _, value in chart.bars)
    reached = cumulative(chart)
    numbers = [said(value) for _, value in chart.bars]
    digits = max(map(cell_len, numbers), default=1)
    behind = digits + 6
    width = _labels(canvas, [label for label, _ in chart.bars], behind + 3)
    left = width + 3
    cells = canvas.width - left - behind - 1
    if cells < 1:
        left, cells, behind = 0, 0, 0
    if cells:
        _heading(canvas, left, cells, digits)
    for n, (label, value) in enumerate(shown):
        y, chosen = n + 2, chart.chosen == n
        canvas.put(0, y, GLYPHS.running if chosen else " ", "accent")
        room = left - 3 if cells else canvas.width - 2
        canvas.put(2, y, cut(label, room, GLYPHS.ellipsis), "strong" if chosen else "normal")
        if not cells:
            continue
        share = value / whole if whole else 0.0
        canvas.put(left + round(cells * EIGHTY / 100), y, signs().upright, "rule")
        canvas.put(left, y, bar(cells * share)[:cells], "strong" if chosen else "normal")
        mark = left + min(cells - 1, round(cells * reached[n] / 100))
        canvas.put(mark, y, signs().mark, "accent")
        canvas.put(left + cells + 1, y, pad(numbers[n], digits, right=True), "strong")
        canvas.put(left + cells + 2 + digits, y, pad(f"{reached[n]:.0f} %", 5, right=True), "quiet")
    left_out = len(chart.bars) - len(shown)
    canvas.put(2, len(shown) + 2, _more(left_out), "quiet")
    if chart.chosen is not None and 0 <= chart.chosen < len(chart.bars):
        words = f"{GLYPHS.running} chosen: {chart.bars[chart.chosen][0]}"
        y = min(canvas.height - 1, len(shown) + 3 + bool(left_out))
        canvas.put(0, y, cut(words, canvas.width, GLYPHS.ellipsis), "quiet")


def _heading(canvas: Canvas, left: int, cells: int, digits: int) -> None:
    """What the mark and the numbers are, and the line at 80 percent."""
    name = f"{signs().mark} sum"
    at = left + round(cells * EIGHTY / 100)
    if cells >= LEAST_BAR + 4:
        canvas.put(at - 5, 1, "80 %", "quiet")
    canvas.put(at, 1, signs().upright, "rule")
    canvas.put(left + cells + 2 + digits, 1, pad(name, 5, right=True), "quiet")


def stacked_on(canvas: Canvas, chart: Stacked) -> None:
    """A line a bar of parts, each with its own filling and letter; below it what they are."""
    known = letters(chart.parts)
    legend = _legend(canvas, chart, known)
    rows = max(0, canvas.height - 3 - len(legend))
    shown = chart.bars[:rows] if len(chart.bars) <= rows else chart.bars[: max(0, rows - 1)]
    sums = [sum(max(0.0, bounded(v)) for v in values) for _, values in chart.bars]
    numbers = [said(whole) for whole in sums]
    digits = max(map(cell_len, numbers), default=1)
    width = _labels(canvas, [label for label, _ in chart.bars], digits + 2)
    left = width + 1 if width else 0
    cells = max(0, canvas.width - left - digits - 1)
    longest = max(sums, default=0.0)
    for n, (label, values) in enumerate(shown):
        y = n + 2
        canvas.put(0, y, cut(label, width, GLYPHS.ellipsis), "normal")
        share = 1.0 if chart.as_shares or not longest else sums[n] / longest
        _parts(canvas, left, y, shares(values, round(cells * share)), known, values)
        canvas.put(left + cells + 1, y, pad(numbers[n], digits, right=True), "strong")
    canvas.put(0, len(shown) + 2, _more(len(chart.bars) - len(shown)), "quiet")
    for n, line in enumerate(legend):
        y = min(canvas.height - len(legend), len(shown) + 3 + bool(len(chart.bars) - len(shown)))
        canvas.put(0, y + n, line, "quiet")


def _parts(
    canvas: Canvas, left: int, y: int, given: tuple[int, ...], known: tuple[str, ...],
    values: tuple[float, ...],
) -> None:  # fmt: skip
    sizes = [max(0.0, bounded(v)) for v in values]
    whole = sum(sizes)
    fills = signs().fills
    for n, cells in enumerate(given):
        fill = fills[n % len(fills)]
        canvas.put(left, y, fill * cells, "normal" if n % 2 else "quiet")
        letter = known[n] if n < len(known) else "?"
        share = f"{letter} {100 * sizes[n] / whole:.0f}%" if whole else letter
        for words in (f" {share} ", f" {letter} ", letter):
            if cells >= cell_len(words) + 2 or (words == letter and cells >= 1):
                canvas.put(left + (cells - cell_len(words)) // 2, y, words, "strong")
                break
        left += cells


def _legend(canvas: Canvas, chart: Stacked, known: tuple[str, ...]) -> list[str]:
    """Filling, letter and name of each part, in as few lines as they need; at most a third."""
    fills, lines, line = signs().fills, [], ""
    for n, part in enumerate(chart.parts):
        name = f"{fills[n % len(fills)] * 2} {known[n]} {part}"
        name = cut(name, canvas.width, GLYPHS.ellipsis)
        joined = f"{line}   {name}" if line else name
        if line and cell_len(joined) > canvas.width:
            lines.append(line)
            joined = name
        line = joined
    return [*lines, line][: max(1, canvas.height // 3)] if line else []
