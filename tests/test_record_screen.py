"""One record, whole: links that are followed and back, edits in place, copies, by the keys."""

from __future__ import annotations

from typing import Any

import pytest
from textual.screen import Screen

from console.screens.edit_forms import EditScreen
from console.screens.record import RecordScreen
from console.widgets.record_view import RecordView
from store.insight.rows import Row
from store.ledger.archiving import archive
from store.ledger.capturing import capture
from store.ledger.editing import edit
from store.ledger.linking import link
from store.ledger.undoing import undo
from tests.screen_helpers import Room, room

SIZES = [(120, 36), (80, 24), (60, 18)]
BOTH = SIZES[:2]


async def opened(here: Room, ref: str) -> RecordScreen:
    session = here.app.session
    kind, record = session.ledger.find(ref)
    shown = RecordScreen(session, kind, record.id)
    await here.app.push_screen(shown)
    await here.pilot.pause()
    return shown


def followed(here: Room) -> list[str]:
    """References of the links that can be followed."""
    return [row.ref for row in links_here(here)]


def links_here(here: Room) -> tuple[Row, ...]:
    """The links of the record that is shown."""
    return tuple(here.app.screen.query_one(RecordView).links)


def on_top(here: Room, kind: type[Screen[Any]]) -> bool:
    return isinstance(here.app.screen, kind)


async def no_notices(here: Room) -> None:
    """Let the notices be gone that stand over the text."""
    here.app.clear_notifications()
    await here.pilot.pause()


def frame(here: Room) -> str:
    """The line of the frame that has the trail."""
    return next(line for line in here.text.split("\n") if "╭" in line or "┌" in line)


@pytest.mark.parametrize("size", SIZES)
async def test_links_are_followed_and_the_trail_leads_back(size: tuple[int, int]) -> None:
    async with room(size) as here:
        ledger = here.app.session.ledger
        link(ledger, "R12", ["B07"])
        link(ledger, "B07", ["D401"])
        await opened(here, "R12")
        assert "R12 risk" in frame(here)
        place = here.text.count("links to")
        assert place >= 1
        numbers = followed(here)
        await here.press(str(numbers.index("B07") + 1))
        assert "R12 › B07 impediment" in frame(here)
        assert "linked from" in here.text
        refs = followed(here)
        for _ in range(refs.index("D401")):
            await here.press("down")
        await here.press("enter")
        assert "R12 › B07 › D401 dependency" in frame(here)
        await here.press("backspace")
        assert "R12 › B07 impediment" in frame(here)
        await here.press("escape")
        assert "R12 risk" in frame(here)
        await here.press("escape")
        assert not on_top(here, RecordScreen)


async def test_q_closes_from_any_depth_and_a_number_without_a_link_does_nothing() -> None:
    async with room() as here:
        link(here.app.session.ledger, "R12", ["B07"])
        shown = await opened(here, "R12")
        await here.press("9")
        assert "›" not in frame(here)
        await here.press("1")
        await here.press("q")
        assert here.app.screen is not shown


@pytest.mark.parametrize("size", BOTH)
async def test_an_edit_in_place_shows_what_it_says_now_and_what_it_said(
    size: tuple[int, int],
) -> None:
    async with room(size) as here:
        ref = capture(here.app.session.ledger, "action: ring the yard").record.ref
        await opened(here, ref)
        await here.press("e")
        assert on_top(here, EditScreen)
        await here.type(" twice")
        await here.press("enter")
        await here.type("owner:SM-DRE due:fri")
        await here.press("enter")
        assert "owner SM-DRE · due Fri 20 Nov 2026" in here.text, "read back before it is saved"
        await here.press("enter")
        assert on_top(here, RecordScreen)
        found = here.app.session.ledger.find(ref)[1]
        assert found.text == "ring the yard twice"
        await here.press("pagedown")
        await no_notices(here)
        assert "text: ring the yard → ring the yard twice" in here.text
        assert "owner: none → SM-DRE" in here.text
        await here.press("u")
        assert here.app.session.ledger.find(ref)[1].text == "ring the yard"
        await here.press("G")
        await no_notices(here)
        assert "text: ring the yard twice → ring the yard" in here.text


async def test_what_is_refused_stays_in_the_form() -> None:
    async with room() as here:
        ref = capture(here.app.session.ledger, "action: ring").record.ref
        await opened(here, ref)
        await here.press("e", "enter")
        await here.type("state:done")
        await here.press("enter")
        assert f"state: of {ref} has rules of its own. Use rte done." in here.text
        assert "state:done" in here.text
        await here.press("enter")
        assert here.app.session.ledger.find(ref)[1].rev == 1
        await here.press("escape")
        assert on_top(here, RecordScreen)


async def test_the_words_of_an_agreed_decision_are_not_offered() -> None:
    async with room() as here:
        ref = capture(here.app.session.ledger, "decision: wait, by PM").record.ref
        await opened(here, ref)
        await here.press("e")
        assert "a decision is superseded by a later one" in here.text
        await here.type("@DRE")
        await here.press("enter", "enter")
        decided = here.app.session.ledger.find(ref)[1]
        assert (decided.text, getattr(decided, "team", None)) == ("wait, by PM", "DRE")


