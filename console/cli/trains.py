"""`rte trains`: the trains of this machine, and which one is meant when none is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console import trains
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.streams import out, say
from console.cli.width import cells, pad
from console.places import tidy
from store.errors import UsageFault

if TYPE_CHECKING:
    from console.cli.options import Asked
    from console.trains import KnownTrain

EXAMPLES = """\
  rte trains              the trains of this machine; * marks the current one
  rte trains use north    from now on commands mean this one, unless --store or RTE_STORE says else
  rte init --train north  sets another one up"""


def run(asked: Asked, words: list[str]) -> int:
    """List the trains, or make one the current one."""
    parser = Parser("trains", "list the trains of this machine, or choose one", EXAMPLES)
    parser.add_argument("deed", metavar="use", nargs="?", help="choose the train that is named")
    parser.add_argument("name", metavar="NAME", nargs="?", help="its name on this machine")
    told = parser.parse_args(words)
    if told.deed not in (None, "use") or (told.deed and not told.name):
        raise UsageFault("Type rte trains to see them, or rte trains use NAME to choose one.")
    if told.deed:
        trains.use(told.name)
    found = trains.known_trains()
    if asked.json:
        print_json("rte.trains.1", {"trains": [_facts(one) for one in found]})
    elif found:
        out("\n".join(_lines(found)))
    else:
        say("There is no train on this machine yet. Set one up: rte init")
    return 0


def _facts(one: KnownTrain) -> dict[str, object]:
    return {
        "name": one.name,
        "train": one.title or None,
        "folder": tidy(str(one.folder)),
        "current": one.current,
        "fault": one.fault or None,
    }


def _lines(found: list[KnownTrain]) -> list[str]:
    names = max(cells(one.name) for one in found)
    titles = [one.fault or one.title or "no train in it yet" for one in found]
    wide = min(60, max(cells(title) for title in titles))
    return [
        f"{'*' if one.current else ' '} {pad(one.name, names)}  {pad(title, wide)}  "
        f"{tidy(str(one.folder))}"
        for one, title in zip(found, titles, strict=True)
    ]
