"""One risk for the whole room: its words, and what the room must know of it, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from store.domain import roam
from store.domain.calendar import day
from store.domain.naming import REFERENCE
from store.domain.records import Lettered, Record, Risk
from store.domain.refs import normal_ref
from store.domain.words import short_date, week_date
from store.insight import risk_reviews, risks
from store.insight.private import is_private, quotes_private
from store.insight.risk_walk import exposure_in_words, letters_in_words, needs
from store.insight.rows import Told
from store.insight.snapshot import Snapshot

LAST = 3
"""Letters of the past that are shown."""


@dataclass(frozen=True, slots=True)
class Page:
    """A risk as the walk shows it; `parts` are its words, each with what stands before it."""

    ref: str
    letter: str
    exposure: str
    parts: tuple[tuple[str, str], ...]
    facts: tuple[Told, ...]
    """Most important first: where there is little room the last ones go."""


def page(snap: Snapshot, risk: Risk) -> Page:
    """What the room sees of a risk. Words that are private are never among it."""
    letter = risks.LETTERS[risk.roam]
    if is_private(risk):
        parts: tuple[tuple[str, str], ...] = (("", "Its words are private."),)
        return Page(risk.ref, letter, exposure_in_words(risk), parts, ())
    if risk.condition and risk.consequence:
        parts = (("if", risk.condition), ("then", risk.consequence))
    else:
        parts = (("", risk.text),)
    facts = tuple(fact for fact in _facts(snap, risk) if not quotes_private(fact.words))
    return Page(risk.ref, letter, exposure_in_words(risk), parts, facts)


def _facts(snap: Snapshot, risk: Risk) -> Iterator[Told]:
    if gone := risks.gone(risk):
        yield Told("now", gone, strong=True)
    if risk.owner:
        yield Told("owner", " · ".join([risk.owner, *_dates(risk)]))
    if risk.roam == "M" and risk.action:
        yield Told("action", risk.action)
    owed = risk_reviews.owed(snap, risk)
    if owed and not risks.gone(risk):
        syncs = risk_reviews.unreviewed_words(snap, risk)
        more = f" · {syncs}" if syncs and syncs != owed else ""
        yield Told("owes", owed + more, strong=True)
    for record in _linked(snap, risk):
        yield Told(record.ref, record.text)
    if risk.trigger:
        yield Told("sign", risk.trigger)
    if risk.contingency:
        yield Told("if it does", risk.contingency)
    for number, given in enumerate(reversed(risk.roamed[-LAST:])):
        yield Told("" if number else "letters", _given(snap, given))
    if not risk.roamed and risk.letters_before:
        yield Told("letters", letters_in_words(snap, risk))
    if risk.note and not risk.roamed:
        yield Told("because", risk.note)
    if choices := tuple(needs(risk)):
        yield Told("needs", " · ".join(choices))


def _dates(risk: Risk) -> Iterator[str]:
    due, review = day(risk.due), day(risk.review)
    if risk.roam == "M" and due:
        yield f"due {week_date(due)}"
    if risk.roam in "OAM" and review and not (risk.roam == "M" and review == due):
        yield f"{'until' if risk.roam == 'A' else 'review'} {week_date(review)}"


def _given(snap: Snapshot, given: Lettered) -> str:
    """`18 Nov  O Owned · owner PM · review Fri 20 Nov 2026`."""
    said = {name: getattr(given, name) for name in ("owner", "review", "action", "due", "note")}
    words = roam.in_words(given.letter, {**said, "team": given.team})
    on = short_date(snap.local(given.at).date(), snap.today) if given.at is not None else ""
    return f"{on}  {words}".strip()


def _linked(snap: Snapshot, risk: Risk) -> list[Record]:
    """Records that it is linked to or names in its words, but for private ones."""
    named = [normal_ref(ref) for ref in (*risk.links, *REFERENCE.findall(risk.text))]
    return [
        record
        for ref in dict.fromkeys(named)
        if (record := _by_ref(snap).get(ref or "")) is not None and not is_private(record)
    ]


def _by_ref(snap: Snapshot) -> dict[str, Record]:
    if "by-ref" not in snap.memo:
        kinds = ("objective", "dependency", "impediment", "decision", "risk", "action", "milestone")
        snap.memo["by-ref"] = {
            normal_ref(record.ref) or record.ref: record
            for kind in kinds
            for record in snap.records.get(kind, ())
            if record.archived is None
        }
    found: dict[str, Record] = snap.memo["by-ref"]
    return found
