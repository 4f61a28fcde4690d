"""What the audience sees of the problem-solving workshop: the group in front, and the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from store.domain.loop_records import Problem
from store.domain.words import plural
from store.insight import problems
from store.insight.charts import cumulative
from store.insight.mixed import row_of
from store.insight.private import quotes_private
from store.insight.problem_tree import tree
from store.insight.rows import Row, Section
from store.insight.snapshot import Snapshot
from store.insight.workshop import NONE_YET, PARTS

Rows = Iterator[Row]


def in_front(snap: Snapshot) -> Problem | None:
    """The open problem to which something was said last: a cause, a solution, or its beginning."""
    found = problems.open_here(snap)
    return max(found, key=_last_said, default=None)


def _last_said(problem: Problem) -> int:
    said = (*problem.causes, *problem.solutions)
    return max([problem.at or 0, *(one.at or 0 for one in said)])


def stage_sections(snap: Snapshot, part: int) -> tuple[Section, ...]:
    """One of the six parts (0 to 5) of the group in front, in rows, then the other groups."""
    here = in_front(snap)
    if here is None:
        return (Section("", (), NONE_YET),)
    title = f"{problems.called(here)}: {PARTS[part].title.lower()}"
    rows = tuple(row for row in _ROWS[part](here, snap) if not quotes_private(row.text))
    found = [Section(title, rows)] if rows else [Section(title, tuple(_statement(here, snap)))]
    others = [one for one in problems.open_here(snap) if one.id != here.id]
    if others:
        found.append(Section("Other groups", tuple(_other(one) for one in others)))
    return tuple(found)


def _row(problem: Problem, ref: str, text: str, who: str = "") -> Row:
    return Row("problem", problem.id, ref, "", "", text, who)


def _other(problem: Problem) -> Row:
    return _row(problem, problem.ref, problem.restated or problem.text, problem.group or "")


def _statement(problem: Problem, snap: Snapshot) -> Rows:  # noqa: ARG001 - as the other parts
    for label, words in (
        ("what", problem.text),
        ("where", problem.where),
        ("when", problem.when),
        ("effect", problem.effect),
    ):
        yield _row(problem, label, words or "not said yet")


def _causes(problem: Problem, snap: Snapshot) -> Rows:  # noqa: ARG001
    for line in tree(problem) if problem.causes else ():
        text = line.text if line.is_bone else f"{line.prefix}{line.text}"
        root = " · biggest root cause" if line.is_root else ""
        dots = plural(line.dots, "dot") if line.dots else ""
        yield _row(problem, "" if line.is_bone else line.key, text + root, dots)


def _biggest(problem: Problem, snap: Snapshot) -> Rows:  # noqa: ARG001
    chart = problems.pareto_of(problem)
    found = problems.by_dots(problem) if chart else []
    for cause, share in zip(found, cumulative(chart) if chart else (), strict=True):
        root = " · biggest root cause" if cause.key == problem.root else ""
        yield _row(problem, cause.key, cause.text + root, f"{cause.dots} · {share:.0f} %")


def _restated(problem: Problem, snap: Snapshot) -> Rows:  # noqa: ARG001
    root = problems.root_of(problem)
    yield _row(problem, "at first", problem.text)
    yield _row(problem, "cause", root.text if root else "not chosen yet")
    yield _row(problem, "now", problem.restated or "not said yet")


def _solutions(problem: Problem, snap: Snapshot) -> Rows:  # noqa: ARG001
    for one in problem.solutions:
        yield _row(problem, one.key, one.text, plural(one.dots, "dot") if one.dots else "")


def _items(problem: Problem, snap: Snapshot) -> Rows:
    made = set(problems.items_of(problem))
    yield from (row_of("improvement", one, snap) for one in snap.improvements if one.ref in made)
    yield from (
        _row(problem, one.key, one.text, plural(one.dots, "dot") if one.dots else "")
        for one in problem.solutions
        if not one.became
    )


_ROWS: tuple[Callable[[Problem, Snapshot], Rows], ...] = (
    _statement, _causes, _biggest, _restated, _solutions, _items,
)  # fmt: skip


def _staged(part: int) -> Callable[[Snapshot], tuple[Section, ...]]:
    return lambda snap: stage_sections(snap, part)


STAGED = {part.surface: _staged(number) for number, part in enumerate(PARTS)}
"""Sections for the audience, by the name of the surface."""
