"""`rte check`: verify the journal, its archive and every record, and change nothing."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Any

from console.cli.backup import require_store
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.streams import out, say
from console.places import tidy
from store.domain.records import TYPES, read
from store.domain.refs import parse_ref
from store.domain.words import plural
from store.errors import Damaged
from store.journal.archive import archived
from store.journal.files import JOURNAL
from store.journal.inspect import Inspection, inspect
from store.journal.reader import Reader
from store.state import State

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte check          exit code 0: every line and every record is whole; 5: something is damaged

Takes no lock and changes nothing: it can be asked during an event."""

DAMAGED = 5


def run(asked: Asked, words: list[str]) -> int:
    """Verify, report, and end with 5 if anything is damaged."""
    Parser("check", "verify the journal and every record in it", EXAMPLES).parse_args(words)
    folder = str(require_store(asked.folder))
    path = os.path.join(folder, JOURNAL)
    found = inspect(path)
    faults = [_fault(fault.file, fault.offset, fault.what) for fault in found.faults]
    faults += [fault for old in archived(folder) for fault in _of_archive(old)]
    state = State()
    faults += _replay(path, state)
    faults += [_fault(path, None, what) for what in _records(state)]
    notes = _dangling(state)
    if asked.json:
        print_json("rte.check.1", _facts(path, found, state, faults, notes))
    else:
        _tell(found, state, faults, notes)
    return DAMAGED if faults else 0


def _fault(file: str, offset: int | None, what: str) -> dict[str, Any]:
    return {"file": tidy(file), "byte": offset, "what": what}


def _of_archive(path: str) -> list[dict[str, Any]]:
    """Faults of one archived journal; an unreadable one is a fault itself."""
    try:
        return [_fault(f.file, f.offset, f.what) for f in inspect(path).faults]
    except Damaged as fault:
        return [_fault(path, 0, fault.sentence)]


def _replay(path: str, state: State) -> list[dict[str, Any]]:
    """Let the whole lines of the journal add up to a state."""
    reader = Reader(path, os.O_RDONLY)
    try:
        state.follow(reader.read(None))
    except Damaged as fault:
        return [_fault(path, None, fault.sentence)]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as fault:
        # A line can be sealed and still say nothing that an operation can be.
        return [_fault(path, None, f"an entry cannot be applied ({type(fault).__name__})")]
    finally:
        reader.close()
    return []


def _records(state: State) -> list[str]:
    """What is wrong with records: unreadable ones, and references given twice."""
    wrong: list[str] = []
    refs: Counter[tuple[str, int]] = Counter()
    for kind, docs in state.tables.items():
        if kind not in TYPES:
            continue
        for key, doc in docs.items():
            try:
                record = read(kind, key, doc)
            except (KeyError, TypeError, ValueError, AttributeError) as fault:
                wrong.append(f"{kind} {key} cannot be read ({type(fault).__name__})")
                continue
            if parsed := parse_ref(str(record.ref)):
                refs[parsed] += 1
    wrong += [f"the reference {letters}{n} is used {count} times"
              for (letters, n), count in refs.items() if count > 1]  # fmt: skip
    return wrong


def _dangling(state: State) -> list[str]:
    """References that lead nowhere: told, but no damage (an undo may have taken the other back)."""
    there = {
        parse_ref(str(doc.get("ref", "")))
        for docs in state.tables.values()
        for doc in docs.values()
    }
    notes: list[str] = []
    for kind, docs in state.tables.items():
        for doc in docs.values():
            links = doc.get("links")
            for ref in links if isinstance(links, list) else []:
                if (parsed := parse_ref(str(ref))) and parsed not in there:
                    notes.append(f"{kind} {doc.get('ref', '')} names {ref}, which is not there")
    return notes


def _tell(found: Inspection, state: State, faults: list[dict[str, Any]], notes: list[str]) -> None:
    records = sum(len(docs) for docs in state.tables.values())
    out(
        f"{plural(found.entries, 'entry', 'entries')} up to number {found.n}, "
        f"{found.size:,} bytes, {plural(records, 'record')}: "
        f"{'damaged' if faults else 'all whole'}"
    )
    for note in notes:
        out(f"note: {note}")
    for fault in faults:
        where = f", byte {fault['byte']}" if fault["byte"] is not None else ""
        say(f"rte: {fault['file']}{where}: {fault['what']}")
    if faults:
        say("Whatever verifies is used. To go back to a copy: rte restore FILE")


def _facts(
    path: str, found: Inspection, state: State, faults: list[dict[str, Any]], notes: list[str]
) -> dict[str, Any]:
    return {
        "journal": tidy(path),
        "whole": not faults,
        "n": found.n,
        "entries": found.entries,
        "bytes": found.size,
        "garbage": found.garbage,
        "records": {kind: len(docs) for kind, docs in state.tables.items()},
        "faults": faults,
        "notes": notes,
    }
