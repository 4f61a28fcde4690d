"""`rte item ...`: what a System Demo shows: prepare its running order, note results and answers."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.cli.table import lines, room
from console.cli.verbs import nearest
from console.places import tidy
from store.errors import UsageFault
from store.insight import demo
from store.insight.demo_surfaces import demo_order
from store.ledger import demoing

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.domain.records import DemoItem
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte item add "Live queue time for all gates @BEA #O403 for:5m"
  rte item list                     the running order, and what cannot be shown
  rte item order S3 S1              these first, the others follow
  rte item result S3 live --environment staging --version 2.14.0
  rte item result S4 live --same    environment and version as the item before
  rte item result S5 no --why "no test data"
  rte item answer F2 planned "O405 in I5"

The order is that of the running System Demo, else of the next one. Feedback is captured with
rte add feedback "... #S3 v:change by:PM"."""

DEEDS = ("add", "list", "order", "result", "answer")


def run(asked: Asked, words: list[str]) -> int:
    """Do one thing to the running order and print what came of it."""
    told = _read(words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        refs = _do(ledger, told)
        snap = ledger.snapshot()
        docs = {kind: ledger.db.state.tables.get(kind, {}) for kind in ("demo", "feedback")}
    if asked.json:
        print_json("rte.item.1", {**_facts(snap, docs["demo"]), "changed": refs})
    elif told.deed in ("list", "order"):
        _print_order(snap)
    else:
        out("\n".join(refs))
    return 0


def _read(words: list[str]) -> Namespace:
    parser = Parser("item", "what a System Demo shows: order, results, answers", EXAMPLES)
    parser.add_argument("deed", metavar="WHAT", help=", ".join(DEEDS))
    parser.add_argument("rest", metavar="...", nargs="*", help="what it needs")
    for name, about in (
        ("environment", "where it was shown"),
        ("version", "which version was shown"),
        ("objective", "the PI objective that it is evidence for"),
        ("why", "why it was not shown, or not live"),
    ):
        parser.add_argument(f"--{name}", metavar="WORDS", help=about)
    parser.add_argument("--same", action="store_true", help="as shown in the item before")
    told = parser.parse_intermixed_args(words)
    told.deed = tidy(told.deed).lower()
    told.rest = [tidy(word) for word in told.rest]
    if told.deed not in DEEDS:
        raise UsageFault(
            f"An item knows no {told.deed[:40]!r}.{nearest(told.deed, list(DEEDS))} "
            f"Type one of: {', '.join(DEEDS)}."
        )
    given = (told.environment, told.version, told.objective, told.why)
    if told.deed != "result" and (told.same or any(value is not None for value in given)):
        raise UsageFault(f"rte item {told.deed} takes no option of a result. See: rte item --help")
    return told


def _do(ledger: Ledger, told: Namespace) -> list[str]:
    """Do it; the references of what was made or changed."""
    rest: list[str] = told.rest
    if told.deed == "list":
        if rest:
            raise UsageFault(f"rte item list takes nothing behind it, not {rest[0][:40]!r}.")
        return []
    if told.deed == "add":
        if not rest:
            raise UsageFault('Say what is shown: rte item add "Live queue time @BEA #O403 for:5m"')
        return [demoing.add_item(ledger, " ".join(rest)).ref]
    if told.deed == "order":
        if not rest:
            raise UsageFault("Name the items that come first: rte item order S3 S1")
        demoing.arrange(ledger, rest)
        return [demoing.item(ledger, ref).ref for ref in rest]
    if told.deed == "answer":
        if len(rest) < 2:
            raise UsageFault('Say what became of it: rte item answer F2 planned "O405 in I5"')
        return [demoing.answer(ledger, rest[0], rest[1], " ".join(rest[2:])).ref]
    return [_result(ledger, told)]


def _result(ledger: Ledger, told: Namespace) -> str:
    """Note a result; what is not given stays as it is, and what could be taken over is told."""
    if len(told.rest) != 2:
        raise UsageFault("Say which item and how it was shown: rte item result S3 live")
    item = demoing.item(ledger, told.rest[0])
    environment, version, before = demo.offered(ledger.snapshot(), item)
    if told.same and not before:
        raise UsageFault("No item before this one has an environment or a version to take.")
    made = demoing.set_result(
        ledger,
        item.ref,
        told.rest[1],
        environment=_given(told.environment, environment if told.same else None),
        version=_given(told.version, version if told.same else None),
        objective=_given(told.objective),
        why=_given(told.why),
    )
    if made.shown != "no" and before and not demo.build(made):
        was = " ".join(part for part in (environment, version) if part)
        say(f"{before} was shown on {was}. Take it with: rte item result {made.ref} "
            f"{made.shown} --same")  # fmt: skip
    return made.ref


def _given(words: str | None, offered: str | None = None) -> str | None:
    return offered if words is None else tidy(words)


def _print_order(snap: Snapshot) -> None:
    surface = demo_order(snap)
    parts = [surface.title]
    for section in surface.sections:
        parts += ["", section.title, *(lines(section.rows, room()) or [f"  {section.empty}"])]
    out("\n".join(parts))


def _facts(snap: Snapshot, docs: Any) -> dict[str, Any]:  # noqa: ANN401 - documents as stored
    event = demo.open_demo(snap)
    return {
        "event": event.ref if event else None,
        "items": [_item(snap, item, docs) for item in demo.items_on(snap, event)],
    }


def _item(snap: Snapshot, item: DemoItem, docs: Any) -> dict[str, Any]:  # noqa: ANN401
    feedback = [f.ref for f in demo.feedback_on(snap, item)]
    return {**docs[item.id], "id": item.id, "feedback": feedback}
