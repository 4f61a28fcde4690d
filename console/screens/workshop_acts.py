"""Acts on problems: begin one, open the workshop at the step in front."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from console.screens.acts import Act
from console.screens.answering import AnswerScreen
from console.screens.base import ConsoleScreen
from console.screens.workshop import WorkshopScreen
from console.screens.workshop_asks import statement_fields
from store.domain.loop_records import Problem
from store.errors import RuleBroken
from store.insight.problems import open_here
from store.insight.rows import Row
from store.insight.workshop import PARTS
from store.ledger import problem_solving


def open_workshop(screen: ConsoleScreen, problem: Problem, part: int = 0) -> None:
    """Open the workshop on a problem, at one of its six parts (0 to 5)."""
    screen.app.push_screen(WorkshopScreen(problem.id, part), lambda _: screen.reload())


def new_problem(screen: ConsoleScreen, row: Row | None) -> None:  # noqa: ARG001 - for any row
    """Ask for the statement of another group's problem, then open the workshop on it."""

    def save(typed: Mapping[str, str]) -> None:
        made.append(screen.session.do(problem_solving.start, screen.session.ledger, dict(typed)))

    def answered(done: bool | None) -> None:
        screen.reload()
        if done and made:
            open_workshop(screen, made[-1])

    made: list[Problem] = []
    about = "What would one have seen? Not who, and no solution yet. Teams may stand in where."
    screen.app.push_screen(
        AnswerScreen("A problem to solve", about, statement_fields(), save), answered
    )


def _opener(part: int) -> Callable[[ConsoleScreen, Row | None], None]:
    def opened(screen: ConsoleScreen, row: Row | None) -> None:
        problem = screen.attempt(lambda: _the_problem(screen, row))
        if problem is not None:
            open_workshop(screen, problem, part)

    return opened


def _the_problem(screen: ConsoleScreen, row: Row | None) -> Problem:
    """The problem under the cursor; else the only one that is open."""
    if row is not None and row.kind == "problem":
        found = screen.session.ledger.views.get("problem", row.id)
        if isinstance(found, Problem):
            return found
    here = open_here(screen.session.snapshot)
    if not here:
        raise RuleBroken("No group works on a problem yet. Begin one with v.")
    if len(here) > 1:
        raise RuleBroken("Several groups are at work. Move to one of their problems first.")
    return here[0]


NEW = Act("v", "new problem", new_problem)

WORKSHOP_SURFACES: dict[str, tuple[Act, ...]] = {
    part.surface: (NEW, Act("o", "workshop", _opener(number), on_enter=True))
    for number, part in enumerate(PARTS)
}
"""Acts by the name of the surface."""

PROBLEM_ACTS: tuple[Act, ...] = (NEW, Act("o", "workshop", _opener(0)))
"""In the register of problems."""
