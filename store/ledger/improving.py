"""Improvement items: proposed, brought on their way, and asked for their verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace

from store.domain import improving
from store.domain.calendar import position
from store.domain.improving import CARRIED, PLANNED, Deed, Said, Where
from store.domain.records import Improvement, OwnMeasure
from store.domain.text import clean
from store.errors import RuleBroken, UsageFault
from store.insight.called import interval_of
from store.insight.gauges import find_gauge
from store.insight.improvements import inspected, present_value
from store.ledger.ledger import Change, Ledger
from store.ledger.saying import day_of, reason, role_of, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc


@dataclass(frozen=True, slots=True)
class Item:
    """What an improvement item says; "" for what is not said."""

    text: str
    owner: str = ""
    nature: str = ""
    metric: str = ""
    """A measure in words, or the key of a gauge, or the reference of a measure of one's own."""
    base: str = ""
    goal: str = ""
    due: str = ""
    size: str = ""
    backlog: str = ""
    meant_for: str = ""
    team: str = ""
    problem: str = ""
    cause: str = ""


def the_improvement(ledger: Ledger, ref: str, rev: int | None = None) -> Improvement:
    """The improvement with this reference; `UsageFault` for anything else."""
    return ledger.the(Improvement, ref, rev)


def propose(ledger: Ledger, item: Item) -> Improvement:
    """Make an improvement item; it may lack what only accepting it demands."""
    with ledger.change("improvement.propose") as change:
        key = propose_in(change, ledger, item)
    found = ledger.views.get("improvement", key)
    assert isinstance(found, Improvement)
    return found


def propose_in(change: Change, ledger: Ledger, item: Item) -> str:
    """Make an improvement item inside another change; its id."""
    fields = read_new(ledger, item)
    stamp = change.stamp
    # During an Inspect & Adapt the stamp names the interval that is inspected.
    doc: Doc = {"state": improving.PROPOSED, "raised_in": stamp.pi, **stamp.fields()}
    meant = fields.pop("meant_for", None) or next_interval(ledger, stamp.pi)
    if meant:
        doc |= {"meant_for": meant, "pi": meant}
    said = {key: value for key, value in fields.items() if value is not None}
    return change.new("improvement", {**doc, **said})


def read_new(ledger: Ledger, item: Item) -> Doc:
    """The fields of a new item. Refuses one that does not say what is done."""
    fields = read_item(ledger, item)
    if not fields.get("text"):
        raise UsageFault("An improvement says what is done. Type it, like: script the rebuild.")
    return fields


CLEARED = ("owner", "nature", "metric", "base", "goal", "due", "size", "backlog", "team", "cause")
"""Fields that `-` takes away again."""


def read_item(ledger: Ledger, item: Item) -> Doc:
    """The fields of an item as typed; only those that were said. `-` takes a field away."""
    gone: Doc = {name: None for name in CLEARED if getattr(item, name).strip() == "-"}
    if gone:
        item = replace(item, **dict.fromkeys(gone, ""))
    if "metric" in gone:
        gone["gauge"] = None
    return _read_item(ledger, item) | gone


def _read_item(ledger: Ledger, item: Item) -> Doc:
    metric = clean(item.metric)
    fields: Doc = {
        "text": words(item.text, "An improvement"),
        "owner": role_of(ledger, item.owner),
        "nature": improving.read_nature(item.nature) if item.nature.strip() else None,
        "due": day_of(ledger, item.due),
        "size": words(item.size, "The size", 64),
        "backlog": words(item.backlog, "The name in the backlog", 200),
        "meant_for": interval_named(ledger, item.meant_for),
        "team": _team(ledger, item.team),
        "problem": ledger.find(item.problem)[1].ref if item.problem.strip() else None,
        "cause": words(item.cause, "The cause"),
    }
    for name in ("base", "goal"):
        typed = getattr(item, name)
        if typed.strip():
            fields[name] = improving.read_figure(typed, improving.WORDS[name])
    said = {key: value for key, value in fields.items() if value not in (None, "")}
    return said | _measured_by(ledger, metric)


def _measured_by(ledger: Ledger, typed: str) -> Doc:
    """What is measured: a gauge with its title, an own measure with its name, or words."""
    if not typed:
        return {}
    gauge = find_gauge(typed)
    if gauge is not None:
        return {"gauge": gauge.key, "metric": gauge.title}
    called = ledger.called(typed) if typed[:1].isalpha() and typed[-1:].isdigit() else None
    if called:
        found = ledger.find(called)[1]
        if isinstance(found, OwnMeasure):
            return {"gauge": found.ref, "metric": found.text}
    return {"metric": words(typed, "A measure", 300), "gauge": None}


def _team(ledger: Ledger, typed: str) -> str | None:
    word = typed.strip().lstrip("@")
    if not word:
        return None
    low = word.lower()
    for team in ledger.teams:
        if low in (team.short.lower(), team.name.lower()):
            return team.short
    there = ", ".join(team.short for team in ledger.teams)
    raise UsageFault(f"There is no team {word[:30]!r}. There is: {there}.")


def interval_named(ledger: Ledger, typed: str) -> str | None:
    """The name of a planning interval as it is written; None for nothing typed.

    One that is not planned yet is a name like any other: the train knows what it will be called.
    """
    word = clean(typed)
    if not word:
        return None
    known = [pi.short for pi in ledger.intervals]
    return next((name for name in known if name.lower() == word.lower()), word[:32])


def next_interval(ledger: Ledger, after: str | None) -> str | None:
    """The planning interval behind the one called `after`; None where none is on record."""
    names = [pi.short for pi in ledger.intervals]
    place = names.index(after) + 1 if after in names else len(names)
    return names[place] if place < len(names) else None


