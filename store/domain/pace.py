"""The pace of a walk: how long each thing is looked at. Values in, values out; nobody stores it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from store.domain.clock import Level

USUAL_S = 180
"""Three minutes a risk, as the workshop's sequence has it."""
LEAST_S, MOST_S = 30, 1_800
SOON_SHARE, LAST_SHARE = 0.2, 0.05
"""The same shares of the time at which a step's clock warns."""


@dataclass(frozen=True, slots=True)
class Pace:
    """A stopwatch that counts down: since when, how long, and whether it stands. Moments in ms."""

    since: int
    seconds: int = USUAL_S
    stands: int | None = None
    """Since when it stands; None while it runs."""

    def left(self, now: int) -> int:
        """Milliseconds left; below zero once it is over. It never ends anything by itself."""
        return self.since + self.seconds * 1000 - (now if self.stands is None else self.stands)

    def level(self, now: int) -> Level:
        """How close it is to its end."""
        left, whole = self.left(now), self.seconds * 1000
        if left <= 0:
            return Level.OVER
        if left <= whole * LAST_SHARE:
            return Level.LAST
        return Level.SOON if left <= whole * SOON_SHARE else Level.CALM

    def again(self, now: int) -> Pace:
        """The same pace for the next thing, from now on; one that stands stays so."""
        return replace(self, since=now, stands=None if self.stands is None else now)

    def turned(self, now: int) -> Pace:
        """Standing if it ran; going on with what was left if it stood."""
        if self.stands is None:
            return replace(self, stands=now)
        return replace(self, since=self.since + now - self.stands, stands=None)

    def longer(self, by: int) -> Pace:
        """Another pace, by seconds, from this thing on; within half a minute and half an hour."""
        return replace(self, seconds=max(LEAST_S, min(MOST_S, self.seconds + by)))
