"""What `rte event WHAT ...` can do: each word, what it needs, and the use-case it stands for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from console.templates import templates
from store.domain.durations import parse_duration
from store.errors import UsageFault
from store.ledger import running, timing

if TYPE_CHECKING:
    from store.domain.records import Event
    from store.ledger.ledger import Ledger

Deed = Callable[["Ledger"], "Event"]

MOVES: dict[str, Deed] = {
    "next": running.go_next,
    "back": running.go_back,
    "pause": running.pause,
    "resume": running.resume,
    "finish": running.finish,
    "close": running.close,
}
"""Deeds that need nothing behind them."""

LOOKS = ("status", "agenda", "retime")
"""Deeds that only look, when nothing stands behind them."""

DEEDS = ("start", *MOVES, "jump", "add", "started-ago", "park", "turn", *LOOKS[::-1])


def deed_of(deed: str, rest: list[str]) -> Deed | None:
    """The use-case that is asked for, with what it needs; None only looks."""
    needing = {
        "start": _start,
        "jump": _jump,
        "add": _add,
        "started-ago": _ago,
        "park": _park,
        "turn": _turn,
        "retime": _retime,
    }
    if deed in needing:
        return needing[deed](rest)
    if rest and deed != "agenda":
        raise UsageFault(f"rte event {deed} takes nothing behind it, not {rest[0][:40]!r}.")
    return MOVES.get(deed)


def _start(rest: list[str]) -> Deed:
    words, at = rest, None
    if len(rest) > 2 and rest[-2].lower() == "at":
        words, at = rest[:-2], _wall_time(rest[-1])
    if not words:
        raise UsageFault("Say which: rte event start art-sync")
    template = templates().named(" ".join(words))

    def start(ledger: Ledger) -> Event:
        begins = f"{ledger.today.isoformat()}T{at}" if at else None
        return running.start(ledger, template, begins=begins)

    return start


def _wall_time(text: str) -> str:
    try:
        return datetime.strptime(text, "%H:%M").strftime("%H:%M")  # noqa: DTZ007 - wall-clock time
    except ValueError:
        raise UsageFault(f"{text[:20]!r} is no time of day. Type it like 09:00.") from None


def _one(rest: list[str], say: str) -> str:
    if len(rest) != 1:
        raise UsageFault(say)
    return rest[0]


def _jump(rest: list[str]) -> Deed:
    if not rest:
        raise UsageFault("Say where to: its number, its key or its title: rte event jump 4")
    word = " ".join(rest)

    def jump(ledger: Ledger) -> Event:
        event, _ = running.the_running(ledger)
        return running.go_to(ledger, running.step_named(event, word).key)

    return jump


def _add(rest: list[str]) -> Deed:
    seconds = _signed(_one(rest, "Say how much time: rte event add 5m"))
    return lambda ledger: timing.add_time(ledger, seconds)


def _signed(text: str) -> int:
    """Seconds to add, or to take when a dash stands before them."""
    return -parse_duration(text[1:]) if text.startswith("-") else parse_duration(text)


def _ago(rest: list[str]) -> Deed:
    seconds = parse_duration(_one(rest, "Say how long ago: rte event started-ago 4m"))
    return lambda ledger: timing.began_ago(ledger, seconds)


def _park(rest: list[str]) -> Deed:
    word = " ".join(rest)

    def park(ledger: Ledger) -> Event:
        event, _ = running.the_running(ledger)
        return timing.park(ledger, running.step_named(event, word).key if word else None)

    return park


def _turn(rest: list[str]) -> Deed:
    word = " ".join(rest).lower()
    if word in ("", "next"):
        return timing.next_turn
    if word == "back":
        return timing.last_turn
    return lambda ledger: timing.give_floor(ledger, " ".join(rest))


def _retime(rest: list[str]) -> Deed | None:
    if not rest:
        return None
    if rest != ["take"]:
        raise UsageFault("rte event retime shows the proposal; rte event retime take takes it.")
    return lambda ledger: timing.retime(ledger, timing.proposal(ledger).give)
