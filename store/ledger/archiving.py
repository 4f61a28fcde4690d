"""Archiving instead of deleting: put away, out of every list and figure, and brought back."""

from __future__ import annotations

from collections.abc import Sequence

from store.domain.putting_away import brought_back, put_away
from store.domain.text import clean
from store.errors import UsageFault
from store.ledger.editing import Found, chosen_of
from store.ledger.ledger import Ledger

MAX_WHY = 500


def archive(ledger: Ledger, refs: Sequence[str], why: str = "") -> list[Found]:
    """Put records away: all of them, or none. They keep reference, links and history.

    Refuses one that is put away already, and an open one without a reason.
    """
    why = clean(why, limit=len(why) * 4 + 1)
    if len(why) > MAX_WHY:
        raise UsageFault(f"The reason has at most {MAX_WHY} characters; this one has {len(why)}.")
    _refuse_none(refs)
    with ledger.change("archive") as change:
        chosen = chosen_of(ledger, refs)
        for kind, record in chosen:
            fields = put_away(kind, record, why, change.stamp.today)
            change.amend(kind, record.id, dict(fields))
    return [ledger.find(record.ref) for _, record in chosen]


def bring_back(ledger: Ledger, refs: Sequence[str]) -> list[Found]:
    """Take records up again, as they were when they were put away: all of them, or none."""
    _refuse_none(refs)
    with ledger.change("archive.back") as change:
        chosen = chosen_of(ledger, refs)
        for kind, record in chosen:
            change.amend(kind, record.id, dict(brought_back(record)))
    return [ledger.find(record.ref) for _, record in chosen]


def _refuse_none(refs: Sequence[str]) -> None:
    if not refs:
        raise UsageFault("Name the records, like R12 R13.")
