"""Edit, link, copy and archive on one record or several, through the forms and their keys."""

from __future__ import annotations

import pytest

from console.screens import register_acts
from console.screens.edit_forms import EditManyScreen
from store.insight.mixed import row_of
from store.insight.rows import Row
from store.ledger.archiving import archive
from store.ledger.capturing import capture
from store.ledger.promising import close
from store.ledger.undoing import undo
from tests.screen_helpers import Room, room

BOTH = [(120, 36), (80, 24)]


def rows(here: Room, *lines: str) -> tuple[Row, ...]:
    """Rows of records that are captured now."""
    ledger = here.app.session.ledger
    made = [capture(ledger, line) for line in lines]
    snap = ledger.snapshot()
    return tuple(row_of(one.kind, one.record, snap) for one in made)


@pytest.mark.parametrize("size", BOTH)
async def test_several_are_edited_by_one_line(size: tuple[int, int]) -> None:
    async with room(size) as here:
        chosen = rows(here, "risk: a", "action: b", "topic: c")
        register_acts.edit(here.screen, chosen)
        await here.pilot.pause()
        assert "3 records · edit together" in here.text
        assert ", ".join(row.ref for row in chosen) in here.text
        await here.type("owner:SM-DRE due:fri")
        assert "3 records: owner SM-DRE · due Fri 20 Nov 2026" in here.text
        await here.press("enter", "enter")
        found = [here.app.session.ledger.find(row.ref)[1] for row in chosen]
        assert {getattr(record, "owner", None) for record in found} == {"SM-DRE"}
        assert "3 records edited" in here.text
        await here.press("u")
        found = [here.app.session.ledger.find(row.ref)[1] for row in chosen]
        assert {getattr(record, "owner", None) for record in found} == {None}


async def test_a_refusal_of_one_changes_none_and_the_line_stays() -> None:
    async with room() as here:
        ledger = here.app.session.ledger
        chosen = rows(here, "risk: a", "decision: b, by PM")
        archive(ledger, [chosen[1].ref], "a test")
        register_acts.edit(here.screen, chosen)
        await here.pilot.pause()
        await here.type("owner:SA")
        await here.press("enter")
        assert isinstance(here.app.screen, EditManyScreen)
        assert "Say it aloud" not in here.text
        assert f"{chosen[1].ref} is archived." in here.text
        assert "owner:SA" in here.text
        assert getattr(ledger.find(chosen[0].ref)[1], "owner", None) is None


async def test_what_belongs_to_one_record_is_not_offered_for_several() -> None:
    async with room() as here:
        register_acts.edit(here.screen, rows(here, "risk: a", "risk: b"))
        await here.pilot.pause()
        await here.type("hello")
        assert "'hello' is not understood here" in here.text
        await here.press("enter")
        assert "Say it aloud" not in here.text


async def test_several_are_copied_as_a_table_without_private_ones() -> None:
    async with room() as here:
        register_acts.copy(here.screen, rows(here, "risk: plain | one", "risk: private: pay"))
        await here.pilot.pause()
        copied = here.app.clipboard
        assert copied.startswith("# Risks\n\n| Ref | When |")
        assert r"plain \| one" in copied
        assert "pay" not in copied
        assert "1 private, left out." in copied
        assert "Copied as Markdown" in here.text
        register_acts.copy(here.screen, rows(here, "risk: a", "action: b"))
        assert here.app.clipboard.startswith("# Records\n")


@pytest.mark.parametrize("size", BOTH)
async def test_settled_ones_are_archived_by_y_open_ones_ask_why(size: tuple[int, int]) -> None:
    async with room(size) as here:
        ledger = here.app.session.ledger
        done, waiting = rows(here, "action: a", "action: b")
        close(ledger, done.ref)
        register_acts.archive(here.screen, (done,))
        await here.pilot.pause()
        assert not ledger.find(done.ref)[1].archived
        await here.press("y")
        assert ledger.find(done.ref)[1].archived
        undo(ledger)
        register_acts.archive(here.screen, (done, waiting))
        await here.pilot.pause()
        assert f"{waiting.ref} still counts." in here.text
        await here.type("doubles of last week")
        await here.press("enter")
        assert all(ledger.find(row.ref)[1].archived for row in (done, waiting))
        register_acts.archive(here.screen, (done, waiting))
        await here.pilot.pause()
        assert not any(ledger.find(row.ref)[1].archived for row in (done, waiting))


async def test_linking_is_for_one_record_and_says_what_to_do_for_several() -> None:
    async with room() as here:
        register_acts.link(here.screen, rows(here, "risk: a", "risk: b"))
        await here.pilot.pause()
        assert "2 records are selected" in here.text


async def test_nothing_under_the_cursor_and_what_is_gone_are_told() -> None:
    async with room() as here:
        (row,) = rows(here, "risk: a")
        undo(here.app.session.ledger)
        for act in (register_acts.edit, register_acts.copy, register_acts.archive):
            act(here.screen, (row,))
            await here.pilot.pause()
            assert "was taken back meanwhile" in here.text
            here.app.clear_notifications()
            act(here.screen, ())
            await here.pilot.pause()
            assert "no record under the cursor" in here.text
            here.app.clear_notifications()
