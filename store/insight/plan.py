"""The plan that is being made: which planning interval it is for, and what belongs to it.

A train plans an interval before it begins. So the plan on the screen is that of the interval
which the open event names, and not of the one that today lies in.
"""

from __future__ import annotations

from typing import TypeVar

from store.domain.baseline import makes_plan
from store.domain.records import Objective, PlanningInterval, Record
from store.insight.rows import ref_order
from store.insight.snapshot import Snapshot

R = TypeVar("R", bound=Record)

NO_TEAM = ""


def plan_name(snap: Snapshot) -> str:
    """Name of the planning interval that is planned: the open event's, else the current one."""
    return (snap.running.pi if snap.running else None) or snap.pi_name


def is_planned(snap: Snapshot) -> bool:
    """Whether a PI planning is open: the plan on the screen is being made."""
    return snap.running is not None and makes_plan(snap.running)


def plan_interval(snap: Snapshot) -> PlanningInterval | None:
    """That interval; the current one where its own is not on record."""
    name = plan_name(snap)
    return next((pi for pi in snap.intervals if pi.short == name), snap.pi)


def of_plan(snap: Snapshot, kind: type[R], name: str) -> list[R]:
    """Records of a kind that belong to the plan: of its interval, or said in the open event."""
    pi, here = plan_name(snap), snap.running.ref if snap.running else None
    return [
        record
        for record in snap.of(kind, name)
        if snap.in_interval(record, pi) or (here is not None and record.event == here)
    ]


def objectives_by_team(snap: Snapshot) -> dict[str, list[Objective]]:
    """Objectives of the plan for every team, in the train's order; those of no team come last."""
    found: dict[str, list[Objective]] = {team.short: [] for team in snap.teams}
    for objective in sorted(of_plan(snap, Objective, "objective"), key=lambda o: ref_order(o.ref)):
        found.setdefault(objective.team or NO_TEAM, []).append(objective)
    return found
