"""PI objectives: their business value, their commitment, and the baseline of the plan."""

from __future__ import annotations

from store.domain import baseline
from store.domain.records import Event, Objective
from store.errors import RuleBroken
from store.insight.plan import plan_name
from store.ledger.ledger import Change, Ledger
from store.ledger.saying import reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc


def the_objective(ledger: Ledger, ref: str) -> Objective:
    """The objective with this reference; `UsageFault` for anything else."""
    return ledger.the(Objective, ref)


def _set(
    ledger: Ledger, do: str, ref: str, facts: Doc, why: str, expect_rev: int | None
) -> Objective:
    """Change an objective, keeping what moves its baseline; what is so already is left alone."""
    before = the_objective(ledger, ref)
    if expect_rev in (None, before.rev) and _same(before, facts):
        return before
    with ledger.change(do) as change:
        found = the_objective(ledger, ref)
        stamp = change.stamp
        made = baseline.moves(found, facts, reason(why), stamp.today, stamp.event)
        if made:
            doc = ledger.db.state.doc("objective", found.id) or {}
            facts = {**facts, "moves": [*(doc.get("moves") or []), *made]}
        change.amend("objective", found.id, facts, expect_rev=expect_rev)
    return the_objective(ledger, ref)


def _same(objective: Objective, facts: Doc) -> bool:
    return all(getattr(objective, name) == value for name, value in facts.items())


def set_value(
    ledger: Ledger, ref: str, value: int, why: str = "", expect_rev: int | None = None
) -> Objective:
    """Keep the planned business value that the Business Owners gave an objective.

    After the baseline it takes a reason, and is kept as a move.
    """
    facts: Doc = {"bv": baseline.read_value(str(value))}
    return _set(ledger, "objective.value", ref, facts, why, expect_rev)


def set_actual(ledger: Ledger, ref: str, value: int, expect_rev: int | None = None) -> Objective:
    """Keep the actual business value. More than planned is allowed: lists say so."""
    facts: Doc = {"actual": baseline.read_actual(str(value))}
    return _set(ledger, "objective.actual", ref, facts, "", expect_rev)


def give_values(
    ledger: Ledger, ref: str, bv: str, actual: str, why: str = "", expect_rev: int | None = None
) -> Objective:
    """Keep both values as typed, in one change; an empty one stays as it is."""
    facts: Doc = {}
    if bv.strip():
        facts["bv"] = baseline.read_value(bv)
    if actual.strip():
        facts["actual"] = baseline.read_actual(actual)
    if not facts:
        raise RuleBroken("No value yet. Planned goes from 1 to 10, actual from 0 to 10.")
    return _set(ledger, "objective.value", ref, facts, why, expect_rev)


def set_committed(
    ledger: Ledger, ref: str, committed: bool, why: str = "", expect_rev: int | None = None
) -> Objective:
    """Make an objective committed or uncommitted.

    After the baseline it takes a reason, and is kept as a move.
    """
    facts: Doc = {"committed": committed}
    return _set(ledger, "objective.commitment", ref, facts, why, expect_rev)


def freeze(ledger: Ledger) -> list[Objective]:
    """Freeze the plan by hand, where no PI planning was closed here. Returns what was frozen.

    Refuses when the interval has a baseline already, and when it has no objectives.
    """
    with ledger.change("objective.freeze") as change:
        name = plan_name(ledger.snapshot())
        mine = _objectives(ledger, name)
        since = next((o.baselined for o in mine if o.baselined), None)
        if since:
            raise RuleBroken(
                f"The plan of {name} is frozen since {baseline.say_since(since)}. What changes now "
                "is kept as a move."
            )
        if not mine:
            raise RuleBroken(
                f"{name or 'The train'} has no objectives yet. Capture them first: rte add "
                "objective."
            )
        _freeze(change, mine)
    return _objectives(ledger, name)


def freeze_with(change: Change, ledger: Ledger, event: Event) -> None:
    """Freeze the plan with the closing of the event that made it; once for each interval."""
    if not baseline.makes_plan(event) or event.pi is None:
        return
    mine = _objectives(ledger, event.pi)
    if not any(objective.baselined for objective in mine):
        _freeze(change, mine)


def _freeze(change: Change, mine: list[Objective]) -> None:
    for objective in mine:
        change.amend("objective", objective.id, baseline.frozen(objective, change.stamp.today))


def _objectives(ledger: Ledger, pi: str) -> list[Objective]:
    return ledger.snapshot().of(Objective, "objective", pi)
