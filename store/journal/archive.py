"""The archive: journals that a compaction or a restore has replaced. Nothing is ever dropped."""

from __future__ import annotations

import os
import re
from itertools import count

from store.journal.files import ARCHIVE, subfolder, sync_folder

COMPACTED = "journal"
REPLACED = "replaced"
"""Prefix of journals that a restore put aside: another history, not part of `past`."""

_NAME = re.compile(r"journal-(\d+)-(\d+)(?:-\d+)?\.jsonl")


def archive_link(folder: str, path: str, first: int, last: int, prefix: str = COMPACTED) -> str:
    """Give the file at `path` a second, durable name in the archive; returns that name."""
    place = subfolder(folder, ARCHIVE)
    for attempt in count(1):
        twin = f"-{attempt}" if attempt > 1 else ""
        name = os.path.join(place, f"{prefix}-{first}-{last}{twin}.jsonl")
        try:
            os.link(path, name)
        except FileExistsError:
            continue
        break
    try:
        sync_folder(place)
    except BaseException:  # also an interrupt: nothing half-made stays
        os.unlink(name)
        raise
    return name


def archived(folder: str) -> list[str]:
    """Paths of the compacted journals, the newest first."""
    place = os.path.join(folder, ARCHIVE)
    try:
        names = os.listdir(place)
    except FileNotFoundError:
        return []
    found = [(int(hit[2]), int(hit[1]), name) for name in names if (hit := _NAME.fullmatch(name))]
    return [os.path.join(place, name) for _, _, name in sorted(found, reverse=True)]
