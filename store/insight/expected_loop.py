"""What the steps of Inspect & Adapt must leave behind: conditions of `store.insight.expected`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from store.insight.actual_value import actuals_given

if TYPE_CHECKING:
    from store.insight.snapshot import Snapshot


def _nothing(snap: Snapshot) -> str:  # noqa: ARG001
    return ""


LOOP_CONDITIONS: dict[str, Callable[[Snapshot], str]] = {
    "verdicts-given": _nothing,
    "actuals-given": actuals_given,
    "problem-agreed": _nothing,
    "causes-found": _nothing,
    "root-chosen": _nothing,
    "problem-restated": _nothing,
    "solutions-found": _nothing,
    "items-made": _nothing,
    "all-carried": _nothing,
}
"""Conditions by name; each gives what lacks, in words, or nothing."""
