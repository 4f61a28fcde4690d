"""Answering for actions and parked topics: every move from every state, with its sentence."""

from __future__ import annotations

import pytest

from store.domain.records import Action, Topic
from store.errors import RuleBroken, UsageFault
from store.ledger import planning, promising, running
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.undoing import undo
from tests.ledger_helpers import Hands, beside, sample_ledger


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    return sample_ledger(hands)


def made(ledger: Ledger, kind: str, state: str) -> str:
    """A record of `kind` in `state`, by the use-cases that lead there."""
    ref = capture(ledger, "ask the yard for a slot owner:PM due:fri", kind).record.ref
    if state == "done":
        promising.close(ledger, ref, "done by noon")
    elif state == "dropped":
        promising.close(ledger, ref, "nobody needs it", dropped=True)
    elif state == "reopened":
        promising.close(ledger, ref)
        promising.reopen(ledger, ref, "it broke again")
    return ref


MOVES = {
    "done": lambda ledger, ref: promising.close(ledger, ref, "as said"),
    "dropped": lambda ledger, ref: promising.close(ledger, ref, "no need", dropped=True),
    "later": lambda ledger, ref: promising.move(ledger, ref, "in 9 days", "crane is away"),
    "reopen": lambda ledger, ref: promising.reopen(ledger, ref, "still leaks"),
}
ALREADY_DONE = "{ref} is done already. Open it again first, and say why."
ALREADY_DROPPED = "{ref} is dropped already. Open it again first, and say why."
IS_OPEN = "{ref} is open already. There is nothing to open again."
TABLE = [
    ("open", "done", "done"),
    ("open", "dropped", "dropped"),
    ("open", "later", "open"),
    ("open", "reopen", IS_OPEN),
    ("reopened", "done", "done"),
    ("reopened", "dropped", "dropped"),
    ("reopened", "later", "open"),
    ("reopened", "reopen", IS_OPEN),
    ("done", "done", ALREADY_DONE),
    ("done", "dropped", ALREADY_DONE),
    ("done", "later", ALREADY_DONE),
    ("done", "reopen", "open"),
    ("dropped", "done", ALREADY_DROPPED),
    ("dropped", "dropped", ALREADY_DROPPED),
    ("dropped", "later", ALREADY_DROPPED),
    ("dropped", "reopen", "open"),
]


@pytest.mark.parametrize("kind", ["action", "topic"])
@pytest.mark.parametrize(("state", "move", "outcome"), TABLE)
def test_every_move_from_every_state(
    ledger: Ledger, kind: str, state: str, move: str, outcome: str
) -> None:
    ref = made(ledger, kind, state)
    before = promising.promise(ledger, ref)[1]
    if " " in outcome:
        with pytest.raises(RuleBroken) as refused:
            MOVES[move](ledger, ref)
        assert refused.value.sentence == outcome.format(ref=ref)
        assert promising.promise(ledger, ref)[1] == before
    else:
        assert MOVES[move](ledger, ref).state == outcome
        assert promising.promise(ledger, ref)[1].state == outcome


@pytest.mark.parametrize("kind", ["action", "topic"])
def test_every_move_but_done_wants_a_why(ledger: Ledger, kind: str) -> None:
    ref = made(ledger, kind, "open")
    with pytest.raises(RuleBroken, match="needs a reason"):
        promising.close(ledger, ref, " ", dropped=True)
    with pytest.raises(RuleBroken, match="needs a reason"):
        promising.move(ledger, ref, "in 9 days", "")
    with pytest.raises(RuleBroken, match=r"17 Nov is over\. Give it a date from today on"):
        promising.move(ledger, ref, "2026-11-17", "crane is away")
    promising.close(ledger, ref)
    with pytest.raises(RuleBroken, match="needs a reason"):
        promising.reopen(ledger, ref, "\x1b[2J ")


def test_opened_again_it_waits_as_before_and_says_why(ledger: Ledger, hands: Hands) -> None:
    ref = made(ledger, "action", "done")
    due = promising.promise(ledger, ref)[1].due
    hands.on(days=1)
    again = promising.reopen(ledger, ref, "the slot was \x1b[31mgiven away")
    assert isinstance(again, Action)
    assert (again.state, again.done, again.closed_by, again.due) == ("open", None, None, due)
    assert again.note == "the slot was given away"
    assert again.answered == hands.ms
    undo(ledger)
    assert promising.promise(ledger, ref)[1].state == "done"


def test_who_said_that_it_is_done_is_kept(ledger: Ledger, hands: Hands) -> None:
    for kind in ("action", "topic"):
        ref = made(ledger, kind, "open")
        closed = promising.close(beside(ledger, "SM-ANC", hands), ref)
        assert closed.closed_by == "SM-ANC"
        other = made(ledger, kind, "open")
        assert promising.close(beside(ledger, None, hands), other).closed_by is None


def test_a_line_of_a_retrospective_is_never_opened_again(ledger: Ledger) -> None:
    running.start(ledger, "pi-planning")
    ref = planning.note_for_retro(ledger, "keep", "the long lunch")
    topic = promising.promise(ledger, ref)[1]
    assert isinstance(topic, Topic)
    with pytest.raises(RuleBroken, match="line of a retrospective"):
        promising.reopen(ledger, ref, "why not")
    with pytest.raises(RuleBroken, match="line of a retrospective"):
        promising.close(ledger, ref)


def test_only_promises_are_answered_for(ledger: Ledger) -> None:
    with pytest.raises(UsageFault, match="not an action or a parked topic"):
        promising.reopen(ledger, "R12", "why not")
