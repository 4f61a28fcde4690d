"""ART predictability: the worked table to the digit, the other readings, and a transcription."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.records import Objective
from store.insight.measured import INCOMPLETE, NOT_DEFINED
from store.insight.predictability import COLUMNS, art_figure, predictability
from tests.ledger_helpers import Hands, now_of, sample_ledger
from tests.measure_helpers import TABLE, TEAMS, snap


def objective(n: int, team: str = "ANC", **facts: object) -> Objective:
    return Objective(id=f"o{n}", ref=f"O{n}", text="x", pi="P4", team=team, **facts)  # type: ignore[arg-type]  # facts of one objective, checked by its own fields


def test_the_worked_table_to_the_digit() -> None:
    found = predictability(now_of(sample_ledger(Hands())), "PI-26.3")
    assert found.numbers is not None
    assert found.numbers.columns == COLUMNS
    assert found.numbers.rows == TABLE
    assert found.figure.said == "96.4 %"
    assert found.figure.value == 100 * 108 / 112
    assert "Within 80 to 100" in found.question


def test_the_other_readings_to_the_digit() -> None:
    others = predictability(now_of(sample_ledger(Hands())), "PI-26.3").others
    assert [(one.label.split(":")[0], one.figure.said) for one in others] == [
        ("mean of the teams", "97.0 %"),
        ("committed only", "85.7 %"),
        ("uncommitted also in the denominator", "78.8 %"),
        ("teams capped at 100 %, then averaged", "86.8 %"),
    ]
    assert "not this measure" in others[2].label
    assert all(one.formula for one in others)


def test_the_trend_takes_what_was_reported() -> None:
    trend = predictability(now_of(sample_ledger(Hands())), "PI-26.3").trend
    assert [(name, round(value or 0, 1)) for name, value in trend] == [
        ("PI-26.1", 71.4),
        ("PI-26.2", 88.0),
        ("PI-26.3", 96.4),
    ]
    reported = art_figure(now_of(sample_ledger(Hands())), "PI-26.1")
    assert (reported.said, reported.n) == ("71.4 %", 0)
    assert "as reported" in reported.why


def test_an_unscored_objective_leaves_team_and_train_incomplete() -> None:
    found = predictability(
        snap(
            objective=[
                objective(1, "BEA", committed=True, bv=8, actual=4),
                objective(2, "ANC", committed=True, bv=8, actual=8),
                objective(3, "ANC", committed=False, bv=3),
            ]
        ),
        "P4",
    )
    assert (found.figure.value, found.figure.said) == (None, INCOMPLETE)
    assert found.figure.state == INCOMPLETE
    assert "ANC O3" in found.figure.why
    assert "BEA" not in found.figure.why
    assert found.others[0].label == "only the 1 team scored so far: BEA"
    assert found.others[0].figure.said == "50.0 %"
    assert found.numbers is not None
    assert [row[-1] for row in found.numbers.rows] == [INCOMPLETE, "50.0 %", INCOMPLETE]


def test_nothing_promised_is_not_defined() -> None:
    figure = art_figure(snap(objective=[objective(1, committed=False, bv=5, actual=5)]), "P4")
    assert (figure.value, figure.said, figure.state) == (None, NOT_DEFINED, NOT_DEFINED)
    assert "is 0" in figure.why


def test_no_objective_is_no_data() -> None:
    assert art_figure(snap(), "P4").said == "no data"


def test_all_that_failed_is_zero_and_not_no_data() -> None:
    figure = art_figure(snap(objective=[objective(1, committed=True, bv=5, actual=0)]), "P4")
    assert (figure.value, figure.said) == (0.0, "0.0 %")


def test_the_frozen_plan_counts_and_later_moves_do_not() -> None:
    frozen = {"baselined": "2026-09-24"}
    items = [
        # Promised as 10; made smaller and uncommitted since.
        objective(1, committed=False, bv=2, actual=5, base_committed=True, base_bv=10, **frozen),
        # Came after the plan was frozen: in the numerator only.
        objective(2, committed=True, bv=9, actual=3),
    ]
    found = predictability(snap(objective=items), "P4")
    assert found.figure.value == 100 * 8 / 10
    assert found.numbers is not None
    assert found.numbers.rows[0][1:6] == ("10", "5", "9", "3", "8")


def test_above_the_plan_is_allowed_uncapped_and_told() -> None:
    found = predictability(snap(objective=[objective(1, committed=True, bv=4, actual=9)]), "P4")
    assert found.figure.said == "225.0 %"
    assert "O1" in found.question
    assert found.question.startswith("Above 80 to 100 %")


@pytest.mark.parametrize(("actual", "word"), [(7, "Below"), (8, "Within"), (10, "Within")])
def test_the_band_includes_its_ends(actual: int, word: str) -> None:
    found = predictability(
        snap(objective=[objective(1, committed=True, bv=10, actual=actual)]), "P4"
    )
    assert found.question.startswith(word)


FACTS = st.tuples(
    st.sampled_from([team.short for team in TEAMS]),
    st.booleans(),
    st.integers(1, 10),
    st.one_of(st.none(), st.integers(0, 10)),
    st.one_of(st.none(), st.tuples(st.booleans(), st.integers(1, 10))),
)


@given(st.lists(FACTS, max_size=12))
def test_it_is_the_formula_on_random_trains(facts: list[tuple[object, ...]]) -> None:
    items, rows = [], []
    has_baseline = any(fact[4] for fact in facts)
    for n, (team, committed, bv, actual, base) in enumerate(facts):
        more: dict[str, object] = {}
        if isinstance(base, tuple):
            more = {"baselined": "2026-09-24", "base_committed": base[0], "base_bv": base[1]}
        items.append(objective(n, str(team), committed=committed, bv=bv, actual=actual, **more))
        if isinstance(base, tuple):
            rows.append((base[0], base[1], actual))
        else:
            rows.append((bool(committed) and not has_baseline, bv, actual))
    figure = art_figure(snap(objective=items), "P4")
    # The formula as it is written: sum of actual over C and U, by sum of planned over C only.
    if not rows:
        assert figure.said == "no data"
    elif any(actual is None for _, _, actual in rows):
        assert figure.said == INCOMPLETE
    elif not (planned := sum(int(str(bv)) for c, bv, _ in rows if c)):
        assert figure.said == NOT_DEFINED
    else:
        exact = Fraction(100 * sum(int(str(actual)) for _, _, actual in rows), planned)
        assert figure.value == pytest.approx(float(exact))
