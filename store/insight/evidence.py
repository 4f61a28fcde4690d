"""What was seen of a PI objective: demo items that showed it, and dependencies delivered for it.

An objective of an interval in which no demo item names any objective has no such record at all:
then nothing is said, because what nobody wrote down is unknown and not "not shown".
"""

from __future__ import annotations

from store.domain.records import DemoItem, Objective
from store.domain.refs import normal_ref
from store.insight import demo
from store.insight.snapshot import Snapshot

GIVEN = ("delivered", "accepted")
"""States of a dependency that has come."""

NOT_YET = "not shown yet"


def _shown(snap: Snapshot) -> dict[str, list[DemoItem]]:
    """Demo items by the objective that they are evidence for."""
    if "evidence.items" not in snap.memo:
        found: dict[str, list[DemoItem]] = {}
        for item in demo.items(snap):
            if item.objective and (ref := normal_ref(item.objective)):
                found.setdefault(ref, []).append(item)
        snap.memo["evidence.items"] = found
    by_ref: dict[str, list[DemoItem]] = snap.memo["evidence.items"]
    return by_ref


def _is_kept(snap: Snapshot, pi: str | None) -> bool:
    """Whether demo items of an interval say at all which objectives they show."""
    if "evidence.intervals" not in snap.memo:
        snap.memo["evidence.intervals"] = {
            item.pi for items in _shown(snap).values() for item in items if item.shown
        }
    return pi in snap.memo["evidence.intervals"]


def _given(snap: Snapshot) -> dict[str, list[str]]:
    """What was delivered, by the objective that needed it."""
    if "evidence.given" not in snap.memo:
        found: dict[str, list[str]] = {}
        for item in snap.dependencies:
            ref = normal_ref(item.objective or "")
            if ref and item.state in GIVEN:
                found.setdefault(ref, []).append(f"{item.ref} {item.state}")
        snap.memo["evidence.given"] = found
    given: dict[str, list[str]] = snap.memo["evidence.given"]
    return given


def status(objective: Objective, snap: Snapshot) -> str:
    """`shown live in E7`, `shown, not live, in E5`, `not shown yet`; "" where nothing is known.

    The best that was seen counts; of two alike, the later.
    """
    found = _shown(snap).get(normal_ref(objective.ref) or "", [])
    for way, words in (("live", "shown live"), ("not-live", "shown, not live")):
        mine = [item for item in found if item.shown == way]
        if mine:
            last = max(mine, key=lambda item: demo.when_shown(snap, item))
            event = demo.demo_of(snap, last)
            comma = "," if way != "live" else ""
            return f"{words}{comma} in {event.ref}" if event else words
    return NOT_YET if _is_kept(snap, objective.pi) else ""


def of(objective: Objective, snap: Snapshot) -> tuple[str, ...]:
    """Everything that was seen for an objective, each with its reference."""
    ref = normal_ref(objective.ref) or ""
    items = [f"{item.ref} {demo.way(item)}" for item in _shown(snap).get(ref, []) if item.shown]
    said = status(objective, snap)
    return (*([said] if said else []), *items, *_given(snap).get(ref, []))
