"""`rte demo`: the console on a private copy of the sample train."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.cli.parsing import Parser
from console.cli.room import open_room
from console.cli.streams import say
from console.moment import clock_for, shift_to, stated, write_shift
from console.places import network_allowed, private_place, tidy
from console.terminal import prepare
from store.errors import UsageFault
from store.exchange.train_file import read_train
from store.journal.files import JOURNAL
from store.ledger.bringing import bring_in
from store.ledger.opening import open_ledger

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte demo               a throw-away copy: it is removed when you leave
  rte demo --keep DIR    a copy that stays in DIR

It opens at nine o'clock of the day for which the sample was written, and the clock goes on from
there. A second terminal can look at the same train; how is said at the start."""


IMPORTER = "demo"
"""Who brought the sample in: somebody else than the guest, whose undo must not take it away."""


def run(asked: Asked, words: list[str]) -> int:
    """Make the copy, open it, remove it."""
    parser = Parser("demo", "open the console on a private copy of the sample train", EXAMPLES)
    parser.add_argument("--keep", metavar="DIR", help="make the copy in DIR and let it stay")
    told = parser.parse_args(words)
    if asked.store:
        raise UsageFault("The demo makes its own store; name a place for it with --keep DIR.")
    prepare()
    if told.keep is not None:
        folder = Path(told.keep or ".").absolute()
        furnish(folder, asked.as_of)
        _invite(folder)
        return open_room(asked, folder)
    root = Path(tempfile.mkdtemp(prefix="rte-demo-", dir=private_place()))
    try:
        folder = root / "train"
        furnish(folder, asked.as_of)
        _invite(folder)
        return open_room(asked, folder)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def furnish(folder: Path, as_of: str | None = None) -> None:
    """Make a store with the sample train in `folder`, its clock set to the sample's day."""
    if (folder / JOURNAL).exists():
        raise UsageFault(f"{tidy(str(folder))} holds a train already. Open that one with --store.")
    train = read_train(files("store.sample").joinpath("tideway.json").read_bytes())
    ledger = open_ledger(folder, who=IMPORTER, create=True, allow_network_fs=network_allowed())
    try:
        moment = stated(as_of) or train.as_of
        if moment:
            zone = str(train.docs[0][1]["zone"])
            write_shift(folder, shift_to(moment, lambda: ZoneInfo(zone)))
        ledger.now = clock_for(folder, None)
        bring_in(ledger, train)
    finally:
        ledger.db.close()


def _invite(folder: Path) -> None:
    say(f"The sample train. A second terminal joins with: rte --store {shlex.quote(str(folder))}")
