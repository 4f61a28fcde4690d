"""Inspect & Adapt by keys: its tabs, the sitting of actual value, measures with their numbers."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from console.screens.actual_value import SittingScreen
from console.screens.inspect import TABS, InspectScreen
from console.screens.numbers import NumbersScreen, plain, told
from console.screens.record import RecordScreen
from console.widgets.seat_view import seat_lines
from store.insight.actual_value import Seat, actual_value, actuals_given, bare, in_order
from store.insight.inspect import inspect
from store.insight.measures_surface import AREAS, charts_of, measures, trend_words
from store.insight.rows import Told
from store.ledger import objectives, running
from store.ledger.capturing import capture
from tests.ledger_helpers import Hands, now_of
from tests.ledger_helpers import sample_ledger as sample
from tests.measuring_helpers import ALL, BARE, CAUSES, OUTCOME, PREDICTABILITY, with_measures
from tests.screen_helpers import Room, room

SIZES = [(120, 36), (80, 24)]


def actuals(here: Room) -> dict[str, int | None]:
    snap = here.app.session.snapshot
    return {o.ref: o.actual for o in in_order(snap)}


async def at_value(here: Room) -> None:
    """On the tab of actual value, in one sitting."""
    await here.press("I", "2", "o")
    assert isinstance(here.app.screen, SittingScreen)


# -- the sitting


@pytest.mark.parametrize("size", SIZES)
async def test_a_digit_values_the_objective_and_the_next_one_comes(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at_value(here)
        first, second, third = list(actuals(here))[:3]
        assert first in here.text
        assert "not yet" in here.text
        await here.press("8")
        assert actuals(here)[first] == 8
        assert second in here.text
        await here.press("t", "0")
        assert actuals(here)[second] == 10
        assert actuals(here)[third] == 0, "zero is a value, and not the same as none"
        assert "3 of" in here.text


async def test_skipping_back_and_undo() -> None:
    async with room() as here:
        await at_value(here)
        first, second = list(actuals(here))[:2]
        await here.press("s", "7")
        assert actuals(here)[first] is None
        assert actuals(here)[second] == 7
        await here.press("backspace", "backspace")
        assert f"{first}  1 of" in here.text
        await here.press("5", "u")
        assert actuals(here)[first] is None
        assert f"{first}  1 of" in here.text, "what was taken back is in front again"


async def test_the_whole_sitting_by_keys_alone() -> None:
    async with room() as here:
        await at_value(here)
        await here.press("s")
        await here.press(*["9"] * (len(actuals(here)) - 1))
        first = next(iter(actuals(here)))
        assert f"1 objective still lacks its value: {first}" in here.text
        await here.press("s", "4")
        assert actuals(here)[first] == 4
        assert None not in actuals(here).values()
        await here.press(*["down"] * len(actuals(here)))
        assert "Every objective has its actual business value." in here.text
        await here.press("3")
        assert 3 not in actuals(here).values(), "behind the last one a digit does nothing"
        await here.press("escape")
        assert isinstance(here.app.screen, InspectScreen)
        assert "Every objective has its actual value." in here.text


async def test_letters_capture_and_digits_in_the_line_are_text() -> None:
    async with room() as here:
        await at_value(here)
        before = actuals(here)
        await here.capture("a", "ask the 3 gates owner:PM due:fri")
        assert actuals(here) == before
        assert here.app.session.ledger.find("A1")[1].text == "ask the 3 gates"
        await here.press("6")
        assert 6 in actuals(here).values()


async def test_another_interval_is_valued_from_its_own_tab() -> None:
    async with room() as here:
        await here.press("I", "2", "left_square_bracket", "o")
        assert "PI-26.3" in here.text
        snap = here.app.session.snapshot
        assert not bare(snap, "PI-26.3")
        ref = in_order(snap, "PI-26.3")[0].ref
        assert ref in here.text
        await here.press("enter")
        assert isinstance(here.app.screen, RecordScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_in_the_room_the_surface_offers_the_sitting(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await here.press("s", "enter")
        await here.turn_to("actual-value")
        await here.press("o")
        assert isinstance(here.app.screen, SittingScreen)
        await here.press("2", "escape")
        assert 2 in actuals(here).values()


@pytest.mark.parametrize(("width", "height"), [(120, 26), (76, 14), (60, 9), (20, 4)])
def test_an_objective_fits_into_its_place(width: int, height: int) -> None:
    seen = (Told("seen", "S1 shown live " * 30),)
    team = "Team 漢字 · 2 of 3 valued"
    seat = Seat("O401", "words " * 90, team, "1 of 9", "8", "BV 8, committed", "", seen)
    lines = seat_lines(seat, width, height)
    assert len(lines) <= height
    assert all(cell_len("".join(text for text, _ in line)) <= width for line in lines[:4])


def test_what_lacks_before_the_demo_is_left() -> None:
    ledger = sample(Hands())
    snap = now_of(ledger)
    here = in_order(snap)
    assert len(bare(snap)) == len(here)
    assert actuals_given(snap).startswith(
        f"{len(here)} objectives without an actual business value"
    )
    for objective in here:
        objectives.set_actual(ledger, objective.ref, 0)
    assert actuals_given(now_of(ledger)) == "", "zero counts as given"
    empty, valued = actual_value(now_of(ledger)).sections
    assert not empty.rows
    assert len(valued.rows) == len(here)


def test_teams_come_in_the_trains_order() -> None:
    snap = now_of(sample(Hands()))
    order = [team.short for team in snap.teams]
    places = [order.index(o.team or "") for o in in_order(snap)]
    assert places == sorted(places)


# -- measures


def test_outcomes_stand_first_and_areas_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = with_measures(monkeypatch, *ALL)
    seen = measures(now_of(sample(Hands())))
    assert asked == ["PI-26.4"]
    assert [s.title for s in seen.sections] == [
        "Outcomes", "Predictability", "Flow", "Impediments",
    ]  # fmt: skip
    rows = {row.id: row for row in seen.rows}
    assert rows["predictability"].text.endswith(": 96.4 % · 83 → no data → 96.4")
    assert rows["predictability"].when == "n 19"
    assert rows["impediment-cause"].text.endswith(": incomplete, 3 without a cause")
    assert rows["impediment-cause"].computed["value"] is None
    assert ": no data" in rows["load"].text
    assert set(seen.charts) == {"predictability", "flow-time", "impediment-cause", "K1"}


def test_without_an_outcome_the_place_says_what_belongs_there() -> None:
    seen = measures(now_of(sample(Hands())))
    assert seen.sections[0].title == AREAS["outcome"]
    if not seen.sections[0].rows:
        assert "No outcome is measured yet" in seen.sections[0].empty


def test_a_trend_of_one_value_is_none() -> None:
    assert trend_words(BARE) == ""
    assert charts_of(BARE) == ()
    (chart,) = charts_of(OUTCOME)
    assert chart.title == "Gate wait at noon"
    assert charts_of(CAUSES) == CAUSES.charts


@pytest.mark.parametrize("size", SIZES)
async def test_a_measure_has_its_chart_and_its_numbers(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_measures(monkeypatch, *ALL)
    async with room(size) as here:
        await here.press("I", "3", "j")
        if size[0] < 100:
            assert "aim 80 to 100" not in here.text
            await here.press("number_sign")
        assert "aim 80 to 100" in here.text
        await here.press("enter")
        assert isinstance(here.app.screen, NumbersScreen)
        shown = here.text
        for word in ("96.4 %", "n 19", "formula", "PI-26.2 no data", "mean of teams", "85.7 %"):
            assert word in shown
        await here.press("pagedown", "end", "escape")
        assert isinstance(here.app.screen, InspectScreen)


async def test_the_same_by_v_in_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    with_measures(monkeypatch, *ALL)
    async with room() as here:
        await here.press("s", "enter")
        await here.turn_to("measures")
        await here.press("v")
        assert isinstance(here.app.screen, NumbersScreen)
        assert "Gate wait at noon" in here.text


def test_all_of_a_measure_is_told() -> None:
    text = plain(told(PREDICTABILITY))
    assert "actual of committed and uncommitted" in text
    assert "96 ÷ 112" in text
    assert "rests on      O301, O302" in text
    table = [line for line in text.splitlines() if line.startswith(("team", "ANC", "BEA"))]
    assert len({len(line) for line in table}) == 1, "columns stand below each other"
    assert table[1].index("16") == table[2].index("16")


# -- the screen


@pytest.mark.parametrize("size", SIZES)
async def test_every_tab_is_one_key_away(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await here.press("I")
        for n, tab in enumerate(TABS, start=1):
            await here.press(str(n))
            assert f"[{n} {tab.name}]" in here.text
            assert len(here.text.splitlines()) <= size[1]
        await here.press("1", "tab")
        assert "[2 Value]" in here.text
        await here.press("shift+tab", "shift+tab")
        assert f"[{len(TABS)} {TABS[-1].name}]" in here.text


async def test_only_the_tab_in_front_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = with_measures(monkeypatch, *ALL)
    async with room() as here:
        await here.press("I", "2", "4")
        assert not asked
        await here.press("3", "j", "k", "1", "3")
        assert len(asked) == 1, "and once for a snapshot"


async def test_intervals_are_turned_and_kept_between_tabs() -> None:
    async with room() as here:
        await here.press("I", "left_square_bracket")
        assert "Inspect & Adapt · PI-26.3" in here.text
        await here.press("3")
        assert "Measures of PI-26.3" in here.text
        await here.press("right_square_bracket")
        assert "Measures of PI-26.4" in here.text


async def test_help_tells_of_tabs_charts_and_acts() -> None:
    async with room() as here:
        await here.press("I", "2")
        sections = here.screen.help_sections()
        keys = {key for section in sections for key, _ in section.keys}
        assert {"1 to 8", "#", "[", "]", "o"} <= keys


def test_every_fact_of_an_event_is_there_once_with_step_and_minute() -> None:
    hands = Hands()
    ledger = sample(hands)
    event = running.start(ledger, "art-sync")
    made = []
    for n, line in enumerate(
        (
            "risk: late @DRE", "impediment: kit down @GAN", "decision: go by PM",
            "action: ask owner:PM due:fri", "dependency: DRE>BEA need:I5 feed", "topic: rota",
            "objective: new gate @ANC bv:5", "feedback: too slow v:change by:PM",
            "milestone: freeze due:fri", "demo: queue @BEA",
        )
    ):  # fmt: skip
        hands.on(minutes=1)
        made.append((capture(ledger, line).record.ref, n + 1))
    rows: dict[str, list[str]] = {}
    for row in inspect(now_of(ledger)).rows:
        rows.setdefault(row.ref, []).append(row.state)
    assert len(made) == 10
    for ref, minute in made:
        (said,) = rows[ref]
        assert said.startswith(f"{event.ref} min {minute} "), ref


def test_what_was_carried_says_so_and_is_in_both_intervals() -> None:
    ledger = sample(Hands())
    snap = now_of(ledger)
    risk = next(r for r in snap.risks if r.pi == "PI-26.3")
    with ledger.change("objective.value") as change:
        change.amend("risk", risk.id, {"carried": ["PI-26.4"]})
    snap = now_of(ledger)
    for pi, says in (("PI-26.3", False), ("PI-26.4", True)):
        (row,) = [row for row in inspect(snap, pi).rows if row.ref == risk.ref]
        assert row.note.startswith("carried from PI-26.3") is says


async def test_the_palette_has_the_tabs_and_what_the_one_in_front_offers() -> None:
    async with room() as here:
        await here.press("I", "2")
        found = {c.title: c for c in here.app.get_system_commands(here.screen)}
        assert "surface: one sitting" in found
        found["inspect: Measures"].callback()
        await here.pilot.pause()
        assert "[3 Measures]" in here.text
