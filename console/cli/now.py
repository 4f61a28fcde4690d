"""`rte now`: one line about the running event, for a status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli import status
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out
from console.places import tidy

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte now
  rte now --format "{step} {left}"     for tmux: set -g status-right '#(rte now --format ...)'

Without a running event it says so (with --format: an empty line), and that is no failure."""


def run(asked: Asked, words: list[str]) -> int:
    """Print the line."""
    parser = Parser("now", "one line about the running event", EXAMPLES)
    known = " ".join(f"{{{place}}}" for place in status.PLACES)
    parser.add_argument("--format", metavar="FORM", help=f"text with places like {known}")
    told = parser.parse_args(words)
    form = None if told.format is None else status.check_format(tidy(told.format))
    with ledger_of(asked) as ledger:
        snap = ledger.snapshot()
    event = snap.running
    if asked.json:
        print_json("rte.now.1", status.facts(snap, event) if event else {"running": False})
    elif form is not None:
        out(status.fill(form, status.words(snap, event)) if event else "")
    else:
        out(status.line(snap, event) if event else "no event is running")
    return 0
