"""Minutes of an event as Markdown: outcomes first, each with where it came from.

Can be printed at any moment, also in the middle of an event; what a person typed renders as typed.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.calendar import day
from store.domain.clock import AgendaRow, Face, Phase
from store.domain.records import Event, Record
from store.domain.text import md
from store.domain.words import balance, minutes, week_date
from store.insight.events import captured_in, counts_in_words, left_behind
from store.insight.promises import missing
from store.insight.snapshot import Snapshot

HEADINGS = {
    "decision": "Decisions",
    "action": "Actions",
    "impediment": "Impediments",
    "risk": "Risks",
    "dependency": "Dependencies",
    "topic": "Meet-after topics",
    "objective": "Objectives",
}


def event_minutes(snap: Snapshot, event: Event) -> str:
    """The minutes of `event` as they stand at the snapshot's moment."""
    return "\n".join(_lines(snap, event)) + "\n"


def _lines(snap: Snapshot, event: Event) -> Iterator[str]:
    face = snap.faces.get(event.ref)
    on = day(event.on)
    train = snap.train.name if snap.train else ""
    yield f"# {md(event.title)} {md(event.ref)}"
    yield ""
    facts = [train, event.pi or "", week_date(on) + f" {on.year}" if on else ""]
    yield " · ".join(md(part) for part in facts if part)
    yield ""
    if face:
        yield _timing(face, snap)
    elif event.minutes is not None:
        yield f"Took {event.minutes} min."
    outcome = counts_in_words(left_behind(snap, event))
    yield ""
    yield f"Left behind: {outcome}." if outcome else "Left nothing behind."
    found = captured_in(snap, event.ref)
    for kind, heading in HEADINGS.items():
        records = [record for k, record in found if k == kind]
        if records:
            yield from ("", f"## {heading}", "")
            for record in records:
                yield _item(kind, record, snap)
    if face:
        yield from ("", "## Agenda", "", "| Step | Planned | Took |", "| --- | ---: | ---: |")
        for row in face.rows:
            yield _agenda(row)


def _timing(face: Face, snap: Snapshot) -> str:
    if face.started_at is None:
        return "Not started yet."
    began = snap.clock_time(face.started_at)
    if face.phase is Phase.CLOSED:
        took = minutes(face.ends_at - face.started_at)
        return f"{began} to {snap.clock_time(face.ends_at)}, {took}, {balance(face.behind_ms)}."
    return f"Began {began}, still open; projected end {snap.clock_time(face.ends_at)}."


def _agenda(row: AgendaRow) -> str:
    took = "not reached" if row.state in ("skipped", "to come") else minutes(row.spent_ms)
    return f"| {md(row.title)} | {minutes(row.planned_ms)} | {took} |"


def _item(kind: str, record: Record, snap: Snapshot) -> str:
    details: list[str] = []
    if record_team := getattr(record, "team", None):
        details.append(f"@{record_team}")
    if provider := getattr(record, "provider", None):
        details.append(f"{provider} → {getattr(record, 'consumer', None) or '?'}")
    if owner := getattr(record, "owner", None):
        details.append(f"owner {owner}")
    if due := day(getattr(record, "due", None)):
        details.append(f"by {week_date(due)}")
    if review := day(getattr(record, "review", None)):
        details.append(f"review {week_date(review)}")
    details += [f"no {lack} yet" for lack in missing(record, kind)]
    if record.links:
        details.append("see " + ", ".join(record.links))
    if record.at is not None:
        details.append(f"{snap.clock_time(record.at)}, min {record.minute}")
    tail = " · ".join(md(part) for part in details)
    return f"- **{md(record.ref)}** {md(record.text)}" + (f" ({tail})" if tail else "")
