"""The facilitator's baton of a running event: one terminal moves the room, and passes that on.

Whoever begins an event has it. Captures never need it. It lies with one person at one terminal; a
terminal that is gone keeps it until somebody asks, and one that is there has a minute to answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

PATIENCE_MS = 60_000
"""How long a terminal that is there may leave a question for the baton unanswered."""

PRECEDENCE_MS = 300_000
"""How long somebody who asked, and was not answered, comes before others who ask."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at a terminal; a shell command of theirs has no terminal of its own."""

    who: str
    terminal: str | None = None


@dataclass(frozen=True, slots=True)
class Baton:
    """Who has the baton of an event since when (ms UTC), and who asks for it since when."""

    event: str
    holder: Seat
    since: int
    asker: Seat | None = None
    asked: int = 0
    key: str = ""
    """Its id in the store."""


IsHere = Callable[[str], bool]
"""Whether a terminal is there at this moment."""


def read_baton(key: str, doc: Mapping[str, Any]) -> Baton:
    """The value of a stored baton."""
    asked_by = doc.get("asked_by")
    return Baton(
        event=str(doc["of"]),
        holder=Seat(str(doc["who"]), doc.get("term")),
        since=int(doc["since"]),
        asker=Seat(str(asked_by), doc.get("asked_term")) if asked_by else None,
        asked=int(doc.get("asked", 0)),
        key=key,
    )


def holder_is_here(baton: Baton, is_here: IsHere) -> bool:
    """Whether the terminal that has it is there."""
    return baton.holder.terminal is not None and is_here(baton.holder.terminal)


def may_move(baton: Baton | None, seat: Seat, is_here: IsHere) -> bool:
    """Whether this seat may move the room.

    The holder may; so may the same person from a shell, and from another terminal once the one that
    had it is gone: a dropped link is no reason to ask oneself.
    """
    if baton is None:
        return True
    holder = baton.holder
    if seat.terminal is not None and seat.terminal == holder.terminal:
        return True
    alone = seat.terminal is None or not holder_is_here(baton, is_here)
    return seat.who == holder.who and alone


def why_not(baton: Baton, seat: Seat, is_here: IsHere) -> str:
    """The sentence for a seat that may not move the room."""
    if seat.who == baton.holder.who:
        return "Another terminal of yours has the baton. Take it with @, or: rte baton ask"
    alone = baton.holder.terminal is not None and not holder_is_here(baton, is_here)
    gone = ", whose terminal is gone," if alone else ""
    return f"{baton.holder.who}{gone} has the baton. Ask for it with @, or: rte baton ask"


def passes_at_once(baton: Baton, seat: Seat, now: int, is_here: IsHere) -> bool:
    """Whether asking hands it over without an answer.

    It does where nobody is there to answer, where one asks oneself, and where this person has
    waited long enough already.
    """
    if not holder_is_here(baton, is_here) or seat.who == baton.holder.who:
        return True
    waited = baton.asker is not None and baton.asker.who == seat.who
    return waited and now - baton.asked >= PATIENCE_MS


def must_wait(baton: Baton, seat: Seat, now: int) -> str:
    """Why asking again is too early, or that another one asked before; "" where neither is so."""
    if baton.asker is None:
        return ""
    age = now - baton.asked
    if baton.asker.who == seat.who:
        left = max(1, (PATIENCE_MS - age + 999) // 1000)
        return f"{baton.holder.who} was asked already. In {left} s, asking again hands it to you."
    if age < PRECEDENCE_MS:
        return f"{baton.asker.who} asked for it before you. Ask again when that is settled."
    return ""


def told(before: Baton | None, after: Baton | None, seat: Seat) -> str:
    """What a seat should hear when the baton of its event changed; "" for nothing."""
    if before is None or after is None or before.event != after.event or before == after:
        return ""
    if after.holder != before.holder:
        if after.holder == seat:
            return "The baton is yours: you move the room."
        if before.holder == seat:
            return f"{after.holder.who} has the baton now."
        return ""
    if after.asker is not None and after.asker != before.asker and after.holder == seat:
        return f"{after.asker.who} asks for the baton. @ answers."
    if after.asker is None and before.asker == seat:
        return f"{after.holder.who} keeps the baton for now."
    return ""
