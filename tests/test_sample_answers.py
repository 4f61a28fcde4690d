"""What the sample train must answer on 18 November 2026, value by value."""

from __future__ import annotations

import pytest

from store.insight import dependencies, events, impediments, risks
from store.insight.called import interval_of
from store.insight.home import home
from store.insight.inspect import inspect
from store.insight.pairs import recurring_pairs
from store.insight.rows import Row
from store.insight.snapshot import Snapshot
from store.insight.summaries import Listing, Summary, summary
from store.insight.surfaces import surface
from tests.ledger_helpers import Hands, now_of, sample_ledger

HERE = "PI-26.4"
BEFORE = "PI-26.3"


@pytest.fixture(scope="module")
def snap() -> Snapshot:
    return now_of(sample_ledger(Hands()))


def rows_of(snap: Snapshot, name: str) -> dict[str, Row]:
    return {row.ref: row for row in surface(snap, name).rows}


def summed(snap: Snapshot, kind: str) -> Summary:
    records = snap.records[kind]
    here = [r for r in records if r.pi == HERE]
    return summary(kind, Listing(snap, here, records, [BEFORE, HERE]))


@pytest.mark.parametrize(
    ("ref", "note", "slack"),
    [
        ("D401", "conflict, slack −1", -1),
        ("D406", "overdue, now I4", 0),
        ("D408", "not agreed, needed now", None),
        ("D404", "slack 0, not started", 0),
        ("D402", "delivered, not accepted", 0),
        ("D403", "accepted, 1 iteration late", 0),
        ("D405", "", 1),
        ("D409", "removed: sliced so booking needs no new role", None),
    ],
)
def test_dependencies(snap: Snapshot, ref: str, note: str, slack: int | None) -> None:
    row = rows_of(snap, "dependencies")[ref]
    assert (row.note, row.computed["slack"]) == (note, slack)


def test_dependencies_of_the_interval_before(snap: Snapshot) -> None:
    mine = [d for d in snap.dependencies if d.pi == BEFORE]
    pi = interval_of(snap, BEFORE)
    assert [d.ref for d in mine if dependencies.was_late(d, pi)] == ["D301", "D303", "D305"]
    assert len(mine) == 6
    assert summed(snap, "dependency").lines[:2] == (
        "PI-26.3: 0 open; late or missed 3 of 6 (D301, D303, D305)",
        "PI-26.4: 5 open; late or missed 1 of 9 (D403); overdue now D406",
    )


def test_pairs_that_come_back(snap: Snapshot) -> None:
    found = recurring_pairs(snap, snap.dependencies)
    assert [(p.provider, p.consumer, len(p.refs), len(p.intervals), p.of) for p in found] == [
        ("DRE", "BEA", 4, 2, 2),
        ("DRE", "FAT", 3, 2, 2),
        ("ENS", "BEA", 2, 2, 2),
        ("GAN", "CAP", 2, 2, 2),
    ]
    assert [p.signal for p in found] == [True, False, False, False]
    assert [[m.ref for m in p.reductions] for p in found] == [[], ["M04"], [], []]
    assert [p.words for p in found] == [
        "DRE→BEA 4 in 2 of 2 intervals: no reduction item. What would remove it?",
        "DRE→FAT 3 in 2 of 2 intervals: M04 not yet moved",
        "ENS→BEA 2 in 2 of 2 intervals",
        "GAN→CAP 2 in 2 of 2 intervals",
    ]
    assert [f"again: {p.words}" for p in found] == list(summed(snap, "dependency").lines[2:6])
    assert summed(snap, "dependency").lines[6:] == (
        "2 of 4 open dependencies wait for DRE. Is the train cut where the work flows?",
    )


def test_risks(snap: Snapshot) -> None:
    rows = rows_of(snap, "risks")
    assert rows["R12"].note == "not ROAMed for 1 d"
    assert rows["R05"].note == "review 8 d overdue"
    assert rows["R05"].computed["review_overdue_days"] == 8
    assert rows["R06"].note == "action 5 d overdue"
    assert rows["R06"].computed["action_overdue_days"] == 5
    assert rows["R04"].note == "review 24 Nov"
    here = [r for r in snap.risks if r.pi == HERE and risks.is_open(r)]
    top = sorted(((risks.exposure(r) or 0, r.ref) for r in here), reverse=True)
    assert top[:2] == [(20, "R04"), (15, "R12")]
    assert "highest open exposure: R04 20, then R12 15, then R05 12" in summed(snap, "risk").lines


def test_a_risk_that_happened_names_what_it_became(snap: Snapshot) -> None:
    risk = next(r for r in snap.risks if r.ref == "R02")
    assert risks.owed(risk, snap.today) == "happened, see B03"
    assert not risks.is_open(risk)
    assert next(i for i in snap.impediments if i.ref == risk.impediment).raised == risk.occurred


def test_the_risks_that_ask_for_somebody(snap: Snapshot) -> None:
    asks = [row.ref for row in surface(snap, "risks").rows if row.urgency == 2]
    assert asks == ["R12", "R05", "R03", "R06"], "by letter; R03 waits since the interval before"


