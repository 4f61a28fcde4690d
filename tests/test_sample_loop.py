"""What the sample train answers, from screens, scripts and reports alike, as of 18 November 2026.

The worked table of ART predictability is told to the digit, with its other readings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from console.screens.numbers import NumbersScreen
from console.widgets.surface_pane import SurfacePane
from tests.cli_helpers import DAY, SAMPLE, Rte
from tests.measure_helpers import TABLE
from tests.screen_helpers import Room, room

AT = ("--as-of", DAY)

READINGS = {
    "mean of the teams": "97.0 %",
    "committed only": "85.7 %",
    "uncommitted also in the denominator: not this measure": "78.8 %",
    "teams capped at 100 %, then averaged": "86.8 %",
}

PLAN_SAYS = (
    r"2\.70 → 3\.20",
    r"66 hands · 2 at 1 or 2",
    r"D401 .*conflict, slack −1",
    r"D406 .*overdue, now I4",
    r"D408 .*not agreed, needed now",
    r"D404 .*slack 0, not started",
    r"D402 .*delivered, not accepted",
    r"DRE→BEA 4 in 2 of 2 intervals: no reduction item",
    r"DRE→FAT 3 in 2 of 2 intervals: M04 not yet moved",
    r"ENS→BEA 2 in 2 of 2 intervals",
    r"GAN→CAP 2 in 2 of 2 intervals",
    r"R12 .*\? not yet",
    r"R05 .*review 8 d overdue",
    r"R06 .*action 5 d overdue",
    r"highest open exposure: R04 20, then R12 15",
    r"8 open; oldest B08 41 days, no next step; the RTE role holds 3 of 8",
    r"B13 .*13 d .*no next step",
    r"B07 .*step today",
    r"B14 .*step today",
    r"B06 .*same cause as B04",
    r"left nothing behind: E6, E7",
    r"E5: 4 of 7 items live",
)
"""What the report of the running interval says, in the order of the answers that are known."""


@pytest.fixture(scope="module")
def rte_home(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("loop"))


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, rte_home: str) -> Rte:
    monkeypatch.setenv("RTE_HOME", rte_home)
    made = Rte(capsys, monkeypatch)
    if not made("now", *AT).out:
        made.fine("import", str(SAMPLE), *AT)
    return made


def report(rte: Rte, kind: str, form: str, *words: str) -> str:
    return rte.fine("report", kind, "--format", form, *words, *AT).out


def plain(form: str, text: str) -> str:
    """What a reader sees: without markup, spaces as one, and each row on a line of its own."""
    if form == "html":
        text = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
        text = re.sub(r"</(tr|p|h\d|li|pre)>", "\n", text)
        text = re.sub(r"<[^>]+>", " ", text).replace("&gt;", ">").replace("&amp;", "&")
    elif form == "md":
        text = re.sub(r"\\(.)", r"\1", text).replace("|", " ").replace("**", "")
    else:
        text = "\n".join(_rows(json.loads(text)))
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def _rows(value: object) -> Iterator[str]:
    """Every leaf of a document; the values of one flat object or list are one line."""
    if isinstance(value, dict | list):
        inner = list(value.values()) if isinstance(value, dict) else value
        leaves = [str(one) for one in inner if not isinstance(one, dict | list)]
        if leaves:
            yield " ".join(leaves)
        for one in inner:
            if isinstance(one, dict | list):
                yield from _rows(one)


# -- predictability


def test_predictability_for_scripts(rte: Rte) -> None:
    found = rte.fine("measures", "predictability", "--pi", "PI-26.3", "--json", *AT).json
    (one,) = found["measures"]
    assert one["value"] == pytest.approx(100 * 108 / 112)
    assert (one["said"], one["why"], one["n"]) == ("96.4 %", "108/112", 20)
    assert [round(point["value"], 1) for point in one["trend"]] == [71.4, 88.0, 96.4]
    assert tuple(tuple(row) for row in one["numbers"]["rows"]) == TABLE
    assert {o["label"]: o["said"] for o in one["others"]} == READINGS
    assert all(o["formula"] for o in one["others"])


async def numbers_of(here: Room) -> str:
    """The numbers of predictability of PI-26.3, as the dialog shows them."""
    for _ in range(6):
        row = here.screen.query_one(SurfacePane).current
        if row is not None and row.id == "predictability":
            break
        await here.press("down")
    await here.press("v")
    assert isinstance(here.app.screen, NumbersScreen)
    seen = here.text
    await here.press("pagedown")
    return seen + "\n" + here.text


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_predictability_on_the_screen(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await here.press("I", "3", "left_square_bracket")
        assert "ART predictability: 96.4 % (108/112)" in here.text
        assert "71.4 → 88" in here.text
        seen = " ".join(re.sub(r"[│╭╮╰╯─]", " ", await numbers_of(here)).split())
    for row in TABLE:
        if size[1] == 36:
            assert " ".join(row) in seen, row
    for label, said in READINGS.items():
        assert label.split(":")[0] in seen
        assert said in seen


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_predictability_in_the_report(rte: Rte, form: str) -> None:
    seen = plain(form, report(rte, "ia", form, "--pi", "PI-26.3"))
    assert "108/112" in seen
    for row in TABLE:
        assert " ".join(row) in seen, row
    for label, said in READINGS.items():
        assert label in seen
        assert said in seen
    assert seen.index("ANC 16") < seen.index("FAT 15"), "teams stand in the train's order"


# -- everything else


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_the_report_of_the_interval_says_what_is_known(rte: Rte, form: str) -> None:
    seen = plain(form, report(rte, "pi", form))
    missing = [said for said in PLAN_SAYS if not re.search(said, seen)]
    assert not missing


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_the_report_of_inspect_and_adapt_says_what_worked(rte: Rte, form: str) -> None:
    seen = plain(form, report(rte, "ia", form))
    for said in ("M01 .*verified, moved", "M03 .*verified, partly", "M06 .*proposed",
                 "late, missed or overdue|late or missed", "E6, E7"):  # fmt: skip
        assert re.search(said, seen), said
    before = plain(form, report(rte, "ia", form, "--pi", "PI-26.3"))
    assert re.search(r"3 of 6", before), "dependencies of PI-26.3 late or missed"


def test_signals_of_the_sample(rte: Rte) -> None:
    found = rte.fine("signals", "--json", *AT).json["signals"]
    said = {one["key"]: one for one in found}
    pair = next(one for key, one in said.items() if "DRE" in key and "BEA" in key)
    assert set(pair["refs"]) >= {"D301", "D302", "D401", "D402"}
    assert "no reduction" in pair["facts"]
    nothing = next(one for one in found if {"E6", "E7"} <= set(one["refs"]))
    assert "left nothing behind" in nothing["facts"]
    assert any("E5 4 of 7 live" in one["facts"] for one in found)
    assert not any("RTE" in one["facts"] for one in found), "3 of 8 is below the threshold"


def test_votes_pairs_and_queue_for_scripts(rte: Rte) -> None:
    votes = rte.fine("vote", "--json", *AT).json["votes"]
    dredger = next(v for v in votes if v["scope"] == "DRE")
    assert [round(r["average"], 2) for r in dredger["rounds"]] == [2.7, 3.2]
    whole = next(v for v in votes if v["scope"] == "ART")["rounds"][-1]
    assert (round(whole["average"], 2), whole["n"], whole["at_1_or_2"]) == (3.82, 66, 2)
    late = rte.fine("measures", "late-share", "--pi", "PI-26.3", "--json", *AT).json["measures"][0]
    assert late["value"] == pytest.approx(50)
    assert late["n"] == 6
    worked = rte.fine("improve", "--json", *AT).json["intervals"]
    last = next(one for one in worked if one["pi"] == "PI-26.3")
    assert (last["moved"], last["partly"], last["waiting"]) == (1, 1, 1)


async def test_screens_of_the_loop_say_the_same() -> None:
    async with room((120, 36)) as here:
        await here.press("K", "right_square_bracket")
        seen = here.text
        for _ in range(9):
            await here.press("right_square_bracket")
            seen += here.text
        for said in ("DRE→BEA", "E6, E7", "E5 4 of 7 live", "M06"):
            assert said in seen, said
        await here.press("H", "I", "6")
        assert "1 of 2 judged" in here.text or "1 of 2 with a verdict" in here.text
