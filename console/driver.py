"""Our terminal driver: Textual's, without the ways in which a bad link ends or freezes it.

Different from `LinuxDriver` in four points. Bytes that are not UTF-8 become U+FFFD instead of
ending the app. The end of the terminal (end of file, I/O error) leaves the app instead of
spinning. A paste whose end never came is delivered after a while instead of swallowing each key.
Writing never blocks the event loop. Tests pin what this relies on in Textual.
"""

from __future__ import annotations

import os
import selectors
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from typing import Any

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from console.writer import PatientWriter

PASTE_START = "\x1b[200~"
PASTE_END = "\x1b[201~"
PASTE_PATIENCE = 5.0
"""Seconds without a byte after which an unfinished paste is taken as finished."""
STDERR = 2
"""Textual draws on standard error, so that output can be piped away."""
_READ = 4096
_POLL = 0.1


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

    def tick(self) -> None:
        """Time passed: a lone escape, or a paste that never ended."""
        for message in self._parser.tick():
            self._tell(message)
        if self._pasting and time.monotonic() - self._last > PASTE_PATIENCE:
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


class RoomDriver(LinuxDriver):
    """The driver of the console."""

    on_gone: Callable[[], None] | None = None
    """Called in the event loop when the terminal has ended; set by `run_app`."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._output = PatientWriter(STDERR, self._draw_again)
        self._output.start()

    # -- output -----------------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Queue for the terminal; never blocks."""
        self._output.write(data)

    def _draw_again(self) -> None:
        self._loop.call_soon_threadsafe(self._repaint)

    def _repaint(self) -> None:
        if self._app.is_running:
            self._app.refresh(layout=True)
            self._app.screen.refresh(layout=True)

    def close(self) -> None:
        """Let the writers finish."""
        self._output.stop()
        super().close()

    # -- input ------------------------------------------------------------------------------

    def run_input_thread(self) -> None:
        """Read until told to stop, or until there is no terminal any more."""
        keys = Keys(self.process_message, self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_POLL) and not self._read_into(keys):
                    self._gone()
                    break
                keys.tick()

    def _read_into(self, keys: Keys) -> bool:
        """Read once; False at the end of the terminal."""
        try:
            data = os.read(self.fileno, _READ)
        except OSError:
            return False
        keys.feed(data)
        return bool(data)

    def _gone(self) -> None:
        self._output.gone = True
        if self.on_gone is not None:
            self._loop.call_soon_threadsafe(self.on_gone)
