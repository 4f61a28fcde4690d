"""Writing what leaves the program into files nobody else planted."""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from pathlib import Path

from store.errors import ConsoleError, NoRights, NotSaved, UsageFault
from store.journal.files import refuse_write

SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
ATTEMPTS = 1000
WITHOUT_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP)
"""What file systems say that give a file one name only, like those of memory sticks."""


def put_new(path: Path, text: str) -> None:
    """A new file, mode 0600, with all of `text` or not there at all.

    It is written beside and then gets its name, so that nobody finds half of it, whatever ends
    this process. Raises FileExistsError if there is something of that name, OSError for the rest.
    """
    draft = path.with_name(f".{path.name[:80]}.{os.getpid()}.{os.urandom(4).hex()}")
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(fd, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except OSError as fault:
            if fault.errno not in WITHOUT_LINKS:
                raise
            os.rename(draft, path)
    finally:
        with suppress(OSError):  # it has its name, or a refusal is being told
            draft.unlink(missing_ok=True)


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
                put_new(path, text)
            except FileExistsError:
                continue
            return path
    except PermissionError as fault:
        raise NoRights(f"{folder} cannot be written by you. Choose another folder.") from fault
    except OSError as fault:
        raise _told(folder, fault) from fault
    raise NotSaved(f"{folder} holds {ATTEMPTS} files of that name. Move some away.")


def _told(folder: Path, fault: OSError) -> ConsoleError:
    return NotSaved(f"Writing into {folder} failed: {fault.strerror}. Nothing else is affected.")
