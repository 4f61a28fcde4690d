"""The steps of the problem-solving workshop, as surfaces of the room."""

from __future__ import annotations

from collections.abc import Callable

from store.insight.rows import Section, Surface
from store.insight.snapshot import Snapshot


def _step(name: str, title: str) -> Callable[[Snapshot], Surface]:
    def shown(snap: Snapshot) -> Surface:  # noqa: ARG001
        return Surface(name, title, (Section(title, ()),))

    return shown


WORKSHOP_SURFACES: dict[str, Callable[[Snapshot], Surface]] = {
    name: _step(name, title)
    for name, title in (
        ("ws-problem", "Agree on the problem"),
        ("ws-causes", "Root causes"),
        ("ws-biggest", "The biggest root cause"),
        ("ws-restate", "Restate the problem"),
        ("ws-solutions", "Solutions"),
        ("ws-items", "Improvement items"),
    )
}
"""Surfaces of the six steps, by name."""
