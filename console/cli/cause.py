"""`rte cause REF REF`: two impediments have one cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.standing import tell
from console.places import tidy
from store.errors import UsageFault
from store.ledger import impeding

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte cause I9 I4          I9 has the cause of I4: both are systemic then

In a capture it is written like:I4."""


def run(asked: Asked, words: list[str]) -> int:
    """Link them, and say how the first one stands."""
    parser = Parser("cause", "say that two impediments have the same cause", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="an impediment, like I9")
    parser.add_argument("other", metavar="LIKE", nargs="?", help="another one, like I4")
    told = parser.parse_args(words)
    if told.other is None:
        raise UsageFault("Name both: rte cause I9 I4")
    with ledger_of(asked) as ledger:
        ledger.require_train()
        item = impeding.same_cause(ledger, tidy(told.ref), tidy(told.other))
        tell(asked, ledger, "impediment", item)
    return 0
