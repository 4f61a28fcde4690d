"""The stage: what the audience sees, what it never sees, and that it can change nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from console.config import Config
from console.screens.stage import StageScreen
from console.session import Session
from console.stage import StageApp
from console.themes import PALETTES
from console.widgets import digits
from console.widgets.clock_panel import reading
from console.widgets.stage_parts import balanced, wrapped
from store.domain.agenda import Template
from store.domain.clock import Level, Phase, face
from store.domain.records import Step
from store.errors import Damaged
from store.insight.rows import Row
from store.insight.stage import Scene, level_words, scene, without_keys
from store.insight.surfaces import SURFACES, surface
from store.ledger import running
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.onlooking import Onlooker
from store.memory import MemoryLog
from tests.cli_helpers import HOSTILE, Rte
from tests.screen_helpers import Clock, Room, room, sample_ledger

ROOT = Path(__file__).resolve().parents[1]
SIZES = ((60, 18), (80, 24), (120, 36), (200, 60))
BLOCKS = set("▀▄█")


def to_step(ledger: Ledger, clock: Clock, number: int) -> None:
    """An ART Sync at its step `number` behind the briefing, from 1, three minutes in."""
    running.start(ledger, "art-sync")
    running.go_next(ledger)
    for _ in range(number - 1):
        clock.pass_by(minutes=5)
        running.go_next(ledger)
    clock.pass_by(minutes=3)


def shown(ledger: Ledger, *zones: str) -> Scene:
    event = ledger.running
    seen = ledger.face(event) if event else None
    return scene(ledger.snapshot(), seen, [ZoneInfo(name) for name in zones])


def rows_of(found: Scene) -> list[Row]:
    return [row for part in found.sections for row in part.rows]


def text_of(found: Scene) -> str:
    """All that a scene could put on a screen."""
    return repr(replace(found, face=None))


# -- the scene


def test_a_scene_says_step_time_list_and_what_comes_next() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    to_step(ledger, clock, 4)
    found = shown(ledger, "America/New_York")
    assert (found.train, found.event) == ("Tideway ART", "ART Sync E8")
    assert (found.place, found.step) == ("5/8", "Impediments and escalations")
    assert found.leaves == "a next step and a date for each impediment"
    assert found.face is not None
    assert found.face.left_ms == 7 * 60_000
    assert found.level == "left"
    assert (found.ahead, found.ahead_at) == ("Risks", "09:25")
    assert (found.at, found.elsewhere) == ("09:18", ("04:18 New York",))
    assert [row.ref for row in rows_of(found)][:3] == ["B08", "B13", "B07"]


def test_the_last_step_says_when_the_event_ends() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    to_step(ledger, clock, 7)
    assert (shown(ledger).ahead, shown(ledger).ahead_at) == ("", "09:34")


def test_without_a_running_event_there_is_the_train_and_the_time() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    assert shown(ledger) == Scene(train="Tideway ART", at="09:00")
    assert shown(ledger).step == "No event is running"
    to_step(ledger, clock, 2)
    running.close(ledger)
    assert shown(ledger).step == "No event is running"


def test_a_step_without_a_list_has_none() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    steps = (Step(key="break", title="Break", minutes=15),)
    running.start(ledger, probe("Pause", *steps))
    assert shown(ledger).sections == ()


def probe(title: str, *steps: Step) -> Template:
    """A template of these steps."""
    return Template(name="probe", kind="art-sync", title=title, steps=steps)


SECRETS = ("thinks the date is a joke", "QA-NIGHT", "planted by nobody", "kept from the audience")


def with_secrets(clock: Clock) -> Ledger:
    """A train in which something private stands wherever it can."""
    ledger = sample_ledger(clock, who="QA-NIGHT")
    running.start(ledger, "art-sync")
    for kind in ("risk", "impediment", "decision", "action", "topic", "dependency", "objective"):
        capture(ledger, f"private: kept from the audience, a {kind}", kind)
        capture(ledger, f"(Private) kept from the audience, a {kind}", kind)
        capture(ledger, f"for everybody to see, a {kind}", kind, anonymous=True)
        capture(ledger, f"seen by all, a {kind}", kind)
    with ledger.change("amend") as change:
        for kind in ("risk", "impediment", "decision", "action", "topic", "objective"):
            for record in ledger.views.all(kind):
                change.amend(kind, record.id, {"note": SECRETS[0], "planted": SECRETS[2]})
    return ledger


@pytest.mark.parametrize("name", [*SURFACES])
def test_nothing_private_is_in_the_scene_of_any_list(name: str) -> None:
    clock = Clock()
    ledger = with_secrets(clock)
    step = Step(key="one", title="One", minutes=5, surface=name)
    running.close(ledger)
    running.start(ledger, probe("Probe", step))
    for kind in ("risk", "decision", "action"):
        capture(ledger, f"private: kept from the audience, {kind}", kind)
        capture(ledger, f"open to all, {kind}", kind)
    found = shown(ledger)
    said = text_of(found)
    assert [secret for secret in SECRETS if secret in said] == []
    assert all(row.note == "" and not row.computed for row in rows_of(found))
    assert "Press " not in said
    everything = surface(ledger.snapshot(), name).rows
    assert rows_of(found) or len(everything) < 2, "the list has its public rows"


def test_what_is_only_typed_is_in_no_scene() -> None:
    """Drafts are no records; nothing that a scene is made from has them."""
    clock = Clock()
    ledger = sample_ledger(clock)
    to_step(ledger, clock, 4)
    before = shown(ledger)
    Session(ledger, folder=None, drafts=None).keep_draft("only typed so far", "impediment")
    assert shown(ledger) == before


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("No dependencies. Press x for one.", "No dependencies."),
        ("Press s to start. Nothing yet.", "Nothing yet."),
        ("Nothing was captured yet.", "Nothing was captured yet."),
        ("Press c.", ""),
        ("", ""),
    ],
)
def test_the_audience_has_no_keys(said: str, kept: str) -> None:
    assert without_keys(said) == kept


START = 1_790_000_000_000
STEPS = (Step(key="a", title="Welcome", minutes=10),)


@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize(
    ("minutes", "level"),
    [(0, Level.CALM), (8, Level.SOON), (9.6, Level.LAST), (12, Level.OVER), (3000, Level.OVER)],
)
def test_the_clock_says_the_same_words_as_the_scene(
    minutes: float, level: Level, paused: bool
) -> None:
    at = START + round(minutes * 60_000)
    facts: list[dict[str, Any]] = [{"do": "start", "at": START, "step": "a"}]
    if paused:
        facts.append({"do": "pause", "at": at})
    seen = face(STEPS, facts, at)
    assert seen.level is level
    assert seen.phase is (Phase.PAUSED if paused else Phase.RUNNING)
    said = level_words(seen)
    assert reading(seen).word == said
    assert ("paused" in said) is paused
    assert ("OVER" in said) is (level is Level.OVER)


# -- the parts


def test_words_are_spread_evenly_over_their_lines() -> None:
    text = "leaves behind: a next step and a date for each impediment"
    assert wrapped(text, 54, 2)[1] == "impediment"
    one, two = balanced(text, 54, 2)
    assert abs(len(one) - len(two)) < 12
    assert balanced(text, 80, 2) == [text]
    cut = balanced(text * 5, 40, 2)
    assert len(cut) == 2
    assert cut[1].endswith("…")


# -- the app


@asynccontextmanager
async def stage(
    ledger: Ledger,
    clock: Clock,
    size: tuple[int, int] = (80, 24),
    settings: Config | None = None,
) -> AsyncIterator[tuple[StageApp, Pilot[None]]]:
    """A stage in a terminal of its own, on the same log as `ledger`."""
    train = Onlooker(cast(MemoryLog, ledger.db.log).another(), now=clock)
    app = StageApp(train, settings or Config())
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot
    train.close()


def screen_of(app: StageApp) -> str:
    width, _ = app.size
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text[:width] for strip in strips)


def digit_rows(text: str) -> int:
    return sum(1 for line in text.splitlines() if set(line) & BLOCKS)


@pytest.mark.parametrize("size", SIZES)
async def test_every_size_shows_all_of_it_and_larger_ones_show_it_larger(
    size: tuple[int, int],
) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    to_step(ledger, clock, 4)
    async with stage(ledger, clock, size, Config(zones=("America/New_York",))) as (app, _):
        said = screen_of(app)
    for words in ("Tideway ART", "ART Sync E8", "5/8", "Impediments and escalations",
                  "leaves behind: a next step", "B08", "design specialist", "next  Risks",
                  "09:25", "09:18", "04:18 New York", "left"):  # fmt: skip
        assert words in said, words
    assert digit_rows(said) == {18: 5, 24: 8, 36: 13, 60: 23}[size[1]]


@pytest.mark.parametrize("size", SIZES)
async def test_over_counts_on_past_an_hour_and_past_a_day(size: tuple[int, int]) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    to_step(ledger, clock, 4)
    for hours, figure in ((2, "1:53:00"), (50, "2 d 03:53:00")):
        clock.pass_by(minutes=60 * hours)
        async with stage(ledger, clock, size) as (app, _):
            said = screen_of(app)
            drawn = reading(app._stage.view.clock.face)
        assert drawn.figure == figure
        assert " OVER " in said
        assert digit_rows(said) >= 3, "drawn large, not told in a line of text"
        assert digits.size(figure)[0] <= size[0]


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_and_endless_texts_are_shown_as_they_are(
    size: tuple[int, int],
) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    long = " and on and on".join(HOSTILE)
    step = Step(key="a", title=f"[/] {long}", minutes=5, leaves=f"[b]{long}", surface="impediments")
    running.start(ledger, probe(f"[red]{long}", step, replace(step, key="b")))
    for text in HOSTILE:
        capture(ledger, text * 9, "impediment")
    async with stage(ledger, clock, size) as (app, _):
        said = screen_of(app)
    assert "[/]" in said
    assert "leaves behind: [b]" in said
    assert "[red]" in said
    assert all(cell_len(line) <= size[0] for line in said.splitlines())
    assert digit_rows(said) >= 5


async def test_a_paused_clock_says_so_and_what_does_not_fit_is_counted() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    to_step(ledger, clock, 4)
    running.pause(ledger)
    async with stage(ledger, clock, (60, 18)) as (app, _):
        said = screen_of(app)
    assert " paused " in said
    assert "and 3 more" in said


async def test_no_event_shows_the_time_of_day_as_large_as_it_gets() -> None:
    clock = Clock()
    async with stage(sample_ledger(clock), clock, (120, 36)) as (app, _):
        said = screen_of(app)
        assert "No event is running" in said
        assert "Tideway ART" in said
        assert "Esc leaves" in said
        assert digit_rows(said) > 13
        view = app._stage.view
        assert view.clock.idle is not None
        assert view.clock.idle.figure == "09:00"


async def test_it_follows_by_itself() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    async with stage(ledger, clock) as (app, pilot):
        for change, words in (
            (lambda: running.start(ledger, "art-sync"), "1/8"),
            (lambda: running.go_to(ledger, "impediments"), "Impediments and escalations"),
            (lambda: capture(ledger, "new and urgent", "impediment"), "new and urgent"),
            (lambda: running.pause(ledger), " paused "),
            (lambda: running.close(ledger), "No event is running"),
        ):
            cast(Callable[[], object], change)()
            app._written()
            await pilot.pause()
            assert words in screen_of(app)


async def test_a_second_repaints_the_digits_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    to_step(ledger, clock, 4)
    async with stage(ledger, clock) as (app, _):
        view = app._stage.view
        asked: list[str] = []
        for part in (view.rule, view.title, view.clock, view.leaves, view.rows, view.foot):
            name = type(part).__name__
            monkeypatch.setattr(part, "refresh", lambda *_a, name=name, **_k: asked.append(name))
            monkeypatch.setattr(part, "repaint", _noting(part.repaint, asked, name))
        clock.pass_by(seconds=1)
        app._stage.tick()
        assert set(asked) == {"ClockPanel"}


def _noting(repaint: Callable[[], None], asked: list[str], name: str) -> Callable[[], None]:
    def noted() -> None:
        asked.append(name)
        repaint()

    return noted


async def test_a_store_that_is_gone_is_one_sentence_until_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    to_step(ledger, clock, 4)
    async with stage(ledger, clock, (120, 36)) as (app, pilot):

        def gone() -> bool:
            raise Damaged("the journal is gone; bring back a backup with `rte restore FILE`.")

        monkeypatch.setattr(app._train, "catch_up", gone)
        for _ in range(2):
            app._written()
            clock.pass_by(minutes=1)
        app._stage.tick()
        await pilot.pause()
        assert "Damaged store: this is as of 09:18. See: rte check" in screen_of(app)
        assert "5/8" in screen_of(app), "what was last known stays"
        monkeypatch.undo()
        app._written()
        await pilot.pause()
        assert "Damaged store" not in screen_of(app)
        assert "next  Risks" in screen_of(app)


async def test_a_warning_flashes_and_never_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    to_step(ledger, clock, 4)
    heard: list[str] = []
    monkeypatch.setattr(StageApp, "bell", lambda _: heard.append("bell"))
    async with stage(ledger, clock) as (app, pilot):
        app._tick()
        flashes = [app._stage.view.clock.flashing]
        clock.pass_by(minutes=7, seconds=1)
        app._tick()
        await pilot.pause()
        flashes.append(app._stage.view.clock.flashing)
        assert flashes == [False, True]
        assert heard == []


async def test_keys_of_the_stage() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    to_step(ledger, clock, 4)
    async with stage(ledger, clock) as (app, pilot):
        entries = ledger.db.state.n
        here = app.theme
        await pilot.press("t")
        assert app.theme in PALETTES
        assert app.theme != here
        await pilot.press("question_mark")
        await pilot.pause()
        assert "changes nothing" in screen_of(app)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press(*"nbucridxap+sme", "space", "ctrl+p")
        await pilot.pause()
        assert "5/8" in screen_of(app)
        assert ledger.db.state.n == entries
        await pilot.press("escape")
        await pilot.pause()
        assert app.return_code == 0


def test_the_stage_has_no_keys_but_leave_theme_and_help() -> None:
    actions = {one.action for one in StageScreen.BINDINGS if not isinstance(one, tuple)}
    assert actions == {"leave", "theme", "help"}


def test_the_stage_loads_nothing_that_could_change_a_train() -> None:
    """Whatever use-cases there will be: none of them is in its process."""
    code = (
        "import sys, console.stage\n"
        "print(*sorted(m for m in sys.modules if m.startswith('store.ledger.')))\n"
        "print(*sorted(m for m in sys.modules if m in ('console.session', 'console.app',"
        " 'store.journal.drafts', 'store.journal.journal', 'store.journal.compaction')"
        " or m.startswith('console.screens.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ledger, others = done.stdout.splitlines()
    base = ("change", "ledger", "onlooking", "views")
    assert ledger.split() == [f"store.ledger.{name}" for name in base]
    assert others.split() == ["console.screens.stage"]


# -- over the room


def on_stage(r: Room) -> bool:
    return isinstance(r.app.screen, StageScreen)


async def test_a_key_shows_it_over_the_room_and_esc_returns() -> None:
    async with room() as r:
        await r.press("s", "enter", "V")
        assert on_stage(r)
        assert digit_rows(r.text) == 13
        r.clock.pass_by(minutes=20)
        r.app._tick()
        await r.pilot.pause()
        assert " OVER " in r.text
        running.go_next(r.app.session.ledger)
        r.app.following.look()
        r.app._tick()
        await r.pilot.pause()
        assert "2/8" in r.text
        await r.press("escape")
        assert not on_stage(r)
        assert "2/8" in r.text


async def test_the_stage_over_the_room_shows_no_draft() -> None:
    async with room() as r:
        await r.press("s", "enter", "i")
        await r.type("only typed so far")
        await r.press("escape", "V")
        assert on_stage(r)
        assert "only typed" not in r.text


# -- the command


def test_the_command_needs_a_terminal_and_takes_no_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rte = Rte(capsys, monkeypatch)
    assert "needs a terminal" in rte.refused("stage", code=2)
    assert "unrecognized" in rte.refused("stage", "now", code=2)


def test_large_digits_know_days() -> None:
    plain = digits.draw("1 d 02:03:04", 1, plain=True)
    assert {len(row) for row in plain} == {digits.size("1 d 02:03:04", 1, plain=True)[0]}
    assert set("".join(plain)) == {"#", " "}
    assert len(digits.draw("d", 1)) == 3
    drawn = {tuple(digits.draw(sign)) for sign in "0123456789d"}
    assert len(drawn) == 11
