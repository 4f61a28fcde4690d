"""The ART planning board: teams against iterations, with every dependency at both of its ends.

`D401→BEA` stands in the giver's row, in the iteration that the giver plans it in; `D401←DRE` in the
receiver's row, in the iteration that needs it. The arrow always points from giver to receiver, and
a conflict is seen as a receiver's card that stands left of its giver's.
"""

from __future__ import annotations

from datetime import date
from itertools import zip_longest

from store.domain.calendar import position
from store.domain.records import Dependency, Milestone, PlanningInterval
from store.insight import blocks, dependencies, milestones
from store.insight.plan import of_plan, plan_interval
from store.insight.rows import Cell, Grid, GridLine, Mark, Row, Section, Surface, Urgency
from store.insight.snapshot import Snapshot
from store.insight.strings import says

OPEN_END = "no date"
"""Heading of the column for ends without an iteration."""
GONE = ("removed", "declined")
DATES = "dates"
"""Title of the row of milestones: as wide as a team's id."""
LEGEND = (
    ("help", "needs somebody"),
    ("not-yet", "to come"),
    ("half", "begun"),
    ("done", "done"),
    ("missed", "missed"),
)
STONES = {"reached": "done", "missed": "missed"}
"""The sign of a milestone by its state."""

Cards = dict[tuple[str, int], list[Cell]]
"""Cells by party and column."""


def _card(dep: Dependency, row: Row, end: str) -> Cell:
    words = f"→{dep.consumer or '?'}" if end == "gives" else f"←{dep.provider or '?'}"
    sign = dependencies.sign(dep, row.urgency)
    marks = (Mark(f"{dep.ref}{words}", sign, row.urgency),)
    return Cell(f"{dep.ref}/{end}", marks, says(dep, row), row, twin=dep.ref)


def _cards(found: list[Dependency], pi: PlanningInterval, rows: dict[str, Row]) -> Cards:
    cards: Cards = {}
    last = len(pi.iterations)
    for dep in found:
        for end, party, iteration in (
            ("gives", dep.provider, dep.done or dep.plan),
            ("needs", dep.consumer, dep.need),
        ):
            place = position(pi, iteration)
            column = last if place is None else place
            cards.setdefault((party or "?", column), []).append(_card(dep, rows[dep.id], end))
    return cards


def _stones(found: list[Milestone], pi: PlanningInterval, today: date) -> Cards:
    """Milestones in a row of their own, above every team."""
    cards: Cards = {}
    for item in milestones.by_time(found, pi):
        row = milestones.milestone_row(item, pi, today)
        place = milestones.column(item, pi)
        late = row.urgency is Urgency.NEEDS_YOU
        sign = "help" if late else STONES.get(item.state, "not-yet")
        words = f"{item.ref} milestone: {item.text} · {row.when} · {item.state}"
        words += f" · {row.note}" if row.note else ""
        mark = Mark(f"{item.ref} {item.text}", sign, row.urgency)
        column = len(pi.iterations) if place is None else place
        cards.setdefault((DATES, column), []).append(Cell(f"{item.ref}/on", (mark,), words, row))
    return cards


def _lines(party: str, names: list[str], cards: Cards) -> list[GridLine]:
    """The lines of one party: as many as its fullest iteration has cards, and at least one."""
    piles = [cards.get((party, column), []) for column in range(len(names))]
    found = list(zip_longest(*piles)) or [(None,) * len(names)]
    return [
        GridLine(
            "" if number else party,
            tuple(
                card
                or Cell(f"{party}/{name}/{number}", says=f"{_called(party)}, {name}: nothing here")
                for name, card in zip(names, line, strict=True)
            ),
        )
        for number, line in enumerate(found)
    ]


def _called(party: str) -> str:
    return "milestones" if party == DATES else party


def _sections(rows: list[Row], stones: tuple[Row, ...]) -> tuple[Section, ...]:
    asks = tuple(row for row in rows if row.urgency is Urgency.NEEDS_YOU)
    return (
        Section(
            "Needs somebody",
            asks,
            "Every dependency has a giver's yes and its date." if rows else
            "No dependencies on the board. Press x, like DRE>BEA wait feed need:I5 plan:I4.",
        ),
        Section("On the board", tuple(row for row in rows if row not in asks)),
        Section("Milestones", stones, milestones.NONE_YET),
    )  # fmt: skip


def planning_board(snap: Snapshot) -> Surface:
    """Milestones, then teams, then whoever else gives or needs; columns are iterations."""
    pi = plan_interval(snap)
    if pi is None or not pi.iterations:
        empty = (Section("No iterations", (), "The board needs a planning interval on record."),)
        return Surface("planning-board", "ART planning board", empty)
    found = [d for d in of_plan(snap, Dependency, "dependency") if d.state not in GONE]
    rows = dependencies.by_attention(found, pi, snap.today, blocks.against(snap))
    stones = of_plan(snap, Milestone, "milestone")
    dates = _stones(stones, pi, snap.today)
    cards = _cards(found, pi, {row.id: row for row in rows})
    names = [iteration.name for iteration in pi.iterations]
    if any(column == len(names) for _, column in (*cards, *dates)):
        names.append(OPEN_END)
    teams = [team.short for team in snap.teams]
    outside = list(dict.fromkeys(party for party, _ in cards if party not in teams))
    lines = _lines(DATES, names, dates)
    lines += [line for party in (*teams, *outside) for line in _lines(party, names, cards)]
    here = position(pi, snap.iteration.name) if snap.iteration and pi is snap.pi else None
    grid = Grid(
        tuple(names),
        tuple(lines),
        LEGEND,
        -1 if here is None else here,
        "This train has no teams yet.",
    )
    return Surface(
        "planning-board",
        "ART planning board",
        _sections(
            rows,
            tuple(
                milestones.milestone_row(item, pi, snap.today)
                for item in milestones.by_time(stones, pi)
            ),
        ),
        "Has every giver said yes, and is it there before it is needed?",
        grid,
    )
