"""Problems that were worked through, as chapters of a report: tree, Pareto, solutions, items."""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.records import Cause, Problem
from store.exchange.report_document import Chapter, Drawn, Grid, Part, Said, Tree
from store.exchange.report_parts import View, records
from store.insight.charts import Pareto
from store.insight.mixed import row_of

STEP = "   "


def problems(view: View) -> Chapter:
    """Every problem of the interval, in the order in which they were begun."""
    found = [p for p in view.snap.problems if view.snap.in_interval(p, view.pi)]
    parts: list[Part] = []
    for problem in found:
        parts += _problem(problem, view)
    return Chapter("problems", "Problems worked through", tuple(parts) or (NONE,))


NONE = Said("No problem was worked through.")


def _problem(problem: Problem, view: View) -> Iterator[Part]:
    named = " · ".join(part for part in (problem.ref, problem.group, problem.state) if part)
    yield Said(f"{named}: {problem.text}", strong=True)
    for label, said in (
        ("Where", problem.where),
        ("When", problem.when),
        ("What it does", problem.effect),
        ("Note", problem.note),
    ):
        if said:
            yield Said(f"{label}: {said}")
    if problem.causes:
        yield Tree(f"Causes of {problem.ref}", tree(problem))
    chart = pareto(problem)
    if chart:
        yield Drawn(chart)
    root = next((cause for cause in problem.causes if cause.key == problem.root), None)
    if root:
        yield Said(f"Chosen as the biggest: {root.text}")
    if problem.restated:
        yield Said(f"Said again: {problem.restated}")
    if problem.solutions:
        rows = tuple(
            (s.text, "not asked" if s.dots is None else str(s.dots), s.became or "")
            for s in problem.solutions
        )
        yield Grid(f"Solutions to {problem.ref}", ("Idea", "Dots", "Became"), rows)
    items = [item for item in view.snap.improvements if item.problem == problem.ref]
    if items:
        rows_found = [row_of("improvement", item, view.snap) for item in items]
        yield records(f"Items from {problem.ref}", rows_found, view)


def tree(problem: Problem) -> tuple[str, ...]:
    """The fishbone as indented lines: bone, cause, and below it each answer to a why."""
    bones = list(dict.fromkeys(c.bone for c in problem.causes if c.under is None))
    lines: list[str] = []
    for bone in bones:
        lines.append(bone or "no bone yet")
        for cause in problem.causes:
            if cause.under is None and cause.bone == bone:
                lines += _branch(cause, problem, 1, frozenset())
    return tuple(lines)


def _branch(cause: Cause, problem: Problem, depth: int, above: frozenset[str]) -> Iterator[str]:
    if cause.key in above:  # a store that was changed by other hands
        return
    dots = "" if cause.dots is None else f"  ({cause.dots} dots)"
    chosen = "  <- chosen" if cause.key == problem.root else ""
    yield f"{STEP * depth}- {cause.text}{dots}{chosen}"
    for below in problem.causes:
        if below.under == cause.key:
            yield from _branch(below, problem, depth + 1, above | {cause.key})


def pareto(problem: Problem) -> Pareto | None:
    """The causes that got dots, most first, ties in the order in which they were said."""
    voted = [cause for cause in problem.causes if cause.dots]
    if not voted:
        return None
    voted.sort(key=lambda cause: -(cause.dots or 0))
    chosen = next((n for n, cause in enumerate(voted) if cause.key == problem.root), None)
    bars = tuple((cause.text, float(cause.dots or 0)) for cause in voted)
    return Pareto(f"Causes of {problem.ref} by dots", "dots", bars, chosen)
