"""How rows and surfaces become parts of a report, and where a record is said to come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from store.domain.records import Record
from store.exchange.report_document import Chapter, Drawn, Entry, Grid, Part, Records, Said
from store.insight import rows
from store.insight.called import interval_of
from store.insight.private import is_private
from store.insight.snapshot import Snapshot

PRIVATE_LINE = "private line, not for everybody"
"""Said at a private line in a full report."""


@dataclass(frozen=True, slots=True)
class View:
    """A train seen for one report: its snapshot, the interval that is meant, and how much is told.

    `snap` tells of the moment; `there` speaks of the interval as if it were the current one, for
    surfaces that know no other.
    """

    snap: Snapshot
    pi: str
    full: bool
    there: Snapshot

    def record(self, row: rows.Row) -> Record | None:
        """The record behind a row, found once by kind."""
        known: dict[tuple[str, str], Record] = self.snap.memo.setdefault("report", {})
        if not known:
            known.update(
                ((kind, record.id), record)
                for kind, records in self.snap.records.items()
                for record in records
            )
        return known.get((row.kind, row.id))


def view_of(snap: Snapshot, pi: str, *, full: bool) -> View:
    """The view of an interval."""
    there = snap
    if pi != snap.pi_name or snap.running is not None:
        there = replace(snap, pi=interval_of(snap, pi), running=None, memo={})
    return View(snap, pi, full, there)


def origin(record: Record, view: View) -> str:
    """`ART Sync E8`; in a full report also step, minute and who captured it."""
    if view.full:
        said = view.snap.stamp(record) or getattr(record, "during", None) or ""
        return " · ".join(part for part in (said, f"by {record.by}" if record.by else "") if part)
    event = view.snap.event_called(record.event) if record.event else None
    if event:
        return f"{event.title} {event.ref}"
    return record.event or getattr(record, "during", None) or ""


def entry(row: rows.Row, view: View) -> Entry:
    """A row as a report shows it."""
    record = view.record(row)
    note = row.note
    if record is not None and is_private(record):
        note = " · ".join(part for part in (PRIVATE_LINE, note) if part)
    return Entry(
        row.kind, row.ref, row.when, row.state, row.text, row.who, note,
        origin(record, view) if record is not None else "", row.computed,
    )  # fmt: skip


def records(title: str, found: Iterable[rows.Row], view: View, empty: str = "") -> Records:
    """Rows under a heading."""
    return Records(title, tuple(entry(row, view) for row in found), empty)


def of_surface(surface: rows.Surface, view: View) -> tuple[Part, ...]:
    """Everything that a surface shows: its question apart, sections, then its charts."""
    parts: list[Part] = [
        Records(
            section.title,
            tuple(entry(row, view) for row in section.rows),
            section.empty,
            tuple((told.label, told.words) for told in section.told),
        )
        for section in surface.sections
        if section.rows or section.empty or section.told
    ]
    charts = [chart for found in surface.charts.values() for chart in found]
    return (*parts, *map(Drawn, charts))


def surface_chapter(key: str, title: str, surface: rows.Surface, view: View) -> Chapter:
    """A surface as a chapter of its own."""
    parts = of_surface(surface, view) or (Said("Nothing on record."),)
    return Chapter(key, title, parts, surface.question)


def of_grid(title: str, grid: rows.Grid | None) -> Grid:
    """A grid of the screen as a table; lines of the same title are one row."""
    if grid is None:
        return Grid(title, (), ())
    lines: list[list[str]] = []
    for line in grid.lines:
        cells = [", ".join(mark.text for mark in cell.marks if mark.text) for cell in line.cells]
        if line.title or not lines:
            lines.append([line.title, *cells])
        else:
            for place, said in enumerate(cells, 1):
                lines[-1][place] = ", ".join(part for part in (lines[-1][place], said) if part)
    return Grid(title, ("", *grid.columns), tuple(map(tuple, lines)), grid.empty)
