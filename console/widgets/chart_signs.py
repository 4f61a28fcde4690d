"""The signs that charts are drawn with, with ASCII twins for plain terminals."""

from __future__ import annotations

from dataclasses import dataclass

from console.widgets import glyphs


@dataclass(frozen=True, slots=True)
class Signs:
    """One cell each."""

    axis: str
    tick: str
    corner: str
    floor: str
    dash: str
    """A piece of a broken line across."""
    small: str
    """A point between two values."""
    fills: str
    """What the parts of a bar are filled with; neighbours look apart without any colour."""
    eighths: str
    """The last cell of a bar, from one eighth on; empty where only whole cells can be drawn."""
    mark: str
    """A point of the cumulative line."""
    upright: str
    """A piece of a broken line from top to bottom."""
    blocks: bool


UNICODE = Signs(
    axis="│",
    tick="┤",
    corner="└",
    floor="─",
    dash="┄",
    small="·",
    fills="█░▓▒═╱",
    eighths="▏▎▍▌▋▊▉",
    mark="●",
    upright="┊",
    blocks=True,
)
ASCII = Signs(
    axis="|",
    tick="+",
    corner="+",
    floor="-",
    dash="-",
    small=".",
    fills="#.=:+/",
    eighths="",
    mark="@",
    upright=":",
    blocks=False,
)


def signs() -> Signs:
    """The set for this terminal."""
    return UNICODE if glyphs.GLYPHS.blocks else ASCII


def bar(length: float) -> str:
    """A bar of so many cells, to an eighth where blocks can be drawn."""
    known, cells = signs(), max(0.0, length)
    if not known.blocks:
        return known.fills[0] * round(cells)
    whole, rest = int(cells), round((cells - int(cells)) * 8)
    if rest == 8:
        whole, rest = whole + 1, 0
    return "█" * whole + (known.eighths[rest - 1] if rest else "")
