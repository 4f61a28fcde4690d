"""Programs from their start: until the first thing is painted, and until certain words stand there.

Each gets a pseudo-terminal that has its size before the program begins.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyte
from _terminal import _NOT_FOR_PYTE, SIZE, SYNC_ASKED, SYNC_KNOWN, Terminal

CELLS = 8
"""Cells that are not blank: less than that is no picture of anything."""
LIMIT = 30.0


class Fresh(Terminal):
    """A program whose terminal has its size from the first moment on."""

    def __init__(self, words: tuple[str, ...], environ: dict[str, str]) -> None:
        self.chunks: list[tuple[float, bytes]] = []
        self.fd, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        self.begun = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.fd)
            _login(inner)
            os.execvpe(words[0], words, {**environ, "TERM": "xterm-256color"})
        os.close(inner)

    def leave(self, limit: float = 5.0) -> None:
        """Ask the program to end, and make it end if it does not."""
        os.kill(self.pid, signal.SIGTERM)
        end = time.perf_counter() + limit
        while not os.waitpid(self.pid, os.WNOHANG)[0]:
            if time.perf_counter() > end:
                os.kill(self.pid, signal.SIGKILL)
                end += limit
            if select.select([self.fd], [], [], 0.01)[0]:
                with suppress(OSError):  # at its end there is nothing more to read
                    os.read(self.fd, 65536)
        os.close(self.fd)

    def first_paint(self) -> float | None:
        """Seconds from the start to the first picture; None if there never was one."""
        screen = pyte.Screen(*SIZE)
        stream = pyte.ByteStream(screen)
        for at, data in self.chunks:
            stream.feed(_NOT_FOR_PYTE.sub(b"", data))
            if sum(not cell.isspace() for line in screen.display for cell in line) >= CELLS:
                return at - self.begun
        return None


def _login(inner: int) -> None:
    os.setsid()
    fcntl.ioctl(inner, termios.TIOCSCTTY, 0)
    for fd in (0, 1, 2):
        os.dup2(inner, fd)


@dataclass(frozen=True, slots=True)
class Opening:
    """Seconds to the first picture and to the words that only the real one has; processor time."""

    first: float
    real: float
    cpu: float


def opening(words: tuple[str, ...], environ: dict[str, str], until: str = "") -> Opening:
    """Start a program, wait for its picture, and end it. Without `until` any picture will do."""
    program = Fresh(words, environ)
    wanted = until.encode()
    end = time.perf_counter() + LIMIT
    try:
        while time.perf_counter() < end:
            if not program.read(0.5):
                continue
            if SYNC_ASKED in program.chunks[-1][1]:
                os.write(program.fd, SYNC_KNOWN)
            if wanted in program.raw if wanted else program.first_paint() is not None:
                break
        first = program.first_paint()
        if first is None:
            raise SystemExit(f"{' '.join(words)} painted nothing:\n{program.screen()}")
        return Opening(first, program.chunks[-1][0] - program.begun, program.cpu())
    finally:
        program.leave()


def whole(words: tuple[str, ...], environ: dict[str, str]) -> float:
    """Seconds that a whole command takes, from nothing to its end."""
    begin = time.perf_counter()
    done = subprocess.run(words, env=environ, capture_output=True, check=False)
    took = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} failed: {done.stderr.decode(errors='replace')}")
    return took


def installed(names: list[str], place: Path, python: str) -> dict[str, str]:
    """Programs of these names, installed from the package index into a place of their own."""
    found = {}
    for name in names:
        home = place / name
        subprocess.run([python, "-m", "venv", home], check=True, capture_output=True)
        pip = [str(home / "bin" / "python"), "-m", "pip", "install", "-q", name]
        if subprocess.run(pip, check=False, capture_output=True).returncode == 0:
            found[name] = str(home / "bin" / name)
    return found
