"""`rte here`: which terminals have the train open, and who has the baton."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from console.cli import table
from console.cli.baton import facts
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out
from store.journal.presence import Presence
from store.ledger import batons
from store.ledger.attending import terminal_row

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte here
  rte here --json

Only who is here now is told; nothing of it is kept. A terminal whose settings say seen = false is
not in it."""


def run(asked: Asked, words: list[str]) -> int:
    """List them, in the order in which they came."""
    Parser("here", "which terminals have the train open", EXAMPLES).parse_args(words)
    with ledger_of(asked) as ledger:
        baton, now = batons.current_baton(ledger), ledger.now_ms
        found = Presence(asked.folder).others()
        if asked.json:
            here = [asdict(one) for one in found]
            print_json("rte.here.1", {"terminals": here, "baton": facts(ledger, baton)})
        elif found:
            rows = [terminal_row(one, baton, now) for one in found]
            out("\n".join(table.lines(rows, table.room())))
        else:
            out("no terminal has this train open")
    return 0
