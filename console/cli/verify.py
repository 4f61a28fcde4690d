"""`rte verify REF [TEAM]`: the team that raised an impediment says that it is gone."""

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
  rte verify I7            the team that raised it says so
  rte verify I7 @GAN       the same, named; another team is refused

It is still there? rte reopen I7 and the reason."""


def run(asked: Asked, words: list[str]) -> int:
    """Close it, and say how it stands."""
    parser = Parser("verify", "close a resolved impediment: who raised it sees it gone", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="a resolved impediment, like I7")
    parser.add_argument("team", metavar="TEAM", nargs="?", default="", help="the team that says so")
    told = parser.parse_args(words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        item = impeding.verify(ledger, tidy(told.ref), tidy(told.team))
        tell(asked, ledger, "impediment", item)
    return 0
