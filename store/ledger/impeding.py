"""The ways of an impediment: its next step, how it stands, escalation and answer, its cause.

Each is one use-case. What may follow what, and what each state demands, stands in
`store.domain.impeding` and `store.domain.escalating`; here it is looked up under the lock and
written.
"""

from __future__ import annotations

from collections.abc import Callable

from store.domain import impeding
from store.domain.births import birth
from store.domain.escalating import Brief, escalation
from store.domain.grammar import Capture, parse_capture
from store.domain.impeding import Fields, awaited
from store.domain.records import Decision, Impediment
from store.domain.refs import normal_ref
from store.domain.text import clean
from store.errors import RuleBroken, UsageFault
from store.insight.rows import ref_order
from store.ledger.capturing import context
from store.ledger.ledger import Change, Ledger
from store.ledger.roaming import the_team
from store.ledger.saying import day_of, role_of, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

Rule = Callable[[Impediment], Fields]


def the_impediment(ledger: Ledger, ref: str) -> Impediment:
    """The impediment with this reference; `UsageFault` for anything else."""
    return ledger.the(Impediment, ref)


def _after(ledger: Ledger, impediment: Impediment) -> Impediment:
    found = ledger.views.get("impediment", impediment.id)
    assert isinstance(found, Impediment)  # changed under the lock just now
    return found


def _change(ledger: Ledger, name: str, ref: str, rule: Rule, expect_rev: int | None) -> Impediment:
    """Amend an impediment with what `rule` says of it, looked up under the lock."""
    with ledger.change(name) as change:
        found = ledger.the(Impediment, ref, expect_rev)
        change.amend("impediment", found.id, rule(found))
    return _after(ledger, found)


# -- next step and state


def read_step(ledger: Ledger, line: str) -> Capture:
    """A next step from one line, `ask the vendor for a date due:fri owner:SM-GAN`.

    UsageFault for a word that looks like a key and cannot be read: none of it may get lost.
    """
    found = parse_capture(words(line, "A next step"), kind="impediment", context=context(ledger))
    if found.notes:
        raise UsageFault(found.notes[0])
    if found.level or found.like:
        raise UsageFault("A next step has words, due: and owner: only. Leave the other key out.")
    return found


def _step(found: Capture, impediment: Impediment, ledger: Ledger) -> Fields:
    fields = impeding.step(impediment, found.text, found.due, found.owner, ledger.today)
    return fields | _named(found, impediment)


def _named(found: Capture, impediment: Impediment) -> Fields:
    """Teams and records that a line names, added to those that the record has."""
    fields: Fields = {}
    known = [impediment.team, *impediment.teams]
    if teams := [team for team in found.teams if team not in known]:
        fields["teams"] = [*impediment.teams, *teams]
    if links := [ref for ref in found.links if ref not in impediment.links]:
        fields["links"] = [*impediment.links, *links]
    return fields


def step(ledger: Ledger, ref: str, line: str, expect_rev: int | None = None) -> Impediment:
    """Say the next step, its day and who removes the impediment; earlier ones stay in history."""
    found = read_step(ledger, line)
    return _change(
        ledger, "impediment.step", ref, lambda item: _step(found, item, ledger), expect_rev
    )


def begin(ledger: Ledger, ref: str, owner: str = "", expect_rev: int | None = None) -> Impediment:
    """Somebody works on it. Refuses without an owner and without a next step with its day."""
    named = role_of(ledger, owner) or None
    return _change(
        ledger, "impediment.begin", ref, lambda item: impeding.begin(item, named), expect_rev
    )


def hold(
    ledger: Ledger, ref: str, why: str, until: str, expect_rev: int | None = None
) -> Impediment:
    """It waits. Refuses without the reason, and without the day on which it is looked at again."""
    said, day = words(why, "The reason"), day_of(ledger, until)
    today = ledger.today
    return _change(
        ledger, "impediment.hold", ref, lambda i: impeding.hold(i, said, day, today), expect_rev
    )


