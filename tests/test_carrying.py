"""Carry or close: what goes on into the next planning interval, and when one can be closed."""

from __future__ import annotations

from datetime import date

import pytest

from store.domain.intervals import Shape
from store.domain.records import Action, Dependency, Impediment, PlanningInterval, Record, Risk
from store.errors import ChangedMeanwhile, ConsoleError, RuleBroken, UsageFault
from store.insight import carrying as insight
from store.insight.home import home
from store.insight.impediments import age_days
from store.insight.surfaces import surface
from store.ledger import answering, depending, running, setting_intervals, sweeping
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.undoing import undo
from tests.ledger_helpers import Hands, entries, now_of, sample_ledger, tables

NEXT = "PI-27.1"
AT_THE_END = date(2026, 12, 15)


@pytest.fixture
def hands() -> Hands:
    hands = Hands()
    hands.on(days=27)
    return hands


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    """The sample at its Inspect & Adapt, with the next interval planned."""
    ledger = sample_ledger(hands)
    setting_intervals.plan_next(ledger, NEXT, date(2026, 12, 21), Shape())
    return ledger


def the(ledger: Ledger, ref: str) -> Record:
    return ledger.find(ref)[1]


def interval(ledger: Ledger, name: str) -> PlanningInterval:
    return sweeping.interval(ledger, name)


def open_refs(ledger: Ledger, name: str) -> list[str]:
    found = insight.still_open(now_of(ledger), name)
    return [one.ref for records in found.values() for one in records]


def test_what_is_open_in_the_sample(ledger: Ledger) -> None:
    assert open_refs(ledger, "PI-26.3") == ["R03"]
    assert open_refs(ledger, "PI-26.4") == [
        *("R04", "R05", "R06", "R08", "R09", "R10", "R11", "R12"),
        *("B05", "B06", "B07", "B08", "B09", "B10", "B13", "B14"),
        *("D401", "D402", "D404", "D406", "D408"),
    ]
    assert open_refs(ledger, NEXT) == []


def test_a_risk_goes_on_with_its_letter_and_a_day_ahead(ledger: Ledger) -> None:
    before = the(ledger, "R05")
    with pytest.raises(RuleBroken, match="looks at it again"):
        sweeping.carry(ledger, ["R05"], "no answer yet")
    with pytest.raises(RuleBroken, match="needs a reason"):
        sweeping.carry(ledger, ["R05"], " ", "12 jan")
    with pytest.raises(RuleBroken, match="is over"):
        sweeping.carry(ledger, ["R05"], "no answer yet", "2026-11-10")
    assert the(ledger, "R05") == before, "a refusal changes nothing"
    (after,) = sweeping.carry(ledger, ["r5"], "because no answer yet", "12 jan")
    assert isinstance(after, Risk)
    assert (after.roam, after.owner, after.review) == ("O", "PM", "2027-01-12")
    assert (after.carried, after.carried_why, after.pi) == ((NEXT,), "no answer yet", "PI-26.4")
    assert "R05" not in open_refs(ledger, "PI-26.4")
    assert "R05" in open_refs(ledger, NEXT)
    snap = now_of(ledger)
    assert snap.in_interval(after, NEXT)
    assert snap.in_interval(after, "PI-26.4"), "it is still part of what that interval produced"


def test_an_impediment_goes_on_and_no_clock_is_reset(ledger: Ledger) -> None:
    before = the(ledger, "B08")
    (after,) = sweeping.carry(ledger, ["B08"], "the hiring is in January")
    assert isinstance(before, Impediment)
    assert isinstance(after, Impediment)
    assert age_days(after, ledger.today) == age_days(before, ledger.today) == 68
    assert (after.state, after.due, after.level) == (before.state, before.due, before.level)


def test_an_action_takes_another_date_only_where_its_own_is_over(ledger: Ledger) -> None:
    capture(ledger, "action: ask the yard owner:PM due:2026-12-10")
    capture(ledger, "action: ask the port owner:PM due:2027-01-20")
    with pytest.raises(RuleBroken, match="needs another date"):
        sweeping.carry(ledger, ["A1"], "still waiting")
    (late,) = sweeping.carry(ledger, ["A1"], "still waiting", "8 jan")
    (ahead,) = sweeping.carry(ledger, ["A2"], "still waiting")
    assert isinstance(late, Action)
    assert isinstance(ahead, Action)
    assert (late.due, ahead.due) == ("2027-01-08", "2027-01-20")


def test_a_dependency_goes_on_as_a_new_one_that_is_asked_for_again(ledger: Ledger) -> None:
    depending.could_go_away(ledger, "D404", "design", "billing reads it itself")
    (new,) = sweeping.carry(ledger, ["D404"], "it comes in spring")
    old = the(ledger, "D404")
    assert isinstance(new, Dependency)
    assert isinstance(old, Dependency)
    assert (old.state, old.carried_as, old.note) == (
        "missed",
        new.ref,
        "it comes in spring",
    )
    assert (new.state, new.carries, new.pi) == ("proposed", "D404", NEXT)
    assert (new.provider, new.consumer, new.text) == (old.provider, old.consumer, old.text)
    assert (new.need, new.plan, new.agreed, new.away) == (None, None, None, old.away)
    assert new.ref == "D410"
    assert "D410" in undo(ledger).refs
    back = the(ledger, "D404")
    assert isinstance(back, Dependency)
    assert (back.state, back.carried_as) == ("agreed", None)
    with pytest.raises(UsageFault):
        ledger.find("D410")


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("R07", "not open any more"),
        ("B01", "not open any more"),
        ("D405", "not open any more"),
        ("X20", r"not carried \(decision\)"),
        ("M04", r"not carried \(improvement\)"),
        ("R99", "no R99"),
    ],
)
def test_what_cannot_be_carried(ledger: Ledger, ref: str, said: str) -> None:
    before = len(entries(ledger.db.log))
    with pytest.raises(ConsoleError, match=said):
        sweeping.carry(ledger, [ref], "why not", "12 jan")
    assert len(entries(ledger.db.log)) == before


