"""What a record already knows of its own brief: facts, impact, what was tried.

A draft, to be changed by whoever escalates. Only what is on record is said, and of people only
the owner and who is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.escalating import Brief
from store.domain.impeding import LOOK_AGAIN, WORDS, asked, level_above
from store.domain.records import Escalation, Impediment
from store.domain.refs import normal_ref
from store.domain.wall_clock import local
from store.domain.words import plural
from store.insight.impediments import age_at_level, age_days
from store.insight.objectives import COMMITMENT, references
from store.insight.snapshot import Snapshot
from store.ledger.history import history
from store.ledger.ledger import Ledger

MOST_TRIED = 6
"""Steps that a draft takes over, the latest ones: a brief is one page."""


def draft(ledger: Ledger, impediment: Impediment) -> Brief:
    """The brief as far as the record can write it; what only people know is left empty."""
    snap = ledger.snapshot()
    return Brief(
        to=level_above(impediment.level),
        facts=". ".join(_facts(snap, impediment)),
        impact=". ".join(_impact(snap, impediment)),
        tried="; ".join(list(_tried(ledger, impediment))[-MOST_TRIED:]),
        nothing=f"it goes on: {impediment.hits}" if impediment.hits else "",
        owner=impediment.owner or "",
    )


def on_record(ledger: Ledger, impediment: Impediment) -> Escalation:
    """The latest escalation with a brief; where there is none the draft of one, as of today."""
    found = asked(impediment)
    if found is not None:
        return found
    said = draft(ledger, impediment)
    return as_escalation(impediment, said, ledger.today.isoformat(), options=())


def as_escalation(
    impediment: Impediment, brief: Brief, on: str, options: tuple[str, ...] | None = None
) -> Escalation:
    """A brief as the escalation that it would become."""
    return Escalation(
        to=brief.to or level_above(impediment.level),
        before=impediment.level,
        on=on,
        wanted=brief.wanted or None,
        whom=brief.whom or None,
        due=brief.due,
        facts=brief.facts or None,
        impact=brief.impact or None,
        tried=brief.tried or None,
        options=brief.choices if options is None else options,
        recommended=brief.recommended or None,
        note=brief.know or None,
    )


def _facts(snap: Snapshot, item: Impediment) -> Iterator[str]:
    yield item.text.rstrip(".")
    raised, days = day(item.raised), age_days(item, snap.today)
    if raised:
        by = f" by {item.team}" if item.team else ""
        yield f"Raised {say_day(raised)}{by}, {plural(days or 0, 'day')} ago"
    at_level = age_at_level(item, snap.today)
    if at_level is not None:
        yield f"At {WORDS.get(item.level, item.level)} for {plural(at_level, 'day')}"
    if waiting := [team for team in (item.team, *item.teams) if team]:
        yield f"Waiting: {', '.join(waiting)}"
    if item.like:
        yield f"Same cause as {item.like}"
    if item.cause:
        yield f"Cause: {item.cause.rstrip('.')}"


def _impact(snap: Snapshot, item: Impediment) -> Iterator[str]:
    if item.hits:
        yield item.hits.rstrip(".")
    named = references(item, "text", "hits")
    for risk in snap.risks:
        if item.risk and normal_ref(risk.ref) == normal_ref(item.risk):
            named |= references(risk, "text")
    for objective in snap.objectives:
        if normal_ref(objective.ref) in named:
            kind = COMMITMENT.get(objective.committed) if objective.committed is not None else ""
            about = ", ".join(word for word in (objective.team, kind) if word)
            yield f"{objective.ref} {objective.text.rstrip('.')}" + (f" ({about})" if about else "")


def _tried(ledger: Ledger, item: Impediment) -> Iterator[str]:
    """Every next step that was said, and what fixed it for a while, oldest first."""
    for past in history(ledger, "impediment", item):
        for field, before in (("next", ""), ("fix", "fixed once: ")):
            new = past.changes.get(field, (None, None))[1]
            if past.undo is None and isinstance(new, str) and new != LOOK_AGAIN:
                when = say_day(local(past.at, ledger.zone).date())
                yield f"{before}{new} ({when})"
