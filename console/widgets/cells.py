"""Text measured in terminal cells, never in characters.

A wide character or a joined emoji is never split: what does not fit whole is left out.
"""

from __future__ import annotations

from rich.cells import cell_len as cell_len
from rich.cells import split_graphemes

ELLIPSIS = "…"
_BREAKS = str.maketrans("\n\r\t\v\f\x85\u2028\u2029", " " * 8)
_CLUSTER = 8
"""Characters that one visible cell may be made of; bounds how much of a long text is looked at."""


def _head(text: str, width: int) -> str:
    """As many whole characters of `text` as fit into `width` cells."""
    if width <= 0:
        return ""
    near = text[: width * _CLUSTER + 64]
    if near.isascii():
        return near[:width]
    used = 0
    for start, _end, size in split_graphemes(near)[0]:
        if used + size > width:
            return near[:start]
        used += size
    return near


def fits(text: str, width: int) -> bool:
    """Whether `text` needs at most `width` cells."""
    return cell_len(text) <= width


def cut(text: str, width: int, ellipsis: str = ELLIPSIS) -> str:
    """`text` as one line of at most `width` cells.

    What is cut ends with `…`, at a word where one is near.
    """
    text = text.translate(_BREAKS)
    if fits(text, width):
        return text
    room = width - cell_len(ellipsis)
    if room <= 0:
        return ellipsis if width > 0 and room == 0 else ""
    head = _head(text, room)
    space = head.rfind(" ")
    at_a_word = text[len(head) : len(head) + 1] == " "
    if not at_a_word and space > 0 and cell_len(head[space:]) <= max(3, room // 3):
        head = head[:space]
    return head.rstrip() + ellipsis


def pad(text: str, width: int, right: bool = False, ellipsis: str = ELLIPSIS) -> str:
    """`text` cut or filled with spaces to exactly `width` cells; `right` aligns it right."""
    shown = cut(text, width, ellipsis)
    space = " " * max(0, width - cell_len(shown))
    return space + shown if right else shown + space


def _pieces(word: str, width: int) -> list[str]:
    pieces = []
    while word and not fits(word, width):
        head = _head(word, width) or word[:1]
        pieces.append(head)
        word = word[len(head) :]
    return [*pieces, word] if word else pieces


def wrap(text: str, width: int) -> list[str]:
    """`text` broken at spaces into lines of at most `width` cells; a longer word is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, max(2, width)):
            joined = f"{line} {piece}" if line else piece
            if line and not fits(joined, width):
                lines.append(line)
                joined = piece
            line = joined
    return [*lines, line] if line else lines
