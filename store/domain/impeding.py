"""Impediments: levels, which state may follow which, and what each state demands.

The framework asks for impediments to be removed and names no states; these are ours. An
impediment is raised once and never younger than that: resolving, holding and reopening it leave
`raised` and every change of level alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.grammar_words import normal
from store.domain.records import Escalation, Impediment
from store.domain.words import DAYS
from store.errors import RuleBroken, UsageFault

LEVELS = ("team", "art", "leadership", "solution", "portfolio")
"""Levels of escalation, lowest first; the lowest one that can help is the right one."""

WORDS = {
    "team": "team",
    "art": "ART",
    "leadership": "ART leadership",
    "solution": "Solution Train",
    "portfolio": "portfolio",
}

MEANT_FOR = {
    "team": "the team and its Scrum Master",
    "art": "RTE, Coach Sync, System Team",
    "leadership": "Business Owners, Product Management, System Architect, line managers",
    "solution": "STE and the sync of the Solution Train",
    "portfolio": "LPM or VMO for money, priority and policy; LACE for the way of working",
}
"""Who is asked at a level; leaders of functions (security, procurement) sit beside these."""

THRESHOLDS = {"team": 2, "art": 5, "leadership": 5, "solution": 5, "portfolio": 10}
"""Working days that something is expected to stay at a level before somebody asks whether the
next one could help. Ours: two days for a team follow common advice, the rest is set by us."""

OPEN = ("new", "in progress", "escalated", "on hold")
DONE = ("resolved", "closed")
LOOK_AGAIN = "look at it again"
"""The next step of one that is on hold."""

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody may do with an impediment, and in which states."""

    name: str
    word: str
    """What a choice calls it."""
    means: str
    after: tuple[str, ...]


DEEDS = {
    deed.name: deed
    for deed in (
        Deed("step", "next step", "what comes next, and by when", OPEN),
        Deed("begin", "in progress", "somebody works on it", ("new", "on hold")),
        Deed("hold", "on hold", "it waits: why, and until when", OPEN),
        Deed("escalate", "escalate", "a decision or help from another level is wanted", OPEN),
        Deed("answer", "answered", "the decision that was wanted has come", OPEN),
        Deed("lower", "back down", "a lower level can settle it after all", OPEN),
        Deed("resolve", "resolved", "it no longer stands in the way: what fixed it", OPEN),
        Deed("verify", "verified", "the team that raised it says that it is gone", ("resolved",)),
        Deed("reopen", "open again", "it is not gone, or it is back: why", DONE),
    )
}
"""Everything that changes how an impediment stands, by name, with the states it may follow."""


# -- what a record says


def is_open(impediment: Impediment) -> bool:
    """Whether it still stands in somebody's way."""
    return impediment.state not in DONE


def awaited(impediment: Impediment) -> Escalation | None:
    """The escalation whose answer is still to come; None where nobody waits for one."""
    last = impediment.escalations[-1] if impediment.escalations else None
    return last if last and last.wanted and not last.answered else None


def asked(impediment: Impediment) -> Escalation | None:
    """The latest escalation that has a brief, answered or not."""
    return next((e for e in reversed(impediment.escalations) if e.wanted), None)


def waiting_step(whom: str | None) -> str:
    """The next step of one that waits for an answer."""
    return f"the answer of {whom or 'whoever was asked'}"


def without_waiting(impediment: Impediment) -> Fields:
    """What goes when nobody waits any more: the step that was only waiting for an answer.

    Looking again goes too: it is what being on hold owes, and no step of work.
    """
    waits = awaited(impediment)
    only = [LOOK_AGAIN, *([waiting_step(waits.whom)] if waits else [])]
    return {"next": None, "due": None} if impediment.next in only else {}


def _step_left(impediment: Impediment) -> Fields:
    """The next step where the one there was is over: an answer that is awaited, else none."""
    waits = awaited(impediment)
    if waits is None:
        return {"next": None, "due": None}
    return {"next": waiting_step(waits.whom), "due": waits.due}


def came_to_level(impediment: Impediment) -> date | None:
    """Day on which it came to its level. No reopening and no second question resets it.

    None where nobody knows: brought in at a higher level without the day of its way there.
    """
    for step in reversed(impediment.escalations):
        if step.before != step.to:
            return day(step.on)
    start = impediment.escalations[0].before if impediment.escalations else impediment.level
    return day(impediment.raised) if start == LEVELS[0] else None


