"""`rte backup`: a verified copy of the store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.streams import out, say
from console.places import tidy
from store.errors import UsageFault
from store.journal.backup import backup
from store.journal.files import JOURNAL

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte backup                        into the store's own backups/
  rte backup /mnt/usb/              into that folder
  rte backup before-planning.jsonl

Takes no lock, so a running event is not disturbed. The copy is read back before it counts. Private
notes are never in it."""


def run(asked: Asked, words: list[str]) -> int:
    """Write the copy and print where it is."""
    parser = Parser("backup", "write a verified copy of the store to a file", EXAMPLES)
    parser.add_argument("file", metavar="FILE", nargs="?", help="a new file, or a folder")
    told = parser.parse_args(words)
    if told.file == "":
        raise UsageFault("The name of the file is empty. Name a new file, or nothing at all.")
    folder = require_store(asked.folder)
    made = backup(folder, Path(told.file) if told.file else None)
    if asked.json:
        print_json("rte.backup.1", {"file": tidy(str(made)), "bytes": made.stat().st_size})
    else:
        out(tidy(str(made)))
        say(f"bring it back with: rte restore {tidy(str(made))}")
        say("private notes are not in it")
    return 0


def require_store(folder: str) -> Path:
    """The folder as a path; refuses one without a journal."""
    place = Path(folder)
    if not (place / JOURNAL).exists():
        raise UsageFault(
            f"There is no train's store in {tidy(folder)}; name another one with --store."
        )
    return place
