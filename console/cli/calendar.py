"""`rte calendar`: the next events, with countdowns, in other zones beside the train's if wanted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.status import moment
from console.cli.streams import out, say
from console.cli.width import cells, pad
from console.places import tidy
from store.domain.wall_clock import local
from store.domain.words import DAYS
from store.errors import UsageFault
from store.exchange.zones import read_zone
from store.insight.upcoming import coming, countdown, is_stated

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.domain.occasions import Occasion
    from store.insight.snapshot import Snapshot

EXAMPLES = """\
  rte calendar                                       the next events of the train
  rte calendar --count 40                            as far as intervals are planned
  rte calendar --zone Asia/Kolkata --zone New_York   times side by side, for the invitation

An event that a holiday moves or leaves out says so."""
COUNT = 10
MOST = 500


def run(asked: Asked, words: list[str]) -> int:
    """Print the next events."""
    parser = Parser("calendar", "the next events of the train", EXAMPLES)
    parser.add_argument("--count", metavar="N", default=str(COUNT), help="how many; else 10")
    parser.add_argument(
        "--zone", metavar="ZONE", action="append", default=[], help="also in this zone; repeatable"
    )
    told = parser.parse_args(words)
    count = _count(tidy(told.count))
    zones = [read_zone(tidy(zone)) for zone in told.zone]
    with ledger_of(asked) as ledger:
        ledger.require_train()
        snap = ledger.snapshot()
    found = coming(snap)[:count]
    if asked.json:
        facts = {"as_of": moment(snap.now), "zone": str(snap.zone), "stated": is_stated(snap)}
        print_json("rte.calendar.1", {**facts, "events": [_facts(one, zones) for one in found]})
        return 0
    if not found:
        say("No event is ahead in the calendar. In the console S plans an interval.")
        return 0
    if not is_stated(snap):
        say("The usual cadence; in the console S sets the train's own.")
    out("\n".join(_table(snap, found, zones)))
    return 0


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST):
        raise UsageFault(f"--count takes a number from 1 to {MOST}, not {text[:20]!r}.")
    return int(text)


def _facts(one: Occasion, zones: list[str]) -> dict[str, object]:
    return {
        "kind": one.kind,
        "title": one.title,
        "pi": one.pi,
        "iteration": one.iteration,
        "planned": one.planned.isoformat(),
        "begins": one.local,
        "held": one.held,
        "days": [on.isoformat() for on in one.days],
        "starts": [moment(start) for start in one.starts],
        "minutes": one.minutes,
        "zones": {zone: [_iso(start, zone) for start in one.starts] for zone in zones},
        "notes": list(one.notes),
    }


def _iso(ms: int, zone: str) -> str:
    return _local(ms, zone).isoformat(timespec="minutes")


def _local(ms: int, zone: str) -> datetime:
    return local(ms, ZoneInfo(zone))


def _table(snap: Snapshot, found: list[Occasion], zones: list[str]) -> list[str]:
    """One line an event: countdown, title, iteration, time in each zone, what is unusual."""
    head = ["", "", "", str(snap.zone), *zones, ""] if zones else None
    rows = [
        [
            countdown(one, snap.now) if one.held else "–",
            one.title,
            f"{one.pi} {one.iteration}",
            one.when,
            *(_beside(one, zone) for zone in zones),
            " · ".join(one.notes),
        ]
        for one in found
    ]
    every = [head, *rows] if head else rows
    sizes = [max(cells(row[n]) for row in every) for n in range(len(rows[0]))]
    return [
        "  ".join(pad(cell, size) for cell, size in zip(row, sizes, strict=True)).rstrip()
        for row in every
    ]


def _beside(one: Occasion, zone: str) -> str:
    """`Thu 14:30`: the day of the week, because it may be another one there."""
    local = _local(one.start, zone)
    return f"{DAYS[local.weekday()]} {local:%H:%M}"
