"""Our terminal driver: Textual's, without the ways in which a bad link ends or freezes it.

Different from `LinuxDriver` in seven points. Bytes that are not UTF-8 become U+FFFD instead of
ending the app. The end of the terminal (end of file, I/O error) leaves the app instead of
spinning. A paste whose end never came is delivered after a while instead of swallowing each key.
Writing never blocks the event loop. A frame goes out in one piece, with the colours that change
and no others. And a key is handed over when the key before it has had its effect: a slow link
delivers `c`, a sentence and Enter in one piece, and none of it may go to the widget that had the
focus before. A run of keys that nobody can have typed is handed over as pasted text, unless it is
meant for a field (`console/bursts.py`). Tests pin what this relies on in Textual. And no more is
sent than this kind of terminal takes; what concerns its modes stands in `ModedDriver`.
"""

from __future__ import annotations

import asyncio
import os
import selectors
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.app import App
from textual.geometry import Size
from textual.message import Message

from console import standing
from console.bursts import (
    CALM,
    OPENS_A_FIELD,
    Burst,
    looks_pasted,
    run_from,
    typed_meanwhile,
)
from console.few_colours import fit_signs
from console.keys import Keys
from console.kinds import Signs
from console.modes import STDERR, ModedDriver
from console.pen import Pen
from console.resizing import SizeChanges
from console.writer import PatientWriter

SMALL = 256
"""Characters of a frame that a terminal takes in one piece, with nothing to tear."""
LARGE = 4096
"""Characters of a frame that assumes nothing, so that it also mends what others did meanwhile."""
FIRST_PATIENCE = 30.0
"""Seconds after which keys go to whatever there is, also without a first drawing."""
KEY_PATIENCE = 0.5
"""Seconds after which the next key is handed over, whatever the one before it is still doing."""
_CALM_TURNS = 4
_AT_ONCE = 0.002
_READ = 4096
_POLL = 0.1


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
        self._again: deque[str] = deque()
        self._last_read = float("-inf")
        """Nobody looked while the console was loaded, and people typed meanwhile."""

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
                keys.tick(self._asked_for_last or not whole)
                self._asked_for_last = False
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
        if not self._is_shown:
            self._wait_until_shown()
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
