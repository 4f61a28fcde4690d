"""The rules of the decision log: what may become of a decision, and what of it stays for ever.

A decision is proposed, agreed, rejected, or superseded by a later one. What was agreed is history:
its words never change, a later decision takes its place and both stay (like the records of
architecture decisions, as Nygard wrote them down). One that holds can have a day on which somebody
asks whether it still does.

On the path of quick capture: nothing heavy is imported here.
"""

from __future__ import annotations

import re

from store.domain.grammar_registers import MAX_OPTIONS
from store.errors import RuleBroken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from store.domain.register_records import Decision

PROPOSED, AGREED, REJECTED, SUPERSEDED = "proposed", "agreed", "rejected", "superseded"
STATES = (PROPOSED, AGREED, REJECTED, SUPERSEDED)

DEEDS = {
    "agree": (PROPOSED,),
    "reject": (PROPOSED,),
    "supersede": (PROPOSED, AGREED),
    "look at again": (AGREED,),
    "add an option to": (PROPOSED, AGREED),
    "set a day for": (PROPOSED, AGREED),
}
"""What can be done with a decision, and from which states."""

OPTION_CHARS = 300
"""Characters of one option; what is longer is a document that the decision can name."""

WORDS = ("text", "what", "because")
"""Fields that say what was decided and why."""

_PROPOSES = r"^(?:we\s)?proposed?(?:\s*:\s*|\s+)(?:to\s|that\s)?"


def proposes(text: str) -> bool:
    """Whether a captured decision only proposes: its words begin with `propose` or `proposed`."""
    return re.match(_PROPOSES, text, re.IGNORECASE) is not None


def what_is_proposed(what: str) -> str:
    """What a proposal says, without the word that proposes it."""
    return re.sub(_PROPOSES, "", what, flags=re.IGNORECASE).strip(" ,") or what


def refuse(decision: Decision, deed: str, newest: str = "") -> None:
    """Refuse a deed of `DEEDS` that the state of a decision does not allow, and say what instead.

    `newest` is the reference of the one that holds now, for one that was superseded.
    """
    if decision.state in DEEDS[deed]:
        return
    ref = decision.ref
    if decision.state == SUPERSEDED:
        raise RuleBroken(
            f"{ref} was superseded. {newest or decision.superseded} holds now: look at that one."
        )
    if decision.state == REJECTED:
        raise RuleBroken(f"{ref} was rejected. Capture what is decided now, and link it: #{ref}.")
    if decision.state == PROPOSED:
        raise RuleBroken(f"{ref} is only proposed. Agree or reject it first.")
    if deed == "reject":
        raise RuleBroken(f"{ref} is agreed. Supersede it with what holds instead.")
    raise RuleBroken(f"{ref} is agreed already.")


def with_option(decision: Decision, words: str) -> list[str]:
    """The options that were weighed, with one more. Refuses one too many, too long, or twice."""
    if not words:
        raise RuleBroken("The option has no words yet. Say what else could be done.")
    if len(words) > OPTION_CHARS:
        raise RuleBroken(
            f"An option has up to {OPTION_CHARS} characters, not {len(words)}. Say it shorter."
        )
    if words.casefold() in (known.casefold() for known in decision.weighed):
        raise RuleBroken(f"{decision.ref} has that option already.")
    if len(decision.weighed) >= MAX_OPTIONS:
        raise RuleBroken(
            f"{decision.ref} has {MAX_OPTIONS} options already. More are a workshop of their own."
        )
    return [*decision.weighed, words]


def ahead(day: date, today: date) -> str:
    """The day of the next look, stored. Refuses one that does not lie ahead."""
    if day <= today:
        raise RuleBroken("The day of the next look lies ahead. Give a later one, like in 4 weeks.")
    return day.isoformat()


def guard(old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Refuse a change of a stored decision that rewrites what was decided, by whatever way.

    A proposal can still be worded better. Options are only ever added; a link to the decision
    that took its place, or whose place it took, is set once.
    """
    ref = old.get("ref", "It")
    if old.get("state", AGREED) != PROPOSED and any(old.get(w) != new.get(w) for w in WORDS):
        raise RuleBroken(
            f"The words of {ref} stay as they were agreed. Supersede it with what holds now."
        )
    before, after = old.get("weighed") or [], new.get("weighed") or []
    if list(after[: len(before)]) != list(before):
        raise RuleBroken(f"The options of {ref} stay as they were weighed. Add another one.")
    for link in ("supersedes", "superseded"):
        if old.get(link) is not None and old.get(link) != new.get(link):
            raise RuleBroken(f"{ref} stays linked to {old[link]}, as it was superseded.")
