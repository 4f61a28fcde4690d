"""`rte milestone REF DEED WORDS...`: whether a milestone was reached, and when it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.places import tidy
from store.domain.calendar import position
from store.domain.milestones import DEEDS
from store.errors import UsageFault
from store.ledger import depending as use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.options import Asked
    from store.domain.records import Milestone
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte milestone L1
  rte milestone L1 reach
  rte milestone L1 miss the yard was closed
  rte milestone L1 move I5 the yard opens later       an iteration, or a day
  rte milestone L1 reopen it was counted too early

Missed, moved and reopened need the reason."""
ALL = (*DEEDS, "move")
LIKE_ONE = re.compile(r"I\d{1,2}", re.IGNORECASE)
"""A name of an iteration, of this interval or not: never a day."""
FACTS = ("ref", "id", "state", "text", "iteration", "due", "team", "owner", "note")


def run(asked: Asked, words: list[str]) -> int:
    """Do it, if anything is to be done, and say how the milestone stands."""
    parser = Parser("milestone", "whether a milestone was reached, and when it is", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="a milestone, like L1")
    parser.add_argument("deed", metavar="DEED", nargs="?", help=", ".join(ALL))
    parser.add_argument("words", metavar="WORDS", nargs="*", help="where to, and why")
    told = parser.parse_args(words)
    ref, deed = tidy(told.ref), tidy(told.deed or "").lower()
    said = [tidy(word) for word in told.words]
    if deed and deed not in ALL:
        raise UsageFault(f"A milestone knows no {deed[:40]!r}. Type one of: {', '.join(ALL)}.")
    with ledger_of(asked) as ledger:
        ledger.require_train()
        found = _do(ledger, ref, deed, said)
    if asked.json:
        print_json("rte.milestone.1", {name: getattr(found, name) for name in FACTS})
    else:
        where = " · ".join(part for part in (found.iteration, found.due, found.note) if part)
        out(f"{found.ref} {found.state}{f' · {where}' if where else ''}: {found.text}")
    if deed:
        say("undo: rte undo")
    return 0


def _do(ledger: Ledger, ref: str, deed: str, words: Sequence[str]) -> Milestone:
    if not deed:
        return use.the_milestone(ledger, ref)
    if deed == "move":
        return _move(ledger, ref, words)
    return use.mark(ledger, ref, deed, " ".join(words))


def _move(ledger: Ledger, ref: str, words: Sequence[str]) -> Milestone:
    """To an iteration where it is one of the interval or named like one, else to a day."""
    found = use.the_milestone(ledger, ref)
    if not words:
        raise UsageFault(f"Say where to and why: rte milestone {found.ref} move I5 yard closed")
    where, why = words[0], " ".join(words[1:])
    if position(use.interval_for(ledger, found), where) is not None or LIKE_ONE.fullmatch(where):
        return use.move_milestone(ledger, ref, where, None, why, found.rev)
    return use.move_milestone(ledger, ref, None, where, why, found.rev)
