"""`rte vote`: record a confidence vote by hand tally, or show the votes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import is_terminal, out, prompted, read_stdin, say
from console.cli.table import lines, room
from console.places import tidy
from store.domain.grammar_lines import split_lines
from store.domain.text import clean, decode
from store.domain.votes import read_tally
from store.errors import UsageFault
from store.insight.plan import plan_name
from store.insight.rows import Row
from store.insight.surfaces import surface
from store.insight.votes import concerns, standing, standings, tally, unheard
from store.ledger import voting

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.domain.records import Vote
    from store.insight.votes import Standing

EXAMPLES = """\
  rte vote DRE 4 4 3 5 2                        one number from 1 to 5 for each hand; 44352 too
  rte vote ART 1:0 2:2 3:19 4:34 5:11           or how many showed each
  rte vote DRE 33344 --change "O409 made uncommitted" --concern -
  rte vote                                      every team, then the ART
  rte vote DRE                                  one scope, round by round

The average is compared with 3 as it is, never rounded. A vote again is a round of its own. A
concern that begins with a kind, like risk:, is captured as that too; names are never stored."""

CONCERN = "asks for what those at one or two want heard, one a line; or takes it from a pipe"
SEEN = (
    "The words of a command can be seen by other users of this machine, so a concern is typed or "
    "piped in: rte vote ART 4 4 2 --concern -"
)


def run(asked: Asked, words: list[str]) -> int:
    """Record a vote if there is a tally, and print how it stands then."""
    parser = Parser("vote", "record a confidence vote, or show the votes", EXAMPLES)
    take = parser.add_argument
    take("scope", metavar="SCOPE", nargs="?", help="ART, or a team's id")
    take("tally", metavar="TALLY", nargs="*", help="the hands, or a count for each finger")
    take("--concern", metavar="-", help=CONCERN)
    take("--change", metavar="TEXT", default="", help="what was replanned before it")
    told = parser.parse_args(words)
    if told.concern not in (None, "-"):
        raise UsageFault(SEEN)
    typed = [tidy(word) for word in told.tally]
    with ledger_of(asked) as ledger:
        ledger.require_train()
        scope = voting.scope_named(ledger, tidy(told.scope)) if told.scope is not None else None
        if scope is not None and typed:
            found = voting.record_vote(
                ledger,
                scope,
                read_tally(" ".join(typed)),
                change=tidy(told.change),
                concerns=_heard() if told.concern else [],
            )
            _tell(asked, standing(ledger.snapshot(), scope), found)
            return 0
        if told.concern or told.change:
            parser.error("a concern or a change belongs to a tally: rte vote DRE 4 4 3 5 2")
        snap = ledger.snapshot()
    known = [one for one in standings(snap) if scope in (None, one.scope)]
    if asked.json:
        print_json("rte.votes.1", {"pi": plan_name(snap) or None, "votes": [*map(_scope, known)]})
        return 0
    rows = surface(snap, "votes").rows
    out("\n".join(lines([*_rounds(known)] if scope else rows, room())))
    return 0


def _heard() -> list[str]:
    """Concerns, one a line: typed at the terminal, or from a pipe."""
    if is_terminal():
        text = prompted("What those at one or two want heard; nobody's name is stored")
    else:
        text = decode(read_stdin())
    return [clean(line) for line in split_lines(text)]


def _tell(asked: Asked, one: Standing, vote: Vote) -> None:
    counted = tally(vote)
    if asked.json:
        print_json("rte.vote.1", {"scope": vote.scope, **_round(vote)})
        return
    out(
        f"{vote.ref} {vote.scope} round {vote.round}: {one.means} of {counted.hands} "
        f"({counted.per_finger}), {counted.low} at 1 or 2: {counted.verdict}"
    )
    if left := unheard(vote):
        say(f"{left} at 1 or 2 not heard yet; in the console o gives the word")


def _rounds(known: list[Standing]) -> list[Row]:
    return [
        Row("vote", vote.id, vote.ref, f"round {vote.round}", tally(vote).verdict,
            f"{tally(vote).mean} of {tally(vote).hands} ({tally(vote).per_finger})", "",
            "; ".join(c.text for c in concerns(vote) if c.text))
        for one in known
        for vote in one.rounds
    ]  # fmt: skip


def _scope(one: Standing) -> dict[str, Any]:
    return {"scope": one.scope, "rounds": [_round(vote) for vote in one.rounds]}


def _round(vote: Vote) -> dict[str, Any]:
    """One vote as data; the average as shown, the gate as it is computed from the exact one."""
    counted = tally(vote)
    return {
        "ref": vote.ref,
        "round": vote.round,
        "counts": list(counted.counts),
        "n": counted.n,
        "average": float(counted.mean) if counted.n else None,
        "accepted": counted.accepted,
        "at_1_or_2": counted.low,
        "unheard": unheard(vote),
        "change": vote.change,
        "concerns": [{"text": c.text, "became": c.became} for c in concerns(vote)],
    }
