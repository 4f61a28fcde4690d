"""From a solution to an improvement item: the end of the problem-solving workshop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from store.domain import fishbone, problems
from store.domain.improving import NATURES
from store.domain.loop_records import Improvement, Problem
from store.errors import RuleBroken, UsageFault
from store.ledger.improving import Item, propose_in, read_item
from store.ledger.ledger import Ledger
from store.ledger.problem_change import plain, the_solution

FIELDS = ("text", "metric", "base", "goal", "due", "nature", "owner", "size", "meant_for", "gauge")


def understand_item(ledger: Ledger, typed: Mapping[str, str]) -> Item:
    """What was typed for an item; unknown names are refused, and values as improvements do."""
    if unknown := [name for name in typed if name not in FIELDS]:
        raise UsageFault(f"An item has no {unknown[0][:20]!r}. It has {', '.join(FIELDS)}.")
    said = {name: text for name, text in typed.items() if name != "gauge"}
    if typed.get("gauge", "").strip():
        said["metric"] = typed["gauge"]
    item = replace(Item(""), **said)
    read_item(ledger, item)
    return item


def make_item(
    ledger: Ledger, ref: str, key: str, typed: Mapping[str, str]
) -> tuple[Problem, Improvement]:
    """An improvement item from a solution; both know each other afterwards.

    What is not said is taken from the problem: the words of the solution, the current planning
    interval's successor, a backlog item. Refuses a solution that led to an item already.
    """
    said = understand_item(ledger, typed)
    with ledger.change("problem.item") as change:
        problem = ledger.the(Problem, ref)
        problems.refuse_settled(problem)
        solution = the_solution(problem, key)
        if solution.became:
            raise RuleBroken(f"{solution.key} led to {solution.became} already.")
        root = fishbone.the_cause(problem, problem.root).text if problem.root else None
        item = propose_in(
            change,
            ledger,
            replace(
                said,
                text=said.text or solution.text,
                nature=said.nature or NATURES[0],
                problem=problem.ref,
                cause=root or "",
            ),
        )
        became = change.ref_of("improvement", item)
        solutions = tuple(
            replace(one, became=became) if one.key == solution.key else one
            for one in problem.solutions
        )
        change.amend("problem", problem.id, plain({"solutions": solutions}))
    made = ledger.views.get("improvement", item)
    now = ledger.views.get("problem", problem.id)
    assert isinstance(made, Improvement)  # made just now
    assert isinstance(now, Problem)  # changed under the lock just now
    return now, made
