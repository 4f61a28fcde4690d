"""A problem told whole: its fishbone, its dots and its solutions, and what a change did to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from store.domain.loop_records import Problem
from store.domain.record import Record
from store.domain.words import plural
from store.insight.problem_tree import DRAWN, TreeSigns, tree_lines
from store.insight.problems import dots_left

DRAWN_FIELDS = ("causes", "solutions", "bones", "keys", "root", "voters", "each")
"""Fields of a problem that its parts tell: as values they would be keys and numbers."""
KEYED = ("causes", "solutions")
"""Fields that hold parts with a key of their own."""

Part = tuple[str, tuple[str, ...]]
"""A title and lines."""


def parts_told(record: Record, signs: TreeSigns = DRAWN) -> tuple[Part, ...]:
    """What of a record is told in lines of its own; nothing for any but a problem."""
    return tuple(_parts(record, signs)) if isinstance(record, Problem) else ()


def _parts(problem: Problem, signs: TreeSigns) -> Iterator[Part]:
    if problem.causes:
        counted = dots_left(problem)
        lines = tree_lines(problem, signs)
        yield "Fishbone", (*lines, counted) if counted else lines
    if problem.solutions:
        yield "Solutions", tuple(_solution_line(problem, n) for n in range(len(problem.solutions)))


def _solution_line(problem: Problem, place: int) -> str:
    one = problem.solutions[place]
    dots = f"  [{plural(one.dots, 'dot')}]" if one.dots is not None else ""
    became = f"  → {one.became}" if one.became else ""
    return f"{one.key} {one.text}{dots}{became}"


def shown_fields(kind: str, doc: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a document that stand among its facts; the others are told as its parts."""
    if kind != "problem":
        return dict(doc)
    return {name: value for name, value in doc.items() if name not in DRAWN_FIELDS}


def change_in_words(old: object, new: object) -> str:
    """What a change did to parts with keys: `c4 added: no slots; c2 taken away; c1 9 dots`."""
    before, after = _by_key(old), _by_key(new)
    said = [f"{key} taken away: {one.get('text', '')}" for key, one in before.items()
            if key not in after]  # fmt: skip
    for key, one in after.items():
        known = before.get(key)
        said += [_added(key, one)] if known is None else _changed(key, known, one)
    return "; ".join(said) or "another order"


def _by_key(value: object) -> dict[str, Mapping[str, Any]]:
    parts = value if isinstance(value, list | tuple) else ()
    return {str(one.get("key")): one for one in parts if isinstance(one, Mapping)}


def _added(key: str, one: Mapping[str, Any]) -> str:
    place = one.get("under") or one.get("bone")
    return f"{key} added{f' on {place}' if place else ''}: {one.get('text', '')}"


def _changed(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if old.get("text") != new.get("text"):
        yield f"{key} now: {new.get('text')}"
    place = new.get("under") or new.get("bone")
    if place != (old.get("under") or old.get("bone")):
        yield f"{key} hangs on {place}"
    if old.get("dots") != new.get("dots"):
        dots = new.get("dots")
        yield f"{key} {plural(dots, 'dot') if dots is not None else 'without dots'}"
    if old.get("became") != new.get("became"):
        yield f"{key} became {new.get('became') or 'nothing'}"
