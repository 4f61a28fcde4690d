"""What the room sees while an event runs, from the records alone."""

from __future__ import annotations

import pytest

from store.insight.events import captured_in, captured_sections, event_row, left_behind
from store.insight.home import home
from store.insight.inspect import inspect
from store.insight.surfaces import read_back, surface
from store.insight.syncs import waiting_actions
from store.ledger import running
from store.ledger.capturing import amend, capture
from store.ledger.ledger import Ledger
from tests.ledger_helpers import Hands, now_of, sample_ledger


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    ledger = sample_ledger(hands)
    running.start(ledger, "art-sync")
    return ledger


def test_the_read_back_asks_for_what_is_missing(ledger: Ledger) -> None:
    capture(ledger, "action: call yard")
    capture(ledger, "action: whole owner:PM due:fri")
    capture(ledger, "decision: go on")
    lacking, whole = read_back(now_of(ledger)).sections
    assert {row.ref: row.note for row in lacking.rows} == {
        "A1": "no owner, no date",
        "X21": "no owner",
    }
    assert all(row.urgency == 2 for row in lacking.rows)
    assert [row.ref for row in whole.rows] == ["A2"]
    amend(ledger, "A1", "owner:PM due:fri")
    amend(ledger, "X21", "owner:PM")
    lacking, whole = surface(now_of(ledger), "readback").sections
    assert lacking.rows == ()
    assert [row.ref for row in whole.rows] == ["A1", "A2", "X21"]


def test_actions_of_last_time_are_those_of_earlier_events(ledger: Ledger) -> None:
    capture(ledger, "action: of this event")
    assert waiting_actions(now_of(ledger)) == ()
    running.close(ledger)
    capture(ledger, "action: between events")
    running.start(ledger, "art-sync")
    assert [row.ref for row in waiting_actions(now_of(ledger))] == ["A1", "A2"]


def test_what_was_captured_stands_newest_on_top_by_step(ledger: Ledger, hands: Hands) -> None:
    capture(ledger, "risk: a")
    hands.on(minutes=2)
    capture(ledger, "action: b")
    running.go_next(ledger)
    hands.on(minutes=3)
    capture(ledger, "topic: c")
    snap = now_of(ledger)
    event = snap.running
    assert event is not None
    sections = captured_sections(snap, event)
    assert [(s.title, [(r.ref, r.when) for r in s.rows]) for s in sections] == [
        ("Objectives off track", [("P1", "min 5")]),
        ("Briefing", [("A1", "min 2"), ("R13", "min 0")]),
    ]
    assert [kind for kind, _ in captured_in(snap, "E8")] == ["risk", "action", "topic"]
    assert left_behind(snap, event) == {"risk": 1, "action": 1, "topic": 1}


def test_a_running_event_is_not_said_to_have_left_nothing(ledger: Ledger) -> None:
    snap = now_of(ledger)
    assert snap.running is not None
    assert event_row(snap, snap.running).note == "running now"
    assert home(snap).running == "ART Sync E8"
    titles = [s.title for s in inspect(snap).sections]
    assert "Events that left nothing behind · 2 of 8" in titles
    running.close(ledger)
    assert "Events that left nothing behind · 3 of 8" in [
        s.title for s in inspect(now_of(ledger)).sections
    ]


def test_inspect_and_adapt_says_where_each_came_from(ledger: Ledger, hands: Hands) -> None:
    running.go_to(ledger, "risks")
    hands.on(minutes=14)
    capture(ledger, "risk: late @DRE")
    capture(ledger, "action: do it owner:PM due:tomorrow")
    rows = {row.ref: row for row in inspect(now_of(ledger)).rows}
    for ref in ("R13", "A1"):
        said = f"{rows[ref].state} {rows[ref].note}"
        assert "E8" in said
        assert "min 14" in said
        assert "Risks" in said


def test_a_record_keeps_its_stamp_in_words(ledger: Ledger, hands: Hands) -> None:
    hands.on(minutes=3)
    said = capture(ledger, "topic: x").record
    snap = now_of(ledger)
    assert snap.stamp(said) == "ART Sync E8 · Briefing · min 3"
    running.close(ledger)
    outside = capture(ledger, "topic: y").record
    assert now_of(ledger).stamp(outside) == "Wed 18 Nov"


def test_a_surface_is_worked_out_once_for_a_moment(ledger: Ledger) -> None:
    capture(ledger, "risk: late")
    snap = now_of(ledger)
    event = snap.running
    assert event is not None
    assert surface(snap, "risks") is surface(snap, "risks")
    assert captured_sections(snap, event) is captured_sections(snap, event)
    before = surface(snap, "risks")
    capture(ledger, "risk: later")
    assert len(surface(now_of(ledger), "risks").rows) == len(before.rows) + 1
