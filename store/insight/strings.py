"""Strings drawn along the iterations: from where a provider plans it to where a consumer needs it.

One line a dependency. A string that runs to the left is a conflict: it is needed before it is
there. The ends are drawn in the column of their iteration; an end without one is a question mark.
"""

from __future__ import annotations

from store.domain.calendar import position
from store.domain.depending_terms import SETTLED
from store.domain.records import Dependency, PlanningInterval
from store.insight import blocks, dependencies
from store.insight.plan import of_plan, plan_interval
from store.insight.rows import (
    Cell,
    Grid,
    GridLine,
    Row,
    Section,
    String,
    Surface,
    Urgency,
    ref_order,
)
from store.insight.snapshot import Snapshot

LEGEND = (
    ("not-yet", "planned"),
    ("half", "begun"),
    ("full", "delivered"),
    ("done", "accepted"),
    ("to-right", "needed"),
    ("help", "needs you"),
)
TITLE_CELLS = 22
SHOWN = 70
"""Characters of the text in a line that must have room for all else; the whole is one key away."""

Ends = tuple[int | None, int | None]
"""Columns of the provider's and of the consumer's end."""


def ends_of(dependency: Dependency, pi: PlanningInterval) -> Ends:
    """Where it comes from and where it is needed: what was delivered counts, else the plan."""
    return position(pi, dependency.done or dependency.plan), position(pi, dependency.need)


def pieces(state: str, ends: Ends, columns: int, urgency: Urgency) -> list[String]:
    """The string as one piece a column. `state` is that of the dependency."""
    start, head = ends
    known = [place for place in ends if place is not None]
    low, high = min(known, default=0), max(known, default=-1)
    sign = dependencies.SIGNS.get(state, "not-yet")
    found = []
    for column in range(columns):
        here: list[str] = []
        if column == start:
            here.append(sign)
        if column == head:
            backwards = start is not None and start > head
            here.append("to-left" if backwards else "to-right")
            if start is None:
                here.insert(0, "no-date")
        elif column == start and head is None:
            here.append("no-date")
        along = low <= column <= high and len(known) == 2
        found.append(String(along and column > low, along and column < high, tuple(here), urgency))
    return found


def _order(found: list[Dependency], pi: PlanningInterval) -> list[Dependency]:
    """By the iteration that needs them, open ones first: what is due next stands on top."""

    def place(item: Dependency) -> tuple[bool, int, int, tuple[str, int]]:
        start, head = ends_of(item, pi)
        far = len(pi.iterations)
        settled = item.state in SETTLED
        return (settled, far if head is None else head, far if start is None else start,
                ref_order(item.ref))  # fmt: skip

    return sorted(found, key=place)


def says(dependency: Dependency, row: Row) -> str:
    """A string in words: its ends, its state, slack and health, and how it could go away."""
    where = f"planned {dependency.plan}" if dependency.plan else "not planned yet"
    where = f"delivered {dependency.done}" if dependency.done else where
    need = f"needed {dependency.need}" if dependency.need else "nobody said by when"
    text = dependency.text
    text = text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"
    parts = [f"{dependency.ref} {row.who}: {text}", f"{where}, {need}"]
    parts += [] if row.note.startswith(dependency.state) else [dependency.state]
    gap = row.computed.get("slack") if row.computed.get("open") and not dependency.done else None
    if isinstance(gap, int) and "slack" not in row.note:
        parts.append(f"slack {gap}".replace("-", "−"))
    parts += [row.note] if row.note else []
    if dependency.away and dependency.state != "removed":
        parts.append(f"could go away by {dependency.way}: {dependency.away}")
    elif dependencies.asks_how(dependency):
        parts.append("how could it go away?")
    return " · ".join(parts)


def _line(dependency: Dependency, row: Row, pi: PlanningInterval) -> GridLine:
    urgency = Urgency.QUIET if dependency.state in SETTLED else row.urgency
    drawn = pieces(dependency.state, ends_of(dependency, pi), len(pi.iterations), urgency)
    words = says(dependency, row)
    cells = tuple(
        Cell(f"{dependency.ref}/{number}", (), words, row, string=piece)
        for number, piece in enumerate(drawn)
    )
    mark = "!" if row.urgency is Urgency.NEEDS_YOU else " "
    note = row.note or dependency.state
    return GridLine(f"{mark}{dependency.ref} {row.who}", cells, note, urgency)


def strings(snap: Snapshot) -> Surface:
    """Every dependency of the plan along its iterations, those that are settled last and quiet."""
    pi = plan_interval(snap)
    if pi is None or not pi.iterations:
        lacks = "Strings need a planning interval with iterations on record."
        return Surface("strings", "Strings", (Section("No iterations", (), lacks),))
    found = _order(of_plan(snap, Dependency, "dependency"), pi)
    against = blocks.against(snap)
    rows = [dependencies.dependency_row(d, pi, snap.today, against.get(d.id, ())) for d in found]
    here = position(pi, snap.iteration.name) if snap.iteration and pi is snap.pi else None
    grid = Grid(
        tuple(iteration.name for iteration in pi.iterations),
        tuple(_line(d, row, pi) for d, row in zip(found, rows, strict=True)),
        LEGEND,
        -1 if here is None else here,
        "No dependency on record. Press x for one, like DRE>BEA wait feed need:I5 plan:I4.",
        TITLE_CELLS,
        whole_lines=True,
    )
    asks = tuple(row for row in rows if row.urgency is Urgency.NEEDS_YOU)
    return Surface(
        "strings",
        "Strings",
        (
            Section("Needs somebody", asks, "Every string has its giver's yes and its date."),
            Section("The others", tuple(row for row in rows if row not in asks)),
        ),
        "Which of these strings could go away?",
        grid,
    )
