"""Writing to a terminal that may be slow, unread or gone, without ever stopping the program.

Textual's own writer blocks the event loop once the terminal takes nothing for 30 writes: timers,
saves and signals would wait for somebody to press a key on a dead link. This one lets the loop go
on. When too much is waiting it drops whole frames and asks for one full drawing once the terminal
reads again.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

MAX_WAITING = 512 * 1024
"""Characters that may wait; a full screen of 300 by 90 is about half of it."""


class PatientWriter(threading.Thread):
    """Writes text to a file descriptor in its own thread. `write` never blocks."""

    def __init__(self, fileno: int, on_caught_up: Callable[[], None]) -> None:
        """`on_caught_up` is called from this thread after frames were dropped and all is read."""
        super().__init__(daemon=True, name="terminal-output")
        self._fileno = fileno
        self._on_caught_up = on_caught_up
        self._ready = threading.Condition()
        self._waiting: list[str] = []
        self._size = 0
        self._busy = False
        self._dropped = False
        self.ended = False
        """Told to stop: nothing more is taken."""
        self.gone = False
        """The terminal refused a write: nothing is written any more."""

    def write(self, text: str) -> bool:
        """Queue text; False when it is dropped, as the terminal is gone or far behind."""
        with self._ready:
            if self.gone or self.ended:
                return False
            if self._size + len(text) > MAX_WAITING:
                self._dropped = True
                return False
            self._waiting.append(text)
            self._size += len(text)
            self._ready.notify()
            return True

    def stop(self, patience: float = 1.0) -> None:
        """Write what waits and end; give up after `patience` seconds on a terminal nobody reads."""
        with self._ready:
            self.ended = True
            self._ready.notify()
        self.join(patience)

    def run(self) -> None:
        """Write until told to stop."""
        while (text := self._next()) is not None:
            self._send(text.encode("utf-8", "replace"))
            self._check()

    def _next(self) -> str | None:
        with self._ready:
            while not self._waiting:
                if self.ended:
                    return None
                self._ready.wait()
            text = "".join(self._waiting)
            self._waiting.clear()
            self._busy = True
            return text

    def _send(self, data: bytes) -> None:
        view = memoryview(data)
        while view and not self.gone:
            try:
                view = view[os.write(self._fileno, view) :]
            except OSError:
                self.gone = True

    def _check(self) -> None:
        with self._ready:
            self._size = sum(len(text) for text in self._waiting)
            self._busy = False
            again = self._dropped and not self._waiting and not self.ended
            if again:
                self._dropped = False
        if again and not self.gone:
            self._on_caught_up()
