"""What ART Sync, Coach Sync and PO Sync put in front of the room, and answering for promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store.errors import ChangedMeanwhile, RuleBroken, UsageFault
from store.insight.rows import Row, Urgency
from store.insight.since import last_sync
from store.insight.surfaces import surface
from store.insight.upcoming import preparation
from store.ledger import promising, running
from store.ledger.capturing import amend, capture
from store.ledger.ledger import Ledger
from store.ledger.preparing import check_off
from store.ledger.undoing import undo
from tests.demo_helpers import hold, hold_and_close
from tests.ledger_helpers import Hands, now_of, sample_ledger


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    return sample_ledger(hands)


def sections(ledger: Ledger, name: str) -> dict[str, list[str]]:
    found = surface(now_of(ledger), name).sections
    return {part.title: [row.ref for row in part.rows] for part in found}


def rows(ledger: Ledger, name: str) -> dict[str, Row]:
    return {row.ref: row for row in surface(now_of(ledger), name).rows}


# -- answering for promises


def test_an_action_is_done_with_its_day_and_note(ledger: Ledger, hands: Hands) -> None:
    capture(ledger, "action: call yard owner:PM due:fri")
    hands.on(days=1)
    done = promising.close(ledger, "a1", " they \x1b[2Jcome ")
    assert (done.state, done.note, done.due) == ("done", "they come", "2026-11-20")
    assert getattr(done, "done", None) == "2026-11-19"
    assert getattr(done, "answered", None) == hands.ms
    with pytest.raises(RuleBroken, match="A1 is done already"):
        promising.close(ledger, "A1")
    with pytest.raises(RuleBroken, match="A1 is done already"):
        promising.move(ledger, "A1", "fri", "late")
    assert undo(ledger).what == "the closing of it"
    assert promising.promise(ledger, "A1")[1].state == "open"


def test_an_action_gets_another_date_and_a_reason(ledger: Ledger, hands: Hands) -> None:
    capture(ledger, "action: call yard owner:PM due:fri")
    moved = promising.move(ledger, "A1", "I5", "crane is away")
    assert (moved.due, moved.note, moved.state) == ("2026-12-04", "crane is away", "open")
    for due, why, sentence in (
        ("fri", " ", "Another date needs a reason"),
        ("I5", "again", "A1 is due on that day already"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            promising.move(ledger, "A1", due, why)
    for due in ("", "soonish", "3/4"):
        with pytest.raises(UsageFault, match=r"write fri|name the month"):
            promising.move(ledger, "A1", due, "why")
    assert undo(ledger).what == "the new date"


def test_what_nobody_needs_is_dropped_with_a_reason(ledger: Ledger) -> None:
    action = capture(ledger, "action: call yard").record
    with pytest.raises(RuleBroken, match="Dropping it needs a reason"):
        promising.close(ledger, "A1", dropped=True)
    dropped = promising.close(ledger, "A1", "yard is sold", dropped=True)
    assert (dropped.state, getattr(dropped, "done", None)) == ("dropped", None)
    capture(ledger, "topic: rope")
    topic = promising.close(ledger, "P1", "we met")
    assert (topic.state, topic.note) == ("done", "we met")
    with pytest.raises(UsageFault, match="R12 is not an action or a parked topic"):
        promising.close(ledger, "R12")
    for _ in range(3):
        undo(ledger)
    with pytest.raises(ChangedMeanwhile):
        promising.close(ledger, "A1", expect_rev=action.rev)


# -- actions of last time


def test_actions_that_nobody_answered_for_say_so(ledger: Ledger, hands: Hands) -> None:
    hold(ledger, "coach-sync")
    for line in ("one owner:PM due:fri", "two owner:PM due:fri", "three owner:PM due:fri"):
        capture(ledger, line, "action")
    amend(ledger, "A1", "owner:SA")
    hands.on(minutes=20)
    running.close(ledger)
    hands.on(hours=1)
    capture(ledger, "action: between owner:PM due:fri")
    promising.move(ledger, "A2", "I5", "crane")
    amend(ledger, "A3", "due:I5")
    hold(ledger, "coach-sync")
    capture(ledger, "action: here owner:PM due:fri")
    hands.on(minutes=1)
    assert sections(ledger, "last-actions") == {
        "Promised before": ["A1", "A4", "A2", "A3"],
        "Promised in this event": ["A5"],
    }
    found = rows(ledger, "last-actions")
    assert {ref: row.note for ref, row in found.items()} == {
        "A1": "due Fri 20 Nov · not touched since Coach Sync E8",
        "A2": "due 4 Dec", "A3": "due 4 Dec", "A4": "due Fri 20 Nov", "A5": "due Fri 20 Nov",
    }  # fmt: skip
    assert found["A1"].urgency is Urgency.NEEDS_YOU
    promising.close(ledger, "A1")
    assert sections(ledger, "last-actions")["Closed since we met"] == ["A1"]
    running.close(ledger)
    hands.on(days=7)
    hold(ledger, "coach-sync")
    notes = {ref: row.note for ref, row in rows(ledger, "last-actions").items()}
    assert notes["A2"] == "due Fri 4 Dec · not touched since 18 Nov"
    assert notes["A4"] == "5 d overdue · not touched since 18 Nov"
    assert notes["A5"] == "5 d overdue · not touched since Coach Sync E9"
    assert "Closed since we met" not in sections(ledger, "last-actions")


def test_the_last_sync_is_one_that_is_over(ledger: Ledger, hands: Hands) -> None:
    found = last_sync(now_of(ledger))
    assert found is not None
    assert (found.event.ref, found.ended) == ("E7", 1_794_441_600_000), "the day begins at 00:00"
    hold_and_close(ledger, "system-demo")
    assert last_sync(now_of(ledger)) == found, "a demo asks for no actions"
    hold(ledger, "coach-sync")
    assert last_sync(now_of(ledger)) == found, "this one is not over"
    running.close(ledger)
    after = last_sync(now_of(ledger))
    assert after is not None
    assert (after.event.ref, after.ended) == ("E9", hands.ms)


def test_without_a_sync_on_record_nothing_is_called_untouched(ledger: Ledger) -> None:
    capture(ledger, "action: one owner:PM due:fri")
    snap = now_of(ledger)
    alone = replace(snap, records={**snap.records, "event": []}, memo={})
    assert surface(alone, "last-actions").rows[0].note == "due Fri 20 Nov"
    assert surface(alone, "questions").question.startswith("In this planning interval")


# -- the four questions


def test_only_teams_that_raised_something_and_in_the_trains_order(
    ledger: Ledger, hands: Hands
) -> None:
    before = sections(ledger, "questions")
    assert list(before) == ["DRE Dredger", "GAN Gantry", "Everybody else: who wants to speak?"]
    capture(ledger, "impediment: no test data @FAT @ANC")
    capture(ledger, "risk: rig is late @BEA")
    capture(ledger, "action: ring yard @FAT owner:PM due:fri")
    capture(ledger, "action: nothing is in its way @ENS owner:PM due:fri")
    capture(ledger, "action: told all @FAT")
    promising.close(ledger, "A3")
    assert sections(ledger, "questions") == {
        "ANC Anchor": ["B15"],
        "BEA Beacon": ["R13"],
        "DRE Dredger": ["D401", "D404"],
        "FAT Fathom": ["B15", "A3", "A1"],
        "GAN Gantry": ["D406"],
        "Everybody else: who wants to speak?": [],
    }
    fat = [part for part in surface(now_of(ledger), "questions").sections if "FAT" in part.title]
    assert [row.state for row in fat[0].rows] == ["in its way", "got done", "comes next"]
    found = rows(ledger, "questions")
    assert (found["D401"].state, found["R13"].state) == ("another's way", "risk")
    assert found["D401"].note == "for BEA: conflict, slack −1"
    hold_and_close(ledger, "coach-sync")
    hands.on(minutes=1)
    assert list(sections(ledger, "questions")) == list(before), "raised before the last sync"


def test_everybody_is_invited_and_nobody_is_called_up(ledger: Ledger) -> None:
    last = surface(now_of(ledger), "questions").sections[-1]
    assert "who wants to speak?" in last.title
    for words in ("got done", "before we meet again", "in your way", "another team's way"):
        assert words in last.empty
    for team in now_of(ledger).teams:
        assert team.name not in last.empty


# -- risks, scope, meet-after


def test_risks_without_a_letter_then_those_due(ledger: Ledger, hands: Hands) -> None:
    capture(ledger, "risk: new")
    assert sections(ledger, "risks-due") == {
        "? Not ROAMed yet": ["R12", "R13"],
        "Due for review": ["R05", "R06"],
        "Open since an earlier planning interval": ["R03"],
    }
    risk = ledger.find("R13")[1]
    with ledger.change("amend") as change:
        change.amend("risk", risk.id, {"roam": "O"})
    assert sections(ledger, "risks-due")["Owe something to their letter"] == ["R13"]


def test_scope_is_decided_asked_and_signed(ledger: Ledger) -> None:
    capture(ledger, "decision: nobody signed")
    hold(ledger, "coach-sync", "scope")
    capture(ledger, "topic: do we drop gate B?")
    capture(ledger, "decision: keep gate A, because of the peak, by PM")
    running.go_to(ledger, "after")
    capture(ledger, "topic: lunch")
    capture(ledger, "topic: is #O405 worth it?")
    capture(ledger, "topic: settled #O401")
    promising.close(ledger, "P4")
    found = sections(ledger, "scope")
    assert found["Decided in this event"] == ["X22"]
    assert found["Open scope questions"] == ["P1", "P3"]
    assert found["Who decided?"] == ["X21"]
    assert found["Decided before"][:2] == ["X20", "X19"]


def test_who_stays_for_the_meet_after(ledger: Ledger) -> None:
    capture(ledger, "topic: older @DRE")
    hold(ledger, "coach-sync")
    capture(ledger, "topic: rope @DRE @BEA owner:SA")
    capture(ledger, "topic: lunch")
    assert sections(ledger, "meet-after") == {
        "Stay for these": ["P2", "P3"],
        "Parked before, still open": ["P1"],
    }
    found = rows(ledger, "meet-after")
    assert found["P2"].note == "needs DRE, BEA, SA"
    assert (found["P3"].note, found["P3"].urgency) == ("who stays?", Urgency.NEEDS_YOU)
    assert found["P1"].when == "18 Nov"
    promising.close(ledger, "P2")
    assert sections(ledger, "meet-after")["Stay for these"] == ["P3"]


# -- PO Sync


def test_objectives_that_wait_for_other_teams(ledger: Ledger) -> None:
    capture(ledger, "dependency: DRE>BEA alarms need:I5 #o407")
    capture(ledger, "dependency: DRE>BEA cables need:I5")
    found = sections(ledger, "features")
    assert found["O403 BEA Live queue time for all gates"] == ["D401"]
    assert found["O407 CAP Reefer alarms to yard tablets"] == ["D410"]
    assert found["Named by no objective"] == ["D411"]
    assert "O405" in found["Waits for no other team"]
    assert "O407" not in found["Waits for no other team"]


def test_what_the_next_planning_needs_by_now(ledger: Ledger) -> None:
    found = sections(ledger, "readiness")
    titles = list(found)
    assert titles[0].startswith("Should be ready by now for PI Planning, ")
    assert titles[1:] == [
        "Comes next",
        "Improvement items that want room in the next planning",
    ]
    assert found[titles[2]] == ["M06"]
    plan = preparation(now_of(ledger))
    assert plan is not None
    due = [c for c in plan.checks if c.due <= now_of(ledger).today]
    assert found[titles[0]] == [str(check.number) for check in due]
    assert len(found["Comes next"]) == len(plan.checks) - len(due)
    check_off(ledger, plan.pi, due[0].item.key, True)
    assert sections(ledger, "readiness")["Ready"] == [str(due[0].number)]


def test_without_a_planning_in_the_calendar_it_is_asked(ledger: Ledger) -> None:
    snap = now_of(ledger)
    alone = replace(snap, records={**snap.records, "pi": [], "improvement": []}, pi=None, memo={})
    (only,) = surface(alone, "readiness").sections
    assert only.title == "No PI planning is ahead in the calendar"
    assert "benefit hypothesis" in only.empty
    assert "capacity?" in only.empty
