"""The acts of every surface and of every kind of record, in two tables."""

from __future__ import annotations

from console.screens import demo_acts, sync_acts
from console.screens.acts import Act
from console.screens.carrying_acts import CARRYING_SURFACES
from console.screens.dependency_acts import DEPENDENCY_ACTS, DEPENDENCY_SURFACES, MILESTONE_ACTS
from console.screens.impediment_acts import IMPEDIMENT_ACTS, IMPEDIMENT_SURFACES
from console.screens.improvement_acts import IMPROVEMENT_ACTS, IMPROVEMENT_SURFACES
from console.screens.log_acts import LOG_ACTS, LOG_SURFACES
from console.screens.measuring_acts import MEASURING_SURFACES
from console.screens.planning_acts import PLANNING
from console.screens.risk_acts import RISK_ACTS, RISK_KIND_ACTS
from console.screens.signal_acts import SIGNAL_SURFACES
from console.screens.walk import WALK_SURFACES
from console.screens.workshop_acts import PROBLEM_ACTS, WORKSHOP_SURFACES

ACTS: dict[str, tuple[Act, ...]] = (
    demo_acts.BY_SURFACE
    | sync_acts.BY_SURFACE
    | PLANNING
    | RISK_ACTS
    | WALK_SURFACES
    | IMPEDIMENT_SURFACES
    | DEPENDENCY_SURFACES
    | LOG_SURFACES
    | IMPROVEMENT_SURFACES
    | CARRYING_SURFACES
    | MEASURING_SURFACES
    | WORKSHOP_SURFACES
    | SIGNAL_SURFACES
)
"""Acts by the name of the surface."""

KIND_ACTS: dict[str, tuple[Act, ...]] = {
    "risk": RISK_KIND_ACTS,
    "impediment": IMPEDIMENT_ACTS,
    "dependency": DEPENDENCY_ACTS,
    "milestone": MILESTONE_ACTS,
    "improvement": IMPROVEMENT_ACTS,
    "problem": PROBLEM_ACTS,
    **LOG_ACTS,
}
"""Acts by the kind of record, in its register."""


def acts_of(surface: str) -> tuple[Act, ...]:
    """The acts of a surface; most have none."""
    return ACTS.get(surface, ())


def acts_of_kind(kind: str) -> tuple[Act, ...]:
    """The acts of a kind of record in its register."""
    return KIND_ACTS.get(kind, ())
