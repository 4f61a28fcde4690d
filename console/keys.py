"""Bytes from the terminal to keys: what is no UTF-8, and what never ends, stops nothing."""

from __future__ import annotations

import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from typing import Any

from textual._xterm_parser import XTermParser

PASTE_START = "\x1b[200~"
PASTE_END = "\x1b[201~"
PASTE_PATIENCE = 3.0
"""Seconds without a byte after which an unfinished paste is taken as finished."""


class Keys:
    """Bytes from the terminal to Textual's messages."""

    def __init__(self, tell: Callable[[Any], None], debug: bool = False) -> None:
        self._parser = XTermParser(debug)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._tell = tell
        self._tail = ""
        self._pasting = False
        self._last = time.monotonic()

    def feed(self, data: bytes) -> None:
        """What was read."""
        text = self._decode(data)
        if not text:
            return
        self._last = time.monotonic()
        self._watch_paste(text)
        self._feed(text)

    def tick(self, last: bool = False) -> None:
        """Time passed: a lone escape, or a paste that never ended. `last`: there is no more."""
        for message in self._parser.tick():
            self._tell(message)
        if self._pasting and (last or time.monotonic() - self._last > PASTE_PATIENCE):
            self._pasting = False
            # The character after the end mark makes the parser let go of the paste; a focus
            # report is one that no screen acts on.
            self._feed(PASTE_END + "\x1b[I")

    def close(self) -> None:
        """No more input."""
        for message in self._parser.feed(""):
            self._tell(message)

    def _feed(self, text: str) -> None:
        for message in self._parser.feed(text):
            self._tell(message)

    def _watch_paste(self, text: str) -> None:
        seen = self._tail + text
        start, end = seen.rfind(PASTE_START), seen.rfind(PASTE_END)
        if start != end:
            self._pasting = start > end
        self._tail = seen[-(len(PASTE_START) - 1) :]
