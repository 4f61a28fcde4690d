"""The ways of a dependency and of a milestone; each is one use-case.

What may follow what stands in `store.domain.depending` and `store.domain.milestones`; here it is
looked up under the lock and written.
"""

from __future__ import annotations

from store.domain import depending, milestones
from store.domain.dates import parse_due
from store.domain.depending import Said
from store.domain.records import Dependency, Milestone, PlanningInterval
from store.domain.text import clean
from store.insight.called import interval_of
from store.ledger import saying
from store.ledger.capturing import iterations
from store.ledger.ledger import Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc


def the_dependency(ledger: Ledger, ref: str) -> Dependency:
    """The dependency with this reference; `UsageFault` for anything else."""
    return ledger.the(Dependency, ref)


def interval_for(ledger: Ledger, record: Dependency | Milestone) -> PlanningInterval:
    """The planning interval that the iterations of a record belong to."""
    return interval_of(ledger.snapshot(), record.pi)


def words(text: str | None, what: str = "The reason") -> str | None:
    """What was typed, cleaned; None for nothing. UsageFault for too many words."""
    if text is None:
        return None
    return saying.words(text, what) or None


def cleaned(said: Said) -> Said:
    """The same with every word cleaned."""
    return Said(
        why=saying.reason(said.why or "") or None,
        way=words(said.way, "The way"),
        how=words(said.how, "How it went away"),
        when=words(said.when, "The iteration"),
    )


def preview(ledger: Ledger, dependency: Dependency, deed: str, said: Said) -> Doc:
    """The fields that `do` would set, with its refusals; changes nothing."""
    pi = interval_for(ledger, dependency)
    return dict(depending.give(dependency, deed, cleaned(said), ledger.today, pi))


def do(
    ledger: Ledger, ref: str, deed: str, said: Said, expect_rev: int | None = None
) -> Dependency:
    """Do one of `depending.DEEDS` with a dependency: agree, start, deliver, accept, and so on.

    Refuses as `depending.give` does, and with `ChangedMeanwhile` one that is no longer at
    `expect_rev`.
    """
    with ledger.change("dependency.state") as change:
        found = ledger.the(Dependency, ref, expect_rev)
        change.amend("dependency", found.id, preview(ledger, found, deed, said))
    return the_dependency(ledger, found.ref)


def plan(
    ledger: Ledger,
    ref: str,
    plan: str | None = None,
    need: str | None = None,
    expect_rev: int | None = None,
) -> Dependency:
    """Move its iterations: the provider's `plan`, the consumer's `need`; "" takes one away.

    Refuses as `depending.moved` does.
    """
    with ledger.change("dependency.move") as change:
        found = ledger.the(Dependency, ref, expect_rev)
        pi = interval_for(ledger, found)
        fields: Doc = dict(depending.moved(found, plan, need, ledger.today, pi))
        change.amend("dependency", found.id, fields)
    return the_dependency(ledger, found.ref)


def could_go_away(
    ledger: Ledger, ref: str, way: str, text: str, expect_rev: int | None = None
) -> Dependency:
    """Keep how a dependency could go away: by which way, and in words.

    Refuses as `depending.could_go` does.
    """
    said = words(text, "How it could go away") or ""
    with ledger.change("dependency.away") as change:
        found = ledger.the(Dependency, ref, expect_rev)
        fields: Doc = dict(depending.could_go(found, clean(way), said, ledger.today))
        change.amend("dependency", found.id, fields)
    return the_dependency(ledger, found.ref)


# -- milestones


def the_milestone(ledger: Ledger, ref: str) -> Milestone:
    """The milestone with this reference; `UsageFault` for anything else."""
    return ledger.the(Milestone, ref)


def mark(
    ledger: Ledger, ref: str, deed: str, why: str = "", expect_rev: int | None = None
) -> Milestone:
    """Say that a milestone was reached or missed, or reopen it. Refuses as `milestones.give`."""
    said = words(why) or ""
    with ledger.change("milestone.state") as change:
        found = ledger.the(Milestone, ref, expect_rev)
        fields: Doc = dict(milestones.give(found, deed, said))
        change.amend("milestone", found.id, fields)
    return the_milestone(ledger, found.ref)


def move_milestone(
    ledger: Ledger,
    ref: str,
    iteration: str | None = None,
    due: str | None = None,
    why: str = "",
    expect_rev: int | None = None,
) -> Milestone:
    """Let a milestone lie elsewhere; None leaves a part as it is, "" takes it away.

    A day may be said as anywhere (`fri`, `4 dec`). A part that was not said is taken away if it no
    longer fits the other. Refuses as `milestones.moved` does.
    """
    said = words(why) or ""
    with ledger.change("milestone.move") as change:
        found = ledger.the(Milestone, ref, expect_rev)
        pi, where, on = interval_for(ledger, found), found.iteration, found.due
        if iteration is not None:
            where = depending.iteration_named(pi, iteration) if iteration.strip() else None
        if due is not None:
            day = clean(due).strip()
            on = parse_due(day, ledger.today, iterations(ledger)).date.isoformat() if day else None
        if where and on and not milestones.lies_in(pi, where, on):
            # What was said now holds; the part that was not said does not fit it any more.
            where, on = (where if due is None or iteration else None), (on if due else None)
        fields: Doc = dict(milestones.moved(found, where, on, said))
        change.amend("milestone", found.id, fields)
    return the_milestone(ledger, found.ref)
