"""Writing what leaves the program into files nobody else planted."""

from __future__ import annotations

import os
import re
from pathlib import Path

from store.errors import ConsoleError, NoRights, NotSaved, UsageFault
from store.journal.files import refuse_write

SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
ATTEMPTS = 1000


def write_new(folder: Path, name: str, text: str) -> Path:
    """Write `text` into a new file of `folder`, mode 0600; the path it got.

    An existing file is never overwritten (a number is added), a link is never followed, and
    `name` is one that the program built: lower-case letters, digits, dot and dash.
    """
    if not SAFE_NAME.fullmatch(name):
        raise UsageFault(f"{ascii(name)[:90]} is not a file name this program writes.")
    refuse_write(folder / name)
    stem, dot, ending = name.rpartition(".")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for number in range(1, ATTEMPTS):
            path = folder / (name if number == 1 else f"{stem}-{number}{dot}{ending}")
            try:
                fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(fd, "w", encoding="utf-8") as file:
                file.write(text)
            return path
    except PermissionError as fault:
        raise NoRights(f"{folder} cannot be written by you. Choose another folder.") from fault
    except OSError as fault:
        raise _told(folder, fault) from fault
    raise NotSaved(f"{folder} holds {ATTEMPTS} files of that name. Move some away.")


def _told(folder: Path, fault: OSError) -> ConsoleError:
    return NotSaved(f"Writing into {folder} failed: {fault.strerror}. Nothing else is affected.")
