"""Verifying a journal, its archive and every record in it, without a lock and without a change."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.domain.records import TYPES, read
from store.domain.refs import parse_ref
from store.errors import Damaged
from store.journal.archive import archived
from store.journal.files import JOURNAL
from store.journal.inspect import IdleMender, Inspection, inspect
from store.journal.reader import Reader
from store.state import State

if TYPE_CHECKING:
    from store.entry import Entry


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that does not verify: in which file, at which byte (None for a record), what."""

    file: str
    byte: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What stands in a store. `notes` are worth telling and no damage."""

    path: str
    identity: str
    """Which history the journal is."""
    born: int
    """When this journal was made, milliseconds since 1970."""
    last_at: int | None
    """When the newest entry was made."""
    found: Inspection
    state: State
    faults: list[Wrong] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def records(self) -> int:
        """How many records there are, of every kind."""
        return sum(len(docs) for docs in self.state.tables.values())


def examine(folder: str) -> Examined:
    """Verify all of the store in `folder`. Raises `Damaged` if its journal is none."""
    path = os.path.join(folder, JOURNAL)
    found = inspect(path)
    faults = [Wrong(one.file, one.offset, one.what) for one in found.faults]
    faults += [fault for old in archived(folder) for fault in _of_archive(old)]
    state = State()
    last: list[int] = []
    faults += _replay(path, state, last)
    faults += [Wrong(path, None, what) for what in _records(state)]
    reader = Reader(path, os.O_RDONLY)
    reader.close()
    header = reader.header
    return Examined(
        path=path,
        identity=header.journal,
        born=header.born,
        last_at=last[0] if last else None,
        found=found,
        state=state,
        faults=faults,
        notes=_dangling(state),
    )


def _of_archive(path: str) -> list[Wrong]:
    """Faults of one archived journal; an unreadable one is a fault itself."""
    try:
        return [Wrong(one.file, one.offset, one.what) for one in inspect(path).faults]
    except Damaged as fault:
        return [Wrong(path, 0, fault.sentence)]


def noting(entries: Iterator[Entry], last: list[int]) -> Iterator[Entry]:
    """The entries as they come; `last` holds the moment of the latest of them."""
    for entry in entries:
        at = entry.get("at")
        if isinstance(at, int):
            last[:] = [at]
        yield entry


def _replay(path: str, state: State, last: list[int]) -> list[Wrong]:
    """Let the whole lines of a journal add up to a state; what could not be applied."""
    reader = Reader(path, os.O_RDONLY)
    try:
        state.follow(noting(reader.read(IdleMender(os.path.dirname(path), path)), last))
    except Damaged as fault:
        return [Wrong(path, None, fault.sentence)]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as fault:
        # A line can be sealed and still say nothing that an operation can be.
        return [Wrong(path, None, f"an entry cannot be applied ({type(fault).__name__})")]
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
