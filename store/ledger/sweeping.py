"""Carrying what is open into the next planning interval, and closing the one that is over."""

from __future__ import annotations

from collections.abc import Sequence

from store.domain import carrying
from store.domain.calendar import day
from store.domain.carrying import Said
from store.domain.records import Dependency, PlanningInterval, Record
from store.domain.words import short_date
from store.errors import RuleBroken, UsageFault
from store.insight.carrying import counts_in_words, is_open, still_open, swept
from store.ledger.ledger import Change, Ledger
from store.ledger.saying import day_of, reason

CLOSED, RUNNING = "closed", "running"


def interval(ledger: Ledger, name: str = "") -> PlanningInterval:
    """The planning interval of this name; the one that is to be swept for none.

    `UsageFault` for a name of none.
    """
    wanted = name or swept(ledger.snapshot())
    known = ledger.intervals
    found = next((pi for pi in known if pi.short.lower() == wanted.lower()), None)
    if found is None:
        there = ", ".join(pi.short for pi in known) or "none yet"
        raise UsageFault(f"There is no planning interval {wanted[:40]!r}. There is: {there}.")
    return found


def target_of(ledger: Ledger, name: str) -> PlanningInterval:
    """The interval behind the one called `name`. Refuses where none is on record."""
    known = ledger.intervals
    names = [pi.short for pi in known]
    place = names.index(name) + 1 if name in names else len(names)
    if place >= len(names):
        raise RuleBroken(
            f"No planning interval is on record behind {name or 'this one'}. Plan it first: S in "
            "the console."
        )
    return known[place]


def carry(
    ledger: Ledger, refs: Sequence[str], why: str, on: str = "", rev: int | None = None
) -> list[Record]:
    """Carry open records into the interval behind their own, in one change; all or none.

    `on` is the day that risks are looked at again and actions are due, for those that need one.
    Returns them as they stand, a dependency as the one that goes on. Refuses what is not open, what
    is of no such kind, and what lacks a reason or a day.
    """
    if not refs:
        raise UsageFault("Name what is carried, like R12.")
    said = Said(reason(why), day_of(ledger, on))
    with ledger.change("carry") as change:
        keys = [_carry(ledger, change, ref, said, rev if len(refs) == 1 else None) for ref in refs]
    found = [ledger.views.get(kind, key) for kind, key in keys]
    return [record for record in found if record is not None]


def _carry(
    ledger: Ledger, change: Change, ref: str, said: Said, rev: int | None
) -> tuple[str, str]:
    kind, record = ledger.find(ref)
    target = _refused(ledger, kind, record)
    fields = carrying.carried(record, target.short, said, ledger.today)
    if not isinstance(record, Dependency):
        change.amend(kind, record.id, fields, expect_rev=rev)
        return kind, record.id
    doc = ledger.db.state.doc(kind, record.id) or {}
    new = carrying.successor(record, doc, target.short)
    key = change.new(kind, {**change.stamp.fields(), **new})
    fields["carried_as"] = change.ref_of(kind, key)
    change.amend(kind, record.id, fields, expect_rev=rev)
    return kind, key


def _refused(ledger: Ledger, kind: str, record: Record) -> PlanningInterval:
    """The interval that a record would be carried to; refuses what cannot be carried."""
    if kind not in carrying.KINDS:
        raise UsageFault(
            f"{record.ref} is not carried ({kind}). Carry {', '.join(carrying.KINDS)}."
        )
    if not is_open(record):
        raise RuleBroken(f"{record.ref} is not open any more. There is nothing to carry.")
    return target_of(ledger, carrying.latest(record, ledger.pi.short if ledger.pi else ""))


def preview(ledger: Ledger, ref: str, why: str, on: str = "") -> str:
    """What carrying a record would say, for reading back; refuses as `carry` does."""
    kind, record = ledger.find(ref)
    target = _refused(ledger, kind, record)
    fields = carrying.carried(record, target.short, Said(reason(why), day_of(ledger, on)),
                              ledger.today)  # fmt: skip
    if isinstance(record, Dependency):
        who = record.provider or "its provider"
        return f"{record.ref} was missed; a new one goes on in {target.short}, and {who} is asked"
    ahead = day(fields.get("review")) or day(fields.get("due"))
    when = f", {'review' if 'review' in fields else 'due'} {short_date(ahead)}" if ahead else ""
    return f"{record.ref} goes on in {target.short}{when} because {fields['carried_why']}"


def close(ledger: Ledger, name: str = "", note: str = "") -> PlanningInterval:
    """Close an interval. Refuses while anything in it is open and was not carried."""
    with ledger.change("pi.close") as change:
        found = interval(ledger, name)
        if found.closed:
            raise RuleBroken(f"{found.short} is closed already.")
        start = day(found.start)
        if start and start > ledger.today:
            raise RuleBroken(f"{found.short} has not begun yet.")
        left = still_open(ledger.snapshot(), found.short)
        if left:
            raise RuleBroken(
                f"{found.short} still holds {counts_in_words(left)}. Carry or close each of them: "
                "rte pi, or the step Carry over or close."
            )
        fields = {"state": CLOSED, "closed": change.stamp.today, "note": reason(note) or None}
        change.amend("pi", found.id, fields)
    return interval(ledger, found.short)


def reopen(ledger: Ledger, name: str, why: str) -> PlanningInterval:
    """Open a closed interval again, and say why."""
    said = reason(why)
    if not said:
        raise RuleBroken("Opening an interval again needs a reason. Say it in a line.")
    with ledger.change("pi.reopen") as change:
        found = interval(ledger, name)
        if found.state != CLOSED:
            raise RuleBroken(f"{found.short} is not closed.")
        change.amend("pi", found.id, {"state": RUNNING, "closed": None, "note": said})
    return interval(ledger, found.short)
