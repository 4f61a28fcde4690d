"""Milestones: reached, missed or moved, and what each of these demands."""

from __future__ import annotations

from store.domain.calendar import position
from store.domain.records import Milestone, PlanningInterval
from store.errors import RuleBroken, UsageFault

DEEDS = {"reach": "reached", "miss": "missed", "reopen": "planned"}
"""What can be done with a milestone, and the state that it leads to."""


def choices(milestone: Milestone) -> tuple[str, ...]:
    """What can be done with it now."""
    return ("reach", "miss") if milestone.state == "planned" else ("reopen",)


def give(milestone: Milestone, deed: str, why: str) -> dict[str, str | None]:
    """The fields once `deed` is done. To miss or to reopen it needs the reason."""
    if deed not in DEEDS:
        raise UsageFault(f"A milestone knows no {deed[:20]!r}. Say one of: {', '.join(DEEDS)}.")
    ref, state = milestone.ref, milestone.state
    if deed not in choices(milestone):
        if DEEDS[deed] == state:
            raise RuleBroken(f"{ref} is {state} already.")
        raise RuleBroken(f"{ref} is {state}. Reopen it first, with the reason.")
    if deed != "reach" and not why:
        raise RuleBroken(f"{ref}: to {deed} it, say the reason. For example: the yard was closed")
    return {"state": DEEDS[deed], "note": why or None}


def lies_in(pi: PlanningInterval, iteration: str, on: str) -> bool:
    """Whether the day `on` lies in that iteration; True where its days are not known."""
    place = position(pi, iteration)
    if place is None:
        return True
    found = pi.iterations[place]
    return found.start <= on <= found.end


def refuse_to_move(milestone: Milestone) -> None:
    """Refuse another place to one that is reached or missed."""
    if milestone.state != "planned":
        raise RuleBroken(f"{milestone.ref} is {milestone.state}. Reopen it first, with the reason.")


def moved(
    milestone: Milestone, iteration: str | None, due: str | None, why: str
) -> dict[str, str | None]:
    """The fields once it lies elsewhere: in another iteration, on another day, or both.

    The whole train plans around it, so a move says why. Refuses one that is reached or missed.
    """
    refuse_to_move(milestone)
    if (iteration, due) == (milestone.iteration, milestone.due):
        raise RuleBroken(f"{milestone.ref} lies there already. Name another iteration or day.")
    if not why:
        raise RuleBroken(f"{milestone.ref}: the train plans around it. Say why it moves.")
    return {"iteration": iteration, "due": due, "note": why}
