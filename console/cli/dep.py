"""`rte dep REF DEED WORDS...`: how a dependency stands, its iterations, how it could go away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.cli.verbs import nearest
from console.places import tidy
from store.domain import depending
from store.domain.calendar import iteration_on, position
from store.domain.depending import DEEDS, WAYS, Said
from store.errors import UsageFault
from store.insight import blocks, dependencies
from store.ledger import depending as use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.options import Asked
    from store.domain.records import Dependency
    from store.ledger.ledger import Ledger

EXAMPLES = f"""\
  rte dep D408                              how it stands
  rte dep D408 agree I5                     the provider says yes, and plans it in I5
  rte dep D404 start
  rte dep D404 deliver I4                   without an iteration: in the present one
  rte dep D404 accept load test passed
  rte dep D408 decline because customs has no room
  rte dep D404 remove slice booking needs no new role
  rte dep D406 miss the rig never came
  rte dep D402 reopen the topic lacks a field
  rte dep D401 away design billing reads it itself
  rte dep D401 plan I4                      the provider's; need I5 is the consumer's; - for none

WAY is {", ".join(WAYS)}, or its beginning. Removed is a good end: it says how."""

MOVES = ("plan", "need")
ALL = (*DEEDS, "away", *MOVES)
FACTS = (
    "ref", "id", "state", "text", "provider", "consumer", "need", "plan", "done", "agreed",
    "accepted", "way", "how", "away", "note", "touched",
)  # fmt: skip


def run(asked: Asked, words: list[str]) -> int:
    """Do it, if anything is to be done, and read back how the dependency stands."""
    parser = Parser("dep", "how a dependency stands, and what becomes of it", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="a dependency, like D401")
    parser.add_argument("deed", metavar="DEED", nargs="?", help=", ".join(ALL))
    parser.add_argument("words", metavar="WORDS", nargs="*", help="what the deed demands")
    told = parser.parse_args(words)
    ref, deed = tidy(told.ref), tidy(told.deed or "").lower()
    if deed and deed not in ALL:
        raise UsageFault(
            f"A dependency knows no {deed[:40]!r}.{nearest(deed, list(ALL))} "
            f"Type one of: {', '.join(ALL)}."
        )
    with ledger_of(asked) as ledger:
        ledger.require_train()
        found = _do(ledger, ref, deed, [tidy(word) for word in told.words])
        snap, pi = ledger.snapshot(), use.interval_for(ledger, found)
        against = blocks.against(snap).get(found.id, ())
        seen = dependencies.health(found, pi, snap.today, against)
    reading = depending.in_words(found)
    if asked.json:
        facts = {name: getattr(found, name) for name in FACTS}
        health = {
            "word": seen.word,
            "slack": seen.slack,
            "late": seen.late,
            "needs_you": seen.urgent,
        }
        print_json("rte.dep.1", {**facts, "reading": reading, "health": health})
    else:
        shown = seen.word if seen.word not in (found.state, f"removed: {found.how}") else ""
        out(" · ".join(part for part in (reading, shown) if part))
    now = ", ".join(one.name for one in depending.choices(found))
    say("undo: rte undo" if deed else f"what can be done: {now}, away, plan, need")
    return 0


def _do(ledger: Ledger, ref: str, deed: str, words: Sequence[str]) -> Dependency:
    found = use.the_dependency(ledger, ref)
    if not deed:
        return found
    if deed in MOVES:
        if len(words) != 1:
            raise UsageFault(f"Name one iteration: rte dep {found.ref} {deed} I5, or - for none.")
        name = "" if words[0] == "-" else words[0]
        plan, need = (name, None) if deed == "plan" else (None, name)
        return use.plan(ledger, ref, plan, need, found.rev)
    if deed == "away":
        way, rest = _way(words)
        return use.could_go_away(ledger, ref, way, rest, found.rev)
    return use.do(ledger, ref, deed, _said(ledger, found, deed, words), found.rev)


def _way(words: Sequence[str]) -> tuple[str, str]:
    """The way, and the words behind it; "team change" may be two words."""
    if len(words) > 1 and f"{words[0]} {words[1]}".lower() in WAYS:
        return f"{words[0]} {words[1]}", " ".join(words[2:])
    return (words[0] if words else ""), " ".join(words[1:])


def _said(ledger: Ledger, found: Dependency, deed: str, words: Sequence[str]) -> Said:
    line = " ".join(words)
    if deed == "remove":
        way, how = _way(words)
        return Said(way=way or None, how=how or None)
    if deed == "agree":
        return Said(when=line or None)
    if deed == "deliver":
        return _delivered(ledger, found, words)
    return Said(why=line or None)


def _delivered(ledger: Ledger, found: Dependency, words: Sequence[str]) -> Said:
    """The iteration is the first word if it looks like one, else the present one."""
    pi = use.interval_for(ledger, found)
    first = words[0] if words else ""
    like_one = len(first) <= 4 and any(letter.isdigit() for letter in first)
    if position(pi, first) is not None or like_one:
        return Said(when=first, why=" ".join(words[1:]) or None)
    now = iteration_on(pi, ledger.today)
    return Said(when=now.name if now else None, why=" ".join(words) or None)
