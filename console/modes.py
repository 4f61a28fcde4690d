"""The terminal's modes: what is asked of which kind of terminal, its size, and being stopped.

Different from `LinuxDriver` in five points. An old terminal is asked for nothing that it might
print. The size is the one of the terminal that is drawn on, not of an environment that may be
stale. A window that is too small shows a notice, and the app draws behind it what would fit. A
request to stop is obeyed between two pieces of work, never in the middle of a write that holds the
store's lock. And who is continued without having been asked to stop (SIGSTOP) takes the terminal
back as a whole, with one thread that reads it, instead of a second one.
"""

from __future__ import annotations

import os
import re
import signal
from typing import Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from console.kinds import KIND, Kind
from console.widgets.too_small import LEAST, is_too_small, notice

STDERR = 2
"""Textual draws on standard error, so that output can be piped away."""
USUAL_SIZE = (80, 24)
"""Columns and rows of a terminal that does not say."""
_MODES = re.compile(r"(\x1b\[[?<>][0-9;$]*[a-zA-Z]|\a)+")
"""What paints nothing."""
MOST = 1000
"""Columns and rows that are drawn at most, whatever a terminal says."""
REQUEST = re.compile(r"\x1b\[(\?(10(00|03|04|06|15)|20(04|26|48))[hl]|\?\d+\$p|[<>]\d*u)")
"""Mice, focus, marked pastes, frames in one piece, resizing in band, keyboards: asked for or asked
about."""


def terminal_size(fileno: int) -> tuple[int, int]:
    """Columns and rows of the terminal behind a descriptor."""
    try:
        columns, rows = os.get_terminal_size(fileno)
    except OSError:
        columns = rows = 0
    usual = USUAL_SIZE
    return min(columns or usual[0], MOST), min(rows or usual[1], MOST)


class ModedDriver(LinuxDriver):
    """A driver that knows the kind of its terminal and can be stopped and continued."""

    kind: Kind = KIND

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse and self.kind.modern, size=size)
        self._suspended = False
        self._behind_notice = False
        # Python's own handlers would run between any two instructions, also while the lock is held.
        self._loop.add_signal_handler(signal.SIGTSTP, self.stop_here)
        self._loop.add_signal_handler(signal.SIGCONT, self.continue_here)

    # -- sizes

    def _get_terminal_size(self) -> tuple[int, int]:
        """What the app is told; the notice stands before a screen that does not fit."""
        columns, rows = terminal_size(STDERR)
        return max(columns, LEAST[0]), max(rows, LEAST[1])

    def _query_in_band_window_resize(self) -> None:
        """Not asked: the size would come another way than the notice that it is too small."""

    def start_application_mode(self) -> None:
        """Take the terminal, for the first time or again."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual says no types
        self._loop.add_signal_handler(signal.SIGWINCH, self.resized)
        self.show_notice()

    def resized(self) -> None:
        """The window has another size."""
        self.show_notice()

    def show_notice(self) -> None:
        """Say that the window is too small, or draw the app again where it no longer is."""
        columns, rows = terminal_size(STDERR)
        before, self._behind_notice = self._behind_notice, is_too_small(columns, rows)
        if self._behind_notice:
            lines = notice(columns, rows)
            placed = (f"\x1b[{y + 1};{x + 1}H{words}" for x, y, words in lines)
            self.paint_over(f"\x1b[0m\x1b[2J{''.join(placed)}")
        elif before:
            self.draw_again()

    def is_hidden(self, data: str) -> bool:
        """Whether what the app writes would paint over the notice."""
        return self._behind_notice and not _MODES.fullmatch(data)

    def paint_over(self, text: str) -> None:
        """Write past the app."""
        self.write(text)

    def draw_again(self) -> None:
        """Nobody knows what stands on the terminal: draw all of it."""

    def is_understood(self, data: str) -> bool:
        """Whether this terminal takes what is written; an old one would print some requests."""
        return self.kind.modern or not REQUEST.fullmatch(data)

    # -- being stopped

    def stop_here(self) -> None:
        """Asked to stop (SIGTSTP): give the terminal back as it was found, then stop."""
        if self._auto_restart and not self._suspended:
            self._suspended = True
            self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)

    def continue_here(self) -> None:
        """Continued: take the terminal again and draw all of it.

        Somebody who was not asked before (SIGSTOP) finds a terminal that others have used since.
        """
        if not self._auto_restart:
            return
        if not self._suspended:
            self.suspend_application_mode()
        self._suspended = False
        self.resume_application_mode()
        self.draw_again()

    def _sigtstp_application(self, *_: object) -> None:
        """Replaced by `stop_here`."""

    def _sigcont_application(self, *_: object) -> None:
        """Replaced by `continue_here`."""
