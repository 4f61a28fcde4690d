"""Risks: exposure, and what their ROAM letter still owes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from store.domain.calendar import day
from store.domain.records import Risk
from store.domain.roam import is_settled
from store.domain.words import age, due_word, short_date
from store.insight.rows import Row, Urgency, ref_order

LETTERS = {
    "U": "? not yet",
    "R": "R Resolved",
    "O": "O Owned",
    "A": "A Accepted",
    "M": "M Mitigated",
}
"""Letter and word of each ROAM state, in the order in which a board shows them."""


def exposure(risk: Risk) -> int | None:
    """Probability times impact, 1 to 25; None unless both were stated."""
    return risk.p * risk.i if risk.p is not None and risk.i is not None else None


def is_open(risk: Risk) -> bool:
    """Whether the train still has to live with it.

    Not when it is resolved or has happened, when another risk stands for it, or when it was handed
    back to its team.
    """
    return risk.roam != "R" and is_on_board(risk)


def is_on_board(risk: Risk) -> bool:
    """Whether its letter is the train's: it has not happened, been merged or been handed back."""
    return not is_settled(risk) and risk.level != "team"


def gone(risk: Risk) -> str:
    """Where a risk that is no longer on the board has gone: `merged into R4`; "" for others."""
    if risk.merged is not None:
        return f"merged into {risk.merged}"
    if risk.occurred is not None:
        return f"happened, see {risk.impediment}" if risk.impediment else "happened"
    return f"with {risk.team}" if risk.level == "team" else ""


def _raised(risk: Risk, today: date) -> int | None:
    raised = day(risk.raised)
    return max(0, (today - raised).days) if raised else None


def owed(risk: Risk, today: date) -> str:
    """What the risk's letter demands and nobody has done yet; "" if nothing."""
    if not is_on_board(risk):
        return gone(risk)
    if risk.roam == "R":
        return ""
    if risk.roam == "U":
        days = _raised(risk, today)
        return f"not ROAMed for {age(days)}" if days else "not ROAMed yet"
    action_due = day(risk.due)
    if risk.roam == "M" and action_due and action_due < today:
        return f"action {due_word(action_due, today)}"
    if not risk.owner:
        return "accepted by nobody yet" if risk.roam == "A" else "no owner"
    if risk.roam == "M" and not risk.action:
        return "no action against it yet"
    review = day(risk.review)
    if review is None:
        return "no review date"
    if review <= today:
        return f"review {due_word(review, today)}"
    return ""


def risk_row(risk: Risk, today: date, asks: str = "") -> Row:
    """A risk as lists show it: exposure where other records show their age.

    `asks` is what asks for another look at it where its letter owes nothing.
    """
    note = owed(risk, today) or asks
    review, due, exposed = day(risk.review), day(risk.due), exposure(risk)
    if not is_open(risk):
        urgency = Urgency.QUIET
    else:
        urgency = Urgency.NEEDS_YOU if note else Urgency.NORMAL
    if not note and is_open(risk) and review:
        note = f"review {short_date(review, today)}"
    return Row(
        kind="risk",
        id=risk.id,
        ref=risk.ref,
        when=f"{exposed:>2}" if exposed is not None else "no p i",
        state=LETTERS.get(risk.roam, risk.roam),
        text=risk.text,
        who=risk.owner or "",
        note=note,
        urgency=urgency,
        computed={
            "open": is_open(risk),
            "exposure": exposed,
            "review_overdue_days": _late(review, today) if is_open(risk) else None,
            "action_overdue_days": _late(due, today)
            if is_open(risk) and risk.roam == "M"
            else None,
            "age_days": _raised(risk, today),
        },
    )


def _late(due: date | None, today: date) -> int | None:
    return (today - due).days if due and due < today else None


def by_size(risk: Risk) -> tuple[int, tuple[str, int]]:
    """The order by exposure, largest first; those alike, and the unknown, by reference."""
    return (-(exposure(risk) or 0), ref_order(risk.ref))


def by_attention(risks: Iterable[Risk], today: date) -> list[Row]:
    """Open risks first: not ROAMed, then those that owe something, then by exposure."""

    def order(found: tuple[Risk, Row]) -> tuple[int, int, int, tuple[str, int]]:
        risk, row = found
        rank = 0 if risk.roam == "U" else 1
        return (-row.urgency, rank, *by_size(risk))

    return [row for _, row in sorted(((risk, risk_row(risk, today)) for risk in risks), key=order)]


def off_board(risks: Iterable[Risk], today: date) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Those that are no longer on the board, by where they have gone; empty groups left out."""
    found = [risk for risk in risks if not is_on_board(risk)]
    merged = [r for r in found if r.merged is not None]
    happened = [r for r in found if r.merged is None and r.occurred is not None]
    groups = {
        "Happened": happened,
        "With their teams": [r for r in found if not is_settled(r)],
        "Merged into another": merged,
    }
    for title, group in groups.items():
        if group:
            yield title, tuple(by_attention(group, today))
