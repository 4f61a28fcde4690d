"""What is typed into a dialog and left there unsaved comes back with it, in every such dialog."""

from __future__ import annotations

from collections.abc import Mapping

from console.screens.answering import AnswerScreen, Field
from console.widgets.choice import Choice
from store.errors import RuleBroken
from store.ledger import problem_solving
from tests.screen_helpers import Clock, Room, room, sample_ledger


def refusing(typed: Mapping[str, str]) -> None:
    raise RuleBroken(f"Not yet: {typed['why']}")


def dialog(
    title: str, about: str = "", stored: str = "", saved: list[Mapping[str, str]] | None = None
) -> AnswerScreen:
    fields = (
        Field("why", "why", stored),
        Field("by", "by", "fri"),
        Field("how", "what", "a", choices=(("a", "keep"), ("b", "drop"))),
    )
    return AnswerScreen(title, about, fields, refusing if saved is None else saved.append)


async def opened(here: Room, screen: AnswerScreen) -> AnswerScreen:
    here.app.push_screen(screen)
    await here.pilot.pause()
    return screen


async def test_what_was_left_comes_back_once_and_says_so() -> None:
    async with room((80, 24)) as here:
        await opened(here, dialog("R04 Carry it over?"))
        await here.type("the peak comes late")
        await here.press("down", "down", "right", "escape")
        await opened(here, dialog("R04 Carry it over?"))
        assert "the peak comes late" in here.text
        assert here.app.screen.query_one(Choice).value == "b"
        assert "left here unsaved is back" in here.text
        await here.press("enter")
        assert "Not yet: the peak comes late" in here.text
        await here.press("escape")
        saved: list[Mapping[str, str]] = []
        await opened(here, dialog("R04 Carry it over?", saved=saved))
        await here.press("enter")
        assert saved == [{"why": "the peak comes late", "by": "fri", "how": "b"}]
        await opened(here, dialog("R04 Carry it over?"))
        assert "the peak" not in here.text, "what was saved does not wait any more"
        assert "is back" not in here.text
        await here.press("escape")
        assert here.app.session.left == {}


async def test_only_what_was_typed_waits_the_rest_is_read_anew() -> None:
    async with room((80, 24)) as here:
        await opened(here, dialog("R04 edit", stored="old words"))
        await here.press("down")
        await here.type("day")
        await here.press("escape")
        await opened(here, dialog("R04 edit", stored="newer words of somebody else"))
        assert "newer words of somebody else" in here.text
        assert "friday" in here.text


async def test_what_is_left_stays_with_its_record_and_its_question() -> None:
    async with room((80, 24)) as here:
        await opened(here, dialog("R04 Carry it over?"))
        await here.type("about the peak")
        await here.press("escape")
        await opened(here, dialog("R05 Carry it over?"))
        assert "about the peak" not in here.text
        await here.press("escape")
        await opened(here, dialog("Put this aside?", "First question"))
        await here.type("under way")
        await here.press("escape")
        await opened(here, dialog("Put this aside?", "Second question"))
        assert "under way" not in here.text
        await here.press("escape")
        await opened(here, dialog("Put this aside?", "First question"))
        assert "under way" in here.text


async def test_a_statement_left_half_typed_is_back_and_becomes_a_problem() -> None:
    async with room((80, 24)) as here:
        await here.press("E")
        here.app.session.ledger.catch_up()
        await here.turn_to("ws-problem")
        await here.press("v")
        await here.type("Deliveries are late")
        await here.press("escape", "v")
        assert "Deliveries are late" in here.text
        await here.press("enter")
        assert [p.text for p in here.app.session.snapshot.problems] == ["Deliveries are late"]


async def test_dots_typed_for_one_order_do_not_come_back_for_another() -> None:
    from console.screens.workshop import WorkshopScreen

    clock = Clock()
    ledger = sample_ledger(clock)
    made = problem_solving.start(ledger, {"text": "late"})
    problem_solving.add_cause(ledger, made.ref, "no slots", bone="Work")
    problem_solving.add_cause(ledger, made.ref, "no lists", bone="Work")
    async with room((80, 24), clock, ledger) as here:
        here.app.push_screen(WorkshopScreen(made.id, 1))
        await here.pilot.pause()
        await here.press("v", "down", "down")
        await here.type("31 41")
        await here.press("escape", "v")
        assert "31 41" in here.text
        await here.press("escape")
        problem_solving.add_cause(ledger, made.ref, "first of all", bone="People")
        here.screen.reload()
        await here.press("v")
        assert "31 41" not in here.text, "the first number would be of another cause"
