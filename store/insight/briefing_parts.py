"""What a briefing is made of, and the rows that several briefings share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from store.domain.records import Record
from store.domain.words import plural
from store.insight.improvements import in_force
from store.insight.mixed import row_of
from store.insight.pairs import Pair
from store.insight.rows import Row, Urgency
from store.insight.signals import signal_row, standing
from store.insight.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a briefing; `most` of its rows are shown before "and more"."""

    key: str
    title: str
    rows: tuple[Row, ...]
    empty: str = ""
    most: int = 5


def because(row: Row, why: str) -> Row:
    """The row with why it is here, in front of what its own list says of it."""
    return replace(row, note=" · ".join(part for part in (why, row.note) if part))


def rows_of(snap: Snapshot, kind: str, records: Iterable[Record], why: str = "") -> tuple[Row, ...]:
    """Rows of records of a kind, each with why it is here."""
    return tuple(because(row_of(kind, record, snap), why) for record in records)


def signals_part(snap: Snapshot) -> Part:
    """The questions that the records ask; v puts one aside."""
    rows = tuple(signal_row(one) for one in standing(snap))
    return Part("signals", "Questions that the records ask", rows)


def agreements_part(snap: Snapshot) -> Part:
    """Working agreements in force, in one line; the list has them whole."""
    found = [item for item in snap.improvements if in_force(item)]
    if not found:
        return Part("agreements", "", ())
    said = "; ".join(item.text for item in found)
    row = Row(
        "agreements", "agreements", "", "", "", said, "", plural(len(found), "agreement"),
        Urgency.QUIET, {"refs": [item.ref for item in found]},
    )  # fmt: skip
    return Part("agreements", "Agreed on, and in force", (row,))


def pair_row(pair: Pair) -> Row:
    """A pair that comes back, with what was tried."""
    tried = [f"{m.ref} {m.effect or 'not yet moved'}" for m in pair.reductions]
    tried += [f"{ref} removed" for ref in pair.removed]
    return Row(
        kind="pair",
        id=f"pair:{pair.provider}>{pair.consumer}",
        ref="",
        when="",
        state="",
        text=f"{pair.provider}→{pair.consumer}: what would remove it?",
        who="",
        note=f"{plural(len(pair.refs), 'dependency', 'dependencies')} in "
        f"{plural(len(pair.intervals), 'interval')} · tried: {', '.join(tried) or 'nothing'}",
        computed={"refs": [*pair.refs, *(m.ref for m in pair.reductions)]},
    )
