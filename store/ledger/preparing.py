"""Checking off what has to be ready before a PI planning."""

from __future__ import annotations

from store.domain.preparation import BY_KEY
from store.domain.records import Prep
from store.errors import RuleBroken, UsageFault
from store.ledger.ledger import Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc


def check_off(ledger: Ledger, pi: str, key: str, done: bool) -> Prep:
    """Say that a check of the preparation is done, or that it is not after all.

    `pi` is the interval in which the PI planning is held. Who said so and when is kept. Refuses a
    check that is in that state already: somebody else was quicker.
    """
    item = BY_KEY.get(key)
    if item is None:
        raise UsageFault(f"There is no check {key[:40]!r} in the preparation. See: rte prep")
    with ledger.change("prep.check") as change:
        found = next(
            (p for p in ledger.views.all("prep")
             if isinstance(p, Prep) and (p.pi, p.item) == (pi, key)), None,
        )  # fmt: skip
        state = "done" if done else "open"
        if (found.state if found else "open") == state:
            by = f" by {found.by}" if found and found.by and done else ""
            raise RuleBroken(f"{item.text}: {'checked off' if done else 'open'} already{by}.")
        stamp: Doc = {"state": state, "at": change.stamp.at, "by": change.stamp.by}
        if found:
            change.amend("prep", found.id, stamp, found.rev)
            record_id = found.id
        else:
            doc: Doc = {"item": key, "text": item.text, "pi": pi, **stamp}
            record_id = change.new("prep", {k: v for k, v in doc.items() if v is not None})
    after = ledger.views.get("prep", record_id)
    assert isinstance(after, Prep)  # stored just now
    return after
