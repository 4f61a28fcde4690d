"""`rte prep`: what has to be ready before the next PI planning, and checking it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.status import moment
from console.cli.streams import out
from console.cli.table import lines, room
from console.places import tidy
from store.errors import RuleBroken, UsageFault
from store.insight.upcoming import Preparation, Ready, preparation, ready_row
from store.ledger.preparing import check_off

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte prep           the list, from five weeks to one day before
  rte prep 3 done    checks the third off; rte prep 3 open takes that back

`!` marks what is due or overdue."""
DEEDS = ("done", "open")


def run(asked: Asked, words: list[str]) -> int:
    """Print the list, after checking something off if that was asked for."""
    parser = Parser("prep", "what has to be ready before the next PI planning", EXAMPLES)
    parser.add_argument("number", metavar="N", nargs="?", help="number of a check")
    parser.add_argument("deed", metavar="done", nargs="?", help="done, or open again")
    told = parser.parse_args(words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        if told.number is not None:
            _check(ledger, tidy(told.number), tidy(told.deed or "").lower())
        snap = ledger.snapshot()
    found = _known(snap)
    if asked.json:
        print_json("rte.prep.1", _facts(snap, found))
        return 0
    planning = found.planning
    out(f"{planning.title}, {planning.when}: {found.done} of {len(found.checks)} done")
    out("\n".join(lines([ready_row(snap, check) for check in found.checks], room())))
    return 0


def _known(snap: Snapshot) -> Preparation:
    found = preparation(snap)
    if found is None:
        raise RuleBroken(
            "No PI Planning is ahead in the calendar. In the console S plans the next interval."
        )
    return found


def _check(ledger: Ledger, number: str, deed: str) -> None:
    found = _known(ledger.snapshot())
    chosen = next((c for c in found.checks if str(c.number) == number), None)
    if chosen is None or deed not in DEEDS:
        raise UsageFault(
            f"Type the number of a check, 1 to {len(found.checks)}, and then done or open: "
            "rte prep 3 done"
        )
    check_off(ledger, found.pi, chosen.item.key, deed == "done")


def _facts(snap: Snapshot, found: Preparation) -> dict[str, object]:
    return {
        "as_of": moment(snap.now),
        "pi": found.pi,
        "planning": found.planning.local,
        "done": found.done,
        "checks": [_check_facts(check) for check in found.checks],
    }


def _check_facts(check: Ready) -> dict[str, object]:
    said = check.prep
    return {
        "n": check.number,
        "item": check.item.key,
        "text": check.item.text,
        "at": check.item.distance,
        "due": check.due.isoformat(),
        "done": check.done,
        "by": said.by if said else None,
        "said_at": moment(said.at) if said and said.at is not None else None,
    }
