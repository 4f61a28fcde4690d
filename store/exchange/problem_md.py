"""A problem as Markdown: statement, fishbone, dots as a table, restatement, solutions, items."""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.loop_records import Problem
from store.domain.records import Event
from store.domain.text import md
from store.insight.charts import cumulative
from store.insight.private import quotes_private
from store.insight.problem_tree import tree
from store.insight.problems import by_dots, dots_left, items_of, pareto_of, root_of
from store.insight.snapshot import Snapshot

WITHHELD = "private"


def problem_markdown(problem: Problem, snap: Snapshot, level: int = 1) -> str:
    """The whole of a problem under a heading of `level`; ends with a newline."""
    return "\n".join(problem_lines(problem, snap, level)) + "\n"


def problem_lines(problem: Problem, snap: Snapshot, level: int = 1) -> Iterator[str]:
    """The lines of it, heading first, without a newline at the end of each."""
    mark, below = "#" * level, "#" * (level + 1)
    group = f", group {_public(problem.group)}" if problem.group else ""
    yield f"{mark} {md(problem.ref)} problem{group}"
    yield ""
    yield _public(problem.text)
    yield ""
    for label, words in (("Where", problem.where), ("When", problem.when),
                         ("Effect", problem.effect)):  # fmt: skip
        yield f"- {label}: {_public(words) if words else 'not said'}"
    if problem.links:
        yield f"- Shown by: {', '.join(md(ref) for ref in problem.links)}"
    if problem.state != "open":
        said = f": {_public(problem.note)}" if problem.note else ""
        yield f"- {problem.state.capitalize()}{said}"
    yield from _causes(problem, below)
    yield from _dots(problem, below)
    yield from _end(problem, snap, below)


def _public(words: str) -> str:
    return WITHHELD if quotes_private(words) else md(words)


def _causes(problem: Problem, mark: str) -> Iterator[str]:
    if not problem.causes:
        return
    yield from ("", f"{mark} Causes", "")
    for line in tree(problem):
        if line.is_bone:
            yield f"- {md(line.text)}"
            continue
        after = f" ({line.after})" if line.after else ""
        yield f"{'  ' * line.depth}- {line.key} {_public(line.text)}{after}"


def _dots(problem: Problem, mark: str) -> Iterator[str]:
    chart = pareto_of(problem)
    if chart is None:
        return
    yield from ("", f"{mark} Dots", "", "| Cause | Dots | Share so far |", "| --- | ---: | ---: |")
    for cause, share in zip(by_dots(problem), cumulative(chart), strict=True):
        yield f"| {cause.key} {_public(cause.text)} | {cause.dots} | {share:.0f} % |"
    if counted := dots_left(problem):
        yield from ("", f"{counted}.")


def _end(problem: Problem, snap: Snapshot, mark: str) -> Iterator[str]:
    root = root_of(problem)
    if root is not None:
        yield from ("", f"{mark} Biggest root cause", "", f"{root.key} {_public(root.text)}")
    if problem.restated:
        yield from ("", f"{mark} The problem restated", "", _public(problem.restated))
    if problem.solutions:
        yield from ("", f"{mark} Solutions", "")
        for one in problem.solutions:
            dots = f" ({one.dots} dots)" if one.dots is not None else ""
            became = f" → {md(one.became)}" if one.became else ""
            yield f"- {one.key} {_public(one.text)}{dots}{became}"
    made = {item.ref: item for item in snap.improvements}
    found = [made[ref] for ref in items_of(problem) if ref in made]
    if found:
        yield from ("", f"{mark} Improvement items", "")
        for item in found:
            owner = f" · owner {md(item.owner)}" if item.owner else ""
            meant = f" · for {md(item.meant_for)}" if item.meant_for else ""
            yield f"- **{md(item.ref)}** {_public(item.text)}{owner}{meant}"


def problem_section(snap: Snapshot, event: Event) -> Iterator[str]:
    """What groups worked through in an event, each with its tree; none where there was no group."""
    found = [p for p in snap.problems if event.ref in (p.event, *p.changed_in)]
    if not found:
        return
    yield from ("", "## Problems worked through")
    for problem in found:
        yield ""
        yield from problem_lines(problem, snap, 3)
