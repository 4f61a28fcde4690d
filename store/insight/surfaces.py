"""What each step puts in front of the room, from the records alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from store.domain.calendar import position
from store.domain.records import Event
from store.insight import (
    blocks,
    decisions,
    dependencies,
    planning,
    promises,
    talks,
)
from store.insight.actual_value import actual_value
from store.insight.agreements import agreements
from store.insight.briefing import brief
from store.insight.candidates import candidates
from store.insight.carrying import carrying
from store.insight.coupling import how_told
from store.insight.demo_surfaces import demo_evidence, demo_feedback, demo_order, demo_talk
from store.insight.events import captured_in
from store.insight.impediment_surfaces import IMPEDIMENT_SURFACES
from store.insight.improvements import improvements
from store.insight.measures_surface import measures
from store.insight.mixed import row_of
from store.insight.objective_surfaces import objectives_off_track
from store.insight.pair_surface import pairs
from store.insight.plan_review import plan_review
from store.insight.planning_board import planning_board
from store.insight.po_sync import features, readiness
from store.insight.radiator import radiator
from store.insight.risk_surfaces import RISK_SURFACES
from store.insight.rows import Row, Section, Surface, Urgency
from store.insight.signals import signals
from store.insight.snapshot import Snapshot
from store.insight.strings import strings
from store.insight.syncs import last_actions as last_actions_surface
from store.insight.syncs import meet_after, questions, risks_due, scope
from store.insight.votes import votes
from store.insight.workshop import WORKSHOP_SURFACES


def board_walk(snap: Snapshot) -> Surface:
    """Dependencies by iteration, from the right: nearest to done first."""
    if snap.pi is None:
        return Surface("board", "Board walk", (Section("No planning interval", ()),))
    pi, sections = snap.pi, []
    mine = [d for d in snap.dependencies if snap.is_current(d)]
    for iteration in reversed(pi.iterations):
        due = [d for d in mine if position(pi, d.need) == position(pi, iteration.name)]
        if not due:
            continue
        here = " · now" if snap.iteration and iteration.name == snap.iteration.name else ""
        rows = tuple(dependencies.by_attention(due, pi, snap.today, blocks.against(snap)))
        sections.append(Section(f"needed by {iteration.name}{here}", rows))
    rest = [d for d in mine if position(pi, d.need) is None]
    if rest or not sections:
        rows = tuple(dependencies.by_attention(rest, pi, snap.today, blocks.against(snap)))
        sections.append(Section("No need-by iteration", rows, "No dependencies. Press x for one."))
    return Surface("board", "Board walk, right to left", tuple(sections), "What is nearly done?")


def dependencies_due(snap: Snapshot) -> Surface:
    """Open dependencies that this or the next iteration needs, then the later ones."""
    if snap.pi is None:
        return Surface("dependencies", "Dependencies", (Section("No planning interval", ()),))
    pi, here = snap.pi, position(snap.pi, snap.iteration.name if snap.iteration else None)
    mine = [d for d in snap.dependencies if snap.is_current(d)]
    waiting = [d for d in mine if dependencies.is_open(d)]

    def due(place: int | None) -> bool:
        return place is None or here is None or place <= here + 1

    soon = [d for d in waiting if due(position(pi, d.need))]
    later = [d for d in waiting if not due(position(pi, d.need))]
    settled = [d for d in mine if not dependencies.is_open(d)]
    return Surface(
        "dependencies",
        "Dependencies due",
        (
            Section(
                "Needed this iteration or the next",
                tuple(dependencies.by_attention(soon, pi, snap.today, blocks.against(snap))),
                "Nothing due. Press x to capture a dependency, like DRE>BEA need:I5.",
            ),
            Section(
                "Later",
                tuple(dependencies.by_attention(later, pi, snap.today, blocks.against(snap))),
            ),
            Section(
                "Settled",
                tuple(dependencies.by_attention(settled, pi, snap.today, blocks.against(snap))),
            ),
            *how_told(waiting),
        ),
        "What would remove this dependency?",
    )


def read_back(snap: Snapshot, event: Event | None = None) -> Surface:
    """What this event produced, with what still lacks an owner or a date on top."""
    event = event or snap.running
    if event is None:
        return Surface("readback", "Read back", (Section("No event", ()),))
    lacking: list[Row] = []
    whole: list[Row] = []
    for kind, record in captured_in(snap, event.ref):
        row = row_of(kind, record, snap)
        if lacks := promises.missing(record, kind):
            note = "no " + ", no ".join(lacks)
            lacking.append(replace(row, note=note, urgency=Urgency.NEEDS_YOU))
        else:
            whole.append(row)
    return Surface(
        "readback",
        "Read back",
        (
            Section(
                "Still without an owner or a date",
                tuple(lacking),
                "Nothing lacks an owner or date.",
            ),
            Section("Said in this event", tuple(whole), "Nothing was captured yet."),
        ),
        "Say each one aloud: who, and by when?",
    )


SURFACES: dict[str, Callable[[Snapshot], Surface]] = {
    "objectives": objectives_off_track,
    "board": board_walk,
    "dependencies": dependencies_due,
    "decisions": decisions.decision_log,
    "readback": read_back,
    "talk": talks.talk,
    "break": talks.rest,
    "measures": measures,
    "actual-value": actual_value,
    "last-actions": last_actions_surface,
    "questions": questions,
    "risks-due": risks_due,
    "scope": scope,
    "meet-after": meet_after,
    "features": features,
    "readiness": readiness,
    "demo-feedback": demo_feedback,
    "demo-order": demo_order,
    "demo-talk": demo_talk,
    "demo-evidence": demo_evidence,
    "radiator": radiator,
    "plan-review": plan_review,
    "bv": planning.business_value,
    "planning-board": planning_board,
    "strings": strings,
    "pairs": pairs,
    "votes": votes,
    "retro": planning.retrospective,
    "forward": planning.moving_forward,
    "brief": brief,
    "signals": signals,
    "candidates": candidates,
    "improvements": improvements,
    "agreements": agreements,
    "carrying": carrying,
    **WORKSHOP_SURFACES,
    **IMPEDIMENT_SURFACES,
    **RISK_SURFACES,
}
"""Surfaces by the name that a step's `surface` gives."""


REGISTERS = (
    "objectives",
    "bv",
    "board",
    "planning-board",
    "strings",
    "pairs",
    "dependencies",
    "impediments",
    "risks",
    "exposure-matrix",
    "decisions",
    "last-actions",
    "meet-after",
    "brief",
    "improvements",
    "agreements",
    "signals",
    "readback",
)
"""The lists that can be turned to in every event."""


def surface(snap: Snapshot, name: str) -> Surface:
    """The surface of this name; the read-back for a name that is not known.

    Worked out once for a snapshot: a room asks every second.
    """
    known: dict[str, Surface] = snap.memo.setdefault("surfaces", {})
    if name not in known:
        known[name] = SURFACES.get(name, read_back)(snap)
    return known[name]
