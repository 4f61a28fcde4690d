"""Our terminal driver: Textual's, without the ways in which a bad link ends or freezes it.

Different from `LinuxDriver` in seven points. Bytes that are not UTF-8 become U+FFFD instead of
ending the app. The end of the terminal (end of file, I/O error) leaves the app instead of
spinning. A paste whose end never came is delivered after a while instead of swallowing each key.
Writing never blocks the event loop. A frame goes out in one piece, with the colours that change
and no others. And a key is handed over when the key before it has had its effect: a slow link
delivers `c`, a sentence and Enter in one piece, and none of it may go to the widget that had the
focus before. Tests pin what this relies on in Textual. And no more is sent than this kind of
terminal takes; what concerns its modes stands in `ModedDriver`.
"""

from __future__ import annotations

import asyncio
import os
import selectors
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.geometry import Size
from textual.message import Message

from console import standing
from console.few_colours import fit_signs
from console.kinds import Signs
from console.modes import STDERR, ModedDriver
from console.pen import Pen
from console.resizing import SizeChanges
from console.writer import PatientWriter

PASTE_START = "\x1b[200~"
PASTE_END = "\x1b[201~"
PASTE_PATIENCE = 3.0
"""Seconds without a byte after which an unfinished paste is taken as finished."""
SMALL = 256
"""Characters of a frame that a terminal takes in one piece, with nothing to tear."""
LARGE = 4096
"""Characters of a frame that assumes nothing, so that it also mends what others did meanwhile."""
FIRST_PATIENCE = 30.0
"""Seconds after which keys go to whatever there is, also without a first drawing."""
KEY_PATIENCE = 0.5
"""Seconds after which the next key is handed over, whatever the one before it is still doing."""
_CALM_TURNS = 4
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


class RoomDriver(ModedDriver):
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
        self._has_begun = False
        self._on_other_screen = False
        self._is_shown = False
        self._sizes = SizeChanges(self._loop, self._size_changed)
        self._asked_for_last = False

    def start_application_mode(self) -> None:
        """Take the terminal, for the first time or again.

        For the first time from the first frame that stands there, on the same screen.
        """
        if self._output.ended:
            self._output = PatientWriter(STDERR, self._draw_again)
            self._output.start()
            self._pen, self._frame = Pen(), None
        found = None if self._has_begun else standing.hand_over()
        self._has_begun = True
        self._on_other_screen = found is not None
        super().start_application_mode()
        if found is not None:
            self.attrs_before = found

    # -- output -----------------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Queue for the terminal; never blocks. A frame goes out whole, in one piece."""
        if data == standing.ENTER and self._on_other_screen:
            self._on_other_screen = False  # again, it would be cleared
            return
        if not self.is_understood(data) or self.is_hidden(data):
            return
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

    def _size_changed(self) -> None:
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))

    def _send(self, text: str) -> None:
        if self.kind.signs is not Signs.ALL:
            text = fit_signs(text, self.kind.signs)
        if not self._output.write(text):
            self._pen.lost()

    def _draw_again(self) -> None:
        self._loop.call_soon_threadsafe(self._repaint)

    def _repaint(self) -> None:
        if self._app.is_running:
            self._app.refresh(layout=True)
            self._app.screen.refresh(layout=True)

    def resized(self) -> None:
        """The window has another size: the notice at once, the app as often as is worth it."""
        super().resized()
        self._sizes.note()

    def paint_over(self, text: str) -> None:
        """Write past the app, whose frames are let go meanwhile."""
        self._frame = None
        self._pen.lost()
        self._send(text)

    def draw_again(self) -> None:
        """Draw the whole screen, with nothing taken for granted."""
        self._pen.lost()
        self._repaint()

    def close(self) -> None:
        """Let the writers finish."""
        self._output.stop()
        super().close()

    # -- input ------------------------------------------------------------------------------

    def process_message(self, message: Message) -> None:
        """Hand a message to the app; after a key that may act, wait until it has been dealt with.

        A character for a field that has the focus cannot send the next key elsewhere. What was
        typed while the console was loading waits until there is a screen that can take it.
        """
        if isinstance(message, events.Resize):
            self._sizes.note()
            return
        if not self._is_shown and isinstance(message, events.Key | events.Paste):
            self._wait_until_shown()
        acts = isinstance(message, events.Key) and not self._is_typed(message)
        super().process_message(message)
        if acts and not self.exit_event.is_set():
            self._wait_until_quiet()

    def _is_typed(self, key: events.Key) -> bool:
        stack = self._app.screen_stack if self._app.is_running else []
        field = stack[-1].focused if stack else None
        return field is not None and field.check_consume_key(key.key, key.character)

    def _wait_until_shown(self) -> None:
        end = time.monotonic() + FIRST_PATIENCE
        while not self._app._dom_ready and time.monotonic() < end:
            if self.exit_event.wait(0.01):
                return
        self._is_shown = True
        self._wait_until_quiet(FIRST_PATIENCE)

    def _wait_until_quiet(self, patience: float = KEY_PATIENCE) -> None:
        waiting = asyncio.run_coroutine_threadsafe(self._quiet(), self._loop)
        end = time.monotonic() + patience
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
        keys = Keys(self.process_message, self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_POLL) and not self._read_into(keys):
                    keys.tick(last=True)
                    self._asked_for_last = False
                    self._gone()
                    break
                keys.tick(self._asked_for_last)
                self._asked_for_last = False

    def _read_into(self, keys: Keys) -> bool:
        """Read once; False at the end of the terminal."""
        try:
            data = os.read(self.fileno, _READ)
        except OSError:
            return False
        keys.feed(data)
        return bool(data)

    async def let_go(self) -> None:
        """Let what was read have its effect, a paste without its end too: the app is to leave.

        Takes no longer than twice `KEY_PATIENCE`, whatever the app is doing.
        """
        self._asked_for_last = True
        end = time.monotonic() + KEY_PATIENCE
        while self._asked_for_last and time.monotonic() < end:
            await asyncio.sleep(0.01)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._quiet(), KEY_PATIENCE)

    def _gone(self) -> None:
        self._output.gone = True
        if self.on_gone is not None:
            self._loop.call_soon_threadsafe(self.on_gone)
