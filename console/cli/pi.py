"""`rte pi ...`: what is still open in a planning interval; carry it on, and close the interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.cli.table import lines, room
from console.cli.verbs import nearest
from console.places import tidy
from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.kinds import BY_NAME
from store.domain.refs import parse_ref
from store.domain.words import plural
from store.errors import UsageFault
from store.insight import carrying as insight
from store.ledger import sweeping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.options import Asked
    from store.domain.records import PlanningInterval, Record
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte pi                                   the interval to be closed: what is still open in it
  rte pi PI-26.4
  rte pi carry R05 B08 because nobody answered on:"12 jan"
  rte pi carry D401 because the feed comes in January
  rte pi close PI-26.4                     once everything is carried or closed
  rte pi reopen PI-26.4 because R12 was forgotten

What is closed is closed by its own verb: rte roam, rte resolve, rte dep, rte done. on: is the day
on which risks are looked at again and actions are due, for those whose day has passed."""

DEEDS = ("carry", "close", "reopen")


def run(asked: Asked, words: list[str]) -> int:
    """Do it, and show how the interval stands."""
    parser = Parser("pi", "what is still open in a planning interval, and its end", EXAMPLES)
    parser.add_argument(
        "name", metavar="PI|DEED", nargs="?", help=f"an interval; {', '.join(DEEDS)}"
    )
    parser.add_argument("words", metavar="WORDS", nargs="*", help="what the deed is about")
    told = parser.parse_args(words)
    name, rest = tidy(told.name or ""), [tidy(word) for word in told.words]
    with ledger_of(asked) as ledger:
        ledger.require_train()
        made: list[Record] = []
        if name.lower() == "carry":
            made = _carry(ledger, rest)
            found = sweeping.interval(ledger)
        elif name.lower() == "close":
            found = sweeping.close(ledger, rest[0] if rest else "", " ".join(rest[1:]))
        elif name.lower() == "reopen":
            if len(rest) < 2:
                raise UsageFault("Say which and why: rte pi reopen PI-26.4 because R12 is open.")
            found = sweeping.reopen(ledger, rest[0], " ".join(rest[1:]))
        else:
            if rest:
                hint = nearest(name, list(DEEDS))
                raise UsageFault(f"rte pi knows no {name[:30]!r}.{hint} Type {', '.join(DEEDS)}.")
            found = sweeping.interval(ledger, name)
        return _told(asked, ledger.snapshot(), found, made, changed=name.lower() in DEEDS)


def _carry(ledger: Ledger, words: Sequence[str]) -> list[Record]:
    refs: list[str] = []
    rest = list(words)
    while rest and parse_ref(rest[0].strip(",").lstrip("#")) is not None:
        refs.append(rest.pop(0).strip(",").lstrip("#"))
    on = next((word[3:] for word in rest if word.lower().startswith("on:")), "")
    why = " ".join(word for word in rest if not word.lower().startswith("on:"))
    return sweeping.carry(ledger, refs, why, on)


def _told(
    asked: Asked, snap: Snapshot, pi: PlanningInterval, made: Sequence[Record], *, changed: bool
) -> int:
    left = insight.still_open(snap, pi.short)
    if asked.json:
        facts = {
            "pi": pi.short, "start": pi.start, "end": pi.end, "state": pi.state,
            "closed": pi.closed,
            "open": {kind: [one.ref for one in found] for kind, found in left.items()},
            "carried": [one.ref for _, one in insight.carried_from(snap, pi.short)],
            "started_with": [one.ref for _, one in insight.carried_into(snap, pi.short)],
            "now": [one.ref for one in made],
        }  # fmt: skip
        print_json("rte.pi.1", facts)
        return 0
    start, end = day(pi.start), day(pi.end)
    span = f" {say_day(start)} to {say_day(end)}" if start and end else ""
    out(f"{pi.short}{span} · {pi.state}")
    for record in made:
        into = record.carried[-1] if record.carried else record.pi
        out(f"{record.ref} goes on in {into}: {record.text}")
    for kind, found in left.items():
        many = BY_NAME[kind].plural
        out(f"\n{many[:1].upper()}{many[1:]} still open: {len(found)}")
        out("\n".join(lines(list(insight.rows(kind, found, snap)), room())))
    if not left:
        gone = plural(len(insight.carried_from(snap, pi.short)), "record")
        out(f"Nothing is open in it; {gone} carried on.")
    say("undo: rte undo" if changed else "carry them: rte pi carry REF... WHY")
    return 0
