"""Two people edit one record: the second is told, and nothing is overwritten in silence."""

from __future__ import annotations

import pytest

from console.screens import register_acts
from console.screens.edit_forms import EditScreen
from store.ledger.capturing import capture
from store.ledger.editing import edit
from store.ledger.history import history
from store.ledger.meanwhile import changed_since
from store.ledger.undoing import undo
from tests.ledger_helpers import Hands, sample_ledger
from tests.screen_helpers import Room
from tests.together_helpers import SIZES, Sit, at, until


async def opened(room: Room, ref: str) -> EditScreen:
    room.app.session.ledger.catch_up()
    kind, record = room.app.session.ledger.find(ref)
    form = EditScreen(room.app.session, kind, record)
    room.app.push_screen(form)
    await room.pilot.pause()
    return form


def flat(text: str) -> str:
    return " ".join(word for word in text.split() if word.strip("│"))


@pytest.mark.parametrize("size", SIZES)
async def test_the_second_is_told_what_the_first_made_of_it_and_nothing_is_lost(
    sit: Sit,
    size: tuple[int, int],
) -> None:
    rte, pm = sit("RTE"), sit("PM")
    ref = capture(rte.ledger, "risk: gate cables late owner:SM-DRE").record.ref
    async with at(pm, size) as room:
        form = await opened(room, ref)
        form.rows[0].input.value = "gate cables come too late"
        edit(rte.ledger, ref, "owner:RTE")
        await room.press("down", "enter", "enter")
        said = flat(room.text)
        assert f"RTE changed {ref} at" in said
        assert "SM-DRE → RTE" in said
        assert "Enter saves it too, Esc leaves theirs." in said
        assert form.typed["text"] == "gate cables come too late"
        await room.press("enter", "enter")
        found = pm.ledger.find(ref)[1]
        assert found.text == "gate cables come too late"
        assert getattr(found, "owner", None) == "RTE", "what the other one set stays"


async def test_esc_leaves_the_version_of_the_other_and_the_text_comes_back(
    sit: Sit,
) -> None:
    rte, pm = sit("RTE"), sit("PM")
    ref = capture(rte.ledger, "risk: gate cables late").record.ref
    async with at(pm) as room:
        form = await opened(room, ref)
        form.rows[0].input.value = "mine"
        edit(rte.ledger, ref, "", "theirs")
        await room.press("down", "enter", "enter")
        assert "gate cables late → theirs" in flat(room.text)
        await room.press("escape")
        assert pm.ledger.find(ref)[1].text == "theirs"
        form = await opened(room, ref)
        assert form.typed["text"] == "mine"


async def test_words_that_only_the_form_had_put_there_overwrite_nothing(
    sit: Sit,
) -> None:
    rte, pm = sit("RTE"), sit("PM")
    ref = capture(rte.ledger, "risk: gate cables late").record.ref
    async with at(pm) as room:
        form = await opened(room, ref)
        edit(rte.ledger, ref, "", "theirs")
        form.rows[1].input.value = "owner:PM"
        await room.press("down", "enter", "enter")
        assert form.typed["text"] == "theirs", "the field shows what it says now"
        await room.press("enter", "enter")
        found = pm.ledger.find(ref)[1]
        assert (found.text, getattr(found, "owner", None)) == ("theirs", "PM")
        whole = history(pm.ledger, "risk", found)
        assert [past.by for past in whole] == ["RTE", "RTE", "PM"], "both versions are in it"


async def test_who_opens_it_second_sees_that_it_is_being_edited(sit: Sit) -> None:
    rte, pm = sit("RTE"), sit("PM")
    ref = capture(rte.ledger, "risk: gate cables late").record.ref
    rte.busy_with(ref)
    async with at(pm) as room:
        await until(room.pilot, lambda: any(one.busy for one in pm.others))
        await opened(room, ref)
        assert "RTE edits it too at this moment." in flat(room.text)
        rte.look_around()
        assert [one.busy for one in rte.others] == [ref]
        await room.press("escape")
        rte.look_around()
        assert [one.busy for one in rte.others] == [""]
        register_acts.edit(room.screen, ())


def test_what_changed_is_told_from_what_was_seen_to_what_is_there() -> None:
    ledger = sample_ledger(Hands())
    made = capture(ledger, "risk: a owner:SM-DRE").record
    assert changed_since(ledger, "risk", made) == ""
    edit(ledger, made.ref, "owner:PM")
    edit(ledger, made.ref, "owner:RTE p:4 i:5 @BEA")
    said = changed_since(ledger, "risk", made)
    assert said.startswith(f"RTE changed {made.ref} at 09:00: ")
    assert "SM-DRE → RTE" in said
    assert "and 1 more" in said
    seen = ledger.find(made.ref)[1]
    edit(ledger, made.ref, "owner:PM")
    assert changed_since(ledger, "risk", seen).count("→") == 1
    for _ in range(4):
        undo(ledger)
    assert "was taken back" in changed_since(ledger, "risk", seen)