def test_several_go_on_together_or_none_does(ledger: Ledger) -> None:
    before = tables(ledger)
    with pytest.raises(RuleBroken, match="R07 is not open"):
        sweeping.carry(ledger, ["B05", "B06", "R07"], "all of it", "12 jan")
    assert tables(ledger) == before
    made = sweeping.carry(ledger, open_refs(ledger, "PI-26.4"), "all of it", "12 jan")
    assert len(made) == 21
    assert open_refs(ledger, "PI-26.4") == []
    assert entries(ledger.db.log)[-1]["do"] == "carry", "one sweep is one entry"
    undo(ledger)
    assert len(open_refs(ledger, "PI-26.4")) == 21


def test_there_must_be_an_interval_to_go_on_in(hands: Hands) -> None:
    ledger = sample_ledger(hands)
    with pytest.raises(RuleBroken, match=r"No planning interval is on record behind PI-26\.4"):
        sweeping.carry(ledger, ["B05"], "goes on")
    (moved,) = sweeping.carry(ledger, ["R03"], "they close each quarter", "12 jan")
    assert moved.carried == ("PI-26.4",), "from the interval before it goes to this one"


def test_an_interval_closes_once_nothing_in_it_is_open(ledger: Ledger, hands: Hands) -> None:
    with pytest.raises(RuleBroken, match="still holds 8 risks, 8 impediments, 5 dependencies"):
        sweeping.close(ledger, "PI-26.4")
    with pytest.raises(RuleBroken, match="has not begun yet"):
        sweeping.close(ledger, NEXT)
    sweeping.carry(ledger, open_refs(ledger, "PI-26.4"), "it goes on", "12 jan")
    closed = sweeping.close(ledger, "pi-26.4", "it went live")
    assert (closed.state, closed.closed, closed.note) == (
        "closed",
        "2026-12-15",
        "it went live",
    )
    assert ledger.pi is not None
    assert ledger.pi.short == "PI-26.4", "it is still that interval until its last day"
    with pytest.raises(RuleBroken, match="closed already"):
        sweeping.close(ledger, "PI-26.4")
    with pytest.raises(RuleBroken, match="needs a reason"):
        sweeping.reopen(ledger, "PI-26.4", "")
    assert sweeping.reopen(ledger, "PI-26.4", "R12 was forgotten").state == "running"
    undo(ledger)
    assert interval(ledger, "PI-26.4").closed == "2026-12-15"
    undo(ledger)
    assert interval(ledger, "PI-26.4").closed is None


def test_what_is_closed_by_its_own_rules_is_not_asked_for(ledger: Ledger) -> None:
    answering.resolve(ledger, "B05", "customs gave one")
    assert "B05" not in open_refs(ledger, "PI-26.4")


def test_somebody_else_changed_it_meanwhile(ledger: Ledger) -> None:
    with pytest.raises(ChangedMeanwhile):
        sweeping.carry(ledger, ["B05"], "goes on", rev=7)


def test_the_surface_tells_what_is_left_and_what_was_carried(ledger: Ledger) -> None:
    sweeping.carry(ledger, ["R03"], "they close each quarter", "12 jan")
    sweeping.carry(ledger, ["B05", "D401"], "goes on")
    running.start(ledger, "inspect-adapt")
    seen = surface(now_of(ledger), "carrying")
    assert seen.title == "Carry or close · PI-26.4"
    titles = [section.title for section in seen.sections]
    assert titles == ["All of PI-26.4", "Risks", "Impediments", "Dependencies"]
    told = {told.label: told.words for told in seen.sections[0].told}
    assert told == {
        "open": "9 risks, 7 impediments, 4 dependencies to go",
        "carried": "2: B05, D401",
    }
    assert "a review day to carry it" in seen.sections[1].rows[1].note


def test_the_next_interval_starts_with_what_was_carried(ledger: Ledger, hands: Hands) -> None:
    sweeping.carry(ledger, ["R05", "B08", "D401"], "goes on", "12 jan")
    hands.on(days=8)
    snap = now_of(ledger)
    assert snap.pi_name == NEXT
    assert [(kind, one.ref) for kind, one in insight.carried_into(snap, NEXT)] == [
        ("risk", "R05"), ("impediment", "B08"), ("dependency", "D410"),
    ]  # fmt: skip
    assert {"R05"} == {r.ref for r in snap.risks if snap.is_current(r)}
    assert {"D410"} == {d.ref for d in snap.dependencies if snap.is_current(d)}
    assert any("still open:" in line for line in home(snap).lines)
