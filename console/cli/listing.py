"""`rte list KIND`: records of a kind, what asks for attention first, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

from console.cli import filters as narrow
from console.cli.filters import LISTED, Filters
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.status import moment
from console.cli.streams import out
from console.cli.table import lines, room
from console.places import tidy
from store.domain.records import (
    Action,
    Decision,
    Dependency,
    Event,
    Impediment,
    Objective,
    PlanningInterval,
    Record,
    Risk,
    Team,
)
from store.domain.refs import parse_ref
from store.insight import dependencies, events, impediments, objectives, promises, risk_reviews
from store.insight.mixed import interval_of, row_of
from store.insight.rows import Row
from store.insight.summaries import Listing, Summary, summary

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.domain.kinds import Kind
    from store.entry import Doc
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

    Docs = Mapping[str, Doc]

EXAMPLES = """\
  rte list impediment                    of this planning interval, and older ones still open
  rte list dependency --pi PI-26.3
  rte list risk --open --owner SM-DRE
  rte list decision --event E8 --json

KIND: {kinds}.
`!` marks what asks somebody to act; the last column says why."""


def run(asked: Asked, words: list[str]) -> int:
    """Print the list."""
    kind, wanted = _read(words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        wanted = narrow.check(kind, wanted, ledger)
        snap = ledger.snapshot()
        found = _listing(ledger, snap, kind.name, wanted)
        rows = _rows(kind.name, snap, found.records)
        told = summary(kind.name, found)
        docs = ledger.db.state.tables.get(kind.name, {})
    if asked.json:
        print_json("rte.list.1", _facts(kind.name, snap, wanted, rows, docs, told))
        return 0
    table = lines(rows, room())
    out("\n".join([*table, *([""] if table else []), *told.lines]))
    return 0


def _read(words: list[str]) -> tuple[Kind, Filters]:
    names = ", ".join(kind.name for kind in LISTED)
    parser = Parser("list", "list records of a kind", EXAMPLES.format(kinds=names))
    parser.add_argument("kind", metavar="KIND", help="what to list")
    parser.add_argument("--team", metavar="TEAM", help="of this team, as provider or consumer too")
    parser.add_argument("--owner", metavar="WHO", help="owned by this role")
    parser.add_argument("--pi", metavar="PI", help="of this planning interval")
    parser.add_argument("--event", metavar="REF", help="captured in this event")
    parser.add_argument("--text", metavar="WORDS", help="with these words in their text")
    parser.add_argument("--open", action="store_true", help="only what still waits for somebody")
    parser.add_argument("--all", action="store_true", help="of every planning interval")
    told = parser.parse_args(words)
    kind = narrow.kind_named(tidy(told.kind))
    team, owner, pi, event, text = (
        None if value is None else tidy(value)
        for value in (told.team, told.owner, told.pi, told.event, told.text)
    )
    return kind, Filters(team, owner, pi, event, text, told.open, told.all)


def _listing(ledger: Ledger, snap: Snapshot, kind: str, wanted: Filters) -> Listing:
    docs = ledger.db.state.tables.get(kind, {})
    passes = narrow.matcher(wanted)
    matching = [r for r in snap.records.get(kind, ()) if passes(r, docs[r.id])]
    found = narrow.in_scope(kind, matching, wanted, snap)
    if wanted.pi:
        intervals = [wanted.pi]
    elif wanted.all or wanted.open:
        intervals = [p.short for p in snap.intervals if any(r.pi == p.short for r in found)]
    else:
        intervals = [snap.pi_name] if snap.pi else []
    return Listing(snap, found, matching, intervals)


def _by_interval(snap: Snapshot, found: Sequence[Record]) -> list[Row]:
    """Dependencies by attention within each planning interval, the latest interval first."""
    names = dict.fromkeys(
        [pi.short for pi in reversed(snap.intervals)] + [r.pi or "" for r in found]
    )
    rows: list[Row] = []
    for name in names:
        mine = [r for r in cast("Sequence[Dependency]", found) if (r.pi or "") == name]
        rows += dependencies.by_attention(mine, interval_of(snap, name), snap.today)
    return rows


def _by_team(snap: Snapshot, found: Sequence[Record]) -> list[Row]:
    """Objectives in the train's team order."""
    order = {team.short: place for place, team in enumerate(snap.teams)}
    against = objectives.threats(snap)
    ordered = sorted(
        cast("Sequence[Objective]", found),
        key=lambda o: (o.pi or "", order.get(o.team or "", 99), parse_ref(o.ref) or ("", 0)),
    )
    return [objectives.objective_row(o, against) for o in ordered]


def _interval_row(pi: PlanningInterval) -> Row:
    span = f"{pi.start} to {pi.end}" if pi.start else ""
    names = " ".join(iteration.name for iteration in pi.iterations)
    text = " · ".join(part for part in (span, names) if part)
    given = pi.given_predictability
    note = f"ART predictability as reported {given:g} %" if given is not None else ""
    return Row("pi", pi.id, pi.short, "", pi.state, text, "", note)


ORDERS: dict[str, Callable[[Snapshot, Any], list[Row]]] = {
    "risk": lambda snap, found: risk_reviews.by_attention(snap, cast("list[Risk]", found)),
    "impediment": lambda snap, found: impediments.by_attention(
        cast("list[Impediment]", found), snap.today
    ),
    "dependency": _by_interval,
    "decision": lambda snap, found: promises.newest_first(cast("list[Decision]", found), snap),
    "action": lambda snap, found: promises.by_due(cast("list[Action]", found), snap.today),
    "objective": _by_team,
    "event": lambda snap, found: events.event_rows(snap, cast("list[Event]", found)),
    "pi": lambda _, found: [_interval_row(p) for p in sorted(found, key=lambda p: p.start)],
    "team": lambda snap, found: [
        row_of("team", t, snap) for t in sorted(cast("list[Team]", found), key=lambda t: t.order)
    ],
}
"""Kinds with an order of their own; the others keep the order in which they were made."""


def _rows(kind: str, snap: Snapshot, found: Sequence[Record]) -> list[Row]:
    if kind in ORDERS:
        return ORDERS[kind](snap, found)
    return [row_of(kind, record, snap) for record in found]


def _facts(
    kind: str, snap: Snapshot, wanted: Filters, rows: list[Row], docs: Docs, told: Summary
) -> dict[str, Any]:
    asked = {name: value for name, value in asdict(wanted).items() if value}
    records = [
        {
            **docs[row.id],
            "id": row.id,
            "computed": dict(row.computed),
            "attention": row.note,
            "needs_you": row.urgency == 2,
        }
        for row in rows
    ]
    return {
        "kind": kind,
        "as_of": moment(snap.now),
        "pi": snap.pi_name or None,
        "filters": asked,
        "records": records,
        "summary": {**told.figures, "lines": list(told.lines)},
    }