def standing(impediment: Impediment, fields: Mapping[str, object]) -> str:
    """The state of an open impediment once `fields` are set: what it has decides, nobody guesses.

    Escalated while an answer is awaited, in progress with an owner or a next step, else new.
    """
    if "escalations" not in fields and _asks(impediment):
        return "escalated"
    owner, due = (fields.get(n, getattr(impediment, n)) for n in ("owner", "due"))
    return "in progress" if owner or due else "new"


def level_above(level: str) -> str:
    """The next level up; the highest one has none above it and is its own."""
    return LEVELS[min(_rank(level) + 1, len(LEVELS) - 1)]


def read_level(text: str) -> str:
    """The level of this name: `leadership`, `ART leadership`, `Solution Train`."""
    wanted = normal(text.strip())
    found = {normal(name): level for level, word in WORDS.items() for name in (level, word)}
    if wanted in found:
        return found[wanted]
    names = ", ".join(LEVELS)
    said = f"There is no level {text.strip()[:20]!r}" if wanted else "To which level"
    raise UsageFault(f"{said}: write {names}.")


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else 0


# -- what may be done


def refuse_order(impediment: Impediment, deed: str) -> None:
    """Refuse what does not follow from how the impediment stands, and say what does."""
    if impediment.state in DEEDS[deed].after and not (deed == "answer" and not _asks(impediment)):
        return
    ref, state = impediment.ref, impediment.state
    if state == "closed":
        again = "It is back? Open it again, with the reason."
        raise RuleBroken(f"{ref} is closed: whoever raised it says that it is gone. {again}")
    if state == "resolved":
        who = impediment.team or "whoever raised it"
        raise RuleBroken(
            f"{ref} is resolved, and {who} verifies it. Or open it again, and say why."
        )
    if deed == "verify":
        raise RuleBroken(f"{ref} is {state}. Resolve it first: what fixed it?")
    if deed == "reopen":
        raise RuleBroken(f"{ref} is open already: {state}. Say its next step instead.")
    if deed == "answer":
        raise RuleBroken(f"{ref} waits for no answer. Escalate it first: which decision is wanted?")
    if state == "escalated":
        raise RuleBroken(
            f"{ref} waits for an answer. Write the answer down, or take it back down a level."
        )
    raise RuleBroken(f"{ref} is {state} already. Say its next step instead.")


def _asks(impediment: Impediment) -> bool:
    """Whether somebody waits for an answer; one brought in as escalated does, without its brief."""
    unknown = impediment.state == "escalated" and not impediment.escalations
    return unknown or awaited(impediment) is not None


def deeds_of(impediment: Impediment) -> tuple[str, ...]:
    """What may be done now, in the order of `DEEDS`; back down only from above the lowest level."""
    asks, low = _asks(impediment), impediment.level == LEVELS[0]
    return tuple(
        name
        for name, deed in DEEDS.items()
        if impediment.state in deed.after
        and not (name == "answer" and not asks)
        and not (name == "lower" and low)
    )


def refuse_lacks(ref: str, what: str, lacks: Sequence[str], example: str) -> None:
    """Refuse what does not say all that it has to; `lacks` names what is missing."""
    if not lacks:
        return
    *others, last = lacks
    named = f"{', '.join(others)} and {last}" if others else last
    raise RuleBroken(f"{ref}: {what} needs {named}. For example: {example}")


def refuse_past(ref: str, what: str, due: str | None, today: date) -> None:
    """Refuse a day that is past: nobody can keep it."""
    found = day(due)
    if found and found < today:
        raise RuleBroken(f"{ref}: {say_day(found)} is past. Say a {what} from today on.")


def step(
    impediment: Impediment, words: str, due: str | None, owner: str | None, today: date
) -> Fields:
    """The next step in words with its day; one that is new or on hold is in progress then."""
    refuse_order(impediment, "step")
    lacks = [] if words else ["words"]
    lacks += [] if due else ["a day"]
    refuse_lacks(impediment.ref, "A next step", lacks, "ask the vendor for a date due:fri")
    refuse_past(impediment.ref, "day", due, today)
    fields: Fields = {"next": words, "due": due, **said_on(impediment, today.isoformat())}
    fields |= {"owner": owner} if owner else {}
    return fields | _state(impediment, fields)


def said_on(impediment: Impediment, today: str) -> Fields:
    """The day on which a next step is said; the first such day is kept for good.

    Unknown where one was brought in with a step: nobody can tell when that was said.
    """
    first = impediment.first_step or impediment.stepped or (None if impediment.due else today)
    fields: Fields = {"stepped": today}
    return fields | ({"first_step": first} if first else {})


