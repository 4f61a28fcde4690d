"""What can be done on the surfaces of PI planning; `acts` explains the keys."""

from __future__ import annotations

from collections.abc import Callable

from console.screens import objective_acts
from console.screens.acts import Act
from console.screens.ask import AskScreen, Question
from console.screens.base import ConsoleScreen
from console.screens.vote import VoteScreen
from console.widgets.notice import say
from store.domain.baseline import read_value
from store.domain.checkpoints import DONE, HELP, NEXT
from store.domain.records import Objective
from store.domain.votes import ART
from store.insight.planning import CHANGE, KEEP
from store.insight.rows import Row
from store.insight.votes import standing, standings
from store.ledger import objectives, planning


def _fact(row: Row | None, name: str) -> str | None:
    """A word that the row carries for its acts."""
    found = row.computed.get(name) if row else None
    return found if isinstance(found, str) else None


def _ask(screen: ConsoleScreen, question: Question) -> None:
    screen.app.push_screen(AskScreen(screen.session, question), lambda _: _again(screen))


def _again(screen: ConsoleScreen) -> None:
    screen.reload()
    screen.tick()


# -- confidence vote


def _scope(screen: ConsoleScreen, row: Row | None) -> str:
    """The row's scope; without a row the first that has not voted, and the ART when all have."""
    if scope := _fact(row, "scope"):
        return scope
    if row is not None and row.kind == "vote":
        return row.ref
    waiting = (one.scope for one in standings(screen.session.snapshot) if not one.rounds)
    return next(waiting, ART)


def vote(screen: ConsoleScreen, row: Row | None) -> None:
    """Enter a vote of the row's scope."""
    dialog = VoteScreen(screen.session, _scope(screen, row))
    screen.app.push_screen(dialog, lambda _: _again(screen))


def hear(screen: ConsoleScreen, row: Row | None) -> None:
    """Give the word to those who showed one or two in the last vote of the row's scope."""
    scope = _scope(screen, row)
    if not standing(screen.session.snapshot, scope).rounds:
        say(screen.app, "No vote yet", f"{scope} has not voted yet. v enters its vote.")
        return
    dialog = VoteScreen(screen.session, scope, hear=True)
    screen.app.push_screen(dialog, lambda _: _again(screen))


# -- breakouts


def _answer(screen: ConsoleScreen, row: Row | None, state: str | None) -> None:
    team, question = _fact(row, "team"), _fact(row, "question")
    if team is None or question is None:
        return
    wanted = state or NEXT.get(_fact(row, "state") or "", DONE)
    ledger = screen.session.ledger
    screen.attempt(lambda: screen.session.do(planning.answer, ledger, team, question, wanted))


def turn_answer(screen: ConsoleScreen, row: Row | None) -> None:
    """From nothing to done, not yet, help, and done again."""
    _answer(screen, row, None)


def ask_for_help(screen: ConsoleScreen, row: Row | None) -> None:
    """Straight to help."""
    _answer(screen, row, HELP)


def next_checkpoint(screen: ConsoleScreen, _: Row | None) -> None:
    """Begin the next hourly checkpoint; the answers so far stay beside it."""
    ledger = screen.session.ledger
    number = screen.attempt(lambda: screen.session.do(planning.begin_checkpoint, ledger))
    if number:
        say(screen.app, f"Checkpoint {number}", "The answers so far stay beside it.", "information")


# -- plans and values


def accept_plan(screen: ConsoleScreen, row: Row | None) -> None:
    """The Business Owners accept the team's plan."""
    team = _fact(row, "team")
    if team is not None:
        ledger = screen.session.ledger
        screen.attempt(lambda: screen.session.do(planning.accept_plan, ledger, team))


def note_concerns(screen: ConsoleScreen, row: Row | None) -> None:
    """What speaks against the team's plan, in a line."""
    team = _fact(row, "team")
    if team is None:
        return
    ledger = screen.session.ledger

    def save(typed: str) -> str:
        screen.session.do(planning.note_concerns, ledger, team, typed)
        return "kept"

    title, hint = f"Plan of {team}: concerns", "In one line · Enter keeps it, Esc leaves"
    _ask(screen, Question(title, hint, f"review {team}", save))


def give_value(screen: ConsoleScreen, row: Row | None) -> None:
    """Planned business value, as the Business Owners say it; once frozen, with a why."""
    if row is None or row.kind != "objective":
        return
    ledger, ref, now = screen.session.ledger, row.ref, row.computed.get("bv")
    found = ledger.views.get("objective", row.id)
    if isinstance(found, Objective) and found.baselined:
        objective_acts.give_values(screen, row)
        return

    def save(typed: str) -> str:
        value = read_value(typed)
        screen.session.do(objectives.set_value, ledger, ref, value)
        return f"{ref} is worth {value}"

    typed = str(now) if isinstance(now, int) else ""
    title, hint = f"Planned business value of {ref}", "1 to 10 · Enter keeps it, Esc leaves"
    _ask(screen, Question(title, hint, f"value {ref}", save, row.text, typed))


def turn_commitment(screen: ConsoleScreen, row: Row | None) -> None:
    """Committed, or uncommitted; once frozen, with a why."""
    if row is not None and row.kind == "objective":
        objective_acts.turn_commitment(screen, row)


# -- retrospective


def _line(state: str) -> Callable[[ConsoleScreen, Row | None], None]:
    def ask(screen: ConsoleScreen, _: Row | None) -> None:
        def save(typed: str) -> str:
            ref = screen.session.do(planning.note_for_retro, screen.session.ledger, state, typed)
            return f"{ref} saved"

        title, hint = f"Retrospective: {state}", "One line each · Enter keeps it, Esc leaves"
        _ask(screen, Question(title, hint, f"retro {state}", save, again=True))

    return ask


PLANNING: dict[str, tuple[Act, ...]] = {
    "votes": (
        Act("v", "enter a vote", vote),
        Act("o", "hear ones and twos", hear),
    ),
    "radiator": (
        Act("v", "turn the answer", turn_answer, on_enter=True),
        Act("o", "help", ask_for_help),
        Act("w", "next checkpoint", next_checkpoint),
    ),
    "plan-review": (
        Act("v", "accept the plan", accept_plan),
        Act("w", "note concerns", note_concerns),
    ),
    "bv": (
        Act("v", "planned value", give_value),
        Act("w", "committed or not", turn_commitment),
    ),
    "retro": (
        Act("v", "keep", _line(KEEP)),
        Act("w", "change", _line(CHANGE)),
    ),
}
"""Acts by surface."""
