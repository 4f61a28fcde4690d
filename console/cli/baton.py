"""`rte baton`: who moves the room of the running event, asking for that, and handing it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from store.domain.baton import Baton, holder_is_here
from store.ledger import batons

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte baton                who has it, and who asks for it
  rte baton ask            ask for it; it passes at once where nobody is there to answer
  rte baton give           hand it to whoever asks
  rte baton keep           not now

Whoever starts an event has its baton; captures never need it. A terminal that is there has a minute
to answer, then asking again hands it over."""


DEEDS = ("ask", "give", "keep")


def run(asked: Asked, words: list[str]) -> int:
    """Do what is asked, then say how it stands."""
    parser = Parser("baton", "who moves the room", EXAMPLES)
    parser.add_argument("deed", nargs="?", metavar="ask|give|keep", help="what to do")
    told = parser.parse_args(words)
    if told.deed not in (None, *DEEDS):
        parser.error(f"there is no {told.deed!r}: write ask, give or keep")
    with ledger_of(asked) as ledger:
        if told.deed == "ask":
            passed = batons.ask(ledger)
            say("the baton is yours" if passed else "asked; the holder answers in the console")
        elif told.deed == "give":
            say(f"{batons.give(ledger).who} has the baton now")
        elif told.deed == "keep":
            say(f"{batons.keep(ledger).who} is told that it stays here for now")
        _tell(asked, ledger, batons.current_baton(ledger))
    return 0


def _tell(asked: Asked, ledger: Ledger, baton: Baton | None) -> None:
    if asked.json:
        print_json("rte.baton.1", facts(ledger, baton))
    elif baton is None:
        out("no event is running" if ledger.running is None else "nobody has the baton yet")
    else:
        asks = f"; {baton.asker.who} asks for it" if baton.asker is not None else ""
        gone = "" if holder_is_here(baton, ledger.is_here) else ", from no terminal that is here"
        out(f"{baton.holder.who} has the baton of {baton.event}{gone}{asks}")


def facts(ledger: Ledger, baton: Baton | None) -> dict[str, object]:
    """The baton for a script; all null without one."""
    asker = baton.asker if baton is not None else None
    return {
        "event": baton.event if baton else None,
        "holder": baton.holder.who if baton else None,
        "terminal": baton.holder.terminal if baton else None,
        "holder_is_here": holder_is_here(baton, ledger.is_here) if baton else None,
        "since": baton.since if baton else None,
        "asked_by": asker.who if asker else None,
        "asked": baton.asked if baton is not None and asker else None,
    }
