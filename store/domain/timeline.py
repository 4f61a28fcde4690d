"""What happened to an event's clock, folded from its moments.

Only facts go in: a list of moments `{"at": ms, "do": ..., "step": ..., ...}` in the order in which
they happened. What may happen:

    start    the event begins, at `step`
    step     the room moves to `step` (forward or back)
    pause    the clock stands
    resume   the clock goes on
    add      `seconds` are added to (or taken from) the time of `step`
    retime   `give` says by step how many seconds are added or taken at once
    ago      `step` really began `seconds` earlier: they come from `before`, the step that was
             left, or from before the start of the event
    park     `step` waits until the others are done; entering it brings it back
    turn     `item` has the floor in `step`, with a timebox of its own
    close    the event ends

Nothing here counts ticks. Where moments carry `up` and `boot`, the time between two of them is
what the machine counted since it was switched on, sleep included, so that a clock that was set
back or ahead changes no span. Without them the machine's clock is believed, and a span that would
be below zero counts as zero. This module stands on the path of quick capture, so it imports
nothing heavy.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Uptime = tuple[str, int]
    """Which run of the machine, and the milliseconds since it began, sleep included."""

TOLERANCE_MS = 1500
"""Two clocks are never read at the same instant, and time servers nudge: this much is no jump.

