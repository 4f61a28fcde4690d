"""Minutes of an event as Markdown: outcomes first, each with where it came from.

Can be printed at any moment, also in the middle of an event. What a person typed renders as
typed; the program's own words (times, dates, counts) are Markdown as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from store.domain.calendar import day
from store.domain.clock import AgendaRow, Face, Phase
from store.domain.deciding import AGREED
from store.domain.records import Decision, Event, Record
from store.domain.text import md
from store.domain.words import balance, minutes, week_date
from store.exchange.minutes_demo import demo_lines
from store.exchange.minutes_impediments import escalation_section
from store.exchange.minutes_planning import in_retro, planning_lines
from store.exchange.minutes_risks import roam_section
from store.exchange.problem_md import problem_section
from store.exchange.report_profile import Veil, for_art
from store.insight.events import captured_in, counts_in_words, is_known, is_over, left_behind
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
    """The minutes of `event` as they stand at the snapshot's moment, without private words."""
    veil = Veil(snap)
    handed = for_art(snap, veil, traces=True)
    known = handed.event_called(event.ref) or replace(event, text=event.kind)
    lines = [line for line in _lines(handed, known) if not veil.hides(line)]
    return "\n".join(lines) + "\n"


def _lines(snap: Snapshot, event: Event) -> Iterator[str]:
    face = snap.faces.get(event.ref)
    on = day(event.on)
    train = snap.train.name if snap.train else ""
    yield f"# {md(event.title)} {md(event.ref)}"
    yield ""
    facts = [md(train), md(event.pi or ""), f"{week_date(on)} {on.year}" if on else ""]
    yield " · ".join(part for part in facts if part)
    yield ""
    if face:
        yield _timing(face, snap)
    elif event.minutes is not None:
        yield f"Took {event.minutes} min."
    yield from ("", _outcome(snap, event))
    yield from demo_lines(snap, event)
    found = captured_in(snap, event.ref)
    for kind, heading in HEADINGS.items():
        records = [record for k, record in found if k == kind and not in_retro(record)]
        if records:
            yield from ("", f"## {heading}", "")
            for record in records:
                yield _item(kind, record, snap)
    yield from planning_lines(snap, event)
    yield from roam_section(snap, event)
    yield from escalation_section(snap, event)
    yield from problem_section(snap, event)
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


def _outcome(snap: Snapshot, event: Event) -> str:
    """What came of it, in a sentence; an event that still runs has not left nothing behind."""
    outcome = counts_in_words(left_behind(snap, event))
    if outcome:
        return f"Left behind: {outcome}." if is_over(snap, event) else f"So far: {outcome}."
    if not is_over(snap, event):
        return "Nothing captured so far."
    if not is_known(snap, event):
        return "What it left behind is not on record."
    return "Left nothing behind."


def _agenda(row: AgendaRow) -> str:
    took = {"skipped": "not reached", "to come": "to come"}.get(row.state, minutes(row.spent_ms))
    return f"| {md(row.title)} | {minutes(row.planned_ms)} | {took} |"


def _item(kind: str, record: Record, snap: Snapshot) -> str:
    details = " · ".join((*_who_and_when(record), *_origin(kind, record, snap)))
    return f"- **{md(record.ref)}** {md(record.text)}" + (f" ({details})" if details else "")


def _who_and_when(record: Record) -> Iterator[str]:
    """What people said of a record, beside its words."""
    team = getattr(record, "team", None)
    teams = [name for name in (team, *record.teams) if name]
    if teams:
        yield " ".join(md(f"@{name}") for name in teams)
    if provider := getattr(record, "provider", None):
        yield f"{md(provider)} → {md(getattr(record, 'consumer', None) or '?')}"
    for word in ("need", "plan"):
        if named := getattr(record, word, None):
            yield f"{'needed by' if word == 'need' else 'planned in'} {md(named)}"
    if owner := getattr(record, "owner", None):
        yield f"owner {md(owner)}"
    if due := day(getattr(record, "due", None)):
        yield f"by {week_date(due)}"
    if review := day(getattr(record, "review", None)):
        yield f"review {week_date(review)}"


def _origin(kind: str, record: Record, snap: Snapshot) -> Iterator[str]:
    """What is still missing, what it is linked to, and the minute it was said in."""
    if isinstance(record, Decision) and record.state != AGREED:
        after = f" by {md(record.superseded)}" if record.superseded else ""
        yield f"{md(record.state)}{after}"
    for lack in missing(record, kind):
        yield f"no {lack} yet"
    if record.links:
        yield "see " + ", ".join(md(ref) for ref in record.links)
    if record.at is not None:
        minute = f", min {record.minute}" if record.minute is not None else ""
        yield f"{snap.clock_time(record.at)}{minute}"
