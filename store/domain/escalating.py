"""Escalation: what a brief must say before a decision is asked of another level.

Evidence and options instead of blame: a decision that is wanted, from whom and by when, what was
observed, what was tried, and a choice that always includes doing nothing. Without a decision or
help that is wanted it is an update, not an escalation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.impeding import (
    LEVELS,
    MEANT_FOR,
    WORDS,
    Fields,
    awaited,
    level_above,
    refuse_lacks,
    refuse_order,
    refuse_past,
)
from store.domain.records import Impediment
from store.errors import RuleBroken

NOTHING = "do nothing"
LEAST_OPTIONS = 2
"""Options beside doing nothing; with fewer nobody has a choice."""

MOST_OPTIONS = 3
EFFECT_UNKNOWN = "what happens then is not said yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What is said when an impediment goes to another level. Days are ISO dates."""

    to: str = ""
    """Level; "" for the next one up."""
    wanted: str = ""
    whom: str = ""
    """A role or a body."""
    due: str | None = None
    facts: str = ""
    impact: str = ""
    tried: str = ""
    options: tuple[str, ...] = ()
    """Each with its effect, in words; without doing nothing."""
    nothing: str = ""
    """What happens if nobody decides."""
    recommended: str = ""
    owner: str = ""
    """Who carries the decision out; "" for the owner there is."""
    know: str = ""
    """How we will know that it worked."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The options with doing nothing as the last one."""
        return (*self.options, f"{NOTHING}: {self.nothing or EFFECT_UNKNOWN}")


def escalation(impediment: Impediment, brief: Brief, today: date) -> Fields:
    """The facts of the escalation. Refuses, in one sentence, a brief that does not say enough.

    It may go up, or to its own level with a new question once the last one is answered.
    """
    refuse_order(impediment, "escalate")
    to = brief.to or level_above(impediment.level)
    _refuse_level(impediment, to)
    ref = impediment.ref
    if not brief.wanted:
        raise RuleBroken(
            f"{ref}: which decision or which help is wanted? Without one this is an update, not "
            "an escalation; say a next step instead."
        )
    lacks = [] if brief.whom else ["whom it is asked from"]
    lacks += [] if brief.due else ["a day by which it is needed"]
    refuse_lacks(ref, "An escalation", lacks, "from PM, by fri")
    refuse_past(ref, "day by which it is needed", brief.due, today)
    _refuse_options(ref, brief)
    if not (brief.owner or impediment.owner):
        raise RuleBroken(f"{ref}: who carries the decision out? Name an owner, like owner:PM.")
    said: Fields = {
        "to": to,
        "before": impediment.level,
        "on": today.isoformat(),
        "wanted": brief.wanted,
        "whom": brief.whom,
        "due": brief.due,
        "facts": brief.facts,
        "impact": brief.impact,
        "tried": brief.tried,
        "options": list(brief.choices),
        "recommended": brief.recommended,
        "note": brief.know,
    }
    return {name: value for name, value in said.items() if value}


def _refuse_level(impediment: Impediment, to: str) -> None:
    ref, here = impediment.ref, impediment.level
    waits = awaited(impediment)
    if here in LEVELS and LEVELS.index(to) < LEVELS.index(here):
        raise RuleBroken(
            f"{ref} is at {WORDS[here]}, above {WORDS[to]}. To go back down is no escalation: say "
            "it with a note instead."
        )
    if to == here and waits:
        due = day(waits.due)
        by = f" by {say_day(due)}" if due else ""
        raise RuleBroken(
            f"{ref} waits for an answer from {waits.whom}{by}. Write the answer down"
            + (", or name a level above." if here != LEVELS[-1] else ": no level is above.")
        )


def _refuse_options(ref: str, brief: Brief) -> None:
    count = len(brief.options)
    if count < LEAST_OPTIONS:
        raise RuleBroken(
            f"{ref}: an escalation offers a choice. Say {LEAST_OPTIONS} options, each with its "
            "effect; doing nothing is added by itself."
        )
    if count > MOST_OPTIONS:
        raise RuleBroken(
            f"{ref}: {count} options are too many to decide between. Keep the {MOST_OPTIONS} best; "
            "doing nothing is added by itself."
        )
    if len({option.casefold() for option in brief.options}) < count:
        raise RuleBroken(f"{ref}: two of the options say the same. Say each one once.")


def asks_at(level: str) -> str:
    """Who is asked at a level, for somebody who has to name one."""
    return MEANT_FOR.get(level, "")
