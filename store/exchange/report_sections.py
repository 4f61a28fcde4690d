"""The chapters of both reports, in order: each is one function from a view to a chapter.

To add a chapter, add a line to `IA` or `PI`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from store.domain.records import Milestone, Record
from store.exchange.report_document import Chapter, Part, Reading, Said
from store.exchange.report_parts import (
    View,
    of_grid,
    of_surface,
    records,
    surface_chapter,
)
from store.exchange.report_problems import problems
from store.insight import (
    agreements,
    blocks,
    candidates,
    decisions,
    dependencies,
    events,
    impediments,
    improvements,
    milestones,
    risks,
    signals,
)
from store.insight.called import interval_of
from store.insight.improvement_measures import improvements as improvements_measured
from store.insight.inspect import inspect
from store.insight.measuring import keys, measure_called
from store.insight.mixed import row_of
from store.insight.objectives import objective_rows
from store.insight.planning_board import planning_board
from store.insight.predictability import predictability
from store.insight.rows import Surface
from store.insight.snapshot import Snapshot
from store.insight.summaries import Listing, summary
from store.insight.votes import votes

Make = Callable[[View], Chapter]


def _surface(make: Callable[[Snapshot], Surface], key: str, title: str, view: View) -> Chapter:
    return surface_chapter(key, title, make(view.there), view)


def _improvements(view: View) -> Chapter:
    found = of_surface(improvements.improvements(view.there), view)
    if not found:
        mine = [i for i in view.snap.improvements if view.snap.in_interval(i, view.pi)]
        rows = [row_of("improvement", item, view.snap) for item in mine]
        found = (records("", rows, view, "No improvement item on record."),)
    worked = Reading(improvements_measured(view.snap, view.pi))
    return Chapter("improvements", "Improvements and verdicts", (*found, worked))


def _predictability(view: View) -> Chapter:
    one = Reading(predictability(view.snap, view.pi))
    return Chapter("predictability", "ART predictability", (one,))


def _measure(key: str, view: View) -> Chapter | None:
    """One measure without a chapter of its own: a slice of a long report."""
    one = measure_called(view.snap, key, view.pi)
    return None if one is None else Chapter("measures", "Measures", (Reading(one),))


def _facts(view: View) -> Chapter:
    """Everything that the interval produced, each record once, with its event."""
    found = inspect(view.snap, view.pi)
    parts: list[Part] = []
    for section in found.sections:
        rows = []
        for row in section.rows:
            record = view.record(row)
            # The screen shows the origin where a report has a column of its own for it.
            rows.append(row_of(row.kind, record, view.snap) if record else row)
        parts.append(records(section.title, rows, view, section.empty))
    return Chapter("facts", "Facts of the planning interval", tuple(parts), found.question)


def _sums(kind: str, mine: Sequence[Record], view: View) -> Iterator[Part]:
    """What the records of a kind add up to, in the sentences of its own list."""
    every = view.snap.of(Record, kind)
    found = summary(kind, Listing(view.snap, mine, every, (view.pi,)))
    for line in found.lines:
        yield Said(line)


def _objectives(view: View) -> Chapter:
    """By team in the train's order; planned and actual value, no percentage of a team."""
    rows = objective_rows(view.snap, view.pi)
    names = {team.short: team.name for team in view.snap.teams}
    parts = []
    for who in dict.fromkeys(row.who for row in rows):
        title = " · ".join(part for part in (who, names.get(who, "")) if part) or "No team"
        parts.append(records(title, [row for row in rows if row.who == who], view))
    return Chapter(
        "objectives", "PI objectives", tuple(parts) or (Said("No objective on record."),)
    )


def _dependencies(view: View) -> Chapter:
    pi = interval_of(view.snap, view.pi)
    mine = [d for d in view.snap.dependencies if view.snap.in_interval(d, view.pi)]
    rows = dependencies.by_attention(mine, pi, view.snap.today, blocks.against(view.snap))
    board = of_grid("ART planning board", planning_board(view.there).grid)
    return Chapter(
        "dependencies",
        "Dependencies",
        (
            *_sums("dependency", mine, view),
            records("", rows, view, "No dependency on record."),
            board,
        ),
    )


