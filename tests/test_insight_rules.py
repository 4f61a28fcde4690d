"""What lists say about single records: words, ages, order. Built from values, without a store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from store.domain import depending as depending_rules
from store.domain.calendar import current, day, iteration_on, position, slot
from store.domain.records import (
    NAMES,
    Action,
    Decision,
    Dependency,
    Event,
    Impediment,
    Improvement,
    Iteration,
    Objective,
    PlanningInterval,
    Record,
    Risk,
    Team,
)
from store.insight import dependencies, events, impediments, objectives, promises, risks
from store.insight.called import NO_INTERVAL, interval_of
from store.insight.facts import LABELS, STAMP, told
from store.insight.home import where_in_interval, working_days
from store.insight.mixed import row_of
from store.insight.pairs import recurring_pairs
from store.insight.rows import Urgency, ref_order
from store.insight.snapshot import Snapshot
from store.insight.surfaces import SURFACES, surface
from store.ledger import depending, impeding, promising, running, undoing
from store.ledger.capturing import capture
from tests.ledger_helpers import Hands, sample_ledger

TODAY = date(2026, 11, 18)
NOW = int(datetime(2026, 11, 18, 9, tzinfo=UTC).timestamp() * 1000)
PI = PlanningInterval(
    id="pi-4",
    short="4",
    start="2026-10-26",
    end="2026-12-20",
    iterations=(
        Iteration(name="I3", start="2026-10-26", end="2026-11-06"),
        Iteration(name="I4", start="2026-11-09", end="2026-11-20"),
        Iteration(name="I5", start="2026-11-23", end="2026-12-04"),
        Iteration(name="IP", start="2026-12-07", end="2026-12-18"),
    ),
)
OLD = PlanningInterval(id="pi-3", short="3", start="2026-08-03", end="2026-10-25", state="closed")


def snap_of(pi: PlanningInterval | None = PI, **records: Sequence[Record]) -> Snapshot:
    return Snapshot(
        now=NOW,
        zone=ZoneInfo("UTC"),
        train=None,
        pi=pi,
        iteration=iteration_on(pi, TODAY) if pi else None,
        records={"pi": [OLD, PI], **records},
    )


def dep(**fields: Any) -> Dependency:  # noqa: ANN401 - fields of every type
    return Dependency(**{"id": "dependency-1", "ref": "X1", "pi": "4", **fields})


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"state": "removed"}, "removed"),
        ({"state": "removed", "how": "sliced"}, "removed: sliced"),
        ({"state": "declined"}, "declined"),
        ({"state": "missed"}, "missed"),
        ({"state": "accepted", "need": "I3", "done": "I3"}, "accepted"),
        ({"state": "accepted", "need": "I3", "done": "IP"}, "accepted, 3 iterations late"),
        ({"state": "delivered"}, "delivered, not accepted"),
        ({"state": "in progress", "need": "I3"}, "overdue, now I4"),
        ({"state": "proposed", "need": "I3"}, "overdue, now I4"),
        ({"state": "agreed", "need": "I5", "plan": "IP"}, "conflict, slack −1"),
        ({"state": "agreed", "need": "i4", "plan": "ip"}, "conflict, slack −2"),
        ({"state": "proposed"}, "not agreed"),
        ({"state": "proposed", "need": "I4"}, "not agreed, needed now"),
        ({"state": "proposed", "need": "I5"}, "not agreed, needed next"),
        ({"state": "proposed", "need": "IP"}, "not agreed"),
        ({"state": "agreed", "need": "IP", "plan": "IP"}, "slack 0, not started"),
        ({"state": "agreed", "need": "I5", "plan": "I4"}, "due soon, not started"),
        ({"state": "agreed", "need": "IP", "plan": "I4"}, "slack 2"),
        ({"state": "in progress", "need": "I4", "plan": "I4"}, "slack 0"),
        ({"state": "in progress"}, "no dates"),
        ({"state": "in progress", "need": "I7", "plan": "I3"}, "no dates"),
    ],
)
def test_health_of_a_dependency(fields: dict[str, Any], word: str) -> None:
    assert dependencies.health(dep(**fields), PI, TODAY).word == word


def test_what_is_open_when_its_interval_is_over() -> None:
    late = dep(pi="3", state="in progress", need="I2", plan="I1")
    assert dependencies.health(late, OLD, TODAY).word == "overdue, 3 is over"
    done = dep(pi="3", state="accepted", need="I2", done="I4")
    assert dependencies.health(done, OLD, TODAY).late == 2, "by number, where no days are known"


def test_a_record_of_an_unknown_interval_is_not_judged_by_another_ones_days() -> None:
    snap = snap_of()
    assert interval_of(snap, "9") is NO_INTERVAL
    assert interval_of(snap, None) is PI
    row = row_of("dependency", dep(pi="9", state="in progress", need="I3"), snap)
    assert "overdue" not in row.note


def test_a_dependency_without_a_day_does_not_say_that_it_is_not_needed() -> None:
    assert dependencies.dependency_row(dep(), PI, TODAY).when == "no need-by"


def risk(**fields: Any) -> Risk:  # noqa: ANN401 - fields of every type
    return Risk(**{"id": "risk-1", "ref": "R1", "pi": "4", **fields})


@pytest.mark.parametrize(
    ("fields", "owed"),
    [
        ({}, "not ROAMed yet"),
        ({"raised": "2026-11-18"}, "not ROAMed yet"),
        ({"raised": "2026-11-10"}, "not ROAMed for 8 d"),
        ({"raised": "2026-12-10"}, "not ROAMed yet"),
        ({"roam": "R"}, ""),
        ({"roam": "O", "review": "2026-12-01"}, "no owner"),
        ({"roam": "A", "review": "2026-12-01"}, "accepted by nobody yet"),
        ({"roam": "M", "owner": "SA", "review": "2026-12-01"}, "no action against it yet"),
        ({"roam": "M", "owner": "SA", "action": "x", "due": "2026-11-17"}, "action 1 d overdue"),
        ({"roam": "O", "owner": "SA"}, "no review date"),
        ({"roam": "O", "owner": "SA", "review": "2026-11-18"}, "review due today"),
        ({"roam": "A", "owner": "SA", "review": "2026-11-19"}, ""),
        ({"roam": "O", "occurred": "2026-11-01"}, "happened"),
        ({"roam": "O", "occurred": "2026-11-01", "impediment": "I3"}, "happened, see I3"),
    ],
)
def test_what_a_risk_owes(fields: dict[str, Any], owed: str) -> None:
    assert risks.owed(risk(**fields), TODAY) == owed


def test_exposure_is_unknown_until_both_were_stated() -> None:
    assert risks.exposure(risk(p=5)) is None
    assert risks.exposure(risk(i=5)) is None
    assert risks.exposure(risk(p=2, i=2)) == 4


def test_references_are_ordered_as_people_count() -> None:
    assert sorted(["R10", "R9", "r2", "I1", "?"], key=ref_order) == ["?", "I1", "r2", "R9", "R10"]


@pytest.mark.parametrize(
    ("fields", "when", "note", "urgency"),
    [
        ({"raised": "2026-10-08"}, "41 d", "no next step", Urgency.NEEDS_YOU),
        ({"raised": "2026-11-18", "due": "2026-11-17"}, "0 d", "step 1 d overdue", 2),
        ({"raised": "2026-11-20", "due": "2026-11-18"}, "0 d", "step today", 2),
        ({"due": "2026-11-19"}, "no date", "step tomorrow", Urgency.NORMAL),
        ({"state": "closed", "raised": "2026-11-01", "done": "2026-11-05"}, "4 d", "", 0),
        ({"state": "resolved", "like": "I1"}, "no date", "same cause as I1", Urgency.QUIET),
    ],
)
def test_an_impediment(fields: dict[str, Any], when: str, note: str, urgency: int) -> None:
    row = impediments.impediment_row(Impediment(id="i", ref="I2", **fields), TODAY)
    assert (row.when, row.note, row.urgency) == (when, note, urgency)


@pytest.mark.parametrize(
    ("record", "kind", "lacks"),
    [
        (Action(id="a"), "action", ("owner", "date")),
        (Action(id="a", owner="PM"), "action", ("date",)),
        (Action(id="a", state="done"), "action", ()),
        (Impediment(id="i", due="2026-11-20"), "impediment", ("owner",)),
        (Impediment(id="i", state="closed"), "impediment", ()),
        (Decision(id="d"), "decision", ("owner",)),
        (Risk(id="r"), "risk", ()),
        (dep(), "dependency", ()),
    ],
)
def test_what_a_record_lacks(record: Record, kind: str, lacks: tuple[str, ...]) -> None:
    assert promises.missing(record, kind) == lacks


def test_actions_without_a_date_come_first_and_far_dates_show_their_year() -> None:
    found = [
        Action(id="1", ref="A1", owner="x", due="2027-11-20"),
        Action(id="2", ref="A2", owner="x", due="2026-11-17"),
        Action(id="3", ref="A3", state="done"),
        Action(id="4", ref="A4"),
    ]
    rows = promises.by_due(found, TODAY)
    assert [row.ref for row in rows] == ["A4", "A2", "A1", "A3"]
    assert (rows[2].when, rows[2].note) == ("20 Nov 2027", "due 20 Nov 2027")


def test_an_objective_is_named_by_whole_references_only() -> None:
    against = Impediment(id="i", ref="I1", text="O40 and XO4 and O4x, not O04", pi="4")
    snap = snap_of(impediment=[against], objective=[
        Objective(id=f"o{n}", ref=f"O{n}", pi="4") for n in (4, 40, 401)
    ])  # fmt: skip
    assert {r.ref: r.note for r in objectives.objective_rows(snap)} == {
        "O4": "I1 open",
        "O40": "I1 open",
        "O401": "",
    }


def test_a_missed_dependency_speaks_against_its_objective() -> None:
    snap = snap_of(
        dependency=[dep(state="missed", objective="O4")],
        objective=[Objective(id="o", ref="O4", pi="4")],
    )
    assert [row.note for row in objectives.objective_rows(snap)] == ["X1 missed"]


@pytest.mark.parametrize(
    ("record", "here"),
    [
        (risk(), True),
        (risk(pi="3"), False),
        (risk(pi=None), True),
        (risk(pi=None, raised="2026-10-20"), False),
        (risk(pi=None, raised="2026-10-26"), True),
        (Decision(id="d", on="2026-07-01"), False),
        (Action(id="a", at=NOW), True),
        (Action(id="a", at=NOW - 60 * 86_400_000), False),
    ],
)
def test_what_belongs_to_the_current_interval(record: Record, here: bool) -> None:
    assert snap_of().is_current(record) is here
    assert not snap_of().in_interval(record, "3") or record.pi == "3"


def test_without_intervals_everything_is_current() -> None:
    snap = snap_of(None, risk=[risk(pi=None)], dependency=[dep(pi=None)])
    assert snap.is_current(risk(pi=None))
    assert [row.ref for row in surface(snap, "risks").rows] == ["R1"]
    assert all(surface(snap, name).title for name in SURFACES)


def event(**fields: Any) -> Event:  # noqa: ANN401 - fields of every type
    return Event(**{"id": "event-1", "ref": "E1", "title": "Sync", "pi": "4", **fields})


@pytest.mark.parametrize(
    ("fields", "over", "nothing"),
    [
        ({"on": "2026-11-05", "given": {"decisions": 0, "actions": 0}}, True, True),
        ({"on": "2026-11-05", "given": {"decisions": 0, "actions": 1}}, True, False),
        ({"on": "2026-11-05", "given": {"shown": 4}}, True, False),
        ({"on": "2026-11-05"}, True, False),
        ({"on": "2026-11-25"}, False, False),
        ({}, False, False),
    ],
)
def test_an_event_of_which_nothing_is_known_left_nothing_unsaid(
    fields: dict[str, Any], over: bool, nothing: bool
) -> None:
    snap = snap_of(event=[event(**fields)])
    held = snap.events[0]
    assert (events.is_over(snap, held), events.left_nothing(snap, held)) == (over, nothing)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(2026, 11, 18), "4 · iteration I4 · day 8 of 10 · ends Fri 20 Nov · 4 weeks left"),
        (date(2026, 11, 9), "4 · iteration I4 · day 1 of 10 · ends Fri 20 Nov · 5 weeks left"),
        (date(2026, 11, 21), "4 · iteration I4 is over · 4 weeks left"),
        (date(2026, 12, 18), "4 · iteration IP · day 10 of 10 · ends Fri 18 Dec · ends 20 Dec"),
        (date(2026, 12, 24), "4 · iteration IP is over · ended 20 Dec"),
        (date(2026, 10, 20), "4 · begins Mon 26 Oct"),
    ],
)
def test_where_the_train_is(when: date, said: str) -> None:
    now = int(datetime(when.year, when.month, when.day, 9, tzinfo=UTC).timestamp() * 1000)
    snap = Snapshot(
        now=now,
        zone=ZoneInfo("UTC"),
        train=None,
        pi=PI,
        iteration=iteration_on(PI, when),
        records={},
    )
    assert where_in_interval(snap) == said


def test_working_days() -> None:
    assert working_days(date(2026, 11, 9), date(2026, 11, 20)) == 10
    assert working_days(date(2026, 11, 21), date(2026, 11, 22)) == 0


def test_the_calendar() -> None:
    two = [OLD, PI]
    assert current(two, TODAY) is PI
    assert current(two, date(2026, 9, 1)) is OLD
    assert current(two, date(2030, 1, 1)) is PI
    running = PlanningInterval(id="r", short="r", state="running")
    assert current([running, PI], date(2030, 1, 1)) is running
    assert current([], TODAY) is None
    assert (day("2026-11-18"), day("soon"), day(None)) == (TODAY, None, None)
    assert (position(PI, "i5"), position(PI, "I9"), position(PI, None)) == (2, None, None)
    assert (slot("I3"), slot("IP"), slot(None)) == (3, None, None)


def pair(provider: str, consumer: str, pi: str, ref: str, **fields: Any) -> Dependency:  # noqa: ANN401
    return dep(id=ref, ref=ref, pi=pi, provider=provider, consumer=consumer, **fields)


AGAIN = [
    pair("DRE", "BEA", "3", "X1"),
    pair("DRE", "BEA", "3", "X2"),
    pair("DRE", "BEA", "4", "X3"),
]


@pytest.mark.parametrize(
    ("item", "signal"),
    [
        (None, True),
        (Improvement(id="m", ref="M1", metric="DRE to FAT dependencies"), True),
        (Improvement(id="m", ref="M1", metric="DREAM of BEACH"), True),
        (Improvement(id="m", ref="M1", metric="DRE to BEA dependencies", state="dropped"), True),
        (Improvement(id="m", ref="M1", metric="DRE to BEA dependencies"), False),
        (Improvement(id="m", ref="M1", text="dredger teaches beacon"), False),
        (Improvement(id="m", ref="M1", links=("x03",)), False),
    ],
)
def test_a_pair_that_comes_back_asks_for_a_reduction(
    item: Improvement | None, signal: bool
) -> None:
    teams = [Team(id="1", short="DRE", name="Dredger"), Team(id="2", short="BEA", name="Beacon")]
    snap = snap_of(team=teams, improvement=[item] if item else [])
    assert [p.signal for p in recurring_pairs(snap, AGAIN)] == [signal]


def test_a_pair_in_one_interval_or_removed_is_no_pattern() -> None:
    snap = snap_of()
    assert recurring_pairs(snap, AGAIN[:2]) == []
    removed = pair("DRE", "BEA", "4", "X3", state="removed")
    assert recurring_pairs(snap, [*AGAIN[:2], removed]) == []


def test_the_facts_of_a_record_are_all_there_in_words() -> None:
    doc = {
        "text": "t",
        "p": 4,
        "roam": "M",
        "review": "2026-11-24",
        "teams": ["ANC", "BEA"],
        "links": ["I1"],
        "pi": "4",
        "given": {"shown": 4},
        "extra": {"colour": "red"},
        "later": "field",
    }
    assert told("risk", doc) == [
        ("other teams", "ANC, BEA"),
        ("probability, of 5", "4"),
        ("ROAM", "M Mitigated"),
        ("review", "Tue 24 Nov 2026"),
        ("as reported", "shown 4"),
        ("see also", "I1"),
        ("planning interval", "4"),
        ("later", "field"),
        ("colour", "red"),
    ]


def test_every_field_of_every_record_has_a_name_for_people() -> None:
    unnamed = {n for names in NAMES.values() for n in names} - set(LABELS) - set(STAMP)
    of_moments = {"do", "seconds", "before", "give", "up", "boot"}
    of_steps = {"key", "leaves", "surface", "flexible"}
    of_steps |= {"lead", "expects", "each", "each_seconds", "day", "auto"}
    assert unnamed - of_moments - of_steps == {"id"}


def test_what_an_event_changed_is_what_it_left_behind() -> None:
    """A sync that only settles what there was has not left nothing; undone, it has."""
    hands = Hands()
    ledger = sample_ledger(hands)
    event = running.start(ledger, "art-sync")
    hands.on(minutes=3)
    depending.do(ledger, "D408", "agree", depending_rules.Said())
    depending.do(ledger, "D408", "start", depending_rules.Said())
    impeding.resolve(ledger, "B13", "two people came")
    made = capture(ledger, "call the yard owner:PM due:fri", "action").record
    promising.close(ledger, made.ref, "done at once")
    left = events.left_behind(ledger.snapshot(), event)
    assert left == {"action": 1, "change": 2}, "what it made itself is told once"
    undoing.undo(ledger)
    undoing.undo(ledger)
    undoing.undo(ledger)
    assert events.left_behind(ledger.snapshot(), event) == {"change": 1}
