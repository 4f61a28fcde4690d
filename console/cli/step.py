"""`rte step REF WORDS`: the next step of an impediment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.standing import tell
from console.places import tidy
from store.ledger import impeding

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte step I7 "ask the vendor for a date due:fri owner:SM-GAN"
  rte step I7 walk the yard with them due:tomorrow

Earlier steps stay in its history."""


def run(asked: Asked, words: list[str]) -> int:
    """Say it, and how the impediment stands."""
    parser = Parser("step", "say the next step of an impediment, and by when", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="an impediment, like I7")
    parser.add_argument("words", metavar="WORDS", nargs="*", help="the step, with due: and owner:")
    told = parser.parse_args(words)
    line = " ".join(tidy(word) for word in told.words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        tell(asked, ledger, "impediment", impeding.step(ledger, tidy(told.ref), line))
    return 0