def test_impediments(snap: Snapshot) -> None:
    rows = surface(snap, "impediments").rows
    assert [(row.ref, row.when, row.note) for row in rows] == [
        ("B08", "41 d", "no next step · on hold"),
        ("B13", "13 d", "no next step"),
        ("B07", "15 d", "step today"),
        ("B14", "6 d", "step today"),
        ("B10", "9 d", "escalate? 7 d here, 2 expected"),
        ("B05", "35 d", "step tomorrow"),
        ("B06", "29 d", "step Fri 20 Nov · same cause as B04"),
        ("B09", "22 d", "step Mon 23 Nov"),
    ]
    assert [(part.title, len(part.rows)) for part in surface(snap, "impediments").sections] == [
        ("Needs somebody now", 5),
        ("Waiting for an answer", 2),
        ("Open", 1),
    ]
    assert sum(row.who == "RTE" for row in rows) == 3


def test_impediments_in_sentences(snap: Snapshot) -> None:
    assert summed(snap, "impediment").lines == (
        "8 open; oldest B08 41 days, no next step; the RTE role holds 3 of 8",
        "by level: team 1 · ART 3 · ART leadership 3 · portfolio 1; "
        "by state: new 1 · in progress 3 · escalated 3 · on hold 1",
        "no next step: B08 (41 days), B13 (13 days)",
        "next step due today: B07, B14",
        "longer at its level than expected: B10",
        "same cause twice: B04, B06 → M03 verified, partly; M06 proposed (systemic)",
    )


def test_a_closed_impediment_keeps_the_age_it_had(snap: Snapshot) -> None:
    ages = {i.ref: impediments.age_days(i, snap.today) for i in snap.impediments}
    assert (ages["B01"], ages["B02"], ages["B11"]) == (4, 36, 11)


def test_events(snap: Snapshot) -> None:
    rows = {row.ref: row for row in events.event_rows(snap, snap.events)}
    assert list(rows) == ["E7", "E5", "E6", "E4", "E3", "E2", "E1"]
    assert rows["E5"].note == "1 decision · 1 action · 1 change · 4 of 7 items live"
    assert [ref for ref, row in rows.items() if row.note == "left nothing behind"] == ["E7", "E6"]
    assert summed(snap, "event").lines == (
        "7 events",
        "left nothing behind: E6, E7. What happened there?",
        "E5: 4 of 7 items live",
    )


def test_objectives_that_a_record_speaks_against(snap: Snapshot) -> None:
    off = surface(snap, "objectives").sections[0]
    assert [(row.ref, row.note) for row in off.rows] == [
        ("O402", "D408 not agreed, needed now · R05 review 8 d overdue · B05 open"),
        ("O403", "D401 conflict, slack −1"),
        ("O404", "D402 delivered, not accepted"),
        ("O406", "D406 overdue, now I4"),
        ("O411", "D404 slack 0, not started"),
    ]


def test_the_home_screen(snap: Snapshot) -> None:
    shown = home(snap)
    assert shown.title == "Tideway ART"
    assert shown.lines[0] == (
        "PI-26.4 · iteration I4 · day 8 of 10 · ends Fri 20 Nov · 4 weeks left"
    )
    ahead, stuck, due, ready, recent = shown.sections
    assert [(row.state, row.text) for row in ahead.rows] == [
        ("in 1 d 0 h", "ART Sync · Thu 19 Nov 09:00"),
        ("in 2 d 1 h", "System Demo · Fri 20 Nov 10:00"),
        ("in 8 d 0 h", "ART Sync · Thu 26 Nov 09:00"),
    ]
    assert "usual cadence" in ahead.title
    assert ready.title == "Preparation of PI Planning, Wed 16 Dec · 0 of 12 done"
    assert [row.note for row in ready.rows[:3]] == ["7 d overdue", "due today", "due today"]
    assert shown.lines[-2:] == (
        "Preparation of PI Planning: 1 overdue, 2 due today",
        "still open: 1 risk of PI-26.3. Carry or close: I",
    )
    assert [row.ref for row in stuck.rows] == ["B08", "B13"]
    assert [row.ref for row in due.rows] == [
        "D402", "D406", "D401", "D408", "D404", "R12", "R05", "R06", "B07", "B14",
        "B10",
    ]  # fmt: skip
    assert recent.rows[0].ref == "E7"


def refs(snap: Snapshot, title: str, pi: str | None = None) -> list[str]:
    section = next(s for s in inspect(snap, pi).sections if s.title.startswith(title))
    return [row.ref for row in section.rows]


def test_inspect_and_adapt_has_everything_once(snap: Snapshot) -> None:
    shown = [row.id for row in inspect(snap).rows]
    assert len(shown) == len(set(shown))
    no_facts = {"train", "pi", "team", "moment", "prep"}
    owed = {
        r.id
        for kind in snap.records
        if kind not in no_facts
        for r in snap.records[kind]
        if snap.in_interval(r, HERE)
    }
    assert set(shown) == owed
    assert refs(snap, "Events that left nothing behind · 2 of 7") == ["E7", "E6"]
    assert refs(snap, "Dependencies late or missed, of 9") == ["D406", "D403"]
    assert refs(snap, "Dependencies late or missed, of 6", BEFORE) == ["D301", "D303", "D305"]
    assert refs(snap, "Risks: M", BEFORE) == ["R02"]
    assert refs(snap, "Impediments", BEFORE) == ["B02", "B03", "B04", "B01"]


def test_no_list_orders_teams_or_people(snap: Snapshot) -> None:
    order = [team.short for team in snap.teams]
    rows = surface(snap, "objectives").sections
    for section in (rows[0], rows[2]):
        who = [order.index(row.who) for row in section.rows]
        assert who == sorted(who), "teams in the train's own order"
    for kind in ("risk", "impediment", "dependency", "event", "objective", "decision"):
        figures = str(summed(snap, kind).figures)
        assert "per_team" not in figures
        assert "by_owner" not in figures
