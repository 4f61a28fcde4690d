"""Programs on pseudo-terminals: what each one writes, when, and how much of it.

What a program writes is only kept and time-stamped while it is measured; the emulator replays it
afterwards, so that drawing is in no figure.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterable
from dataclasses import dataclass

import pyte

SIZE = (120, 36)
"""Columns and rows of every terminal here."""
QUIET = 0.15
"""Seconds without output after which an answer is complete: nine frames of Textual's timer."""
SYNC_ASKED, SYNC_KNOWN = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_NOT_FOR_PYTE = re.compile(
    rb"\x1b\[\?[0-9;]*\$p|\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What followed a key: seconds to the first and to the last byte, and how many bytes."""

    first: float
    last: float
    size: int


class Terminal:
    """A program in a terminal of its own that understands synchronized output."""

    def __init__(self, words: tuple[str, ...], environ: dict[str, str]) -> None:
        self.chunks: list[tuple[float, bytes]] = []
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(words[0], words, {**environ, "TERM": "xterm-256color"})
        self.resize(*SIZE)

    def resize(self, columns: int, rows: int) -> None:
        """Another size, and the signal that tells the program."""
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, wait: float) -> int:
        """Bytes of one read within `wait` seconds; 0 when nothing came."""
        if not select.select([self.fd], [], [], max(0.0, wait))[0]:
            return 0
        try:
            data = os.read(self.fd, 65536)
        except OSError as fault:
            raise SystemExit(f"a program in a terminal ended:\n{self.screen()}") from fault
        self.chunks.append((time.perf_counter(), data))
        if SYNC_ASKED in data:
            os.write(self.fd, SYNC_KNOWN)
        return len(data)

    def rest(self, quiet: float = QUIET, limit: float = 20.0) -> int:
        """Read until nothing comes for `quiet` seconds; how many bytes came."""
        end, size = time.perf_counter() + limit, 0
        while (came := self.read(quiet)) and time.perf_counter() < end:
            size += came
        return size

    def until(self, words: str, limit: float = 30.0) -> None:
        """Read until the screen shows `words` and rests."""
        end = time.perf_counter() + limit
        while words not in self.screen():
            self.read(0.1)
            if time.perf_counter() > end:
                raise SystemExit(f"{words!r} did not appear:\n{self.screen()}")
        self.rest(0.5)

    def press(self, keys: str, quiet: float = QUIET) -> Answer:
        """Send keys in one piece and take in what follows until it rests for `quiet` seconds.

        An answer of no bytes is zeros.
        """
        while self.read(0):
            pass
        start, begin = len(self.chunks), time.perf_counter()
        os.write(self.fd, keys.encode())
        if self.read(1.0):
            self.rest(quiet)
        came = self.chunks[start:]
        if not came:
            return Answer(0, 0, 0)
        return Answer(came[0][0] - begin, came[-1][0] - begin, sum(len(data) for _, data in came))

    @property
    def raw(self) -> bytes:
        """All that was written so far."""
        return b"".join(data for _, data in self.chunks)

    def screen(self) -> str:
        """What the terminal shows."""
        return "\n".join(picture(self.raw))

    def cpu(self) -> float:
        """Seconds of processor time that the program has used."""
        with open(f"/proc/{self.pid}/stat", "rb") as stat:
            fields = stat.read().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def picture(raw: bytes) -> list[str]:
    """The lines that a terminal shows after `raw`."""
    screen = pyte.Screen(*SIZE)
    pyte.ByteStream(screen).feed(_NOT_FOR_PYTE.sub(b"", raw))
    return list(screen.display)


def read_all(terminals: Iterable[Terminal], seconds: float) -> list[int]:
    """Read from several terminals at the same time; the bytes that each wrote."""
    them = list(terminals)
    sizes = dict.fromkeys((one.fd for one in them), 0)
    of = {one.fd: one for one in them}
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        for fd in select.select(list(of), [], [], left)[0]:
            sizes[fd] += of[fd].read(0)
    return [sizes[one.fd] for one in them]
