"""The clock of an event as it is stored: its planned and fixed starts are times in a zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from store.domain.agenda import first_day, fixed_starts, planned_start
from store.domain.clock import Face, face
from store.domain.event_records import Event


def event_face(
    event: Event,
    moments: Sequence[Mapping[str, Any]],
    now: int,
    zone: ZoneInfo,
    uptime: tuple[str, int] | None,
) -> Face:
    """What the clock of `event` shows at `now` (ms UTC) in a train of this zone."""
    first = first_day(event)
    return face(
        event.steps,
        moments,
        now,
        planned_start(event, zone),
        fixed=fixed_starts(event.steps, first, zone) if first else None,
        uptime=uptime,
    )
