"""The figures behind a record, as people call them."""

from __future__ import annotations

from collections.abc import Mapping

FIGURES = {
    "exposure": "exposure",
    "age_days": "age in days",
    "age_at_level_days": "days at this level",
    "slack": "slack in iterations",
    "late": "iterations late",
    "review_overdue_days": "review overdue, days",
    "action_overdue_days": "action overdue, days",
    "hypothesis": "hypothesis",
    "suggested": "the figures suggest",
}
"""Name of a computed figure, and its words; in the order in which they are told."""


def figures_in_words(computed: Mapping[str, object]) -> list[tuple[str, str]]:
    """Label and words of every figure that is known."""
    return [
        (words, str(computed[name]))
        for name, words in FIGURES.items()
        if computed.get(name) is not None
    ]
