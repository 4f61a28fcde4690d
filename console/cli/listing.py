"""`rte list KIND`: records of a kind, what asks for attention first, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
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
    Milestone,
    Objective,
    PlanningInterval,
    Record,
    Risk,
    Team,
)
from store.domain.refs import parse_ref
from store.errors import UsageFault
from store.insight import (
    blocks,
    decisions,
    dependencies,
    events,
    impediments,
    milestones,
    objectives,
    promises,
    risk_reviews,
)
from store.insight.called import interval_of
from store.insight.mixed import row_of
from store.insight.register_filter import ALL, ARCHIVED
from store.insight.register_orders import order_named, orders_of
from store.insight.rows import Row
from store.insight.summaries import Listing, Summary, summary
from store.ledger.registers import Registers

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.domain.kinds import Kind
    from store.entry import Doc
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

    Docs = Mapping[str, Doc]

EVERYWHERE = ("is:all", "is:archived")
"""Words of a filter with which a list is not only of this planning interval."""

EXAMPLES = """\
  rte list impediment                    of this planning interval, and older ones still open
  rte list dependency --pi PI-26.3
  rte list risk --open --owner SM-DRE
  rte list decision --event E8 --json
  rte list risk letter:O 'due<fri' --sort exposure

KIND: {kinds}.
`!` marks what asks somebody to act; the last column says why."""


def run(asked: Asked, words: list[str]) -> int:
    """Print the list."""
    kind, wanted = _read(words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        wanted = narrow.check(kind, wanted, ledger)
        snap = ledger.snapshot()
        ids = _searched(ledger, kind.name, wanted)
        found = _listing(ledger, snap, kind.name, wanted, ids)
        rows = _rows(kind.name, snap, found.records)
        if wanted.sort:
            places = {key: place for place, key in enumerate(ids)}
            rows.sort(key=lambda row: places[row.id])
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
    parser.add_argument("words", metavar="WORDS", nargs="*", help="a filter: words, team:DRE, ...")
    parser.add_argument("--sort", metavar="ORDER", help="attention, newest, oldest, next, ref, ...")
    parser.add_argument("--team", metavar="TEAM", help="of this team, as provider or consumer too")
    parser.add_argument("--owner", metavar="WHO", help="owned by this role")
    parser.add_argument("--pi", metavar="PI", help="of this planning interval")
    parser.add_argument("--event", metavar="REF", help="captured in this event")
    parser.add_argument("--text", metavar="WORDS", help="with these words in their text")
    parser.add_argument("--open", action="store_true", help="only what still waits for somebody")
    parser.add_argument("--all", action="store_true", help="of every planning interval")
    told = parser.parse_intermixed_args(words)
    kind = narrow.kind_named(tidy(told.kind))
    team, owner, pi, event, text = (
        None if value is None else tidy(value)
        for value in (told.team, told.owner, told.pi, told.event, told.text)
    )
    said = " ".join(map(tidy, told.words)) or None
    sort = _order(kind.name, tidy(told.sort)) if told.sort is not None else None
    return kind, Filters(team, owner, pi, event, text, told.open, told.all, said, sort)


def _order(kind: str, name: str) -> str:
    if order_named(kind, name.lower()) is None:
        names = ", ".join(order.name for order in orders_of(kind))
        raise UsageFault(f"A list of {kind} has no order {name[:40]!r}. There is: {names}.")
    return name.lower()


def _searched(ledger: Ledger, kind: str, wanted: Filters) -> list[str]:
    """Ids of what meets the filter's words, in the order asked for, of every interval."""
    register = Registers(ledger).of(kind)
    register.grow_whole()
    asked = register.read_filter(wanted.filter or "")
    if asked.faults:
        raise UsageFault(asked.faults[0])
    order = order_named(kind, wanted.sort or "") or orders_of(kind)[0]
    scope = ARCHIVED if asked.scope == ARCHIVED else ALL
    return register.show(order, replace(asked, scope=scope)).ids()


def _listing(
    ledger: Ledger, snap: Snapshot, kind: str, wanted: Filters, ids: Sequence[str]
) -> Listing:
    docs = ledger.db.state.tables.get(kind, {})
    passes = narrow.matcher(wanted)
    met = set(ids)
    matching = [r for r in snap.records.get(kind, ()) if r.id in met and passes(r, docs[r.id])]
    everywhere = any(word in (wanted.filter or "").lower().split() for word in EVERYWHERE)
    scoped = replace(wanted, all=True) if everywhere else wanted
    found = narrow.in_scope(kind, matching, scoped, snap)
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
        rows += dependencies.by_attention(
            mine, interval_of(snap, name), snap.today, blocks.against(snap)
        )
    return rows


def _by_team(snap: Snapshot, found: Sequence[Record]) -> list[Row]:
    """Objectives in the train's team order."""
    order = {team.short: place for place, team in enumerate(snap.teams)}
    ordered = sorted(
        cast("Sequence[Objective]", found),
        key=lambda o: (o.pi or "", order.get(o.team or "", 99), parse_ref(o.ref) or ("", 0)),
    )
    return [objectives.objective_row(o, snap) for o in ordered]


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
        cast("list[Impediment]", found), snap.today, impediments.holidays(snap)
    ),
    "dependency": _by_interval,
    "decision": lambda snap, found: decisions.newest_first(cast("list[Decision]", found), snap),
    "action": lambda snap, found: promises.by_due(cast("list[Action]", found), snap.today),
    "objective": _by_team,
    "event": lambda snap, found: events.event_rows(snap, cast("list[Event]", found)),
    "milestone": lambda snap, found: [
        row_of("milestone", item, snap)
        for item in milestones.in_intervals(cast("list[Milestone]", found), snap)
    ],
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
