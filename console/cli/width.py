"""Text measured in terminal cells, with the standard library alone."""

from __future__ import annotations

from unicodedata import category, east_asian_width

_JOINER = "\u200d"
_AS_EMOJI = "\ufe0f"


def cells(text: str) -> int:
    """How many cells a terminal needs for `text`: 2 for wide characters, 0 for marks.

    Characters that a joiner binds to the one before count with it.
    """
    if text.isascii():
        return len(text)
    return sum(_steps(text))


def _steps(text: str) -> list[int]:
    """Cells that each character adds."""
    steps: list[int] = []
    joined = False
    flag = False
    for ch in text:
        size = _size(ch)
        if joined:
            size = 0
        elif ch == _AS_EMOJI and steps and steps[-1] == 1:
            size = 1  # the sign before is drawn as a picture, twice as wide
        regional = "\U0001f1e6" <= ch <= "\U0001f1ff"
        if regional:
            size = 0 if flag else 2
        flag = regional and not flag
        joined = ch == _JOINER
        steps.append(size)
    return steps


def _size(ch: str) -> int:
    if category(ch) in ("Mn", "Me", "Cf") or "\U0001f3fb" <= ch <= "\U0001f3ff":
        return 0
    return 2 if east_asian_width(ch) in "WF" else 1


def pad(text: str, width: int, right: bool = False) -> str:
    """`text` filled with spaces to `width` cells."""
    space = " " * max(0, width - cells(text))
    return space + text if right else text + space


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, ending with `…` at a word where one is near."""
    if cells(text) <= width:
        return text
    used, end = 0, 0
    for size in _steps(text):
        if used + size > width - 1:
            break
        used += size
        end += 1
    head = text[:end]
    space = head.rfind(" ")
    if space > 0 and not text[end : end + 1].isspace() and end - space <= max(3, end // 3):
        head = head[:space]
    return head.rstrip() + "…"
