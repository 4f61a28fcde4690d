"""PI planning: checkpoints of the breakouts, plan reviews, the retrospective."""

from __future__ import annotations

from store.domain.births import birth
from store.domain.checkpoints import ACCEPTED, CONCERNS, PLAN
from store.domain.grammar import parse_capture
from store.domain.records import Event
from store.domain.text import clean
from store.errors import RuleBroken
from store.insight.plan_review import reviews
from store.insight.planning import CHANGE, KEEP
from store.insight.radiator import radiator_of
from store.ledger.capturing import context
from store.ledger.ledger import Change, Ledger
from store.ledger.running import the_running

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc


def _check(change: Change, event: Event, **facts: object) -> None:
    doc: Doc = {**change.stamp.fields(), "event": event.ref, **facts}
    change.new("check", {k: v for k, v in doc.items() if v is not None})


def answer(ledger: Ledger, team: str, question: str, state: str) -> None:
    """Keep a team's answer in the present checkpoint of the open event; another one replaces it.

    `team` is a short id, `question` and `state` are keys of `store.domain.checkpoints`.
    """
    with ledger.change("radiator.answer") as change:
        event, _ = the_running(ledger)
        seen = radiator_of(ledger.snapshot(), event)
        known = seen.answers.get((seen.round, team, question))
        if known:
            change.amend("check", known.id, {"state": state})
        else:
            _check(change, event, round=seen.round, team=team, question=question, state=state)


def begin_checkpoint(ledger: Ledger) -> int:
    """Begin the next checkpoint of the open event; the answers so far stay beside it.

    Refuses while the present one has no answer at all. Returns the number of the new one.
    """
    with ledger.change("radiator.next") as change:
        event, _ = the_running(ledger)
        seen = radiator_of(ledger.snapshot(), event)
        if not any(number == seen.round for number, _, _ in seen.answers):
            raise RuleBroken(
                f"Checkpoint {seen.round} has no answer yet. Ask the teams before the next begins."
            )
        _check(change, event, round=seen.round + 1)
    return seen.round + 1


def accept_plan(ledger: Ledger, team: str) -> None:
    """Keep that a team's plan is accepted, in the open event. Refuses to accept it twice."""
    with ledger.change("plan.review") as change:
        event, _ = the_running(ledger)
        given = reviews(ledger.snapshot(), event).get(team, [])
        if given and given[-1].state == ACCEPTED:
            raise RuleBroken(f"The plan of {team} is accepted already. u takes that back.")
        _check(change, event, round=len(given) + 1, team=team, question=PLAN, state=ACCEPTED)


def note_concerns(ledger: Ledger, team: str, concerns: str) -> None:
    """Keep what speaks against a team's plan, in the open event; verdicts follow one another."""
    words = clean(concerns)
    if not words:
        raise RuleBroken("The concern has no words yet. Say what would have to change.")
    with ledger.change("plan.review") as change:
        event, _ = the_running(ledger)
        number = len(reviews(ledger.snapshot(), event).get(team, [])) + 1
        _check(change, event, round=number, team=team, question=PLAN, state=CONCERNS, text=words)


def note_for_retro(ledger: Ledger, state: str, line: str) -> str:
    """Keep a line of the open event's retrospective, to `keep` or to `change`; its reference."""
    assert state in (KEEP, CHANGE)
    found = parse_capture(line, kind="topic", context=context(ledger))
    if not found.text:
        raise RuleBroken(f"The line has no words yet. Say what to {state}.")
    with ledger.change("retro") as change:
        event, _ = the_running(ledger)
        doc = {**birth(found, change.stamp), "event": event.ref, "state": state}
        key = change.new("topic", doc)
        return change.ref_of("topic", key)
