"""How a problem is changed: worked out from what it is under the lock, and written as one entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from store.domain import problems
from store.domain.loop_records import Cause, Problem, Solution
from store.errors import RuleBroken, UsageFault
from store.insight.private import is_private_text
from store.ledger.ledger import Ledger
from store.ledger.saying import MAX_WORDS, words

Doc = dict[str, Any]


def the_problem(ledger: Ledger, ref: str) -> Problem:
    """The problem with this reference; `UsageFault` for anything else."""
    return ledger.the(Problem, ref)


def after(ledger: Ledger, problem: Problem) -> Problem:
    """The problem as it stands once a change of it is on disk."""
    found = ledger.views.get("problem", problem.id)
    assert isinstance(found, Problem)  # changed under the lock just now
    return found


def plain(values: Mapping[str, object]) -> Doc:
    """Fields as they are stored: parts as documents without what is unknown, empty ones removed."""
    return {name: _stored(value) for name, value in values.items()}


def _stored(value: object) -> object:
    if isinstance(value, tuple):
        return [_part(one) for one in value] or None
    return value if value != "" else None


def _part(one: object) -> object:
    if isinstance(one, Cause | Solution):
        return {name: said for name, said in asdict(one).items() if said is not None}
    return one


def for_the_room(text: str, what: str, most: int = MAX_WORDS) -> str:
    """What was typed, cleaned. Refuses what is kept from others: it would stand before them."""
    said = words(text, what, most)
    if is_private_text(said):
        raise RuleBroken(
            f"{what} stands before the whole room. Keep it in a private note: rte note."
        )
    return said


def changed(
    ledger: Ledger,
    do: str,
    ref: str,
    how: Callable[[Problem, int], Mapping[str, object]],
    expect_rev: int | None = None,
    *,
    settled: bool = False,
) -> Problem:
    """One change of a problem, worked out from what it is under the lock."""
    with ledger.change(do) as change:
        problem = ledger.the(Problem, ref, expect_rev)
        if not settled:
            problems.refuse_settled(problem)
        change.amend("problem", problem.id, plain(how(problem, change.stamp.at)))
    return after(ledger, problem)


def the_solution(problem: Problem, key: str) -> Solution:
    """The solution with this key; `UsageFault` for none."""
    low = key.strip().lower()
    found = next((one for one in problem.solutions if one.key == low), None)
    if found is None:
        raise UsageFault(f"{problem.ref} has no solution {key[:20]!r}. Name one like s1.")
    return found
