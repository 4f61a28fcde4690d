"""The records that registers are made of, and what they keep of their way, as immutable values.

Dates are ISO dates in the train's zone, moments are milliseconds since 1970 in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass

from store.domain.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """An impediment went to another level, up with its brief or down with a note.

    Which way it went is told by `before` and `to`; the age at a level counts from `on`.
    """

    to: str
    """Level that it went to (`store.domain.impeding.LEVELS`)."""
    before: str
    on: str
    at: int | None = None
    event: str | None = None
    """Reference of the event during which it went there."""
    by: str | None = None
    wanted: str | None = None
    """The decision that is wanted."""
    whom: str | None = None
    """Who is asked for it: a role or a body, never a verdict on anybody."""
    due: str | None = None
    """By when it is wanted."""
    facts: str | None = None
    """What is happening, as observed."""
    impact: str | None = None
    """What it does to objectives, days and teams."""
    tried: str | None = None
    options: tuple[str, ...] = ()
    """What could be decided, each with its effect; doing nothing is always among them."""
    recommended: str | None = None
    answered: str | None = None
    """Reference of the decision that came back; None while nobody has answered."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveMove:
    """A change of a PI objective after its baseline was frozen: kept, never applied in silence."""

    field: str
    """committed or bv."""
    before: bool | int | None = None
    after: bool | int | None = None
    on: str
    why: str = ""
    event: str | None = None


@dataclass(frozen=True, kw_only=True)
class Milestone(Record):
    """A fixed date or event that the whole train plans around, on the ART planning board."""

    team: str | None = None
    owner: str | None = None
    iteration: str | None = None
    """Iteration that it falls in, by name."""
    due: str | None = None
    state: str = "planned"
    """planned, reached or missed."""
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Objective(Record):
    """A PI objective of a team."""

    team: str | None = None
    committed: bool | None = None
    bv: int | None = None
    """Planned business value, 1 to 10."""
    actual: int | None = None
    """Actual business value, 0 to 10; None until it is scored."""
    owner: str | None = None
    due: str | None = None
    baselined: str | None = None
    """Day on which its commitment and value were frozen; None before, or if it came later."""
    base_committed: bool | None = None
    base_bv: int | None = None
    moves: tuple[ObjectiveMove, ...] = ()
    """What was changed since the baseline, oldest first."""


@dataclass(frozen=True, kw_only=True)
class Dependency(Record):
    """What one team needs from another: `provider` gives, `consumer` needs."""

    provider: str | None = None
    consumer: str | None = None
    team: str | None = None
    need: str | None = None
    """Iteration by which the consumer needs it."""
    plan: str | None = None
    """Iteration in which the provider plans it."""
    done: str | None = None
    """Iteration in which it was delivered."""
    state: str = "proposed"
    """proposed, agreed, in progress, delivered, accepted; or declined, removed, missed."""
    objective: str | None = None
    how: str | None = None
    """How it went away, for one that was removed."""
    way: str | None = None
    """By which way it went away, or could: slice, re-sequence, design or team change."""
    away: str | None = None
    """How it could go away, in words; None while nobody has asked."""
    agreed: str | None = None
    """Day of the provider's yes."""
    accepted: str | None = None
    """Day on which the consumer accepted what was delivered."""
    test: str | None = None
    """How the consumer sees that it works."""
    nature: str | None = None
    """team, cross-ART, external, technical or decision."""
    note: str | None = None
    """What was said with its present state: why it was declined or missed."""
    carries: str | None = None
    """Reference of the one of an earlier planning interval that it goes on with."""
    carried_as: str | None = None
    """Reference of the one that goes on with it in the next planning interval."""
    touched: str | None = None
    """Day on which somebody last said how it stands, moved it, or said how it could go away."""
    owner: str | None = None
    due: str | None = None


@dataclass(frozen=True, kw_only=True)
class Impediment(Record):
    """Something that is in a team's way now."""

    team: str | None = None
    """The team that raised it."""
    owner: str | None = None
    """Who removes it."""
    level: str = "team"
    state: str = "new"
    """new, in progress, escalated, on hold, resolved, or closed: verified by who raised it."""
    raised: str | None = None
    due: str | None = None
    """Date of the next step; None means that there is no next step."""
    next: str | None = None
    """The next step, in words."""
    stepped: str | None = None
    """Day on which the next step was last said."""
    first_step: str | None = None
    """Day on which a next step was first said; nothing resets it."""
    done: str | None = None
    escalations: tuple[Escalation, ...] = ()
    """Every change of level with its brief, oldest first; nothing resets it."""
    note: str | None = None
    """What was said with its present state: why it is on hold, why it is open again."""
    fix: str | None = None
    """What resolved it."""
    cause: str | None = None
    """Its root cause, as far as it is known."""
    verified: str | None = None
    """Day on which the team that raised it said that it is gone."""
    nature: str | None = None
    """technical, environment, decision, policy, staffing, vendor or access."""
    hits: str | None = None
    """What it costs now: days lost, people waiting, what is at risk."""
    systemic: bool = False
    like: str | None = None
    """Reference of an earlier impediment with the same cause."""
    risk: str | None = None


@dataclass(frozen=True, kw_only=True)
class Decision(Record):
    """A decision; later ones supersede it, nobody edits it away."""

    team: str | None = None
    owner: str | None = None
    """Who decided."""
    what: str | None = None
    because: str | None = None
    options: int | None = None
    """How many options were weighed, where they are not here in words."""
    weighed: tuple[str, ...] = ()
    """The options that were weighed, in words."""
    state: str = "agreed"
    """proposed, agreed, rejected, or superseded by a later one."""
    revisit: str | None = None
    """Day on which somebody looks whether it still holds."""
    supersedes: str | None = None
    """Reference of the decision that this one replaces."""
    superseded: str | None = None
    """Reference of the decision that replaced this one."""
    note: str | None = None
    """What was said when it was agreed, rejected or looked at again."""
    evidence: str | None = None
    on: str | None = None
    during: str | None = None
    """Kind of event it was taken in, for one that was imported without the event itself."""
    due: str | None = None


@dataclass(frozen=True, kw_only=True)
class Action(Record):
    """A promise with an owner and a date."""

    team: str | None = None
    owner: str | None = None
    due: str | None = None
    state: str = "open"
    """open, done, or dropped: no longer needed."""
    done: str | None = None
    note: str | None = None
    """What was said when it was last answered for: how it went, why the date moved."""
    answered: int | None = None
    """When somebody last said what became of it, ms UTC; None when nobody has since it was made."""
    closed_by: str | None = None
    """Who said that it is done or dropped; None when nobody named did."""
    needs: str | None = None
    """leaders for one that asks leaders for a decision."""


@dataclass(frozen=True, kw_only=True)
class Topic(Record):
    """Something parked for a meet-after, or said in the retrospective of an event."""

    team: str | None = None
    owner: str | None = None
    due: str | None = None
    note: str | None = None
    """What came of it."""
    state: str = "open"
    """open or done; `keep` or `change` for what a retrospective says of the event itself."""
    closed_by: str | None = None
    """Who said what came of it; None when nobody named did."""
    needs: str | None = None
    """leaders for one that asks leaders for a decision."""
