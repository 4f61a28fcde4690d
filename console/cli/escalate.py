"""`rte escalate REF`: ask another level for a decision, print the brief, write the answer down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.standing import tell
from console.cli.streams import out, say
from console.copying import write_out
from console.places import tidy
from store.domain.escalating import Brief
from store.domain.impeding import LEVELS, read_level
from store.errors import UsageFault
from store.exchange.brief import brief_markdown
from store.ledger import briefing, impeding

if TYPE_CHECKING:
    from argparse import Namespace

    from console.cli.options import Asked
    from store.domain.records import Impediment
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte escalate I7 --want "a licence for the rig" --from PM --due fri \\
      --option "buy one: 4 k" --option "share GAN's: both slower" --nothing "O402 slips"
  rte escalate I7 --brief                     the brief as it stands, as Markdown
  rte escalate I7 --answer "buy one because the yard waits, by PM"
  rte escalate I7 --to art --note "the RTE can settle it"      back down, with a note

Doing nothing is always among the options. What is not said of facts, impact and what was tried is
taken from the record. Without a decision that is wanted it is an update: rte step."""

SAID = (
    *("to", "want", "whom", "due", "option", "nothing", "recommend", "tried", "facts", "impact"),
    *("owner", "know", "note"),
)
"""Options that make or move an escalation."""


def run(asked: Asked, words: list[str]) -> int:
    """Escalate, or print the brief, or keep the answer."""
    told = _parser().parse_args(words)
    if told.brief and (told.answer is not None or _says_anything(told)):
        raise UsageFault("--brief only prints. Leave the other options out, or leave --brief out.")
    if told.answer is None and told.step:
        raise UsageFault("--step comes with --answer. Else say it with: rte step")
    ref = tidy(told.ref)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        if told.brief:
            _print_brief(asked, ledger, impeding.the_impediment(ledger, ref))
        elif told.answer is not None:
            if _says_anything(told):
                raise UsageFault("--answer goes with --step only. Escalate again afterwards.")
            item, decision = impeding.answer(ledger, ref, tidy(told.answer), tidy(told.step))
            tell(asked, ledger, "impediment", item, decision)
        else:
            _move(asked, ledger, ref, told)
    return 0


def _parser() -> Parser:
    parser = Parser("escalate", "ask another level for a decision or for help", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="an impediment, like I7")
    levels = ", ".join(LEVELS)
    parser.add_argument("--to", "--level", metavar="LEVEL", default="",
                        help=f"{levels}; else the next one up")  # fmt: skip
    for option, metavar, about in (
        ("--want", "WORDS", "the decision or the help that is wanted"),
        ("--nothing", "WORDS", "what happens if nobody decides"),
        ("--recommend", "WORDS", "the option that is recommended, and why"),
        ("--facts", "WORDS", "what is happening, as observed"),
        ("--impact", "WORDS", "what it does to objectives, days and teams"),
        ("--tried", "WORDS", "what has been tried"),
        ("--owner", "WHO", "who carries the decision out; else the owner there is"),
        ("--know", "WORDS", "how we will know that it worked"),
        ("--note", "WORDS", "why a lower level can settle it after all"),
        ("--step", "WORDS", "with --answer: the next step"),
    ):
        parser.add_argument(option, metavar=metavar, default="", help=about)
    parser.add_argument("--from", dest="whom", metavar="WHO", default="", help="who is asked")
    # Not --by: for every verb that is the role with which a change is stamped.
    parser.add_argument("--due", metavar="DAY", default="",
                        help="by when the answer is needed")  # fmt: skip
    parser.add_argument("--option", metavar="WORDS", action="append", default=[],
                        help="what could be decided, with its effect; two or three")  # fmt: skip
    parser.add_argument("--brief", action="store_true", help="print the brief as it stands")
    parser.add_argument("--answer", metavar="DECISION", help="the decision that came back")
    return parser


def _says_anything(told: Namespace) -> bool:
    return any(getattr(told, name) for name in SAID)


def _option(name: str) -> str:
    return "--from" if name == "whom" else f"--{name}"


def _print_brief(asked: Asked, ledger: Ledger, item: Impediment) -> None:
    said = briefing.on_record(ledger, item)
    text = brief_markdown(ledger.snapshot(), item, said)
    if not asked.json:
        out(text.rstrip("\n"))
        return
    names = ("to", "before", "on", "wanted", "whom", "due", "facts", "impact", "tried")
    facts: dict[str, object] = {name: getattr(said, name) for name in names}
    facts |= {"options": list(said.options), "recommended": said.recommended}
    facts |= {"know": said.note, "answered": said.answered, "owner": item.owner}
    print_json("rte.brief.1", {"ref": item.ref, **facts, "markdown": text})


def _move(asked: Asked, ledger: Ledger, ref: str, told: Namespace) -> None:
    item = impeding.the_impediment(ledger, ref)
    if told.to and LEVELS.index(read_level(tidy(told.to))) < LEVELS.index(item.level):
        if others := [name for name in SAID if name not in ("to", "note") and getattr(told, name)]:
            raise UsageFault(
                f"Back down a level goes with --note only, not with {_option(others[0])}. "
                "Going up has the brief."
            )
        lowered = impeding.lower(ledger, ref, tidy(told.to), tidy(told.note))
        tell(asked, ledger, "impediment", lowered)
        return
    if told.note:
        raise UsageFault("--note is for the way back down. What is known goes to --facts.")
    known = briefing.draft(ledger, item)
    brief = impeding.understand(ledger, _brief(told, known), tidy(told.due))
    now = impeding.escalate(ledger, ref, brief, item.rev)
    tell(asked, ledger, "impediment", now)
    text = brief_markdown(ledger.snapshot(), now, briefing.on_record(ledger, now))
    place = write_out(Path(asked.folder), f"brief-{now.ref}.md", text)
    say(f"its brief: {place}")


def _brief(told: Namespace, known: Brief) -> Brief:
    def said(name: str, otherwise: str = "") -> str:
        return tidy(getattr(told, name)) or otherwise

    return Brief(
        to=said("to", known.to),
        wanted=said("want"),
        whom=said("whom"),
        facts=said("facts", known.facts),
        impact=said("impact", known.impact),
        tried=said("tried", known.tried),
        options=tuple(tidy(option) for option in told.option),
        nothing=said("nothing", known.nothing),
        recommended=said("recommend"),
        owner=said("owner", known.owner),
        know=said("know"),
    )
