"""The fishbone of a problem: bones, causes on them, and chains of why, always a tree.

Each function takes a problem and gives the fields that change; nothing is written here. Depth
counts causes from the bone on: a cause on a bone has depth 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from store.domain.loop_records import Cause, Problem
from store.errors import RuleBroken, UsageFault

BONES = ("People", "Process", "Tools", "Work", "Environment")
"""The usual five bones, in the order in which SAFe 6 names them."""

DEEPEST = 7
"""Whys in one chain at most (five whys, with room on both sides)."""

ROOT_DEPTH = 3
"""From this depth on a cause is likely to be a root; above it the room is asked, not forbidden."""

AIM_BONES = 3
"""Bones that should have causes: else the room looked in one place only."""

MOST_BONES = 12
MOST_CAUSES = 300

Fields = dict[str, Any]


# -- reading


def bones_of(problem: Problem) -> tuple[str, ...]:
    """Its bones in order."""
    return problem.bones or BONES


def the_cause(problem: Problem, key: str) -> Cause:
    """The cause with this key; `UsageFault` for none."""
    low = key.strip().lower()
    found = next((cause for cause in problem.causes if cause.key == low), None)
    if found is None:
        raise UsageFault(f"{problem.ref} has no cause {key[:20]!r}. Name one like c1.")
    return found


def the_bone(problem: Problem, name: str) -> str:
    """A bone by its name or the beginning of it; `UsageFault` for none or several."""
    low = name.strip().casefold()
    bones = bones_of(problem)
    exact = [bone for bone in bones if bone.casefold() == low]
    near = exact or [bone for bone in bones if low and bone.casefold().startswith(low)]
    if len(near) != 1:
        raise UsageFault(f"There is no bone {name[:20]!r}. There are {', '.join(bones)}.")
    return near[0]


def hanging(problem: Problem, key: str | None = None, bone: str | None = None) -> list[Cause]:
    """What hangs directly under a cause, or on a bone; in the order in which it was said."""
    if key is not None:
        return [cause for cause in problem.causes if cause.under == key]
    return [cause for cause in problem.causes if cause.under is None and cause.bone == bone]


def chain(problem: Problem, key: str) -> tuple[Cause, ...]:
    """A cause and those that it explains, up to the bone; the cause itself comes last."""
    by_key = {cause.key: cause for cause in problem.causes}
    found: list[Cause] = []
    here: str | None = key
    while here is not None and here in by_key and len(found) <= len(by_key):
        found.append(by_key[here])
        here = by_key[here].under
    return tuple(reversed(found))


def depth(problem: Problem, key: str) -> int:
    """How deep a cause hangs: 1 on a bone."""
    return len(chain(problem, key))


def below(problem: Problem, key: str) -> Iterator[Cause]:
    """All that hangs below a cause, however deep."""
    for cause in hanging(problem, key):
        yield cause
        yield from below(problem, cause.key)


def height(problem: Problem, key: str) -> int:
    """Levels that a cause takes with what hangs below it: 1 alone."""
    return 1 + max((height(problem, cause.key) for cause in hanging(problem, key)), default=0)


def in_order(problem: Problem) -> Iterator[Cause]:
    """All causes as the tree shows them: bone by bone, each with what hangs below it."""
    for bone in bones_of(problem):
        for cause in hanging(problem, bone=bone):
            yield cause
            yield from below(problem, cause.key)


def bones_used(problem: Problem) -> int:
    """On how many bones causes hang."""
    return len({cause.bone for cause in problem.causes if cause.under is None})


# -- changing


def next_key(problem: Problem, letter: str) -> tuple[str, int]:
    """A key that was never used in this problem, and the count to be kept with it."""
    number = problem.keys + 1
    return f"{letter}{number}", number


def add(
    problem: Problem, text: str, bone: str | None = None, under: str | None = None,
    at: int | None = None,
) -> Fields:  # fmt: skip
    """A new cause on a bone, or under another cause as the answer to its why."""
    _refuse_empty(text)
    if len(problem.causes) >= MOST_CAUSES:
        raise RuleBroken(
            f"{problem.ref} has {MOST_CAUSES} causes already. Take some away, or split the problem."
        )
    key, number = next_key(problem, "c")
    if under is not None:
        above = the_cause(problem, under)
        _refuse_deep(depth(problem, above.key) + 1)
        new = Cause(key=key, text=text, under=above.key, at=at)
    else:
        new = Cause(key=key, text=text, bone=the_bone(problem, bone or ""), at=at)
    return {"causes": (*problem.causes, new), "keys": number}


def reword(problem: Problem, key: str, text: str) -> Fields:
    """Other words for a cause; its place and its dots stay."""
    _refuse_empty(text)
    return _with(problem, replace(the_cause(problem, key), text=text))


def move(problem: Problem, key: str, to: str) -> Fields:
    """Hang a cause elsewhere, with all below it: `to` is a bone, or the key of another cause."""
    cause = the_cause(problem, key)
    if any(one.key == to.strip().lower() for one in problem.causes):
        above = the_cause(problem, to)
        if above.key == cause.key or above in tuple(below(problem, cause.key)):
            raise RuleBroken(f"{cause.key} cannot hang below itself. Name another cause or a bone.")
        _refuse_deep(depth(problem, above.key) + height(problem, cause.key))
        return _with(problem, replace(cause, bone=None, under=above.key))
    return _with(problem, replace(cause, bone=the_bone(problem, to), under=None))


def take_away(problem: Problem, key: str) -> Fields:
    """Take a cause away with all that hangs below it; a root among them is chosen no longer."""
    cause = the_cause(problem, key)
    gone = {cause.key, *(one.key for one in below(problem, cause.key))}
    fields: Fields = {"causes": tuple(c for c in problem.causes if c.key not in gone)}
    if problem.root in gone:
        fields["root"] = None
    return fields


def add_bone(problem: Problem, name: str) -> Fields:
    """One bone more, after the others."""
    bones = bones_of(problem)
    _refuse_name(problem, name)
    if len(bones) >= MOST_BONES:
        raise RuleBroken(f"{MOST_BONES} bones are the most that a room can read. Rename one.")
    return {"bones": (*bones, name)}


def rename_bone(problem: Problem, old: str, name: str) -> Fields:
    """Another name for a bone; its causes stay on it."""
    bone = the_bone(problem, old)
    if name.casefold() != bone.casefold():
        _refuse_name(problem, name)
    return {
        "bones": tuple(name if one == bone else one for one in bones_of(problem)),
        "causes": tuple(replace(c, bone=name) if c.bone == bone else c for c in problem.causes),
    }


def drop_bone(problem: Problem, name: str) -> Fields:
    """Take a bone away on which nothing hangs."""
    bone = the_bone(problem, name)
    if hanging(problem, bone=bone):
        raise RuleBroken(f"Causes hang on {bone}. Move them first, then take the bone away.")
    left = tuple(one for one in bones_of(problem) if one != bone)
    if not left:
        raise RuleBroken("A fishbone has at least one bone. Rename this one instead.")
    return {"bones": left}


def choose(problem: Problem, key: str) -> Fields:
    """The cause that the room takes as the biggest."""
    return {"root": the_cause(problem, key).key}


def _with(problem: Problem, new: Cause) -> Fields:
    return {"causes": tuple(new if cause.key == new.key else cause for cause in problem.causes)}


def _refuse_empty(text: str) -> None:
    if not text:
        raise UsageFault("Say the cause in a few words.")


def _refuse_deep(levels: int) -> None:
    if levels > DEEPEST:
        raise RuleBroken(
            f"A chain of why ends after {DEEPEST} causes. Which of them can the train influence?"
        )


def _refuse_name(problem: Problem, name: str) -> None:
    if not name:
        raise UsageFault("Give the bone a name, like Suppliers.")
    if any(bone.casefold() == name.casefold() for bone in bones_of(problem)):
        raise RuleBroken(f"There is a bone {name} already.")
