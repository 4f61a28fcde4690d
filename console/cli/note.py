"""`rte note -`: private notes of this account, from a prompt or a pipe, and to a terminal only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from console.cli.backup import require_store
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import is_terminal, out, read_line, read_stdin, say
from store.domain.text import clean, decode
from store.errors import UsageFault
from store.journal.notes import Notes
from store.ledger.stamping import stamp_line

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte note            asks for lines, an empty one ends
  rte note - < file   takes them from a file or a pipe
  rte note --show     to a terminal only

Notes are a file of this account's own in the store's folder, 0600. They are in no backup, no
export, no minutes and no --json. Their words are never an argument: others can see those."""


def run(asked: Asked, words: list[str]) -> int:
    """Add lines to the notes, or show them."""
    parser = Parser("note", "add to your private notes, or show them", EXAMPLES)
    parser.add_argument("source", metavar="-", nargs="*", help="lines from stdin")
    parser.add_argument("--show", action="store_true", help="print them, to a terminal only")
    parser.add_argument("--force", action="store_true", help="with --show: into a pipe or file too")
    told = parser.parse_args(words)
    if told.source not in ([], ["-"]):
        raise UsageFault(
            "The words of a command can be seen by other users of this machine, so a note is typed "
            "or piped in: rte note"
        )
    notes = Notes(require_store(asked.folder))
    if told.show:
        return _show(asked, notes, told.force)
    if not told.source and not is_terminal():
        raise UsageFault("There is no terminal to type at. Pipe the lines in: rte note -")
    lines = _lines()
    if not lines:
        raise UsageFault("No line with text came in; nothing was noted.")
    with ledger_of(asked) as ledger:
        head = stamp_line(ledger)
    notes.append([head, *lines, ""])
    if asked.json:
        print_json("rte.noted.1", {"lines": len(lines)})
    say(f"noted, {len(lines)} {'line' if len(lines) == 1 else 'lines'}; see: rte note --show")
    return 0


def _show(asked: Asked, notes: Notes, force: bool) -> int:
    if asked.json:
        raise UsageFault("Private notes are in no --json. At a terminal: rte note --show")
    if not force and not (sys.stdout is not None and sys.stdout.isatty()):
        raise UsageFault(
            "Private notes go to a terminal only. If a file is what you want: rte note --show "
            "--force"
        )
    text = notes.load()
    if text:
        out(text.rstrip("\n"))
    else:
        say("nothing is noted here yet")
    return 0


def _lines() -> list[str]:
    if not is_terminal():
        text = decode(read_stdin())
        said = clean(text, block=True, limit=len(text) * 4 + 1)
        return [line.rstrip() for line in said.strip("\n").split("\n")] if said.strip() else []
    say("Private notes: one line each, an empty one ends.", clean_already=True)
    lines: list[str] = []
    while (line := read_line("> ")) is not None and line.strip():
        lines.append(clean(line, limit=len(line) * 4 + 1))
    return lines
