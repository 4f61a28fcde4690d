"""From a solution to an improvement item: the end of the problem-solving workshop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from store.domain import fishbone, problems
from store.domain.loop_records import Improvement, Problem
from store.errors import RuleBroken, UsageFault
from store.insight.snapshot import Snapshot
from store.ledger.ledger import Change, Ledger
from store.ledger.problem_change import plain, the_solution
from store.ledger.saying import MAX_NAME, day_of, role_of, words

NATURES = ("backlog item", "policy", "working agreement")
"""What an improvement item can be."""

FIELDS = ("text", "metric", "base", "goal", "due", "nature", "owner", "size", "meant_for", "gauge")


def next_interval(snap: Snapshot) -> str:
    """The planning interval after the current one, by its start; "" where none is planned."""
    if snap.pi is None:
        return ""
    later = [pi.short for pi in snap.intervals if pi.start > snap.pi.start]
    return later[0] if later else ""


def understand_item(ledger: Ledger, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed for an item, cleaned and read; unknown names are refused."""
    if unknown := [name for name in typed if name not in FIELDS]:
        raise UsageFault(f"An item has no {unknown[0][:20]!r}. It has {', '.join(FIELDS)}.")
    found: dict[str, Any] = {}
    for name, text in typed.items():
        said = _read(ledger, name, text)
        if said not in (None, ""):
            found[name] = said
    return found


def _read(ledger: Ledger, name: str, text: str) -> object:
    if name in ("base", "goal"):
        return _number(text, "The value now" if name == "base" else "The goal")
    if name == "due":
        return day_of(ledger, text)
    if name == "owner":
        return role_of(ledger, text)
    said = words(text, f"The {name}", MAX_NAME if name in ("size", "meant_for", "gauge") else 2_000)
    if name == "nature" and said:
        near = [nature for nature in NATURES if nature.startswith(said.casefold())]
        if len(near) != 1:
            raise UsageFault(f"An item is a {', a '.join(NATURES)}; not {said[:20]!r}.")
        return near[0]
    return said


def _number(text: str, what: str) -> float | None:
    said = text.strip().replace(",", ".")
    if not said:
        return None
    try:
        value = float(said)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e12:
        raise UsageFault(f"{what} is a number, like 18 or 2.5; not {text.strip()[:20]!r}.")
    return value


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
        usual = {
            "text": solution.text,
            "nature": NATURES[0],
            "meant_for": next_interval(ledger.snapshot()),
        }
        item = _propose(change, {**usual, **said, "problem": problem.ref, "cause": root})
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


def _propose(change: Change, fields: dict[str, Any]) -> str:
    """The new improvement, proposed: the one place where this module stores one."""
    known = {name: value for name, value in fields.items() if value not in (None, "")}
    stamp = change.stamp.fields()
    raised = {"raised_in": stamp["pi"]} if "pi" in stamp else {}
    return change.new("improvement", {**known, "state": "proposed", **raised, **stamp})
