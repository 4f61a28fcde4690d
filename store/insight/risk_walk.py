"""The walk through the risks: whose turn it is, what the room must know of it, who comes next."""

from __future__ import annotations

from collections.abc import Iterator

from store.domain import roam
from store.domain.calendar import day
from store.domain.records import Event, Lettered, Risk
from store.domain.refs import normal_ref
from store.domain.words import short_date
from store.insight import risk_reviews, risks
from store.insight.objectives import references
from store.insight.rows import Row, Section, Surface, Told, ref_order
from store.insight.snapshot import Snapshot

EMPTY = "Every risk has its letter and no review is due. Press r for a new one."


def _letters_here(risk: Risk, event: Event | None) -> tuple[Lettered, ...]:
    return tuple(r for r in risk.roamed if event is not None and r.event == event.ref)


def _place(risk: Risk, event: Event | None) -> tuple[bool, int, tuple[str, int]]:
    """Where a risk stands in the walk: the present letter, or the one with which it came in."""
    here = _letters_here(risk, event)
    letter = here[0].before if here else risk.roam
    return (letter != "U", -(risks.exposure(risk) or 0), ref_order(risk.ref))


def walked(snap: Snapshot, event: Event | None) -> list[Risk]:
    """The risks of the walk: not ROAMed first, then those that owe something, each by exposure.

    One that got its letter during `event` keeps its place, so that the order stays while the room
    goes through it.
    """

    def belongs(risk: Risk) -> bool:
        if _letters_here(risk, event):
            return not roam.is_settled(risk)
        return risks.is_open(risk) and bool(risk_reviews.owed(snap, risk))

    return sorted(filter(belongs, snap.risks), key=lambda risk: _place(risk, event))


def walk_order(snap: Snapshot, event: Event | None) -> tuple[tuple[str, str, None], ...]:
    """The walk as turns: reference, what people call it, and no seconds of its own."""
    return tuple((risk.ref, f"{risk.ref} {risk.text}", None) for risk in walked(snap, event))


def floor(snap: Snapshot) -> Risk | None:
    """The risk whose turn it is: the one that the clock gave the floor, until it has its letter.

    Then, and without a clock, the first that got no letter in the running event.
    """
    event = snap.running
    face = snap.faces.get(event.ref) if event else None
    item = face.floor.item if face and face.floor else None
    named = next((r for r in walked(snap, event) if r.ref == item), None)
    if named is not None and not _letters_here(named, event):
        return named
    return next((r for r in walked(snap, event) if not _letters_here(r, event)), None)


def roam_walk(snap: Snapshot) -> Surface:
    """One risk at a time, whole, then those to come and those that have their letter."""
    event, now = snap.running, floor(snap)
    order = walked(snap, event)
    done = [r for r in order if _letters_here(r, event) and r is not now]
    coming = [r for r in order if r is not now and not _letters_here(r, event)]
    if now is None:
        first = Section("No risk waits for a letter", (), EMPTY)
    else:
        place = f"{len(done) + 1} of {len(order)}"
        told = tuple(card(snap, now))
        first = Section(f"{now.ref} · {place}", (risk_reviews.risk_row(snap, now),), told=told)
    sections = [first, Section("To come", _rows(coming, snap))]
    if done:
        sections.append(Section("Have their letter", _rows(done, snap)))
    question = "What changed, who sees to it, and by when?"
    return Surface("roam-walk", "ROAM walk", tuple(s for s in sections if s.rows or s.empty),
                   question)  # fmt: skip


def _rows(found: list[Risk], snap: Snapshot) -> tuple[Row, ...]:
    return tuple(risk_reviews.risk_row(snap, risk) for risk in found)


def card(snap: Snapshot, risk: Risk) -> Iterator[Told]:
    """What the room must know of a risk to give it a letter."""
    if risk.condition and risk.consequence:
        yield Told("if", risk.condition, strong=True)
        yield Told("then", risk.consequence, strong=True)
    else:
        yield Told("said", risk.text, strong=True)
        yield Told("", "Not yet said as condition and consequence.")
    yield Told("exposure", exposure_in_words(risk))
    if named := _objectives(snap, risk):
        yield Told("hits", named)
    if teams := _teams(snap, risk):
        yield Told("teams", teams)
    yield Told("letters", letters_in_words(snap, risk))
    if owed := risk_reviews.owed(snap, risk):
        yield Told("owes", owed)
    yield Told("needs", " · ".join(needs(risk)))


def exposure_in_words(risk: Risk) -> str:
    """`20 of 25: probability 4 × impact 5`; says what is not known."""
    exposed = risks.exposure(risk)
    if exposed is not None:
        return f"{exposed} of 25: probability {risk.p} × impact {risk.i}"
    if risk.p is not None:
        return f"probability {risk.p}; how bad, from 1 to 5?"
    if risk.i is not None:
        return f"impact {risk.i}; how likely, from 1 to 5?"
    return "not known: how likely, and how bad, from 1 to 5?"


def needs(risk: Risk) -> Iterator[str]:
    """What each letter that may be given would ask for: `O owner, review`."""
    for letter in roam.choices(risk):
        yield f"{letter} " + ", ".join(d.label for d in roam.duties(risk.roam, letter))


def letters_in_words(snap: Snapshot, risk: Risk) -> str:
    """The letters it has had and has: `? not yet → O Owned (PM, review 10 Nov)`."""
    before = [risks.LETTERS.get(letter, letter) for letter in roam.letters(risk)[:-1]]
    now = risks.LETTERS.get(risk.roam, risk.roam)
    review = day(risk.review)
    facts = [risk.owner or "", f"review {short_date(review, snap.today)}" if review else ""]
    said = ", ".join(fact for fact in facts if fact)
    return " → ".join([*before, f"{now} ({said})" if said and risk.roam != "U" else now])


def _objectives(snap: Snapshot, risk: Risk) -> str:
    """Objectives that it names, by a link or in its words, with what they say."""
    wanted = references(risk, "text")
    found = [o for o in snap.objectives if normal_ref(o.ref) in wanted]
    return "; ".join(f"{objective.ref} {objective.text}" for objective in found)


def _teams(snap: Snapshot, risk: Risk) -> str:
    mine = {risk.team, *risk.teams}
    return ", ".join(f"{t.short} {t.name}" for t in snap.teams if t.short in mine)
