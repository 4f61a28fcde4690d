"""Backups that nobody has to think of: one a day, and one before records are brought in.

They are made by the same function as `rte backup`, and only the last few are kept. What a person
has made is never taken away.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path

from store.journal.backup import backup, last_number
from store.journal.files import BACKUPS, JOURNAL, discard, file_mode

DAILY = "auto"
BEFORE_IMPORT = "before-import"
KEEP = 10
"""Copies of each of the two that are kept."""
EVERY_S = 86_400.0
ROOM = 3
"""The disk must have room for so many copies; else it is left to a person."""

_NUMBER = re.compile(r"-n(\d+)(?:-[0-9a-f]+)?\.jsonl$")


def back_up_if_due(folder: str | os.PathLike[str], now_s: float | None = None) -> Path | None:
    """Back up what was written since the newest copy, if that is a day old; the copy, or None.

    Raises what `backup` raises.
    """
    now = time.time() if now_s is None else now_s
    newest = max(_copies(folder), default=None)
    if newest is not None and now - newest[0] < EVERY_S:
        return None
    n = last_number(folder)
    if n == 0 or (newest is not None and _number(newest[1]) == n):
        return None
    disk = os.statvfs(folder)
    if os.path.getsize(os.path.join(folder, JOURNAL)) * ROOM > disk.f_bavail * disk.f_frsize:
        return None
    return _made(folder, DAILY)


def back_up_before_import(folder: str | os.PathLike[str]) -> Path:
    """Back up what is there before many records come in. Raises what `backup` raises."""
    return _made(folder, BEFORE_IMPORT)


def _made(folder: str | os.PathLike[str], prefix: str) -> Path:
    made = backup(Path(folder), prefix=prefix, mode=file_mode(str(folder)))
    others = (one for one in _copies(folder) if _is(one[1], prefix) and one[1] != str(made))
    for _, path in sorted(others, reverse=True)[KEEP - 1 :]:
        with suppress(OSError):  # a colleague's, or gone: the next time sees to it
            discard(path)
    return made


def _copies(folder: str | os.PathLike[str]) -> list[tuple[float, str]]:
    """When each copy was written, and its path."""
    place = os.path.join(folder, BACKUPS)
    found = []
    with suppress(OSError):
        for name in os.listdir(place):
            path = os.path.join(place, name)
            if name.endswith(".jsonl") and not os.path.islink(path):
                found.append((os.stat(path).st_mtime, path))
    return found


def _is(path: str, prefix: str) -> bool:
    return re.match(rf"{prefix}-\d{{8}}T", os.path.basename(path)) is not None


def _number(path: str) -> int:
    found = _NUMBER.search(path)
    return int(found[1]) if found else -1
