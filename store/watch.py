"""Following a log from an event loop: what changed is asked for when the log's bell rings."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol


class Waking(Protocol):
    """A log, or whatever else has a bell."""

    def wake(self) -> int | None:
        """A descriptor that becomes readable when there may be something new; None: poll."""


SAFETY_S = 1.0
"""How often to look although no bell rang: a bell can be lost, a fact must not be."""

POLL_S = 0.1
"""How often to look where there is no bell."""


class Watch:
    """Calls `on_wake` when there may be something to `follow`, from `start` to `stop`.

    `on_wake` runs in the event loop, gets no argument, and should call `follow`; it may be called
    for nothing. Many rings in one turn of the loop make one call.
    """

    def __init__(
        self, log: Waking, on_wake: Callable[[], object], safety_s: float = SAFETY_S
    ) -> None:
        self._log = log
        self._safety_s = safety_s
        self._on_wake = on_wake
        self._loop: asyncio.AbstractEventLoop | None = None
        self._fd: int | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._soon: asyncio.Handle | None = None

    def start(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """Begin, in `loop` or the running one. A second start changes nothing."""
        if self._loop is not None:
            return
        self._loop = loop or asyncio.get_running_loop()
        self._fd = self._log.wake()
        if self._fd is not None:
            try:
                self._loop.add_reader(self._fd, self._ring)
            except (NotImplementedError, OSError):
                self._fd = None  # a loop that cannot watch descriptors: poll
        self._arm()

    def stop(self) -> None:
        """End; no call comes afterwards. Call it before the log is closed. Idempotent."""
        if self._loop is None:
            return
        if self._fd is not None:
            self._loop.remove_reader(self._fd)
        for handle in (self._timer, self._soon):
            if handle is not None:
                handle.cancel()
        self._loop = self._fd = self._timer = self._soon = None

    def _ring(self) -> None:
        if self._fd is not None:
            with suppress(BlockingIOError):
                while len(os.read(self._fd, 65536)) == 65536:
                    pass
        if self._soon is None and self._loop is not None:
            self._soon = self._loop.call_soon(self._call)

    def _call(self) -> None:
        self._soon = None
        self._on_wake()

    def _arm(self) -> None:
        if self._loop is not None:
            pause = min(POLL_S, self._safety_s) if self._fd is None else self._safety_s
            self._timer = self._loop.call_later(pause, self._look)

    def _look(self) -> None:
        self._arm()
        self._on_wake()
