"""Answering for what was promised: an action or a parked topic is done, dropped, or gets a date.

Every answer is noted with its moment: the next sync asks for those that nobody answered for.
"""

from __future__ import annotations

from store.domain.dates import parse_due
from store.domain.records import Action, Topic
from store.domain.text import clean
from store.errors import RuleBroken, UsageFault
from store.insight.promises import is_open
from store.ledger.capturing import iterations
from store.ledger.ledger import Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

Promise = Action | Topic


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
        facts: Doc = {"state": state, "note": note or None}
        if kind == "action":
            facts |= {"answered": change.stamp.at}
            facts |= {} if dropped else {"done": change.stamp.today}
        change.amend(kind, found.id, facts, expect_rev=expect_rev)
    return promise(ledger, found.ref)[1]


def move(ledger: Ledger, ref: str, due: str, why: str, expect_rev: int | None = None) -> Promise:
    """Give an open action or topic another date (`fri`, `in 3 days`, `I5`), and say why.

    Refuses a date that cannot be read, the date it has already, and a move without a reason.
    """
    why = clean(why)
    day = parse_due(clean(due), ledger.today, iterations(ledger)).date.isoformat()
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


def _refuse_closed(found: Promise) -> None:
    if not is_open(found):
        raise RuleBroken(f"{found.ref} is {found.state} already. u takes your last change back.")
