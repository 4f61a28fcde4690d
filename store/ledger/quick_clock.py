"""The running event's clock from what quick capture knows: no store is opened for a status line.

`brief` is for the line of a status bar, which is asked for every few seconds: it imports nothing.
`clocks` has the face that every other clock shows, for whoever wants to know when the event ends.
"""

from __future__ import annotations

from store.domain.timeline import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from store.domain.clock import Face

    Context = dict[str, Any]
    Uptime = tuple[str, int] | None


class Brief:
    """Where the open event stands: its step, and what is left of it in milliseconds."""

    __slots__ = (
        "count",
        "floor",
        "index",
        "key",
        "left_ms",
        "paused",
        "planned_ms",
        "ref",
        "step",
        "title",
    )

    def __init__(self, ref: str, title: str, count: int) -> None:
        self.ref = ref
        self.title = title
        self.count = count
        self.index = -1
        self.key = ""
        self.step = ""
        self.left_ms = 0
        self.planned_ms = 0
        self.paused = False
        self.floor = ""
        """What has the floor: a team's id or a reference; empty when nothing has."""


def brief(context: Context, now: int, uptime: Uptime = None) -> Brief | None:
    """The open event at `now` (ms UTC); None if there is none."""
    event = context["event"]
    if not event:
        return None
    timeline = fold(moment for _, moment in context["moments"])
    found = Brief(str(event["ref"]), str(event["title"]), len(event["steps"]))
    found.paused = timeline.paused
    keys = [step["key"] for step in event["steps"]]
    if timeline.step not in keys:
        return found
    found.index = keys.index(timeline.step)
    step = event["steps"][found.index]
    found.key, found.step = step["key"], step["title"]
    planned = max(0, step["minutes"] * 60_000 + timeline.added.get(found.key, 0))
    found.planned_ms = planned
    spent = timeline.spent_at(found.key, timeline.event_time(now, uptime))
    found.left_ms = planned - spent
    found.floor = timeline.floor.get(found.key, "")
    return found


class Clocks:
    """The face of the one open event and the zone's time of day, as a snapshot has them."""

    def __init__(self, context: Context, now: int, uptime: Uptime) -> None:
        from zoneinfo import ZoneInfo

        from store.domain.event_clock import event_face
        from store.domain.event_records import Event, Step

        known = context["event"]
        steps = tuple(Step(**step) for step in known["steps"])
        self._zone = ZoneInfo(context["zone"])
        self.event = Event(
            id="", at=0, ref=known["ref"], title=known["title"], steps=steps,
            begins=known["begins"], on=known["on"],
        )  # fmt: skip
        moments = [moment for _, moment in context["moments"]]
        self.faces: dict[str, Face] = {
            self.event.ref: event_face(self.event, moments, now, self._zone, uptime)
        }

    def clock_time(self, ms: int) -> str:
        """`09:14` in the train's zone."""
        from store.domain.wall_clock import time_of_day

        return time_of_day(ms, self._zone)


def clocks(context: Context, now: int, uptime: Uptime = None) -> Clocks | None:
    """All that the clock of the open event shows; None where its zone is not to be had here."""
    try:
        return Clocks(context, now, uptime)
    except (KeyError, ValueError, TypeError, OSError):
        return None  # a zone or an event that only the whole store knows how to take
