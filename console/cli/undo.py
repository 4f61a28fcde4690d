"""`rte undo`: take back the caller's last change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out
from store.ledger.undoing import undo

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte undo            your last capture, change or step
  rte undo --by RTE   the last one stamped with that role

Nothing is erased: what was taken back stays in the history. It is refused when somebody has
changed the record since."""


def run(asked: Asked, words: list[str]) -> int:
    """Take it back and say what it was."""
    Parser("undo", "take back your last change", EXAMPLES).parse_args(words)
    with ledger_of(asked) as ledger:
        undone = undo(ledger)
    if asked.json:
        print_json("rte.undone.1", {"what": undone.what, "refs": list(undone.refs)})
    else:
        out(undone.sentence)
    return 0
