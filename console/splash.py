"""Something true on the screen while the console is still being loaded: see `console.standing`."""

from __future__ import annotations

import os
import sys

from console import standing
from store.errors import ConsoleError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from console.first_frame import Known

_MOST_OF_CONFIG = 64_000


def show(folder: str, certain: bool = True) -> None:
    """Draw the first frame for the store in `folder`, where there is a terminal and a store.

    `certain` is False where the moment is a stated one: then nothing is told that depends on it.
    It never fails: without a first frame there is nothing but a blank terminal for a while.
    """
    if standing.stands() or not _is_possible():
        return
    try:
        known = look(folder, certain)
        size = os.get_terminal_size(standing.OUT)
        if known is None or not _has_room(*size):
            return
        from console.first_frame import Kind, draw

        standing.put_up(draw(known, *size, Kind(os.environ, look_named(os.environ))))
    except (OSError, ValueError, KeyError, TypeError, LookupError, ConsoleError):
        return


def look(folder: str, certain: bool = True) -> Known | None:
    """What the checkpoint of the store tells as of now; None where there is no store."""
    from console.first_frame import Known
    from console.moment import real_ms, store_shift, uptime
    from store.journal.files import JOURNAL
    from store.ledger.quick_view import QuickView

    if not os.path.exists(os.path.join(folder, JOURNAL)):
        return None
    known = Known()
    view = QuickView(folder)
    view.refresh()
    context = view.context
    if context is None:
        return known
    known.where = [str(context["train"])]
    if certain:
        _tell(known, context, real_ms() + store_shift(folder), uptime())
    return known


def _tell(known: Known, context: dict[str, Any], now: int, up: tuple[str, int] | None) -> None:
    """Where the train is at `now`, and how the clock of the open event stands."""
    from store.ledger.quick_clock import brief
    from store.ledger.quick_place import Place

    place = Place(context, now)
    known.where += [place.interval, place.iteration]
    known.time = place.time
    seen = brief(context, now, up)
    if seen is None:
        return
    from store.domain.words import countdown

    known.event = f"{seen.title} {seen.ref}"
    known.paused = seen.paused
    if seen.index < 0:
        known.step = seen.title
        return
    known.place, known.step = f"{seen.index + 1}/{seen.count}", seen.step
    known.figure, known.over = countdown(seen.left_ms), seen.left_ms < 0


def look_named(environ: os._Environ[str] | dict[str, str]) -> str:
    """The look that the settings name, read without their parser: "" leaves it to the usual one.

    A file that says it in another way than one line costs a change of colours, nothing else.
    """
    from console.places import config_home

    named = environ.get("RTE_THEME")
    if named:
        return named
    try:
        with open(os.path.join(config_home(environ), "config.toml"), "rb") as file:
            text = file.read(_MOST_OF_CONFIG).decode("utf-8", "replace")
    except OSError:
        return ""
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and name.strip() == "theme":
            return value.partition("#")[0].strip().strip("\"'")
    return ""


def _is_possible() -> bool:
    for stream in (sys.__stdin__, sys.__stderr__):
        if stream is None or stream.closed or not stream.isatty():
            return False
    return os.environ.get("TERM", "") not in ("", "dumb")


def _has_room(columns: int, rows: int) -> bool:
    from console.first_frame import LEAST

    return LEAST[0] <= columns <= 1000 and LEAST[1] <= rows <= 1000
