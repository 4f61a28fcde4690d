"""Drafts: what is being typed, kept on every pause, so that a dropped line costs nothing.

One small file for each session, written beside and renamed, without a flush: that survives
`kill -9` and a lost terminal, and costs microseconds. Only a power cut can take it back; the flush
is for the moment of capture.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from store.errors import UsageFault
from store.journal.files import DRAFTS, discard, open_plain, read_at, subfolder, told, write_all

MAX_CHARS = 20_000

_NAME = re.compile(r"draft-([0-9a-f]{8})-(\d+)-(\d+)-([A-Za-z0-9]{1,40})\.txt")


@dataclass(frozen=True, slots=True)
class LeftDraft:
    """A draft whose session has ended without clearing it."""

    path: str
    session: str
    text: str
    at: int
    """When it was last written, milliseconds since 1970."""


class Drafts:
    """The draft of one session of this process, and those that dead sessions left."""

    def __init__(self, folder: str | os.PathLike[str], session: str) -> None:
        self._folder = os.path.abspath(folder)
        word = re.sub(r"[^A-Za-z0-9]", "", session)[:40] or "x"
        owner = f"{_boot()}-{os.getpid()}-{_started(os.getpid())}"
        self._name = f"draft-{owner}-{word}.txt"

    def save(self, text: str) -> None:
        """Keep `text` instead of what was kept before; empty text clears it.

        Raises `UsageFault` over `MAX_CHARS` characters, `NotSaved` or `NoRights` if the system
        refuses; the former draft then stays.
        """
        if not text:
            self.clear()
            return
        if len(text) > MAX_CHARS:
            raise UsageFault(f"A draft holds at most {MAX_CHARS:,} characters, this one has "
                             f"{len(text):,}; put the text into a file.")  # fmt: skip
        path = self._path()
        temp = f"{path}.tmp"
        try:
            fd = open_plain(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                write_all(fd, text.encode("utf-8", "surrogatepass"))
            finally:
                os.close(fd)
            os.rename(temp, path)
        except OSError as fault:
            discard(temp)
            raise told(fault, f"Cannot keep the draft in {path}") from fault

    def load(self) -> str:
        """What this session kept, or ""."""
        return _text(self._path()) or ""

    def clear(self) -> None:
        """Forget this session's draft; it has been captured or given up."""
        discard(self._path())

    def left(self) -> list[LeftDraft]:
        """Drafts of this user's sessions that have died, the latest first."""
        place = self._place()
        result = []
        for name in os.listdir(place):
            parts = _NAME.fullmatch(name)
            path = os.path.join(place, name)
            if parts is None or name == self._name or _alive(parts[1], parts[2], parts[3]):
                continue
            text = _text(path)
            if text:
                at = os.stat(path).st_mtime_ns // 1_000_000
                result.append(LeftDraft(path, parts[4], text, at))
        return sorted(result, key=lambda draft: -draft.at)

    def take(self, draft: LeftDraft) -> str:
        """Make a dead session's draft this session's own; returns its text."""
        self.save(draft.text)
        discard(draft.path)
        return draft.text

    def _place(self) -> str:
        try:
            return subfolder(self._folder, DRAFTS)
        except OSError as fault:
            raise told(fault, f"Cannot keep drafts in {self._folder}") from fault

    def _path(self) -> str:
        return os.path.join(self._place(), self._name)


def left_behind(folder: str | os.PathLike[str]) -> list[float]:
    """When drafts that dead sessions of this account left were last written, seconds since 1970.

    Opens none of them, and makes no folder.
    """
    place = os.path.join(folder, DRAFTS)
    try:
        names = os.listdir(place)
    except OSError:
        return []
    found = []
    for name in names:
        parts = _NAME.fullmatch(name)
        if parts is None or _alive(parts[1], parts[2], parts[3]):
            continue
        try:
            seen = os.lstat(os.path.join(place, name))
        except OSError:
            continue  # captured meanwhile
        if seen.st_uid == os.geteuid():
            found.append(seen.st_mtime)
    return sorted(found)


def _text(path: str) -> str | None:
    try:
        fd = open_plain(path, os.O_RDONLY)
        try:
            data = read_at(fd, 0, 4 * MAX_CHARS)
        finally:
            os.close(fd)
    except OSError:
        return None  # gone, or a colleague's
    return data.decode("utf-8", "surrogatepass")


def _alive(boot: str, pid: str, started: str) -> bool:
    return boot == _boot() and _started(int(pid)) == started


def _boot() -> str:
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read(8)
    except OSError:
        return "00000000"


def _started(pid: int) -> str:
    """The moment a process began, in the kernel's ticks; "" if there is none of that number."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[19]
    except OSError:
        pass  # no such process, or a system without /proc
    if os.path.isdir("/proc/self"):
        return ""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass  # alive, and somebody else's
    return "0"
