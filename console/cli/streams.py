"""The three standard streams: data on stdout, talk on stderr, bytes from stdin.

Whatever their state (closed, full, a broken pipe, an odd locale), a command does its work and
says what happened. People's text is cleaned again on the way out.
"""

from __future__ import annotations

import os
import sys

from store.domain.text import clean
from store.errors import ConsoleError, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

MAX_STDIN = 1_000_000
"""Bytes of lines that one `rte add -` takes."""


class OutputLost(ConsoleError):
    """Standard output could not be written; what the command did before that stands."""

    title = "Not printed"


def prepare() -> None:
    """Make the streams safe to use.

    A closed descriptor is filled with the null device, so that no file of ours gets its number
    and a stray message never lands in it. Output is UTF-8 in every locale.
    """
    for fd in (0, 1, 2):
        try:
            os.fstat(fd)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def shown(text: str) -> str:
    """`text` with nothing in it that a terminal would act on; lines and columns stay."""
    return clean(text, block=True, limit=len(text) * 4)


def out(text: str) -> None:
    """Print data on stdout. Raises `OutputLost`, or BrokenPipeError if nobody reads any more."""
    write_raw(shown(text) + "\n")


def write_raw(text: str) -> None:
    """Print data that are harmless already; see `out`."""
    if sys.stdout is None:
        raise OutputLost("Standard output is closed, so the answer could not be printed.")
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as fault:
        raise _lost(fault) from fault


def flush() -> None:
    """Push out what is left of stdout; raises as `out` does."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as fault:
        raise _lost(fault) from fault


def _lost(fault: Exception) -> OutputLost:
    why = getattr(fault, "strerror", None) or "it is closed"
    return OutputLost(f"Standard output cannot be written ({why}); the answer is not complete.")


def say(text: str, *, clean_already: bool = False) -> None:
    """Talk to the person on stderr. If even that is not possible, there is nobody to tell."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write((text if clean_already else shown(text)) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        silence(sys.stderr, 2)


def silence(stream: TextIO | None, fd: int) -> None:
    """Let what is still buffered for a broken stream go nowhere, so that exiting stays quiet."""
    if stream is None:
        return
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, fd)
    finally:
        os.close(null)


def read_stdin(limit: int = MAX_STDIN) -> bytes:
    """All of stdin. Refuses a closed one, and more than `limit` bytes."""
    try:
        data = None if sys.stdin is None else sys.stdin.buffer.read(limit + 1)
    except (OSError, ValueError) as fault:
        raise UsageFault("Standard input cannot be read; pipe the lines in.") from fault
    if data is None:
        raise UsageFault("Standard input is closed; pipe the lines in, or give the text itself.")
    if len(data) > limit:
        raise UsageFault(
            f"Standard input holds more than {limit:,} bytes; nothing was saved. Bring it in parts."
        )
    return data


def is_terminal() -> bool:
    """Whether a person can type at stdin."""
    try:
        return sys.stdin is not None and sys.stdin.isatty()
    except ValueError:  # it was closed
        return False


def read_line(prompt: str) -> str | None:
    """A line that a person types behind `prompt`, which goes to stderr; None at the end."""
    if sys.stderr is not None:
        sys.stderr.write(prompt)
        sys.stderr.flush()
    line = sys.stdin.readline(MAX_STDIN)
    return line.rstrip("\n") if line else None


def prompted(head: str) -> str:
    """Lines that a person types, up to an empty one or the end of the input; `head` asks for them.

    For what must not be an argument: other users of a machine can see the words of a command.
    """
    say(f"{head}. One line each, an empty one ends.", clean_already=True)
    lines: list[str] = []
    while (line := read_line("> ")) is not None and line.strip():
        lines.append(line)
    return "\n".join(lines)
