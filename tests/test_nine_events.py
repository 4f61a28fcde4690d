"""Each event that ships, run by its keys from the first step to the last, and its record looked at.

The clock is the test's. In every step something is said that belongs there; what a surface offers
is done by its own keys. At the end the record must hold all of it, at its place.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from console.screens.closing import ClosingScreen
from console.screens.minutes import MinutesScreen
from store.domain.clock import Phase
from store.domain.records import (
    Action,
    Check,
    DemoItem,
    Event,
    Feedback,
    Improvement,
    Moment,
    Problem,
    Record,
    Risk,
    Topic,
    Vote,
)
from store.exchange.minutes import event_minutes
from store.exchange.templates import shipped
from store.insight.stage import scene
from tests.screen_helpers import Room, room

MINUTE = 60_000
Deed = Callable[[Room], Awaitable[None]]


def says(key: str, line: str) -> Deed:
    """Somebody captures a line by its key."""

    async def deed(here: Room) -> None:
        await here.capture(key, line)

    return deed


def presses(*keys: str) -> Deed:
    """Keys, and text between angle brackets."""

    async def deed(here: Room) -> None:
        for key in keys:
            if key.startswith("<"):
                await here.type(key[1:-1])
            else:
                await here.press(key)

    return deed


DECIDES = says("d", "the freeze moves because: the strike by:PM")
PROMISES = says("a", "ask the yard owner:PM due:fri")

TO_ART = ("g", *["down"] * 7)
"""To the train's line below those of its seven teams."""

DEEDS: dict[str, dict[str, tuple[Deed, ...]]] = {
    "art-sync": {
        "objectives": (PROMISES,),
        "dependencies": (says("x", "berth plan DRE>BEA need:I5"),),
        "impediments": (says("i", "staging is down @GAN owner:RTE due:fri"),),
        "risks": (says("r", "if the strike goes on then O406 slips p:3 i:4"),),
        "scope": (DECIDES,),
    },
    "coach-sync": {
        "last-actions": (PROMISES,),
        "questions": (says("i", "no test data @ANC owner:RTE due:fri"),),
        "readback": (says("p", "who tests the crane owner:SA due:fri"),),
    },
    "po-sync": {"scope": (DECIDES,), "readiness": (PROMISES,)},
    "system-demo": {
        "order": (
            presses("w", "<booking end to end @ANC>", "enter", "<gate camera @GAN>", "enter",
                    "escape"),
        ),
        "show": (
            presses("full_stop", "v", "down", "<staging>", "down", "<2.14.0>", "enter"),
            presses("full_stop", "v", "2", "down", "down", "down", "down", "<no camera>", "enter"),
        ),
        "talk": (says("f", "too many clicks v:change by:Harbour master #S1"),),
        "sum": (PROMISES,),
    },
    "risk-workshop": {
        "collect": (says("r", "if the crane fails then O401 slips p:4 i:5"),),
        "walk": (
            presses("full_stop", "v", "R", "enter", "<all agree that it is gone>", "enter",
                    "enter"),
        ),
        "leaders": (DECIDES,),
    },
    "mid-pi-review": {"exposure": (DECIDES,), "decisions": (PROMISES,)},
    "inspect-adapt": {
        "brief": (presses("v", *["enter"] * 4),),
        "demo": (presses("o", *"95864t38297584", "escape"),),
        "measures": (says("p", "late scope again"),),
        "retro": (presses("o"), presses("v")),
        "agree": (
            presses("o", "e", "down", "<Fathom>", "down", "<each week>", "down",
                    "<two objectives slipped>", "enter", "escape"),
        ),
        "causes": (
            presses("o", "n", "<nobody asks>", "enter", "escape", "w", "<no slot for it>", "enter",
                    "escape", "m", "<tools>", "enter", "G", "n", "<one database>", "enter",
                    "escape", "escape"),
        ),
        "biggest": (
            presses("o", "v", "<4>", "down", "down", "<2 9 1>", "enter", "o", "escape"),
        ),
        "restate": (presses("o", "enter", "<steps wait for a free slot>", "enter", "escape"),),
        "solutions": (presses("o", "n", "<a slot a week; a wiki>", "enter", "escape", "escape"),),
        "backlog": (presses("o", "enter", "enter", "escape"),),
        "carry": (DECIDES,),
    },
    "pi-planning": {
        "breakouts-1": (presses("enter"), says("r", "if DRE is late then BEA waits p:3 i:3")),
        "draft-review": (presses("v"),),
        "management": (DECIDES,),
        "breakouts-2": (presses("v", "<9>", "enter"),),
        "final-review": (presses("w", "<load in I3>", "enter"),),
        "vote": (presses(*TO_ART, "v", "enter", "<1:1 2:0 3:20 4:30 5:10>", "enter",
                         "<risk: the gate is late>", "enter", "enter"),),
        "retro": (presses("w", "<shorter context>", "enter", "escape"),),
        "forward": (PROMISES,),
    },
    "pi-planning-half-days": {
        "open": (says("p", "cameras on owner:RTE due:fri"),),
        "coach-sync-1": (presses("enter"),),
        "draft-review": (presses("v"),),
        "adjustments": (DECIDES,),
        "vote": (presses(*TO_ART, "v", "enter", "<4 4 3 5 2>", "enter", "enter", "enter"),),
        "retro": (presses("v", "<four half-days>", "enter", "escape"),),
        "forward": (PROMISES,),
    },
}  # fmt: skip


