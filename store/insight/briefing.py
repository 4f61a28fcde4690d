"""Briefing."""

from __future__ import annotations

from store.insight.rows import Section, Surface
from store.insight.snapshot import Snapshot


def brief(snap: Snapshot) -> Surface:  # noqa: ARG001
    """Briefing."""
    return Surface("brief", "Briefing", (Section("Briefing", ()),))
