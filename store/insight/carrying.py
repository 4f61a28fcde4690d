"""Carry or close."""

from __future__ import annotations

from store.insight.rows import Section, Surface
from store.insight.snapshot import Snapshot


def carrying(snap: Snapshot) -> Surface:  # noqa: ARG001
    """Carry or close."""
    return Surface("carrying", "Carry or close", (Section("Carry or close", ()),))
