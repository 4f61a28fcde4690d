"""The acts on the surfaces of System Demo and syncs, by keys, in two sizes of terminal."""

from __future__ import annotations

import pytest
from textual.events import Paste
from textual.widgets import Input, Static

from console.screens.acts import ACT_KEYS
from console.screens.all_acts import ACTS, acts_of
from console.screens.answering import AnswerScreen
from console.screens.demo_order import OrderScreen
from console.screens.room import RoomScreen
from console.widgets.choice import Choice
from store.domain.records import Action
from store.insight.demo import items_on, open_demo
from store.insight.surfaces import SURFACES
from store.ledger import demoing, running
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from tests.demo_helpers import hold
from tests.screen_helpers import Clock, Room, room, sample_ledger


def in_a_demo(clock: Clock, step: str = "order") -> Ledger:
    """A demo that is going on, with three items."""
    ledger = sample_ledger(clock)
    for line in ("queue @BEA #O403 for:5m", "admins @BEA", "fees @FAT"):
        demoing.add_item(ledger, line)
    clock.pass_by(minutes=1)
    hold(ledger, step=step)
    clock.pass_by(minutes=1)
    return ledger


async def act(here: Room, surface: str, key: str, ref: str | None = None) -> None:
    """Go to the step with this surface, put the cursor on a record, press `key`."""
    screen = here.screen
    assert isinstance(screen, RoomScreen)
    event = here.app.session.ledger.running
    assert event is not None
    if screen.surface_name != surface:
        step = next(step.key for step in event.steps if step.surface == surface)
        running.go_to(here.app.session.ledger, step)
        await here.wait()
    found = next((r for part in screen.rows.sections for r in part.rows if r.ref == ref), None)
    if found is not None:
        screen.rows.move_to(found.id)
    await here.press(key)


async def put(here: Room, text: str) -> None:
    """Type a text where the keys go, all of it at once."""
    focused = here.app.screen.focused
    assert focused is not None
    focused.post_message(Paste(text))
    await here.pilot.pause()


def order(ledger: Ledger) -> list[str]:
    snap = ledger.snapshot()
    return [item.ref for item in items_on(snap, open_demo(snap))]


def test_acts_have_keys_of_their_own_on_surfaces_that_exist() -> None:
    for surface in ("demo-order", "demo-feedback", "demo-talk", "last-actions", "meet-after"):
        found = acts_of(surface)
        assert found
        assert surface in SURFACES
        assert len({one.key for one in found}) == len(found)
        assert {one.key for one in found} <= set(ACT_KEYS)
        assert all(one.does and len(one.does) <= 20 for one in found)
    assert acts_of("board") == ACTS.get("board", ())
    assert [one.on_enter for one in acts_of("last-actions")] == [True, False]


async def test_a_result_with_what_was_true_of_the_item_before() -> None:
    clock = Clock()
    ledger = in_a_demo(clock)
    async with room((80, 24), clock, ledger) as here:
        await act(here, "demo-order", "v", "S1")
        await here.press("down")
        await put(here, "staging")
        await here.press("down")
        await put(here, "2.14.0")
        await here.press("enter")
        first = demoing.item(ledger, "S1")
        assert (first.shown, first.environment, first.version) == ("live", "staging", "2.14.0")
        assert first.objective == "O403"
        await act(here, "demo-order", "v", "S2")
        assert "Environment and version as S1." in here.text
        assert demoing.item(ledger, "S2").environment is None, "offered, not written"
        await here.press("right", "enter")
        assert "An item that was not shown live needs a why" in here.text
        assert isinstance(here.app.screen, AnswerScreen)
        await here.press("down", "down", "down", "down")
        await put(here, "login is down")
        await here.press("enter")
        second = demoing.item(ledger, "S2")
        assert (second.shown, second.why) == ("not-live", "login is down")
        assert (second.environment, second.version) == ("staging", "2.14.0")
        await act(here, "demo-order", "v", "S3")
        await here.press("3", "down", "down", "down", "down")
        await put(here, "no test data")
        await here.press("enter")
        third = demoing.item(ledger, "S3")
        assert (third.shown, third.environment, third.version) == ("no", None, None)
        assert "Cannot be shown" in here.text
        await act(here, "demo-order", "v", "S2")
        assert "as S1" not in here.text, "it has its own"
        await here.press("left", "enter")
        assert demoing.item(ledger, "S2").why is None
        await here.press("u")
        assert demoing.item(ledger, "S2").why == "login is down"


async def test_a_dialog_that_is_left_changes_nothing_and_lets_people_speak() -> None:
    clock = Clock()
    ledger = in_a_demo(clock)
    async with room((120, 36), clock, ledger) as here:
        await act(here, "demo-order", "v", "S1")
        await here.press("d")
        await put(here, "gate A first")
        await here.press("enter", "escape")
        assert ledger.views.all("decision")[-1].text == "gate A first"
        assert isinstance(here.app.screen, AnswerScreen)
        await here.press("escape")
        assert demoing.item(ledger, "S1").shown is None


