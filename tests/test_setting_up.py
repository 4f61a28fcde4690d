"""Setting a train up and changing what it is: the words, the use-cases, undo, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from store.domain.cadence import usual
from store.domain.calendar_records import Holiday, Offset
from store.domain.intervals import Shape
from store.domain.records import Dependency
from store.domain.setup_words import made_short, read_name, read_roles, read_start, read_teams
from store.errors import ChangedMeanwhile, ConsoleError, RuleBroken, UsageFault
from store.exchange.zones import read_zone
from store.insight.facts import told
from store.insight.home import home
from store.insight.upcoming import calendar, next_occasion, preparation
from store.ledger import preparing, running, setting_intervals, setting_teams, setting_up
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger, open_ledger
from store.ledger.questions import QUESTIONS, Plan, answer
from store.ledger.quick import quick_add
from store.ledger.setup_fields import Facts, Field, PlanFacts
from store.ledger.train_facts import TrainFacts, facts_of
from store.ledger.undoing import NAMES, undo
from tests.ledger_helpers import Hands, beside, entries, now_of, sample_ledger, tables

TODAY = date(2026, 11, 18)
ANSWERS = {
    "name": "Harbour ART",
    "zone": "lisbon",
    "teams": "Anchor ANC 8, Beacon BEA 7",
    "first_day": "28 sep",
    "shape": "5 + IP",
}


def plan(**other: str) -> Plan:
    """A plan from answers, as they are typed."""
    found = Plan(TODAY)
    for question in QUESTIONS:
        if said := {**ANSWERS, **other}.get(question.fact):
            found = answer(found, question, said)
    return found


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def ledger(hands: Hands) -> Ledger:
    made = memory_ledger(who="RTE", now=hands)
    setting_up.init(made, plan())
    return made


def field(facts: Facts, name: str) -> Field:
    return next(f for _, fields in facts.sections() for f in fields if f.id == name)


# -- words


def test_teams_as_people_type_them() -> None:
    found = read_teams("Anchor ANC 8, Beacon BEA\nThe data platform 12;  漢字 チーム, Anchors")
    assert [(t.name, t.short, t.people) for t in found] == [
        ("Anchor", "ANC", 8), ("Beacon", "BEA", None), ("The data platform", "THE", 12),
        ("漢字 チーム", "T1", None), ("Anchors", "ANCH", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "at least one team"), (" , ,\n", "at least one team"),
        ("Anchor ANC, Ancora ANC", "the short id ANC"), ("Anchor A1, anchor A2", "the name anchor"),
        ("Anchor ART 8", "cannot be a short id"), ("Anchor ANC 1000", "at most 999"),
        ("x" * 61, "at most 60"), (",".join(f"t{n}" for n in range(61)), "at most 60 teams"),
    ],
)  # fmt: skip
def test_teams_that_cannot_be(text: str, part: str) -> None:
    with pytest.raises(UsageFault, match=part):
        read_teams(text)


def test_made_short_ids_are_told_apart_and_mean_nothing_else() -> None:
    used: list[str] = []
    for name in ("Anchor", "Ancora", "Anchorage", "ART", "IP", "1st", "Anc"):
        used.append(made_short(name, used))
    assert len(set(used)) == len(used)
    assert not {"ART", "IP"} & set(used)
    with pytest.raises(UsageFault, match="ANC is the short id of another team"):
        read_teams("Other ANC", ["ANC"])


def test_names_roles_and_zones() -> None:
    assert read_name(" a\x1b]0;x\x07 [/] b ", "A train") == "a [/] b"
    with pytest.raises(UsageFault, match="A train needs a name"):
        read_name("\u200b", "A train")
    assert read_roles("RTE, PM,, rte , SM-ANC") == ("RTE", "PM", "SM-ANC")
    assert [read_zone(z) for z in ("Europe/Lisbon", "europe/lisbon", "new york")] == [
        "Europe/Lisbon", "Europe/Lisbon", "America/New_York",
    ]  # fmt: skip
    for wrong in ("", "Mars/Olympus", "/etc/passwd", "../UTC", "Istanbul"):
        with pytest.raises(UsageFault, match="is no time zone"):
            read_zone(wrong)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("28 sep", date(2026, 9, 28)), ("4 jan", date(2027, 1, 4)), ("mon", date(2026, 11, 23)),
        ("2025-01-06", date(2025, 1, 6)), ("28 sep 2027", date(2027, 9, 28)),
        ("today", TODAY),
    ],
)  # fmt: skip
def test_a_first_day_is_the_nearest_such_day(text: str, day: date) -> None:
    assert read_start(text, TODAY) == day


# -- beginning


def test_a_train_is_set_up_in_one_entry_and_taken_back_in_one(ledger: Ledger) -> None:
    train = ledger.train
    assert train is not None
    assert (train.name, train.zone, train.short) == ("Harbour ART", "Europe/Lisbon", "HAR")
    assert train.cadence == usual(Shape())
    assert [(t.short, t.people) for t in ledger.teams] == [("ANC", 8), ("BEA", 7)]
    assert ledger.pi is not None
    assert (ledger.pi.short, ledger.pi.state, ledger.pi.end) == ("PI-26.4", "running", "2026-12-20")
    assert len(entries(ledger.db.log)) == 1
    seen = home(now_of(ledger))
    assert seen.lines[:2] == (
        "PI-26.4 · iteration I4 · day 8 of 10 · ends Fri 20 Nov · 4 weeks left",
        "2 teams · 15 people",
    )
    assert seen.sections[0].title == "Next events · K tells what to know"
    assert undo(ledger).what == NAMES["train.init"]
    assert tables(ledger) == {}


def test_a_second_train_or_half_a_train_is_refused(ledger: Ledger, hands: Hands) -> None:
    with pytest.raises(RuleBroken, match="rte init --train NAME"):
        setting_up.init(ledger, plan())
    for lacking in (Plan(TODAY), Plan(TODAY, name="X")):
        fresh = memory_ledger(now=hands)
        with pytest.raises(UsageFault, match="still needs"):
            setting_up.init(fresh, lacking)
        assert tables(fresh) == {}


def test_the_setup_stays_once_anybody_has_worked_in_it(ledger: Ledger, hands: Hands) -> None:
    capture(beside(ledger, "PM", hands), "topic: x")
    ledger.catch_up()
    with pytest.raises(ChangedMeanwhile, match="so the setup of the train stays"):
        undo(ledger)
    assert ledger.train is not None


def test_quick_capture_knows_what_was_set_up_and_changed(tmp_path: Path, hands: Hands) -> None:
    """A change of the setting leaves a checkpoint, so the next `rte add` is quick and right."""
    store = tmp_path / "train"
    made = open_ledger(store, who="RTE", now=hands, create=True)
    setting_up.init(made, plan())
    setting_teams.add_teams(made, "Capstan CAP")
    setting_teams.retire_team(made, "BEA")
    setting_up.set_zone(made, "Pacific/Kiritimati")
    setting_intervals.move_start(made, "PI-26.4", date(2026, 10, 5))
    found = quick_add(str(store), ["late @CAP @BEA due:I4"], "risk", "RTE", hands.ms)
    assert found is not None
    doc = found[0].doc
    assert (doc["team"], doc["review"], doc["raised"]) == ("CAP", "2026-11-27", "2026-11-18")
    assert "@BEA" in doc["text"]
    made.db.close()


# -- changing


def test_each_change_is_one_entry_with_words_for_its_undo(ledger: Ledger) -> None:
    before = tables(ledger)
    changes: tuple[Callable[[], object], ...] = (
        lambda: setting_up.rename(ledger, "River ART"),
        lambda: setting_up.set_zone(ledger, "utc"),
        lambda: setting_up.set_roles(ledger, ["RTE"]),
        lambda: setting_up.set_cadence(ledger, [Offset(kind="art-sync")]),
        lambda: setting_up.set_holidays(ledger, [Holiday(on="2026-12-08", name="x")]),
        lambda: setting_teams.add_teams(ledger, "Capstan"),
        lambda: setting_teams.change_team(ledger, "ANC", "Anker AN 9"),
        lambda: setting_teams.retire_team(ledger, "BEA"),
        lambda: setting_intervals.move_start(ledger, "pi-26.4", date(2026, 9, 29)),
        lambda: setting_intervals.reshape(ledger, "PI-26.4", Shape(4, 2, 2)),
        lambda: setting_intervals.plan_next(ledger, "N", date(2027, 1, 4), Shape()),
    )
    for change in changes:
        n = ledger.db.state.n
        change()
        assert ledger.db.state.n == n + 1
        done = entries(ledger.db.log)[-1]
        assert done["do"] in NAMES
    for _ in changes:
        undo(ledger)
    after = tables(ledger)
    for docs in (*before.values(), *after.values()):
        for doc in docs.values():
            doc.pop("rev", None)
    assert after == before


def test_somebody_elses_change_is_not_overwritten(ledger: Ledger, hands: Hands) -> None:
    other = beside(ledger, "PM", hands)
    train = ledger.require_train()
    setting_up.set_roles(other, ["RTE", "PM"])
    with pytest.raises(ChangedMeanwhile):
        setting_up.set_holidays(ledger, [], train.rev)
    with pytest.raises(ChangedMeanwhile):
        setting_up.set_cadence(ledger, [], train.rev)
    setting_up.set_roles(ledger, ["RTE"], ledger.require_train().rev)


def test_a_short_id_stays_once_something_is_filed_under_it(ledger: Ledger) -> None:
    assert setting_teams.change_team(ledger, "anc", "Anchor 9").short == "ANC"
    assert setting_teams.change_team(ledger, "ANC", "Anchor ANK 9").short == "ANK"
    capture(ledger, "dependency: feed ANK>BEA")
    for short, new in (("ANK", "Anchor ANC"), ("BEA", "Beacon BEC")):
        with pytest.raises(RuleBroken, match="X1 is filed under it"):
            setting_teams.change_team(ledger, short, new)
    assert setting_teams.change_team(ledger, "BEA", "Bacon 3").short == "BEA"
    with pytest.raises(UsageFault, match="BEA is the short id of another"):
        setting_teams.change_team(ledger, "ANK", "Anchor BEA")
    with pytest.raises(RuleBroken, match="There is a team Bacon BEA"):
        setting_teams.change_team(ledger, "ANK", "Bacon ANK")
    with pytest.raises(UsageFault, match="several teams"):
        setting_teams.change_team(ledger, "ANK", "One ONE, Two TWO")
    with pytest.raises(UsageFault, match="There is no team 'ZZZ'"):
        setting_teams.change_team(ledger, "ZZZ", "One")


def test_a_retired_team_is_named_by_nothing_new_and_can_come_back(ledger: Ledger) -> None:
    old = capture(ledger, "risk: late @BEA").record
    setting_teams.retire_team(ledger, "BEA")
    assert [t.short for t in ledger.teams] == ["ANC"]
    assert [t.short for t in now_of(ledger).teams] == ["ANC"]
    assert "@BEA" in capture(ledger, "risk: later @BEA").record.text
    assert getattr(ledger.find(old.ref)[1], "team", None) == "BEA"
    with pytest.raises(RuleBroken, match="retired already"):
        setting_teams.retire_team(ledger, "BEA")
    with pytest.raises(RuleBroken, match="last team"):
        setting_teams.retire_team(ledger, "ANC")
    with pytest.raises(RuleBroken, match="retired 2026-11-18"):
        setting_teams.add_teams(ledger, "Beacon BE2")
    setting_teams.return_team(ledger, "BEA")
    assert [t.short for t in ledger.teams] == ["ANC", "BEA"]
    with pytest.raises(RuleBroken, match="part of the train"):
        setting_teams.return_team(ledger, "BEA")


def test_an_added_team_stays_once_something_names_it(ledger: Ledger, hands: Hands) -> None:
    setting_teams.add_teams(ledger, "Capstan CAP")
    capture(beside(ledger, "PM", hands), "risk: late @CAP")
    ledger.catch_up()
    with pytest.raises(ChangedMeanwhile, match="R1 names CAP"):
        undo(ledger)


def test_moving_an_interval_keeps_what_refers_to_its_iterations(ledger: Ledger) -> None:
    capture(ledger, "dependency: feed ANC>BEA need:I4")
    before = [o.id for o in calendar(now_of(ledger))]
    moved = setting_intervals.move_start(ledger, "PI-26.4", date(2026, 10, 5))
    assert (moved.start, moved.end) == ("2026-10-05", "2026-12-27")
    assert [i.name for i in moved.iterations] == ["I1", "I2", "I3", "I4", "I5", "IP"]
    record = ledger.find("X1")[1]
    assert isinstance(record, Dependency)
    assert record.need == "I4"
    assert [o.id for o in calendar(now_of(ledger))] == before
    with pytest.raises(RuleBroken, match="X1 names I4"):
        setting_intervals.reshape(ledger, "PI-26.4", Shape(3, 2, 2))
    assert setting_intervals.reshape(ledger, "PI-26.4", Shape(4, 2, 2)).end == "2026-12-13"


def test_intervals_follow_one_another_and_never_share_a_day(ledger: Ledger) -> None:
    name, start, shape = setting_intervals.next_in_line(ledger)
    assert (name, start, shape) == ("PI-27.1", date(2026, 12, 21), Shape())
    setting_intervals.plan_next(ledger, name, start, shape)
    moves: tuple[Callable[[], object], ...] = (
        lambda: setting_intervals.plan_next(ledger, "pi-27.1", date(2028, 1, 3), shape),
        lambda: setting_intervals.plan_next(ledger, "X", date(2027, 1, 4), shape),
        lambda: setting_intervals.move_start(ledger, "PI-26.4", date(2026, 10, 5)),
        lambda: setting_intervals.reshape(ledger, "PI-26.4", Shape(6, 2, 2)),
    )
    for refused in moves:
        with pytest.raises(RuleBroken):
            refused()
    with pytest.raises(UsageFault, match=r"There is: PI-26\.4, PI-27\.1"):
        setting_intervals.move_start(ledger, "PI-9", start)


def test_a_closed_interval_is_history(hands: Hands) -> None:
    sample = sample_ledger(hands)
    moves: tuple[Callable[[], object], ...] = (
        lambda: setting_intervals.move_start(sample, "PI-26.3", date(2026, 7, 13)),
        lambda: setting_intervals.reshape(sample, "PI-26.3", Shape()),
    )
    for refused in moves:
        with pytest.raises(RuleBroken, match="closed"):
            refused()


# -- preparation and what is next


def test_a_check_says_who_and_when_and_cannot_be_checked_twice(
    ledger: Ledger, hands: Hands
) -> None:
    other = beside(ledger, "PM", hands)
    preparing.check_off(other, "PI-26.4", "vision", True)
    ledger.catch_up()
    with pytest.raises(RuleBroken, match="checked off already by PM"):
        preparing.check_off(ledger, "PI-26.4", "vision", True)
    found = preparation(now_of(ledger))
    assert found is not None
    assert (found.done, found.checks[0].done, found.planning.local) == (1, True, "2026-12-16T08:00")
    hands.on(days=1)
    preparing.check_off(ledger, "PI-26.4", "vision", False)
    again = preparing.check_off(ledger, "PI-26.4", "vision", True)
    assert (again.by, again.at) == ("RTE", hands.ms)
    with pytest.raises(RuleBroken, match="open already"):
        preparing.check_off(ledger, "PI-26.4", "agenda", False)
    with pytest.raises(UsageFault, match="rte prep"):
        preparing.check_off(ledger, "PI-26.4", "nonsense", True)
    undo(ledger)
    found = preparation(now_of(ledger))
    assert found is not None
    assert found.done == 0


def test_checks_belong_to_one_planning(ledger: Ledger, hands: Hands) -> None:
    setting_intervals.plan_next(ledger, *setting_intervals.next_in_line(ledger))
    preparing.check_off(ledger, "PI-26.4", "vision", True)
    hands.on(days=40)
    found = preparation(now_of(ledger))
    assert found is not None
    assert (found.pi, found.done) == ("PI-27.1", 0)


def test_the_next_event_is_meant_until_it_has_begun(ledger: Ledger, hands: Hands) -> None:
    hour = 3_600_000
    assert next_occasion(now_of(ledger), 23 * hour) is None
    found = next_occasion(now_of(ledger), 24 * hour)
    assert found is not None
    assert (found.kind, found.begins) == ("art-sync", "2026-11-19T09:00")
    hands.on(hours=24, minutes=20)
    assert next_occasion(now_of(ledger), 0) == found
    running.start(ledger, "art-sync")
    assert next_occasion(now_of(ledger), 0) is None
    after = next_occasion(now_of(ledger), 48 * hour)
    assert after is not None
    assert after.kind == "system-demo"


def test_a_train_that_holds_nothing_and_one_without_an_interval(ledger: Ledger) -> None:
    setting_up.set_cadence(ledger, [])
    snap = now_of(ledger)
    assert calendar(snap) == ()
    assert home(snap).sections[0].empty == "The cadence holds no event. S sets them."
    assert preparation(snap) is None


def test_cadence_and_holidays_are_told_in_words(ledger: Ledger) -> None:
    setting_up.set_holidays(ledger, [Holiday(on="2026-12-08", name="Feast")])
    (doc,) = ledger.db.state.tables["train"].values()
    facts = dict(told("train", doc))
    assert facts["cadence"].startswith("ART Sync: each but IP, every week, Thu 09:00, 60 min; ")
    assert facts["holidays"] == "Tue 8 Dec 2026 Feast"


# -- fields


def test_every_field_can_be_saved_as_it_stands(ledger: Ledger) -> None:
    facts = facts_of(ledger, "UTC")
    assert isinstance(facts, TrainFacts)
    names = [f.id for _, fields in facts.sections() for f in fields if not f.makes]
    assert {"name", "zone", "roles", "holidays", "team:ANC", "start:PI-26.4"} < set(names)
    before = tables(ledger)
    seen = facts.outlook().occasions
    for name in names:
        one = field(facts, name)
        assert facts.outlook(one, one.text).occasions == seen
        assert facts.save(one, one.text)
    assert tables(ledger) == before


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("name", " ", "needs a name"), ("zone", "Mars", "is no time zone"),
        ("holidays", "Christmas", "does not begin with a day"), ("team:ANC", "", "at least one"),
        ("team:+", "Anchor A2", "There is a team Anchor"), ("start:PI-26.4", "10.30", "two ways"),
        ("shape:PI-26.4", "many", "not how an interval"), ("pi:+", "PI-27.1", "a colon"),
        ("pi:+", "PI-26.4: 4 jan 2027", "already"), ("event:0", "ART Sync", "a colon"),
        ("event:+", "ART Sync: IP, week 1, thu 09:00", "twice"),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_saved_says_why_and_changes_nothing(
    ledger: Ledger, name: str, text: str, part: str
) -> None:
    before = tables(ledger)
    facts = TrainFacts(ledger)
    with pytest.raises(ConsoleError) as told_so:
        facts.save(field(facts, name), text)
    assert part in told_so.value.sentence
    assert tables(ledger) == before


def test_what_is_typed_shows_in_the_calendar_before_it_is_saved(ledger: Ledger) -> None:
    facts = TrainFacts(ledger)
    before = tables(ledger)

    def seen(name: str, text: str) -> list[str]:
        return [f"{o.when} {o.title}" for o in facts.outlook(field(facts, name), text).occasions]

    assert "Thu 8 Oct 09:00 ART Sync" in seen("start:PI-26.4", "5 oct")
    assert len(seen("shape:PI-26.4", "4 + IP")) == 17
    assert "Thu 19 Nov 10:00 System Demo" in seen("holidays", "2026-11-20")
    assert "Fri 2 Oct 15:00 Guild" in seen("event:+", "Guild: I1, week 1, fri 15:00")
    assert "Mon 28 Sep 09:00 ART Sync" in seen("event:0", "ART Sync: each, mon 09:00")
    assert "Thu 7 Jan 09:00 ART Sync" in seen("pi:+", "PI-27.1: 4 jan 2027, 5 + IP")
    tokyo = facts.outlook(field(facts, "zone"), "tokyo").occasions[0]
    assert (tokyo.at, tokyo.start) == ("09:00", facts.outlook().occasions[0].start - 8 * 3_600_000)
    assert tables(ledger) == before


def test_taking_out(ledger: Ledger) -> None:
    facts = TrainFacts(ledger)
    assert facts.take_out(field(facts, "event:2")) == "System Demo is out of the cadence."
    assert "system-demo" not in {o.kind for o in ledger.require_train().cadence or ()}
    assert "is retired" in facts.take_out(field(facts, "team:BEA"))
    assert "retired" in field(facts, "team:BEA").shown
    assert "is back" in facts.take_out(field(facts, "team:BEA"))
    with pytest.raises(RuleBroken, match="cannot be taken out"):
        facts.take_out(field(facts, "zone"))


def test_a_plan_writes_nothing_until_the_train_is_made(hands: Hands) -> None:
    fresh = memory_ledger(who="RTE", now=hands)
    facts = facts_of(fresh, "Europe/Lisbon")
    assert isinstance(facts, PlanFacts)
    assert field(facts, PlanFacts.MAKE).shown == "still needs: name, teams"
    assert len(facts.outlook().occasions) == 20
    with pytest.raises(UsageFault, match="still needs a name"):
        facts.save(field(facts, PlanFacts.MAKE), "")
    for name, text in ANSWERS.items():
        facts.save(field(facts, name), text)
    assert tables(fresh) == {}
    first = facts.outlook(field(facts, "first_day"), "5 oct").occasions[0]
    assert first.when == "Thu 8 Oct 09:00"
    assert facts.save(field(facts, PlanFacts.MAKE), "") == "Harbour ART is set up."
    assert fresh.train is not None
    assert isinstance(facts_of(fresh, "UTC"), TrainFacts)
    with pytest.raises(RuleBroken):
        facts.take_out(field(facts, "name"))
