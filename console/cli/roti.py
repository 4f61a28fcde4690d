"""`rte roti`: the vote on return on time invested, kept with its event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.minutes import event_meant
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out
from console.places import tidy
from store.domain.votes import Tally, read_tally
from store.ledger import voting

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte roti 4 4 3 5 2             was it worth the time? one number from 1 to 5 for each hand
  rte roti 3:4 4:9 5:2           or how many showed each
  rte roti --event E8 4 5 5      of another event than the one that runs or ran last
  rte roti                       what is on record

A second tally corrects the first."""


def run(asked: Asked, words: list[str]) -> int:
    """Keep the tally if there is one, and print what is on record."""
    parser = Parser("roti", "the vote on return on time invested", EXAMPLES)
    parser.add_argument("tally", metavar="TALLY", nargs="*", help="the hands, or count by finger")
    parser.add_argument("--event", metavar="EVENT", help="its reference, like E8")
    told = parser.parse_args(words)
    with ledger_of(asked) as ledger:
        event = event_meant(ledger, None if told.event is None else tidy(told.event))
        if told.tally:
            typed = read_tally(" ".join(tidy(word) for word in told.tally))
            event = voting.record_roti(ledger, event, typed)
    counted = Tally(event.roti) if event.roti else None
    if asked.json:
        average = float(counted.mean) if counted else None
        figures = {"counts": list(event.roti) or None, "n": counted.n if counted else 0}
        facts = {"event": event.ref, "title": event.title, **figures, "average": average}
        print_json("rte.roti.1", facts)
    elif counted:
        out(f"{event.title} {event.ref}: {counted.mean} of 5, {counted.hands} "
            f"({counted.per_finger})")  # fmt: skip
    else:
        out(f"{event.title} {event.ref}: no vote on return on time on record")
    return 0
