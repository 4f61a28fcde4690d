"""`rte signals`: questions that the records ask, with their evidence; and putting one aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.brief import told_sections
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.status import moment
from console.cli.streams import out, say
from console.places import tidy
from store.errors import UsageFault
from store.insight.rows import Section
from store.insight.signal import PATTERNS
from store.insight.signals import all_signals, is_standing, signal_row
from store.ledger import dismissing

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.insight.signal import Signal

EXAMPLES = """\
  rte signals                                     what asks now
  rte signals list --all                          also what was put aside, with the reason
  rte signals dismiss pair:DRE>BEA "one team from PI-27.1 on"

A question comes back when there is more evidence than was looked at. It is never about a person."""


def run(asked: Asked, words: list[str]) -> int:
    """Show them, or put one aside."""
    parser = Parser("signals", "questions that the records ask", EXAMPLES)
    parser.add_argument("deed", metavar="WHAT", nargs="?", default="list", help="list or dismiss")
    parser.add_argument("words", metavar="KEY WHY", nargs="*", help="which one, and the reason")
    parser.add_argument("--all", action="store_true", help="also those that were put aside")
    told = parser.parse_intermixed_args(words)
    deed, said = told.deed, [tidy(word) for word in told.words]
    if deed not in ("list", "dismiss") or (deed == "list" and said):
        raise UsageFault("Type rte signals, or: rte signals dismiss KEY WHY")
    if deed == "dismiss" and not said:
        raise UsageFault("Say which one and why: rte signals dismiss pair:DRE>BEA WHY")
    with ledger_of(asked) as ledger:
        ledger.require_train()
        if deed == "dismiss":
            key, *why = said
            found = [dismissing.dismiss(ledger, key, " ".join(why))]
        else:
            found = [s for s in all_signals(ledger.snapshot()) if told.all or is_standing(s)]
        snap = ledger.snapshot()
    if asked.json:
        print_json("rte.signals.1", {
            "as_of": moment(snap.now), "pi": snap.pi_name, "signals": [_facts(s) for s in found],
        })  # fmt: skip
    elif deed == "dismiss":
        out(f"{found[0].key} is put aside: {found[0].facts}")
        say("It comes back when there is more evidence. undo: rte undo")
    else:
        _show(found)
    return 0


def _show(found: list[Signal]) -> None:
    if not found:
        out("The records ask nothing now.")
    for pattern, title in PATTERNS.items():
        mine = [one for one in found if one.pattern == pattern]
        if mine:
            rows = tuple(signal_row(one) for one in mine)
            out("\n".join(told_sections([Section(title.rstrip(":"), rows)])).lstrip("\n"))
            out("    keys: " + ", ".join(one.key for one in mine))


def _facts(signal: Signal) -> dict[str, object]:
    before = signal.dismissed
    return {
        "key": signal.key, "pattern": signal.pattern, "question": signal.question,
        "facts": signal.facts, "refs": list(signal.refs), "standing": is_standing(signal),
        "put_aside": {"why": before.why, "on": before.on, "by": before.by} if before else None,
    }  # fmt: skip
