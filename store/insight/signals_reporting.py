"""Signals of a reporting layer: slides, and risk that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from store.domain.agenda import SYNCS
from store.domain.calendar import day
from store.domain.clock import Phase
from store.domain.demo import event_kind, shows_items
from store.domain.records import Event, Record, Risk
from store.domain.refs import normal_ref
from store.domain.words import plural
from store.insight.demo import feedback_of, live_share
from store.insight.events import OUTCOMES, is_over
from store.insight.objectives import references
from store.insight.rte_role import RTE
from store.insight.signal import Signal, facts_with, refs_of
from store.insight.snapshot import Snapshot
from store.insight.thresholds import limit

AGAINST = ("risk", "impediment", "dependency")
"""Kinds that may speak against an objective."""


def reporting(snap: Snapshot) -> Iterator[Signal]:
    """All of them for the current planning interval."""
    held = [e for e in snap.events if snap.is_current(e) and is_over(snap, e)]
    demos = [e for e in held if shows_items(e)]
    yield from _not_live(snap, demos)
    yield from _no_feedback(snap, demos)
    yield from _no_new_risk(snap)
    yield from _far_under(snap)
    yield from _round_robin(snap, held)
    yield from _one_pen(snap)


def _not_live(snap: Snapshot, demos: list[Event]) -> Iterator[Signal]:
    shares = [(event, share) for event in demos if (share := live_share(snap, event))]
    low = [
        (event, live, shown)
        for event, (live, shown) in shares
        if shown and live / shown < limit(snap, "live-share")
    ]
    if low:
        said = ", ".join(f"{event.ref} {live} of {shown} live" for event, live, shown in low)
        yield Signal(
            f"live-share:{snap.pi_name}", "reporting", "What kept the others from being shown?",
            said, refs_of(event for event, _, _ in low),
        )  # fmt: skip


def _no_feedback(snap: Snapshot, demos: list[Event]) -> Iterator[Signal]:
    silent = [event for event in demos if _feedback(snap, event) == 0]
    if silent:
        yield Signal(
            f"no-feedback:{snap.pi_name}", "reporting", "Who was there, and what did they think?",
            facts_with("No feedback on record", refs_of(silent)), refs_of(silent),
        )  # fmt: skip


def _feedback(snap: Snapshot, event: Event) -> int | None:
    """How much feedback a demo got; None where nobody knows."""
    given = (event.given or {}).get("feedback")
    if given is not None:
        return given
    return len(feedback_of(snap, event)) if event.ref in snap.faces else None


def _no_new_risk(snap: Snapshot) -> Iterator[Signal]:
    """The last whole iterations brought no new risk; unknown where no risk has a day."""
    if snap.pi is None:
        return
    over = [i for i in snap.pi.iterations if (end := day(i.end)) and end < snap.today]
    asked = over[-int(limit(snap, "quiet-iterations")) :]
    start = day(asked[0].start) if asked else None
    if start is None or len(asked) < limit(snap, "quiet-iterations"):
        return
    mine = [r for r in snap.risks if snap.is_current(r)]
    days = [_raised(snap, r) for r in mine]
    # One that nobody dated could be a new one: then nothing is known.
    if not mine or None in days or any(on and on >= start for on in days):
        return
    names = " and ".join(i.name for i in asked)
    yield Signal(
        f"no-new-risk:{snap.pi_name}/{asked[-1].name}", "reporting", "Is there really nothing new?",
        f"No new risk in {names}", refs_of(mine),
    )  # fmt: skip


def _raised(snap: Snapshot, risk: Risk) -> date | None:
    if on := day(risk.raised):
        return on
    return snap.local(risk.at).date() if risk.at is not None and risk.event else None


def _far_under(snap: Snapshot) -> Iterator[Signal]:
    """Objectives far under their planned value, with nothing on record against them before."""
    low = [
        o
        for o in snap.objectives
        if snap.is_current(o) and o.actual is not None and o.bv
        and o.actual < limit(snap, "far-under") * o.bv
    ]  # fmt: skip
    if not low:
        return
    spoken = {
        ref
        for kind in AGAINST
        for record in snap.of(Record, kind, snap.pi_name)
        for ref in references(record, "objective", "text")
    }
    silent = [o for o in low if normal_ref(o.ref) not in spoken]
    if silent:
        words = "Far under its planned value, and nothing was on record against it"
        yield Signal(
            f"late-news:{snap.pi_name}", "reporting", "When did somebody first know?",
            facts_with(words, refs_of(silent)), refs_of(silent),
        )  # fmt: skip


def _round_robin(snap: Snapshot, held: list[Event]) -> Iterator[Signal]:
    """Syncs whose round of the teams took more than its share of the time."""
    long = []
    for event in held:
        face = snap.faces.get(event.ref)
        if event_kind(event) not in SYNCS or face is None or face.phase is not Phase.CLOSED:
            continue
        rounds = {step.key for step in event.steps if step.surface == "questions" or step.each}
        whole = sum(row.spent_ms for row in face.rows)
        round_ms = sum(row.spent_ms for row in face.rows if row.key in rounds)
        if whole and round_ms / whole > limit(snap, "round-share"):
            long.append(event)
    if long:
        yield Signal(
            f"round-robin:{snap.pi_name}", "reporting", "What could be read beforehand?",
            facts_with("The round took most of the sync", refs_of(long)), refs_of(long),
        )  # fmt: skip


def _one_pen(snap: Snapshot) -> Iterator[Signal]:
    """Everything was written down by the RTE's role: nobody else enters anything."""
    mine = [
        record
        for kind in OUTCOMES
        for record in snap.of(Record, kind, snap.pi_name)
        if record.by and record.at is not None and record.event
    ]
    if len(mine) >= limit(snap, "captured-least") and all(r.by == RTE for r in mine):
        words = f"All {plural(len(mine), 'record')} of this interval were written down by the RTE"
        yield Signal(
            f"one-pen:{snap.pi_name}", "reporting", "How could teams enter their own?",
            words, refs_of(mine),
        )  # fmt: skip
