"""What is stuck, in front of a room: the queue of impediments, and causes that come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from store.domain.calendar import day
from store.domain.impeding import awaited
from store.domain.records import Impediment
from store.domain.words import plural
from store.insight.impediments import (
    by_attention,
    holidays,
    impediment_row,
    is_open,
    needs_somebody,
)
from store.insight.mixed import row_of
from store.insight.rows import Row, Section, Surface
from store.insight.snapshot import Snapshot
from store.insight.stuck import meant_for, recurring, times_word

LATELY = timedelta(days=14)
"""How long a closed impediment stays in sight, so that the room hears what became of it."""

NOTHING_STUCK = "Nothing is stuck, or nobody has said so yet. Press i to capture an impediment."


def impediment_queue(snap: Snapshot) -> Surface:
    """Open impediments by what needs attention first, then what is to be verified or lately was."""
    today, off = snap.today, holidays(snap)
    parts: dict[str, list[Impediment]] = {name: [] for name in SECTIONS}
    for item in snap.impediments:
        if name := _part(item, snap):
            parts[name].append(item)
    sections = [
        Section(name, tuple(by_attention(found, today, off)), SECTIONS[name])
        for name, found in parts.items()
        if found or SECTIONS[name]
    ]
    if not any(parts[name] for name in OF_OPEN):
        sections[0] = Section(sections[0].title, (), NOTHING_STUCK)
    return Surface(
        "impediments",
        "Impediments and escalations",
        tuple(sections),
        "Which of these can no team move itself?",
    )


SECTIONS = {
    "Needs somebody now": "None: each one has a next step in time, at a level that can help.",
    "Waiting for an answer": "",
    "On hold": "",
    "Open": "",
    "To be verified by the team that raised it": "",
    "Lately closed": "",
}
"""Sections of the queue, each with what it says when it is empty; most are left out then."""

OF_OPEN = tuple(SECTIONS)[:4]


def _part(item: Impediment, snap: Snapshot) -> str:
    """The section an impediment belongs to; "" for one that was closed long ago."""
    if item.state == "resolved":
        return "To be verified by the team that raised it"
    if not is_open(item):
        closed = day(item.verified) or day(item.done)
        return "Lately closed" if closed and snap.today - closed <= LATELY else ""
    if needs_somebody(item, snap.today, holidays(snap)):
        return "Needs somebody now"
    if item.state == "on hold":
        return "On hold"
    return "Waiting for an answer" if item.state == "escalated" or awaited(item) else "Open"


def causes(snap: Snapshot) -> Surface:
    """Causes met more than once, over all planning intervals, with what is meant to end them."""
    by_ref = {item.ref: item for item in snap.impediments}
    found = recurring(snap, snap.impediments, every=True)
    sections = [
        Section(_title(group), tuple(_of_cause(group["refs"], by_ref, snap))) for group in found
    ]
    grouped = {ref for group in found for ref in group["refs"]}
    alone = [i for i in snap.impediments if i.systemic and i.ref not in grouped]
    if alone:
        rows = tuple(by_attention(alone, snap.today, holidays(snap)))
        sections.append(Section("Said to be systemic, met once so far", rows))
    if not sections:
        sections = [Section("Causes", (), NO_CAUSES)]
    return Surface(
        "causes",
        "Causes that come back",
        tuple(sections),
        "What would end this, rather than get us through it once more?",
    )


NO_CAUSES = (
    'No cause has come back so far. w on an impediment and "same cause" links it to an earlier '
    "one, in a capture it is written like:I4."
)


def _title(group: dict[str, Any]) -> str:
    """How often, over how long, and whether anything is meant to end it."""
    parts = [group["refs"][0], times_word(len(group["refs"]))]
    if len(group["intervals"]) > 1:
        parts.append(f"in {plural(len(group['intervals']), 'planning interval')}")
    parts.append("still open" if group["open"] else "all closed")
    if not group["improvements"]:
        parts.append("no improvement is meant for it yet")
    return " · ".join(parts)


def _of_cause(refs: Iterable[str], by_ref: dict[str, Impediment], snap: Snapshot) -> list[Row]:
    """The impediments of a cause as they were raised, then the improvements meant for it."""
    today, off = snap.today, holidays(snap)
    found = [by_ref[ref] for ref in refs]
    rows = [
        impediment_row(item, today, off)
        for item in sorted(found, key=lambda item: item.raised or "")
    ]
    return rows + _meant_to_end_it(snap, found)


def _meant_to_end_it(snap: Snapshot, found: list[Impediment]) -> list[Row]:
    """The improvements meant for these impediments, and whether what they measure has moved."""
    return [
        row_of("improvement", one, snap)
        for one in snap.improvements
        if any(meant_for(one, item) for item in found)
    ]


IMPEDIMENT_SURFACES: dict[str, Callable[[Snapshot], Surface]] = {
    "impediments": impediment_queue,
    "causes": causes,
}
"""Surfaces of what is stuck, by name."""
