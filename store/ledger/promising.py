"""Answering for what was promised: done, dropped, another date, or open again after all.

Every answer is noted with its moment: the next sync asks for those that nobody answered for.
"""

from __future__ import annotations

from store.domain.dates import parse_due
from store.domain.records import Action, Topic
from store.domain.text import clean
from store.domain.words import short_date
from store.errors import RuleBroken, UsageFault
from store.insight.promises import is_open
from store.ledger.capturing import iterations
from store.ledger.ledger import Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

Promise = Action | Topic

CLOSED = ("done", "dropped")
"""States from which a promise can be opened again."""


def promise(ledger: Ledger, ref: str) -> tuple[str, Promise]:
    """Kind and record of an action or a parked topic; `UsageFault` for anything else."""
    kind, found = ledger.find(ref)
    if not isinstance(found, Action | Topic):
        raise UsageFault(f"{found.ref} is not an action or a parked topic. Type one like A3.")
    return kind, found


def close(
    ledger: Ledger,
    ref: str,
    note: str = "",
    *,
    dropped: bool = False,
    expect_rev: int | None = None,
) -> Promise:
    """Close an action or a topic: done, or dropped because it is no longer needed.

    Refuses one that is closed already, and to drop without a reason.
    """
    note, state = clean(note), "dropped" if dropped else "done"
    if dropped and not note:
        raise RuleBroken("Dropping it needs a reason. Say in a line why nobody needs it any more.")
    with ledger.change("promise.close") as change:
        kind, found = promise(ledger, ref)
        _refuse_closed(found)
        facts: Doc = {"state": state, "note": note or None, "closed_by": change.stamp.by}
        if kind == "action":
            facts |= {"answered": change.stamp.at}
            facts |= {} if dropped else {"done": change.stamp.today}
        change.amend(kind, found.id, facts, expect_rev=expect_rev)
    return promise(ledger, found.ref)[1]


def move(ledger: Ledger, ref: str, due: str, why: str, expect_rev: int | None = None) -> Promise:
    """Give an open action or topic another date (`fri`, `in 3 days`, `I5`), and say why.

    Refuses a date that cannot be read, one that is over, the date it has already, and a move
    without a reason.
    """
    why = clean(why)
    on = parse_due(clean(due), ledger.today, iterations(ledger)).date
    if on < ledger.today:
        raise RuleBroken(f"{short_date(on)} is over. Give it a date from today on.")
    day = on.isoformat()
    if not why:
        raise RuleBroken("Another date needs a reason. Say in a line what is in the way.")
    with ledger.change("promise.move") as change:
        kind, found = promise(ledger, ref)
        _refuse_closed(found)
        if found.due == day:
            raise RuleBroken(f"{found.ref} is due on that day already. Give it another one.")
        facts: Doc = {"due": day, "note": why}
        if kind == "action":
            facts |= {"answered": change.stamp.at}
        change.amend(kind, found.id, facts, expect_rev=expect_rev)
    return promise(ledger, found.ref)[1]


def reopen(ledger: Ledger, ref: str, why: str, expect_rev: int | None = None) -> Promise:
    """Open an action or a topic again that was done or dropped, and say why; its date stays.

    Refuses one that is open, a line that a retrospective said, and no reason at all.
    """
    why = clean(why)
    if not why:
        raise RuleBroken("Opening it again needs a reason. Say in a line what is not done.")
    with ledger.change("promise.reopen") as change:
        kind, found = promise(ledger, ref)
        if is_open(found):
            raise RuleBroken(f"{found.ref} is open already. There is nothing to open again.")
        _refuse_said(found)
        facts: Doc = {"state": "open", "done": None, "closed_by": None, "note": why}
        if kind == "action":
            facts |= {"answered": change.stamp.at}
        change.amend(kind, found.id, facts, expect_rev=expect_rev)
    return promise(ledger, found.ref)[1]


def _refuse_closed(found: Promise) -> None:
    if not is_open(found):
        _refuse_said(found)
        raise RuleBroken(f"{found.ref} is {found.state} already. Open it again first, and say why.")


def _refuse_said(found: Promise) -> None:
    """A line that a retrospective said is a topic too, and nobody waits for it."""
    if found.state not in ("open", *CLOSED):
        raise RuleBroken(
            f"{found.ref} is a line of a retrospective and asks for nothing. "
            "Capture an action for it."
        )
