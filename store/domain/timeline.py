"""What happened to an event's clock, folded from its moments.

Only facts go in: a list of moments `{"at": ms, "do": ..., "step": ..., "seconds": ...}` in the
order in which they happened. What may happen:

    start    the event begins, at `step`
    step     the room moves to `step` (forward or back)
    pause    the clock stands
    resume   the clock goes on
    add      `seconds` are added to (or taken from) the time of `step`
    close    the event ends

Nothing here counts ticks. A machine clock that was set back cannot make time negative: a span
that would be below zero counts as zero. This module stands on the path of quick capture, so it
imports nothing heavy.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


class Timeline:
    """The state of a clock after its moments, as of the last of them.

    Attributes are moments in milliseconds UTC and spans in milliseconds: `spent` per step without
    the span that is running, `added` per step, `since` the moment at which the running span began
    (None while the clock stands), `entered` the moment at which each step was first entered.
    """

    __slots__ = ("added", "closed_at", "entered", "paused", "since", "spent", "started_at", "step")

    def __init__(self) -> None:
        self.started_at: int | None = None
        self.closed_at: int | None = None
        self.step: str | None = None
        self.since: int | None = None
        self.paused = False
        self.spent: dict[str, int] = {}
        self.added: dict[str, int] = {}
        self.entered: dict[str, int] = {}

    @property
    def running(self) -> bool:
        """Whether time is passing for the current step."""
        return self.since is not None

    def spent_at(self, step: str, now: int) -> int:
        """Milliseconds spent in `step` as of `now`, the running span included."""
        spent = self.spent.get(step, 0)
        if step == self.step and self.since is not None:
            spent += max(0, now - self.since)
        return spent

    def minute_at(self, now: int) -> int | None:
        """Whole minutes since the event began, pauses included; None before it began."""
        if self.started_at is None:
            return None
        return max(0, now - self.started_at) // 60_000

    def _stop_span(self, at: int) -> None:
        if self.since is not None and self.step is not None:
            self.spent[self.step] = self.spent.get(self.step, 0) + max(0, at - self.since)
        self.since = None

    def _enter(self, step: str, at: int) -> None:
        self.step = step
        self.since = None if self.paused else at
        self.entered.setdefault(step, at)

    def apply(self, moment: Mapping[str, Any]) -> None:
        """Let one moment happen."""
        at, do = moment["at"], moment["do"]
        if do == "add":
            step = moment["step"]
            self.added[step] = self.added.get(step, 0) + moment["seconds"] * 1000
            return
        self._stop_span(at)
        if do == "start":
            self.started_at = at
            self._enter(moment["step"], at)
        elif do == "step":
            self._enter(moment["step"], at)
        elif do == "pause":
            self.paused = True
        elif do == "resume":
            self.paused = False
            self.since = at
        elif do == "close":
            self.closed_at = at


def fold(moments: Iterable[Mapping[str, Any]]) -> Timeline:
    """The timeline that these moments, in order, add up to."""
    timeline = Timeline()
    for moment in moments:
        timeline.apply(moment)
    return timeline
