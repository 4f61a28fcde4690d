"""Working agreements and policies in force: what the train has agreed to do from now on."""

from __future__ import annotations

from store.domain.calendar import day
from store.domain.records import Improvement
from store.domain.words import short_date
from store.insight.improvements import improvement_row, in_force
from store.insight.rows import Row, Section, Surface, ref_order
from store.insight.snapshot import Snapshot

NATURES = (("working agreement", "Working agreements"), ("policy", "Policies"))


def standing(snap: Snapshot) -> list[Improvement]:
    """Those in force, in the order of their references."""
    return sorted(
        (one for one in snap.improvements if in_force(one)), key=lambda o: ref_order(o.ref)
    )


def _row(item: Improvement, snap: Snapshot) -> Row:
    row = improvement_row(item, snap)
    since = day(item.done)
    said = f"since {short_date(since, snap.today)}" if since else ""
    origin = f"from the I&A of {item.raised_in}" if item.raised_in else ""
    note = " · ".join(part for part in (said, origin, row.note) if part)
    return Row(
        row.kind, row.id, row.ref, "", item.nature or "", row.text, row.who, note, row.urgency,
        row.computed,
    )  # fmt: skip


def agreements(snap: Snapshot) -> Surface:
    """What holds now, for every event to look at."""
    found = standing(snap)
    sections = tuple(
        Section(title, tuple(_row(one, snap) for one in found if one.nature == nature))
        for nature, title in NATURES
        if any(one.nature == nature for one in found)
    )
    empty = Section(
        "In force",
        (),
        "No working agreement is in force. One comes of an improvement item that is a working "
        "agreement and is done.",
    )
    return Surface(
        "agreements",
        "Working agreements in force",
        sections or (empty,),
        "Does this still hold, and do we keep to it?",
    )
