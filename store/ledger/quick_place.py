"""Where a train is in its calendar, from what quick capture knows of it. Imports nothing heavy."""

from __future__ import annotations

import time

from store.domain.words import DAYS, MONTHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Context = dict[str, Any]


class Place:
    """The day and minute in the train's zone, the planning interval and iteration of that day."""

    __slots__ = ("interval", "iteration", "time")

    def __init__(self, context: Context, now: int) -> None:
        """At `now` (ms UTC); all is "" at a moment whose offset the context does not know."""
        self.time = self.interval = self.iteration = ""
        begins, ends, offset = context["offset"]
        if not begins <= now < ends:
            return
        local = time.gmtime(now // 1000 + offset)
        self.time = (
            f"{DAYS[local.tm_wday]} {local.tm_mday} {MONTHS[local.tm_mon - 1]} "
            f"{local.tm_hour:02}:{local.tm_min:02}"
        )
        today = f"{local.tm_year:04}-{local.tm_mon:02}-{local.tm_mday:02}"
        found = interval_of(context, today)
        self.interval = str(found.get("short") or "")
        begun = [i for i in found.get("iterations") or () if (i.get("start") or "9") <= today]
        self.iteration = str(begun[-1]["name"]) if begun else ""


def interval_of(context: Context, today: str) -> dict[str, Any]:
    """The planning interval of a day, by the rule of `store.domain.calendar.current`."""
    known: list[dict[str, Any]] = context["intervals"]
    for pi in known:
        if (pi["start"] or "9") <= today <= (pi["end"] or ""):
            return pi
    running = [pi for pi in known if pi["state"] == "running"]
    return (running or known or [{}])[-1]
