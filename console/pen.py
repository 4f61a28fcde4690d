"""The colours that a terminal draws with, so that only what changes of them is sent.

Textual names both colours and all attributes before each piece of a line and resets them behind
it: 45 bytes around a digit that needs three. A terminal remembers what it was told. This one
remembers too, from frame to frame, and sends the difference just before something is printed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

RESET = "\x1b[0m"
_COLOURS = re.compile(r"\x1b\[([0-9;]*)m")
_PLACES = re.compile(r"(?:\x1b\[[0-9;]*H|[\r\n])*")
"""What moves the cursor and prints nothing."""
_OTHER = re.compile(r"\x1b(?!\[[0-9;]*[mH])")
"""The start of any other sequence: an erasing one would fill with the colours of the moment."""


class Look(NamedTuple):
    """Attributes, and the parameters of both colours ("" where the terminal's own are meant)."""

    attributes: frozenset[str]
    text: str
    ground: str


PLAIN = Look(frozenset(), "", "")


@lru_cache(4096)
def read(parameters: str) -> Look:
    """What the parameters of one sequence mean after a reset."""
    attributes: set[str] = set()
    text = ground = ""
    given = parameters.split(";")
    at = 0
    while at < len(given):
        code = given[at]
        size = {"2": 5, "5": 3}.get(given[at + 1], 1) if code in ("38", "48") else 1
        whole = ";".join(given[at : at + size])
        at += size
        if code in ("", "0"):
            attributes.clear()
            text = ground = ""
        elif code[:1] in ("3", "9") and len(code) == 2:
            text = whole
        elif (code[:1] == "4" and len(code) == 2) or (code[:2] == "10" and len(code) == 3):
            ground = whole
        else:
            attributes.add(whole)
    return Look(frozenset(attributes), text, ground)


@lru_cache(4096)
def change(old: Look | None, new: Look) -> str:
    """The shortest sequence from one look to another; None is a look that nobody knows."""
    if old == new:
        return ""
    if new == PLAIN:
        return RESET
    parts = []
    if old is None or not old.attributes <= new.attributes:
        parts, old = ["0"], PLAIN
    parts += sorted(new.attributes - old.attributes)
    if new.text != old.text:
        parts.append(new.text or "39")
    if new.ground != old.ground:
        parts.append(new.ground or "49")
    return f"\x1b[{';'.join(parts)}m"


class Pen:
    """What one terminal draws with now. All that is written to it must pass here, in order."""

    def __init__(self) -> None:
        self._has: Look | None = None

    def lost(self) -> None:
        """Something did not get through, or others wrote: what the terminal has is unknown."""
        self._has = None

    def draw(self, text: str) -> str:
        """`text` with the fewest colour sequences that give the same picture.

        Each sequence in `text` is taken to begin from nothing, as Textual's do. Behind anything
        but places, colours and printed text the terminal is left with its own colours.
        """
        if _OTHER.search(text):
            before, self._has = self._has, PLAIN
            return change(before, PLAIN) + text + (RESET if _COLOURS.search(text) else "")
        pieces = _COLOURS.split(text)
        sent = [self._print(pieces[0], PLAIN)]
        for parameters, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            sent.append(self._print(piece, read(parameters)))
        return "".join(sent)

    def _print(self, piece: str, look: Look) -> str:
        if not piece or _PLACES.fullmatch(piece):
            return piece
        before, self._has = self._has, look
        return change(before, look) + piece
