"""Signals."""

from __future__ import annotations

from store.insight.rows import Section, Surface
from store.insight.snapshot import Snapshot


def signals(snap: Snapshot) -> Surface:  # noqa: ARG001
    """Signals."""
    return Surface("signals", "Signals", (Section("Signals", ()),))
