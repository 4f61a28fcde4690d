"""`rte hold REF WHY until:DAY`: an impediment waits, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.standing import tell
from console.places import tidy
from store.domain.roam_words import read_said
from store.errors import UsageFault
from store.ledger import impeding
from store.ledger.capturing import context

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte hold I7 the supplier is closed until:"20 nov"
  rte hold I7 "waits for the audit" until:fri"""


def run(asked: Asked, words: list[str]) -> int:
    """Put it on hold, and say how it stands."""
    parser = Parser("hold", "let an impediment wait: why, and until when", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="an impediment, like I7")
    parser.add_argument("words", metavar="WHY", nargs="*", help="the reason, and until:DAY")
    told = parser.parse_args(words)
    line = " ".join(tidy(word) for word in told.words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        said = read_said(line, "O", context(ledger))
        if said.owner:
            raise UsageFault("Putting it on hold changes no owner. Leave owner: out.")
        item = impeding.hold(ledger, tidy(told.ref), said.note or "", said.review or "")
        tell(asked, ledger, "impediment", item)
    return 0
