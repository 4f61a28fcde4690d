"""The facilitator's private notes: one file for each account, beside the journal and never in it.

No entry, backup, export, log or answer of a command holds any of it. Saving replaces the file in
one step and is flushed; what was added from elsewhere meanwhile is kept.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store.domain.text import clean, decode
from store.errors import NoRights, UsageFault
from store.journal.files import (
    discard,
    is_shared,
    open_plain,
    read_at,
    refuse_write,
    sync_folder,
    temp_path,
    told,
    write_all,
)

FOLDER = "private"
MAX_BYTES = 1_000_000
"""Notes longer than that are a document of their own."""
ELSEWHERE = "---- from elsewhere, meanwhile ----"
"""Stands between two versions that were both written since they were the same."""


def account() -> str:
    """The name of this process's account, as it stands in the file's name."""
    try:
        name = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        name = str(os.geteuid())
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)[:64] or "x"


class Notes:
    """The notes of this account in a store's folder."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._place = os.path.join(os.path.abspath(folder), FOLDER)
        self._shared = os.path.abspath(folder)
        self.path = Path(self._place) / f"notes-{account()}.md"
        self._seen = ""

    def load(self) -> str:
        """What is noted, "" if nothing is. Later saves know what this one saw.

        Raises `NoRights` for a file that belongs to somebody else, `UsageFault` for one that is
        longer than is shown here, and what else the system refuses.
        """
        self._seen = self._read()
        return self._seen

    def save(self, text: str) -> str:
        """Keep `text`; what is kept, on disk when this returns.

        Lines that were added behind what was loaded are kept behind it; if the file was changed in
        another way, both versions are kept. A refusal leaves the file as it was.
        """
        data = text.encode("utf-8", "replace")
        if len(data) > MAX_BYTES:
            raise UsageFault(
                f"Notes hold at most {MAX_BYTES:,} bytes, these have {len(data):,}. Move some into "
                "a document."
            )
        with self._held():
            kept = _both(self._seen, text, self._read())
            if kept != self._seen or not self.path.exists():
                self._write(kept)
        self._seen = kept
        return kept

    def append(self, lines: list[str]) -> None:
        """Add lines behind what is noted."""
        with self._held():
            before = self._read()
            gap = "\n" if before and not before.endswith("\n") else ""
            self._write(before + gap + "\n".join(lines) + "\n")

    def exists(self) -> bool:
        """Whether anything was ever noted by this account."""
        return self.path.exists()

    @contextmanager
    def _held(self) -> Iterator[None]:
        """The folder, made if it is missing, held against other terminals of this machine."""
        try:
            self._make()
            fd = os.open(self._place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as fault:
            raise told(fault, f"Cannot keep notes in {self._place}") from fault
        try:
            with suppress(OSError):  # a file system without locks: the replacing is whole anyway
                fcntl.flock(fd, fcntl.LOCK_EX)
            yield
        finally:
            os.close(fd)

    def _make(self) -> None:
        """Only this account's; in a shared store colleagues keep theirs in it, each unreadable."""
        refuse_write(self._place)
        if not os.path.isdir(self._place):
            os.mkdir(self._place, 0o700)
            if is_shared(self._shared):
                os.chmod(self._place, 0o3770)

    def _read(self) -> str:
        try:
            fd = open_plain(str(self.path), os.O_RDONLY)
        except FileNotFoundError:
            return ""
        except OSError as fault:
            raise told(fault, f"Cannot read the notes in {self.path}") from fault
        try:
            if os.fstat(fd).st_uid != os.geteuid():
                raise NoRights(f"{self.path} belongs to another account; see to that file first.")
            data = read_at(fd, 0, MAX_BYTES * 2 + 1)
        finally:
            os.close(fd)
        if len(data) > MAX_BYTES * 2:
            raise UsageFault(f"{self.path} is too long to be shown here; open it in an editor.")
        text = decode(data)
        return clean(text, block=True, limit=len(text) * 4 + 1)

    def _write(self, text: str) -> None:
        temp = temp_path(self._place)
        try:
            fd = open_plain(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                write_all(fd, text.encode("utf-8", "replace"))
                os.fsync(fd)
            finally:
                os.close(fd)
            os.rename(temp, self.path)
            sync_folder(self._place)
        except OSError as fault:
            with suppress(OSError):
                discard(temp)
            raise told(fault, f"Cannot keep the notes in {self.path}") from fault


def _both(seen: str, mine: str, there: str) -> str:
    """What was written here and what is there now, so that nothing of either is lost."""
    if there in (seen, mine):
        return mine
    if there.startswith(seen):
        added = there[len(seen) :].lstrip("\n")
        gap = "\n" if mine and not mine.endswith("\n") else ""
        return mine + gap + added
    return f"{mine.rstrip()}\n\n{ELSEWHERE}\n\n{there}"
