"""What the steps of Inspect & Adapt must leave behind: conditions of `store.insight.expected`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from store.insight import problems

if TYPE_CHECKING:
    from store.insight.snapshot import Snapshot


def _nothing(snap: Snapshot) -> str:  # noqa: ARG001
    return ""


LOOP_CONDITIONS: dict[str, Callable[[Snapshot], str]] = {
    "verdicts-given": _nothing,
    "actuals-given": _nothing,
    "problem-agreed": problems.problem_agreed,
    "causes-found": problems.causes_found,
    "root-chosen": problems.root_chosen,
    "problem-restated": problems.problem_restated,
    "solutions-found": problems.solutions_found,
    "items-made": problems.items_made,
    "all-carried": _nothing,
}
"""Conditions by name; each gives what lacks, in words, or nothing."""
