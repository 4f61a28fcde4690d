"""Keeps what the standard library compiles while modules are imported, as byte-code is kept.

A dataclass writes the source of its methods and compiles it each time the program starts; with
some hundred of them that was more than half of what our own modules took to import. The compiled
code of each source is kept beside the byte-code of this module and found by the source itself, so
it can never be that of an older one. Without the file, or where it cannot be written, everything
is compiled as ever.
"""

from __future__ import annotations

import collections
import dataclasses
import marshal
import os
import sys
from importlib.util import MAGIC_NUMBER, cache_from_source
from types import CodeType
from typing import Any
from zlib import crc32

MOST_BYTES = 8 << 20
"""A file that has grown beyond this, over many versions of the program, is begun anew."""
_HEAD = len(MAGIC_NUMBER) + 4


class Compiled:
    """Code by its source, as long as it is in force."""

    def __init__(self, path: str) -> None:
        self._path = path
        # As bytes: to make them into code is dearer than to read them, and few may be asked for.
        self._known: dict[str, bytes] = {}
        self._used: dict[str, bytes] = {}
        self.added = 0
        """How many sources had to be compiled."""

    def read(self) -> None:
        """Take in what an earlier process left, if it is whole and of this Python."""
        try:
            with open(self._path, "rb") as file:
                data = file.read(MOST_BYTES + 1)
            whole = data[_HEAD:]
            head = MAGIC_NUMBER + crc32(whole).to_bytes(4, "big")
            if data.startswith(head) and len(data) <= MOST_BYTES:
                self._known = marshal.loads(whole)
        except (OSError, ValueError, EOFError, TypeError):
            self._known = {}

    def write(self) -> None:
        """Leave what was used for the next process, if something is new."""
        if not self.added or sys.dont_write_bytecode:
            return
        whole = marshal.dumps({**self._known, **self._used})
        data = MAGIC_NUMBER + crc32(whole).to_bytes(4, "big") + whole
        if len(data) > MOST_BYTES:
            whole = marshal.dumps(self._used)
            data = MAGIC_NUMBER + crc32(whole).to_bytes(4, "big") + whole
        temp = f"{self._path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
            with open(temp, "xb") as file:
                file.write(data)
            os.replace(temp, self._path)
        except OSError:
            return  # compiled byte-code cannot be written either then

    def code(self, source: object, mode: str) -> CodeType:
        """The code of a source, made now or by an earlier process."""
        if not isinstance(source, str):
            raise TypeError("a source is text")
        kept = self._known.get(source) or self._used.get(source)
        if kept is not None:
            self._used[source] = kept
            found: CodeType = marshal.loads(kept)
            return found
        self.added += 1
        made = compile(source, "<string>", mode)
        self._used[source] = marshal.dumps(made)
        return made

    def exec(self, source: object, *where: dict[str, Any]) -> None:
        """In place of the built-in `exec`, for those who write their source themselves."""
        exec(self.code(source, "exec"), *where)

    def eval(self, source: object, *where: dict[str, Any]) -> object:
        """In place of the built-in `eval`, for the same."""
        found: object = eval(self.code(source, "eval"), *where)
        return found


def install() -> Compiled:
    """Let dataclasses and named tuples find their code, from now on in this process.

    Both call the built-in function by its name, so a name of that kind in their module comes
    before it; a Python that does it in another way just compiles.
    """
    stem = cache_from_source(__file__).removesuffix(".pyc")
    found = Compiled(f"{stem}.made")
    found.read()
    vars(dataclasses)["exec"] = found.exec
    vars(collections)["eval"] = found.eval
    return found


def uninstall() -> None:
    """Let them compile again."""
    vars(dataclasses).pop("exec", None)
    vars(collections).pop("eval", None)
