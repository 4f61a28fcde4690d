"""`rte merge R4 R9`: one risk stands for others that say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.places import tidy
from store.errors import UsageFault
from store.ledger.merging import merge
from store.ledger.roaming import the_risk

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte merge R4 R9        R9 is merged into R4, and R4 stands for both
  rte merge R4 R9 R11    several at once, all of them or none

The doubles keep their records; their links and teams pass over."""


def run(asked: Asked, words: list[str]) -> int:
    """Merge, and say what stands for what."""
    parser = Parser("merge", "let one risk stand for others that say the same", EXAMPLES)
    parser.add_argument("into", metavar="REF", help="the risk that stays")
    parser.add_argument("doubles", metavar="DOUBLE", nargs="*", help="risks that say the same")
    told = parser.parse_args(words)
    if not told.doubles:
        raise UsageFault("Say which stays, then which say the same: rte merge R4 R9")
    doubles = [tidy(word) for word in told.doubles]
    with ledger_of(asked) as ledger:
        ledger.require_train()
        stays = merge(ledger, tidy(told.into), doubles)
        merged = list(dict.fromkeys(the_risk(ledger, ref).ref for ref in doubles))
    if asked.json:
        teams = [team for team in (stays.team, *stays.teams) if team]
        facts = {"into": stays.ref, "merged": merged, "links": list(stays.links), "teams": teams}
        print_json("rte.merged.1", facts)
    else:
        out(f"{stays.ref} stands for {', '.join(merged)} too: {stays.text}")
    say("undo: rte undo")
    return 0
