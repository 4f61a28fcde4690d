"""Our terminal driver: Textual's, without the ways in which a bad link ends or freezes it.

Different from `LinuxDriver` in seven points. Bytes that are not UTF-8 become U+FFFD instead of
ending the app. The end of the terminal (end of file, I/O error) leaves the app instead of
spinning. A paste whose end never came is delivered after a while instead of swallowing each key.
Writing never blocks the event loop. A frame goes out in one piece, with the colours that change
and no others. And a key is handed over when the key before it has had its effect: a slow link
delivers `c`, a sentence and Enter in one piece, and none of it may go to the widget that had the
focus before. And a run of keys that nobody can have typed is handed over as pasted text, unless it
is meant for a field (`console/bursts.py`). Tests pin what this relies on in Textual.
"""

from __future__ import annotations

import asyncio
import os
import selectors
import time
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from console.bursts import (
    CALM,
    OPENS_A_FIELD,
    Burst,
    looks_pasted,
    run_from,
    typed_meanwhile,
)
from console.pen import Pen
from console.writer import PatientWriter

PASTE_START = "\x1b[200~"
PASTE_END = "\x1b[201~"
PASTE_PATIENCE = 3.0
"""Seconds without a byte after which an unfinished paste is taken as finished."""
STDERR = 2
"""Textual draws on standard error, so that output can be piped away."""
SMALL = 256
"""Characters of a frame that a terminal takes in one piece, with nothing to tear."""
LARGE = 4096
"""Characters of a frame that assumes nothing, so that it also mends what others did meanwhile."""
KEY_PATIENCE = 0.5
"""Seconds after which the next key is handed over, whatever the one before it is still doing."""
SCREEN_PATIENCE = 5.0
"""Seconds that a burst typed before the first screen waits for it."""
_CALM_TURNS = 4
_AT_ONCE = 0.002
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
        self._pen = Pen()
        self._frame: list[str] | None = None
        self._again: deque[str] = deque()
        self._last_read = time.monotonic()

    # -- output -----------------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Queue for the terminal; never blocks. A frame goes out whole, in one piece."""
        if data == SYNC_START:
            self._frame = []
        elif data == SYNC_END and self._frame is not None:
            drawn, self._frame = "".join(self._frame), None
            if len(drawn) > LARGE:
                self._pen.lost()
            frame = self._pen.draw(drawn)
            self._send(frame if len(frame) <= SMALL else f"{SYNC_START}{frame}{SYNC_END}")
        elif self._frame is not None:
            self._frame.append(data)
        else:
            self._send(self._pen.draw(data))

    def _send(self, text: str) -> None:
        if not self._output.write(text):
            self._pen.lost()

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

    def process_message(self, message: Message) -> None:
        """Hand a message to the app; after a key that may act, wait until it has been dealt with.

        A character for a field that has the focus cannot send the next key elsewhere.
        """
        acts = isinstance(message, events.Key) and not self._is_typed(message)
        super().process_message(message)
        if acts and not self.exit_event.is_set():
            self._wait_until_quiet()

    def _is_typed(self, key: events.Key) -> bool:
        stack = self._app.screen_stack if self._app.is_running else []
        field = stack[-1].focused if stack else None
        return field is not None and field.check_consume_key(key.key, key.character)

    def _wait_until_quiet(self) -> None:
        waiting = asyncio.run_coroutine_threadsafe(self._quiet(), self._loop)
        end = time.monotonic() + KEY_PATIENCE
        while not self.exit_event.is_set() and time.monotonic() < end:
            try:
                waiting.result(0.02)
            except TimeoutError:
                continue
            return
        waiting.cancel()

    async def _quiet(self) -> None:
        calm = 0
        while calm < _CALM_TURNS:
            await asyncio.sleep(0)
            calm = 0 if self._is_busy() else calm + 1

    def _is_busy(self) -> bool:
        """Whether a message waits anywhere on the way from the focus up to the app."""
        app = self._app
        if not app.is_running or not app.screen_stack:
            return False
        start = app.screen.focused or app.screen
        return any(pump.message_queue_size for pump in start.ancestors_with_self)

    def run_input_thread(self) -> None:
        """Read until told to stop, or until there is no terminal any more."""
        piece: list[Message] = []
        keys = Keys(piece.append, self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                looked = time.monotonic()
                came = selector.select(_POLL)
                # What did not wait for us was there before: it may have been typed meanwhile.
                away = looked - self._last_read if time.monotonic() - looked < _AT_ONCE else 0.0
                whole = not came or self._read_into(keys)
                self._last_read = time.monotonic()
                keys.tick()
                whole = self._hand_over(piece, keys, selector, typed_meanwhile(away)) and whole
                if not whole:
                    self._gone()
                    break
                self._press_again()

    def _hand_over(
        self, piece: list[Message], keys: Keys, selector: selectors.BaseSelector, spare: int
    ) -> bool:
        """Give the app what came in one piece, and empty it; False at the end of the terminal.

        Before each key it is asked anew where keys go: the one before may have opened a field.
        """
        at = keys_until = 0
        whole = True
        while at < len(piece):
            if at >= keys_until and self._acts(piece[at]):
                end, text = run_from(piece, at)
                if not looks_pasted(text, spare):
                    keys_until = end
                elif not self._is_for_a_field(piece[at]):
                    whole = end < len(piece) or self._read_on(keys, selector)
                    at, text = run_from(piece, at)
                    self.process_message(Burst(text))
                    continue
            self.process_message(piece[at])
            at += 1
        piece.clear()
        return whole

    def _acts(self, message: Message) -> bool:
        return isinstance(message, events.Key) and not self._is_typed(message)

    def _read_on(self, keys: Keys, selector: selectors.BaseSelector) -> bool:
        """Read the rest of a paste that came in several pieces; False at the terminal's end."""
        while not self.exit_event.is_set() and selector.select(CALM):
            if not self._read_into(keys):
                return False
        return True

    def _is_for_a_field(self, first: Message) -> bool:
        """Whether the first key of a burst lets the others go into a field."""
        self._wait_for_a_screen()
        waiting = asyncio.run_coroutine_threadsafe(self._opens_a_field(first), self._loop)
        with suppress(TimeoutError):
            return waiting.result(KEY_PATIENCE)
        waiting.cancel()
        return False

    async def _opens_a_field(self, message: Message) -> bool:
        app = self._app
        if not isinstance(message, events.Key) or not app.screen_stack:
            return False
        bound = app.screen.active_bindings.get(message.key)
        action = bound.binding.action.partition("(")[0] if bound is not None else ""
        return action.rpartition(".")[2] in OPENS_A_FIELD

    def _wait_for_a_screen(self) -> None:
        """Somebody may have typed before the first screen is there; it says what their keys do."""
        end = time.monotonic() + SCREEN_PATIENCE
        while not (self._app.is_running and self._app.screen_stack):
            if time.monotonic() > end or self.exit_event.wait(0.02):
                return

    def press_again(self, text: str) -> None:
        """Hand a burst over as the keys that it was; from any thread."""
        self._again.append(text)

    def _press_again(self) -> None:
        while self._again:
            Keys(self.process_message).feed(self._again.popleft().replace("\n", "\r").encode())

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
