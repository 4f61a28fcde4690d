"""`rte`: the console on the current store."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.streams import is_terminal
from console.moment import clock_for, uptime_for
from console.terminal import prepare

if TYPE_CHECKING:
    from console.cli.options import Asked


def open_room(asked: Asked, folder: Path | None = None) -> int:
    """Open the console and stay until the person leaves; returns its exit code."""
    if os.environ.get("TERM", "") == "dumb" and is_terminal():
        from console.plain.loop import run_plain

        if folder is not None:
            asked.store = str(folder)
        return run_plain(asked)
    prepare()
    place = folder or Path(asked.folder)
    from console.app import run_console  # here: Textual reads the environment when imported

    return run_console(
        place,
        asked.who,
        lambda at, zone: clock_for(at, asked.as_of, zone),
        uptime_for(asked.as_of),
        read_only=asked.read_only,
    )
