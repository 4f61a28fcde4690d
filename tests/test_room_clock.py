"""What the room does by itself: nothing, but where a template or the machine asks for it."""

from __future__ import annotations

import pytest

from console.clock_watch import ClockWatch, jump_words
from console.templates import templates_folder
from store.domain.agenda import Template
from store.domain.clock import Phase
from store.domain.records import Event, Step
from store.ledger import running
from store.ledger.ledger import Ledger
from store.ledger.setting_up import set_zone
from tests.ledger_helpers import Hands
from tests.ledger_helpers import sample_ledger as ledger_of_hands
from tests.screen_helpers import Clock, Room, room, sample_ledger

MINUTE = 60_000
BY_ITSELF = Template(
    name="quick",
    kind="art-sync",
    title="Quick round",
    steps=(
        Step(key="a", title="First", minutes=2, auto=True),
        Step(key="b", title="Second", minutes=2),
        Step(key="c", title="Third", minutes=2, auto=True),
    ),
)


async def tick(here: Room, **span: float) -> None:
    """Let time pass, and the app's own second come."""
    here.clock.pass_by(**span)
    here.app._tick()
    await here.pilot.pause()


async def test_a_step_moves_by_itself_only_where_its_template_says_so() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    running.start(ledger, BY_ITSELF)
    async with room(clock=clock, ledger=ledger) as here:
        await tick(here, seconds=119)
        assert here.place == "a"
        await tick(here, seconds=1)
        assert here.place == "b"
        await tick(here, minutes=30)
        assert here.place == "b", "the second one counts up until somebody moves"
        await here.next_step()
        await tick(here, minutes=5)
        assert here.place == "c", "behind the last step there is nowhere to go"
        await here.press("u")
        assert here.place == "b"


async def test_a_paused_room_is_not_moved_by_the_clock() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    running.start(ledger, BY_ITSELF)
    running.pause(ledger)
    async with room(clock=clock, ledger=ledger) as here:
        await tick(here, minutes=30)
        assert here.place == "a"


def test_a_jump_is_what_the_clock_says_and_the_machines_counter_does_not() -> None:
    watch = ClockWatch()
    assert watch.look(1_000_000, ("boot", 5_000)) == 0
    assert watch.look(1_001_000, ("boot", 6_000)) == 0
    assert watch.look(1_602_000, ("boot", 7_000)) == 600_000
    assert watch.look(1_603_000, ("boot", 8_000)) == 0, "told once"
    assert watch.look(1_603_000 - 3_600_000, ("boot", 8_000)) == -3_600_000
    assert watch.look(9_000_000, ("boot", 5_408_000 + 8_000)) != 0
    assert watch.look(9_000_000, ("another", 10)) == 0, "a machine that was started anew"
    assert watch.look(12_000_000, None) == 0
    assert "set ahead by 10:00" in jump_words(600_000)
    assert "set back by 1:00:00" in jump_words(-3_600_000)


@pytest.mark.parametrize(("jump", "said"), [(600, "set ahead by"), (-3600, "set back by")])
async def test_a_jump_is_said_and_the_timebox_stays_right(jump: int, said: str) -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    up = [1_000_000]
    ledger.uptime = lambda: ("boot", up[0])
    running.start(ledger, "art-sync")
    async with room(clock=clock, ledger=ledger) as here:
        await tick(here)
        up[0] += 60_000
        await tick(here, seconds=60)
        found = here.app.session.running
        assert found is not None
        assert found[1].left_ms == 2 * MINUTE
        await tick(here, seconds=jump)
        assert said in here.text
        found = here.app.session.running
        assert found is not None
        assert found[1].left_ms == 2 * MINUTE
        assert found[1].behind_ms == 0


def test_another_zone_of_the_train_changes_what_clocks_say_and_no_span() -> None:
    hands = Hands()
    ledger: Ledger = ledger_of_hands(hands)
    event: Event = running.start(ledger, "art-sync")
    hands.on(minutes=3)
    before = ledger.face(event)
    set_zone(ledger, "Asia/Tokyo")
    after = ledger.face(event)
    assert after == before
    assert ledger.snapshot().clock_time(after.ends_at) == "19:00"


async def test_an_adjourned_room_says_until_when_and_goes_on_when_told() -> None:
    clock = Clock()
    ledger = sample_ledger(clock)
    running.start(ledger, "pi-planning")
    running.go_to(ledger, "management")
    clock.pass_by(minutes=60)
    running.go_next(ledger)
    async with room(clock=clock, ledger=ledger) as here:
        assert "adjourned" in here.text
        found = here.app.session.running
        assert found is not None
        assert found[1].phase is Phase.PAUSED
        assert found[1].left_ms == 60 * MINUTE
        assert found[1].behind_ms == 0
        await here.wait(minutes=60 * 22)
        await here.press("space")
        assert "adjourned" not in here.text


async def test_zones_of_the_settings_stand_beside_the_trains_when_an_event_is_planned() -> None:
    folder = templates_folder().parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text('[clock]\nzones = ["America/New_York"]\n', encoding="utf-8")
    async with room() as here:
        await here.press("s")
        assert "09:00 04:00" in here.text
