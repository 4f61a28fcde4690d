"""`rte radiator`: the checkpoint of the breakouts, teams against questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out
from console.cli.width import pad
from console.places import tidy
from store.domain.checkpoints import QUESTIONS, STATES, question_named, state_named
from store.insight.radiator import event_of, radiator_of
from store.ledger import planning, voting

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.insight.radiator import Radiator
    from store.insight.snapshot import Snapshot

EXAMPLES = f"""\
  rte radiator DRE dependencies help     how a team answered, in the present checkpoint
  rte radiator next                      begin the next hourly checkpoint
  rte radiator                           the answers, as they stand

QUESTION is one of these, its beginning, or its number: {", ".join(q.key for q in QUESTIONS)}.
STATE is done, not-yet or help. The event that is running keeps the answers."""
NEXT = "next"
WIDTH = 12


def run(asked: Asked, words: list[str]) -> int:
    """Keep an answer, or begin a checkpoint, and print the present one."""
    parser = Parser("radiator", "the checkpoint of the breakouts", EXAMPLES)
    parser.add_argument("team", metavar="TEAM", nargs="?", help="a team's id, or next")
    parser.add_argument("question", metavar="QUESTION", nargs="?", help="what was asked")
    parser.add_argument("state", metavar="STATE", nargs="?", help=", ".join(STATES))
    told = parser.parse_args(words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        if told.state is not None:
            planning.answer(
                ledger,
                voting.team_named(ledger, tidy(told.team)),
                question_named(tidy(told.question)).key,
                state_named(tidy(told.state)),
            )
        elif told.question is not None or told.team not in (None, NEXT):
            parser.error("say team, question and state: rte radiator DRE risks done")
        elif told.team == NEXT:
            planning.begin_checkpoint(ledger)
        snap = ledger.snapshot()
    event = event_of(snap)
    seen = radiator_of(snap, event)
    if asked.json:
        facts = {"event": event.ref if event else None, "round": seen.round}
        print_json("rte.radiator.1", {**facts, "teams": _facts(snap, seen)})
    else:
        out("\n".join(_lines(snap, seen)))
    return 0


def _facts(snap: Snapshot, seen: Radiator) -> dict[str, Any]:
    """By team and question: the answers of all checkpoints, null where nobody answered."""
    return {
        team.short: {q.key: [s or None for s in seen.states(team.short, q.key)] for q in QUESTIONS}
        for team in snap.teams
    }


def _lines(snap: Snapshot, seen: Radiator) -> list[str]:
    began = f" since {snap.clock_time(seen.began[-1])}" if seen.began else ""
    heads = "".join(pad(question.key, WIDTH) + " " for question in QUESTIONS)
    found = [f"checkpoint {seen.round}{began}", (" " * 8 + heads).rstrip()]
    for team in snap.teams:
        states = (seen.states(team.short, question.key)[-1] for question in QUESTIONS)
        words = "".join(pad(STATES.get(state, "-"), WIDTH) + " " for state in states)
        found.append((pad(team.short, 8) + words).rstrip())
    return found
