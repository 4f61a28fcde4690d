"""All measures: each with formula, n and trend; no data is never zero; gauges by key."""

from __future__ import annotations

from time import process_time

import pytest

from store.domain.records import (
    Action,
    Dependency,
    Event,
    Impediment,
    Improvement,
    Objective,
    OwnMeasure,
    PlanningInterval,
    Reading,
    Record,
    Vote,
)  # fmt: skip
from store.insight import (
    dependency_measures,
    follow_through,
    improvement_measures,
    roam_flow,
    stuck_measures,
    time_measures,
)  # fmt: skip
from store.insight.gauges import GAUGES, find_gauge, gauge_value
from store.insight.measuring import MEASURES, keys, measure_called, measured
from store.ledger import capturing, impeding, running
from store.ledger.ledger import Ledger
from tests.ledger_helpers import Hands, now_of, sample_ledger
from tests.measure_helpers import snap

BLAMING = ("worst", "best", "failed", "fault", "blame", "ranking", "who ")


@pytest.mark.parametrize("pi", ["PI-26.3", "PI-26.4"])
def test_every_measure_says_formula_n_and_trend(pi: str) -> None:
    there = now_of(sample_ledger(Hands()))
    for one in measured(there, pi):
        assert one.formula, one.key
        assert one.question.endswith("?") or one.figure.value is None or "noise" in one.question
        assert (one.figure.value is None) == (one.figure.state != "known"), one.key
        if one.figure.value is None:
            assert one.figure.why, one.key
        if one.trend:
            assert one.trend[-1][0] == pi
        words = f"{one.title} {one.formula} {one.question}".lower()
        assert not [word for word in BLAMING if word in words], one.key


def test_an_empty_train_has_no_zero_anywhere() -> None:
    for one in measured(snap()):
        assert one.figure.value is None, one.key
        assert one.figure.said == "no data", one.key


def test_the_order_is_fixed_with_an_outcome_beside_flow() -> None:
    there = now_of(sample_ledger(Hands()))
    assert keys(there)[:4] == ("predictability", "confidence", "K1", "flow-distribution")
    assert [one.key for one in measured(there)] == list(keys(there))
    assert set(keys(there)) - {"K1"} == set(MEASURES)
    assert "outcome" in keys(snap())
    assert measure_called(there, "none-such") is None


def test_own_measures_with_outcomes_first() -> None:
    own = [
        OwnMeasure(id="a", ref="K1", text="builds", area="competency"),
        OwnMeasure(id="b", ref="K2", text="quick bookings", unit="%", area="outcome", better="up"),
    ]
    values = [
        Reading(id="r1", measure="K2", value=61.0, on="2026-09-01"),
        Reading(id="r2", measure="K2", value=70.5, on="2026-11-02"),
        Reading(id="r3", measure="K2", value=64.0, on="2026-10-05"),
    ]
    there = snap(measure=own, reading=values)
    assert keys(there)[2:4] == ("K2", "K1")
    found = measure_called(there, "k02")
    assert found is not None
    assert (found.figure.said, found.figure.value) == ("70.5 % on 2 Nov", 70.5)
    assert found.trend == (("P3", 61.0), ("P4", 70.5))
    assert gauge_value(there, "K2").value == 70.5
    assert gauge_value(there, "K2", "P3").value == 61.0
    assert gauge_value(there, "K1").said == "no data"


# -- what the sample says


@pytest.mark.parametrize(
    ("key", "pi", "said"),
    [
        ("late-share", "PI-26.3", "50.0 %, 3 of 6"),
        ("pair:DRE>FAT", "PI-26.4", "2 dependencies"),
        ("pair:DRE>FAT", "PI-26.3", "1 dependency"),
        ("pair:dre>bea", "PI-26.4", "2 dependencies"),
        ("recurring-pairs", "PI-26.4", "4 pairs came back"),
        ("live-share", "PI-26.4", "76.9 %, 10 of 13"),
        ("left-nothing", "PI-26.4", "28.6 %, 2 of 7"),
        ("removed-share", "PI-26.4", "20.0 %, 1 of 5"),
        ("predictability", "PI-26.3", "96.4 %"),
        ("predictability", "PI-26.4", "incomplete"),
        ("impediment-resolution", "PI-26.3", "23 d"),
        ("next-step-time", "PI-26.4", "no data"),
        ("step:art-sync/risks", "PI-26.4", "no data"),
        ("K9", "PI-26.4", "no data"),
        ("nothing", "PI-26.4", "no data"),
    ],
)
def test_gauges_of_the_sample(key: str, pi: str, said: str) -> None:
    assert gauge_value(now_of(sample_ledger(Hands())), key, pi).said == said


