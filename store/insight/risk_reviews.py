"""What asks for another look at a risk before its review: syncs that passed, a slipped link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time
from operator import itemgetter

from store.domain.calendar import day
from store.domain.demo import event_kind
from store.domain.records import Dependency, Event, Risk
from store.domain.refs import normal_ref
from store.domain.roam import WORDS
from store.domain.words import plural
from store.insight import dependencies, risks
from store.insight.events import is_over
from store.insight.kept import keeping
from store.insight.objectives import references
from store.insight.rows import Row, Urgency, ref_order
from store.insight.snapshot import Snapshot

REVIEWING = ("art-sync", "coach-sync")
"""Kinds of event in which the train looks at its risks."""

TOO_MANY = 2
"""Syncs without a review from which on a risk asks for one."""

SLIPPED = ("conflict", "overdue", "missed")
"""How the health of a dependency begins that comes later than it is needed."""


def _midnight(snap: Snapshot, stored: str | None) -> int | None:
    on = day(stored)
    return int(datetime.combine(on, time(), snap.zone).timestamp() * 1000) if on else None


def _held(snap: Snapshot) -> list[tuple[int, str]]:
    """When each sync that is over ended, with its reference.

    Of one that was brought in only the day is known: it counts from the beginning of that day, so
    that a sync is never counted that may have come before.
    """
    if "syncs-held" not in snap.memo:
        found: list[tuple[int, str]] = []
        for event in snap.of(Event, "event"):
            if event_kind(event) in REVIEWING and is_over(snap, event):
                face = snap.faces.get(event.ref)
                ended = face.ends_at if face else _midnight(snap, event.on)
                found += [(ended, event.ref)] if ended is not None else []
        snap.memo["syncs-held"] = sorted(found)
    held: list[tuple[int, str]] = snap.memo["syncs-held"]
    return held


def _looked_at(snap: Snapshot, risk: Risk) -> tuple[int | None, str | None]:
    """When it was last given a letter, and in which event.

    Without any, when it was raised; of one that was brought in with a letter, the review date that
    passed: nobody has looked at it since, or it would have another one.
    """
    if risk.roamed:
        return risk.roamed[-1].at, risk.roamed[-1].event
    if risk.roam != "U":
        review = day(risk.review)
        return (_midnight(snap, risk.review) if review and review < snap.today else None), None
    return (risk.at if risk.at is not None else _midnight(snap, risk.raised)), risk.event


def unreviewed(snap: Snapshot, risk: Risk) -> int | None:
    """Syncs that were held since somebody gave it a letter; None where that is not known."""
    since, where = _looked_at(snap, risk)
    if since is None:
        return None
    return sum(ended > since and ref != where for ended, ref in _held(snap))


def unreviewed_words(snap: Snapshot, risk: Risk) -> str:
    """`2 syncs unreviewed`; "" for none, for one that is not open, and where it is not known."""
    count = unreviewed(snap, risk) if risks.is_open(risk) else None
    return f"{plural(count, 'sync')} unreviewed" if count else ""


def slipped(snap: Snapshot, risk: Risk) -> list[Dependency]:
    """Dependencies that it is linked to, or names, and that come later than they are needed."""
    late = _late(snap)
    if not late:
        return []
    named = references(risk, "text")
    mine = normal_ref(risk.ref)
    return [
        dep for dep in late if normal_ref(dep.ref) in named or mine in map(normal_ref, dep.links)
    ]


def _late(snap: Snapshot) -> list[Dependency]:
    if "slipped" not in snap.memo:
        pi = snap.pi
        snap.memo["slipped"] = [
            dep
            for dep in snap.dependencies
            if pi is not None
            and snap.is_current(dep)
            and dependencies.health(dep, pi, snap.today).word.startswith(SLIPPED)
        ]
    late: list[Dependency] = snap.memo["slipped"]
    return late


def asks(snap: Snapshot, risk: Risk) -> str:
    """Why somebody should look at it before its review is due; "" if nothing asks for that.

    A dependency that had slipped already when the letter was given asks no more: the room knew.
    """
    if not risks.is_open(risk) or risk.roam == "U":
        return ""
    known = set(risk.roamed[-1].slipped) if risk.roamed else set()
    new = next((dep for dep in slipped(snap, risk) if dep.ref not in known), None)
    if new is not None:
        return f"{new.ref} slipped: is it still {WORDS[risk.roam]}?"
    return unreviewed_words(snap, risk) if (unreviewed(snap, risk) or 0) >= TOO_MANY else ""


def owed(snap: Snapshot, risk: Risk) -> str:
    """What its letter demands, else what asks for another look; "" if nothing."""
    return risks.owed(risk, snap.today) or asks(snap, risk)


def risk_row(snap: Snapshot, risk: Risk) -> Row:
    """A risk as lists show it, with what asks for another look."""
    row = risks.risk_row(risk, snap.today, asks(snap, risk))
    known = unreviewed(snap, risk) if risks.is_open(risk) else None
    return replace(row, computed={**row.computed, "syncs_unreviewed": known})


def attention_order(snap: Snapshot, risk: Risk) -> tuple[int, int, int]:
    """Not ROAMed first, then what a letter owes, then what asks for another look, by exposure."""
    owes = bool(risks.owed(risk, snap.today))
    if not risks.is_open(risk):
        urgency = Urgency.QUIET
    else:
        urgency = Urgency.NEEDS_YOU if owes or asks(snap, risk) else Urgency.NORMAL
    rank = 0 if risk.roam == "U" else 1 if owes else 2
    return (-int(urgency), rank, -(risks.exposure(risk) or 0))


def context(snap: Snapshot) -> tuple[object, ...]:
    """All that a risk's row depends on besides the risk: the day, syncs held, what has slipped."""
    return (snap.today, tuple(_held(snap)), tuple(_late(snap)))


def by_attention(snap: Snapshot, found: Iterable[Risk]) -> list[Row]:
    """Risks in `attention_order`; those alike by reference."""

    def placed(risk: Risk) -> tuple[tuple[tuple[int, int, int], tuple[str, int]], Row]:
        order = attention_order(snap, risk), ref_order(risk.ref)
        return order, risk_row(snap, risk)

    place = keeping(snap, "risks-placed", context(snap), placed)
    return [row for _, row in sorted(map(place, found), key=itemgetter(0))]
