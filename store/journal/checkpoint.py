"""The checkpoint of the quick door: where a reader once stood, and what it needs to know there.

`quick.json` is a cache and nothing else. It is believed only if the journal bears it out: same
history, same file, and the very line that it names ends where it says.
"""

from __future__ import annotations

import json
import os

from store.journal.files import discard, file_mode, open_plain, read_at, temp_path, told, write_all
from store.journal.header import HEADER_SIZE, Header
from store.line import opened, seal_of, sealed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CHECKPOINT = "quick.json"
LOOK_BACK = 1 << 20
"""A line longer than this is not looked for; the slow door is taken."""


class Mark:
    """A place in a journal: behind the line numbered `n` that ends at `offset` with seal `z`."""

    __slots__ = ("gen", "ino", "journal", "n", "offset", "z")

    def __init__(self, journal: str, gen: int, ino: int, offset: int, n: int, z: str) -> None:
        self.journal = journal
        self.gen = gen
        self.ino = ino
        self.offset = offset
        self.n = n
        self.z = z


def save_checkpoint(folder: str, mark: Mark, context: dict[str, Any]) -> None:
    """Keep `context` (anything JSON carries) as it is true at `mark`. Atomic, not flushed."""
    said = {
        "journal": mark.journal, "gen": mark.gen, "ino": mark.ino, "offset": mark.offset,
        "n": mark.n, "z": mark.z, "context": context,
    }  # fmt: skip
    temp = temp_path(folder)
    try:
        text = json.dumps(said, allow_nan=False, separators=(",", ":"))
        data = sealed(text.encode("ascii"))
        fd = open_plain(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, file_mode(folder))
        try:
            write_all(fd, data)
        finally:
            os.close(fd)
        os.rename(temp, os.path.join(folder, CHECKPOINT))
    except OSError as fault:
        discard(temp)
        raise told(fault, f"Cannot write {CHECKPOINT} in {folder}") from fault


def load_checkpoint(folder: str) -> tuple[Mark, dict[str, Any]] | None:
    """The checkpoint, if there is a whole one; not yet compared with the journal."""
    try:
        fd = open_plain(os.path.join(folder, CHECKPOINT), os.O_RDONLY)
        try:
            data = read_at(fd, 0, os.fstat(fd).st_size)
        finally:
            os.close(fd)
        body = opened(data[:-1]) if data.endswith(b"\n") else None
        if body is None:
            return None
        said = json.loads(body)
        mark = Mark(said["journal"], said["gen"], said["ino"], said["offset"], said["n"], said["z"])
        return mark, said["context"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def holds(mark: Mark, fd: int, header: Header, ino: int, size: int) -> bool:
    """Whether the open journal really has the line that `mark` names, where it names it."""
    if (mark.journal, mark.gen, mark.ino) != (header.journal, header.gen, ino):
        return False
    if not HEADER_SIZE <= mark.offset <= size:
        return False
    line = line_before(fd, mark.offset)
    if line is None or opened(line) is None or seal_of(line) != mark.z:
        return False
    if mark.offset == HEADER_SIZE:
        return mark.n == 0
    return line.startswith(b'{"n":%d,' % mark.n)


def line_before(fd: int, offset: int) -> bytes | None:
    """The line (without newline) that ends at `offset`; None if none does or it is too long."""
    reach = 4096
    while True:
        start = max(0, offset - reach)
        block = read_at(fd, start, offset - start)
        if not block.endswith(b"\n"):
            return None
        _, newline, line = block[:-1].rpartition(b"\n")
        if newline or start == 0:
            return line
        if reach >= LOOK_BACK:
            return None
        reach *= 16
