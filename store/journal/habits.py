"""How one account likes its lists: the order of each, kept from one time to the next.

A small file of the account's own in the store's folder; it says nothing of the train. Written
beside and renamed, without a flush: a power cut may cost a habit, never a record.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from store.errors import ConsoleError
from store.journal.files import DRAFTS, discard, open_plain, read_at, subfolder, told, write_all

MAX_BYTES = 20_000
MAX_CHARS = 40


class Habits:
    """Words by words. `folder` is None where nothing survives the process.

    A file that cannot be read is left alone and passed over; `fault` then says so in a sentence.
    """

    def __init__(self, folder: str | os.PathLike[str] | None) -> None:
        self._folder = None if folder is None else os.path.abspath(folder)
        self.fault = ""
        self._known = self._load()

    def get(self, name: str) -> str:
        """What was kept under a name, or ""."""
        return self._known.get(name, "")

    def keep(self, name: str, value: str) -> None:
        """Keep a word from now on. Raises `NotSaved` or `NoRights` if the system refuses."""
        if self._known.get(name) == value:
            return
        self._known[name] = value
        if self._folder is None:
            return
        try:
            path = self._path(subfolder(self._folder, DRAFTS))
            temp = f"{path}.{os.getpid()}.tmp"
            try:
                self._write(temp)
                os.rename(temp, path)
            except OSError:
                discard(temp)
                raise
        except OSError as fault:
            raise told(fault, f"Cannot keep the order of lists in {self._folder}") from fault

    def _write(self, path: str) -> None:
        fd = open_plain(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            text = json.dumps(self._known, allow_nan=False, indent=1, sort_keys=True)
            write_all(fd, text.encode())
        finally:
            os.close(fd)

    @staticmethod
    def _path(folder: str) -> str:
        return os.path.join(folder, f"lists-{os.getuid()}.json")

    def _load(self) -> dict[str, str]:
        if self._folder is None:
            return {}
        path = self._path(os.path.join(self._folder, DRAFTS))
        try:
            fd = open_plain(path, os.O_RDONLY)
        except FileNotFoundError:
            return {}
        except (OSError, ConsoleError):
            return self._faulty(path)
        try:
            found = json.loads(read_at(fd, 0, MAX_BYTES))
        except (OSError, ValueError):
            return self._faulty(path)
        finally:
            os.close(fd)
        return _words(found) if isinstance(found, Mapping) else self._faulty(path)

    def _faulty(self, path: str) -> dict[str, str]:
        self.fault = f"{path} cannot be read, so lists have their first order. Remove it."
        return {}


def _words(found: Mapping[object, object]) -> dict[str, str]:
    """Only what has the form of a habit."""
    return {
        name: value
        for name, value in found.items()
        if isinstance(name, str) and isinstance(value, str)
        and len(name) <= MAX_CHARS and len(value) <= MAX_CHARS
    }  # fmt: skip
