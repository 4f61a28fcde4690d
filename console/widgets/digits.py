"""Large digits out of half blocks: a 3 by 5 dot font that scales in whole dots.

A dot is one cell wide and half a cell high, so it is about square in a terminal. At scale 1 a
digit takes 3 cells by 3 rows.
"""

from __future__ import annotations

_FONT = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    "-": ("   ", "   ", "###", "   ", "   "),
    ":": (" ", "#", " ", "#", " "),
    " ": (" ", " ", " ", " ", " "),
}
_DOTS = 5
_BLOCK = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def size(text: str, scale: int = 1) -> tuple[int, int]:
    """Cells wide and rows high that `text` takes."""
    dots = sum(len(_FONT[char][0]) + 1 for char in text) - 1
    return max(0, dots) * scale, -(-_DOTS * scale // 2)


def largest(text: str, width: int, height: int) -> int:
    """The largest scale at which `text` fits; 0 when none does."""
    scale = 0
    while (wanted := size(text, scale + 1)) and wanted[0] <= width and wanted[1] <= height:
        scale += 1
    return scale


def _dot_rows(text: str, scale: int) -> list[str]:
    rows = []
    for dot in range(_DOTS):
        row = " ".join(_FONT[char][dot] for char in text)
        rows.extend(["".join(char * scale for char in row)] * scale)
    return rows + [" " * len(rows[0])] * (len(rows) % 2)


def draw(text: str, scale: int = 1) -> list[str]:
    """`text` (digits, colon, dash, space) as rows of half blocks."""
    dots = _dot_rows(text, scale)
    return [
        "".join(_BLOCK[(up == "#", low == "#")] for up, low in zip(upper, lower, strict=True))
        for upper, lower in zip(dots[::2], dots[1::2], strict=True)
    ]
