"""`rte decide REF ...`: agree, reject, supersede, look again, and what was weighed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.cli.verbs import nearest
from console.places import tidy
from store.errors import UsageFault
from store.insight.decisions import decision_row
from store.ledger import deciding

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.domain.records import Decision
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte decide D4 agree owner:BO-OPS           a proposal; a why may follow
  rte decide D4 reject "costs an iteration"
  rte decide D4 supersede "all gates because the feed is up, by PM"
  rte decide D4 supersede D9                 D9 is on record already
  rte decide D4 holds "gate counts unchanged" revisit:"in 4 weeks"
  rte decide D4 option "wait a week: no cost, no slot"
  rte decide D4 revisit I5                   or never

A decision is captured with rte add decision; one that begins with propose is only proposed. The
words of an agreed one never change: a later one supersedes it, and both stay."""


def _agree(ledger: Ledger, ref: str, line: str) -> Decision:
    said = deciding.read_said(ledger, line)
    return deciding.agree(ledger, ref, said.who, said.note)


def _holds(ledger: Ledger, ref: str, line: str) -> Decision:
    said = deciding.read_said(ledger, line)
    return deciding.still_holds(ledger, ref, said.note, said.day)


DEEDS: dict[str, Callable[[Ledger, str, str], Decision]] = {
    "agree": _agree,
    "reject": deciding.reject,
    "supersede": deciding.supersede,
    "holds": _holds,
    "option": lambda ledger, ref, line: deciding.weigh(ledger, ref, option=line),
    "revisit": lambda ledger, ref, line: deciding.weigh(ledger, ref, revisit=line),
}


def run(asked: Asked, words: list[str]) -> int:
    """Do it, and read back what the decision is now."""
    parser = Parser("decide", "what becomes of a decision", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="a decision, like D4")
    parser.add_argument("words", metavar="WHAT WORDS", nargs="*", help=", ".join(DEEDS))
    told = parser.parse_args(words)
    if not told.words:
        raise UsageFault(f"Say what becomes of it: {', '.join(DEEDS)}.")
    deed, *rest = [tidy(word) for word in told.words]
    if deed.lower() not in DEEDS:
        raise UsageFault(
            f"A decision knows no {deed[:40]!r}.{nearest(deed, list(DEEDS))} "
            f"Type one of: {', '.join(DEEDS)}."
        )
    with ledger_of(asked) as ledger:
        ledger.require_train()
        decision = DEEDS[deed.lower()](ledger, tidy(told.ref), " ".join(rest))
        snap = ledger.snapshot()
    row = decision_row(decision, snap)
    if asked.json:
        print_json("rte.decided.1", _facts(decision, snap))
    else:
        note = f" · {row.note}" if row.note else ""
        out(f"{decision.ref} {decision.state}{note}: {decision.text}")
    say("undo: rte undo")
    return 0


def _facts(decision: Decision, snap: Snapshot) -> dict[str, object]:
    names = ("ref", "id", "text", "what", "because", "state", "owner", "note", "revisit")
    facts: dict[str, object] = {name: getattr(decision, name) for name in names}
    facts |= {"weighed": list(decision.weighed), "supersedes": decision.supersedes}
    return facts | {
        "superseded": decision.superseded,
        "attention": decision_row(decision, snap).note,
    }
