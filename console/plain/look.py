"""The step that the room is in, and what it puts in front of the room, as plain lines."""

from __future__ import annotations

from console.cli.status import left_words
from console.cli.width import cells
from store.insight.rows import Urgency
from store.insight.surfaces import SURFACES, surface
from store.ledger.ledger import Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.insight.rows import Cell, Grid, Row, Surface

NO_EVENT = "No event is running. Start one: /start art-sync. Which there are: /template list"

ALL_BY_KEY, ALL_BY_VERB = "w shows them all", "all of them: /brief --all"
"""What a shortened briefing says in the console, and what says it here."""
BY_KEY = " Press "
"""Begins the sentence that names a key of the console, where a section is empty."""


def head(ledger: Ledger) -> list[str]:
    """What whoever comes into a step must know: which it is, its time, what it must leave."""
    event = ledger.running
    if event is None:
        return [NO_EVENT]
    face = ledger.face(event)
    step = face.step
    if step is None:
        return [f"{event.title} {event.ref} has not begun."]
    said = [f"{face.index + 1}/{face.count} {step.title}, {left_words(face.left_ms)}."]
    if step.purpose:
        said.append(f"  {step.purpose}")
    if step.leaves:
        said.append(f"  leaves: {step.leaves}")
    seen = _surface(ledger)
    if seen is not None and (count := len(seen.rows)):
        said.append(f"  {count} {'line' if count == 1 else 'lines'} at hand; to read: look")
    return said


def look(ledger: Ledger) -> list[str]:
    """The step and all that lies in front of the room."""
    seen = _surface(ledger)
    said = head(ledger)
    if seen is None:
        return said
    said = [line for line in said if not line.endswith("to read: look")]
    said += ["", seen.title]
    if seen.question:
        said.append(seen.question)
    if seen.grid is not None and seen.grid.lines:
        said += ["", *_grid(seen.grid)]
    for part in seen.sections:
        said += ["", *(f"{told.label}: {told.words}" for told in part.told)] if part.told else []
        if part.rows:
            said += ["", part.title, *map(sentence, part.rows)]
        elif part.empty:
            said += ["", part.title, f"  {part.empty.partition(BY_KEY)[0]}"]
    return said


def sentence(row: Row) -> str:
    """A row as it is read aloud: what it is and says first, whole; then what is known of it."""
    mark = "!" if row.urgency is Urgency.NEEDS_YOU else " "
    known = [row.state, row.when, row.who, row.note.replace(ALL_BY_KEY, ALL_BY_VERB)]
    head = f"{mark} {row.ref} {row.text}".rstrip() if row.ref else f"{mark} {row.text}"
    return " · ".join([head, *(word for word in known if word)])


def _surface(ledger: Ledger) -> Surface | None:
    event = ledger.running
    step = ledger.face(event).step if event is not None else None
    if step is None or step.surface not in SURFACES:
        return None
    return surface(ledger.snapshot(), step.surface)


def _grid(grid: Grid) -> list[str]:
    """A grid read line by line: each cell that says something behind the name of its column."""
    names = grid.columns
    said = []
    for line in grid.lines:
        parts = [
            f"{names[n] if n < len(names) else ''} {words}".strip()
            for n, cell in enumerate(line.cells)
            if (words := _words(cell))
        ]
        note = f"  {line.note}" if line.note else ""
        said.append(f"{line.title}: {'; '.join(parts) or 'nothing'}{note}")
    return said if max(map(cells, said), default=0) else []


def _words(cell: Cell) -> str:
    return " ".join(" ".join(part for part in (m.text, m.sign) if part) for m in cell.marks)
