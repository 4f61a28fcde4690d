"""Percentiles by nearest rank, medians, and the limits of a process behaviour chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

HALF, MOST = 50, 85
"""The percentiles that are told: half of all, and the usual service level expectation."""
XMR = 2.66
"""Mean moving range times this is three sigma (3 / 1.128, for ranges of two)."""
ENOUGH = 5
"""Values below which limits of a process say nothing."""


def percentile(values: Iterable[float], percent: int) -> float | None:
    """The smallest of the values that at least `percent` percent of them do not exceed.

    Nearest rank: always a value that was really there, so `85 % took 13 d or less` is true of the
    facts. None where there are no values.
    """
    known = sorted(values)
    if not known:
        return None
    rank = ceil(Fraction(percent, 100) * len(known))
    return known[max(1, min(rank, len(known))) - 1]


def median(values: Iterable[float]) -> float | None:
    """The 50th percentile, by nearest rank like every other one."""
    return percentile(values, HALF)


@dataclass(frozen=True, slots=True)
class Limits:
    """Natural limits of a process: values within them are noise, one outside is worth a why."""

    mean: float
    low: float
    high: float


def natural_limits(values: Sequence[float]) -> Limits | None:
    """XmR limits: mean, plus and minus 2.66 times the mean moving range; counts never below 0.

    None below `ENOUGH` values.
    """
    if len(values) < ENOUGH:
        return None
    mean = sum(values) / len(values)
    moves = [abs(after - before) for before, after in pairwise(values)]
    reach = XMR * sum(moves) / len(moves)
    return Limits(mean, max(0.0, mean - reach), mean + reach)