async def start(here: Room, name: str) -> Event:
    """Choose the event in the list, and start it."""
    await here.press("s", *["down"] * list(shipped().templates).index(name), "enter")
    event = here.app.session.ledger.running
    assert event is not None
    return event


async def pass_steps(here: Room, event: Event, deeds: dict[str, tuple[Deed, ...]]) -> list[str]:
    """Go through the agenda as planned: every step its minutes; the room sleeps overnight."""
    ledger, visited = here.app.session.ledger, []
    for place, step in enumerate(event.steps, start=1):
        face = ledger.face(event)
        assert face.step is not None
        assert face.step.key == step.key
        assert f"{place}/{len(event.steps)}" in here.text
        assert step.title[:12] in here.text
        visited.append(step.key)
        for deed in deeds.get(step.key, ()):
            await deed(here)
        face = ledger.face(event)
        await here.wait(seconds=face.left_ms / 1000)
        assert ledger.face(event).left_ms == 0
        if place < len(event.steps):
            await here.next_step()
            await wake_up(here, event)
    return visited


async def wake_up(here: Room, event: Event) -> None:
    """An adjourned room is reopened at the time that is fixed for it."""
    face = here.app.session.ledger.face(event)
    if face.opens_at is not None:
        assert "adjourned" in here.text
        await here.wait(seconds=(face.opens_at - here.app.session.now) / 1000)
        await here.press("space")
        assert here.app.session.ledger.face(event).phase is Phase.RUNNING


def made_in(here: Room, event: Event, kind: type[Record]) -> list[Record]:
    """Records of a type that came out of the event."""
    snap = here.app.session.snapshot
    found = [r for rs in (snap.records[k] for k in snap.records) for r in rs]
    return [r for r in found if isinstance(r, kind) and r.event == event.ref]


@pytest.mark.timeout(300)  # hundreds of keys: a slow machine takes its time
@pytest.mark.parametrize("name", [*shipped().templates])
async def test_an_event_from_its_first_step_to_its_record(name: str) -> None:
    template = shipped().templates[name]
    deeds = DEEDS[name]
    assert set(deeds) <= {step.key for step in template.steps}
    async with room((120, 36)) as here:
        session = here.app.session
        if name.startswith("pi-planning"):
            here.clock.pass_by(minutes=-60 if name == "pi-planning" else 240)
        event = await start(here, name)
        assert await pass_steps(here, event, deeds) == [step.key for step in template.steps]
        snap = session.snapshot
        face = session.ledger.face(event)
        assert face.behind_ms == 0
        assert scene(snap, face).event.startswith(template.title)
        await here.press("e")
        assert isinstance(here.app.screen, ClosingScreen)
        await here.press("tab")
        await here.type("4 5 3")
        await here.press("enter", "C")
        assert isinstance(here.app.screen, MinutesScreen)
        closed = session.ledger.find(event.ref)[1]
        assert isinstance(closed, Event)
        rows = session.ledger.face(closed).rows
        assert [row.state for row in rows] == ["done"] * len(template.steps)
        assert [row.spent_ms for row in rows] == [s.minutes * MINUTE for s in template.steps]
        assert closed.roti == (0, 0, 1, 1, 1)
        minutes = event_minutes(session.snapshot, closed)
        CHECKS[name](here, closed, minutes)


def texts(found: list[Record]) -> list[str]:
    return [record.text for record in found]


