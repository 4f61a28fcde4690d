"""The decision log: agree, reject, weigh, look again, and let a later decision take the place."""

from __future__ import annotations

from dataclasses import dataclass

from store.domain import deciding
from store.domain.births import birth
from store.domain.dates import parse_due
from store.domain.records import Decision
from store.domain.refs import parse_ref
from store.domain.text import clean
from store.domain.words import short_date
from store.errors import RuleBroken, UsageFault
from store.insight.decisions import decided_on
from store.ledger.capturing import iterations, understand
from store.ledger.ledger import Change, Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

NEVER = "never"
"""What is typed for the day of the next look when nobody has to look again."""


def the_decision(ledger: Ledger, ref: str) -> Decision:
    """The decision with this reference; `UsageFault` for anything else."""
    return ledger.the(Decision, ref)


def newest(ledger: Ledger, decision: Decision) -> Decision:
    """The decision that holds in the place of this one; itself if nothing superseded it."""
    seen = {decision.ref}
    while decision.superseded and decision.superseded not in seen:
        seen.add(decision.superseded)
        if not ledger.has(decision.superseded):
            break
        decision = the_decision(ledger, decision.superseded)
    return decision


def _allowed(ledger: Ledger, ref: str, deed: str) -> Decision:
    decision = the_decision(ledger, ref)
    deciding.refuse(decision, deed, newest(ledger, decision).ref)
    return decision


def _amend(change: Change, decision: Decision, fields: Doc, expect_rev: int | None) -> None:
    change.amend("decision", decision.id, fields, expect_rev=expect_rev)


def _agreed(decision: Decision, change: Change) -> Doc:
    """The fields of a proposal that is agreed today: what it says no longer proposes."""
    words = deciding.what_is_proposed(decision.text)
    return {"state": deciding.AGREED, "on": change.stamp.today, "text": words}


def agree(
    ledger: Ledger, ref: str, who: str = "", why: str = "", expect_rev: int | None = None
) -> Decision:
    """A proposal is agreed. Refuses one without anybody who decided it."""
    who, why = clean(who), clean(why)
    with ledger.change("decision.agree") as change:
        decision = _allowed(ledger, ref, "agree")
        if not (who or decision.owner):
            raise RuleBroken("Who decided? Name a role: owner:BO-OPS.")
        fields = _agreed(decision, change) | ({"owner": who} if who else {})
        _amend(change, decision, fields | ({"note": why} if why else {}), expect_rev)
    return the_decision(ledger, ref)


def reject(ledger: Ledger, ref: str, why: str, expect_rev: int | None = None) -> Decision:
    """A proposal is rejected, and why; it stays in the log."""
    why = clean(why)
    if not why:
        raise RuleBroken("Rejecting needs a reason. Say in a line what speaks against it.")
    with ledger.change("decision.reject") as change:
        decision = _allowed(ledger, ref, "reject")
        facts: Doc = {"state": deciding.REJECTED, "note": why, "revisit": None, "due": None}
        _amend(change, decision, facts, expect_rev)
    return the_decision(ledger, ref)


def supersede(ledger: Ledger, ref: str, line: str, expect_rev: int | None = None) -> Decision:
    """A later decision takes the place of one: a new one from a line, or one that is on record.

    A reference alone means the one on record; a proposal is agreed by that. Returns the later one;
    both are linked, and the words of the earlier stay. Refuses a line that only proposes.
    """
    with ledger.change("decision.supersede") as change:
        decision = _allowed(ledger, ref, "supersede")
        later = takes_over(ledger, decision, line)
        ref_of_later = (
            _take(change, decision, later) if later else _make(ledger, change, decision, line)
        )
        facts: Doc = {"state": deciding.SUPERSEDED, "superseded": ref_of_later}
        _amend(change, decision, facts | {"revisit": None, "due": None}, expect_rev)
    return the_decision(ledger, ref_of_later)