def resolve(
    ledger: Ledger, ref: str, fix: str, cause: str = "", expect_rev: int | None = None
) -> Impediment:
    """It no longer stands in the way; refuses without what fixed it."""
    fixed, root, today = words(fix, "What fixed it"), words(cause, "The cause"), ledger.today
    return _change(
        ledger,
        "impediment.resolve",
        ref,
        lambda item: impeding.resolve(item, fixed, root, today),
        expect_rev,
    )


def verify(ledger: Ledger, ref: str, team: str = "", expect_rev: int | None = None) -> Impediment:
    """The team that raised it says that it is gone; "" stands for that team.

    Refuses another team than the one that raised it.
    """
    named, today = the_team(ledger, team).short if clean(team) else None, ledger.today
    return _change(
        ledger,
        "impediment.verify",
        ref,
        lambda item: impeding.verify(item, named, today),
        expect_rev,
    )


def reopen(ledger: Ledger, ref: str, why: str, expect_rev: int | None = None) -> Impediment:
    """It is not gone, or it is back. Refuses without the reason; its ages go on as they were."""
    said = words(why, "The reason")
    return _change(
        ledger, "impediment.reopen", ref, lambda item: impeding.reopen(item, said), expect_rev
    )


# -- to another level, and back with an answer


def understand(ledger: Ledger, brief: Brief, due: str) -> Brief:
    """A brief as typed into the fields of a form: cleaned, names as the train writes them."""
    options = tuple(said for text in brief.options if (said := words(text, "An option")))
    return Brief(
        to=impeding.read_level(brief.to) if clean(brief.to) else "",
        wanted=words(brief.wanted, "The decision wanted"),
        whom=role_of(ledger, brief.whom),
        due=day_of(ledger, due),
        facts=words(brief.facts, "What is happening"),
        impact=words(brief.impact, "The impact"),
        tried=words(brief.tried, "What was tried"),
        options=options,
        nothing=words(brief.nothing, "The effect of doing nothing"),
        recommended=words(brief.recommended, "The recommendation"),
        owner=role_of(ledger, brief.owner),
        know=words(brief.know, "How we will know"),
    )


def escalate(ledger: Ledger, ref: str, brief: Brief, expect_rev: int | None = None) -> Impediment:
    """Ask another level for a decision, with the brief; until it comes, waiting is the next step.

    Refuses as `escalation` does.
    """
    with ledger.change("impediment.escalate") as change:
        found = ledger.the(Impediment, ref, expect_rev)
        said = escalation(found, brief, ledger.today)
        fields: Doc = {
            "state": "escalated",
            "level": said["to"],
            "escalations": _moved(ledger, found, change, said),
            "owner": brief.owner or found.owner,
            "next": impeding.waiting_step(brief.whom),
            "due": brief.due,
            **impeding.said_on(found, change.stamp.today),
            "note": None,
        }
        change.amend("impediment", found.id, fields)
    return _after(ledger, found)


def _moved(ledger: Ledger, impediment: Impediment, change: Change, said: Fields) -> list[Doc]:
    """The escalations there are with one more, stamped."""
    doc = ledger.db.state.doc("impediment", impediment.id) or {}
    stamp = change.stamp
    where = {"at": stamp.at, "event": stamp.event, "by": stamp.by}
    one = {name: value for name, value in {**said, **where}.items() if value is not None}
    return [*doc.get("escalations", ()), one]


def lower(
    ledger: Ledger, ref: str, level: str, note: str, expect_rev: int | None = None
) -> Impediment:
    """Take it back down to a level that can settle it after all; refuses without a note."""
    to, why = impeding.read_level(level), words(note, "The note")
    with ledger.change("impediment.lower") as change:
        found = ledger.the(Impediment, ref, expect_rev)
        fields: Doc = dict(impeding.lower(found, to, why))
        said: Fields = {
            "to": to,
            "before": found.level,
            "on": ledger.today.isoformat(),
            "note": why,
        }
        fields["escalations"] = _moved(ledger, found, change, said)
        change.amend("impediment", found.id, fields)
    return _after(ledger, found)


