"""The ROAM board, what asks for another look at a risk, and the exposure matrix."""

from __future__ import annotations

from typing import Any

import pytest

from store.domain.records import Risk
from store.domain.roam import Said
from store.insight import risk_reviews
from store.insight.home import home
from store.insight.risk_page import page
from store.insight.rows import Board, Column, Grid, Row, Urgency
from store.insight.surfaces import surface
from store.ledger import running
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.roaming import give_letter, hand_back, happened
from tests.ledger_helpers import Hands, now_of, sample_ledger


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    return sample_ledger(hands)


def board(ledger: Ledger) -> dict[str, Column]:
    found = surface(now_of(ledger), "risks").board
    assert isinstance(found, Board)
    return {column.title: column for column in found.columns}


def refs(column: Column) -> list[str]:
    return [card.row.ref for card in column.cards]


def risk(ledger: Ledger, ref: str) -> Risk:
    found = ledger.find(ref)[1]
    assert isinstance(found, Risk)
    return found


def lines(ledger: Ledger, ref: str) -> tuple[str, ...]:
    cards = (card for column in board(ledger).values() for card in column.cards)
    return next(card.lines for card in cards if card.row.ref == ref)


def due(ledger: Ledger) -> list[Row]:
    found = next(part for part in home(now_of(ledger)).sections if part.title == "Due now")
    return [row for row in found.rows if row.kind == "risk"]


def hold(ledger: Ledger, hands: Hands, kind: str = "art-sync") -> None:
    """A sync that begins tomorrow and is held."""
    hands.on(days=1)
    running.start(ledger, kind)
    hands.on(minutes=5)
    running.close(ledger)


def set_to(ledger: Ledger, ref: str, **fields: Any) -> None:  # noqa: ANN401 - fields of every type
    kind, record = ledger.find(ref)
    with ledger.change("amend") as change:
        change.amend(kind, record.id, fields)


# -- the board


def test_an_inbox_and_a_column_for_each_letter_in_the_frameworks_order(ledger: Ledger) -> None:
    found = board(ledger)
    assert {title: refs(column) for title, column in found.items()} == {
        "? Not ROAMed yet": ["R12"],
        "R Resolved": ["R07"],
        "O Owned": ["R05", "R11", "R08"],
        "A Accepted": ["R03", "R10"],
        "M Mitigated": ["R06", "R04", "R09"],
    }
    assert list(found) == [
        "? Not ROAMed yet", "R Resolved", "O Owned", "A Accepted", "M Mitigated",
    ]  # fmt: skip


def test_a_card_says_who_and_what_is_next(ledger: Ledger) -> None:
    assert lines(ledger, "R11")[1:] == ("SM-ENS", "review Tue 24 Nov")
    assert lines(ledger, "R10")[1:] == ("PO-BEA", "until Fri 4 Dec")
    assert lines(ledger, "R04")[1:] == ("SA", "due Fri 20 Nov")
    assert lines(ledger, "R05")[1:] == ("PM", "review 8 d overdue", "1 sync unreviewed")
    assert lines(ledger, "R12")[1:] == ("not ROAMed for 1 d",)
    assert lines(ledger, "R07")[1:] == ("approved in writing",)


def test_lists_hold_what_the_board_holds_and_what_has_left_it(ledger: Ledger) -> None:
    shown = [card.row for column in board(ledger).values() for card in column.cards]
    happened(ledger, "R05")
    hand_back(ledger, "R11", "BEA")
    sections = {part.title: part.rows for part in surface(now_of(ledger), "risks").sections}
    left = [row.ref for title in ("Happened", "With their teams") for row in sections[title]]
    listed = [row.ref for rows in sections.values() for row in rows]
    assert left == ["R05", "R11"]
    assert sorted(listed) == sorted(row.ref for row in shown)
    gone = {"R05", "R11"} & {ref for column in board(ledger).values() for ref in refs(column)}
    assert not gone


# -- syncs that passed


