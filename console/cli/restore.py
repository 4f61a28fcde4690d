"""`rte restore FILE`: bring a backup back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.streams import out, say
from console.places import tidy
from store.journal.backup import restore

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte restore before-planning.jsonl

The backup must verify in every line. What stood in the store, damaged or not, is kept and named."""


def run(asked: Asked, words: list[str]) -> int:
    """Put the backup in place and say where the former journal is."""
    parser = Parser("restore", "bring a backup back", EXAMPLES)
    parser.add_argument("file", metavar="FILE", help="what rte backup wrote")
    told = parser.parse_args(words)
    kept = restore(Path(asked.folder), Path(told.file))
    if asked.json:
        facts = {"store": tidy(asked.folder), "kept": tidy(str(kept)) if kept else None}
        print_json("rte.restored.1", facts)
        return 0
    out(f"Restored {tidy(told.file)} into {tidy(asked.folder)}.")
    if kept:
        say(f"what was there before is kept: {tidy(str(kept))}")
    return 0
