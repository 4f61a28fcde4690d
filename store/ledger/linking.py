"""Links between records: stored with one of the two, seen from both."""

from __future__ import annotations

from collections.abc import Sequence

from store.domain.record import Record
from store.domain.refs import same_ref
from store.domain.rewording import VERBS
from store.errors import RuleBroken, UsageFault
from store.ledger.editing import Found, chosen_of
from store.ledger.ledger import Ledger


def link(ledger: Ledger, ref: str, others: Sequence[str]) -> Found:
    """Link a record to others. Both show it; it is stored with the first one.

    Refuses a reference that does not exist, a link to itself, and where all are linked already.
    """
    with ledger.change("link") as change:
        kind, record = _linkable(ledger, ref)
        new = [
            other.ref
            for _, other in _others(ledger, record, others)
            if not _is_linked(record, other)
        ]
        if not new:
            raise RuleBroken(f"{record.ref} is linked with {_named(ledger, others)} already.")
        change.amend(kind, record.id, {"links": [*record.links, *new]})
    return ledger.find(record.ref)


def unlink(ledger: Ledger, ref: str, others: Sequence[str]) -> Found:
    """Take links away, from whichever of the two they are stored with.

    What a verb of its own tied together (a risk and the impediment that it became, a decision and
    the one that supersedes it) stays. A link to a record that was taken back can be taken away.
    """
    with ledger.change("unlink") as change:
        kind, record = _linkable(ledger, ref)
        if not others:
            raise UsageFault(f"Name what {record.ref} is no longer linked with, like I7 D3.")
        kept = list(record.links)
        for other in others:
            mine = [name for name in kept if same_ref(name, other.lstrip("#"))]
            kept = [name for name in kept if name not in mine]
            theirs = _stored_there(ledger, record, other)
            if not mine and theirs is None:
                raise RuleBroken(
                    f"{record.ref} has no link with {other.lstrip('#')[:20]} that can be taken "
                    "away. What words name, or a letter, an answer or a merge tied together stays."
                )
            if theirs is not None:
                there, found = theirs
                left = [name for name in found.links if not same_ref(name, record.ref)]
                change.amend(there, found.id, {"links": left or None})
        change.amend(kind, record.id, {"links": kept or None})
    return ledger.find(record.ref)


def relink(ledger: Ledger, ref: str, words: Sequence[str]) -> Found:
    """Both in the words of a person: `I7 D3` links, `-I7` takes a link away. Not both at once."""
    off = [word.lstrip("-") for word in words if word.startswith("-")]
    if not words:
        raise UsageFault("Name the records to link with, like I7 D3.")
    if off and len(off) < len(words):
        raise UsageFault("Either link or take links away: I7 D3, or -I7 -D3.")
    return unlink(ledger, ref, off) if off else link(ledger, ref, words)


def _linkable(ledger: Ledger, ref: str) -> Found:
    kind, record = ledger.find(ref)
    if kind not in VERBS:
        raise UsageFault(f"{record.ref or kind} carries no links ({kind}). Name one like R12.")
    return kind, record


def _others(ledger: Ledger, record: Record, others: Sequence[str]) -> list[Found]:
    if not others:
        raise UsageFault(f"Name what {record.ref} is linked with, like I7 D3.")
    found = chosen_of(ledger, others)
    if any(other.id == record.id for _, other in found):
        raise RuleBroken(f"{record.ref} cannot be linked to itself.")
    return found


def _is_linked(one: Record, other: Record) -> bool:
    return any(same_ref(ref, other.ref) for ref in one.links) or any(
        same_ref(ref, one.ref) for ref in other.links
    )


def _stored_there(ledger: Ledger, record: Record, other: str) -> Found | None:
    try:
        kind, found = ledger.find(other)
    except UsageFault:
        return None  # taken back; what named it may still be cleared away
    return (kind, found) if any(same_ref(ref, record.ref) for ref in found.links) else None


def _named(ledger: Ledger, others: Sequence[str]) -> str:
    return ", ".join(record.ref for _, record in chosen_of(ledger, others))
