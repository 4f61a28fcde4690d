"""`rte now` without opening the store says what the opened store says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from console.cli import status
from console.cli.now import as_tmux
from store.domain.clock import Phase
from store.errors import UsageFault
from store.journal.checkpoint import CHECKPOINT
from store.ledger import running, timing
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.quick import quick_add
from store.ledger.quick_clock import brief, clocks
from store.ledger.quick_view import QuickView
from store.ledger.undoing import undo
from tests.cli_helpers import SAMPLE, Rte
from tests.ledger_helpers import Hands, sample_folder
from tests.test_cli_process import HEAVY, loaded


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "quick"


@pytest.fixture
def ledger(folder: Path, hands: Hands) -> Ledger:
    return sample_folder(folder, hands)


def started(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")


def planned(ledger: Ledger) -> None:
    running.start(ledger, "art-sync", begins=f"{ledger.today.isoformat()}T08:30")


def moved(ledger: Ledger) -> None:
    started(ledger)
    running.go_next(ledger)
    running.go_to(ledger, "risks")
    timing.add_time(ledger, 120)
    timing.add_time(ledger, -30)


def paused(ledger: Ledger) -> None:
    moved(ledger)
    running.pause(ledger)


def parked(ledger: Ledger) -> None:
    started(ledger)
    running.go_next(ledger)
    timing.park(ledger, None)


def of_two_days(ledger: Ledger) -> None:
    running.start(ledger, "pi-planning")
    running.go_next(ledger)


@pytest.mark.parametrize("act", [started, planned, moved, paused, parked, of_two_days])
@pytest.mark.parametrize("minutes", [0, 7, 95])
def test_the_clock_from_outside_is_the_clock(
    ledger: Ledger, folder: Path, hands: Hands, act: Callable[[Ledger], None], minutes: int
) -> None:
    act(ledger)
    hands.on(minutes=minutes, seconds=13)
    view = QuickView(str(folder))
    view.refresh()
    assert view.context is not None
    event = ledger.running
    assert event is not None
    face = ledger.face(event)
    seen = brief(view.context, hands.ms)
    assert seen is not None
    assert (seen.ref, seen.title, seen.index, seen.count) == (
        event.ref, event.title, face.index, face.count,
    )  # fmt: skip
    assert face.step is not None
    assert (seen.key, seen.step) == (face.step.key, face.step.title)
    assert (seen.left_ms, seen.paused) == (face.left_ms, face.phase is Phase.PAUSED)
    whole = clocks(view.context, hands.ms)
    assert whole is not None
    snap = ledger.snapshot()
    assert status.facts(whole, whole.event) == status.facts(snap, event)
    assert status.line(whole, whole.event) == status.line(snap, event)
    said = status.words(snap, event)
    assert status.brief_words(seen) == {name: said[name] for name in status.BRIEF}
    ledger.db.close()


def test_what_others_do_is_followed(ledger: Ledger, folder: Path, hands: Hands) -> None:
    view = QuickView(str(folder))
    assert view.refresh() == []
    assert view.context is not None
    assert brief(view.context, hands.ms) is None
    running.start(ledger, "art-sync")
    assert [entry["do"] for entry in view.refresh()] == ["event.start"]
    running.go_next(ledger)
    capture(ledger, "risk: a")
    quick_add(str(folder), ["risk: b"], None, "PM", hands.ms)
    found = view.refresh()
    assert [entry["do"] for entry in found] == ["event.next", "capture", "capture"]
    assert view.refresh() == []
    seen = brief(view.context, hands.ms)
    assert seen is not None
    assert seen.index == 1
    undo(ledger)
    running.close(ledger)
    view.refresh()
    assert brief(view.context, hands.ms) is None
    ledger.db.close()


def test_a_compaction_loses_nobody(ledger: Ledger, folder: Path, hands: Hands) -> None:
    view = QuickView(str(folder))
    view.refresh()
    running.start(ledger, "art-sync")
    assert ledger.db.compact()
    capture(ledger, "risk: a")
    view.refresh()
    assert view.context is not None
    seen = brief(view.context, hands.ms)
    assert seen is not None
    assert view.context["refs"]["R"] == 13
    ledger.db.close()


def test_a_line_that_is_being_written_is_not_there_yet(
    ledger: Ledger, folder: Path, hands: Hands
) -> None:
    view = QuickView(str(folder))
    view.refresh()
    capture(ledger, "risk: a")
    journal = folder / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole[:-20])
    assert view.refresh() == []
    journal.write_bytes(whole)
    assert len(view.refresh()) == 1
    ledger.db.close()


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"\x00no\n")])
def test_without_a_checkpoint_nothing_is_said(
    ledger: Ledger, folder: Path, harm: Callable[[Path], object]
) -> None:
    ledger.db.close()
    harm(folder / CHECKPOINT)
    view = QuickView(str(folder))
    assert view.refresh() == []
    assert view.context is None


def test_what_a_step_holds_does_not_make_the_checkpoint_grow(
    ledger: Ledger, folder: Path, hands: Hands
) -> None:
    running.start(ledger, "art-sync")
    before = (folder / CHECKPOINT).stat().st_size
    for number in range(60):
        capture(ledger, f"risk: {number} " + "x" * 500)
    assert (folder / CHECKPOINT).stat().st_size - before < 10
    ledger.db.close()


# -- for tmux


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE))
    return made


EVIL = "#(touch pwned) #[fg=red]R #{host} 50%% #"


def test_tmux_is_given_text_and_no_command(rte: Rte, folder: Path, tmp_path: Path) -> None:
    """The title of a step is anybody's text: a template that somebody wrote."""
    assert rte.fine("now", "--tmux").out == "\n"
    templates = tmp_path / "home" / "templates"
    templates.mkdir(parents=True, exist_ok=True)
    (templates / "evil.toml").write_text(
        f'kind = "art-sync"\ntitle = "{EVIL}"\n'
        f'[[step]]\nkey = "a"\ntitle = "{EVIL}"\nminutes = 5\nleaves = "x"\n'
    )
    rte.fine("event", "start", "evil")
    safe = EVIL.replace("#", "##")
    for words in (["now", "--tmux"], ["now", "--tmux", "--format", "{title} {step} {ends}"]):
        said = rte.fine(*words).out
        assert said.startswith(safe), said
        assert safe in said[len(safe) :]
        assert said.count("\n") == 1
    own = rte.fine("now", "--tmux", "--format", "#[bold]{number}/{count}").out
    assert own == "#[bold]1/1\n", "what the person wrote into the format is the person's"
    assert rte.fine("now", "--format", "{step}").out == f"{EVIL}\n"
    assert as_tmux("a#b") == "a##b"


def test_the_slow_way_says_the_same(rte: Rte, tmp_path: Path) -> None:
    rte.fine("event", "start", "art-sync")
    form = "{title} {ref} {step} {number} {count} {ends} {phase}"
    quick = rte.fine("now", "--format", form).out
    (tmp_path / "home" / "trains" / "default" / CHECKPOINT).unlink()
    assert rte.fine("now", "--format", form).out == quick
    assert "Briefing" in rte.fine("now", "--tmux").out


@pytest.mark.parametrize("form", ["{step", "}{", "{}", "{step}}", "{ {step}"])
def test_braces_that_are_no_place(form: str) -> None:
    said = dict.fromkeys(status.PLACES, "X")
    try:
        assert status.fill(status.check_format(form), said) == form.replace("{step}", "X")
    except UsageFault:
        assert form == "{}"


def test_a_status_line_loads_next_to_nothing(rte: Rte) -> None:
    rte.fine("event", "start", "art-sync")
    found = loaded("now", "--tmux")
    assert "store.ledger.quick_clock" in found
    assert not found & {*HEAVY, "store.domain.grammar", "store.domain.clock"}
