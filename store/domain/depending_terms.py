"""The words of dependencies: ways, deeds, what these demand, and what may follow what."""

from __future__ import annotations

from dataclasses import dataclass

WAYS = {
    "slice": "slice the work so that it is not needed",
    "re-sequence": "another order of the work",
    "design": "another design",
    "team change": "another cut of the teams",
}
"""The ways by which a dependency can go away, and what each means."""

SETTLED = ("accepted", "declined", "removed", "missed")
"""States in which nobody waits any more."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a deed demands. `field` is the name under which it is said (`Said`)."""

    field: str
    label: str
    """What a form calls it."""
    lacks: str
    """How a refusal names it."""
    example: str


WHY = Need("why", "because", "the reason", "because the API is late")
WAY = Need("way", "by which way", "the way", "slice")
HOW = Need("how", "how", "how it went away, in words", "booking needs no new role")
WHEN = Need("when", "iteration", "the iteration", "I4")
NOTE = Need("why", "note", "", "what the room should know")
HOW_COME = Need("why", "how come", "how it came without a yes", "agreed in the hallway")


@dataclass(frozen=True, slots=True)
class Deed:
    """What can be done with a dependency; `to` is the state it ends in, None for going back."""

    name: str
    to: str | None
    means: str
    needs: tuple[Need, ...] = ()


DEEDS = {
    deed.name: deed
    for deed in (
        Deed("agree", "agreed", "the provider says yes"),
        Deed("start", "in progress", "the provider has begun"),
        Deed("deliver", "delivered", "it is there: in which iteration", (WHEN,)),
        Deed("accept", "accepted", "the consumer says that it works"),
        Deed("remove", "removed", "nobody needs it any more: a good end", (WAY, HOW)),
        Deed("decline", "declined", "the provider says no", (WHY,)),
        Deed("miss", "missed", "it did not come", (WHY,)),
        Deed("reopen", None, "one step back, with the reason", (WHY,)),
    )
}
"""Every deed by its name, in the order in which a room is offered them."""

NEXT: dict[str, tuple[str, ...]] = {
    "proposed": ("agree", "deliver", "remove", "decline", "miss"),
    "agreed": ("start", "deliver", "remove", "decline", "miss", "reopen"),
    "in progress": ("deliver", "remove", "decline", "miss", "reopen"),
    "delivered": ("accept", "reopen"),
    "accepted": ("reopen",),
    "declined": ("remove", "reopen"),
    "removed": ("reopen",),
    "missed": ("reopen",),
}
"""The deeds that are possible in each state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said with a deed; None was not said. `when` is an iteration of the interval."""

    why: str | None = None
    way: str | None = None
    how: str | None = None
    when: str | None = None
