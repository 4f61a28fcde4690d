"""PI planning by its keys: votes hidden until entered, concerns, grids, closing with a vote."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Input, Static

from console.screens.acts import ACT_KEYS
from console.screens.all_acts import acts_of
from console.screens.ask import AskScreen
from console.screens.closing import ClosingScreen
from console.screens.planning_acts import PLANNING
from console.screens.record import RecordScreen
from console.screens.room import RoomScreen
from console.screens.vote import VoteScreen
from store.domain.agenda import Template
from store.domain.records import Event, Objective, Topic, Vote
from store.exchange.templates import shipped
from store.insight.surfaces import SURFACES
from store.ledger import planning, running
from tests.screen_helpers import Room, room

SIZES = [(120, 36), (80, 24), (60, 18)]


def planning_event() -> Template:
    """An event whose steps have the surfaces of PI planning, one after the other."""
    template = shipped().templates["art-sync"]
    names = (*PLANNING, "planning-board", "forward")
    planned = tuple(
        replace(step, key=name, surface=name, expects=())
        for step, name in zip(template.steps[: len(names)], names, strict=True)
    )
    return replace(template, steps=planned)


async def at(here: Room, surface: str) -> RoomScreen:
    """The room, at the step with this surface."""
    ledger = here.app.session.ledger
    event = running.start(ledger, planning_event())
    if event.steps[0].key != surface:
        running.go_to(ledger, surface)
    await here.press("E")
    screen = here.screen
    assert isinstance(screen, RoomScreen)
    assert screen.surface_name == surface
    return screen


async def act(here: Room, key: str) -> None:
    """What the surface offers under this key, for what is under the cursor."""
    screen = here.screen
    assert isinstance(screen, RoomScreen)
    found = next(act for act in acts_of(screen.surface_name) if act.key == key)
    found.run(screen, screen.current_row)
    await here.pilot.pause()


def rounds(here: Room, scope: str) -> list[Vote]:
    found = here.app.session.ledger.views.all("vote")
    return [v for v in found if isinstance(v, Vote) and v.scope == scope]


def test_acts_are_for_surfaces_that_exist_and_keys_that_are_free() -> None:
    for name, acts in PLANNING.items():
        assert name in SURFACES
        assert acts_of(name) == acts
        assert [a.key for a in acts] == [k for k in ACT_KEYS if k in {a.key for a in acts}]
        assert all(len(a.does) <= 18 for a in acts)


# -- votes


@pytest.mark.parametrize("size", SIZES)
async def test_a_vote_is_hidden_until_it_is_entered(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "votes")
        await here.press("j")
        await act(here, "v")
        assert "Another vote, after 3.56" in here.text
        await here.type("O405 dropped")
        await here.press("enter")
        await here.type("1 2 2 3 4 4 3 5 5")
        assert "1 2 2 3" not in here.text
        assert "•••••••••••••••••" in here.text
        assert "9 hands of 9 people" in here.text
        assert "3.22" not in here.text
        assert len(rounds(here, "BEA")) == 1
        await here.press("enter")
        assert "average 3.56 → 3.22 of 9 hands · 3 at 1 or 2" in here.text
        assert "Concern 1 of 3" in here.text
        last = rounds(here, "BEA")[-1]
        assert (last.round, last.count, last.change) == (2, (1, 2, 2, 2, 2), "O405 dropped")
        await here.type("nobody knows the date")
        await here.press("enter", "enter")
        await here.type("risk: customs slips @ANC p:4")
        assert "becomes risk · @ANC Anchor" in here.text
        await here.press("enter")
        assert "R13 captured" in here.text
        assert "Nobody waits for the word" in here.text
        assert [(c.text, c.became) for c in rounds(here, "BEA")[-1].concerns] == [
            ("nobody knows the date", None),
            ("", None),
            ("customs slips", "R13"),
        ]
        await here.press("enter")
        assert here.app.screen is here.screen
        assert "3.56 → 3.22" in here.text


async def test_a_refused_tally_stays_in_its_field_and_says_how_to_write_it() -> None:
    async with room() as here:
        await at(here, "votes")
        await act(here, "v")
        await here.press("enter")
        await here.type("4 4 0")
        await here.press("enter")
        assert "0 is not a vote here" in here.text
        assert here.app.screen.query_one(Input).value == "4 4 0"
        assert len(rounds(here, "ANC")) == 1
        await here.press("backspace")
        await here.type("5")
        await here.press("enter")
        assert "Nobody showed one or two." in here.text
        await here.press("escape")
        assert len(rounds(here, "ANC")) == 2


async def test_esc_leaves_at_any_point_and_what_was_typed_comes_back_hidden() -> None:
    async with room() as here:
        await at(here, "votes")
        await act(here, "v")
        await here.type("moved O402")
        await here.press("enter")
        await here.type("443")
        await here.press("escape")
        assert len(rounds(here, "ANC")) == 1
        await act(here, "v")
        field = here.app.screen.query_one(Input)
        assert field.value == "moved O402"
        await here.press("enter")
        assert field.value == "443"
        assert field.password
        await here.type("2")
        await here.press("enter")
        await here.type("half a concern")
        await here.press("escape")
        assert rounds(here, "ANC")[-1].change == "moved O402"
        assert rounds(here, "ANC")[-1].concerns == ()
        assert "1 unheard" in here.text
        await act(here, "o")
        assert "Concern 1 of 1" in here.text
        assert here.app.screen.query_one(Input).value == "half a concern"
        await here.press("enter", "enter")
        assert rounds(here, "ANC")[-1].concerns[0].text == "half a concern"
        assert "unheard" not in here.text


async def test_the_first_vote_asks_for_no_change_and_a_low_one_for_rework() -> None:
    async with room() as here:
        ledger = here.app.session.ledger
        with ledger.change("capture") as change:
            for vote in rounds(here, "ANC"):
                change.remove("vote", vote.id)
        screen = await at(here, "votes")
        assert "no vote yet" in here.text
        await act(here, "o")
        assert "has not voted yet" in here.text
        next(a for a in acts_of("votes") if a.key == "v").run(screen, None)
        await here.pilot.pause()
        assert isinstance(here.app.screen, VoteScreen)
        assert "Anchor, on its own objectives" in here.text, "the first that has not voted"
        await here.type("1:1 3:5")
        assert "6 hands of 9 people" in here.text
        await here.press("enter")
        assert "below 3: rework the plan" in here.text
        assert "average 2.67 of 6 hands" in here.text


async def test_something_else_said_during_a_vote_is_captured_over_it() -> None:
    async with room((80, 24)) as here:
        await at(here, "votes")
        await here.press("G")
        await act(here, "v")
        dialog = here.app.screen
        assert isinstance(dialog, VoteScreen)
        await here.press("enter")
        await here.type("5")
        await here.press("enter", "a")
        await here.type("write to customs owner:PM due:fri")
        await here.press("enter", "escape")
        assert here.app.screen is dialog
        assert here.app.session.ledger.find("A1")[1].text == "write to customs"


# -- grids


@pytest.mark.parametrize("size", SIZES)
async def test_the_radiator_is_answered_cell_by_cell(size: tuple[int, int]) -> None:
    async with room(size) as here:
        screen = await at(here, "radiator")
        await here.press("j", "j", "j", "l")
        assert "Dredger: Are most stories of the first two" in here.text
        for said in ("done", "not yet", "help", "done"):
            await here.press("enter")
            assert f"09:00 {said}" in " ".join(here.text.split())
        await act(here, "o")
        row = screen.current_row
        assert row is not None
        assert row.computed["state"] == "help"
        await act(here, "w")
        assert "Checkpoint 2" in here.text
        row = screen.current_row
        assert row is not None
        assert (row.ref, row.computed["state"]) == ("DRE", "")
        await act(here, "w")
        assert "Checkpoint 2 has no answer yet" in " ".join(here.text.split())


async def test_the_board_opens_a_dependency_and_gives_the_keys_back_to_lists() -> None:
    async with room() as here:
        screen = await at(here, "planning-board")
        assert "D401→BEA" in here.text
        assert "D401←DRE" in here.text
        await here.press("l", "l", "l", "j", "j")
        assert "D401 DRE→BEA: gate wait feed at peak · planned I5, needed I4" in here.text
        await here.press("enter")
        assert isinstance(here.app.screen, RecordScreen)
        assert "D401 dependency" in here.text
        await here.press("escape", "n")
        assert screen.surface_name == "forward"
        assert screen.rows.has_focus
        assert "Next steps" in here.text
        await here.press("b")
        assert screen.grid.cells.has_focus
        assert screen.grid.cells.cursor == screen.grid.cells.column == 0, "a step begins on top"


async def test_a_narrow_room_shows_one_pane_also_with_a_grid() -> None:
    async with room((80, 24)) as here:
        await at(here, "radiator")
        await here.press("1")
        assert "capacity" not in here.text
        await here.press("2")
        assert "capacity" in here.text
        await here.press("c", "escape", "l")
        assert "Anchor: Are most stories" in here.text


async def test_a_plan_is_accepted_or_has_its_concerns_noted() -> None:
    async with room() as here:
        await at(here, "plan-review")
        await act(here, "w")
        await here.press("enter")
        assert "has no words yet" in here.text
        await here.type("load in [I3]")
        await here.press("enter")
        assert "!concerns" in here.text
        assert "load in [I3]" in here.text
        await act(here, "v")
        assert "✓accepted" in here.text
        await act(here, "v")
        assert "accepted already" in here.text


# -- values, retrospective


async def test_planned_value_and_commitment_by_keys() -> None:
    async with room() as here:
        await at(here, "bv")
        await act(here, "v")
        field = here.app.screen.query_one(Input)
        assert field.value == "10"
        await here.type("12")
        await here.press("enter")
        assert "from 1 to 10, not '12'" in here.text
        assert field.value == "12"
        await here.press("backspace", "backspace")
        await here.type("9")
        await here.press("enter")
        await act(here, "w")
        found = here.app.session.ledger.find("O401")[1]
        assert isinstance(found, Objective)
        assert (found.bv, found.committed) == (9, False)
        await here.press("u", "u", "y")
        found = here.app.session.ledger.find("O401")[1]
        assert isinstance(found, Objective)
        assert (found.bv, found.committed) == (10, True)


async def test_lines_of_the_retrospective_are_taken_one_after_the_other() -> None:
    async with room((80, 24)) as here:
        await at(here, "retro")
        await act(here, "v")
        await here.type("hourly checkpoints")
        await here.press("enter")
        await here.type("music")
        await here.press("enter")
        await here.type("half a thou")
        await here.press("escape")
        assert "hourly checkpoints" in here.text
        await act(here, "v")
        assert here.app.screen.query_one(Input).value == "half a thou"
        await here.press("escape")
        await act(here, "w")
        assert isinstance(here.app.screen, AskScreen)
        assert here.app.screen.query_one(Input).value == ""
        await here.type("food first")
        await here.press("enter", "escape")
        topics = here.app.session.ledger.views.all("topic")
        assert [(t.text, t.state) for t in topics if isinstance(t, Topic)] == [
            ("hourly checkpoints", "keep"),
            ("music", "keep"),
            ("food first", "change"),
        ]


# -- closing


@pytest.mark.parametrize("size", SIZES)
async def test_every_closing_takes_a_vote_on_return_on_time(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "votes")
        await here.press("e")
        assert isinstance(here.app.screen, ClosingScreen)
        assert "The plan still owes" in here.text
        await here.press("v")
        await here.type("4 6")
        await here.press("enter")
        assert "'6' is not a number of fingers" in here.text
        assert here.app.screen.query_one("#roti", Input).value == "4 6"
        await here.press("escape", "escape", "e")
        assert here.app.screen.query_one("#roti", Input).value == "4 6", "it was left, not lost"
        await here.press("v", "end", "backspace")
        await here.type("5")
        await here.press("enter")
        said = str(here.app.screen.query_one("#summary", Static).content)
        assert said.endswith("Return on time 4.50 of 5, 2 hands.")
        await here.press("C")
        event = here.app.session.ledger.find("E8")[1]
        assert isinstance(event, Event)
        assert event.roti == (0, 0, 0, 1, 1)


async def test_hands_that_were_typed_and_not_entered_are_kept_by_closing() -> None:
    async with room() as here:
        await at(here, "votes")
        await here.press("e", "v")
        await here.type("0")
        await here.press("escape", "C")
        assert isinstance(here.app.screen, ClosingScreen), "refused hands keep the dialog open"
        assert here.app.session.ledger.running is not None
        await here.press("backspace")
        await here.type("554")
        await here.press("escape", "C")
        event = here.app.session.ledger.find("E8")[1]
        assert isinstance(event, Event)
        assert event.roti == (0, 0, 0, 1, 2)
        assert here.app.session.ledger.running is None


async def test_a_vote_of_another_terminal_appears(monkeypatch: pytest.MonkeyPatch) -> None:
    async with room() as here:
        await at(here, "radiator")
        planning.answer(here.app.session.ledger, "ANC", "capacity", "help")
        here.app.following.look()
        await here.wait()
        assert "09:00 help" in here.text
