"""The fishbone as a tree that a room can read: bones, causes below them, dots, the chosen root."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from store.domain import fishbone
from store.domain.loop_records import Cause, Problem
from store.domain.words import plural


@dataclass(frozen=True, slots=True)
class TreeSigns:
    """How branches are drawn: to one that has others after it, to the last one, past, and blank."""

    branch: str = "├─ "
    last: str = "└─ "
    past: str = "│  "
    blank: str = "   "


DRAWN = TreeSigns()
PLAIN = TreeSigns("|- ", "`- ", "|  ", "   ")
INDENTED = TreeSigns("   ", "   ", "   ", "   ")
"""By its indent alone: for lines that are wrapped."""


@dataclass(frozen=True, slots=True)
class TreeLine:
    """One line: a bone (its name is then `text`), or a cause with its place in the tree."""

    key: str
    """The cause's own; for a bone its name."""
    bone: str
    prefix: str
    text: str
    is_bone: bool = False
    depth: int = 0
    dots: int | None = None
    is_root: bool = False

    @property
    def after(self) -> str:
        """What stands behind the words: dots, and whether it is the one that the room chose."""
        return self._behind("biggest root cause")

    @property
    def shortly(self) -> str:
        """The same where there is little room."""
        return self._behind("root")

    def _behind(self, root: str) -> str:
        parts = [plural(self.dots, "dot") if self.dots is not None else ""]
        parts.append(root if self.is_root else "")
        return " · ".join(part for part in parts if part)

    def __str__(self) -> str:
        """As plain text."""
        if self.is_bone:
            return self.text
        after = f"  [{self.after}]" if self.after else ""
        return f"{self.prefix}{self.key} {self.text}{after}"


def tree(problem: Problem, signs: TreeSigns = DRAWN) -> tuple[TreeLine, ...]:
    """Bones in order, each with its causes below it."""
    return tuple(_bones(problem, signs))


def tree_lines(problem: Problem, signs: TreeSigns = DRAWN) -> tuple[str, ...]:
    """The same as plain text."""
    return tuple(str(line) for line in tree(problem, signs))


def _bones(problem: Problem, signs: TreeSigns) -> Iterator[TreeLine]:
    for bone in fishbone.bones_of(problem):
        yield TreeLine(bone, bone, "", bone, is_bone=True)
        yield from _below(problem, bone, fishbone.hanging(problem, bone=bone), "", 1, signs)


def _below(
    problem: Problem, bone: str, causes: list[Cause], before: str, depth: int, signs: TreeSigns
) -> Iterator[TreeLine]:
    for cause in causes:
        is_last = cause is causes[-1]
        yield TreeLine(
            cause.key,
            bone,
            before + (signs.last if is_last else signs.branch),
            cause.text,
            depth=depth,
            dots=cause.dots,
            is_root=cause.key == problem.root,
        )
        deeper = before + (signs.blank if is_last else signs.past)
        yield from _below(
            problem, bone, fishbone.hanging(problem, cause.key), deeper, depth + 1, signs
        )
