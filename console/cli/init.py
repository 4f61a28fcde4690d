"""`rte init`: set a train up, by questions at a terminal or by options in a script."""

from __future__ import annotations

import os
import shlex
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console import places, trains
from console.cli import asking
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.moment import clock_for
from console.places import tidy
from console.zone import machine_zone
from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.setup_words import count_teams
from store.errors import ConsoleError, UsageFault
from store.insight.upcoming import coming
from store.journal.files import JOURNAL
from store.ledger.questions import QUESTIONS, Plan, Question, answer
from store.ledger.setting_up import init, refuse_second

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte init                 asks; Enter accepts what stands in brackets
  rte init --train north   another train on this machine, which becomes the current one
  rte init --name "Tideway ART" --teams "Anchor ANC 8, Beacon BEA 7" --zone Europe/Lisbon \\
           --start 2026-09-28 --iterations 5 --weeks 2

With a name and teams nothing is asked: what is not given is as usual. A store that holds a train is
left as it is."""

HELP = {
    "name": "what the train is called",
    "zone": "its time zone; else this machine's",
    "teams": "name, short id and people of each, between commas",
    "roles": "roles that own things, between commas",
    "start": "first day of the planning interval; else next Monday",
    "iterations": "how many, like 5, 4 + IP or 6 without IP",
    "pi": "name of the planning interval; else made from its days",
    "sync": "day and time of the ART Sync, like Thu 09:00",
}
OPEN_IT = "Open the console now [yes]: "
NEXT = 3


def run(asked: Asked, words: list[str]) -> int:
    """Set the train up, say what it is, and offer the console."""
    told = _parser().parse_args(words)
    name = _place(asked, told)
    folder = asked.folder
    exists = os.path.lexists(os.path.join(folder, JOURNAL))
    if exists:
        with ledger_of(asked) as ledger:
            refuse_second(ledger)
    plan, left = _given(asked, told)
    talking = bool(left) and not (plan.name and plan.teams)
    if talking:
        plan = _ask(plan, left)
    try:
        with ledger_of(asked, create=not exists, shared=told.shared) as ledger:
            init(ledger, plan)
            if name is not None:
                trains.make_current(name)
            _tell(asked, ledger, plan)
    except ConsoleError:
        if talking:
            say(f"Your answers, to give again: {_command(plan)}")
        raise
    if talking and not asked.json and _open_now(len(left) + 1):
        from console.cli.room import open_room

        return open_room(asked)
    store = f" --store {shlex.quote(tidy(folder))}" if asked.store and name is None else ""
    say(f"next: rte{store}   (s and Enter start an event)")
    return 0


def _open_now(number: int) -> bool:
    """Whether to go on in the console; the train is there whatever the answer is."""
    try:
        return asking.yes(asking.terminal_reader()(f"{number}/{number} {OPEN_IT}", ""))
    except EOFError:
        say("")
        return False


def _command(plan: Plan) -> str:
    """The command line that states a plan."""
    words = [f"--{q.option} {shlex.quote(q.said(plan))}" for q in QUESTIONS]
    return f"rte init {' '.join(words)}"


def _parser() -> Parser:
    parser = Parser("init", "set a train up", EXAMPLES)
    for question in QUESTIONS:
        parser.add_argument(f"--{question.option}", metavar="WORDS", help=HELP[question.option])
    parser.add_argument("--weeks", metavar="N", help="weeks of an iteration; else 2")
    parser.add_argument("--train", metavar="NAME", help="its name on this machine, beside others")
    parser.add_argument(
        "--shared", action="store_true", help="let the folder's group use the store"
    )
    return parser


def _place(asked: Asked, told: Namespace) -> str | None:
    """Where the store is to be: with --train beside the others. Its name there, or None."""
    if told.train is None:
        return None
    if asked.store:
        raise UsageFault("--train and --store both say where the train is kept. Give one of them.")
    name = places.train_name(told.train)
    asked.store = places.train_folder(name)
    return name


def _given(asked: Asked, told: Namespace) -> tuple[Plan, list[Question]]:
    """The plan as far as options state it, and the questions that they leave open."""
    zone = machine_zone()
    clock = clock_for(asked.folder, asked.as_of, lambda: ZoneInfo(zone))
    plan = Plan(clock().astimezone(ZoneInfo(zone)).date(), zone=zone)
    left: list[Question] = []
    for question in QUESTIONS:
        text = getattr(told, question.option)
        if question.option == "iterations" and told.weeks is not None:
            text = f"{text or plan.shape.count}, {told.weeks} weeks"
        if text is None:
            left.append(question)
            continue
        try:
            plan = answer(plan, question, asking.typed(text))
        except ConsoleError as fault:
            raise UsageFault(f"--{question.option}: {fault.sentence}") from None
    return plan, left


def _ask(plan: Plan, questions: list[Question]) -> Plan:
    if not asking.can_ask():
        lacks = [q for q in questions if not q.said(plan)]
        wanted = " ".join(f"--{q.option} {shlex.quote(EXAMPLE_OF[q.option])}" for q in lacks)
        raise UsageFault(f"There is no terminal to ask at. Give the answers: rte init {wanted}")
    say("A new train. Enter accepts what stands in brackets; ctrl+c leaves.")
    return asking.ask(plan, questions, asking.terminal_reader(), say, of=len(questions) + 1)


EXAMPLE_OF = {"name": "Tideway ART", "teams": "Anchor ANC 8, Beacon BEA 7"}


def _tell(asked: Asked, ledger: Ledger, plan: Plan) -> None:
    snap = ledger.snapshot()
    interval = snap.pi
    assert interval is not None  # set up just now
    if asked.json:
        facts = {
            "train": plan.name,
            "store": tidy(str(Path(asked.folder))),
            "zone": plan.zone,
            "teams": [team.short for team in snap.teams],
            "pi": interval.short,
            "start": interval.start,
            "end": interval.end,
        }
        print_json("rte.init.1", facts)
        return
    last = day(interval.end)
    assert last is not None
    out(f"{plan.name}: {count_teams(plan.teams)}, {plan.zone}.")
    out(f"{interval.short}: {say_day(plan.start)} to {say_day(last)}, {plan.shape.said}.")
    for one in [one for one in coming(snap) if one.held][:NEXT]:
        out(f"  {one.when}  {one.title}")
