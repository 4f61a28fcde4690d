"""The quick door: one capture into the journal by a process that loads next to nothing.

It relies on a checkpoint that an earlier process left (`store.journal.checkpoint`), so that the
journal need not be read from the start. Whatever is not exactly as expected - no checkpoint, a
stale or foreign one, a torn end, a line that does not verify - means "take the slow door", which
is `JournalLog`. The bytes written and the lock are the same for both.
"""

from __future__ import annotations

import os

from store import lean_json
from store.errors import ConsoleError, NotSaved
from store.journal.checkpoint import Mark, holds, load_checkpoint, save_checkpoint
from store.journal.files import JOURNAL, LOCK, file_mode, open_plain, read_at, told, write_all
from store.journal.header import FORMAT, HEADER_SIZE, parse_header
from store.line import opened, seal_of, sealed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from store.entry import Draft, Entry
    from store.journal.lockfile import StoreLock

LOOK_AHEAD = 1 << 20
"""With more than this behind the checkpoint the slow door, which leaves a new one, is quicker."""

_LIMIT = 1 << 63


class QuickLog:
    """One short visit to a store: `begin`, perhaps `append`, `end`, perhaps `remember`, `close`."""

    def __init__(self, folder: str, deadline_s: float = 5.0, user: str | None = None) -> None:
        self._folder = folder
        self._path = os.path.join(folder, JOURNAL)
        self._deadline = deadline_s
        self._user = user
        self._lock: StoreLock | None = None
        self._fd = -1
        self._mark: Mark | None = None
        self._held = False
        self._dirty = False

    def begin(self) -> tuple[dict[str, Any], list[Entry]] | None:
        """Take the lock; the checkpoint's context and the entries since, or None: slow door.

        Raises `Busy` past the deadline. With None the lock is free again.
        """
        from store.journal.lockfile import StoreLock  # here: who only looks takes no lock

        try:
            self._fd = open_plain(self._path, os.O_RDWR | os.O_APPEND)
            self._lock = StoreLock(
                os.path.join(self._folder, LOCK), file_mode(self._folder), self._deadline,
                self._user,
            )  # fmt: skip
        except (OSError, ConsoleError):
            self.close()
            return None  # the slow door says what is wrong
        self._lock.acquire()
        self._held = True
        try:
            found = self._since_checkpoint()
        except (OSError, ConsoleError, ValueError, KeyError, TypeError):
            found = None  # odd in whatever way: a cache is never worth an error
        if found is None:
            self.end()
        return found

    @property
    def n(self) -> int:
        """Number of the last entry; only after a successful `begin`."""
        return self._here().n

    def append(self, draft: Draft) -> Entry:
        """Append one entry; it is on disk when `end` returns. Raises as `Log.append` does."""
        mark = self._here()
        if not self._held:
            raise RuntimeError("append() belongs between begin() and end()")
        line = _encode(mark.n + 1, draft)
        try:
            write_all(self._fd, line)
        except OSError as fault:
            try:  # noqa: SIM105 - contextlib is not for the quick path
                os.ftruncate(self._fd, mark.offset)
            except OSError:
                pass  # the next writer cuts the torn tail
            raise told(fault, f"Cannot write to {self._path}") from fault
        self._dirty = True
        mark.n += 1
        mark.offset += len(line)
        mark.z = seal_of(line)
        entry: Entry = lean_json.loads(opened(line[:-1]) or b"")
        return entry

    def end(self) -> None:
        """Let the next writer in, then flush; raises `NotSaved` if the flush fails."""
        if self._held and self._lock is not None:
            self._held = False
            self._lock.release()
        if self._dirty:
            self._dirty = False
            try:
                os.fdatasync(self._fd)
            except OSError as fault:
                self._mark = None
                raise NotSaved(f"The flush of {self._path} to disk failed ({fault.strerror}); the "
                               "capture may not be there after a restart.") from fault  # fmt: skip

    def remember(self, context: dict[str, Any]) -> bool:
        """Leave a checkpoint with `context` as it is after the last entry seen or appended.

        False if the system refuses: only a cache is missing then, and what was appended is safe.
        """
        try:
            save_checkpoint(self._folder, self._here(), context)
        except ConsoleError:
            return False
        return True

    def close(self) -> None:
        """End the visit and release descriptors. Idempotent."""
        try:
            self.end()
        finally:
            if self._lock is not None:
                self._lock.close()
                self._lock = None
            if self._fd >= 0:
                fd, self._fd = self._fd, -1
                os.close(fd)

    def _here(self) -> Mark:
        if self._mark is None:
            raise RuntimeError("no checkpoint was accepted: take the slow door")
        return self._mark

    def _since_checkpoint(self) -> tuple[dict[str, Any], list[Entry]] | None:
        found = load_checkpoint(self._folder)
        if found is None:
            return None
        mark, context = found
        here = os.fstat(self._fd)
        if os.stat(self._path).st_ino != here.st_ino:
            return None
        header = parse_header(read_at(self._fd, 0, HEADER_SIZE), self._path)
        size = here.st_size
        if header.format != FORMAT or not holds(mark, self._fd, header, here.st_ino, size):
            return None
        if size - mark.offset > LOOK_AHEAD:
            return None
        entries = entries_behind(mark, read_at(self._fd, mark.offset, size - mark.offset))
        if entries is None:
            return None
        self._mark = mark
        return context, entries


def entries_behind(mark: Mark, data: bytes) -> list[Entry] | None:
    """The entries in `data`, which begins at `mark`; moves the mark behind them.

    None if a line is not whole, or not the next one.
    """
    entries: list[Entry] = []
    lines = data.split(b"\n")
    if lines.pop():
        return None  # a torn tail
    for line in lines:
        body = opened(line)
        if body is None:
            return None
        entry = lean_json.loads(body)
        if entry["n"] != mark.n + 1:
            return None
        entries.append(entry)
        mark.n += 1
        mark.offset += len(line) + 1
        mark.z = seal_of(line)
    return entries


def _encode(n: int, draft: Draft) -> bytes:
    """The line for entry `n`; refuses with `NotSaved` what the long-lived handle refuses."""
    entry: dict[str, Any] = {"n": n}
    entry.update(draft)
    entry["n"] = n
    try:
        if "z" in entry or "reset" in entry:
            raise ValueError("it uses a name that belongs to the journal")
        _check(entry)
        text = lean_json.dumps(entry, ensure_ascii=False)
        return sealed(text.encode("utf-8"))
    except (ValueError, TypeError, RecursionError) as fault:
        raise NotSaved(f"Entry {n} cannot be written: {fault}; nothing was changed.") from fault


def _check(value: object) -> None:
    if isinstance(value, int):
        if not -_LIMIT <= value < 2 * _LIMIT:
            raise ValueError("a whole number is over 64 bits")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError("a key is not text")
            _check(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check(item)