async def test_a_result_that_somebody_else_gave_meanwhile_is_not_overwritten() -> None:
    clock = Clock()
    ledger = in_a_demo(clock)
    async with room((120, 36), clock, ledger) as here:
        await act(here, "demo-order", "v", "S1")
        await here.press("down")
        await put(here, "prod")
        demoing.set_result(ledger, "S1", "no", why="rig broke")
        await here.press("enter")
        assert "was changed by somebody else" in here.text
        assert here.app.screen.query(Input).first().value == "prod"
        assert demoing.item(ledger, "S1").why == "rig broke"


async def test_the_order_is_moved_by_keys_and_saved_as_one() -> None:
    clock = Clock()
    ledger = in_a_demo(clock)
    n = ledger.db.state.n
    async with room((120, 36), clock, ledger) as here:
        await act(here, "demo-order", "o", "S3")
        await here.press("K", "K", "K", "plus", "plus")
        assert "2 timeboxes, 11 min" in here.text
        assert order(ledger) == ["S1", "S2", "S3"], "nothing is changed before Enter"
        await here.press("enter")
        assert order(ledger) == ["S3", "S1", "S2"]
        assert demoing.item(ledger, "S3").seconds == 360
        assert ledger.db.state.n == n + 1
        await act(here, "demo-order", "o", "S1")
        await here.press("J", "minus", "minus", "minus", "minus", "minus", "minus")
        await here.press("enter")
        assert order(ledger) == ["S3", "S2", "S1"]
        assert demoing.item(ledger, "S1").seconds is None
        await act(here, "demo-order", "o")
        await here.press("J", "escape")
        assert order(ledger) == ["S3", "S2", "S1"]


async def test_an_order_that_changed_meanwhile_is_told_and_kept_on_the_screen() -> None:
    clock = Clock()
    ledger = in_a_demo(clock)
    async with room((120, 36), clock, ledger) as here:
        await act(here, "demo-order", "o", "S1")
        await here.press("J")
        with ledger.change("amend") as change:
            change.remove("demo", demoing.item(ledger, "S3").id)
        await here.press("enter")
        assert isinstance(here.app.screen, OrderScreen)
        assert "There is no S3" in here.text


async def test_an_item_is_added_in_the_capture_line() -> None:
    clock = Clock()
    ledger = in_a_demo(clock)
    async with room((120, 36), clock, ledger) as here:
        await act(here, "demo-order", "w")
        await put(here, "gate cameras @CAP #O407 for:5m")
        assert "demo · @CAP Capstan · for O407 · takes 5:00" in here.text
        await here.press("enter", "escape")
        assert order(ledger)[-1] == "S4"
        assert "CAP gate cameras" in here.text


async def test_feedback_says_which_item_it_will_be_about() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    demoing.add_item(ledger, "queue @BEA")
    clock.pass_by(minutes=1)
    running.start(ledger, "system-demo")
    running.go_to(ledger, "show")
    async with room((120, 36), clock, ledger) as here:
        await here.press("full_stop", "f")
        await put(here, "too small v:change")
        assert "feedback · change · about S1" in here.text
        await here.press("enter", "escape")
        assert demoing.feedback(ledger, "F1").item == "S1"
        await here.press("a")
        await put(here, "call yard")
        assert "about S1" not in here.text


async def test_feedback_by_its_key_and_its_verdict() -> None:
    clock = Clock()
    ledger = in_a_demo(clock)
    async with room((120, 36), clock, ledger) as here:
        await here.press("f")
        await put(here, "too small #S1 by:Harbour master")
        assert "Add v:fits, v:change or v:unclear" in here.text
        await here.press("enter")
        assert "Feedback needs a verdict" in here.text
        assert here.screen.bar.text == "too small #S1 by:Harbour master"
        await here.type(" v:change")
        await here.press("enter", "escape")
        assert "1 change" in here.text
        assert "F1" in here.text
        made = demoing.feedback(ledger, "F1")
        assert (made.item, made.owner, made.verdict) == ("S1", "Harbour master", "change")
        await act(here, "demo-talk", "v", "F1")
        assert here.app.screen.query_one(Choice).value == "change"
        await here.press("right", "enter")
        assert demoing.feedback(ledger, "F1").verdict == "unclear"


async def test_what_became_of_last_demos_feedback() -> None:
    clock = Clock()
    ledger = in_a_demo(clock)
    capture(ledger, "too small #S1 v:change", "feedback")
    running.close(ledger)
    clock.pass_by(minutes=60 * 24 * 14)
    hold(ledger)
    async with room((120, 36), clock, ledger) as here:
        assert "Waits for an answer since System Demo E8" in here.text
        await act(here, "demo-feedback", "v", "F1")
        await here.press("2", "enter")
        assert "Planned feedback needs an answer" in here.text
        await here.press("down")
        await put(here, "O405 in I5 [/]")
        await here.press("enter")
        answered = demoing.feedback(ledger, "F1")
        assert (answered.state, answered.answer) == ("planned", "O405 in I5 [/]")
        assert "planned: O405 in" in here.text


