"""How risks flow through the letters: given by iteration, not looked at again, come true."""

from __future__ import annotations

from store.domain.calendar import day
from store.domain.records import Lettered, Risk
from store.insight import risks
from store.insight.by_interval import count, no_data, share, trend_of, up_to, within
from store.insight.charts import Stacked
from store.insight.flow import periods
from store.insight.measured import Figure, Measured, Numbers, Other
from store.insight.risks import LETTERS
from store.insight.snapshot import Snapshot

NONE = "no risk of this interval is on record"
GIVEN = "ROAM"


def letters(snap: Snapshot, pi: str) -> list[tuple[str, Lettered]]:
    """Letters that were given to an interval's risks, as reference and letter."""
    return [
        (risk.ref, given)
        for risk in within(snap, Risk, "risk", pi)
        for given in risk.roamed
        if given.team is None
    ]


def standing_figure(snap: Snapshot, pi: str) -> Figure:
    """How many letters were given: zero where there are risks and nobody gave one here."""
    if not within(snap, Risk, "risk", pi):
        return no_data(NONE)
    found = letters(snap, pi)
    return count(len(found), len(within(snap, Risk, "risk", pi)), "letter given", "letters given")


def unreviewed_figure(snap: Snapshot, pi: str) -> Figure:
    """Open risks that have no letter, or whose day to look again is past."""
    known = within(snap, Risk, "risk", pi)
    if not known:
        return no_data(NONE)
    found = _unreviewed(snap, pi)
    still = [r for r in known if risks.is_open(r)]
    return count(len(found), len(still), "risk to look at again", "risks to look at again")


def _unreviewed(snap: Snapshot, pi: str) -> list[str]:
    today = snap.today
    return [
        r.ref
        for r in within(snap, Risk, "risk", pi)
        if risks.is_open(r) and (r.roam == "U" or ((on := day(r.review)) and on < today))
    ]


def occurred_figure(snap: Snapshot, pi: str) -> Figure:
    """Share of the risks that came true."""
    known = within(snap, Risk, "risk", pi)
    return share(sum(r.occurred is not None for r in known), len(known), NONE)


def flow(snap: Snapshot, pi: str) -> Measured:
    """Letters by iteration, stacked, and how the risks stand now."""
    known = within(snap, Risk, "risk", pi)
    bars, rows = [], []
    for period in periods(snap, pi):
        here = [
            given.letter
            for _, given in letters(snap, pi)
            if given.at is not None and period.start <= snap.local(given.at).date() <= period.end
        ]
        counts = tuple(float(here.count(letter)) for letter in GIVEN)
        rows.append((period.name, *(str(int(c)) for c in counts)))
        if any(counts):
            bars.append((period.name, counts))
    now = [sum(r.roam == letter and risks.is_on_board(r) for r in known) for letter in LETTERS]
    rows.append(("now", *map(str, now[1:])))
    said = ", ".join(f"{LETTERS[x]} {n}" for x, n in zip(LETTERS, now, strict=True) if n)
    stand = Figure(float(sum(now)), said or "none", "risks", len(known)) if known else no_data(NONE)
    names = tuple(LETTERS[letter] for letter in GIVEN)
    return Measured(
        "roam-flow", "ROAM flow", "risks", standing_figure(snap, pi),
        "letters that were given to the interval's risks, by the iteration in which they were; "
        "what was brought in from a file has no moment and is only in how they stand",
        "Do risks move on after planning, or only at planning?",
        trend_of(snap, pi, standing_figure),
        (Other("how they stand now", stand, "risks on the board by their present letter"),),
        (Stacked("Letters given by iteration", "letters", names, tuple(bars), False),)
        if bars else (),
        Numbers(("iteration", *names), tuple(rows)),
    )  # fmt: skip


def unreviewed(snap: Snapshot, pi: str) -> Measured:
    """Risks that wait for another look."""
    return Measured(
        "risk-review", "Risks to look at again", "risks", unreviewed_figure(snap, pi),
        "open risks without a letter, or whose review date is past, as they stand today",
        "Do we still mean what we said of these?", (), (), (), None,
        tuple(_unreviewed(snap, pi)),
    )  # fmt: skip


def occurred(snap: Snapshot, pi: str) -> Measured:
    """Risks that came true."""
    found = [r for r in within(snap, Risk, "risk", pi) if r.occurred is not None]
    rows = tuple((r.ref, r.occurred or "", r.impediment or "") for r in found)
    names = up_to(snap, pi)
    return Measured(
        "risk-occurred", "Risks that happened", "risks", occurred_figure(snap, pi),
        "risks of the interval that happened ÷ all its risks",
        "What had we planned for these, and did it help?",
        trend_of(snap, pi, occurred_figure) if names else (), (), (),
        Numbers(("risk", "on", "became"), rows) if rows else None,
        tuple(r.ref for r in found),
    )  # fmt: skip
