"""The forms of impediments in the room, by keys, at both sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from console.screens.acts import ACT_KEYS
from console.screens.all_acts import KIND_ACTS
from console.screens.escalate import AnswerEscalationScreen, BriefScreen, EscalateScreen
from console.screens.impediment_acts import IMPEDIMENT_ACTS, IMPEDIMENT_SURFACES
from console.screens.impediment_choices import CHOICES
from console.screens.impediment_forms import UP, StandingScreen, StepScreen
from console.screens.read_back_form import FieldRow
from console.widgets.rows_view import RowsView
from store.domain.escalating import Brief
from store.domain.impeding import DEEDS
from store.domain.records import Decision, Impediment
from store.insight.surfaces import SURFACES
from store.ledger import impeding
from tests.screen_helpers import Room, room
from tests.workshop_helpers import at

SIZES = [(120, 36), (80, 24)]
ANSWERS = {
    "wanted": "a named person",
    "whom": "BO-OPS",
    "due": "fri",
    "option1": "two people: slower features",
    "option2": "a rota: a day each",
}
"""What a brief needs beyond what the record knows."""


async def act(here: Room, key: str, ref: str) -> None:
    """Press the key of an act, on the row of `ref`."""
    assert here.screen.query_one("#surface", RowsView).move_to_ref(ref)
    await here.press(key)


def item(here: Room, ref: str) -> Impediment:
    found = here.app.session.ledger.find(ref)[1]
    assert isinstance(found, Impediment)
    return found


def field(here: Room, name: str) -> Input:
    return here.app.screen.query_one(f"#field-{name} Input", Input)


def is_whole(here: Room) -> None:
    """Nothing of a dialog lies outside the terminal."""
    dialog = here.app.screen.query_one(".dialog")
    assert here.app.screen.region.contains_region(dialog.region)
    for row in here.app.screen.query("FieldRow, #said").results():
        if row.display:
            assert row.region.bottom <= dialog.region.bottom


async def escalate(here: Room, ref: str) -> None:
    """By keys alone: v, each answer with Enter, Enter through the rest, Enter on the page."""
    await act(here, "v", ref)
    for name in [row.field for row in here.app.screen.query(FieldRow)]:
        if name == "to":
            continue
        assert here.app.focused is field(here, name), name
        await here.type(ANSWERS.get(name, ""))
        await here.press("enter")


def test_every_act_has_a_key_of_the_room() -> None:
    assert set(IMPEDIMENT_SURFACES) <= set(SURFACES)
    assert [act.key for act in IMPEDIMENT_ACTS] == list(ACT_KEYS)
    assert KIND_ACTS["impediment"] == IMPEDIMENT_ACTS
    assert not any(act.on_enter for act in IMPEDIMENT_ACTS), "Enter shows the whole record"


def test_every_deed_can_be_reached_by_keys() -> None:
    keyed = {"escalate", "step"}
    assert set(DEEDS) - keyed == set(CHOICES) - {"cause"}


@pytest.mark.parametrize("size", SIZES)
async def test_escalating_is_one_key_and_the_answers(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "impediments")
        await act(here, "v", "B13")
        assert isinstance(here.app.screen, EscalateScreen)
        assert field(here, "to").value == "leadership"
        assert "Raised Thu 5 Nov 2026 by DRE, 13 days ago" in field(here, "facts").value
        assert "which decision or which help is wanted?" in here.text
        is_whole(here)
        await here.press("escape")
        await escalate(here, "B13")
        assert isinstance(here.app.screen, BriefScreen)
        assert "1. Decision wanted" in here.text
        assert "From BO-OPS, by Fri 20 Nov 2026." in here.text
        is_whole(here)
        await here.press("enter")
        found = item(here, "B13")
        assert (found.state, found.level) == ("escalated", "leadership")
        assert found.escalations[-1].options[:2] == (ANSWERS["option1"], ANSWERS["option2"])
        assert here.app.clipboard.startswith("# B13 to ART leadership: pulled into incidents")
        assert "3. do nothing" in here.app.clipboard
        assert "Saved" in here.text
        await here.press("u")
        assert item(here, "B13").state == "new"


async def test_the_keys_of_an_escalation_are_counted() -> None:
    """v, then what has to be said; of the rest only Enter."""
    async with room() as here:
        await at(here, "impediments")
        pressed = 0
        await act(here, "v", "B13")
        pressed += 1
        for name in ("whom", "due", "facts", "impact", "tried", "option1", "option2", "option3",
                     "nothing", "recommended", "owner", "know", ""):  # fmt: skip
            await here.type(ANSWERS.get(str(getattr(here.app.focused, "name", "")), ""))
            await here.press("enter")
            pressed += 1
            if name:
                assert here.app.focused is field(here, name)
        await here.press("enter")
        pressed += 1
        assert item(here, "B13").state == "escalated"
        assert pressed == 15, "one key, one Enter a field, one Enter on the page"


@pytest.mark.parametrize("size", SIZES)
async def test_what_lacks_stays_as_typed(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "impediments")
        await act(here, "v", "B13")
        await here.type("[b]one[/b] person")
        field(here, "know").focus()
        await here.press("enter")
        assert isinstance(here.app.screen, EscalateScreen), "nothing is read back that lacks"
        assert "An escalation needs whom it is asked from" in " ".join(here.text.split())
        assert field(here, "wanted").value == "[b]one[/b] person"
        field(here, "to").value = "board"
        await here.press("enter")
        assert "There is no level 'board'" in " ".join(here.text.split())
        assert item(here, "B13").escalations == ()


async def test_what_was_typed_comes_back_with_the_form() -> None:
    async with room() as here:
        await at(here, "impediments")
        await act(here, "v", "B13")
        await here.type("one person")
        await here.press("escape")
        await act(here, "v", "B07")
        assert field(here, "wanted").value == "", "it belongs to the other one"
        await here.press("escape")
        await act(here, "v", "B13")
        assert field(here, "wanted").value == "one person"
        assert here.app.focused is field(here, "whom")
        assert here.app.session.left == {}
        await here.press("escape")
        assert [*here.app.session.left] == ["EscalateScreen B13 wanted"], (
            "what the record knows is not"
        )


async def test_from_the_page_back_to_the_fields() -> None:
    async with room() as here:
        await at(here, "impediments")
        await escalate(here, "B13")
        await here.press("escape")
        assert isinstance(here.app.screen, EscalateScreen)
        assert field(here, "wanted").value == ANSWERS["wanted"]
        assert item(here, "B13").escalations == ()
        assert here.app.clipboard == ""


async def test_the_page_is_a_file_too(tmp_path: Path) -> None:
    async with room() as here:
        here.app.session.folder = tmp_path
        await at(here, "impediments")
        await escalate(here, "B13")
        await here.press("enter")
        place = tmp_path / "exports" / "brief-B13.md"
        assert place.read_text(encoding="utf-8") == here.app.clipboard
        assert place.stat().st_mode & 0o777 == 0o600
        assert "brief-B13.md" in "".join(here.text.split())
        here.app.session.folder = None


async def test_a_file_that_cannot_be_written_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("in the way", encoding="utf-8")
    async with room() as here:
        here.app.session.folder = tmp_path
        await at(here, "impediments")
        await escalate(here, "B13")
        await here.press("enter")
        assert item(here, "B13").state == "escalated"
        assert "Not written" in here.text
        assert "Its brief is in the record only" in " ".join(here.text.replace("▌", "").split())
        here.app.session.folder = None


@pytest.mark.parametrize("size", SIZES)
async def test_the_answer_is_the_same_key(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "impediments")
        await escalate(here, "B13")
        await here.press("enter")
        await act(here, "v", "B13")
        assert isinstance(here.app.screen, AnswerEscalationScreen)
        assert "Asked from BO-OPS, due Fri 20 Nov: a named person." in " ".join(here.text.split())
        is_whole(here)
        await here.type("to rotate because it is fair, by BO-OPS")
        await here.press("enter")
        await here.type("write the rota due:mon")
        await here.press("enter")
        assert "B13 is answered: to rotate · because it is fair · decided by BO-OPS" in here.text
        assert "next: write the rota · by Mon 23 Nov 2026" in here.text
        await here.press("enter")
        found = item(here, "B13")
        decision = here.app.session.ledger.find(str(found.escalations[-1].answered))[1]
        assert isinstance(decision, Decision)
        assert (found.state, found.next, decision.owner) == (
            "in progress", "write the rota", "BO-OPS",
        )  # fmt: skip
        assert f"is answered by {decision.ref}" in here.text


async def test_an_answer_without_words_is_asked_for() -> None:
    async with room() as here:
        await at(here, "impediments")
        await act(here, "v", "B05")
        assert "Its brief is not on record" in here.text
        await here.press("enter", "enter")
        assert "what was decided, why, and by whom?" in here.text
        assert item(here, "B05").state == "escalated"


@pytest.mark.parametrize("size", SIZES)
async def test_the_next_step_is_one_line(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "impediments")
        await act(here, "o", "B08")
        assert isinstance(here.app.screen, StepScreen)
        is_whole(here)
        await here.type("ask PM")
        assert "needs a day" in here.text
        await here.type(" due:fri owner:SA")
        assert "B08 next: ask PM · by Fri 20 Nov 2026 · owner SA" in here.text
        await here.press("enter", "enter")
        found = item(here, "B08")
        assert (found.next, found.due, found.owner, found.state) == (
            "ask PM", "2026-11-20", "SA", "in progress",
        )  # fmt: skip


STANDING = [
    ("begin", "B13", (), {"owner": "SM-DRE"}, "in progress"),
    ("hold", "B09", (), {"why": "no budget", "until": "fri"}, "on hold"),
    ("resolve", "B10", (), {"fix": "a router", "cause": ""}, "resolved"),
    ("verify", "B10", ("resolve",), {"team": ""}, "closed"),
    ("reopen", "B10", ("resolve",), {"why": "still slow"}, "in progress"),
    ("lower", "B07", (), {"level": "team", "why": "GAN can settle it"}, "in progress"),
    ("answer", "B05", (), {"line": "to ask because it helps", "then": ""}, "in progress"),
    ("cause", "B10", (), {"other": "b9"}, "in progress"),
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("choice", "ref", "before", "typed", "state"), STANDING)
async def test_how_it_stands(
    size: tuple[int, int],
    choice: str,
    ref: str,
    before: tuple[str, ...],
    typed: dict[str, str],
    state: str,
) -> None:
    async with room(size) as here:
        if before:
            impeding.resolve(here.app.session.ledger, ref, "a router")
        await at(here, "impediments")
        await act(here, "w", ref)
        form = here.app.screen
        assert isinstance(form, StandingScreen)
        choices = here.app.screen.query_one("#choices", RowsView)
        numbers = [row.ref for row in choices.sections[0].rows]
        names = [row.id for row in choices.sections[0].rows]
        await here.press(numbers[names.index(choice)])
        assert set(form.typed) == {f"{choice}-{name}" for name in typed}, "only what it demands"
        is_whole(here)
        for name, words in typed.items():
            at_field = field(here, f"{choice}-{name}")
            at_field.focus()
            if words:
                at_field.value = ""
            await here.type(words)
        await here.press("enter")
        assert "Say it aloud" in here.text
        is_whole(here)
        await here.press("enter")
        assert not isinstance(here.app.screen, StandingScreen)
        assert item(here, ref).state == state


def test_every_choice_is_tried() -> None:
    assert {choice for choice, *_ in STANDING} == set(CHOICES)


async def test_further_up_opens_the_brief() -> None:
    async with room() as here:
        await at(here, "impediments")
        await act(here, "w", "B05")
        form = here.app.screen
        assert isinstance(form, StandingScreen)
        assert here.app.screen.query_one("#choices", RowsView).move_to(UP)
        await here.press("enter")
        await here.pilot.pause()
        assert isinstance(here.app.screen, EscalateScreen)
        assert field(here, "to").value == "solution"


async def test_at_the_top_there_is_no_further_up() -> None:
    """One brought in without its brief may be asked with one; then only the answer is left."""
    async with room() as here:
        ledger = here.app.session.ledger
        await at(here, "impediments")
        await act(here, "w", "B14")
        assert "further up" not in here.text
        assert "ask again" in here.text
        await here.press("escape")
        options = ("a: 4 k", "b: free")
        brief = Brief(to="portfolio", wanted="a licence", whom="LPM", options=options)
        impeding.escalate(ledger, "B14", impeding.understand(ledger, brief, "fri"))
        await at(here, "impediments")
        await act(here, "w", "B14")
        assert "answered" in here.text
        assert "further up" not in here.text
        assert "ask again" not in here.text


async def test_another_team_cannot_verify_and_the_text_stays() -> None:
    async with room() as here:
        impeding.resolve(here.app.session.ledger, "B10", "a router")
        await at(here, "impediments")
        await act(here, "w", "B10")
        await here.press("1")
        at_field = field(here, "verify-team")
        at_field.value = "GAN"
        await here.press("enter")
        said = " ".join(here.text.split())
        assert "B10 was raised by CAP. Only CAP can say that it is gone, not GAN." in said
        assert at_field.value == "GAN"
        assert item(here, "B10").state == "resolved"


async def test_what_cannot_be_done_says_why() -> None:
    async with room() as here:
        await at(here, "causes")
        await act(here, "v", "B04")
        assert "is closed" in here.text
        await act(here, "o", "M03")
        assert "Put the cursor on an impediment first" in here.text
        await act(here, "w", "B06")
        assert isinstance(here.app.screen, StandingScreen)
