"""What is done by key in the steps of an interval, beside what is said in them.

Each deed takes the run, with its step in front, and leaves the room as it found it. A part of the
agenda that gets a surface of its own gets a deed here and a place in the tables of the run.
"""

from __future__ import annotations

from console.screens.answering import AnswerScreen
from console.screens.choosing_form import ChoosingForm
from console.screens.inspect import InspectScreen
from console.screens.roam import RoamScreen
from console.screens.room import RoomScreen
from console.screens.vote import VoteScreen
from console.screens.walk import WalkScreen
from console.widgets.rows_view import RowsView
from store.domain.records import DemoItem
from tests.interval_run import Interval, Said

OBJECTIVES = 8
IMPROVEMENTS = (
    ("script the rebuild", "hours to rebuild"),
    ("pair on feeds", "feeds late"),
    ("ask yards weekly", "days to an answer"),
)


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
    for what, measure in IMPROVEMENTS:
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
        assert isinstance(screen, InspectScreen)
        waiting = [i for i in run.ledger.snapshot().improvements if i.state == "proposed"]
        assert screen.pane.move_to_ref(waiting[0].ref)
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
    fields = run.here.screen.query_one("#fields", RowsView)
    for _ in range(60):
        if fields.current is not None and fields.current.id == "pi:+":
            break
        await run.press("down")
    await run.press("enter", "enter", "H")
    assert len(run.ledger.intervals) == 2
