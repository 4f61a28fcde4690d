"""`rte archive REF...`: put records away instead of deleting them, and bring them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.edit import print_records
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import say
from console.places import tidy
from store.errors import UsageFault
from store.ledger.archiving import archive, bring_back

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte archive A3 A4                            settled ones need no reason
  rte archive R13 --why "a double of R7"       an open one does
  rte archive R13 --back                       in the lists again, as it was

Archived records are in no list and no figure. They keep reference, links and history; rte show
still shows them."""


def run(asked: Asked, words: list[str]) -> int:
    """Put them away, or bring them back."""
    parser = Parser("archive", "put records away instead of deleting them", EXAMPLES)
    parser.add_argument("refs", metavar="REF", nargs="+", help="references, like R12")
    parser.add_argument("--why", metavar="WORDS", help="why one that is still open is put away")
    parser.add_argument("--back", action="store_true", help="bring them back")
    told = parser.parse_intermixed_args(words)
    if told.back and told.why is not None:
        raise UsageFault("Bringing back needs no reason; leave out --why.")
    refs = [tidy(ref) for ref in told.refs]
    with ledger_of(asked) as ledger:
        ledger.require_train()
        if told.back:
            found = bring_back(ledger, refs)
        else:
            found = archive(ledger, refs, "" if told.why is None else tidy(told.why))
        print_records("rte.archived.1", ledger, found, as_json=asked.json)
    say(f"{'brought back' if told.back else 'archived'}; undo: rte undo")
    return 0