def _risks(view: View) -> Chapter:
    mine = [r for r in view.snap.risks if view.snap.in_interval(r, view.pi)]
    parts = []
    for letter in "ROAMU":
        found = [risk for risk in mine if risk.roam == letter]
        if found:
            rows = risks.by_attention(found, view.snap.today)
            parts.append(records(risks.LETTERS[letter], rows, view))
    said = (*_sums("risk", mine, view), *parts) if mine else (Said("No risk on record."),)
    return Chapter("risks", "Risks by ROAM letter", said)


def _impediments(view: View) -> Chapter:
    mine = [i for i in view.snap.impediments if view.snap.in_interval(i, view.pi)]
    rows = impediments.by_attention(mine, view.snap.today, impediments.holidays(view.snap))
    return Chapter(
        "impediments",
        "Impediments",
        (
            *(_sums("impediment", mine, view) if mine else ()),
            records("", rows, view, "No impediment on record."),
        ),
    )


def _decisions(view: View) -> Chapter:
    mine = [d for d in view.snap.decisions if view.snap.in_interval(d, view.pi)]
    rows = decisions.newest_first(mine, view.snap)
    return Chapter("decisions", "Decisions", (records("", rows, view, "No decision on record."),))


def _events(view: View) -> Chapter:
    mine = [e for e in view.snap.events if view.snap.in_interval(e, view.pi)]
    rows = events.event_rows(view.snap, mine)
    return Chapter(
        "events",
        "Events and what each left behind",
        (
            *(_sums("event", mine, view) if mine else ()),
            records("", rows, view, "No event on record."),
        ),
    )


def _milestones(view: View) -> Chapter:
    pi = interval_of(view.snap, view.pi)
    mine = view.snap.of(Milestone, "milestone", view.pi)
    rows = [
        milestones.milestone_row(item, pi, view.snap.today) for item in milestones.by_time(mine, pi)
    ]
    return Chapter(
        "milestones", "Milestones", (records("", rows, view, "No milestone on record."),)
    )


def _carried(view: View) -> Chapter:
    """What came into the interval from an earlier one, and what went on from it to a later one."""
    into, onward = [], []
    for kind in ("risk", "impediment", "dependency", "action", "topic", "improvement"):
        for record in view.snap.of(Record, kind):
            row = row_of(kind, record, view.snap)
            if _came_into(record, view.pi):
                into.append(row)
            elif _went_on(record, view):
                onward.append(row)
    closed = interval_of(view.snap, view.pi).closed
    said = f"Closed on {closed}." if closed else "Not closed yet."
    return Chapter(
        "carried",
        "Carried and closed",
        (
            Said(said),
            records("Carried into it", into, view, "Nothing was carried into it."),
            records("Carried on from it", onward, view, "Nothing was carried on from it."),
        ),
    )


def _came_into(record: Record, pi: str) -> bool:
    return pi in record.carried or (record.pi == pi and bool(getattr(record, "carries", None)))


def _went_on(record: Record, view: View) -> bool:
    goes_on = bool(record.carried or getattr(record, "carried_as", None))
    return goes_on and view.snap.in_interval(record, view.pi)


IA: tuple[Make, ...] = (
    _improvements,
    _predictability,
    problems,
    partial(_surface, candidates.candidates, "candidates", "Problem candidates"),
    partial(_surface, signals.signals, "signals", "Questions from the records"),
    partial(_surface, agreements.agreements, "agreements", "Working agreements in force"),
    _facts,
    _carried,
)
"""Inspect & Adapt; the measures stand behind predictability, one after the other."""
MEASURES_AFTER = _predictability
PI: tuple[Make, ...] = (
    _objectives,
    partial(_surface, votes, "votes", "Confidence vote"),
    _dependencies,
    _risks,
    _impediments,
    _decisions,
    _milestones,
    _events,
    _carried,
)
"""The plan and the run of an interval."""


def makers(kind: str, snap: Snapshot) -> tuple[Callable[[View], Chapter | None], ...]:
    """Every slice of a report, in order; chapters of one key that follow each other are one."""
    if kind == "pi":
        return PI
    found: list[Callable[[View], Chapter | None]] = []
    for make in IA:
        found.append(make)
        if make is MEASURES_AFTER:
            # Both have a chapter of their own above.
            told = ("predictability", "improvements-worked")
            found += [partial(_measure, key) for key in keys(snap) if key not in told]
    return tuple(found)