def test_syncs_count_from_the_last_letter_and_a_letter_ends_the_count(
    ledger: Ledger, hands: Hands
) -> None:
    give_letter(ledger, "R12", "O", Said(owner="PM", review="2027-03-01"))
    for words in ("", "1 sync unreviewed", "2 syncs unreviewed"):
        assert risk_reviews.unreviewed_words(now_of(ledger), risk(ledger, "R12")) == words
        hold(ledger, hands, "coach-sync")
    assert [row.note for row in due(ledger) if row.ref == "R12"] == ["3 syncs unreviewed"]
    give_letter(ledger, "R12", "O", Said(owner="PM", review="2027-03-02"))
    assert risk_reviews.unreviewed(now_of(ledger), risk(ledger, "R12")) == 0
    assert "R12" not in [row.ref for row in due(ledger)]


def test_the_sync_in_which_the_letter_was_given_is_a_review(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    give_letter(ledger, "R12", "O", Said(owner="PM", review="2027-03-01"))
    hands.on(minutes=30)
    running.close(ledger)
    assert risk_reviews.unreviewed(now_of(ledger), risk(ledger, "R12")) == 0


def test_only_syncs_that_look_at_risks_and_are_over_count(ledger: Ledger, hands: Hands) -> None:
    give_letter(ledger, "R12", "O", Said(owner="PM", review="2027-03-01"))
    hold(ledger, hands, "po-sync")
    hands.on(days=1)
    running.start(ledger, "art-sync")
    assert risk_reviews.unreviewed(now_of(ledger), risk(ledger, "R12")) == 0


def test_what_is_not_known_is_not_told(ledger: Ledger) -> None:
    snap = now_of(ledger)
    assert risk_reviews.unreviewed(snap, risk(ledger, "R11")) is None, "brought in, review ahead"
    assert risk_reviews.risk_row(snap, risk(ledger, "R11")).computed["syncs_unreviewed"] is None
    assert risk_reviews.unreviewed(snap, risk(ledger, "R05")) == 1, "since its review was due"


def test_an_overdue_review_stands_above_syncs_that_passed(ledger: Ledger, hands: Hands) -> None:
    give_letter(ledger, "R04", "O", Said(owner="PM", review="2027-03-01", note="test was late"))
    hold(ledger, hands)
    hold(ledger, hands)
    rows = [row for row in due(ledger) if row.ref in ("R04", "R05")]
    assert [(row.ref, row.note) for row in rows] == [
        ("R05", "review 10 d overdue"),
        ("R04", "2 syncs unreviewed"),
    ], "though R04 has the larger exposure"
    asks = {part.title: part.rows for part in surface(now_of(ledger), "risks-due").sections}
    assert [row.ref for row in asks["Ask for another look"]] == ["R04"]


# -- a linked dependency that slipped


@pytest.mark.parametrize("way", ["link", "words", "back"])
def test_a_linked_dependency_that_slipped_asks_for_a_review(ledger: Ledger, way: str) -> None:
    if way == "link":
        set_to(ledger, "R11", links=["D401"])
    elif way == "words":
        set_to(ledger, "R11", text="if D401 is late, then O410 waits")
    else:
        set_to(ledger, "D401", links=["R11"])
    asks = [row.note for row in due(ledger) if row.ref == "R11"]
    assert asks == ["D401 slipped: is it still Owned?"]
    assert "R11" in [row.ref for row in surface(now_of(ledger), "roam-walk").rows]
    give_letter(ledger, "R11", "O", Said(owner="SM-ENS", review="2026-11-30"))
    assert "R11" not in [row.ref for row in due(ledger)], "the room knew of it"
    assert risk(ledger, "R11").roamed[-1].slipped == ("D401",)


def test_another_one_that_slips_later_asks_again(ledger: Ledger) -> None:
    set_to(ledger, "R11", links=["D401", "D404"])
    give_letter(ledger, "R11", "O", Said(owner="SM-ENS", review="2026-11-30"))
    assert "R11" not in [row.ref for row in due(ledger)]
    set_to(ledger, "D404", need="I4")
    asks = [row.note for row in due(ledger) if row.ref == "R11"]
    assert asks == ["D404 slipped: is it still Owned?"]


def test_what_is_resolved_or_has_no_letter_is_not_asked(ledger: Ledger) -> None:
    set_to(ledger, "R07", links=["D401"])
    set_to(ledger, "R12", links=["D401"])
    notes = {row.ref: row.note for row in due(ledger)}
    assert "R07" not in notes
    assert notes["R12"] == "not ROAMed for 1 d"


# -- the matrix


def matrix(ledger: Ledger) -> tuple[Grid, str]:
    found = surface(now_of(ledger), "exposure-matrix")
    assert found.grid is not None
    return found.grid, found.question


def test_each_open_risk_stands_in_its_cell_and_nowhere_else(ledger: Ledger) -> None:
    capture(ledger, "risk: nobody knows")
    grid, question = matrix(ledger)
    assert grid.columns == tuple(f"impact {i}" for i in range(1, 6))
    assert [line.title for line in grid.lines] == [
        "prob. 5", "prob. 4", "prob. 3", "prob. 2", "prob. 1", "p i ?",
    ]  # fmt: skip
    placed = {
        cell.key: cell.row.computed["refs"]
        for line in grid.lines
        for cell in line.cells
        if cell.row and cell.row.computed["refs"]
    }
    assert placed == {
        "p:4 i:5": ["R04"],
        "p:5 i:3": ["R12"],
        "p:4 i:3": ["R05"],
        "p:3 i:4": ["R06", "R11"],
        "p:5 i:2": ["R03"],
        "p:3 i:3": ["R08", "R09"],
        "p:4 i:1": ["R10"],
        "p i ?": ["R13"],
    }
    assert question.startswith("10 open risks, 1 of them not placed yet")


def test_a_cell_has_its_band_in_a_sign_and_in_words(ledger: Ledger) -> None:
    cells = {cell.key: cell for line in matrix(ledger)[0].lines for cell in line.cells}
    top, low = cells["p:4 i:5"], cells["p:1 i:1"]
    assert (top.marks[0].sign, top.marks[0].text) == ("high", " 1 R04")
    assert top.marks[0].urgency is Urgency.NEEDS_YOU
    assert top.says.startswith("20 = probability 4 × impact 5, high: 1 open risk: R04 ")
    assert low.says == "1 = probability 1 × impact 1, low: no open risk"
    assert cells["p:3 i:4"].row is not None
    assert {k: cells["p:3 i:4"].row.computed[k] for k in "pi"} == {"p": 3, "i": 4}
    assert "R06 R11" in cells["p:3 i:4"].says
    bands = {key: cell.marks[0].sign for key, cell in cells.items() if cell.marks}
    for p in range(1, 6):
        for i in range(1, 6):
            wanted = "high" if p * i >= 15 else "middle" if p * i >= 8 else "low"
            assert bands[f"p:{p} i:{i}"] == wanted


# -- the page of the walk


def facts(ledger: Ledger, ref: str) -> list[tuple[str, str]]:
    return [(f.label, f.words) for f in page(now_of(ledger), risk(ledger, ref)).facts]


def test_a_page_has_the_last_three_letters_with_their_days(ledger: Ledger, hands: Hands) -> None:
    for number in range(4):
        give_letter(ledger, "R11", "O", Said(owner="PM", review=f"2026-12-0{number + 1}"))
        hands.on(days=1)
    said = facts(ledger, "R11")
    start = said.index(("letters", "21 Nov  O Owned · owner PM · review Fri 4 Dec 2026"))
    assert [words[:6] for _, words in said[start : start + 3]] == ["21 Nov", "20 Nov", "19 Nov"]
    assert not any(words.startswith("18 Nov  O") for _, words in said)
    assert ("owner", "PM · review Fri 4 Dec") in said
    assert "O410" in dict(said), "what it names, with its words"


def test_nothing_private_stands_on_a_page(ledger: Ledger) -> None:
    capture(ledger, "risk: private: the budget is cut")
    shown = page(now_of(ledger), risk(ledger, "R13"))
    assert "budget" not in str(shown)
    set_to(ledger, "R11", trigger="private: Ann leaves", contingency="open yard B")
    said = facts(ledger, "R11")
    assert ("if it does", "open yard B") in said
    assert "Ann" not in str(said)
