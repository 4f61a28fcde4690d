"""Problems that were worked through, as chapters of a report: tree, Pareto, solutions, items."""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.records import Problem
from store.exchange.report_document import Chapter, Drawn, Grid, Part, Said, Tree
from store.exchange.report_parts import View, records
from store.insight.mixed import row_of
from store.insight.problem_tree import tree_lines
from store.insight.problems import pareto_of


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
        yield Tree(f"Causes of {problem.ref}", tree_lines(problem))
    chart = pareto_of(problem)
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
