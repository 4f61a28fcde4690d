"""Charts of a report: well-formed, self-contained, escaped, and legible in print."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.exchange.svg import figure, in_words, svg
from store.insight.charts import Chart, Dot, Pareto, Scatter, Stacked, Trend
from tests.test_chart_lines import CAUSES, CHARTS, KINDS, PREDICTABILITY, TIMES

NS = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert(1)</script>"&\x1b[2J\u0000'


@given(CHARTS, st.integers(1, 1200), st.integers(1, 900))
def test_every_chart_is_well_formed_and_inside_its_box(
    chart: Chart, width: int, height: int
) -> None:
    root = ElementTree.fromstring(svg(chart, width, height))
    _, _, wide, high = map(int, root.attrib["viewBox"].split())
    assert root.findtext(f"{NS}title") is not None
    assert root.findtext(f"{NS}desc")
    for part in root.iter():
        for name in ("x", "cx", "x1", "x2"):
            assert -1 <= float(part.attrib.get(name, 0)) <= wide + 1, (name, part.attrib)
        for name in ("y", "cy", "y1", "y2"):
            assert -1 <= float(part.attrib.get(name, 0)) <= high + 1, (name, part.attrib)
        if part.tag == f"{NS}rect" and "x" in part.attrib:
            assert float(part.attrib["x"]) + float(part.attrib["width"]) <= wide + 1


@pytest.mark.parametrize("chart", [PREDICTABILITY, CAUSES, KINDS, TIMES])
def test_nothing_is_loaded_and_nothing_runs(chart: Chart) -> None:
    drawn = svg(chart)
    assert re.findall(r"https?://[^\"]*", drawn) == ["http://www.w3.org/2000/svg"]
    for banned in ("<script", "href", "<image", "@import", "<style", "onload", "<foreignObject"):
        assert banned not in drawn


def test_hostile_words_stay_words() -> None:
    chart = Trend(HOSTILE, HOSTILE, ((HOSTILE, 1.0),))
    scatter = Scatter(HOSTILE, HOSTILE, HOSTILE, (Dot(1, 1, HOSTILE),), ((HOSTILE, 1.0),))
    pareto = Pareto(HOSTILE, HOSTILE, ((HOSTILE, 1.0),))
    stacked = Stacked(HOSTILE, HOSTILE, (HOSTILE,), ((HOSTILE, (1.0,)),))
    for each in (chart, scatter, pareto, stacked):
        drawn = figure(each)
        assert "<script" not in drawn
        assert "\x1b" not in svg(each)
        root = ElementTree.fromstring(svg(each))
        assert not [part for part in root.iter() if "script" in str(part.tag)]


def test_numbers_are_told_to_who_does_not_see_them() -> None:
    assert in_words(PREDICTABILITY) == (
        "PI-26.1: 83; PI-26.2: no data; PI-26.3: 96.4; PI-26.4: 104.2"
    )
    assert "Late review: 5, together 100 %" in in_words(CAUSES)
    assert "PI-26.4: feature 9, enabler 6, defect 4, debt 1" in in_words(KINDS)
    assert in_words(TIMES).startswith("4 values, 1 of them still open; 50 %: 12")


def test_parts_differ_by_pattern_and_letter_not_by_colour() -> None:
    drawn = svg(KINDS)
    used = set(re.findall(r'fill="(url\(#rte-fill-\d\))" stroke', drawn))
    assert len(used) == len(KINDS.parts)
    for letter, part in zip("FEDB", KINDS.parts, strict=True):
        assert f">{letter} {part}<" in drawn


def test_a_gap_is_no_line_and_says_so() -> None:
    gap = svg(Trend("T", "", (("a", 1.0), ("b", None), ("c", 3.0))))
    whole = svg(Trend("T", "", (("a", 1.0), ("b", 2.0), ("c", 3.0))))
    assert 'stroke-width="2"' not in gap
    assert whole.count('stroke-width="2"') == 2
    assert "no data" in gap
    assert gap.count("<circle") == 2


def test_open_ones_are_hollow() -> None:
    drawn = svg(TIMES)
    assert drawn.count('fill="#fff" stroke="#111"') == 1


@pytest.mark.parametrize(
    "chart", [Trend("T", "", ()), Pareto("P", "", ()), Stacked("S", "", (), ())]
)
def test_empty_is_no_data(chart: Chart) -> None:
    assert ">no data<" in svg(chart)


@pytest.mark.parametrize("chart", [PREDICTABILITY, CAUSES, KINDS])
def test_words_do_not_lie_on_each_other(chart: Chart) -> None:
    root = ElementTree.fromstring(svg(chart, 640, 260))
    boxes = []
    for part in root.iter(f"{NS}text"):
        wide = 6.6 * len(part.text or "")
        x, y = float(part.attrib["x"]), float(part.attrib["y"])
        anchor = part.attrib.get("text-anchor", "start")
        left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        boxes.append((left, y - 10, left + wide, y, part.text))
    for n, one in enumerate(boxes):
        for two in boxes[n + 1 :]:
            apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
            assert apart, (one, two)
