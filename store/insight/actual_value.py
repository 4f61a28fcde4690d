"""The PI System Demo: the actual business value of each objective, one after the other.

The same Business Owners who gave the planned value say what the objective came to be worth. Values
of different teams do not compare, so a team is told only how many of its objectives are valued.
"""

from __future__ import annotations

from dataclasses import dataclass

from store.domain.records import Objective
from store.domain.words import plural
from store.insight import evidence, objectives
from store.insight.plan import plan_name
from store.insight.rows import Row, Section, Surface, Told, ref_order
from store.insight.snapshot import Snapshot

QUESTION = "What did we see, and what is it worth to its Business Owner?"
NOTHING_SEEN = "nothing on record: ask the team to show it"
NO_OBJECTIVES = (
    "No objective of this planning interval is on record. rte add objective captures one; v gives "
    "it its value."
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One objective as the sitting shows it, in words."""

    ref: str
    text: str
    team: str
    """The team and how many of its objectives are valued: `Dredger · 2 of 3 valued`."""
    place: str
    """`4 of 17`."""
    bv: str
    """The planned value as a number; "" where there is none."""
    planned: str
    """`BV 8, committed`."""
    actual: str
    """The value on record; "" while there is none."""
    facts: tuple[Told, ...]


def in_order(snap: Snapshot, pi: str | None = None) -> list[Objective]:
    """Objectives of an interval (the one that the event is about), team by team."""
    order = {team.short: place for place, team in enumerate(snap.teams)}
    found = snap.of(Objective, "objective", pi or plan_name(snap))
    return sorted(found, key=lambda o: (order.get(o.team or "", len(order)), ref_order(o.ref)))


def bare(snap: Snapshot, pi: str | None = None) -> list[Objective]:
    """Those without an actual value, in the same order."""
    return [objective for objective in in_order(snap, pi) if objective.actual is None]


def seat(snap: Snapshot, objective: Objective, here: list[Objective]) -> Seat:
    """What the room must know to value an objective, of which `here` are all in order."""
    mine = [o for o in here if o.team == objective.team]
    names = {team.short: team.name for team in snap.teams}
    valued = sum(o.actual is not None for o in mine)
    team = names.get(objective.team or "", objective.team or "No team")
    against = objectives.against(objective, snap)
    moves = objectives.remarks(objective, snap)
    seen = evidence.of(objective, snap)
    facts = [Told("seen", " · ".join(seen) or NOTHING_SEEN)]
    facts += [Told("against", " · ".join(against))] if against else []
    facts += [Told("note", " · ".join(moves))] if moves else []
    kind = "" if objective.committed is None else f", {objectives.COMMITMENT[objective.committed]}"
    value = "no value" if objective.bv is None else f"BV {objective.bv}"
    return Seat(
        ref=objective.ref,
        text=objective.text,
        team=f"{team} · {valued} of {len(mine)} valued",
        place=f"{here.index(objective) + 1} of {len(here)}",
        bv="" if objective.bv is None else str(objective.bv),
        planned=f"{value}{kind}",
        actual="" if objective.actual is None else str(objective.actual),
        facts=tuple(facts),
    )


def actual_value(snap: Snapshot, pi: str | None = None) -> Surface:
    """Objectives with planned and actual business value; those without an actual one on top."""
    rows: dict[str, Row] = {
        objective.ref: objectives.objective_row(objective, snap) for objective in in_order(snap, pi)
    }
    waiting = {objective.ref for objective in bare(snap, pi)}
    return Surface(
        "actual-value",
        "PI System Demo: actual business value",
        (
            Section(
                "No actual value yet",
                tuple(row for ref, row in rows.items() if ref in waiting),
                "Every objective has its actual value." if rows else NO_OBJECTIVES,
            ),
            Section("Valued", tuple(row for ref, row in rows.items() if ref not in waiting)),
        ),
        QUESTION,
    )


def actuals_given(snap: Snapshot) -> str:
    """Whether every objective has its actual value: what lacks, in words, or nothing."""
    here = in_order(snap)
    if not here:
        return "no objective is on record"
    found = [objective.ref for objective in here if objective.actual is None]
    if not found:
        return ""
    shown = ", ".join(found[:8]) + (" ..." if len(found) > 8 else "")
    return f"{plural(len(found), 'objective')} without an actual business value: {shown}"
