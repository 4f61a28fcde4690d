"""The surface of PI objectives: those that a record speaks against, then the others."""

from __future__ import annotations

from store.insight import objectives
from store.insight.improvements import wanting_section
from store.insight.plan import is_planned
from store.insight.rows import Section, Surface
from store.insight.snapshot import Snapshot
from store.insight.syncs import waiting_actions


def objectives_off_track(snap: Snapshot) -> Surface:
    """Objectives that a record speaks against, then open actions, then the other objectives."""
    rows = objectives.objective_rows(snap)
    wanting = wanting_section(snap) if is_planned(snap) else None
    return Surface(
        "objectives",
        "Objectives off track",
        (
            *((wanting,) if wanting else ()),
            Section(
                "A record speaks against them",
                tuple(row for row in rows if row.computed["against"]),
                "Nothing on record against any objective.",
            ),
            Section(
                "Actions of last time",
                waiting_actions(snap),
                "No open action from earlier events. Press a to capture one.",
            ),
            Section(
                "Nothing on record against them",
                tuple(row for row in rows if not row.computed["against"]),
                "No PI objectives in this train yet.",
            ),
        ),
        "What brings them back?",
    )
