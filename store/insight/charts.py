"""Charts as values: what is drawn, without how. Terminal and report draw the same ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trend:
    """One value after the other, oldest first; None is a gap: no data, never zero."""

    title: str
    unit: str
    points: tuple[tuple[str, float | None], ...]
    """Label, like a planning interval or a day, and value."""
    band: tuple[float, float] | None = None
    """Lowest and highest value of a range."""
    band_is: str = "aim"
    """What that range is, in a word or two: an aim, or the limits of mere noise."""
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of a scatter; `label` is what it stands for."""

    x: float
    y: float
    label: str
    is_open: bool = False
    """Whether it is still in progress: drawn with another sign."""


@dataclass(frozen=True, slots=True)
class Scatter:
    """Points against two scales, with horizontal lines such as percentiles."""

    title: str
    x_name: str
    y_name: str
    dots: tuple[Dot, ...]
    lines: tuple[tuple[str, float], ...] = ()
    """Label and height."""
    x_labels: tuple[tuple[float, str], ...] = ()
    """Places on the scale below, and their words."""


@dataclass(frozen=True, slots=True)
class Pareto:
    """Bars from the most on, each with the share of all that it and those before make up."""

    title: str
    unit: str
    bars: tuple[tuple[str, float], ...]
    """Label and value; in the order in which they are drawn, largest first."""
    chosen: int | None = None
    """The bar that the room chose."""


@dataclass(frozen=True, slots=True)
class Stacked:
    """Bars of parts, each bar as long as the sum of its parts."""

    title: str
    unit: str
    parts: tuple[str, ...]
    """What the parts are, in the order in which they are laid."""
    bars: tuple[tuple[str, tuple[float, ...]], ...]
    """Label, and one value for each part."""
    as_shares: bool = True
    """Whether bars are drawn to the same length, as shares of their own sum."""


Chart = Trend | Scatter | Pareto | Stacked


def cumulative(chart: Pareto) -> tuple[float, ...]:
    """For each bar the share, in percent, that it and the bars before it make up of all."""
    whole = sum(value for _, value in chart.bars)
    reached, found = 0.0, []
    for _, value in chart.bars:
        reached += value
        found.append(100 * reached / whole if whole else 0.0)
    return tuple(found)
