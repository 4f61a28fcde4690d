"""Events held by their keys, on a clock of the test, with a note of what was said where.

Nothing is written but through the console, except the empty train, which is set up by the function
that `rte init` calls.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from textual.events import Key, Paste

from console.screens.closing import ClosingScreen
from console.screens.minutes import MinutesScreen
from console.screens.paste import PasteScreen
from console.widgets.pick_list import PickList
from store.domain.clock import Phase
from store.domain.records import Event, Record
from store.exchange.templates import shipped
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger
from store.ledger.questions import QUESTIONS, Plan, answer
from store.ledger.setting_up import init
from tests.interval_script import STEPS, Sayings
from tests.screen_helpers import Clock, Room
from tests.settling import settled

ROUNDS = 3
"""From the app to the screen, to a widget, and back with what it says; then the new screen."""

TEAMS = "Anchor ANC 8, Beacon BEA 7, Dredger DRE 9, Gantry GAN 7, Capstan CAP 6"


@dataclass(frozen=True, slots=True)
class Said:
    """One line that was captured, and where: what the record must say of itself."""

    ref: str
    event: str
    step: str
    minute: int


@dataclass(slots=True)
class Interval:
    """What the test knows by itself: the lines said, and the names of the intervals."""

    here: Room
    sayings: Sayings = field(default_factory=Sayings)
    said: list[Said] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    iteration: str = "I2"

    @property
    def ledger(self) -> Ledger:
        return self.here.app.session.ledger

    async def press(self, *keys: str) -> None:
        """Press keys; each is done before the next one.

        Without the pilot's wait for an idle machine, of which a thousand keys would be minutes.
        """
        for key in keys:
            character = key if len(key) == 1 else None
            self.here.app.post_message(Key(key, character))
            await self.settle()

    async def settle(self) -> None:
        """Every widget has handled what it was sent, and what that led to: keys, forms, focus."""
        for _ in range(ROUNDS):
            await asyncio.sleep(0)
            await self.here.pilot._wait_for_screen()
        await settled()

    def at(self, moment: datetime) -> None:
        """Time passes up to `moment`; never back."""
        assert moment >= self.here.clock.at
        self.here.clock.at = moment

    async def paste(self, text: str) -> None:
        """Paste into the field that the keys go into."""
        focused = self.here.app.screen.focused
        assert focused is not None
        focused.post_message(Paste(text))
        await self.settle()

    async def say(self, lines: list[str], event: Event, step: str) -> None:
        """Capture lines: one is typed as it stands, several are pasted and taken one by one."""
        before = refs(self.ledger)
        await self.press("c")
        await self.paste("\n".join(lines))
        if len(lines) > 1:
            assert isinstance(self.here.app.screen, PasteScreen)
        await self.press("enter")
        await self.press("escape")
        new = [ref for ref in refs(self.ledger) if ref not in before]
        assert len(new) == len(lines), (lines, self.here.text)
        self.said += [Said(ref, event.ref, step, self.minute(event)) for ref in new]

    def minute(self, event: Event) -> int:
        """Whole minutes since the event began."""
        began = self.ledger.face(event).started_at
        assert began is not None
        return (self.here.app.session.now - began) // 60_000


def refs(ledger: Ledger) -> dict[str, Record]:
    """Every record with a reference that people capture, by that reference."""
    snap = ledger.snapshot()
    return {
        r.ref: r
        for kind in ("risk", "impediment", "decision", "dependency", "action", "topic", "feedback",
                     "objective", "demo")
        for r in snap.of(Record, kind)
    }  # fmt: skip


def new_train(clock: Clock) -> Ledger:
    """A train without any record, as `rte init` makes it."""
    ledger = memory_ledger(who="RTE", now=clock)
    plan = Plan(clock().date(), zone="UTC")
    given = {"name": "Harbour ART", "teams": TEAMS, "start": "2027-01-11"}
    for question in QUESTIONS:
        if question.option in given:
            plan = answer(plan, question, given[question.option])
    init(ledger, plan)
    return ledger


# -- holding an event

Deed = Callable[["Interval"], Awaitable[None]]


async def begin(run: Interval, name: str) -> Event:
    """Choose the event in the list, and start it."""
    await run.press("H", "s")
    options = run.here.app.screen.query_one(PickList)
    by = list(shipped().templates).index(name) - options.cursor
    await run.press(*["down" if by > 0 else "up"] * abs(by), "enter")
    event = run.ledger.running
    assert event is not None
    assert event.kind == shipped().templates[name].kind
    run.events.append(event.ref)
    return event


async def hold(run: Interval, name: str, extras: dict[str, Deed] | None = None) -> Event:
    """Hold an event from its first step to its minutes: lines of the script, deeds of `extras`."""
    event, script = await begin(run, name), STEPS[name]
    for place, step in enumerate(event.steps, start=1):
        assert run.here.place == step.key, (step.key, run.here.place, run.here.text)
        if step.key in script:
            run.here.clock.pass_by(seconds=61)
            await run.say(run.sayings.lines(script[step.key], run.iteration), event, step.key)
        if extras and step.key in extras:
            await extras[step.key](run)
        left = run.ledger.face(event).left_ms
        run.here.clock.pass_by(seconds=max(0, left) / 1000)
        if place < len(event.steps):
            await run.press("n")
            if run.here.place == step.key:  # the room is asked first whether it wants to
                await run.press("n")
            await wake_up(run, event)
    await run.press("e")
    assert isinstance(run.here.app.screen, ClosingScreen)
    await run.press("C")
    assert isinstance(run.here.app.screen, MinutesScreen)
    await run.press("escape")
    assert run.ledger.running is None
    return event


async def wake_up(run: Interval, event: Event) -> None:
    """An adjourned room is reopened at the time that is fixed for it."""
    opens = run.ledger.face(event).opens_at
    if opens is not None:
        await run.here.wait(seconds=(opens - run.here.app.session.now) / 1000)
        await run.press("space")
        assert run.ledger.face(event).phase is Phase.RUNNING
