"""Risks: exposure, and what their ROAM letter still owes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from store.domain.calendar import day
from store.domain.records import Risk
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
    """Whether the train still has to live with it: neither resolved nor happened."""
    return risk.roam != "R" and risk.occurred is None


def _raised(risk: Risk, today: date) -> int | None:
    raised = day(risk.raised)
    return max(0, (today - raised).days) if raised else None


def owed(risk: Risk, today: date) -> str:
    """What the risk's letter demands and nobody has done yet; "" if nothing."""
    if risk.occurred is not None:
        return f"happened, see {risk.impediment}" if risk.impediment else "happened"
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


def risk_row(risk: Risk, today: date) -> Row:
    """A risk as lists show it: exposure where other records show their age."""
    note = owed(risk, today)
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


def by_attention(risks: Iterable[Risk], today: date) -> list[Row]:
    """Open risks first: not ROAMed, then those that owe something, then by exposure."""

    def order(found: tuple[Risk, Row]) -> tuple[int, int, int, tuple[str, int]]:
        risk, row = found
        rank = 0 if risk.roam == "U" else 1
        return (-row.urgency, rank, -(exposure(risk) or 0), ref_order(risk.ref))

    return [row for _, row in sorted(((risk, risk_row(risk, today)) for risk in risks), key=order)]
