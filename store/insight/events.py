"""Events: what each left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from itertools import groupby

from store.domain.calendar import day
from store.domain.clock import Phase
from store.domain.records import Event, Lettered, Record, Risk, Vote
from store.domain.wall_clock import day_and_time
from store.domain.words import minutes, plural, short_date
from store.insight.demo import live_share
from store.insight.kept import keeping
from store.insight.rows import Row, Section, Urgency, ref_order
from store.insight.snapshot import Snapshot

OUTCOMES = (
    "decision",
    "action",
    "risk",
    "impediment",
    "dependency",
    "topic",
    "objective",
    "feedback",
)
"""Kinds that count as something left behind."""

MANY = {
    "dependency": ("dependency", "dependencies"),
    "feedback": ("piece of feedback", "pieces of feedback"),
}
"""How a kind is counted, where it is not its name with an s."""

GIVEN = {"decisions": "decision", "actions": "action", "changes": "change"}


def captured_in(snap: Snapshot, event: str) -> list[tuple[str, Record]]:
    """Records captured during an event, oldest first, with their kind."""
    found = _captured(snap).get(event, [])
    # Behind its kind, an id sorts by the order in which records of one moment were made; those
    # without a name by chance, because all of an event carry its beginning.
    return sorted(found, key=lambda pair: (pair[1].at or 0, pair[1].id.rpartition("-")[2]))


def _captured(snap: Snapshot) -> dict[str, list[tuple[str, Record]]]:
    """Records that count as outcomes by their event, looked up once for all events."""
    if "outcomes" not in snap.memo:
        found: dict[str, list[tuple[str, Record]]] = {}
        for kind in OUTCOMES:
            for record in snap.records.get(kind, ()):
                if record.event is not None and record.archived is None:
                    found.setdefault(record.event, []).append((kind, record))
        snap.memo["outcomes"] = found
    known: dict[str, list[tuple[str, Record]]] = snap.memo["outcomes"]
    return known


def captured_sections(snap: Snapshot, event: Event) -> tuple[Section, ...]:
    """What was captured during an event, newest on top, with its minute, by the step it came in.

    Worked out once for a snapshot: whoever looks at another surface has it beside that again.
    """
    made: dict[str, tuple[Section, ...]] = snap.memo.setdefault("captured", {})
    if event.ref not in made:
        made[event.ref] = _captured_sections(snap, event)
    return made[event.ref]


def _captured_sections(snap: Snapshot, event: Event) -> tuple[Section, ...]:
    titles = {step.key: step.title for step in event.steps}
    sections: list[Section] = []
    newest_first = reversed(captured_in(snap, event.ref))
    context = (event.ref, _is_long(event), snap.zone)
    rows_of = {
        kind: keeping(snap, f"captured-{kind}", context, partial(_captured_row, snap, event, kind))
        for kind in OUTCOMES
    }
    for step, found in groupby(newest_first, key=lambda pair: pair[1].step):
        rows = tuple(rows_of[kind](record) for kind, record in found)
        sections.append(Section(titles.get(step or "", event.title), rows))
    return tuple(sections)


def _is_long(event: Event) -> bool:
    """Whether it goes over several days."""
    return bool(event.steps) and event.steps[-1].day > 1


def _when(snap: Snapshot, event: Event, record: Record) -> str:
    """`min 14`; over several days, in which nobody counts minutes, `Thu 09:14`."""
    if record.minute is None:
        return ""
    if _is_long(event) and record.at is not None:
        return day_and_time(record.at, snap.zone)
    return f"min {record.minute}"


def _captured_row(snap: Snapshot, event: Event, kind: str, record: Record) -> Row:
    return Row(
        kind=kind,
        id=record.id,
        ref=record.ref,
        when=_when(snap, event, record),
        state="",
        text=record.text,
        who=getattr(record, "owner", None) or getattr(record, "team", None) or "",
    )


def letters_given(snap: Snapshot, event: str) -> list[tuple[Risk, Lettered]]:
    """The ROAM letters that an event gave, and what it handed back, in order."""
    if "letters" not in snap.memo:
        found: dict[str, list[tuple[Risk, Lettered]]] = {}
        for risk in snap.risks:
            for letter in risk.roamed:
                if letter.event:
                    found.setdefault(letter.event, []).append((risk, letter))
        snap.memo["letters"] = found
    given: list[tuple[Risk, Lettered]] = snap.memo["letters"].get(event, [])
    return sorted(given, key=lambda pair: pair[1].at or 0)


def _merged_in(snap: Snapshot, event: str) -> int:
    if "merged" not in snap.memo:
        snap.memo["merged"] = Counter(r.settled_in for r in snap.risks if r.merged)
    return int(snap.memo["merged"][event])


def _votes_in(snap: Snapshot, event: str) -> int:
    if "votes in" not in snap.memo:
        snap.memo["votes in"] = Counter(vote.event for vote in snap.of(Vote, "vote"))
    return int(snap.memo["votes in"][event])


def _changed_in(snap: Snapshot, event: str) -> int:
    """Records whose state an event changed; a risk is told by its letters."""
    if "changed" not in snap.memo:
        kinds = (kind for kind in (*OUTCOMES, "milestone") if kind != "risk")
        found = (r.changed_in for kind in kinds for r in snap.of(Record, kind))
        snap.memo["changed"] = Counter(ref for refs in found for ref in refs)
    count: int = snap.memo["changed"][event]
    return count


def left_behind(snap: Snapshot, event: Event) -> dict[str, int]:
    """How many records of each kind an event produced, as captured or as imported.

    A ROAM letter given, a double merged and a state or level that became another is a change.

    An outcome that nobody stated of an imported event is not in it: unknown is not zero.
    """
    counts: dict[str, int] = {}
    for kind, _ in captured_in(snap, event.ref):
        counts[kind] = counts.get(kind, 0) + 1
    if votes := _votes_in(snap, event.ref):
        counts["vote"] = votes
    changed = len(letters_given(snap, event.ref)) + _merged_in(snap, event.ref)
    changed += _changed_in(snap, event.ref)
    if changed:
        counts["change"] = changed
    for name, count in (event.given or {}).items():
        if name in GIVEN and count:
            counts[GIVEN[name]] = counts.get(GIVEN[name], 0) + count
    return counts


def is_over(snap: Snapshot, event: Event) -> bool:
    """Whether it has taken place: closed, or imported with its outcome or a day that is past."""
    seen = snap.faces.get(event.ref)
    if seen:
        return seen.phase is Phase.CLOSED
    on = day(event.on)
    return event.given is not None or (on is not None and on < snap.today)


def is_known(snap: Snapshot, event: Event) -> bool:
    """Whether its outcome is on record: held here, or imported with at least one such count."""
    return event.ref in snap.faces or any(name in GIVEN for name in event.given or ())


def left_nothing(snap: Snapshot, event: Event) -> bool:
    """Whether it took place and nothing came of it: no decision, no action, no changed state."""
    return is_over(snap, event) and is_known(snap, event) and not left_behind(snap, event)


def counts_in_words(counts: dict[str, int]) -> str:
    """`1 decision · 3 actions`, in the order of the kinds."""
    order = [*OUTCOMES, "vote", "change"]
    words = {kind: MANY.get(kind, (kind, f"{kind}s")) for kind in order}
    return " · ".join(plural(counts[k], *words[k]) for k in order if counts.get(k))


def _live_share(snap: Snapshot, event: Event) -> str:
    share = live_share(snap, event)
    return f"{share[0]} of {share[1]} items live" if share else ""


def event_row(snap: Snapshot, event: Event) -> Row:
    """An event as lists show it: its date, how long it took, what it left behind."""
    seen = snap.faces.get(event.ref)
    on = day(event.on)
    if seen and seen.phase is not Phase.CLOSED:
        note, state, urgency = f"{seen.phase.value} now", seen.phase.value, Urgency.NEEDS_YOU
    elif left_nothing(snap, event):
        note, state, urgency = "left nothing behind", _took(event, snap), Urgency.NEEDS_YOU
    else:
        outcome = counts_in_words(left_behind(snap, event))
        note = " · ".join(part for part in (outcome, _live_share(snap, event)) if part)
        state, urgency = _took(event, snap), Urgency.NORMAL
    return Row(
        kind="event",
        id=event.id,
        ref=event.ref,
        when=short_date(on, snap.today) if on else "",
        state=state,
        text=event.title,
        who="",
        note=note,
        urgency=urgency,
        computed={
            "left_behind": left_behind(snap, event),
            "left_nothing": left_nothing(snap, event),
            "live_share": _live_share(snap, event),
        },
    )


def _took(event: Event, snap: Snapshot) -> str:
    seen = snap.faces.get(event.ref)
    if seen and seen.started_at is not None:
        return minutes(seen.ends_at - seen.started_at)
    return f"{event.minutes} min" if event.minutes is not None else ""


def event_rows(snap: Snapshot, events: Iterable[Event], most: int | None = None) -> list[Row]:
    """Events, the newest on top; at most so many."""

    def order(event: Event) -> tuple[str, int, tuple[str, int]]:
        return (event.on or "", event.at or 0, ref_order(event.ref))

    ordered = sorted(events, key=order, reverse=True)[:most]
    return [event_row(snap, event) for event in ordered]
