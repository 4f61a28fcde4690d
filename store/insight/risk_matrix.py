"""The exposure matrix: probability against impact, how many open risks are where, and which."""

from __future__ import annotations

from store.domain.records import Risk
from store.domain.words import plural
from store.insight import risk_reviews, risks
from store.insight.rows import Cell, Grid, GridLine, Mark, Row, Section, Surface, Urgency
from store.insight.snapshot import Snapshot

HIGH_FROM = 15
"""Exposure from which on a risk is high."""

MIDDLE_FROM = 8

FIGURES = (1, 2, 3, 4, 5)
UNKNOWN = "p i ?"
"""Title of the line of risks whose exposure nobody has stated."""

LEGEND = (
    ("high", f"high: {HIGH_FROM} to 25"),
    ("middle", f"middle: {MIDDLE_FROM} to {HIGH_FROM - 1}"),
    ("low", f"low: up to {MIDDLE_FROM - 1}"),
)


def band(exposure: int) -> str:
    """The sign of a band: `high`, `middle`, or `low`."""
    if exposure >= HIGH_FROM:
        return "high"
    return "middle" if exposure >= MIDDLE_FROM else "low"


def _row(where: str, found: list[Risk], computed: dict[str, object]) -> Row:
    """What an act on a cell is given: its figures, and which risks stand there."""
    refs = [risk.ref for risk in found]
    return Row(
        kind="exposure",
        id=f"exposure {where}",
        ref=where,
        when="",
        state="",
        text=" ".join(refs),
        who="",
        computed={**computed, "refs": refs},
    )


def _cell(p: int, i: int, found: list[Risk]) -> Cell:
    sign, where = band(p * i), f"p:{p} i:{i}"
    named = "; ".join(f"{risk.ref} {risk.text}" for risk in found)
    head = f"{p * i} = probability {p} × impact {i}, {sign}"
    if not found:
        mark = Mark("", sign, Urgency.QUIET)
        return Cell(where, (mark,), f"{head}: no open risk", _row(where, [], {"p": p, "i": i}))
    urgency = Urgency.NEEDS_YOU if sign == "high" else Urgency.NORMAL
    refs = " ".join(risk.ref for risk in found)
    mark = Mark(f" {len(found)} {refs}", sign, urgency)
    says = f"{head}: {plural(len(found), 'open risk')}: {' '.join(r.ref for r in found)} · {named}"
    return Cell(where, (mark,), says, _row(where, found, {"p": p, "i": i}))


def _unknown(found: list[Risk]) -> GridLine:
    """The risks that have no place in the matrix, in a line below it."""
    refs = " ".join(risk.ref for risk in found)
    says = f"{plural(len(found), 'open risk')} not placed: how likely, and how bad, from 1 to 5?"
    row = _row(UNKNOWN, found, {"p": None, "i": None})
    first = Cell(UNKNOWN, (Mark(f" {len(found)} {refs}", "unknown"),), f"{says} {refs}", row)
    others = (Cell(f"{UNKNOWN} {i}", says="") for i in FIGURES[1:])
    return GridLine(UNKNOWN, (first, *others))


def exposure_matrix(snap: Snapshot) -> Surface:
    """Open risks by probability, 5 on top, and impact, 5 at the right. No mean, no total score."""
    waiting = sorted((r for r in snap.risks if risks.is_open(r)), key=risks.by_size)
    places: dict[tuple[int, int], list[Risk]] = {}
    for risk in waiting:
        if risk.p is not None and risk.i is not None:
            places.setdefault((risk.p, risk.i), []).append(risk)
    unknown = [risk for risk in waiting if risks.exposure(risk) is None]
    lines = [
        GridLine(f"prob. {p}", tuple(_cell(p, i, places.get((p, i), [])) for i in FIGURES))
        for p in reversed(FIGURES)
    ]
    if unknown:
        lines.append(_unknown(unknown))
    grid = Grid(tuple(f"impact {i}" for i in FIGURES), tuple(lines), LEGEND)
    not_placed = f", {len(unknown)} of them not placed yet" if unknown else ""
    rows = tuple(risk_reviews.risk_row(snap, risk) for risk in waiting)
    return Surface(
        "exposure-matrix",
        "Exposure matrix",
        (Section("Open risks by exposure", rows, "No open risk. r captures one, with p:4 i:5."),),
        f"{plural(len(waiting), 'open risk')}{not_placed}: does each stand where you would put it?",
        grid,
    )
