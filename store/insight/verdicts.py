"""Which improvement items still owe a verdict: the question that Inspect & Adapt opens with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.domain.loop_records import Improvement

if TYPE_CHECKING:
    from store.insight.snapshot import Snapshot

UNDER_WAY = ("accepted", "planned", "doing", "done", "carried", "proposed")


def owes_verdict(item: Improvement, snap: Snapshot) -> bool:
    """Whether it was meant for this interval or an earlier one and nobody said what came of it."""
    if item.state not in UNDER_WAY or item.effect is not None:
        return False
    meant = item.meant_for
    if meant is None:
        return item.pi != snap.pi_name
    order = [pi.short for pi in snap.intervals]
    if meant not in order or snap.pi_name not in order:
        return meant == snap.pi_name
    return order.index(meant) <= order.index(snap.pi_name)


def wants_room(item: Improvement, snap: Snapshot) -> bool:  # noqa: ARG001 - as its other readers
    """Whether somebody has to plan it or drop it."""
    return item.state in ("proposed", "accepted", "carried") and item.planned is None


def in_force(item: Improvement) -> bool:
    """Whether it is a working agreement that the train keeps to."""
    agreed = item.nature == "working agreement"
    return agreed and item.state in ("accepted", "doing", "done", "verified")
