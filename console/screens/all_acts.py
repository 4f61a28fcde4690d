"""The acts of every surface, in one table."""

from __future__ import annotations

from console.screens import demo_acts, sync_acts
from console.screens.acts import Act
from console.screens.planning_acts import PLANNING
from console.screens.risk_acts import RISK_ACTS

ACTS: dict[str, tuple[Act, ...]] = (
    demo_acts.BY_SURFACE | sync_acts.BY_SURFACE | PLANNING | RISK_ACTS
)
"""Acts by the name of the surface."""


def acts_of(surface: str) -> tuple[Act, ...]:
    """The acts of a surface; most have none."""
    return ACTS.get(surface, ())
