"""Editing in place: new words, and the fields that a line of key words sets."""

from __future__ import annotations

from collections.abc import Sequence

from store.domain import depending
from store.domain.grammar import Capture, parse_capture
from store.domain.impeding import said_on
from store.domain.record import Record
from store.domain.records import Dependency, Impediment
from store.domain.rewording import SEVERAL, refuse_kind, reworded, set_by
from store.errors import ConsoleError, RuleBroken, UsageFault
from store.ledger.capturing import context
from store.ledger.depending import interval_for
from store.ledger.ledger import Change, Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

Found = tuple[str, Record]
"""Kind and record."""

NOTHING = "Nothing would change. Type new words, or keys like owner:SM-DRE due:fri."


def edited(
    ledger: Ledger, ref: str, line: str = "", text: str | None = None
) -> tuple[str, Record, Doc, Capture]:
    """What an edit would set, with its refusals; changes nothing. For the read-back of a form."""
    kind, record = ledger.find(ref)
    refuse_kind(kind, record)
    found = parse_capture(line, kind=kind, context=context(ledger))
    fields = set_by(found, kind, record)
    if text is not None:
        fields |= reworded(kind, record, text)
    if not fields:
        raise RuleBroken(NOTHING)
    if isinstance(record, Dependency) and {"plan", "need"} & set(fields):
        pi = interval_for(ledger, record)
        fields |= depending.moved(record, fields.get("plan"), fields.get("need"), ledger.today, pi)
    return kind, record, fields, found


def edit(
    ledger: Ledger,
    ref: str,
    line: str = "",
    text: str | None = None,
    expect_rev: int | None = None,
) -> Found:
    """Edit a record: `line` sets fields by the words of a capture, `text` are its new words.

    What it said before stays in its history. Refuses what has rules of its own (a letter, a state,
    a level), the words of a decision that was agreed, a record that is archived, an edit that
    changes nothing, and with `ChangedMeanwhile` a record that is no longer at `expect_rev`.
    """
    with ledger.change("edit") as change:
        kind, record, fields, _ = edited(ledger, ref, line, text)
        _amend(change, kind, record, fields, expect_rev)
    return ledger.find(record.ref)


def edit_many(ledger: Ledger, refs: Sequence[str], line: str) -> list[Found]:
    """Set owner, date, team and links on several records at once: all of them, or none.

    The sentence of a refusal names the record that refuses. One that has all of it already stays
    as it is; it is refused where that is so for every one.
    """
    with ledger.change("edit") as change:
        for kind, record, fields in edited_many(ledger, refs, line):
            _amend(change, kind, record, fields, record.rev)
    return [ledger.find(record.ref) for _, record in chosen_of(ledger, refs)]


def edited_many(ledger: Ledger, refs: Sequence[str], line: str) -> list[tuple[str, Record, Doc]]:
    """What `edit_many` would set on each that it changes, with its refusals; changes nothing."""
    if not refs:
        raise UsageFault("Name the records to edit, like R12 R13.")
    chosen, here = chosen_of(ledger, refs), context(ledger)
    read = {kind: parse_capture(line, kind=kind, context=here) for kind, _ in chosen}
    found = [
        (kind, record, fields)
        for kind, record in chosen
        if (fields := _same_for_all(read[kind], kind, record, line))
    ]
    if not found:
        raise RuleBroken(NOTHING)
    return found


def chosen_of(ledger: Ledger, refs: Sequence[str]) -> list[Found]:
    """Each record that is named, once, in the order in which they are named."""
    found = [ledger.find(ref) for ref in refs]
    return list({record.id: (kind, record) for kind, record in found}.values())


def _same_for_all(found: Capture, kind: str, record: Record, line: str) -> Doc:
    try:
        refuse_kind(kind, record)
        fields = set_by(found, kind, record)
    except ConsoleError as fault:
        named = "" if record.ref in fault.sentence else f"{record.ref}: "
        raise type(fault)(f"{named}{fault.sentence} Nothing was changed.") from fault
    other = [part.token for part in found.understood if part.label not in _LABELS]
    if other or any(name not in SEVERAL for name in fields):
        raise UsageFault(
            f"{' '.join(other) or line.strip()[:40]!r} belongs to one record. For several at once: "
            "owner:, due:, @TEAM and #REF."
        )
    return fields


_LABELS = ("team", "owner", "due", "review", "link", "as typed")


def _amend(change: Change, kind: str, record: Record, fields: Doc, expect_rev: int | None) -> None:
    """Store the fields; setting a day or an owner answers for an action, and says a next step."""
    fields = dict(fields)
    if kind == "action" and record.event != change.stamp.event and {"due", "owner"} & set(fields):
        fields["answered"] = change.stamp.at
    if isinstance(record, Impediment) and "due" in fields:
        fields |= said_on(record, change.stamp.today)
    change.amend(kind, record.id, fields, expect_rev)
