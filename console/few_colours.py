"""Fits what is drawn to a terminal that takes fewer colours, or fewer signs, than we draw with.

Colours: a look of ours is recognised by its colours and said with what every terminal has: bold,
reverse, underlined. Signs: each has a twin of the same width in ASCII.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields
from functools import lru_cache
from typing import Any

from rich.cells import split_graphemes
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter, Monochrome

from console.guard import Guard
from console.kinds import Colours, Kind, Signs
from console.themes import DEFAULT, PALETTES
from console.widgets import chart_signs, glyphs

_OTHERS = {
    **dict.fromkeys("│┃┆╎▏▎▍▋▊▉▐├", "|"), **dict.fromkeys("┌┐┘╭╮╰╯┼┬┴╋", "+"), "▔": "-", "╲": "\\",
    **dict.fromkeys("▀▄", "#"), "↓": "v", "←": "<", "•": "*", "‣": ">", "—": "-", "−": "-",
    **dict.fromkeys("“”„", '"'), **dict.fromkeys("‘’", "'"), "›": ">", "‹": "<", "×": "x", "÷": "/",
    "±": "+", "≥": ">", "≤": "<", "\xa0": " ",
}  # fmt: skip
"""Signs that Textual draws, and those of our sentences."""


def _twins() -> dict[str, str]:
    """Every sign that is drawn, in one cell, with its twin in ASCII."""
    found = dict(zip(glyphs.UNICODE.bars, glyphs.ASCII.bars, strict=True)) | _OTHERS
    found |= dict(zip(chart_signs.UNICODE.fills, chart_signs.ASCII.fills, strict=True))
    for table, plain in (
        (chart_signs.UNICODE, chart_signs.ASCII),
        (glyphs.UNICODE, glyphs.ASCII),
    ):
        for field in fields(table):
            sign, twin = getattr(table, field.name), getattr(plain, field.name)
            if isinstance(sign, str) and len(sign) == 1 and not sign.isascii():
                found[sign] = twin
    return found


TWINS = str.maketrans(_twins())
_HIGH = re.compile("[^\x00-\x7f]+")

_NAMES = {"accent": 6, "success": 2, "warning": 3, "error": 1}
"""Colours that carry a meaning, and their numbers on the Linux console, where bold brightens."""


def fit_signs(text: str, signs: Signs) -> str:
    """`text` as this terminal can draw it; every cell stays where it is."""
    if signs is Signs.ALL or text.isascii():
        return text
    text = text.replace(" · ", " | ").translate(TWINS)
    return _HIGH.sub(_seven_bit, text) if signs is Signs.ASCII else text


def _seven_bit(found: re.Match[str]) -> str:
    """The letter without its accent where it has one, else a question mark for each cell."""
    piece = found[0]
    folded = []
    for start, end, cells in split_graphemes(piece)[0]:
        letters = unicodedata.normalize("NFKD", piece[start:end]).encode("ascii", "ignore").decode()
        folded.append(letters if len(letters) == cells else "?" * cells)
    return "".join(folded)


class FewColours(LineFilter):
    """Says the looks of a palette without its colours."""

    def __init__(self, app: App[Any], named: bool) -> None:
        """`named`: with the few colours of a terminal whose ground is black."""
        super().__init__()
        self._app = app
        self._named = named

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - the filter's interface
        """The segments with the terminal's own colours, and what tells looks apart without."""
        theme = self._app.theme
        name = theme if theme in PALETTES else DEFAULT
        return [
            segment
            if segment.control or segment.style is None
            else Segment(segment.text, _said(segment.style, name, self._named))
            for segment in segments
        ]


@lru_cache(4096)
def _said(style: Style, name: str, named: bool) -> Style:
    """A style of this palette in attributes."""
    look = PALETTES[name]
    ground, text = _hex(style.bgcolor), _hex(style.color)
    inverse = bool(style.reverse)
    filled = ground in (look.cursor, look.text, look.accent, look.quiet, look.rule)
    means = next((word for word in _NAMES if text == getattr(look, word)), "")
    loud = means in ("warning", "error")
    number = _NAMES.get(means) if named and not filled else None
    return Style(
        color=None if number is None else RichColor.from_ansi(number),
        bold=bool(style.bold) or loud or number is not None,
        underline=bool(style.underline) or ground == look.resting,
        reverse=inverse != filled,
        strike=style.strike,
        meta=style.meta or None,
    )


def _hex(color: RichColor | None) -> str:
    return "" if color is None or color.triplet is None else color.triplet.hex


def install(app: App[Any], kind: Kind) -> None:
    """Let the app draw for this kind of terminal, once. The guard stays the last filter."""
    # The list is Textual's private one, like for the guard; a test pins it.
    filters = app._filters
    filters[:] = [item for item in filters if not isinstance(item, Monochrome | FewColours)]
    app.no_color = kind.colours is Colours.NONE
    if kind.colours in (Colours.NONE, Colours.CONSOLE):
        last = next((n for n, item in enumerate(filters) if isinstance(item, Guard)), len(filters))
        filters.insert(last, FewColours(app, named=kind.colours is Colours.CONSOLE))
