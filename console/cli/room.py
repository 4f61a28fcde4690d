"""`rte`: the console on the current store.

What is known cheaply is on the screen before anything heavy is imported: see `console.splash`.
"""

from __future__ import annotations

import os

from console import splash, standing
from console.cli.streams import is_terminal
from console.moment import clock_for, stated, uptime_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from console.cli.options import Asked


def open_room(asked: Asked, folder: Path | None = None) -> int:
    """Open the console and stay until the person leaves; returns its exit code."""
    if os.environ.get("TERM", "") == "dumb" and is_terminal():
        from console.plain.loop import run_plain

        if folder is not None:
            asked.store = str(folder)
        return run_plain(asked)
    place = str(folder or asked.folder)
    try:
        splash.show(place, certain=not stated(asked.as_of))
        return _opened(asked, place)
    finally:
        standing.take_down()


def _opened(asked: Asked, place: str) -> int:
    import gc

    gc.disable()  # what is imported stays: looking for garbage among it only takes time
    from console import compiled

    made = compiled.install()
    try:
        from pathlib import Path

        from console.terminal import prepare

        prepare()
        from console.app import run_console  # here: Textual reads the environment when imported

        gc.freeze()
        gc.enable()
        return run_console(
            Path(place),
            asked.who,
            lambda at, zone: clock_for(at, asked.as_of, zone),
            uptime_for(asked.as_of),
            read_only=asked.read_only,
        )
    finally:
        gc.enable()
        made.write()
