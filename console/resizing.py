"""A window that is being dragged: ten sizes a second are drawn at most, and always the last one.

Each size lays out and draws the whole screen. A person who drags an edge makes a hundred of them
in two seconds, of which no eye and no slow link sees more than a few.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

SPAN = 0.1
"""Seconds between two sizes that are drawn; the first of a change is drawn at once."""


class SizeChanges:
    """Calls `tell` in the loop when the size may be another, not more often than every `SPAN`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, tell: Callable[[], None]) -> None:
        self._loop = loop
        self._tell = tell
        self._due: asyncio.TimerHandle | None = None
        self._told = -SPAN

    def note(self, *_: object) -> None:
        """The size changed: from a signal's handler or from another thread."""
        self._loop.call_soon_threadsafe(self._noted)

    def _noted(self) -> None:
        if self._due is None:
            wait = max(0.0, self._told + SPAN - self._loop.time())
            self._due = self._loop.call_later(wait, self._tell_now)

    def _tell_now(self) -> None:
        self._due = None
        self._told = self._loop.time()
        self._tell()
