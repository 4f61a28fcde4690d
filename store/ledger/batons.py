"""Use-cases of the facilitator's baton: who may move the room, asking for it, handing it over."""

from __future__ import annotations

from store.domain.baton import (
    Baton,
    Seat,
    may_move,
    must_wait,
    passes_at_once,
    read_baton,
    why_not,
)
from store.domain.event_records import Event
from store.errors import RuleBroken
from store.ledger.ledger import Change, Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

TABLE = "baton"


def seat_of(ledger: Ledger) -> Seat | None:
    """Where this ledger's person sits; None for somebody without a name."""
    return Seat(ledger.who, ledger.terminal) if ledger.who is not None else None


def baton_of(ledger: Ledger, ref: str) -> Baton | None:
    """The baton of the event with this reference; None where nobody took it yet."""
    docs = ledger.db.state.tables.get(TABLE, {})
    for key in reversed(list(docs)):
        if docs[key].get("of") == ref:
            return read_baton(key, docs[key])
    return None


def current_baton(ledger: Ledger) -> Baton | None:
    """The baton of the open event; None where none is open."""
    event = ledger.running
    return baton_of(ledger, event.ref) if event is not None else None


def _facts(seat: Seat, now: int) -> Doc:
    """Whoever has it is asked by nobody."""
    return {"who": seat.who, "term": seat.terminal, "since": now,
            "asked_by": None, "asked_term": None, "asked": None}  # fmt: skip


def _pass(change: Change, ref: str, baton: Baton | None, seat: Seat) -> None:
    """Give it to a seat, within a change."""
    facts = _facts(seat, change.stamp.at)
    if baton is None:
        change.new(TABLE, {k: v for k, v in {"of": ref, **facts}.items() if v is not None})
    else:
        change.amend(TABLE, baton.key, facts)


def take_with_start(change: Change, ledger: Ledger, ref: str) -> None:
    """Whoever begins an event has its baton."""
    seat = seat_of(ledger)
    if seat is not None:
        _pass(change, ref, None, seat)


def moving(change: Change, ledger: Ledger, event: Event) -> None:
    """Refuse with `RuleBroken` a move by a seat that may not move the room.

    A terminal that goes on for one that is gone has it from then on; so has the first one to move
    an event that nobody had.
    """
    refuse_without_baton(ledger, event.ref)
    seat, baton = seat_of(ledger), baton_of(ledger, event.ref)
    if seat is None:
        return
    if baton is None or (seat.terminal and seat.terminal != baton.holder.terminal):
        _pass(change, event.ref, baton, seat)


def refuse_without_baton(ledger: Ledger, ref: str) -> None:
    """Refuse with `RuleBroken` for a seat that may not move the room of this event."""
    seat, baton = seat_of(ledger), baton_of(ledger, ref)
    if seat is not None and baton is not None and not may_move(baton, seat, ledger.is_here):
        raise RuleBroken(why_not(baton, seat, ledger.is_here), title="Baton elsewhere")


def _open(ledger: Ledger) -> tuple[Event, Baton | None, Seat]:
    event, seat = ledger.running, seat_of(ledger)
    if event is None:
        raise RuleBroken("No event is running, so there is no baton: whoever starts one has it.")
    if seat is None:
        raise RuleBroken("Say as whom: --by RTE. The baton lies with somebody.")
    return event, baton_of(ledger, event.ref), seat


def ask(ledger: Ledger) -> bool:
    """Ask for the baton; True if it passes at once, because nobody is there to answer.

    Refuses for who has it already, and asking again before a minute is over.
    """
    with ledger.change("baton.ask") as change:
        event, baton, seat = _open(ledger)
        if baton is not None and may_move(baton, seat, ledger.is_here):
            if seat.terminal in (None, baton.holder.terminal):
                raise RuleBroken("You have the baton already.")
            _pass(change, event.ref, baton, seat)
            return True
        if baton is None or passes_at_once(baton, seat, change.stamp.at, ledger.is_here):
            _pass(change, event.ref, baton, seat)
            return True
        if wait := must_wait(baton, seat, change.stamp.at):
            raise RuleBroken(wait)
        asked = {"asked_by": seat.who, "asked_term": seat.terminal, "asked": change.stamp.at}
        change.amend(TABLE, baton.key, asked)
        return False


def _held(ledger: Ledger) -> Baton:
    _, baton, seat = _open(ledger)
    if baton is None:
        raise RuleBroken("Nobody has the baton yet: whoever moves the room first has it.")
    if not may_move(baton, seat, ledger.is_here):
        raise RuleBroken(why_not(baton, seat, ledger.is_here), title="Baton elsewhere")
    return baton


def give(ledger: Ledger, to: Seat | None = None) -> Seat:
    """Hand the baton over: to this seat, else to whoever asks. Refuses where nobody does."""
    with ledger.change("baton.give") as change:
        baton = _held(ledger)
        seat = to or baton.asker
        if seat is None:
            raise RuleBroken("Nobody asks for the baton. Choose somebody who is here: @")
        if seat == baton.holder:
            raise RuleBroken(f"{seat.who} has the baton already.")
        _pass(change, baton.event, baton, seat)
    return seat


def keep(ledger: Ledger) -> Seat:
    """Keep the baton for now; returns who had asked. They may ask again."""
    with ledger.change("baton.keep") as change:
        baton = _held(ledger)
        if baton.asker is None:
            raise RuleBroken("Nobody asks for the baton.")
        change.amend(TABLE, baton.key, {"asked_by": None, "asked_term": None, "asked": None})
        return baton.asker
