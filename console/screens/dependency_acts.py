"""What can be done with a dependency, by key: its state, how it could go away, its iterations.

On the board the same keys serve milestones: whether one was reached, and when it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from console.screens.acts import Act
from console.screens.answering import AnswerScreen, Field
from console.screens.base import ConsoleScreen
from console.screens.dependency_state import DependencyScreen
from console.widgets.notice import say
from store.domain import depending, milestones
from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.records import Dependency, Milestone
from store.errors import RuleBroken
from store.insight.rows import Row
from store.ledger import depending as use

WORDS = {"reach": "reached", "miss": "missed", "reopen": "open again"}
"""What becomes of a milestone, as a choice says it."""


def _found(screen: ConsoleScreen, row: Row | None) -> Dependency | Milestone:
    """The dependency or milestone under the cursor."""
    if row is None or row.kind not in ("dependency", "milestone"):
        raise RuleBroken("There is no dependency under the cursor. Move to one, or press x.")
    found = screen.session.ledger.views.get(row.kind, row.id)
    if not isinstance(found, Dependency | Milestone):
        raise RuleBroken(f"{row.ref} was taken back meanwhile. Move to another one.")
    return found


def _again(screen: ConsoleScreen, done: str) -> None:
    screen.reload()
    screen.tick()
    say(screen.app, "Saved", f"{done} · u takes it back", "information")


def stands(screen: ConsoleScreen, row: Row | None) -> None:
    """How it stands now: the deeds that are possible, each with what it demands."""
    found = screen.attempt(lambda: _found(screen, row))
    if isinstance(found, Milestone):
        _milestone(screen, found)
    elif found is not None:

        def answered(made: Dependency | None) -> None:
            if made is not None:
                _again(screen, f"{made.ref} is {made.state}")

        screen.app.push_screen(DependencyScreen(screen.session, found), answered)


def _milestone(screen: ConsoleScreen, found: Milestone) -> None:
    ledger = screen.session.ledger

    def save(typed: Mapping[str, str]) -> None:
        screen.session.do(use.mark, ledger, found.ref, typed["deed"], typed["why"], found.rev)

    def answered(saved: bool | None) -> None:
        if saved:
            _again(screen, f"{found.ref} is {use.the_milestone(ledger, found.ref).state}")

    deeds = tuple((deed, WORDS[deed]) for deed in milestones.choices(found))
    fields = (
        Field("deed", "it is", choices=deeds),
        Field("why", "note or why", "", "why it was missed, or is open again"),
    )
    title = f"{found.ref} · milestone · {found.state}"
    screen.app.push_screen(AnswerScreen(title, found.text, fields, save), answered)


def goes_away(screen: ConsoleScreen, row: Row | None) -> None:
    """How could it go away: by which way, and in words."""

    def ask() -> Dependency:
        found = _found(screen, row)
        if isinstance(found, Milestone):
            raise RuleBroken(f"{found.ref} is a milestone. Move to a dependency and ask it there.")
        depending.refuse_gone(found)
        return found

    found = screen.attempt(ask)
    if found is None:
        return
    ledger = screen.session.ledger

    def save(typed: Mapping[str, str]) -> None:
        screen.session.do(
            use.could_go_away, ledger, found.ref, typed["way"], typed["away"], found.rev
        )

    def answered(saved: bool | None) -> None:
        if saved:
            _again(screen, f"{found.ref}: how it could go away is kept")

    fields = (
        Field(
            "way", "by which way", found.way or "", choices=tuple((w, w) for w in depending.WAYS)
        ),
        Field("away", "how", found.away or "", "booking needs no new role"),
    )
    title = f"{found.ref} · How could this go away?"
    about = f"{found.provider or '?'}→{found.consumer or '?'} {found.text}"
    screen.app.push_screen(AnswerScreen(title, about, fields, save), answered)


def moves(screen: ConsoleScreen, row: Row | None) -> None:
    """Its iterations: when the provider plans it and when the consumer needs it."""

    def ask() -> Dependency | Milestone:
        found = _found(screen, row)
        if isinstance(found, Dependency):
            depending.refuse_to_move(found)
        else:
            milestones.refuse_to_move(found)
        return found

    found = screen.attempt(ask)
    if isinstance(found, Milestone):
        _move_milestone(screen, found)
    elif found is not None:
        _move_dependency(screen, found)


def _move_dependency(screen: ConsoleScreen, found: Dependency) -> None:
    ledger = screen.session.ledger

    def save(typed: Mapping[str, str]) -> None:
        plan, need = typed["plan"].strip(), typed["need"].strip()
        screen.session.do(use.plan, ledger, found.ref, plan, need, found.rev)

    def answered(saved: bool | None) -> None:
        if saved:
            made = use.the_dependency(ledger, found.ref)
            _again(screen, depending.in_words(made))

    names = " ".join(one.name for one in use.interval_for(ledger, found).iterations) or "I3"
    fields = (
        Field("plan", "planned in", found.plan or "", names),
        Field("need", "needed by", found.need or "", names),
    )
    title = f"{found.ref} · its iterations"
    about = f"{found.provider or '?'}→{found.consumer or '?'} {found.text}"
    screen.app.push_screen(AnswerScreen(title, about, fields, save), answered)


def _move_milestone(screen: ConsoleScreen, found: Milestone) -> None:
    ledger = screen.session.ledger
    on = day(found.due)
    known = say_day(on) if on else ""

    def save(typed: Mapping[str, str]) -> None:
        where, due = typed["iteration"].strip(), typed["due"].strip()
        said = (
            (None if where == (found.iteration or "") else where),
            (None if due == known else due),
        )
        screen.session.do(use.move_milestone, ledger, found.ref, *said, typed["why"], found.rev)

    def answered(saved: bool | None) -> None:
        if saved:
            _again(screen, f"{found.ref} is moved")

    names = " ".join(one.name for one in use.interval_for(ledger, found).iterations) or "I3"
    fields = (
        Field("iteration", "lies in", found.iteration or "", names),
        Field("due", "or on the day", known, "4 dec"),
        Field("why", "why", "", "the yard opens later"),
    )
    title = f"{found.ref} · when it is"
    screen.app.push_screen(AnswerScreen(title, found.text, fields, save), answered)


DEPENDENCY_ACTS: tuple[Act, ...] = (
    Act("v", "how it stands", stands),
    Act("o", "could it go away", goes_away),
    Act("w", "its iterations", moves),
)
"""In the register of dependencies."""

MILESTONE_ACTS: tuple[Act, ...] = (
    Act("v", "was it reached", stands),
    Act("w", "when it is", moves),
)
"""In the register of milestones."""

DEPENDENCY_SURFACES: dict[str, tuple[Act, ...]] = {
    "board": DEPENDENCY_ACTS,
    "dependencies": DEPENDENCY_ACTS,
    "planning-board": DEPENDENCY_ACTS,
    "strings": DEPENDENCY_ACTS,
    "pairs": DEPENDENCY_ACTS,
}
"""Acts by the name of the surface."""
