"""Flow figures against a naive model, percentiles, limits, and what is no data."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.records import FlowItem
from store.insight import flow, flow_load
from store.insight.percentiles import ENOUGH, natural_limits, percentile
from tests.ledger_helpers import Hands, now_of, sample_ledger
from tests.measure_helpers import snap

TODAY = date(2026, 11, 18)
DAYS = st.integers(0, 120).map(lambda back: TODAY - timedelta(days=back))


def item(n: int, started: date | None, done: date | None = None, **more: object) -> FlowItem:
    return FlowItem(
        id=f"f{n}",
        ref=f"W{n}",
        text="x",
        started=started.isoformat() if started else None,
        done=done.isoformat() if done else None,
        **more,  # type: ignore[arg-type]  # facts of one item, checked by its own fields
    )


SPANS = st.lists(
    st.tuples(DAYS, st.one_of(st.none(), st.integers(0, 60)), st.booleans()), max_size=15
)


def made(spans: list[tuple[date, int | None, bool]]) -> list[FlowItem]:
    found = []
    for n, (start, took, dropped) in enumerate(spans):
        done = min(start + timedelta(days=took), TODAY) if took is not None else None
        found.append(item(n, start, done, **({"state": "dropped"} if dropped else {})))
    return found


@given(SPANS)
def test_time_is_what_a_naive_model_says(spans: list[tuple[date, int | None, bool]]) -> None:
    items = made(spans)
    taken = sorted(
        len(range(start.toordinal(), end.toordinal() + 1))
        for i in items
        if i.state != "dropped" and i.done and i.done >= "2026-09-28"
        for start, end in [(date.fromisoformat(i.started or ""), date.fromisoformat(i.done))]
    )
    for percent in (50, 85):
        figure = flow.time_figure(percent)(snap(flow=items), "P4")
        if not taken:
            assert figure.said == "no data"
            continue
        small = [
            v for v in taken if sum(other <= v for other in taken) >= percent / 100 * len(taken)
        ]
        assert figure.value == min(small)
        assert figure.n == len(taken)


@given(SPANS)
def test_load_and_ages_are_what_a_naive_model_says(
    spans: list[tuple[date, int | None, bool]],
) -> None:
    items = made(spans)
    working = [i for i in items if i.state != "dropped" and not i.done]
    there = snap(flow=items)
    figure = flow_load.load_figure(there, "P4")
    if not items:
        assert figure.said == "no data"
        return
    # What ends today is no longer in progress at the end of the day.
    assert figure.value == len(working)
    ages = sorted((TODAY - date.fromisoformat(i.started or "")).days + 1 for i in working)
    assert sorted(age for _, age in flow_load.ages(there, "P4")) == ages
    assert flow_load.total_age_figure(there, "P4").value == sum(ages)


@given(st.lists(st.integers(-50, 50), min_size=1), st.integers(1, 100))
def test_a_percentile_is_a_value_that_was_there(values: list[int], percent: int) -> None:
    found = percentile(values, percent)
    assert found == sorted(values)[ceil(percent * len(values) / 100 - 1e-9) - 1]


def test_percentiles_by_hand() -> None:
    assert percentile([], 50) is None
    assert percentile([7], 85) == 7
    assert percentile([1, 2, 3, 4], 50) == 2
    assert percentile(range(1, 21), 85) == 17


def test_natural_limits_by_hand() -> None:
    assert natural_limits([3.0] * (ENOUGH - 1)) is None
    found = natural_limits([4, 6, 5, 7, 3])
    assert found is not None
    assert found.mean == 5
    # Moving ranges 2, 1, 2, 4: mean 2.25.
    assert found.high == pytest.approx(5 + 2.66 * 2.25)
    assert found.low == 0


def test_velocity_counts_iterations_that_have_ended() -> None:
    items = [item(1, date(2026, 9, 28), date(2026, 10, 11)), item(2, date(2026, 10, 1), TODAY)]
    figure = flow.velocity_figure(snap(flow=items), "P4")
    assert figure.value == pytest.approx(1 / 3)
    assert figure.n == 1


def test_distribution_is_of_what_was_finished() -> None:
    items = [
        item(1, date(2026, 10, 1), date(2026, 10, 2), nature="feature"),
        item(2, date(2026, 10, 1), date(2026, 10, 3), nature="debt"),
        item(3, date(2026, 10, 1), date(2026, 10, 3), nature="debt", state="dropped"),
        item(4, date(2026, 10, 1), nature="risk"),
    ]
    assert flow.distribution_figure(snap(flow=items), "P4").said == "feature 50.0 %, debt 50.0 %"


def test_efficiency_is_only_of_items_with_active_days() -> None:
    items = [
        item(1, date(2026, 10, 1), date(2026, 10, 10), active=2.0),
        item(2, date(2026, 10, 1), date(2026, 10, 30)),
    ]
    figure = flow.efficiency_figure(snap(flow=items), "P4")
    assert (figure.said, figure.n) == ("20.0 %", 1)
    assert flow.efficiency_figure(snap(flow=items[1:]), "P4").said == "no data"


def test_ageing_compares_with_what_was_finished() -> None:
    items = [
        item(1, date(2026, 10, 1), date(2026, 10, 10)),
        item(2, date(2026, 10, 1)),
        item(3, date(2026, 11, 17)),
    ]
    found = flow_load.ageing(snap(flow=items), "P4")
    assert found.figure.said == "1 of 2 open items older than 10 d"
    assert found.refs == ("W2",)


def test_before_the_first_item_load_is_unknown() -> None:
    there = snap(flow=[item(1, date(2026, 10, 1))])
    assert flow_load.load(there, "P4").trend == (("P3", None), ("P4", 1.0))


def test_the_sample_has_flow_in_both_intervals() -> None:
    there = now_of(sample_ledger(Hands()))
    for name in ("PI-26.3", "PI-26.4"):
        for work in (flow.time, flow.velocity, flow.distribution, flow.efficiency):
            assert work(there, name).figure.value is not None
    assert "of 11 open items" in flow_load.ageing_figure(there, "PI-26.4").said
