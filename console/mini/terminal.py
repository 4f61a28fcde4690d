"""The terminal below the one-line console: its modes, its size, its signals, and leaving in order.

No other screen is entered, so whatever the terminal shows stays where it is.
"""

from __future__ import annotations

import os
import select
import signal
import termios
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LEAVING = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
_NO_PASTE_MARKS = ("", "vt100", "vt102", "vt220", "unknown")
_FOLDING = ("TMUX", "VTE_VERSION", "KITTY_WINDOW_ID", "WT_SESSION", "TERM_PROGRAM")
USUAL = (80, 24)
"""What is assumed where the terminal does not tell its size."""


class Gone(Exception):
    """It is time to leave; `code` is 128 and the number of the signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


class Left(Exception):
    """The person leaves, with this exit code."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(code)
        self.code = code


class Terminal:
    """One terminal, from `open` to `close`. Reads from `fd`, writes to `out`."""

    def __init__(self, fd: int = 0, out: int = 1, environ: Mapping[str, str] | None = None) -> None:
        env = os.environ if environ is None else environ
        self._fd = fd
        self._out = out
        self._marks = env.get("TERM", "") not in _NO_PASTE_MARKS
        self.folds = any(env.get(name) for name in _FOLDING)
        """Whether it folds long rows when it gets narrower, as far as it can be told."""
        self.resized = False
        self.resumed = False
        self._before: list[Any] | None = None
        self._gone: int | None = None
        self._writing = False
        self._bells: list[int] = []

    def open(self) -> None:
        """Keys one by one, without echo; signals come in by a pipe."""
        self._pipe = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
        for number in LEAVING:
            signal.signal(number, self._leave)
        signal.signal(signal.SIGWINCH, self._resize)
        signal.signal(signal.SIGCONT, self._resume)
        signal.signal(signal.SIGTSTP, self._stop)
        self._before = termios.tcgetattr(self._fd)
        self._modes()

    def close(self) -> None:
        """As it was before; a terminal that is gone is left alone."""
        if self._before is None:
            return
        before, self._before = self._before, None
        self.last_words("\x1b[?2004l" if self._marks else "")
        with suppress(OSError, termios.error):  # gone
            termios.tcsetattr(self._fd, termios.TCSANOW, before)

    def last_words(self, text: str) -> None:
        """Send `text` if the terminal takes it at once; nobody may be there any more."""
        try:
            if text and select.select([], [self._out], [], 0)[1]:
                os.write(self._out, text.encode())
        except OSError:
            pass  # gone

    def _modes(self) -> None:
        if self._before is None:
            return
        modes = [*self._before]
        modes[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.ISTRIP)
        modes[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
        modes[6] = [*modes[6]]
        modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
        try:
            termios.tcsetattr(self._fd, termios.TCSANOW, modes)
        except termios.error:
            raise Gone(signal.SIGHUP) from None
        if self._marks:
            self.write("\x1b[?2004h")

    def listen(self, fd: int | None) -> None:
        """Wake up for this descriptor too."""
        if fd is not None:
            self._bells.append(fd)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows; whatever is told, it is a size to draw in."""
        try:
            columns, rows = os.get_terminal_size(self._out)
        except OSError:
            return USUAL
        return (min(columns, 1000) if columns > 0 else USUAL[0], rows if rows > 0 else USUAL[1])

    def write(self, text: str) -> None:
        """Send `text`. Raises `Gone` when the terminal is, or a signal says so meanwhile."""
        data = text.encode("utf-8", "replace")
        self._writing = True
        try:
            if self._gone is not None:
                raise Gone(self._gone)
            while data:
                data = data[os.write(self._out, data) :]
        except OSError:
            raise Gone(signal.SIGHUP) from None
        finally:
            self._writing = False

    def read(self, timeout: float | None) -> bytes:
        """What was typed; b"" when something else woke us, or the time is over.

        Raises `Gone` after a hang-up, at the end of the input, and when a signal says to leave.
        """
        if self._gone is not None:
            raise Gone(self._gone)
        found, _, _ = select.select([self._fd, self._pipe[0], *self._bells], [], [], timeout)
        for fd in found:
            if fd != self._fd:
                _drain(fd)
        if self._gone is not None:
            raise Gone(self._gone)
        if self.resumed:
            self._modes()
        if self._fd not in found:
            return b""
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            data = b""
        if not data:
            raise Gone(signal.SIGHUP)
        return data

    @property
    def has_input(self) -> bool:
        """Whether something was typed that is not read yet."""
        return bool(select.select([self._fd], [], [], 0)[0])

    def unread(self) -> bytes:
        """What was typed and not read yet; nothing from a terminal that is gone."""
        try:
            return os.read(self._fd, 65536) if self.has_input else b""
        except OSError:
            return b""

    # -- signals

    def _leave(self, number: int, frame: object) -> None:  # noqa: ARG002 - the handler's signature
        self._gone = number
        if self._writing:
            raise Gone(number)  # a terminal that nobody reads would hold us in the write

    def _resize(self, number: int, frame: object) -> None:  # noqa: ARG002
        self.resized = True

    def _resume(self, number: int, frame: object) -> None:  # noqa: ARG002
        self.resumed = True

    def _stop(self, number: int, frame: object) -> None:  # noqa: ARG002
        """Stopped from outside: the terminal is somebody else's meanwhile."""
        if self._before is not None:
            self.last_words("\x1b[?2004l" if self._marks else "")
            with suppress(OSError, termios.error):
                termios.tcsetattr(self._fd, termios.TCSANOW, self._before)
        os.kill(os.getpid(), signal.SIGSTOP)


def _drain(fd: int) -> None:
    try:
        while len(os.read(fd, 65536)) == 65536:
            pass
    except OSError:
        pass  # empty
