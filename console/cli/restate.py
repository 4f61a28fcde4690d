"""`rte restate REF "if ..., then ..."`: a risk as condition and consequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.places import tidy
from store.errors import UsageFault
from store.ledger.roaming import prepare, restate_line

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte restate R12 "if the freeze starts on 7 December, then late work waits until January"
  rte restate R12 "if the yard floods, then O402 slips p:3 i:4 @DRE"
  rte restate R12 --contingency "open yard B" --trigger "the pump alarm rings"

What it said before stays in its history."""


def run(asked: Asked, words: list[str]) -> int:
    """Say it anew, and read it back."""
    parser = Parser("restate", "say a risk as condition and consequence", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="a risk, like R12")
    parser.add_argument("words", metavar="WORDS", nargs="*", help="if ..., then ...")
    parser.add_argument(
        "--contingency", metavar="WORDS", help='what is done if it happens; "" none'
    )
    parser.add_argument("--trigger", metavar="WORDS", help='the sign that it happens; "" none')
    told = parser.parse_args(words)
    more = (_said(told.contingency), _said(told.trigger))
    if not told.words and more == (None, None):
        raise UsageFault('Say it anew: rte restate R12 "if the freeze holds, then I5 slips"')
    with ledger_of(asked) as ledger:
        ledger.require_train()
        ref, line = tidy(told.ref), " ".join(tidy(word) for word in told.words)
        risk = restate_line(ledger, ref, line, *more) if line else prepare(ledger, ref, *more)
    if asked.json:
        names = ("ref", "id", "text", "condition", "consequence", "p", "i", "contingency",
                 "trigger")  # fmt: skip
        print_json("rte.restated.1", {name: getattr(risk, name) for name in names})
    else:
        out(f"{risk.ref} {risk.text}")
        for label, words_of in (("if it happens", risk.contingency), ("sign", risk.trigger)):
            if words_of:
                out(f"  {label}: {words_of}")
    say("undo: rte undo")
    return 0


def _said(words: str | None) -> str | None:
    return tidy(words) if words is not None else None