def test_impediments_of_the_sample() -> None:
    there = now_of(sample_ledger(Hands()))
    assert stuck_measures.level_figure(there, "PI-26.4").said == "8 open impediments"
    ages = stuck_measures.ages(there, "PI-26.4")
    assert [one.figure.said for one in ages.others] == ["35 d", "41 d"]
    assert stuck_measures.to_next_step(there, "PI-26.4").refs == ("B08", "B13")
    assert stuck_measures.cause_figure(there, "PI-26.4").said == "1 cause came back: B04, B06"


def test_votes_and_risks_and_improvements_of_the_sample() -> None:
    there = now_of(sample_ledger(Hands()))
    vote = measure_called(there, "confidence", "PI-26.4")
    assert vote is not None
    assert vote.figure.said == "3.82 of 66 hands, 2 at 1 or 2"
    assert roam_flow.unreviewed(there, "PI-26.4").refs == ("R05", "R12")
    assert roam_flow.occurred_figure(there, "PI-26.3").said == "33.3 %"
    assert improvement_measures.worked_figure(there, "PI-26.3").said == "50.0 %, 1 of 2"
    assert improvement_measures.worked_figure(there, "PI-26.4").said == "no data"


def test_the_last_round_of_the_art_counts() -> None:
    votes = [
        Vote(id="v2", pi="P4", scope="ART", round=2, count=(0, 0, 0, 4, 0)),
        Vote(id="v1", pi="P4", scope="ART", round=1, count=(4, 0, 0, 0, 0)),
        Vote(id="v3", pi="P4", scope="ANC", round=1, count=(0, 0, 0, 0, 4)),
    ]
    found = measure_called(snap(vote=votes), "confidence", "P4")
    assert found is not None
    assert found.figure.said == "4.00 of 4 hands, 0 at 1 or 2"


# -- gauges


def test_every_gauge_has_its_words_and_a_value_in_the_sample() -> None:
    there = now_of(sample_ledger(Hands()))
    for key, gauge in GAUGES.items():
        assert gauge.key == key
        assert gauge.title
        assert gauge.formula
        assert find_gauge(key.upper()) == gauge
        assert gauge_value(there, key) == gauge_value(there, key, "PI-26.4")


@pytest.mark.parametrize("key", ["", "pair:", "pair:DRE", "pair:A B>C", "step:x", "risk", "K3"])
def test_what_is_no_gauge(key: str) -> None:
    assert find_gauge(key) is None


def test_keys_with_a_parameter_are_written_one_way() -> None:
    found = find_gauge(" pair:dre>fat ")
    assert found is not None
    assert (found.key, found.better) == ("pair:DRE>FAT", "down")


# -- rules of single figures


def test_follow_through_looks_only_at_what_is_due() -> None:
    items = [
        Action(id="1", ref="A1", text="x", pi="P4", due="2026-11-10", state="done",
               done="2026-11-12"),
        Action(id="2", ref="A2", text="x", pi="P4", due="2026-11-17"),
        Action(id="3", ref="A3", text="x", pi="P4", due="2026-12-01"),
        Action(id="4", ref="A4", text="x", pi="P4", due="2026-11-01", state="dropped"),
    ]  # fmt: skip
    found = follow_through.follow_through(snap(action=items), "P4")
    assert (found.figure.said, found.figure.n) == ("50.0 %", 2)
    assert found.refs == ("A2",)
    assert found.others[0].figure.said == "2 d"


def test_a_removed_dependency_is_neither_late_nor_counted() -> None:
    def one(n: int, state: str, need: str, done: str | None = None) -> Dependency:
        return Dependency(
            id=str(n), ref=f"D{n}", text="x", pi="P4", provider="ANC", consumer="BEA",
            state=state, need=need, done=done,
        )  # fmt: skip

    items = [
        one(1, "accepted", "I1", "I2"),
        one(2, "delivered", "I4", "I4"),
        one(3, "removed", "I1"),
        one(4, "declined", "I1"),
    ]
    there = snap(dependency=items)
    assert dependency_measures.late_figure(there, "P4").said == "50.0 %, 1 of 2"
    assert gauge_value(there, "pair:ANC>BEA").value == 3
    assert dependency_measures.removed_figure(there, "P4").said == "33.3 %, 1 of 3"


