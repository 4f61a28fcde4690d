"""Scales of charts: a range that is easy to read, its ticks, and numbers as people say them.

Terminal and report draw with the same ones, so that a chart says the same in both.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from store.insight.charts import Scatter, Trend

LARGEST = 1e100
"""Values beyond it are drawn at the edge: no measure of a train comes near it."""
_LARGE = ((1e12, "T"), (1e9, "G"), (1e6, "M"))
_EXACT = 1e15


@dataclass(frozen=True, slots=True)
class Scale:
    """A range from `low` to `high` (always apart) and the ticks in it, from the lowest on."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Where a value lies: 0.0 at the low end, 1.0 at the high one; never outside."""
        return min(1.0, max(0.0, (bounded(value) - self.low) / (self.high - self.low)))


def bounded(value: float) -> float:
    """A value that can be added up and divided, however large it was."""
    return min(LARGEST, max(-LARGEST, float(value)))


def _step(span: float, most: int) -> float:
    """The smallest of 1, 2, 2.5, 5, 10, ... that needs at most `most` steps for a span."""
    power = 10.0 ** math.floor(math.log10(span / max(1, most)))
    for factor in (1, 2, 2.5, 5, 10, 20):
        if span / (power * factor) <= most:
            return power * factor
    return power * 20


def scale(values: Iterable[float], most: int = 4) -> Scale:
    """A scale that holds all values, with at most `most` + 2 ticks.

    It begins at zero unless the values lie close together far from it: a small change must not
    look like a large one, nor vanish.
    """
    found = [bounded(value) for value in values]
    low, high = (min(found), max(found)) if found else (0.0, 1.0)
    if low >= 0 and low < high * 0.6:
        low = 0.0
    elif high <= 0 and high > low * 0.6:
        high = 0.0
    span = high - low
    if span <= max(abs(low), abs(high)) * 1e-9:
        room = max(abs(low), abs(high)) * 0.1 or 1.0
        low, high = low - room, high + room
        span = high - low
    step = _step(span, most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(step * n for n in range(first, min(last, first + most + 2) + 1))
    return Scale(min(ticks[0], low), max(ticks[-1], high), ticks)


def trend_scale(chart: Trend, most: int = 4) -> Scale:
    """The scale of a trend: it holds the range that is aimed for and the goal as well."""
    values = [value for _, value in chart.points if value is not None]
    goal = () if chart.goal is None else (chart.goal,)
    return scale((*values, *(chart.band or ()), *goal), most)


def scatter_scales(chart: Scatter, most: int = 4) -> tuple[Scale, Scale]:
    """The scales of a scatter, across and up; the latter begins at zero where nothing is below."""
    across = [dot.x for dot in chart.dots] + [x for x, _ in chart.x_labels]
    up = [dot.y for dot in chart.dots] + [height for _, height in chart.lines]
    up += [0.0] if all(value >= 0 for value in up) else []
    xs = [bounded(value) for value in across] or [0.0, 1.0]
    low, high = min(xs), max(xs)
    room = (high - low) * 0.02 or max(abs(low), 1.0) * 0.01
    return Scale(low - room, high + room, ()), scale(up, most)


def said(value: float) -> str:
    """A number as people say it on a chart: `12`, `96.4`, `1.5M`."""
    if abs(value) >= _EXACT:
        return f"{value:.0e}".replace("e+", "e")
    for size, letter in _LARGE:
        if abs(value) >= size:
            return f"{value / size:.3g}{letter}"
    short = round(value, 1 if abs(value) >= 1 else 2)
    return f"{short:g}" if abs(short) < 1e5 else f"{short:.0f}"


def letters(parts: Iterable[str]) -> tuple[str, ...]:
    """One letter for each part, each another one: of its own words where that is possible."""
    found: list[str] = []
    for part in parts:
        own = [c for c in part.upper() if c.isascii() and c.isalpha()]
        spare = (chr(ord("A") + n) if n < 26 else str(n - 25)[-1] for n in range(36))
        free = next((c for c in (*own, *spare) if c not in found), "?")
        found.append(free)
    return tuple(found)


def shares(values: Iterable[float], cells: int) -> tuple[int, ...]:
    """Whole cells for each value that add up to `cells`, by largest remainder; zero gets none.

    Negative values count as zero.
    """
    sizes = [bounded(max(0.0, value)) for value in values]
    whole = sum(sizes)
    if not whole or cells <= 0:
        return tuple(0 for _ in sizes)
    exact = [size / whole * cells for size in sizes]
    given = [int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda n: given[n] - exact[n])
    for place in order[: max(0, cells - sum(given))]:
        given[place] += 1
    return tuple(given)


def thinned(count_of: int, room: int) -> int:
    """Show each n-th label so that `count_of` of them fit into `room` places."""
    return next(n for n in count(1) if count_of <= max(1, room) * n)
