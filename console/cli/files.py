"""A file that somebody names on the command line."""

from __future__ import annotations

import os

from console.cli.streams import read_stdin
from console.places import tidy
from store.errors import NoRights, UsageFault


def file_bytes(file: str, limit: int, what: str = "a CSV file") -> bytes:
    """All of a file, or of stdin for `-`, up to a byte more than `limit`.

    `what` says in a refusal which kind of file is meant.
    """
    if file == "-":
        return read_stdin(limit)
    shown = tidy(file)
    try:
        fd = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(fd, "rb") as source:
            return source.read(limit + 1) or b""
    except (FileNotFoundError, NotADirectoryError):
        raise UsageFault(f"There is no file {shown}. Name {what}, or - for stdin.") from None
    except PermissionError:
        raise NoRights(
            f"{shown} cannot be read by this user. Ask for the right to read it."
        ) from None
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "not a path"
        raise UsageFault(f"{shown} cannot be read ({why}). Name {what}.") from None