Spans are counted exactly all the same; what is told by the clock on the wall may be off by it.
"""


class Timeline:
    """The state of a clock after its moments, as of the last of them.

    Moments in here are milliseconds on the event's own time: UTC as the machine told it when the
    event began, going on without jumps. `skew` is what the machine's clock is ahead of it by now.
    Spans are milliseconds: `spent` per step without the span that is running, `added` per step,
    `since` the moment at which the running span began (None while the clock stands), `entered` the
    moment at which each step was first entered, `turns` per step and item what its turns took.
    """

    __slots__ = (
        "_boot",
        "_last",
        "_up",
        "added",
        "came_back",
        "closed_at",
        "entered",
        "floor",
        "left",
        "parked",
        "paused",
        "since",
        "skew",
        "spent",
        "started_at",
        "step",
        "stood_since",
        "turns",
    )

    def __init__(self) -> None:
        self.started_at: int | None = None
        self.closed_at: int | None = None
        self.step: str | None = None
        self.left: str | None = None
        """The step that the room came from when it entered the current one."""
        self.since: int | None = None
        self.stood_since: int | None = None
        """When the clock was stopped, while it stands."""
        self.paused = False
        self.spent: dict[str, int] = {}
        self.added: dict[str, int] = {}
        self.entered: dict[str, int] = {}
        self.parked: list[str] = []
        self.came_back: set[str] = set()
        """Steps that had been parked and were entered since."""
        self.floor: dict[str, str] = {}
        """Step -> the item that has, or last had, the floor in it."""
        self.turns: dict[str, dict[str, int]] = {}
        self.skew = 0
        self._last: int | None = None
        self._boot: str | None = None
        self._up = 0

    @property
    def running(self) -> bool:
        """Whether time is passing for the current step."""
        return self.since is not None

    def spent_at(self, step: str, now: int) -> int:
        """Milliseconds spent in `step` as of `now` (event time), the running span included."""
        spent = self.spent.get(step, 0)
        if step == self.step and self.since is not None:
            spent += max(0, now - self.since)
        return spent

    def turn_spent_at(self, step: str, item: str, now: int) -> int:
        """Milliseconds that `item` has had the floor in `step` as of `now` (event time)."""
        spent = self.turns.get(step, {}).get(item, 0)
        if step == self.step and self.since is not None and self.floor.get(step) == item:
            spent += max(0, now - self.since)
        return spent

    def minute_at(self, now: int) -> int | None:
        """Whole minutes since the event began, pauses included; None before it began."""
        if self.started_at is None:
            return None
        return max(0, now - self.started_at) // 60_000

    def event_time(self, now: int, uptime: Uptime | None = None) -> int:
        """The machine's `now` (ms UTC) on the event's own time, never before its last moment."""
        return self._true(now, uptime)[0]

    def jump_at(self, now: int, uptime: Uptime | None = None) -> int:
        """By how many ms the machine's clock has jumped ahead (or back) since the last moment."""
        return self._true(now, uptime)[1] - self.skew

    def _true(self, at: int, uptime: Uptime | None) -> tuple[int, int]:
        """Event time of a moment that the machine calls `at`, and its skew then."""
        if self._last is None:
            return at, 0
        if uptime is not None and uptime[0] == self._boot and uptime[1] >= self._up:
            true = self._last + uptime[1] - self._up
            skew = at - true
            return true, skew if abs(skew - self.skew) > TOLERANCE_MS else self.skew
        true = at - self.skew
        return (self._last, at - self._last) if true < self._last else (true, self.skew)

    def _take_in(self, moment: Mapping[str, Any]) -> int:
        boot, up = moment.get("boot"), moment.get("up")
        uptime = None if boot is None or up is None else (boot, up)
        at, self.skew = self._true(moment["at"], uptime)
        self._last, (self._boot, self._up) = at, uptime or (None, 0)
        return at

    def _stop_span(self, at: int) -> None:
        if self.since is not None and self.step is not None:
            span = max(0, at - self.since)
            self.spent[self.step] = self.spent.get(self.step, 0) + span
            item = self.floor.get(self.step)
            if item is not None:
                turns = self.turns.setdefault(self.step, {})
                turns[item] = turns.get(item, 0) + span
        self.since = None

    def _enter(self, step: str, at: int) -> None:
        self.left, self.step = self.step, step
        self.since = None if self.paused else at
        self.entered.setdefault(step, at)
        if step in self.parked:
            self.parked.remove(step)
            self.came_back.add(step)

    def _give(self, give: Mapping[str, int]) -> None:
        for step, seconds in give.items():
            self.added[step] = self.added.get(step, 0) + seconds * 1000

    def _began_earlier(self, moment: Mapping[str, Any]) -> None:
        step, before, ms = moment["step"], moment.get("before"), moment["seconds"] * 1000
        self.spent[step] = self.spent.get(step, 0) + ms
        self.entered[step] = self.entered.get(step, 0) - ms
        if before is not None:
            self.spent[before] = self.spent.get(before, 0) - ms
        elif self.started_at is not None:
            self.started_at -= ms

    def apply(self, moment: Mapping[str, Any]) -> None:
        """Let one moment happen."""
        at, do = self._take_in(moment), moment["do"]
        if do == "add":
            self._give({moment["step"]: moment["seconds"]})
        elif do == "retime":
            self._give(moment["give"])
        elif do == "ago":
            self._began_earlier(moment)
        elif do == "park":
            self.parked.append(moment["step"])
            self.came_back.discard(moment["step"])
        else:
            self._stop_span(at)
            self._move(do, moment, at)

    def _move(self, do: str, moment: Mapping[str, Any], at: int) -> None:
        """A moment that ends the running span; the clock goes on unless it is to stand."""
        if do == "start":
            self.started_at = at
            self._enter(moment["step"], at)
        elif do == "step":
            self._enter(moment["step"], at)
        elif do == "turn":
            self.floor[moment["step"]] = moment["item"]
            self.since = None if self.paused else at
        elif do == "pause":
            self.paused, self.stood_since = True, at
        elif do == "resume":
            self.paused, self.stood_since = False, None
            self.since = at
            if self.step is not None and not self.spent.get(self.step):
                self.entered[self.step] = at  # nothing of it was held before
        elif do == "close":
            self.closed_at = at


def fold(moments: Iterable[Mapping[str, Any]]) -> Timeline:
    """The timeline that these moments, in order, add up to."""
    timeline = Timeline()
    for moment in moments:
        timeline.apply(moment)
    return timeline
