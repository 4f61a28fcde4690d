"""What the workshop asks for in parts 1 to 4: each answer is one use-case, saved at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from console.screens.answering import Field
from console.screens.ask import Question
from console.screens.sure import SureScreen
from console.screens.workshop_dialogs import ask, ask_fields
from store.domain import fishbone
from store.domain.dots import EACH
from store.domain.loop_records import Problem
from store.domain.words import plural
from store.errors import UsageFault
from store.ledger import problem_solving
from store.ledger.problem_change import the_solution

if TYPE_CHECKING:
    from console.screens.workshop import WorkshopScreen


def statement(screen: WorkshopScreen) -> None:
    """What, where, when, effect, and the group's name."""
    problem = screen.problem
    if problem is None:
        return
    ask_fields(
        screen,
        f"{problem.ref} · agree on the problem",
        "What would one have seen? Not who, and no solution yet. Teams may stand in where.",
        statement_fields(problem),
        lambda typed: screen.session.do(
            problem_solving.agree, screen.session.ledger, problem.ref, typed, problem.rev
        ),
    )


def statement_fields(problem: Problem | None = None) -> tuple[Field, ...]:
    """The fields of a statement, with what stands in them."""
    hints = {
        "text": "deliveries arrive one iteration late",
        "where": "Fathom, at the interfaces",
        "when": "in every second iteration",
        "effect": "three objectives slipped",
        "group": "what the group calls itself; may stay empty",
    }
    labels = {"text": "what happens"}
    return tuple(
        Field(name, labels.get(name, name), getattr(problem, name, None) or "", hint)
        for name, hint in hints.items()
    )


def cause(screen: WorkshopScreen) -> None:
    """Causes on the bone of the line under the cursor, one after the other."""
    problem, line = screen.problem, screen.branch
    if problem is None:
        return
    bone = line.bone if line else fishbone.bones_of(problem)[0]
    _ask_causes(screen, problem, f"{problem.ref} · a cause on {bone}", f"on {bone}", bone, None)


def why(screen: WorkshopScreen) -> None:
    """Why is that? The answers hang below the cause under the cursor."""
    problem, key = screen.problem, screen.attempt(lambda: screen.need_key("a cause"))
    if problem is None or not key:
        return
    above = fishbone.the_cause(problem, key)
    _ask_causes(
        screen, problem, f"{problem.ref} · why {key}?", f"under {key} {above.text}", None, key
    )


def _ask_causes(
    screen: WorkshopScreen, problem: Problem, title: str, about: str, bone: str | None,
    under: str | None,
) -> None:  # fmt: skip
    def save(text: str) -> str:
        now = screen.session.do(
            problem_solving.add_cause, screen.session.ledger, problem.ref, text, bone, under
        )
        screen.reload()
        screen.fishbone.move_to(now.causes[-1].key)
        return f"{now.causes[-1].key} saved"

    ask(
        screen,
        Question(
            title,
            "Enter saves, and asks for the next one · Esc leaves",
            f"cause {problem.ref} {about[:20]}",
            save,
            about=about,
            again=True,
        ),
    )


def reword(screen: WorkshopScreen) -> None:
    """Other words for the cause, bone or solution under the cursor."""
    problem, line = screen.problem, screen.branch
    if problem is None:
        return
    if line is not None and line.is_bone:
        _bone(screen, problem, f"rename {line.bone}", line.bone, "rename")
        return
    key = screen.attempt(lambda: screen.need_key("a cause or a solution"))
    if not key:
        return
    old = said_of(problem, key)

    def save(text: str) -> str:
        screen.session.do(problem_solving.reword, screen.session.ledger, problem.ref, key, text)
        return ""

    ask(screen, Question(f"{problem.ref} {key} · other words", "Enter saves · Esc leaves",
                          f"reword {problem.ref} {key}", save, value=old))  # fmt: skip


def said_of(problem: Problem, key: str) -> str:
    """The words of a cause or a solution."""
    if key.startswith("s"):
        return the_solution(problem, key).text
    return fishbone.the_cause(problem, key).text


def move(screen: WorkshopScreen) -> None:
    """To another bone, or under another cause."""
    problem, key = screen.problem, screen.attempt(lambda: screen.need_key("a cause"))
    if problem is None or not key or key.startswith("s"):
        return

    def save(text: str) -> str:
        screen.session.do(problem_solving.move, screen.session.ledger, problem.ref, key, text)
        return ""

    about = (
        f"{fishbone.the_cause(problem, key).text}\nBones: {', '.join(fishbone.bones_of(problem))}"
    )
    hint = "a bone, like pro, or a cause, like c2"
    ask(
        screen,
        Question(
            f"{problem.ref} {key} · hang it on",
            hint,
            f"move {problem.ref} {key}",
            save,
            about=about,
        ),
    )


