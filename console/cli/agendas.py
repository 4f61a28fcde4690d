"""Agendas for people at a shell: clock times in the train's zone and, when asked, in others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.cli.jsonout import print_json
from console.cli.status import moment
from console.cli.streams import out
from console.config import zones_named
from store.domain.wall_clock import day_and_time
from store.domain.words import balance, clock, minutes

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.domain.clock import AgendaRow
    from store.domain.records import Event
    from store.domain.retiming import Proposal
    from store.insight.snapshot import Snapshot


def agenda_lines(rows: Sequence[AgendaRow], zones: Sequence[ZoneInfo]) -> list[str]:
    """One line a step: its times, its minutes, its title, and what is to be said about it."""
    titles = [zone.key.rsplit("/", 1)[-1].replace("_", " ")[:12] for zone in zones]
    lines = ["  ".join([*(f"{title:<12}" for title in titles), " min  step"])] if zones[1:] else []
    for row in rows:
        times = [f"{day_and_time(row.starts_at, zone):<12}" for zone in zones]
        lines.append("  ".join([*times, f"{round(row.planned_ms / 60_000):>4}  {_said(row)}"]))
    return lines


def _said(row: AgendaRow) -> str:
    notes = []
    if row.fixed_at is not None:
        notes.append("fixed")
    if row.late_ms > 0:
        notes.append(f"reached {minutes(row.late_ms)} late")
    if row.state not in ("to come",):
        notes.append(row.state)
    return row.title + (f" ({', '.join(notes)})" if notes else "")


def rows_json(rows: Sequence[AgendaRow]) -> list[dict[str, object]]:
    """Agenda rows for scripts."""
    return [
        {
            "key": row.key,
            "title": row.title,
            "day": row.day,
            "starts_at": moment(row.starts_at),
            "ends_at": moment(row.ends_at),
            "planned_ms": row.planned_ms,
            "spent_ms": row.spent_ms,
            "state": row.state,
            "fixed": row.fixed_at is not None,
            "late_ms": row.late_ms,
        }
        for row in rows
    ]


def show_running(asked: Asked, snap: Snapshot, event: Event, names: Sequence[str]) -> None:
    """The agenda of the running event as it is expected to run."""
    zones = [snap.zone, *zones_named(names)]
    face = snap.faces[event.ref]
    if asked.json:
        print_json("rte.agenda.1", {"event": event.ref, "steps": rows_json(face.rows)})
        return
    for line in agenda_lines(face.rows, zones):
        out(line)
    out(f"{balance(face.behind_ms)} · ends {snap.clock_time(face.ends_at)}")


def show_proposal(asked: Asked, found: Proposal) -> None:
    """How the deficit would be spread."""
    if asked.json:
        facts = {"deficit_ms": found.deficit_ms, "rest_ms": found.rest_ms, "give": found.give}
        print_json("rte.retime.1", facts)
        return
    if not found.deficit_ms:
        out("The agenda is not behind: there is nothing to spread.")
        return
    out(f"{clock(found.deficit_ms)} behind")
    for each in found.gives:
        out(f"  {each.title}: {clock(each.from_ms)} → {clock(each.to_ms)}")
    if found.rest_ms >= 1000:
        out(f"{clock(found.rest_ms)} remain: park a step, or end later")
    if found.gives:
        out("Take it: rte event retime take")
