"""All measures of a planning interval, each worked out when it is asked for.

A list asks for one after the other (`keys` and `measure_called`); a report asks for all at once.
"""

from __future__ import annotations

from collections.abc import Callable

from store.insight import (
    confidence_kept,
    dependency_measures,
    flow,
    flow_load,
    follow_through,
    improvement_measures,
    outcome_measures,
    roam_flow,
    stuck_measures,
    time_measures,
)
from store.insight.by_interval import name_of, once
from store.insight.measured import Measured
from store.insight.predictability import predictability
from store.insight.snapshot import Snapshot

Work = Callable[[Snapshot, str], Measured]

MEASURES: dict[str, Work] = {
    "predictability": predictability,
    "confidence": confidence_kept.confidence,
    "flow-distribution": flow.distribution,
    "flow-velocity": flow.velocity,
    "flow-time": flow.time,
    "flow-load": flow_load.load,
    "flow-ageing": flow_load.ageing,
    "flow-efficiency": flow.efficiency,
    "impediment-level": stuck_measures.by_level,
    "impediment-cause": stuck_measures.by_cause,
    "impediment-age": stuck_measures.ages,
    "next-step-time": stuck_measures.to_next_step,
    "impediment-resolution": stuck_measures.to_resolution,
    "roam-flow": roam_flow.flow,
    "risk-review": roam_flow.unreviewed,
    "risk-occurred": roam_flow.occurred,
    "late-share": dependency_measures.lateness,
    "removed-share": dependency_measures.removed,
    "recurring-pairs": dependency_measures.pairs,
    "timebox-overrun": time_measures.timeboxes,
    "follow-through": follow_through.follow_through,
    "left-nothing": follow_through.left_nothing_behind,
    "live-share": follow_through.shown_live,
    "improvements-worked": improvement_measures.improvements,
}
"""Measures that the console computes, by key, in the order in which they are told."""

OWN_AFTER = "confidence"
"""The train's own measures stand behind this one: outcomes right beside flow."""
NO_OUTCOME = "outcome"


def keys(snap: Snapshot) -> tuple[str, ...]:
    """Keys of all measures in their fixed order; cheap, nothing is computed."""
    own = outcome_measures.own_measures(snap)
    mine = [measure.ref for measure in own]
    if not any((measure.area or "outcome") == "outcome" for measure in own):
        mine.insert(0, NO_OUTCOME)
    found: list[str] = []
    for key in MEASURES:
        found.append(key)
        if key == OWN_AFTER:
            found += mine
    return tuple(found)


def measure_called(snap: Snapshot, key: str, pi: str | None = None) -> Measured | None:
    """The measure of this key, for the current interval if none is named; None for no such key.

    Worked out once for a snapshot.
    """
    name = name_of(snap, pi)
    work = MEASURES.get(key)
    if work is None and key == NO_OUTCOME:
        work = outcome_measures.no_outcome
    if work is not None:
        done = work
        return once(snap, ("measure", key, name), lambda: done(snap, name))
    own = outcome_measures.own_called(snap, key)
    if own is None:
        return None
    return once(snap, ("measure", own.ref, name), lambda: outcome_measures.own(snap, own, name))


def measured(snap: Snapshot, pi: str | None = None) -> tuple[Measured, ...]:
    """All measures of an interval, the current one if none is named, in their fixed order."""
    found = (measure_called(snap, key, pi) for key in keys(snap))
    return tuple(one for one in found if one is not None)
