"""Turns: what a step goes through one by one, each with a timebox of its own.

Teams in the order of the event, risks in the order of the walk, the items of a running order. An
even share of the step's time is the box, unless the step or the item says another length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.domain.agenda import turn_order
from store.domain.clock import Level, level_of
from store.insight import demo
from store.insight.risk_walk import walk_order

if TYPE_CHECKING:
    from store.domain.clock import Face
    from store.domain.event_records import Event, Step
    from store.insight.snapshot import Snapshot

Item = tuple[str, str, int | None]
"""Key (a team's short id or a reference), what people call it, seconds of its own if any."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One of them. Spans in milliseconds; `state` is "done", "now" or "to come"."""

    key: str
    label: str
    planned_ms: int
    spent_ms: int
    state: str

    @property
    def left_ms(self) -> int:
        """Time left; below zero it is over."""
        return self.planned_ms - self.spent_ms

    @property
    def level(self) -> Level:
        """How close it is to its end."""
        return level_of(self.left_ms, self.planned_ms)


def items_of(snap: Snapshot, event: Event, step: Step) -> Sequence[Item]:
    """What the step goes through, in order; nothing for a step that is one whole.

    Worked out once for a snapshot: a clock that ticks asks for it each second.
    """
    key = f"turns {event.ref}/{step.key}"
    if key not in snap.memo:
        snap.memo[key] = _items(snap, event, step)
    found: Sequence[Item] = snap.memo[key]
    return found


def _items(snap: Snapshot, event: Event, step: Step) -> Sequence[Item]:
    if step.each == "team":
        names = {team.short: team.name or team.short for team in snap.teams}
        return [(short, names.get(short, short), None) for short in turn_order(event, step)]
    if step.each == "risk":
        return walk_order(snap, event)
    if step.each == "item":
        return demo.running_order(snap, event)
    return ()


def turns_of(snap: Snapshot, event: Event, face: Face) -> tuple[Turn, ...]:
    """The turns of the current step, in order; empty where a step has none.

    What had the floor stays in the list, also when a letter took it out of the walk.
    """
    step = face.step
    if step is None or not step.each:
        return ()
    items = list(items_of(snap, event, step))
    spent = face.floor.spent if face.floor else {}
    known = {key for key, _, _ in items}
    items = [(key, key, None) for key in spent if key not in known] + items
    share = face.planned_ms // max(1, len(items))
    box = step.each_seconds * 1000 if step.each_seconds is not None else share
    holder = face.floor.item if face.floor else None
    return tuple(
        Turn(
            key,
            label,
            own * 1000 if own is not None else box,
            spent.get(key, 0),
            "now" if key == holder else "done" if key in spent else "to come",
        )
        for key, label, own in items
    )


def current_turn(turns: Sequence[Turn]) -> tuple[int, Turn] | None:
    """Place (from 0) and turn of what has the floor, if anything has."""
    return next(((n, turn) for n, turn in enumerate(turns) if turn.state == "now"), None)