def do(ledger: Ledger, ref: str, deed: Deed, said: Said, rev: int | None = None) -> Improvement:
    """Bring an improvement on its way; refuses what its rules refuse.

    What its measure says at that moment is kept with the step.
    """
    with ledger.change(f"improvement.{deed.name}") as change:
        item = the_improvement(ledger, ref, rev)
        fields = fields_of(ledger, item, deed, said, _where(ledger, change, item))
        step = fields.pop("steps_taken")
        doc = ledger.db.state.doc("improvement", item.id) or {}
        taken = [*(doc.get("steps_taken") or []), step]
        change.amend("improvement", item.id, {**fields, "steps_taken": taken}, expect_rev=rev)
    return the_improvement(ledger, item.ref)


def fields_of(
    ledger: Ledger, item: Improvement, deed: Deed, said: Said, where: Where | None = None
) -> Doc:
    """The fields that a deed would set, also for a preview. Refuses as `do` does."""
    said = _read(ledger, item, deed, said)
    now = where or Where(ledger.today.isoformat(), value=_value(ledger, item))
    fields = improving.done(item, deed, said, now)
    return fields | _measured_by(ledger, said.metric or "")


def _read(ledger: Ledger, item: Improvement, deed: Deed, said: Said) -> Said:
    """What was said, cleaned, with names as the train writes them."""
    improving.refuse(item, deed, said)
    owner = role_of(ledger, said.owner) if said.owner else None
    iteration = _iteration(ledger, item, said.iteration) if deed.to == PLANNED else None
    to = _target(ledger, item, said.to) if deed.to == CARRIED else None
    why = reason(said.why) if said.why else None
    metric = clean(said.metric or "") or None
    return replace(said, owner=owner, iteration=iteration, to=to, why=why, metric=metric)


def _iteration(ledger: Ledger, item: Improvement, typed: str | None) -> str:
    """An iteration of the interval that it is meant for, as that interval writes it."""
    word = clean(typed or "")[:32]
    pi = interval_of(ledger.snapshot(), item.meant_for)
    place = position(pi, word)
    if place is not None:
        return pi.iterations[place].name
    if pi.iterations:
        there = ", ".join(one.name for one in pi.iterations)
        raise RuleBroken(f"{pi.short} has no iteration {word!r}. It has: {there}.")
    return word


def _target(ledger: Ledger, item: Improvement, typed: str | None) -> str:
    """The interval that it is carried to: the named one, else the next that is not over."""
    meant = item.meant_for or item.pi
    target = interval_named(ledger, typed or "") or _next_open(ledger, meant)
    if target is None:
        raise RuleBroken(
            f"There is no planning interval behind {meant or 'this one'} yet. Name the one that "
            f"{item.ref} is carried to, like to:PI-27.1."
        )
    names = [pi.short for pi in ledger.intervals]
    if target == meant or (
        target in names and meant in names and names.index(target) < names.index(meant)
    ):
        raise RuleBroken(f"{item.ref} is meant for {meant} already. Name a later one.")
    return target


def _next_open(ledger: Ledger, after: str | None) -> str | None:
    """The next interval that is not over; in an Inspect & Adapt behind the one looked at."""
    snap = ledger.snapshot()
    names = [pi.short for pi in ledger.intervals]
    looked_at = inspected(snap)
    if looked_at in names and (after not in names or names.index(looked_at) > names.index(after)):
        after = looked_at
    start = names.index(after) + 1 if after in names else len(names)
    today = ledger.today.isoformat()
    return next((pi.short for pi in ledger.intervals[start:] if (pi.end or today) >= today), None)


def _value(ledger: Ledger, item: Improvement) -> float | None:
    return present_value(item, ledger.snapshot()).value


def _where(ledger: Ledger, change: Change, item: Improvement) -> Where:
    stamp = change.stamp
    return Where(stamp.today, stamp.at, stamp.event, stamp.by, _value(ledger, item))


def say(ledger: Ledger, ref: str, item: Item, rev: int | None = None) -> Improvement:
    """Say again what an improvement is: only what was typed changes; its state stays."""
    with ledger.change("improvement.say") as change:
        found = the_improvement(ledger, ref, rev)
        fields = otherwise(ledger, found, item)
        change.amend("improvement", found.id, fields, expect_rev=rev)
    return the_improvement(ledger, found.ref)


def otherwise(ledger: Ledger, found: Improvement, item: Item) -> Doc:
    """The fields that would be otherwise than it says now. Refuses as `say` does."""
    fields = read_item(ledger, item)
    if fields.get("meant_for"):
        # The interval that it is meant for, and the lists that it stands in, go together.
        fields["pi"] = fields["meant_for"]
    fields = {key: value for key, value in fields.items() if getattr(found, key) != value}
    improving.refuse_to_say(found, fields)
    if not fields:
        raise UsageFault("Nothing to change. Say what is otherwise, like goal:2.")
    return fields


def measured(ledger: Ledger, ref: str, typed: str, rev: int | None = None) -> Improvement:
    """Keep what the measure of an improvement says now, for one that the console cannot compute."""
    with ledger.change("improvement.measured") as change:
        found = the_improvement(ledger, ref, rev)
        if found.gauge:
            raise RuleBroken(
                f"{found.ref} is measured by {found.gauge}, which the console computes. Change "
                "its measure first if that is not what is meant."
            )
        value = improving.read_figure(typed, "The present value")
        change.amend("improvement", found.id, {"present": value}, expect_rev=rev)
    return the_improvement(ledger, found.ref)