async def test_only_a_link_that_needs_somebody_is_marked() -> None:
    async with room() as here:
        link(here.app.session.ledger, "B07", ["R05", "R11"])
        await opened(here, "B07")
        marked = {row.ref: f"!{row.when}" in here.text for row in links_here(here)}
        assert marked == {"R05": True, "R11": False}
        assert "review 24 Nov" in here.text


async def test_what_is_against_an_objective_stands_on_its_own_page_and_not_at_a_link() -> None:
    async with room() as here:
        await opened(here, "R04")
        assert "names" in here.text
        assert [(row.ref, row.note) for row in links_here(here)] == [("O403", ""), ("O408", "")]
        await here.press("1")
        assert "R04 › O403 objective" in frame(here)
        assert "D401 conflict" in here.text


@pytest.mark.parametrize("size", BOTH)
async def test_links_are_made_and_taken_away_by_keys(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await opened(here, "B07")
        await here.press("l")
        await here.type("R999")
        await here.press("enter")
        assert "There is no R999 in this train" in here.text
        assert "R999" in here.text.split("link with")[1], "what was typed is still there"
        await here.press(*["backspace"] * 4)
        await here.type("R12, d401")
        await here.press("enter")
        assert here.app.session.ledger.find("B07")[1].links == ("R12", "D401")
        assert "links to" in here.text
        await here.press("l")
        await here.type("-R12")
        await here.press("enter")
        assert here.app.session.ledger.find("B07")[1].links == ("D401",)


@pytest.mark.parametrize("size", BOTH)
async def test_an_open_record_is_archived_with_a_reason_and_comes_back(
    size: tuple[int, int],
) -> None:
    async with room(size) as here:
        ledger = here.app.session.ledger
        ref = capture(ledger, "action: ring").record.ref
        await opened(here, ref)
        await here.press("Z", "enter")
        assert f"{ref} is still open. Say in a line why" in here.text
        await here.type("a test")
        await here.press("enter")
        assert ledger.find(ref)[1].archived == "2026-11-18"
        assert "why it was archived" in here.text
        await here.press("Z")
        assert ledger.find(ref)[1].archived is None


async def test_the_copy_is_markdown_with_links_and_history() -> None:
    async with room() as here:
        ledger = here.app.session.ledger
        ref = capture(ledger, "action: ring | <b>now</b>").record.ref
        link(ledger, ref, ["R12"])
        await opened(here, ref)
        await here.press("y")
        copied = here.app.clipboard
        assert copied.startswith(f"# {ref} action\n")
        assert r"ring \| \<b\>now\</b\>" in copied
        assert "- links to R12 " in copied
        assert "## History" in copied
        assert "see also: none → R12" in copied.replace("\\", "")


async def test_a_private_record_is_not_copied() -> None:
    async with room() as here:
        ref = capture(here.app.session.ledger, "private: pay is the reason", "action").record.ref
        await opened(here, ref)
        await here.press("y")
        assert here.app.clipboard == ""
        assert "nothing of it goes into a copy" in here.text.replace("\n", " ")


async def test_a_long_history_scrolls_and_the_newest_stands_first() -> None:
    async with room((80, 24)) as here:
        ledger = here.app.session.ledger
        ref = capture(ledger, "action: v0").record.ref
        for number in range(1, 40):
            edit(ledger, ref, "", f"v{number}")
        await opened(here, ref)
        assert "text: v38 → v39" in here.text
        assert "text: v0 → v1" not in here.text
        await here.press("G")
        assert "text: v0 → v1" in here.text
        await here.press("g")
        assert "v39" in here.text.split("\n")[2]
        for _ in range(35):
            await here.press("down")
        assert "text: v20 → v21" in here.text


async def test_a_link_to_what_is_gone_or_put_away_says_so() -> None:
    async with room() as here:
        ledger = here.app.session.ledger
        ref = capture(ledger, "action: ring").record.ref
        put_away = capture(ledger, "topic: old").record.ref
        archive(ledger, [put_away], "no use")
        ledger.who = "PM"
        gone = capture(ledger, "topic: mistaken").record.ref
        ledger.who = "RTE"
        link(ledger, ref, [put_away, gone])
        ledger.who = "PM"
        undo(ledger)
        ledger.who = "RTE"
        await opened(here, ref)
        assert "archived · old" in here.text
        assert "taken back" in here.text
        await here.press("2")
        assert "›" not in frame(here)


async def test_what_a_kind_has_keys_for_can_be_done_from_the_record() -> None:
    async with room() as here:
        ref = capture(here.app.session.ledger, "risk: ice").record.ref
        await opened(here, ref)
        assert "v letter" in here.text
        await here.press("v")
        assert not on_top(here, RecordScreen)
        await here.press("escape")
        assert on_top(here, RecordScreen)
