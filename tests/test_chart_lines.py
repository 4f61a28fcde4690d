"""Charts in the terminal: never beyond their place, legible in ASCII, and true to the numbers."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from console.widgets import chart_bars, chart_lines, chart_signs, glyphs
from console.widgets.chart_lines import wanted
from console.widgets.chart_signs import bar
from console.widgets.painted import Line
from store.insight.chart_scale import letters, said, scale, shares, thinned
from store.insight.charts import Chart, Dot, Pareto, Scatter, Stacked, Trend

draw = chart_lines.chart_lines

SIZES = ((36, 10), (44, 12), (80, 18), (110, 25))

PREDICTABILITY = Trend(
    "ART predictability",
    "%",
    (("PI-26.1", 83.0), ("PI-26.2", None), ("PI-26.3", 96.4), ("PI-26.4", 104.2)),
    band=(80.0, 100.0),
)
CAUSES = Pareto(
    "Causes", "votes", (("Kit booked twice", 9.0), ("No date", 6.0), ("Late review", 5.0)), chosen=0
)
KINDS = Stacked(
    "Distribution",
    "items",
    ("feature", "enabler", "defect", "debt"),
    (("PI-26.3", (12.0, 5.0, 2.0, 1.0)), ("PI-26.4", (9.0, 6.0, 4.0, 1.0))),
)
TIMES = Scatter(
    "Flow time",
    "finished on",
    "days",
    (Dot(1, 4, "W1"), Dot(5, 21, "W2"), Dot(9, 30, "W3", is_open=True), Dot(9, 30, "W4")),
    lines=(("50 %", 12.0), ("85 %", 24.0)),
    x_labels=((1, "1 Oct"), (9, "18 Nov")),
)


def words(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def ink(lines: list[Line]) -> str:
    return "\n".join(words(lines))


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (chart_lines, chart_bars, glyphs):
        monkeypatch.setattr(module, "GLYPHS", glyphs.ASCII)


def finite() -> st.SearchStrategy[float]:
    return st.floats(allow_nan=False, allow_infinity=False)


LABEL = st.text(
    st.one_of(
        st.characters(codec="utf-8"), st.sampled_from("漢字👩‍👩‍👧é[bold]\u200d\u202e\t\n\x1b█")
    ),
    max_size=30,
)
AMOUNT = st.floats(min_value=0, allow_nan=False, allow_infinity=False)


@st.composite
def stacked(draw_: st.DrawFn) -> Stacked:
    parts = draw_(st.lists(LABEL, max_size=9))
    values = st.tuples(*[finite() for _ in parts])
    return Stacked(
        draw_(LABEL),
        draw_(LABEL),
        tuple(parts),
        tuple(draw_(st.lists(st.tuples(LABEL, values), max_size=12))),
        draw_(st.booleans()),
    )


CHARTS: st.SearchStrategy[Chart] = st.one_of(
    st.builds(
        Trend,
        LABEL,
        LABEL,
        st.lists(st.tuples(LABEL, st.none() | finite()), max_size=60).map(tuple),
        st.none() | st.tuples(finite(), finite()),
        st.none() | finite(),
    ),
    st.builds(
        Scatter,
        LABEL,
        LABEL,
        LABEL,
        st.lists(st.builds(Dot, finite(), finite(), LABEL, st.booleans()), max_size=40).map(tuple),
        st.lists(st.tuples(LABEL, finite()), max_size=4).map(tuple),
        st.lists(st.tuples(finite(), LABEL), max_size=6).map(tuple),
    ),
    st.builds(
        Pareto,
        LABEL,
        LABEL,
        st.lists(st.tuples(LABEL, AMOUNT), max_size=30).map(tuple),
        st.none() | st.integers(-1, 40),
    ),
    stacked(),
)


@given(CHARTS, st.integers(0, 120), st.integers(0, 30), st.booleans())
@example(PREDICTABILITY, 36, 3, False)
@example(TIMES, 1, 1, False)
def test_no_chart_is_wider_or_higher_than_asked(
    chart: Chart, width: int, height: int, is_plain: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if is_plain:
            for module in (chart_lines, chart_bars, glyphs):
                patch.setattr(module, "GLYPHS", glyphs.ASCII)
        lines = draw(chart, width, height)
    assert len(lines) <= height
    for line in words(lines):
        assert cell_len(line) <= width


@given(CHARTS)
def test_a_chart_says_how_many_lines_it_likes(chart: Chart) -> None:
    assert wanted(chart) >= 3


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("chart", [PREDICTABILITY, CAUSES, KINDS, TIMES])
@pytest.mark.usefixtures("plain")
def test_plain_charts_are_ascii(chart: Chart, width: int, height: int) -> None:
    assert ink(draw(chart, width, height)).isascii()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_trend_says_its_values_its_range_and_its_gap(width: int, height: int) -> None:
    shown = ink(draw(PREDICTABILITY, width, height))
    for wanted_word in ("83", "96.4", "104.2", "PI-26.4", "aim 80 to 100"):
        assert wanted_word in shown
    assert shown.count(glyphs.GLYPHS.full) == 3, "a gap has no point"
    assert "no data" in shown or width < 40


def test_no_line_goes_across_a_gap() -> None:
    def between(chart: Trend) -> int:
        return ink(draw(chart, 60, 12)).count(chart_signs.UNICODE.small)

    whole = Trend("T", "", (("a", 1.0), ("b", 2.0), ("c", 3.0)))
    gap = Trend("T", "", (("a", 1.0), ("b", None), ("c", 3.0)))
    assert between(whole) > 0
    assert between(gap) == 0


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_pareto_has_numbers_and_the_cumulative_percent(width: int, height: int) -> None:
    lines = words(draw(CAUSES, width, height))
    for share, number, line in zip(("45 %", "75 %", "100 %"), "965", lines[2:], strict=False):
        assert line.endswith(share)
        assert number in line.split(share)[0]
        assert chart_signs.UNICODE.mark in line
    assert lines[2].startswith(glyphs.GLYPHS.running), "the chosen one has a sign, not a colour"
    assert any("chosen: Kit" in line for line in lines)


def test_the_cumulative_line_goes_to_the_right() -> None:
    marks = [line.index(chart_signs.UNICODE.mark) for line in words(draw(CAUSES, 80, 12))[2:5]]
    assert marks == sorted(marks)
    assert len(set(marks)) == 3


def test_bars_that_do_not_fit_are_counted() -> None:
    many = Pareto("P", "", tuple((f"cause {n}", float(20 - n)) for n in range(20)))
    shown = ink(draw(many, 60, 10))
    assert "and 14 more" in shown


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_parts_have_letters_and_a_legend(width: int, height: int) -> None:
    lines = words(draw(KINDS, width, height))
    for letter, part in zip("FEDB", KINDS.parts, strict=True):
        assert f"{letter} {part}" in ink(draw(KINDS, width, height))
    bars = [line for line in lines if line.startswith("PI-26")]
    assert len(bars) == 2
    assert all(set("FED") <= set(line) for line in bars)
    fills = {c for c in bars[0] if c in chart_signs.UNICODE.fills}
    assert len(fills) >= 3, "neighbours are filled differently"


def test_sums_that_are_not_shares_have_bars_of_their_length() -> None:
    chart = Stacked("Load", "", ("a",), (("x", (10.0,)), ("y", (5.0,))), as_shares=False)
    long, short = words(draw(chart, 60, 10))[2:4]
    fill = chart_signs.UNICODE.fills[0]
    assert 0.4 < short.count(fill) / long.count(fill) < 0.6


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_open_dots_differ_and_percentiles_are_named(width: int, height: int) -> None:
    shown = ink(draw(TIMES, width, height))
    assert "50 % 12" in shown
    assert "85 % 24" in shown
    assert "2" in shown, "two in one place are counted"
    lone = Scatter("S", "x", "y", (Dot(1, 2, "a"), Dot(2, 3, "b", is_open=True)))
    field = ink(draw(lone, width, height)[:-1])
    assert field.count(glyphs.GLYPHS.full) == 1
    assert field.count(glyphs.GLYPHS.not_yet) == 1


@pytest.mark.parametrize(
    "chart",
    [
        Trend("Empty", "%", ()),
        Trend("Gaps", "%", (("a", None),)),
        Pareto("None", "", ()),
        Scatter("None", "x", "y", ()),
        Stacked("None", "", ("a",), ()),
    ],
)
def test_nothing_is_no_data_and_never_zero(chart: Chart) -> None:
    shown = ink(draw(chart, 40, 10))
    assert "no data" in shown
    assert "0" not in shown


# -- scales ----------------------------------------------------------------------------------


@given(st.lists(finite(), max_size=20), st.integers(1, 6))
def test_a_scale_holds_its_values(values: list[float], most: int) -> None:
    found = scale(values, most)
    assert found.low < found.high
    assert len(found.ticks) <= most + 3
    assert list(found.ticks) == sorted(found.ticks)
    for value in values:
        assert 0.0 <= found.share(value) <= 1.0
    for low, high in zip(sorted(values), sorted(values)[1:], strict=False):
        assert found.share(low) <= found.share(high)


@given(st.lists(AMOUNT, max_size=9), st.integers(0, 100))
def test_shares_add_up(values: list[float], cells: int) -> None:
    given_cells = shares(values, cells)
    assert sum(given_cells) == (cells if any(values) else 0)
    for value, size in zip(values, given_cells, strict=True):
        assert size >= 0
        assert value or not size


@pytest.mark.parametrize(
    ("value", "words_"),
    [(0, "0"), (96.42857, "96.4"), (12.0, "12"), (0.256, "0.26"), (1_500_000, "1.5M"),
     (-3.25, "-3.2"), (1e300, "1e300"), (2e9, "2G")],
)  # fmt: skip
def test_numbers_are_short(value: float, words_: str) -> None:
    assert said(value) == words_


def test_letters_are_all_different() -> None:
    assert letters(("feature", "fix", "flow", "defect")) == ("F", "I", "L", "D")
    assert letters(("", "漢", "a")) == ("A", "B", "C")


@pytest.mark.parametrize(("count", "room", "every"), [(3, 5, 1), (10, 5, 2), (11, 5, 3), (4, 0, 4)])
def test_labels_are_thinned(count: int, room: int, every: int) -> None:
    assert thinned(count, room) == every


def test_a_bar_ends_on_an_eighth() -> None:
    assert bar(2.5) == "██▌"
    assert bar(0.99) == "█"
    assert bar(0) == ""
