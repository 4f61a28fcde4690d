"""Large digits out of half blocks: a 3 by 5 dot font that scales in whole dots.

A dot is one cell wide and half a cell high, so it is about square in a terminal. At scale 1 a
digit takes 3 cells by 3 rows. Plain digits, for terminals without blocks, have dots of two cells
by one row, drawn as `##`.
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
    "d": ("  #", "  #", "###", "# #", "###"),
    ":": (" ", "#", " ", "#", " "),
    " ": (" ", " ", " ", " ", " "),
}
_DOTS = 5
_BLOCK = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def size(text: str, scale: int = 1, plain: bool = False) -> tuple[int, int]:
    """Cells wide and rows high that `text` takes."""
    dots = max(0, sum(len(_FONT[char][0]) + 1 for char in text) - 1)
    if plain:
        return dots * scale * 2, _DOTS * scale
    return dots * scale, -(-_DOTS * scale // 2)


def largest(text: str, width: int, height: int, plain: bool = False) -> int:
    """The largest scale at which `text` fits; 0 when none does."""
    scale = 0
    while (wanted := size(text, scale + 1, plain)) and wanted[0] <= width and wanted[1] <= height:
        scale += 1
    return scale


def _dot_rows(text: str, scale: int) -> list[str]:
    rows = []
    for dot in range(_DOTS):
        row = " ".join(_FONT[char][dot] for char in text)
        rows.extend(["".join(char * scale for char in row)] * scale)
    return rows


def draw(text: str, scale: int = 1, plain: bool = False) -> list[str]:
    """`text` (digits, colon, dash, space, the `d` of days) as rows of half blocks, or of `#`."""
    dots = _dot_rows(text, scale)
    if plain:
        return ["".join(char * 2 for char in row) for row in dots]
    if len(dots) % 2:
        dots.append(" " * len(dots[0]))
    return [
        "".join(_BLOCK[(up == "#", low == "#")] for up, low in zip(upper, lower, strict=True))
        for upper, lower in zip(dots[::2], dots[1::2], strict=True)
    ]
