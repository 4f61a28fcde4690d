"""Copying out: onto the clipboard of whoever looks, and into a file for where that does not work.

A terminal takes the clipboard by OSC 52, over SSH too, and some terminals ignore it. So the same
text is always written to a file as well, and both are told.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import ConsoleError
from store.journal.files import refuse_write

if TYPE_CHECKING:
    from textual.app import App

FOLDER = "exports"
MAX_NAME = 60
"""Characters of a file's name; four bytes each still fit every file system."""
MAX_CLIPBOARD = 75_000
"""Characters handed to the terminal; several terminals drop a longer OSC 52 sequence whole."""


class NotWritten(ConsoleError):
    """The file could not be written."""

    title = "Not written"
    exit_code = 1


def write_out(folder: Path, name: str, text: str) -> Path:
    """Write `text` to `name` in the store's own folder of exports, readable by its owner only.

    A file of the same name from before is replaced whole or not at all. Raises `NotWritten`.
    """
    plain = re.sub(r"[^\w.-]+", "-", name).strip("-.")[:MAX_NAME] or "copy"
    place = folder / FOLDER / plain
    refuse_write(place)
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    except OSError as fault:
        with suppress(OSError):  # there may be no folder to take it out of
            draft.unlink()
        raise NotWritten(
            f"{place} could not be written ({fault.strerror}). Make room or rights, then repeat."
        ) from fault
    return place


def copy_out(app: App[Any], folder: Path | None, name: str, text: str) -> str:
    """Copy `text` to the clipboard and, where there is a store on disk, to a file.

    Returns one sentence that says where it is. Raises `NotWritten`.
    """
    place = write_out(folder, name, text) if folder is not None else None
    if len(text) <= MAX_CLIPBOARD:
        app.copy_to_clipboard(text)
        return f"On the clipboard, and in {place}" if place else "On the clipboard"
    if place is None:
        raise NotWritten("That is too long for a terminal's clipboard. Narrow the list first.")
    return f"Too long for a terminal's clipboard; it is in {place}"