def answer(
    ledger: Ledger, ref: str, line: str, then: str = "", expect_rev: int | None = None
) -> tuple[Impediment, Decision]:
    """The decision that was wanted has come: `decided X because Y, by Z`.

    It becomes a decision of its own, each names the other, and the impediment is worked on again;
    `then` may say its next step. Refuses where no answer is awaited.
    """
    found = parse_capture(line, kind="decision", context=context(ledger))
    if found.notes:
        raise UsageFault(found.notes[0])
    after = read_step(ledger, then) if clean(then) else None
    with ledger.change("impediment.answer") as change:
        item = ledger.the(Impediment, ref, expect_rev)
        impeding.refuse_order(item, "answer")
        key = change.new("decision", _decision(found, item, change))
        name = change.ref_of("decision", key)
        fields = _answered(ledger, item, name)
        if after is not None:
            fields |= _step(after, item, ledger)
            fields["links"] = [*dict.fromkeys((*item.links, *after.links, name))]
        fields["state"] = impeding.standing(item, {**fields, "escalations": ()})
        change.amend("impediment", item.id, fields)
    decision = ledger.views.get("decision", key)
    assert isinstance(decision, Decision)  # stored just now
    return _after(ledger, item), decision


def _answered(ledger: Ledger, item: Impediment, name: str) -> Doc:
    """The latest escalation with its answer; one brought in without its brief has none to mark."""
    fields: Doc = {"note": None, "links": [*dict.fromkeys((*item.links, name))]}
    fields |= impeding.without_waiting(item)
    if awaited(item):
        doc = ledger.db.state.doc("impediment", item.id) or {}
        *before, last = doc["escalations"]
        fields["escalations"] = [*before, {**last, "answered": name}]
    return fields


def _decision(found: Capture, item: Impediment, change: Change) -> Doc:
    doc = birth(found, change.stamp)
    waits = awaited(item)
    options = (*(doc.get("weighed") or ()), *(waits.options if waits else ()))
    doc["weighed"] = list(dict.fromkeys(options))
    doc["links"] = list(dict.fromkeys((*found.links, item.ref)))
    if item.team and "team" not in doc:
        doc["team"] = item.team
    return {name: value for name, value in doc.items() if value not in (None, [])}


# -- the same cause


def same_cause(ledger: Ledger, ref: str, other: str, expect_rev: int | None = None) -> Impediment:
    """Both come from one cause, which is systemic then. The later one names the earlier one.

    Refuses one and the same impediment, and two that are known to have one cause already.
    """
    with ledger.change("impediment.cause") as change:
        one, two = ledger.the(Impediment, ref, expect_rev), the_impediment(ledger, other)
        first, second = _first(ledger, one), _first(ledger, two)
        if one.id == two.id:
            raise RuleBroken(f"{one.ref} cannot be like itself. Name the earlier one, like I4.")
        if first.id == second.id:
            raise RuleBroken(f"{one.ref} and {two.ref} have the same cause already: {first.ref}.")
        fields: dict[str, Doc] = {item.id: {"systemic": True} for item in (one, two)}
        later, named = (first, two) if _age(second) <= _age(first) else (second, one)
        fields.setdefault(later.id, {})["like"] = named.ref
        for key, changed in fields.items():
            change.amend("impediment", key, changed)
    return _after(ledger, one)


def _age(item: Impediment) -> tuple[str, tuple[str, int]]:
    return item.raised or "", ref_order(item.ref)


def _first(ledger: Ledger, item: Impediment) -> Impediment:
    """The first one of its cause, as far as the links lead."""
    seen = {item.id}
    while normal_ref(item.like or "") and ledger.has(str(item.like)):
        kind, earlier = ledger.find(str(item.like))
        if kind != "impediment" or earlier.id in seen or not isinstance(earlier, Impediment):
            break
        item = earlier
        seen.add(item.id)
    return item
