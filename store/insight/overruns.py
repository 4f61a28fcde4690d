"""Steps that took longer than planned in most of the events that held them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from store.domain.clock import Phase
from store.domain.event_records import Event
from store.domain.running_order import MINUTE
from store.insight.learned import LEAST_MS
from store.insight.snapshot import Snapshot

LEAST_EVENTS = 2
"""Events that must have held a step before anything is said of it."""


@dataclass(frozen=True, slots=True)
class Overrun:
    """A step that overran in most events; `refs` are those events."""

    kind: str
    step: str
    title: str
    refs: tuple[str, ...]


def overruns(snap: Snapshot, events: Iterable[Event]) -> Iterator[Overrun]:
    """Steps that overran by a minute or more in over half of the closed events, at least two."""
    held: dict[tuple[str, str], int] = {}
    over: dict[tuple[str, str], list[str]] = {}
    titles: dict[tuple[str, str], str] = {}
    for event in events:
        face = snap.faces.get(event.ref)
        if face is None or face.phase is not Phase.CLOSED:
            continue
        planned = {step.key: step for step in event.steps}
        for row in face.rows:
            step = planned.get(row.key)
            if step is None or row.spent_ms < LEAST_MS:
                continue
            place = (event.kind, row.key)
            titles[place] = f"{step.title} ({event.title})"
            held[place] = held.get(place, 0) + 1
            if row.spent_ms - step.minutes * MINUTE >= MINUTE:
                over.setdefault(place, []).append(event.ref)
    for place, refs in over.items():
        if held[place] >= LEAST_EVENTS and 2 * len(refs) > held[place]:
            yield Overrun(*place, titles[place], tuple(refs))
