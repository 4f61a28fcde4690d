"""The registers: which kinds have one, and the other ways in which each can be looked at."""

from __future__ import annotations

REGISTERS_OF = (
    "risk",
    "impediment",
    "dependency",
    "decision",
    "objective",
    "action",
    "topic",
    "milestone",
    "improvement",
    "problem",
)
"""Kinds that have a register, in the order of their tabs; the tenth has the key 0."""

VIEWS: dict[str, tuple[str, ...]] = {
    "risk": ("risks", "exposure-matrix"),
    "impediment": ("impediments", "causes"),
    "dependency": ("planning-board", "strings", "pairs"),
    "decision": ("decisions",),
    "objective": ("objectives",),
    "action": ("last-actions",),
    "topic": ("meet-after",),
    "improvement": ("improvements", "agreements"),
    "problem": ("ws-problem",),
}
"""Surfaces beside the list of a register, by kind; names are those of `store.insight.surfaces`."""
