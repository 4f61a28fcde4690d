"""What the steps of Inspect & Adapt must leave behind: conditions of `store.insight.expected`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from store.insight import problems
from store.insight.actual_value import actuals_given
from store.insight.carrying import all_carried
from store.insight.improvements import verdicts_given

if TYPE_CHECKING:
    from store.insight.snapshot import Snapshot


LOOP_CONDITIONS: dict[str, Callable[[Snapshot], str]] = {
    "verdicts-given": verdicts_given,
    "actuals-given": actuals_given,
    "problem-agreed": problems.problem_agreed,
    "causes-found": problems.causes_found,
    "root-chosen": problems.root_chosen,
    "problem-restated": problems.problem_restated,
    "solutions-found": problems.solutions_found,
    "items-made": problems.items_made,
    "all-carried": all_carried,
}
"""Conditions by name; each gives what lacks, in words, or nothing."""
