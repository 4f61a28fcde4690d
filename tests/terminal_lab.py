"""A real pseudo-terminal with a program on it, for tests of what reaches the wire."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

ROOT = Path(__file__).resolve().parent.parent
_QUERIES = re.compile(
    rb"\x1b\[\?[0-9;]*\$p|\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)


class Lab:
    """Runs a Python script on a pty of its own and keeps all that it writes."""

    def __init__(
        self, script: Path, *args: str, size: tuple[int, int] = (80, 24), **env: str
    ) -> None:
        self.columns, self.rows = size
        self.raw = b""
        self.code: int | None = None
        self._shown = pyte.Screen(self.columns, self.rows)
        self._stream = pyte.ByteStream(self._shown)
        self._fed = 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            self._become(script, args, env)
        winsize = struct.pack("HHHH", self.rows, self.columns, 0, 0)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, winsize)

    @staticmethod
    def _become(script: Path, args: tuple[str, ...], env: dict[str, str]) -> None:
        full = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8")
        full.update(PYTHONPATH=str(ROOT), **env)
        for name in ("COLUMNS", "LINES"):
            full.pop(name, None)
        os.execve(sys.executable, [sys.executable, str(script), *args], full)

    def pump(self, seconds: float) -> bool:
        """Read what comes within `seconds`; False at the end of output."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.raw += data
        if b"\x1b[?2026$p" in data:
            os.write(self.fd, b"\x1b[?2026;2$y")
        return bool(data)

    def until(self, words: str | bytes, limit: float = 20.0) -> bool:
        """Read until `words` were written; on the screen for text, in the stream for bytes."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            found = words in self.raw if isinstance(words, bytes) else words in self.screen()
            if found:
                return True
            if not self.pump(0.05):
                return words in self.raw if isinstance(words, bytes) else words in self.screen()
        return False

    def until_true(self, seen: Callable[[], bool], limit: float = 20.0) -> bool:
        """Read until `seen()` says so."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if seen():
                return True
            if not self.pump(0.05):
                return seen()
        return False

    def settle(self, quiet: float = 0.3, limit: float = 10.0) -> None:
        """Read until nothing is written for `quiet` seconds."""
        end = time.monotonic() + limit
        size = -1
        while size != len(self.raw) and time.monotonic() < end:
            size = len(self.raw)
            if not self.pump(quiet):
                return

    def send(self, data: str | bytes) -> None:
        """Type."""
        os.write(self.fd, data.encode() if isinstance(data, str) else data)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to this program only."""
        os.kill(self.pid, number)

    def screen(self) -> str:
        """What a terminal would show now."""
        fresh = self.raw[self._fed :]
        # A query that is still arriving must not be fed in halves.
        escape = fresh.rfind(b"\x1b", max(0, len(fresh) - 32))
        whole = fresh[:escape] if escape >= 0 and self._alive() else fresh
        self._stream.feed(_QUERIES.sub(b"", whole))
        self._fed += len(whole)
        return "\n".join(self._shown.display)

    def _alive(self) -> bool:
        return self.code is None

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal's window this large; the program is told."""
        self._shown.resize(min(rows, 400) or 24, min(columns, 1000) or 80)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def unread(self) -> int:
        """Bytes that were written and wait to be read."""
        held = fcntl.ioctl(self.fd, termios.FIONREAD, struct.pack("i", 0))
        return int(struct.unpack("i", held)[0])

    def attributes(self) -> list[int]:
        """The line's settings: input, output, control and local flags."""
        return [int(flags) for flags in termios.tcgetattr(self.fd)[:4]]

    def hang_up(self) -> None:
        """Take the terminal away."""
        os.close(self.fd)
        self.fd = -1

    def wait(self, limit: float = 20.0) -> int | None:
        """The exit code (negative: killed by that signal); None when it still runs."""
        end = time.monotonic() + limit
        while self.code is None and time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
            elif self.fd < 0 or not self.pump(0.02):
                time.sleep(0.02)
        if self.fd >= 0 and self.code is not None:
            while select.select([self.fd], [], [], 0)[0] and self.pump(0):
                pass
        return self.code

    def close(self) -> None:
        """End the program and free the terminal."""
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            self.wait(5)
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1
