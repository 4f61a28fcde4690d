"""How many keys a person needs, counted through the real interface.

Text that somebody types is not counted, keys that are none of it are: the key that opens, Enter
from field to field, the one that saves.
"""

from __future__ import annotations

import random

from textual.app import App

from console.screens.record import RecordScreen
from console.screens.register import RegisterScreen
from store.domain.records import Impediment, Risk
from store.ledger.ledger import Ledger
from tests.screen_helpers import NAMES, Clock, Room, room, sample_ledger


class Keys:
    """Presses keys in a room and counts those that are not text."""

    def __init__(self, here: Room) -> None:
        self._here = here
        self.pressed = 0

    async def press(self, *keys: str) -> None:
        self.pressed += len(keys)
        await self._here.press(*keys)

    async def text(self, words: str) -> None:
        await self._here.pilot.press(*(NAMES.get(sign, sign) for sign in words))
        await self._here.pilot.pause()


def risk_of(here: Room, ref: str) -> Risk:
    found = here.app.session.ledger.find(ref)[1]
    assert isinstance(found, Risk)
    return found


async def test_a_risk_with_team_owner_and_date_is_its_text_and_two_keys() -> None:
    async with room(size=(80, 24)) as here:
        keys = Keys(here)
        await keys.press("r")
        await keys.text("test rig is late @GAN owner:SM-GAN due:fri p:4 i:3")
        await keys.press("enter")
        assert keys.pressed == 2
        made = risk_of(here, "R13")
        assert (made.text, made.team, made.owner) == ("test rig is late", "GAN", "SM-GAN")
        assert (made.review, made.p, made.i) == ("2026-11-20", 4, 3)


async def test_a_letter_is_one_key_and_what_it_owes() -> None:
    async with room(size=(80, 24)) as here:
        await here.press("B")
        keys = Keys(here)
        await keys.press("O")
        opened = keys.pressed
        await keys.text("SM-DRE")
        await keys.press("enter")
        await keys.text("fri")
        await keys.press("enter", "enter")
        assert opened == 1
        assert keys.pressed - opened == 3, "one Enter for each of two duties, one that saves"
        risk = risk_of(here, "R12")
        assert (risk.roam, risk.owner, risk.review) == ("O", "SM-DRE", "2026-11-20")


async def test_escalating_is_one_key_and_the_answers_of_the_brief() -> None:
    answers = (
        "two people off incidents", "BO-OPS", "fri", "", "I3 and I4 lose a third", "",
        "rotate weekly: slower", "hire two: 20 k", "", "I5 slips", "rotate", "", "",
    )  # fmt: skip
    async with room() as here:
        await here.press("B", "2", "slash", "1", "3", "tab")
        keys = Keys(here)
        await keys.press("v")
        opened = keys.pressed
        for answer in answers:
            await keys.text(answer)
            await keys.press("enter")
        await keys.press("enter")
        assert opened == 1
        assert keys.pressed - opened == len(answers) + 1, "one Enter an answer, one that saves"
        item = here.app.session.ledger.find("B13")[1]
        assert isinstance(item, Impediment)
        assert item.state == "escalated"
        brief = item.escalations[-1]
        assert (brief.wanted, brief.whom) == ("two people off incidents", "BO-OPS")
        assert len(brief.options) == 3


def ten_thousand() -> Ledger:
    """The sample train with 10,000 risks, all in the same words: only references tell them."""
    ledger = sample_ledger(Clock())
    with ledger.change("import") as change:
        for number in range(13, 10_001):
            change.new("risk", {"ref": f"R{number}", "text": "the yard floods", "roam": "U",
                                "raised": "2026-11-01", "pi": "PI-26.4"})  # fmt: skip
    return ledger


def three(number: int) -> str:
    """What is typed for a reference: its digits, from 1000 on the code that stands beside it."""
    if number < 1000:
        return str(number)
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    first, rest = divmod(number - 1000, 36 * 36)
    return f"{chr(ord('a') + first)}{digits[rest // 36]}{digits[rest % 36]}"


async def test_any_of_ten_thousand_is_opened_by_five_keys() -> None:
    chance = random.Random(7)
    async with room(size=(80, 24), ledger=ten_thousand()) as here:
        await here.press("B")
        await until_all_are_read(here.app, here)
        for number in sorted(chance.sample(range(13, 10_001), 12)):
            typed = three(number)
            assert len(typed) <= 3
            keys = Keys(here)
            await keys.press("slash", *typed, "enter")
            assert keys.pressed <= 5
            shown = here.app.screen
            assert isinstance(shown, RecordScreen)
            assert f"R{number} " in here.text
            await here.press("escape", "escape")


async def until_all_are_read(app: App[None], here: Room) -> None:
    """A large register is read in slices between the keys."""
    for _ in range(2_000):
        screen = here.screen
        assert isinstance(screen, RegisterScreen)
        if screen.register.done:
            return
        await here.pilot.pause()
    raise AssertionError("the register was never read whole")
