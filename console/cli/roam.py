"""`rte roam REF LETTER WORDS...`: a risk's letter with its duties, or its way off the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.places import tidy
from store.domain import roam
from store.domain.roam_words import read_said
from store.errors import UsageFault
from store.insight.risks import gone
from store.ledger import roaming
from store.ledger.capturing import context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.options import Asked
    from store.domain.records import Risk
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte roam R12 O owner:SM-DRE review:fri
  rte roam R12 M load test at twice the peak owner:SA due:I5
  rte roam R12 A owner:BO-OPS until:I5 because nothing cheaper helps
  rte roam R12 R the freeze was moved
  rte roam R7 reopen because the tariff was withdrawn
  rte roam R12 happened owner:RTE due:fri     an impediment takes its place
  rte roam R12 back @DRE                      it is the team's own

Owned needs an owner and a review date, mitigated an action with its owner and due date, accepted
somebody named, a reason and a date until when, resolved and reopened a reason. The same letter
again is a review."""

DEEDS = ("happened", "back")
LETTERS = {word.lower(): letter for letter, word in roam.WORDS.items() if letter != "U"}
LETTERS |= {letter.lower(): letter for letter in "ROAM"} | {"reopen": "U"}


def run(asked: Asked, words: list[str]) -> int:
    """Do it, and read back what the risk is now."""
    parser = Parser("roam", "give a risk its ROAM letter, with what the letter owes", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="a risk, like R12")
    parser.add_argument("words", metavar="LETTER WORDS", nargs="*",
                        help="R, O, A, M, reopen, happened or back; then its duties")  # fmt: skip
    told = parser.parse_args(words)
    if not told.words:
        raise UsageFault("Say which letter: rte roam R12 O owner:SM-DRE review:fri")
    letter, *duties = [tidy(word) for word in told.words]
    with ledger_of(asked) as ledger:
        ledger.require_train()
        risk = _do(ledger, tidy(told.ref), letter, duties)
    said = _reading(risk)
    if asked.json:
        print_json("rte.roamed.1", _facts(risk, said))
    else:
        out(f"{risk.ref} {said}")
    say("undo: rte undo")
    return 0


def _do(ledger: Ledger, ref: str, word: str, words: Sequence[str]) -> Risk:
    line = " ".join(words)
    low = word.lower()
    if low == "happened":
        return roaming.happened(ledger, ref, line)[0]
    if low == "back":
        risk = roaming.the_risk(ledger, ref)
        return roaming.hand_back(ledger, ref, line or risk.team or "")
    letter = LETTERS.get(low)
    if letter is None:
        raise UsageFault(
            f"There is no letter {word[:20]!r}. Give R, O, A or M; or reopen, happened, back."
        )
    risk = roaming.the_risk(ledger, ref)
    said = read_said(line, letter, context(ledger))
    whole = said.over(roam.known(risk, letter, ledger.today))
    return roaming.give_letter(ledger, ref, letter, whole, risk.rev)


def _reading(risk: Risk) -> str:
    if where := gone(risk):
        return where
    facts = {duty: getattr(risk, duty) for duty in ("owner", "review", "action", "due", "note")}
    return roam.in_words(risk.roam, facts)


def _facts(risk: Risk, said: str) -> dict[str, object]:
    names = ("ref", "id", "roam", "text", "owner", "review", "action", "due", "note", "level")
    facts: dict[str, object] = {name: getattr(risk, name) for name in names}
    facts["letters_before"] = list(risk.letters_before)
    return facts | {"occurred": risk.occurred, "impediment": risk.impediment, "reading": said}
