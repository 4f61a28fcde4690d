"""`rte reopen REF WHY`: it is a concern again, whatever it is."""

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
  rte reopen I7 it came back on Monday        an impediment: its age goes on as it was
  rte reopen R7 the tariff was withdrawn      a resolved risk: it has no letter then
  rte reopen A3 the rig failed again          an action or a topic that was done or dropped"""


def run(asked: Asked, words: list[str]) -> int:
    """Open it again, and say how it stands."""
    parser = Parser("reopen", "say that something is a concern again, and why", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="a reference, like I7, R12 or A3")
    parser.add_argument("words", metavar="WHY", nargs="*", help="the reason")
    told = parser.parse_args(words)
    why = " ".join(tidy(word) for word in told.words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        kind, record = answering.reopen(ledger, tidy(told.ref), why)
        tell(asked, ledger, kind, record)
    return 0
