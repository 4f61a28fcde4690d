"""`rte resolve REF WORDS`: it is no longer a concern, whatever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.standing import tell
from console.places import tidy
from store.ledger import answering

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte resolve I7 the yard released both units        an impediment: what fixed it
  rte resolve I7 new licence --cause "nobody owns renewals"
  rte resolve R12 the freeze was moved               a risk: its letter is R
  rte resolve A3                                     an action or a parked topic: done"""


def run(asked: Asked, words: list[str]) -> int:
    """Resolve it, and say how it stands."""
    parser = Parser("resolve", "say that something is no longer a concern, and why", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="a reference, like I7, R12 or A3")
    parser.add_argument("words", metavar="WORDS", nargs="*", help="what fixed it, or the reason")
    parser.add_argument("--cause", metavar="WORDS", default="", help="root cause of an impediment")
    told = parser.parse_intermixed_args(words)
    said = " ".join(tidy(word) for word in told.words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        kind, record = answering.resolve(ledger, tidy(told.ref), said, tidy(told.cause))
        tell(asked, ledger, kind, record)
    return 0
