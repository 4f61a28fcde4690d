"""What others made of a record since somebody last looked at it, in one sentence."""

from __future__ import annotations

from store.domain.record import Record
from store.insight.facts import label, value_in_words
from store.ledger.history import Past, history
from store.ledger.ledger import Ledger

MAX_TOLD = 3
"""Fields that are told one by one; the record's history has all of them."""


def changed_since(ledger: Ledger, kind: str, seen: Record) -> str:
    """`PM changed R12 at 09:14: owner SM-DRE → RTE`; "" if nothing did since it was `seen`.

    Of several changes the last one is told with its author, and what all of them together did.
    """
    now = ledger.views.get(kind, seen.id)
    if now is None:
        return f"{seen.ref} was taken back by somebody else"
    missed = [past for past in history(ledger, kind, now) if past.deed == "changed"]
    missed = missed[len(missed) - (now.rev - seen.rev) :] if now.rev > seen.rev else []
    if not missed:
        return ""
    last = missed[-1]
    at = ledger.snapshot().clock_time(last.at)
    return f"{last.by or 'Somebody'} changed {now.ref} at {at}{_what(kind, missed)}"


def _what(kind: str, missed: list[Past]) -> str:
    """The fields that are not as they were, each from what was seen to what is there now."""
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for past in missed:
        for name, (old, new) in past.changes.items():
            before.setdefault(name, old)
            after[name] = new
    told = [
        f"{label(kind, name)} {value_in_words(name, before[name])} → "
        f"{value_in_words(name, after[name])}"
        for name in after
        if before[name] != after[name]
    ]
    more = f", and {len(told) - MAX_TOLD} more" if len(told) > MAX_TOLD else ""
    return f": {', '.join(told[:MAX_TOLD])}{more}" if told else ""