async def test_an_action_of_last_time_is_answered_for() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    for line in ("one owner:PM due:fri", "two owner:PM due:fri", "three owner:PM due:fri"):
        capture(ledger, line, "action")
    hold(ledger, "coach-sync")
    async with room((80, 24), clock, ledger) as here:
        await act(here, "last-actions", "enter", "A1")
        await here.press("enter")
        await act(here, "last-actions", "v", "A2")
        await here.press("2", "down")
        await put(here, "I5")
        await here.press("enter")
        assert "Another date needs a reason" in here.text
        await here.press("down")
        await put(here, "crane is away")
        await here.press("enter")
        await act(here, "last-actions", "v", "A3")
        await here.press("down")
        await put(here, "fri")
        await here.press("enter")
        assert "Only another date takes a date" in here.text
        await here.press("up", "3", "down")
        await here.press("backspace", "backspace", "backspace", "down")
        await put(here, "sold")
        await here.press("enter")
        found = [a for a in ledger.views.all("action") if isinstance(a, Action)]
        assert [(a.state, a.due, a.note) for a in found] == [
            ("done", "2026-11-20", None),
            ("open", "2026-12-04", "crane is away"),
            ("dropped", "2026-11-20", "sold"),
        ]


async def test_a_topic_is_settled_and_a_check_is_checked_off() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    hold(ledger, "coach-sync")
    capture(ledger, "topic: rope @DRE")
    async with room((120, 36), clock, ledger) as here:
        await act(here, "meet-after", "v", "P1")
        await here.press("enter")
        assert getattr(ledger.find("P1")[1], "state", "") == "done"
        await act(here, "readiness", "v", "2")
        assert "✓ done" in here.text
        await act(here, "readiness", "v", "2")
        assert "✓ done" not in here.text
        await act(here, "readiness", "v", "M06")
        assert "Put the cursor on a check of the preparation first" in here.text


async def test_an_act_without_a_row_says_what_to_do() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    hold(ledger)
    async with room((120, 36), clock, ledger) as here:
        for surface, words in (
            ("demo-order", "Put the cursor on an item first"),
            ("demo-feedback", "Put the cursor on a piece of feedback first"),
            ("demo-talk", "Put the cursor on a piece of feedback first"),
            ("last-actions", "Put the cursor on an action first"),
        ):
            await act(here, surface, "v")
            assert words in here.text
        await act(here, "demo-order", "o")
        assert "Nothing to put in order" in here.text
        await here.press("K", "plus", "escape")


@pytest.mark.parametrize("size", [(120, 36), (60, 18)])
async def test_hostile_words_in_every_dialog(size: tuple[int, int]) -> None:
    hostile = "[/] [@click=app.quit]x[/] \x1b[2J \u202e 漢字 [red]"
    clock = Clock()
    ledger = sample_ledger(clock)
    capture(ledger, hostile, "action")
    hold(ledger)
    demoing.add_item(ledger, hostile)
    demoing.set_result(ledger, "S1", "not-live", why=hostile, environment=hostile, version=hostile)
    capture(ledger, f"{hostile} #S1 v:change by:[x]", "feedback")
    demoing.answer(ledger, "F1", "declined", hostile)
    async with room(size, clock, ledger) as here:
        for surface, key, ref in (
            ("demo-order", "v", "S1"), ("demo-order", "o", "S1"), ("demo-feedback", "v", None),
            ("demo-talk", "v", "F1"), ("last-actions", "v", "A1"),
        ):  # fmt: skip
            await act(here, surface, key, ref)
            assert "\x1b" not in here.text
            assert "\u202e" not in here.text
            await here.press("escape")
        for _ in SURFACES:
            await here.press("right_square_bracket")
        assert here.app.is_running


async def test_a_choice_by_arrows_numbers_and_mouse() -> None:
    clock = Clock()
    ledger = in_a_demo(clock)
    async with room((120, 36), clock, ledger) as here:
        await act(here, "demo-order", "v", "S1")
        choice = here.app.screen.query_one(Choice)
        assert "● 1 live   ○ 2 not live   ○ 3 not shown" in here.text
        seen = []
        for key in ("left", "right", "l", "right", "1", "3", "7", "h", "space"):
            await here.press(key)
            seen.append(choice.value)
        assert seen == ["live", "not-live", "no", "no", "live", "no", "no", "not-live", "no"]
        for x, value in ((3, "live"), (14, "not-live"), (31, "no"), (60, "no")):
            await here.pilot.click(Choice, offset=(x, 0))
            await here.pilot.pause()
            assert choice.value == value
        assert "Enter saves" in str(here.app.screen.query_one("#said", Static).render())
