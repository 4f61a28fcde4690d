"""Showing what others write no more often than leaves time for the person at the keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

REST = 2.0
"""After showing, so many times as long as that took nothing of others is shown."""
MOST_S = 0.5
"""Seconds after which others are shown in any case, however slow this machine is."""


class Paced:
    """Calls `show` when it is asked to: at once, or when it has rested from the time before."""

    def __init__(self, show: Callable[[], object]) -> None:
        self._show = show
        self._rested_at = 0.0
        self._waits: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """There is something to show. To be called in the running loop."""
        if self._waits is not None:
            return
        loop = asyncio.get_running_loop()
        left = self._rested_at - loop.time()
        if left > 0:
            self._waits = loop.call_later(left, self._call)
        else:
            self._call()

    def stop(self) -> None:
        """Nothing is shown any more."""
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None

    def _call(self) -> None:
        self._waits = None
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            self._show()
        finally:
            ended = loop.time()
            self._rested_at = ended + min(MOST_S, REST * (ended - began))
