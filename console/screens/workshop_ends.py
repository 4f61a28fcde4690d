"""What the workshop asks for at its end: solutions, items, evidence, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from console.screens.answering import Field
from console.screens.ask import Question
from console.screens.workshop_dialogs import SEPARATOR, ListScreen, ask, ask_fields
from store.domain.improving import NATURES
from store.domain.problems import OPEN
from store.domain.words import plural
from store.ledger import improving, making_items, problem_solving
from store.ledger.problem_change import the_solution

if TYPE_CHECKING:
    from console.screens.workshop import WorkshopScreen


def solutions(screen: WorkshopScreen) -> None:
    """Ideas as they come; a pasted list keeps all its lines."""
    problem = screen.problem
    if problem is None:
        return

    def save(text: str) -> str:
        lines = text.split(SEPARATOR.strip())
        now = screen.session.do(
            problem_solving.add_solutions, screen.session.ledger, problem.ref, lines
        )
        screen.reload()
        return f"{plural(len(now.solutions), 'solution')} so far"

    hint = "Enter saves, and asks for the next · several: one ; another, or paste a list"
    about = problem.restated or problem.text
    ask(
        screen,
        Question(
            f"{problem.ref} · solutions",
            hint,
            f"solve {problem.ref}",
            save,
            about=about,
            again=True,
        ),
        ListScreen,
    )


def item(screen: WorkshopScreen) -> None:
    """An improvement item from the solution under the cursor."""
    problem, key = screen.problem, screen.attempt(lambda: screen.need_key("a solution"))
    if problem is None or not key:
        return
    said = the_solution(problem, key)
    then = improving.next_interval(screen.session.ledger, screen.session.snapshot.pi_name) or ""
    natures = tuple((nature, nature) for nature in NATURES)
    fields = (
        Field("text", "if we", said.text),
        Field("metric", "then", "", "the measure: dependencies late at Fathom"),
        Field("base", "goes from", "", "8"),
        Field("goal", "to", "", "3"),
        Field("due", "by", "", "fri, 20 nov, I5"),
        Field("owner", "owner", "", "one name: SM-DRE"),
        Field("size", "size", "", "3 points, S, two weeks"),
        Field("meant_for", "meant for", then, "the next planning interval"),
        Field("nature", "kind", natures[0][0], choices=natures),
    )
    ask_fields(
        screen, f"{problem.ref} {key} · improvement item",
        "If we do it, which measure goes from where to where, by when?", fields,
        lambda typed: screen.session.do(
            making_items.make_item, screen.session.ledger, problem.ref, key, typed
        ),
    )  # fmt: skip


def evidence(screen: WorkshopScreen) -> None:
    """Link records that show the problem."""
    problem = screen.problem
    if problem is None:
        return

    def save(text: str) -> str:
        refs = [ref.lstrip("#") for ref in text.replace(",", " ").split()]
        screen.session.do(problem_solving.link_evidence, screen.session.ledger, problem.ref, refs)
        return ""

    about = f"Linked: {', '.join(problem.links) or 'nothing yet'}"
    ask(screen, Question(f"{problem.ref} · what shows it", "references, like I7 D3",
                          f"evidence {problem.ref}", save, about=about))  # fmt: skip


def finish(screen: WorkshopScreen) -> None:
    """Gathered at the end, dropped with its reason, or opened again."""
    problem = screen.problem
    if problem is None:
        return
    choices = (
        (("gather", "gather"), ("drop", "drop"))
        if problem.state == OPEN
        else (("reopen", "open it again"),)
    )

    def save(typed: Mapping[str, str]) -> None:
        ledger, do = screen.session.ledger, screen.session.do
        if typed["how"] == "gather":
            do(problem_solving.gather, ledger, problem.ref, typed["note"])
        elif typed["how"] == "drop":
            do(problem_solving.drop, ledger, problem.ref, typed["note"])
        else:
            do(problem_solving.reopen, ledger, problem.ref)

    ask_fields(
        screen, f"{problem.ref} · {problem.state}",
        "Gather: the group has told it to the whole room. Drop needs the reason.",
        (Field("note", "words", "", "what the room said, or why it is dropped"),
         Field("how", "what", choices[0][0], choices=choices)), save,
    )  # fmt: skip
