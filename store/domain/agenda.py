"""The agendas that ship: which steps an event has, how long each is, what it must leave behind.

Durations are the data; clock times are computed from them (`store.domain.clock`). The ART Sync's
steps follow the framework's topics for that event, the board walked from the right (nearest to
done first).
"""

from __future__ import annotations

from store.domain.records import Step

ART_SYNC = (
    Step(
        key="objectives",
        title="Objectives off track",
        minutes=8,
        purpose="Which PI objectives are in danger, and what brings them back?",
        leaves="an action or a decision for each objective that is off track",
        surface="objectives",
    ),
    Step(
        key="board",
        title="Board walk, right to left",
        minutes=15,
        purpose="Walk the ART planning board from what is nearest to done.",
        leaves="changed states, and the actions of last time answered",
        surface="board",
    ),
    Step(
        key="dependencies",
        title="Dependencies due",
        minutes=12,
        purpose="Does every consumer get what it needs, this iteration and the next?",
        leaves="a provider's yes or a next step for each dependency that is due",
        surface="dependencies",
    ),
    Step(
        key="impediments",
        title="Impediments and escalations",
        minutes=10,
        purpose="What is stuck that teams cannot move themselves?",
        leaves="a next step and a date for each impediment",
        surface="impediments",
    ),
    Step(
        key="risks",
        title="Risks",
        minutes=5,
        purpose="What is new, what is due for review?",
        leaves="no risk without a letter, no review overdue",
        surface="risks",
    ),
    Step(
        key="scope",
        title="Scope decisions",
        minutes=6,
        purpose="What do we take on, move or drop?",
        leaves="each decision in one line: what, because, by whom",
        surface="decisions",
    ),
    Step(
        key="readback",
        title="Read back",
        minutes=4,
        purpose="Say each decision, owner and date aloud.",
        leaves="an owner and a date on everything that was promised",
        surface="readback",
        flexible=False,
    ),
)

AGENDAS: dict[str, tuple[str, tuple[Step, ...]]] = {"art-sync": ("ART Sync", ART_SYNC)}
"""Per kind of event: its title and its steps."""

ALIASES = {"art sync": "art-sync", "artsync": "art-sync", "sync": "art-sync"}
"""Other words people type for a kind of event."""
