"""A whole planning interval by its keys: planned, held week by week, inspected, swept, followed.

The clock is the test's and nothing is written but through the console, except the empty train, which
is set up by the function that `rte init` calls. What was captured is kept beside, with the event,
the step and the minute at which it was said, and looked for in the Inspect & Adapt at the end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from textual.events import Key, Paste

from console.screens.answering import AnswerScreen
from console.screens.choosing_form import ChoosingForm
from console.screens.closing import ClosingScreen
from console.screens.minutes import MinutesScreen
from console.screens.paste import PasteScreen
from console.screens.register import RegisterScreen
from console.screens.roam import RoamScreen
from console.screens.room import RoomScreen
from console.screens.vote import VoteScreen
from console.screens.walk import WalkScreen
from console.widgets.pick_list import PickList
from store.domain.clock import Phase
from store.domain.records import DemoItem, Event, Record, Vote
from store.exchange.templates import shipped
from store.insight import carrying
from store.insight.inspect import inspect
from store.insight.plan import of_plan, plan_name
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger
from store.ledger.questions import QUESTIONS, Plan, answer
from store.ledger.setting_up import init
from tests.interval_script import ITERATIONS, STEPS, Sayings
from tests.screen_helpers import Clock, Room, room

PLANNING = datetime(2027, 1, 7, 8, 0, tzinfo=UTC)
"""Thursday of the week before the interval begins."""

FIRST_MONDAY = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
ROUNDS = 3
"""From the app to the screen, to a widget, and back with what it says; then the new screen."""

SYNCS = ("coach-sync", "po-sync", "art-sync")
WEEKS, DEMOS, AT_LEAST, OBJECTIVES = 12, 5, 300, 8
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


# -- deeds: what is done in a step beside what is said


async def values_planned(run: Interval) -> None:
    """The Business Owners value each objective, and each is committed but every fourth."""
    await run.press("g")
    for place in range(OBJECTIVES):
        await run.press("v")
        await run.paste(str(place % 10 + 1))
        await run.press("enter")
        if place % 4:
            await run.press("w")
        await run.press("down")


async def votes(run: Interval) -> None:
    """Each team votes, then the train."""
    await run.press("g")
    for _ in range(6):
        await run.press("v")
        assert isinstance(run.here.app.screen, VoteScreen)
        await run.paste("4 4 3 5 3")
        await run.press("enter", "enter", "down")


async def letters(run: Interval) -> None:
    """Every risk that has no letter gets one, in the walk: one is gone, the others have owners."""
    await run.press("W")
    walk = run.here.app.screen
    assert isinstance(walk, WalkScreen)
    while any(r.roam == "U" for r in run.ledger.snapshot().risks):
        found = walk.risk
        if found is not None and found.roam == "U":
            await run.press("R" if found.i == 1 else "O")
            assert isinstance(run.here.app.screen, RoamScreen)
            for words in ("all agree that it is gone",) if found.i == 1 else ("RTE", "in 20 days"):
                await run.paste(words)
                await run.press("enter")
            await answered(run)
            assert run.here.app.screen is walk
        before = walk.head.place
        await run.press("n")
        if walk.head.place == before:
            break
    assert not [r.ref for r in run.ledger.snapshot().risks if r.roam == "U"]
    await run.press("escape")
    assert isinstance(run.here.app.screen, RoomScreen)


async def shown_live(run: Interval) -> None:
    """Each item has the floor and is shown live: that is where it stands on record from then on."""
    event = run.ledger.running
    assert event is not None
    for _ in range(4):
        await run.press("full_stop", "v", "enter")
    shown = {r.ref for r in run.ledger.snapshot().of(DemoItem, "demo") if r.event == event.ref}
    minute = run.minute(event)
    run.said = [Said(s.ref, s.event, "show", minute) if s.ref in shown else s for s in run.said]


async def improvements_proposed(run: Interval) -> None:
    """Three improvements for the interval that is planned, on the tab of Inspect & Adapt."""
    await run.press("I", "6")
    for what, measure in (("script the rebuild", "hours to rebuild"),
                          ("pair on feeds", "feeds late"), ("ask yards weekly", "days to an answer")):  # fmt: skip
        await run.press("w")
        for typed in (what, measure, "16", "2", "", "RTE", "backlog item", "", "PI-27.1", ""):
            if typed:
                await run.paste(typed)
            await run.press("enter")
        await run.press("enter")
    await run.press("E")


async def choose(run: Interval, name: str) -> None:
    """The choice of this name in a form, and on to what it demands."""
    form = run.here.app.screen
    assert isinstance(form, ChoosingForm)
    for _ in range(9):
        if form.chosen == name:
            break
        await run.press("down")
    assert form.chosen == name
    await run.press("enter")


async def answered(run: Interval) -> None:
    """Through the fields of a form that may stay empty, the reading back, and saved."""
    form = run.here.app.screen
    for _ in range(8):
        if run.here.app.screen is not form:
            return
        await run.press("enter")
    raise AssertionError(run.here.text)


async def verdicts(run: Interval) -> None:
    """Done, then the verdict of each: moved, partly, no effect."""
    await run.press("I", "6", "g")
    for effect, now in (("moved", "2"), ("partly", "9"), ("no effect", "16")):
        screen = run.here.screen
        waiting = [i for i in run.ledger.snapshot().improvements if i.state == "proposed"]
        screen.pane.move_to_ref(waiting[0].ref)  # type: ignore[attr-defined]  # the screen's own
        for deed in ("accept", "done"):
            await run.press("o")
            await choose(run, deed)
            await answered(run)
        await run.press("v")
        await choose(run, effect)
        await run.paste(now)
        await answered(run)
    await run.press("E")


async def actual_values(run: Interval) -> None:
    """One sitting: every objective by its digit."""
    await run.press("o", *[str(place % 10) for place in range(OBJECTIVES)], "escape")


async def swept(run: Interval) -> None:
    """One risk is closed, the rest goes on with one reason, and the interval is closed."""
    await run.press("g", "o", "R")
    await run.paste("the season is over")
    await run.press("enter", "enter")
    await run.press("g", "v", "right", "right", "down")
    assert isinstance(run.here.app.screen, AnswerScreen)
    await run.paste("it still stands after the season")
    await run.press("down")
    await run.paste("2027-04-20")
    await run.press("enter")
    await run.press("w", "right", "enter")


async def next_interval_planned(run: Interval) -> None:
    """The next interval, as Setup offers it."""
    await run.press("H", "S")
    for _ in range(60):
        if run.here.screen._fields.current.id == "pi:+":  # type: ignore[attr-defined]
            break
        await run.press("down")
    await run.press("enter", "enter", "H")
    assert len(run.ledger.intervals) == 2


# -- the run


async def weeks(run: Interval) -> None:
    """Twelve weeks of syncs, a demo at the end of every iteration, a risk workshop in the third."""
    for week in range(WEEKS):
        monday = FIRST_MONDAY + timedelta(weeks=week)
        run.iteration = ITERATIONS[min(week // 2, 4)]
        run.at(monday)
        await hold(run, SYNCS[week % 3])
        if week == 2:
            run.at(monday + timedelta(days=2))
            await hold(run, "risk-workshop", {"walk": letters})
        if week % 2 and week // 2 < DEMOS:
            run.at(monday + timedelta(days=4))
            await hold(run, "system-demo", {"show": shown_live})


@pytest.mark.timeout(600)  # a thousand keys: a minute on an idle machine, several on a busy one
async def test_a_whole_interval() -> None:
    clock = Clock(PLANNING)
    async with room((80, 24), clock, new_train(clock)) as here:
        run = Interval(here)
        await hold(run, "pi-planning", {
            "breakouts-2": values_planned, "risks": letters, "vote": votes,
            "forward": improvements_proposed,
        })  # fmt: skip
        assert len(run.ledger.snapshot().of(Vote, "vote")) == 6
        await weeks(run)
        run.at(FIRST_MONDAY + timedelta(weeks=11, days=1))
        await next_interval_planned(run)
        await hold(run, "inspect-adapt", {
            "brief": verdicts, "demo": actual_values, "carry": swept,
        })  # fmt: skip
        assert len(run.said) >= AT_LEAST
        everything_is_told(run)
        everything_is_settled(run)
        run.at(FIRST_MONDAY + timedelta(weeks=11, days=3))
        await opens_with_what_was_carried(run)


def everything_is_told(run: Interval) -> None:
    """Each line stands once in the Inspect & Adapt, with its event, its step and its minute."""
    snap = run.ledger.snapshot()
    rows = [row for part in inspect(snap, "PI-27.1").sections for row in part.rows]
    told = {row.ref: row.state for row in rows}
    for one in run.said:
        event = snap.event_called(one.event)
        assert event is not None
        title = next(step.title for step in event.steps if step.key == one.step)
        assert told.get(one.ref) == f"{one.event} min {one.minute} {title}", one
    assert len({one.ref for one in run.said}) == len(run.said)
    shown = [row.ref for row in rows]
    assert all(shown.count(one.ref) == 1 for one in run.said)


def everything_is_settled(run: Interval) -> None:
    """Every objective has its value, every improvement its verdict, and the interval is closed."""
    snap = run.ledger.snapshot()
    assert [i.effect for i in snap.improvements] == ["moved", "partly", "no effect"]
    assert all(o.actual is not None for o in snap.objectives)
    assert len(snap.objectives) == OBJECTIVES
    assert carrying.still_open(snap, "PI-27.1") == {}
    assert snap.intervals[0].state == "closed"


async def opens_with_what_was_carried(run: Interval) -> None:
    """The next PI planning has what was carried, in its plan, its registers and its risk walk."""
    event = await begin(run, "pi-planning")
    snap = run.ledger.snapshot()
    assert event.pi == plan_name(snap) == snap.intervals[1].short
    for kind in ("risk", "impediment", "dependency", "action"):
        gone = [r for r in snap.of(Record, kind) if event.pi in r.carried]
        if kind == "dependency":
            gone = [r for r in snap.dependencies if r.carries]
        mine = {r.ref for r in of_plan(snap, Record, kind)}
        assert gone, kind
        assert {r.ref for r in gone} <= mine
    await run.press("B")
    register = run.here.screen
    assert isinstance(register, RegisterScreen)
    listed = {row.ref for part in register.pane.rows.sections for row in part.rows}
    assert {r.ref for r in snap.risks if event.pi in r.carried} <= listed
