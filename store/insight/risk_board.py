"""The ROAM board: an inbox and a column for each letter, and the same risks as lists."""

from __future__ import annotations

from store.domain.calendar import day
from store.domain.records import Risk
from store.domain.words import week_date
from store.insight import risk_reviews, risks
from store.insight.kept import keeping
from store.insight.rows import Board, Card, Column, Row, Section, Surface
from store.insight.snapshot import Snapshot

INBOX = "? Not ROAMed yet"
COLUMNS = "UROAM"
"""The inbox, then the letters in the order in which the framework names them."""

EMPTY = {
    "U": "Every risk has its letter. r captures a new one.",
    "R": "Nothing is resolved in this planning interval yet.",
    "O": "Nobody has taken a risk to settle it later.",
    "A": "No risk is lived with.",
    "M": "No plan lowers a risk yet.",
}


def title(letter: str) -> str:
    """What a column is called: the letter with its word."""
    return INBOX if letter == "U" else risks.LETTERS[letter]


def next_date(risk: Risk, snap: Snapshot) -> str:
    """The day on which somebody answers for it next: `due Fri 20 Nov`; "" if none is to come."""
    due, review = day(risk.due), day(risk.review)
    if risk.roam == "M" and due and due >= snap.today:
        return f"due {week_date(due)}"
    if risk.roam in "OAM" and review:
        return f"{'until' if risk.roam == 'A' else 'review'} {week_date(review)}"
    return ""


def card(snap: Snapshot, risk: Risk, row: Row) -> Card:
    """A risk as a card: its words, who sees to it, what is next, how long nobody looked at it."""
    syncs = risk_reviews.unreviewed_words(snap, risk)
    owed = risk_reviews.owed(snap, risk)
    if risk.roam == "R":
        return Card(row, (risk.text, risk.note or ""))
    said = owed if owed and owed != syncs else next_date(risk, snap)
    lines = (risk.text, risk.owner or "", said, syncs)
    return Card(row, tuple(line for line in lines if line))


def roam_board(snap: Snapshot) -> Surface:
    """Risks by ROAM letter, the inbox first.

    Open risks of earlier planning intervals are on the board, resolved ones only of this one.
    """
    shown = [
        r for r in snap.risks if risks.is_on_board(r) and (r.roam != "R" or snap.is_current(r))
    ]
    known = {risk.id: risk for risk in shown}
    rows_of: dict[str, Row] = {}

    def made(risk: Risk) -> Card:
        return card(snap, risk, rows_of[risk.id])

    card_of = keeping(snap, "risk-cards", risk_reviews.context(snap), made)
    sections: list[Section] = []
    columns: list[Column] = []
    for letter in COLUMNS:
        rows = risk_reviews.by_attention(snap, [r for r in shown if r.roam == letter])
        rows_of.update((row.id, row) for row in rows)
        cards = tuple(card_of(known[row.id]) for row in rows)
        columns.append(Column(title(letter), cards, EMPTY[letter]))
        if rows or letter == "U":
            sections.append(Section(title(letter), tuple(rows), EMPTY[letter]))
    here = [r for r in snap.risks if snap.is_current(r)]
    sections += [Section(name, rows) for name, rows in risks.off_board(here, snap.today)]
    return Surface(
        "risks",
        "ROAM board",
        tuple(sections),
        "Is it still a risk? What changed?",
        board=Board(tuple(columns)),
    )
