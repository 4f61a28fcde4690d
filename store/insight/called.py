"""A planning interval by its name."""

from __future__ import annotations

from store.domain.records import PlanningInterval
from store.insight.snapshot import Snapshot

NO_INTERVAL = PlanningInterval(id="pi-none")


def interval_of(snap: Snapshot, name: str | None) -> PlanningInterval:
    """The planning interval of this name; the current one for None; else one without days.

    What belongs to an interval that is not on record must not be judged by another one's days.
    """
    if not name:
        return snap.pi or NO_INTERVAL
    if "interval called" not in snap.memo:
        snap.memo["interval called"] = {pi.short: pi for pi in reversed(snap.intervals)}
    found: PlanningInterval = snap.memo["interval called"].get(name, NO_INTERVAL)
    return found
