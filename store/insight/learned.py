"""Timeboxes that learn: what steps took in past events of a kind, against what was planned.

For the agenda, never for people: the median over events, with how many there were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from store.domain.clock import Phase
from store.domain.running_order import MINUTE

if TYPE_CHECKING:
    from store.domain.event_records import Step
    from store.insight.snapshot import Snapshot

LEAST_MS = 30_000
"""A step that was passed through in less was not held."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What a step took: planned and actual median in ms, over `n` events."""

    planned_ms: int
    actual_ms: int
    n: int

    @property
    def minutes(self) -> int:
        """The suggestion: the actual median in whole minutes, at least one."""
        return max(1, round(self.actual_ms / MINUTE))


def learned(snap: Snapshot, kind: str) -> dict[str, Learned]:
    """Step key -> what it took in the closed events of this kind that held it."""
    planned: dict[str, list[int]] = {}
    actual: dict[str, list[int]] = {}
    for event in snap.events:
        seen = snap.faces.get(event.ref)
        if event.kind != kind or seen is None or seen.phase is not Phase.CLOSED:
            continue
        minutes = {step.key: step.minutes for step in event.steps}
        for row in seen.rows:
            if row.spent_ms >= LEAST_MS:
                planned.setdefault(row.key, []).append(minutes[row.key] * MINUTE)
                actual.setdefault(row.key, []).append(row.spent_ms)
    return {
        key: Learned(int(median(planned[key])), int(median(spans)), len(spans))
        for key, spans in actual.items()
    }


def suggested(steps: Sequence[Step], found: dict[str, Learned]) -> dict[str, int]:
    """Step key -> minutes that experience suggests, where they differ from the planned ones.

    A protected step (a break, a vote) keeps its minutes.
    """
    return {
        step.key: found[step.key].minutes
        for step in steps
        if step.key in found and step.flexible and found[step.key].minutes != step.minutes
    }
