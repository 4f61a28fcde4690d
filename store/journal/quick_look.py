"""Looking at a journal from where a checkpoint stands, without the lock and without writing.

For lines that show something and are gone, or follow along: it takes the same short way as the
quick door (`store.journal.quick`), but it never waits for a writer. A line that is just being
written is not there yet. Whatever is not as expected means that the whole store must be opened.
"""

from __future__ import annotations

import os

from store.errors import ConsoleError
from store.journal.checkpoint import Mark, holds, load_checkpoint
from store.journal.files import JOURNAL, open_plain, read_at
from store.journal.header import FORMAT, HEADER_SIZE, parse_header
from store.journal.quick import LOOK_AHEAD, entries_behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from store.entry import Entry


class QuickLook:
    """One reader: `begin` at the checkpoint, then `more` for what came since."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._path = os.path.join(folder, JOURNAL)
        self._mark: Mark | None = None
        self._seen = (0, 0)

    @property
    def n(self) -> int:
        """Number of the last entry that was read; 0 before `begin`."""
        return self._mark.n if self._mark is not None else 0

    def begin(self) -> tuple[dict[str, Any], list[Entry]] | None:
        """The checkpoint's context and the entries since; None where it cannot be believed."""
        self._mark = None
        found = load_checkpoint(self._folder)
        if found is None:
            return None
        mark, context = found
        entries = self._behind(mark)
        if entries is None:
            return None
        self._mark = mark
        return context, entries

    def more(self) -> list[Entry] | None:
        """Entries since the last look; None when the place was lost: `begin` again."""
        if self._mark is None:
            return None
        try:
            here = os.stat(self._path)
        except OSError:
            return None
        if (here.st_ino, here.st_size) == self._seen:
            return []
        return self._behind(self._mark)

    def _behind(self, mark: Mark) -> list[Entry] | None:
        """The whole entries behind `mark`, which is moved; None if it does not hold."""
        try:
            fd = open_plain(self._path, os.O_RDONLY)
            try:
                return self._read(fd, mark)
            finally:
                os.close(fd)
        except (OSError, ConsoleError, ValueError, KeyError, TypeError):
            return None  # odd in whatever way: opening the store says what is wrong

    def _read(self, fd: int, mark: Mark) -> list[Entry] | None:
        here = os.fstat(fd)
        header = parse_header(read_at(fd, 0, HEADER_SIZE), self._path)
        size = here.st_size
        if header.format != FORMAT or not holds(mark, fd, header, here.st_ino, size):
            return None
        if size - mark.offset > LOOK_AHEAD:
            return None
        data = read_at(fd, mark.offset, size - mark.offset)
        entries = entries_behind(mark, data[: data.rfind(b"\n") + 1])
        self._seen = (here.st_ino, mark.offset)
        return entries
