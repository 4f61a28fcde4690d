"""Drafts: what is being typed, kept on every pause, so that a dropped line costs nothing.

One small file for each session, written beside and renamed, without a flush: that survives
`kill -9` and a lost terminal, and costs microseconds. Only a power cut can take it back; the flush
is for the moment of capture.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from store.domain.text import decode
from store.errors import UsageFault
from store.journal.files import DRAFTS, discard, open_plain, read_at, subfolder, told, write_all

MAX_CHARS = 20_000

_NAME = re.compile(r"draft-([0-9a-f]{8})-(\d+)-(\d+)-([A-Za-z0-9]{1,40})\.txt(\.tmp)?")


class LeftDraft:
    """A draft whose session has ended without clearing it.

    `at` is when it was last written, milliseconds since 1970.
    """

    __slots__ = ("at", "path", "session", "text")

    def __init__(self, path: str, session: str, text: str, at: int) -> None:
        self.path = path
        self.session = session
        self.text = text
        self.at = at


class Drafts:
    """The draft of one session of this process, and those that dead sessions left."""

    def __init__(self, folder: str | os.PathLike[str], session: str) -> None:
        self._folder = os.path.abspath(folder)
        word = re.sub(r"[^A-Za-z0-9]", "", session)[:40] or "x"
        owner = f"{_boot()}-{os.getpid()}-{_started(os.getpid())}"
        self._name = f"draft-{owner}-{word}.txt"
        self.session = word

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
        """Forget this session's draft; it has been captured or given up.

        Raises `NotSaved` or `NoRights` if it cannot be removed: it would be offered again.
        """
        path = self._path()
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass
        except OSError as fault:
            raise told(fault, f"Cannot remove the draft in {path}") from fault

    def left(self, kind: str = "") -> list[LeftDraft]:
        """Drafts of this user's sessions that have died: those of its own name first, then late.

        With `kind`, only of sessions whose names begin like that.
        """
        result = []
        for path, session, lives in self._others():
            if not session.startswith(kind):
                continue
            try:
                at = os.stat(path).st_mtime_ns // 1_000_000
            except OSError:
                continue  # another terminal has taken it meanwhile
            text = None if lives else _text(path)
            if text:
                result.append(LeftDraft(path, session, text, at))
        return sorted(result, key=lambda draft: (draft.session != self.session, -draft.at))

    def living(self) -> set[str]:
        """Paths of the drafts of other sessions that have not ended."""
        return {path for path, _, lives in self._others() if lives}

    def _others(self) -> Iterator[tuple[str, str, bool]]:
        """Path and session of each draft but this one's own, and whether its session lives.

        What a session was writing when it was killed is cleared away: the draft before it stays.
        """
        place = self._place()
        try:
            names = os.listdir(place)
        except OSError as fault:
            raise told(fault, f"Cannot look for drafts in {place}") from fault
        for name in names:
            parts = _NAME.fullmatch(name)
            if parts is None or name.startswith(self._name):
                continue
            path, lives = os.path.join(place, name), _alive(parts[1], parts[2], parts[3])
            if not parts[5]:
                yield path, parts[4], lives
            elif not lives:
                _clear_away(path)

    def take(self, draft: LeftDraft) -> str:
        """Make a dead session's draft this session's own; returns its text."""
        self.save(draft.text)
        self.forget(draft)
        return draft.text

    def forget(self, draft: LeftDraft) -> None:
        """Take away what a dead session left; it is kept elsewhere now."""
        discard(draft.path)

    def _place(self) -> str:
        try:
            return subfolder(self._folder, DRAFTS)
        except OSError as fault:
            raise told(fault, f"Cannot keep drafts in {self._folder}") from fault

    def _path(self) -> str:
        return os.path.join(self._place(), self._name)


def _clear_away(path: str) -> None:
    try:
        discard(path)
    except OSError:
        return  # a colleague's: it is cleared by them


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
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:  # damaged: what can be read of it is still what somebody typed
        return decode(data)


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
