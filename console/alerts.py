"""When a clock warns: pure, and told apart from how it warns.

A warning is a crossing: the level of one and the same timebox was lower when it was last looked
at. So a screen that is opened late tells nothing, a look that was missed loses nothing, and time
that was added lets the warnings come again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.domain.clock import Face, Level, Phase
from store.domain.records import Event
from store.insight.turns import Turn, current_turn

ORDER = tuple(Level)
"""From calm to over."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A timebox as it was last looked at. `key` tells it from every other one."""

    key: tuple[str, ...]
    level: Level


def look(
    before: Seen | None, key: tuple[str, ...], level: Level, running: bool
) -> tuple[Seen, Level | None]:
    """What is known after a look at a timebox, and the warning level that it has crossed, if any.

    While the clock stands nothing is crossed; what a person took away meanwhile is told when it
    goes on.
    """
    if before is None or before.key != key:
        return Seen(key, level), None
    rose = ORDER.index(level) > ORDER.index(before.level)
    if not rose:
        return Seen(key, level), None
    return (Seen(key, level), level) if running else (before, None)


class Alerts:
    """What one terminal has seen of the timeboxes of the running event."""

    def __init__(self) -> None:
        self._seen: dict[str, Seen] = {}

    def see(self, name: str, key: tuple[str, ...], level: Level, running: bool) -> Level | None:
        """The level that a timebox called `name` ("step", "turn") has crossed since the last look.

        `key` says which one it is now: the event, the step, who has the floor.
        """
        self._seen[name], crossed = look(self._seen.get(name), key, level, running)
        return crossed

    def of(self, running: tuple[Event, Face] | None) -> Level | None:
        """The level that the running event's step has crossed since the last look."""
        if running is None:
            return None
        event, face = running
        if face.step is None:
            return None
        key = (event.ref, face.step.key)
        return self.see("step", key, face.level, face.phase is Phase.RUNNING)

    def of_turn(self, running: tuple[Event, Face] | None, turns: Sequence[Turn]) -> Level | None:
        """The level that the turn of whoever has the floor has crossed since the last look."""
        here = current_turn(turns)
        if running is None or here is None or running[1].step is None:
            return None
        event, face = running
        key = (event.ref, running[1].step.key, here[1].key)
        return self.see("turn", key, here[1].level, face.phase is Phase.RUNNING)
