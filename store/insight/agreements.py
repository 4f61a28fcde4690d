"""Working agreements in force."""

from __future__ import annotations

from store.insight.rows import Section, Surface
from store.insight.snapshot import Snapshot


def agreements(snap: Snapshot) -> Surface:  # noqa: ARG001
    """Working agreements in force."""
    return Surface(
        "agreements", "Working agreements in force", (Section("Working agreements in force", ()),)
    )