def takes_over(ledger: Ledger, decision: Decision, line: str) -> Decision | None:
    """The decision on record that `line` names to supersede this one; None for a line of its own.

    Refuses one that cannot, and a line that only proposes; changes nothing.
    """
    typed = clean(line).lstrip("#")
    if parse_ref(typed) is None or not ledger.has(typed):
        if deciding.proposes(understand(ledger, line, "decision").text):
            raise RuleBroken(
                f"What is only proposed supersedes nothing yet. Capture it by itself; once it is "
                f"agreed, supersede {decision.ref} with its reference."
            )
        return None
    later = the_decision(ledger, typed)
    if later.id == decision.id:
        raise RuleBroken(f"{decision.ref} cannot supersede itself. Say what is decided now.")
    if later.state not in (deciding.PROPOSED, deciding.AGREED):
        raise RuleBroken(f"{later.ref} is {later.state} and supersedes nothing. Name another one.")
    if later.supersedes:
        raise RuleBroken(
            f"{later.ref} supersedes {later.supersedes} already. Say it in a line of its own."
        )
    if later.state == deciding.PROPOSED and not later.owner:
        raise RuleBroken(f"Who decided {later.ref}? Agree it first, with owner:BO-OPS.")
    _refuse_earlier(ledger, later, decision)
    return later


def _make(ledger: Ledger, change: Change, decision: Decision, line: str) -> str:
    doc = birth(understand(ledger, line, "decision"), change.stamp)
    key = change.new("decision", {**doc, "supersedes": decision.ref})
    return change.ref_of("decision", key)


def _take(change: Change, decision: Decision, later: Decision) -> str:
    facts: Doc = {"supersedes": decision.ref}
    if later.state == deciding.PROPOSED:
        facts |= _agreed(later, change)
    change.amend("decision", later.id, facts)
    return later.ref


def _refuse_earlier(ledger: Ledger, later: Decision, decision: Decision) -> None:
    """What was agreed before the other one was decided cannot be what came after it."""
    if later.state == deciding.PROPOSED:
        return
    snap = ledger.snapshot()
    then, before = decided_on(later, snap), decided_on(decision, snap)
    if then and before and then < before:
        raise RuleBroken(
            f"{later.ref} was decided on {short_date(then)}, before {decision.ref}, and cannot "
            "take its place. Say in a line what holds now."
        )


def still_holds(
    ledger: Ledger, ref: str, note: str, next_date: str = "", expect_rev: int | None = None
) -> Decision:
    """A decision was looked at again and holds; with the day of the next look, or none."""
    note = clean(note)
    if not note:
        raise RuleBroken("Say in a line why it still holds: what was looked at, and what it says.")
    with ledger.change("decision.holds") as change:
        decision = _allowed(ledger, ref, "look at again")
        day = _day(ledger, next_date)
        facts: Doc = {"note": note, "revisit": day, "due": None}
        _amend(change, decision, facts, expect_rev)
    return the_decision(ledger, ref)


def weigh(
    ledger: Ledger, ref: str, option: str = "", revisit: str = "", expect_rev: int | None = None
) -> Decision:
    """Add an option that was weighed, or set the day of the next look (`never` for none), or both.

    Options are only ever added.
    """
    option, revisit = clean(option), clean(revisit)
    if not (option or revisit):
        raise RuleBroken("Nothing to keep. Say an option, or on which day to look again.")
    with ledger.change("decision.weigh") as change:
        facts: Doc = {}
        decision = the_decision(ledger, ref)
        if option:
            decision = _allowed(ledger, ref, "add an option to")
            facts["weighed"] = deciding.with_option(decision, option)
        if revisit:
            decision = _allowed(ledger, ref, "set a day for")
            facts |= {"revisit": _day(ledger, revisit), "due": None}
        _amend(change, decision, facts, expect_rev)
    return the_decision(ledger, ref)


def _day(ledger: Ledger, typed: str) -> str | None:
    word = clean(typed)
    if not word or word.lower() == NEVER:
        return None
    found = parse_due(word, ledger.today, iterations(ledger))
    return deciding.ahead(found.date, ledger.today)


KEYS = ("owner:", "revisit:", "due:")
"""Words of such a line that are not meant as words."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a line about a decision says: who, on which day to look again, and all other words."""

    who: str
    day: str
    note: str


def read_said(ledger: Ledger, line: str) -> Said:
    """`owner:` and `revisit:` of a line, and the rest of it as it was typed.

    Refuses one of both that cannot be read: it would pass for words of the note.
    """
    found = understand(ledger, line, "decision")
    if found.notes and any(word.lower().startswith(KEYS) for word in found.text.split()):
        raise UsageFault(found.notes[0])
    rest, at = [], 0
    for part in found.understood:
        if part.label in ("owner", "review", "due"):
            rest.append(found.line[at : part.start])
            at = part.end
    rest.append(found.line[at:])
    return Said(found.owner or found.decided_by or "", found.due or "", clean("".join(rest)))
