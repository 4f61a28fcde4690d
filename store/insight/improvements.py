"""Improvements."""

from __future__ import annotations

from store.insight.rows import Section, Surface
from store.insight.snapshot import Snapshot


def improvements(snap: Snapshot) -> Surface:  # noqa: ARG001
    """Improvements."""
    return Surface("improvements", "Improvements", (Section("Improvements", ()),))