def bones(screen: WorkshopScreen) -> None:
    """A bone more, another name, or one less."""
    problem, line = screen.problem, screen.branch
    if problem is None:
        return
    here = line.bone if line else ""
    choices = (("add", "add"), ("rename", "rename"), ("drop", "take away"))

    def save(typed: Mapping[str, str]) -> None:
        ledger, do = screen.session.ledger, screen.session.do
        if typed["how"] == "add":
            do(problem_solving.add_bone, ledger, problem.ref, typed["name"])
        elif typed["how"] == "rename":
            do(problem_solving.rename_bone, ledger, problem.ref, here, typed["name"])
        else:
            do(problem_solving.drop_bone, ledger, problem.ref, here)

    ask_fields(
        screen,
        f"{problem.ref} · bones",
        f"The bone under the cursor is {here or 'none'}.",
        (Field("name", "name", "", "Suppliers"), Field("how", "what", "add", choices=choices)),
        save,
    )


def _bone(screen: WorkshopScreen, problem: Problem, title: str, bone: str, _how: str) -> None:
    def save(text: str) -> str:
        screen.session.do(
            problem_solving.rename_bone, screen.session.ledger, problem.ref, bone, text
        )
        return ""

    ask(screen, Question(f"{problem.ref} · {title}", "Enter saves · Esc leaves",
                          f"bone {problem.ref} {bone}", save, value=bone))  # fmt: skip


def take_away(screen: WorkshopScreen) -> None:
    """Say what would go; `y` takes it away in one operation, `u` brings it back."""
    problem = screen.problem
    key = screen.attempt(lambda: screen.need_key("a cause or a solution"))
    if problem is None or not key:
        return
    hanging = len(tuple(fishbone.below(problem, key)))
    more = f" and {plural(hanging, 'cause')} below it" if hanging else ""
    words = said_of(problem, key)

    def answered(sure: bool | None) -> None:
        if sure:
            screen.attempt(
                lambda: screen.session.do(
                    problem_solving.take_away, screen.session.ledger, problem.ref, key
                )
            )

    screen.app.push_screen(
        SureScreen(f"{problem.ref} · take {key} away", f"{key} {words}{more}"), answered
    )


def dots(screen: WorkshopScreen, *, of_solutions: bool) -> None:
    """The tally of everything in one line, in the order shown."""
    problem = screen.problem
    if problem is None:
        return
    shown = problem.solutions if of_solutions else tuple(fishbone.in_order(problem))
    keys = " ".join(one.key for one in shown)
    known = " ".join(str(one.dots or 0) for one in shown) if problem.voters else ""

    def save(typed: Mapping[str, str]) -> None:
        ledger, do = screen.session.ledger, screen.session.do
        voters, each = _number(typed["voters"]), _number(typed["each"])
        if of_solutions:
            do(problem_solving.solution_dots, ledger, problem.ref, typed["dots"], voters,
               expect_rev=problem.rev)  # fmt: skip
        else:
            do(problem_solving.give_dots, ledger, problem.ref, typed["dots"], voters, each,
               expect_rev=problem.rev)  # fmt: skip

    fields = (
        Field("voters", "voters", str(problem.voters or ""), "12"),
        Field("each", "dots each", str(problem.each or EACH)),
        Field("dots", "dots", known, "5 3 8 in this order; or c3:5 c1:2"),
    )
    # In another order the same numbers would be the dots of other causes.
    ask_fields(screen, f"{problem.ref} · dots", f"In this order: {keys}", fields, save,
               f"{problem.ref} dots {keys}")  # fmt: skip


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isascii() or not text.strip().isdigit() or len(text.strip()) > 6:
        raise UsageFault(f"{text.strip()[:20]!r} is no whole number. Say how many, like 12.")
    return int(text)


def root(screen: WorkshopScreen) -> None:
    """The cause under the cursor is the biggest."""
    problem, key = screen.problem, screen.attempt(lambda: screen.need_key("a cause"))
    if problem is not None and key:
        screen.attempt(
            lambda: screen.session.do(
                problem_solving.choose_root, screen.session.ledger, problem.ref, key
            )
        )


def restate(screen: WorkshopScreen) -> None:
    """The problem again, for its cause."""
    problem = screen.problem
    if problem is None:
        return
    biggest = next((one for one in problem.causes if one.key == problem.root), None)

    def save(text: str) -> str:
        screen.session.do(
            problem_solving.restate, screen.session.ledger, problem.ref, text, problem.rev
        )
        return ""

    about = f"{problem.text}\nBiggest cause: {biggest.text if biggest else 'not chosen yet'}"
    ask(screen, Question(f"{problem.ref} · restate the problem", "one sentence · Enter saves",
                          f"restate {problem.ref}", save, about=about,
                          value=problem.restated or ""))  # fmt: skip
