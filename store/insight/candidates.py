"""Problem candidates."""

from __future__ import annotations

from store.insight.rows import Section, Surface
from store.insight.snapshot import Snapshot


def candidates(snap: Snapshot) -> Surface:  # noqa: ARG001
    """Problem candidates."""
    return Surface("candidates", "Problem candidates", (Section("Problem candidates", ()),))