def test_what_was_carried_counts_in_both_intervals() -> None:
    item = Impediment(id="1", ref="I1", text="x", pi="P3", raised="2026-09-08", carried=("P4",))
    there = snap(impediment=[item])
    assert [len(stuck_measures.of_interval(there, name)) for name in ("P3", "P4")] == [1, 1]
    assert stuck_measures.age_figure(there, "P3").said == "19 d"
    assert stuck_measures.age_figure(there, "P4").said == "71 d"


def test_the_first_next_step_is_kept_for_good() -> None:
    hands = Hands()
    ledger = sample_ledger(hands)
    ref = capturing.capture(ledger, "no rig", kind="impediment").record.ref
    hands.on(days=3)
    impeding.step(ledger, ref, "ask the yard due:fri")
    hands.on(days=2)
    impeding.step(ledger, ref, "ask again due:fri")
    hands.on(days=2)
    impeding.hold(ledger, ref, "yard closed", "in 3 days")
    there = now_of(ledger)
    assert stuck_measures.step_figure(there, "PI-26.4").said == "3 d"
    # One brought in with a step: nobody knows when that was said.
    impeding.step(ledger, "B07", "call due:fri")
    assert stuck_measures.step_figure(now_of(ledger), "PI-26.4").n == 1


def test_one_raised_with_its_step_waited_no_day() -> None:
    ledger = sample_ledger(Hands())
    capturing.capture(ledger, "no rig due:fri", kind="impediment")
    assert stuck_measures.step_figure(now_of(ledger), "PI-26.4").said == "0 d"


def _held(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "coach-sync")
    while ledger.running:
        event = ledger.running
        face = ledger.face(event)
        hands.on(minutes=(face.step.minutes if face.step else 0) + 2)
        if face.index + 1 < face.count:
            running.go_next(ledger)
        else:
            running.close(ledger)


def test_timeboxes_are_told_by_step() -> None:
    hands = Hands()
    ledger = sample_ledger(hands)
    _held(ledger, hands)
    there = now_of(ledger)
    assert time_measures.overrun_figure(there, "PI-26.4").said == "2 min over"
    box = time_measures.boxes(there, "PI-26.4")[0]
    assert gauge_value(there, f"step:coach-sync/{box.key}").value == 2
    table = time_measures.timeboxes(there, "PI-26.4").numbers
    assert table is not None
    assert any(row[3] == "not on record" for row in table.rows), "imported events have no plan"


def test_effects_of_improvements() -> None:
    effects = ("moved", "partly", "no effect", "moved")
    items = [
        Improvement(id=str(n), ref=f"M{n}", text="x", meant_for="P4", state="verified", effect=e)
        for n, e in enumerate(effects)
    ]
    items.append(Improvement(id="8", ref="M8", text="x", meant_for="P4", state="dropped"))
    items.append(Improvement(id="9", ref="M9", text="x", meant_for="P4", state="doing"))
    found = improvement_measures.improvements(snap(improvement=items), "P4")
    assert found.figure.said == "50.0 %, 2 of 4"
    assert [one.figure.said for one in found.others] == ["1 item", "1 item"]
    assert found.numbers is not None
    assert found.numbers.rows[-1] == ("P4", "2", "1", "1", "1", "1", "0")


def test_ten_intervals_with_ten_thousand_records_are_cheap() -> None:
    pis = tuple(
        PlanningInterval(id=f"p{y}", short=f"Q{y}", start=f"20{y}-01-04", end=f"20{y}-03-28")
        for y in range(16, 26)
    )
    names = [pi.short for pi in pis]
    many: dict[str, list[Record]] = {
        "impediment": [Impediment(id=f"i{n}", ref=f"I{n}", pi=names[n % 10], raised="2020-01-06")
                       for n in range(2500)],
        "action": [Action(id=f"a{n}", ref=f"A{n}", pi=names[n % 10], event=f"E{n % 300}")
                   for n in range(2500)],
        "dependency": [Dependency(id=f"d{n}", ref=f"D{n}", pi=names[n % 10], provider="ANC",
                                  consumer="BEA") for n in range(2500)],
        "objective": [Objective(id=f"o{n}", ref=f"O{n}", pi=names[n % 10], team="ANC")
                      for n in range(2200)],
        "event": [Event(id=f"e{n}", ref=f"E{n}", pi=names[n % 10], on="2020-01-07",
                        given={"decisions": 0}) for n in range(300)],
    }  # fmt: skip
    began = process_time()
    assert measured(snap(pis=pis, **many), "Q25")
    # Far above what it takes; a search through all records for each interval takes far longer.
    assert process_time() - began < 3
