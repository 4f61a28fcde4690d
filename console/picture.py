"""A picture of the screen that shows nothing, for while something private is on it."""

from __future__ import annotations

import io

from rich.console import Console

SAYS = "Private notes are open: this picture shows nothing."


def blank_picture(width: int, height: int, title: str) -> str:
    """An SVG of a screen of this size with one sentence and nothing else."""
    drawn = Console(
        width=width, height=height, file=io.StringIO(), record=True, force_terminal=True,
        legacy_windows=False, color_system="truecolor",
    )  # fmt: skip
    drawn.print(SAYS, markup=False, highlight=False)
    drawn.print("\n" * max(0, height - 3), end="")
    return drawn.export_svg(title=title)
