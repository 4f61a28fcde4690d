"""Noticing that the machine's clock was set: the room is told, its timeboxes are not touched."""

from __future__ import annotations

from store.domain.timeline import TOLERANCE_MS
from store.domain.words import clock


class ClockWatch:
    """Compares the machine's clock with its own counter, look by look."""

    def __init__(self) -> None:
        self._last: tuple[int, str, int] | None = None

    def look(self, now: int, uptime: tuple[str, int] | None) -> int:
        """Milliseconds by which the clock jumped since the last look; 0 for none, or unknown."""
        before, self._last = self._last, None if uptime is None else (now, *uptime)
        if before is None or self._last is None or before[1] != self._last[1]:
            return 0
        jump = (now - before[0]) - (self._last[2] - before[2])
        return jump if abs(jump) > TOLERANCE_MS else 0


def jump_words(jump_ms: int) -> str:
    """What a person is told about a jump."""
    way = "ahead" if jump_ms > 0 else "back"
    return (
        f"The clock of this machine was set {way} by {clock(jump_ms)}. Timeboxes go on as they "
        "were; times of day are told by the machine's clock."
    )