def of_sync(here: Room, event: Event, minutes: str) -> None:
    promised = made_in(here, event, Action)
    if event.kind != "mid-pi-review":
        assert [r.step for r in promised] == [s for s, _ in where(event, "ask the yard")]
    assert "ask the yard" in minutes
    said = [r for r in made_in(here, event, Record) if not isinstance(r, Moment)]
    assert len(said) == len(DEEDS[event.kind])
    assert {record.step for record in said} == set(DEEDS[event.kind])


def where(event: Event, line: str) -> list[tuple[str, str]]:
    """Steps in which the script says a line that every sync has."""
    named = {"art-sync": "objectives", "coach-sync": "last-actions", "po-sync": "readiness",
             "mid-pi-review": "decisions"}  # fmt: skip
    return [(named[event.kind], line)]


def of_demo(here: Room, event: Event, minutes: str) -> None:
    first, second = (r for r in made_in(here, event, DemoItem) if isinstance(r, DemoItem))
    assert (first.shown, first.environment, first.version) == ("live", "staging", "2.14.0")
    assert (second.shown, second.why) == ("not-live", "no camera")
    said = made_in(here, event, Feedback)
    assert [(f.item, f.verdict) for f in said if isinstance(f, Feedback)] == [("S1", "change")]
    assert "no camera" in minutes
    assert "too many clicks" in minutes


def of_risks(here: Room, event: Event, minutes: str) -> None:
    lettered = [r for r in here.app.session.snapshot.risks
                if any(given.event == event.ref for given in r.roamed)]  # fmt: skip
    assert [r.roam for r in lettered] == ["R"]
    assert lettered[0].note == "all agree that it is gone"
    assert texts(made_in(here, event, Risk)) == ["if the crane fails then O401 slips"]
    assert lettered[0].ref in minutes


def of_learning(here: Room, event: Event, minutes: str) -> None:
    topics = [t for t in made_in(here, event, Topic) if isinstance(t, Topic)]
    assert [(t.step, t.state) for t in topics] == [("measures", "open"), ("retro", "open")]
    snap = here.app.session.snapshot
    verdict = next(one for one in snap.improvements if one.ref == "M02")
    assert (verdict.effect, verdict.steps_taken[-1].event) == ("partly", event.ref)
    assert [o.actual for o in snap.objectives if o.pi == event.pi] == [
        9, 5, 8, 6, 4, 10, 3, 8, 2, 9, 7, 5, 8, 4,
    ]  # fmt: skip
    (problem,) = [p for p in made_in(here, event, Problem) if isinstance(p, Problem)]
    assert (problem.where, problem.effect) == ("Fathom", "two objectives slipped")
    assert problem.links[:2] == ("B05", "B06"), "what the candidate rests on"
    assert [(c.bone, c.under, c.dots) for c in problem.causes] == [
        ("People", None, 2), ("Tools", None, 9), ("Environment", None, 1),
    ]  # fmt: skip
    assert problem.root == "c2"
    assert problem.restated == "steps wait for a free slot"
    (made,) = [m for m in made_in(here, event, Improvement) if isinstance(m, Improvement)]
    assert (made.text, made.problem, made.cause) == ("a slot a week", problem.ref, "no slot for it")
    assert [s.became for s in problem.solutions] == [made.ref, None]
    for said in ("steps wait for a free slot", "the freeze moves", "late scope again"):
        assert said in minutes


def of_planning(here: Room, event: Event, minutes: str) -> None:
    checks = [c for c in made_in(here, event, Check) if isinstance(c, Check)]
    assert {c.step for c in checks} >= {"draft-review"}
    votes = [v for v in made_in(here, event, Vote) if isinstance(v, Vote)]
    assert [v.scope for v in votes] == ["ART"]
    half = event.title.endswith("half-days")
    assert votes[0].count == ((0, 1, 1, 2, 1) if half else (1, 0, 20, 30, 10))
    became = [c.became for c in votes[0].concerns]
    assert len(became) == 1
    assert (became[0] is None) == half
    assert "ask the yard" in minutes
    assert "Confidence" in minutes


CHECKS: dict[str, Callable[[Room, Event, str], None]] = {
    "art-sync": of_sync,
    "coach-sync": of_sync,
    "po-sync": of_sync,
    "mid-pi-review": of_sync,
    "system-demo": of_demo,
    "risk-workshop": of_risks,
    "inspect-adapt": of_learning,
    "pi-planning": of_planning,
    "pi-planning-half-days": of_planning,
}


def test_every_template_that_ships_is_run() -> None:
    assert set(DEEDS) == set(CHECKS) == set(shipped().templates)