def _state(impediment: Impediment, fields: Fields) -> Fields:
    """Whatever was said of a state that is over goes with it; its history keeps it."""
    state = standing(impediment, fields)
    return {"state": state} | ({"note": None} if state != impediment.state else {})


def begin(impediment: Impediment, owner: str | None) -> Fields:
    """Somebody works on it: it has an owner, or a next step with a day that was said before.

    One that was on hold needs an owner: its day is only that of looking again.
    """
    refuse_order(impediment, "begin")
    owner = owner or impediment.owner
    stepped = impediment.due and impediment.next != LOOK_AGAIN
    lacks = [] if owner or stepped else ["an owner, or a next step with a day"]
    refuse_lacks(impediment.ref, "In progress", lacks, "owner:SM-GAN")
    fields: Fields = {"owner": owner}
    if impediment.next == LOOK_AGAIN:
        fields |= _step_left(impediment)
    return fields | _state(impediment, fields)


def hold(impediment: Impediment, why: str, until: str | None, today: date) -> Fields:
    """It waits, for a reason and until a day on which somebody looks at it again."""
    refuse_order(impediment, "hold")
    lacks = [] if why else ["the reason"]
    lacks += [] if until else ["the day on which somebody looks at it again"]
    refuse_lacks(impediment.ref, "On hold", lacks, "the supplier is closed until:20 nov")
    refuse_past(impediment.ref, "day", until, today)
    said = {"next": LOOK_AGAIN, "due": until, **said_on(impediment, today.isoformat())}
    return {"state": "on hold", "note": why, **said}


def resolve(impediment: Impediment, fix: str, cause: str, today: date) -> Fields:
    """It no longer stands in the way; the team that raised it has the last word."""
    refuse_order(impediment, "resolve")
    refuse_lacks(
        impediment.ref, "Resolved", [] if fix else ["what fixed it"], "the yard released the units"
    )
    fields: Fields = {"state": "resolved", "fix": fix, "done": today.isoformat(), "note": None}
    return fields | ({"cause": cause} if cause else {})


def verify(impediment: Impediment, team: str | None, today: date) -> Fields:
    """The team that raised it says that it is gone. Where no team raised it, any team may."""
    refuse_order(impediment, "verify")
    if not (team or impediment.team):
        raise RuleBroken(
            f"{impediment.ref}: no team raised it. Name the team that says it is gone."
        )
    if team and impediment.team and team != impediment.team:
        raise RuleBroken(
            f"{impediment.ref} was raised by {impediment.team}. Only {impediment.team} can say "
            f"that it is gone, not {team}."
        )
    note = None if impediment.team else f"verified by {team}"
    return {"state": "closed", "verified": today.isoformat(), "note": note}


def reopen(impediment: Impediment, why: str) -> Fields:
    """It is not gone, or it is back. Its ages go on; its old next step is over."""
    refuse_order(impediment, "reopen")
    refuse_lacks(
        impediment.ref, "Open again", [] if why else ["the reason"], "it came back on Monday"
    )
    fields: Fields = {"done": None, "verified": None, "stepped": None} | _step_left(impediment)
    return fields | {"state": standing(impediment, fields), "note": why}


def lower(impediment: Impediment, to: str, why: str) -> Fields:
    """A lower level can settle it after all: a note says why. A question still open goes with it.

    The change of level itself is added by whoever writes it.
    """
    refuse_order(impediment, "lower")
    if _rank(to) >= _rank(impediment.level):
        here = WORDS.get(impediment.level, impediment.level)
        raise RuleBroken(
            f"{impediment.ref} is at {here}, and {WORDS[to]} is not below that. Going up is an "
            "escalation, with its brief."
        )
    lacks = [] if why else ["a note"]
    refuse_lacks(impediment.ref, "Back down", lacks, "the RTE can settle it with the yard")
    fields = without_waiting(impediment) | {"level": to, "note": why}
    return fields | {"state": standing(impediment, {**fields, "escalations": ()})}


@lru_cache(maxsize=4_096)
def working_days(first: date, last: date, off: frozenset[date] = frozenset()) -> int:
    """Working days after `first` up to `last`: no Saturday, no Sunday, no holiday of the train."""
    whole, rest = divmod(max(0, (last - first).days), 7)
    workdays = len(DAYS) - 2
    days = [(first.weekday() + n) % 7 for n in range(1, rest + 1)]
    found = whole * workdays + sum(1 for number in days if number < workdays)
    return found - sum(1 for on in off if first < on <= last and on.weekday() < workdays)
