"""`rte check`: verify the journal, its archive and every record, and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.cli.backup import require_store
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.streams import out, say
from console.places import tidy
from store.checkup.examining import Examined, examine
from store.domain.words import plural

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte check          exit code 0: every line and every record is whole; 5: something is damaged

Takes no lock and changes nothing: it can be asked during an event."""

DAMAGED = 5


def run(asked: Asked, words: list[str]) -> int:
    """Verify, report, and end with 5 if anything is damaged."""
    Parser("check", "verify the journal and every record in it", EXAMPLES).parse_args(words)
    seen = examine(str(require_store(asked.folder)))
    if asked.json:
        print_json("rte.check.1", _facts(seen))
    else:
        _tell(seen)
    return DAMAGED if seen.faults else 0


def _tell(seen: Examined) -> None:
    found = seen.found
    out(
        f"{plural(found.entries, 'entry', 'entries')} up to number {found.n}, "
        f"{found.size:,} bytes, {plural(seen.records, 'record')}: "
        f"{'damaged' if seen.faults else 'all whole'}"
    )
    for note in seen.notes:
        out(f"note: {note}")
    for fault in seen.faults:
        where = f", byte {fault.byte}" if fault.byte is not None else ""
        say(f"rte: {tidy(fault.file)}{where}: {fault.what}")
    if seen.faults:
        say("Whatever verifies is used. To go back to a copy: rte restore FILE")


def _facts(seen: Examined) -> dict[str, Any]:
    return {
        "journal": tidy(seen.path),
        "whole": not seen.faults,
        "n": seen.found.n,
        "entries": seen.found.entries,
        "bytes": seen.found.size,
        "garbage": seen.found.garbage,
        "records": {kind: len(docs) for kind, docs in seen.state.tables.items()},
        "faults": [
            {"file": tidy(one.file), "byte": one.byte, "what": one.what} for one in seen.faults
        ],
        "notes": seen.notes,
    }
