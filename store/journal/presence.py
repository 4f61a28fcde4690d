"""Who is here: a file for each terminal that has the store open, held by a lock while it lives.

Nobody beats a heart. A terminal keeps a lock on its own file; when it leaves, or dies in whatever
way, the kernel lets go of the lock and whoever looks next takes the file away. Nothing of it is
kept: who was here when is no fact of the train. A terminal that does not want to be seen has a file
without a name, so that the baton can still tell whether it is there.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from store.domain.text import clean
from store.errors import ConsoleError
from store.journal.files import discard, file_mode, open_plain, read_at, subfolder, told

T = TypeVar("T")

_NAME = re.compile(r"[0-9a-f]{1,12}-[0-9a-f]{8}")

HERE = "here"
"""Folder inside the store."""

SIZE = 1024
"""Bytes of a file, always written whole; three words of the longest kind fit."""

MAX_WORDS = 64
"""Characters of each word that is told of a terminal."""

MAX_TERMINALS = 200
"""Files that are looked at; more are no train but a flood."""


@dataclass(frozen=True, slots=True)
class Present:
    """A terminal that is here: as whom, since when (ms UTC), on what, and what it is busy with."""

    terminal: str
    who: str
    since: int
    tty: str = ""
    remote: bool = False
    """Whether it came in over SSH."""
    busy: str = ""
    """Reference of the record that is being edited there; "" for none."""


class Presence:
    """This process's own place among the terminals of a store, and a look at the others."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._store = os.path.abspath(folder)
        self._place = os.path.join(self._store, HERE)
        self._fd = -1
        self.terminal = f"{os.getpid():x}-{os.urandom(4).hex()}"
        """Name of this terminal: new for each process, and never used again."""
        self.mine: Present | None = None

    @property
    def folder(self) -> str:
        """Where the files are; it exists once this terminal has arrived."""
        return self._place

    def arrive(self, mine: Present | None) -> None:
        """Be here, seen as `mine`, or unseen with None. Raises `NoRights` or `NotSaved`.

        The file appears under its name with its lock already held.
        """
        temp = ""
        try:
            subfolder(self._store, HERE)
            temp = os.path.join(self._place, f".{self.terminal}.tmp")
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
            self._fd = open_plain(temp, flags, file_mode(self._store))
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._write(mine)
            os.rename(temp, self._path(self.terminal))
        except OSError as fault:
            self.leave()
            if temp:
                discard(temp)
            raise told(fault, f"Cannot tell others who is here in {self._place}") from fault

    def tell(self, mine: Present | None) -> None:
        """Say something else of this terminal; a refusal of the system is no reason to stop."""
        if self._fd >= 0 and mine != self.mine:
            with suppress(OSError):
                self._write(mine)

    def leave(self) -> None:
        """Be gone. Idempotent."""
        if self._fd < 0:
            return
        with suppress(OSError):
            discard(self._path(self.terminal))
        os.close(self._fd)
        self._fd = -1

    def others(self) -> tuple[Present, ...]:
        """The other terminals that want to be seen, by the time at which they came."""
        found = [
            present
            for terminal in self._names()
            if terminal != self.terminal and (present := self._look(terminal)) is not None
        ]
        return tuple(sorted(found, key=lambda one: (one.since, one.terminal)))

    def is_here(self, terminal: str) -> bool:
        """Whether a terminal is there now, seen or not."""
        if terminal == self.terminal:
            return self._fd >= 0
        return self._ask(terminal, lambda _: True) is True

    # -- files

    def _path(self, terminal: str) -> str:
        return os.path.join(self._place, f"{terminal}.json")

    def _names(self) -> list[str]:
        try:
            names = os.listdir(self._place)
        except OSError:
            return []  # nobody has ever been here, or the folder is not for us
        return [n[:-5] for n in names if n.endswith(".json") and n[0] != "."][:MAX_TERMINALS]

    def _write(self, mine: Present | None) -> None:
        facts: dict[str, object] = {}
        if mine is not None:
            facts = {"who": _bound(mine.who), "since": mine.since, "tty": _bound(mine.tty),
                     "remote": mine.remote, "busy": _bound(mine.busy)}  # fmt: skip
        data = json.dumps(facts, ensure_ascii=False, allow_nan=False).encode()
        data = data[: SIZE - 1].ljust(SIZE - 1) + b"\n"
        os.pwrite(self._fd, data, 0)
        self.mine = mine

    def _look(self, terminal: str) -> Present | None:
        return self._ask(terminal, lambda fd: _read(terminal, read_at(fd, 0, SIZE)))

    def _ask(self, terminal: str, ask: Callable[[int], T]) -> T | None:
        """What `ask` finds in the file of a terminal that is there; None if it is not.

        The file of one that is gone is taken away.
        """
        if not _NAME.fullmatch(terminal):
            return None  # a name is read from records too, and becomes a path here
        path = self._path(terminal)
        try:
            fd = open_plain(path, os.O_RDONLY)
        except (OSError, ConsoleError):
            return None
        try:
            if not _is_held(fd):
                with suppress(OSError):
                    discard(path)
                return None
            return ask(fd)
        except OSError:
            return None
        finally:
            os.close(fd)


def _is_held(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _read(terminal: str, data: bytes) -> Present | None:
    """What a file tells; None for one that tells nothing, or nothing that can be believed."""
    try:
        said = json.loads(data)
    except ValueError:
        return None
    if not isinstance(said, Mapping) or not isinstance(said.get("who"), str):
        return None
    return Present(
        terminal=terminal,
        who=_word(said, "who"),
        since=since if isinstance(since := said.get("since"), int) else 0,
        tty=_word(said, "tty"),
        remote=said.get("remote") is True,
        busy=_word(said, "busy"),
    )


def _word(said: Mapping[str, object], name: str) -> str:
    value = said.get(name)
    return _bound(value) if isinstance(value, str) else ""


def _bound(words: str) -> str:
    return clean(words)[:MAX_WORDS]
