"""Captured without a name: nothing on disk names anybody, and the screen says so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.__main__ import main
from console.app import RteApp
from console.session import Session
from console.widgets.capture_bar import ANONYMOUS, IN_SHORT
from store.domain.births import CONFIDENTIAL
from store.domain.ids import parse_id
from store.errors import RuleBroken
from store.exchange.minutes import event_minutes
from store.exchange.train_file import read_train
from store.insight.events import captured_in
from store.insight.rows import ref_order
from store.journal.drafts import Drafts
from store.ledger import running
from store.ledger.bringing import bring_in
from store.ledger.capturing import capture, capture_lines
from store.ledger.checkpointing import leave_checkpoint
from store.ledger.ledger import Ledger
from store.ledger.opening import open_ledger
from store.ledger.quick import quick_add
from store.ledger.undoing import undo
from tests.cli_helpers import DAY, SAMPLE, Rte
from tests.ledger_helpers import Hands, entries, sample_bytes, sample_ledger
from tests.screen_helpers import room
from tests.workshop_helpers import at

WHO = "telltale-name"
WORDS = "nobody dares to say it"


def with_the_name(folder: Path) -> list[str]:
    """Files below a folder in whose name or bytes the person can be found."""
    every = [path for path in folder.rglob("*") if path.is_file()]
    assert every
    return [path.name for path in every if WHO in path.name or WHO.encode() in path.read_bytes()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store whose past names somebody else only."""
    made = open_ledger(tmp_path / "train", who="import", now=Hands(), create=True)
    bring_in(made, read_train(sample_bytes()))
    made.db.close()
    return tmp_path / "train"


def opened(folder: Path) -> Ledger:
    return open_ledger(folder, who=WHO, now=Hands())


def test_no_file_names_who_captured(folder: Path) -> None:
    ledger = opened(folder)
    session = Session(ledger, folder=folder, drafts=Drafts(folder, "console"))
    session.go_anonymous(True)
    session.keep_draft(WORDS, "risk")
    assert list((folder / "drafts").glob("draft-*")) == []
    session.capture([f"risk: {WORDS}", "risk: and this"], None)
    assert with_the_name(folder) == []
    session.close()
    assert with_the_name(folder) == []
    assert WORDS.encode() in (folder / "journal.jsonl").read_bytes()


def test_a_draft_is_on_disk_again_when_names_are_stored_again(folder: Path) -> None:
    session = Session(opened(folder), folder=folder, drafts=Drafts(folder, "console"))
    session.keep_draft("before", "risk")
    session.go_anonymous(True)
    assert list((folder / "drafts").glob("draft-*")) == [], "what was typed is nobody's now"
    assert session.draft == ("before", "risk")
    session.go_anonymous(False)
    (draft,) = (folder / "drafts").glob("draft-*")
    assert draft.read_text(encoding="utf-8") == "risk\nbefore"
    session.capture(["risk: said by name"], None)
    assert with_the_name(folder) == ["journal.jsonl"], "the lock forgets who held it"
    session.close()


@pytest.mark.parametrize("door", [(), ("--as-of", DAY)], ids=["quick", "slow"])
def test_the_command_line_leaves_no_name_either(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    door: tuple[str, ...],
) -> None:
    rte = Rte(capsys, monkeypatch)
    rte.fine("import", str(SAMPLE), "--by", "import")
    done = rte.fine("add", "risk", "-", "--anonymous", "--by", WHO, *door, stdin=WORDS.encode())
    assert "nobody can take it back" in done.err
    assert "rte undo" not in done.err
    assert with_the_name(tmp_path) == []


def test_undo_does_not_reach_past_it_by_surprise(folder: Path) -> None:
    ledger = opened(folder)
    capture(ledger, "risk: by name")
    capture(ledger, "risk: without", anonymous=True)
    with pytest.raises(RuleBroken) as refused:
        undo(ledger)
    assert refused.value.sentence == (
        "R14 was captured without a name, so nobody can take it back. Asked again, undo takes back "
        "your change before it."
    )
    assert undo(ledger).sentence == "Took back the capture: R13."
    capture(ledger, "risk: without", anonymous=True)
    capture(ledger, "risk: by name again")
    assert undo(ledger).refs == ("R16",)
    ledger.db.close()


# -- no moment, no step, no order

STARTED = Hands().ms


def in_an_event(ledger: Ledger, hands: Hands) -> None:
    running.start(ledger, "art-sync")
    hands.on(minutes=14)
    running.go_next(ledger)


def the_entry(ledger: Ledger) -> dict[str, object]:
    return entries(ledger.db.log)[-1]


def test_its_moment_is_that_of_the_event_and_no_step_or_minute_is_kept() -> None:
    hands = Hands()
    ledger = sample_ledger(hands)
    in_an_event(ledger, hands)
    made = capture(ledger, "risk: nobody dares", anonymous=True).record
    assert (made.by, made.step, made.minute) == (None, None, None)
    assert (made.at, made.event) == (STARTED, ledger.running and ledger.running.ref)
    entry = the_entry(ledger)
    assert (entry["at"], entry["in"], entry.get("by")) == (STARTED, made.event, None)
    assert parse_id(made.id).at_ms == STARTED
    named = capture(ledger, "risk: by name").record
    assert (named.at, named.minute, named.by) == (hands.ms, 14, "RTE")


def test_outside_events_it_is_the_beginning_of_the_day_in_the_trains_zone() -> None:
    hands = Hands(datetime(2026, 7, 1, 15, 30, tzinfo=UTC))
    ledger = sample_ledger(hands)
    made = capture(ledger, "risk: nobody dares", anonymous=True).record
    assert made.at is not None
    assert datetime.fromtimestamp(made.at / 1000, UTC) == datetime(2026, 6, 30, 23, 0, tzinfo=UTC)
    assert parse_id(made.id).at_ms == made.at


@pytest.mark.parametrize(
    ("now", "began"),
    [
        (datetime(2026, 11, 18, 9, 0, tzinfo=UTC), datetime(2026, 11, 18, 0, 0, tzinfo=UTC)),
        # Clocks in Lisbon go back at 01:00 UTC on this day.
        (datetime(2026, 10, 25, 12, 0, tzinfo=UTC), datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 12, 0, tzinfo=UTC), datetime(2026, 3, 29, 0, 0, tzinfo=UTC)),
    ],
)
def test_both_doors_round_alike(folder: Path, now: datetime, began: datetime) -> None:
    hands = Hands(now)
    ledger = open_ledger(folder, who=WHO, now=hands)
    leave_checkpoint(ledger, folder)
    ledger.db.close()
    quick = quick_add(str(folder), ["risk: through the quick door"], None, None, hands.ms)
    ledger = open_ledger(folder, who=WHO, now=hands)
    slow = capture(ledger, "risk: through the slow one", anonymous=True).record
    assert slow.at == int(began.timestamp() * 1000)
    if quick is not None:  # on the days on which clocks are set it leaves the slow door
        assert quick[0].doc["at"] == slow.at
        assert parse_id(quick[0].id).at_ms == slow.at
    assert (quick is None) == (now.date() != datetime(2026, 11, 18).date())  # noqa: DTZ001 - a day
    ledger.db.close()


def test_the_quick_door_knows_when_the_event_began(folder: Path) -> None:
    hands = Hands()
    ledger = open_ledger(folder, who="RTE", now=hands)
    in_an_event(ledger, hands)
    leave_checkpoint(ledger, folder)
    ledger.db.close()
    (made,) = quick_add(str(folder), ["risk: quick"], None, None, hands.ms) or []
    assert made.doc["at"] == STARTED
    assert {"by", "step", "minute"} & set(made.doc) == set()
    ledger = open_ledger(folder, who="RTE", now=hands)
    assert (the_entry(ledger)["at"], the_entry(ledger)["in"]) == (STARTED, made.doc["event"])
    ledger.db.close()


LINES = [f"risk: line {number}" for number in range(12)]


@pytest.mark.parametrize("door", ["slow", "quick"])
def test_lines_of_a_batch_are_stored_in_an_order_by_chance(folder: Path, door: str) -> None:
    orders = set()
    ledger = opened(folder)
    leave_checkpoint(ledger, folder)
    ledger.db.close()
    for _ in range(4):
        if door == "quick":
            found = quick_add(str(folder), LINES, None, None, Hands().ms)
            assert found is not None
            pairs = [(q.ref, str(q.doc["text"])) for q in found]
        else:
            ledger = opened(folder)
            done = capture_lines(ledger, LINES, anonymous=True)
            pairs = [(c.record.ref, c.record.text) for c in done]
            ledger.db.close()
        assert sorted(text for _, text in pairs) == sorted(line[6:] for line in LINES)
        assert [ref for ref, _ in pairs] == sorted((ref for ref, _ in pairs), key=ref_order)
        orders.add(tuple(text for _, text in pairs))
    assert len(orders) > 1


def test_a_refusal_still_names_the_line_as_it_was_given() -> None:
    ledger = sample_ledger(Hands())
    with pytest.raises(RuleBroken, match=r"^Line 3: "):
        capture_lines(ledger, ["risk: a", "risk: b", "risk: @DRE", "risk: c"], anonymous=True)


def test_minutes_and_lists_of_the_event_do_not_tell_the_order() -> None:
    hands = Hands()
    ledger = sample_ledger(hands)
    in_an_event(ledger, hands)
    refs = []
    for number in range(8):
        hands.on(minutes=1)
        refs.append(capture(ledger, f"risk: said {number}", anonymous=True).record.ref)
    snap = ledger.snapshot()
    event = snap.running
    assert event is not None
    listed = [record.ref for _, record in captured_in(snap, event.ref)]
    by_chance = sorted(refs, key=lambda ref: ledger.find(ref)[1].id)
    assert listed == by_chance
    minutes = event_minutes(snap, event)
    for ref in refs:
        line = next(line for line in minutes.split("\n") if line.startswith(f"- **{ref}**"))
        assert "min" not in line
        assert "09:00" in line


def test_ids_without_a_name_do_not_count() -> None:
    """A named id counts entries and places; one without a name is chance behind its moment."""
    ledger = sample_ledger(Hands())
    keys = [capture(ledger, "risk: x", anonymous=True).record.id for _ in range(12)]
    assert keys != sorted(keys)


# -- typed at a prompt


class Typed:
    """A terminal at which these lines are typed."""

    def __init__(self, *lines: str) -> None:
        self._lines = [f"{line}\n" for line in lines]

    def isatty(self) -> bool:
        return True

    def readline(self, limit: int = -1) -> str:
        return self._lines.pop(0) if self._lines else ""


def test_at_a_terminal_it_is_asked_for_line_by_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rte = Rte(capsys, monkeypatch)
    rte.fine("import", str(SAMPLE), "--by", "import")
    monkeypatch.setattr("sys.stdin", Typed("ice", "  fog  ", "", "never read"))
    capsys.readouterr()
    assert main(["add", "risk", "-", "--anonymous", "--as-of", DAY]) == 0
    said = capsys.readouterr()
    assert said.out.split() == ["R13", "R14"]
    assert said.err.startswith(f"{CONFIDENTIAL[:12]}")
    assert CONFIDENTIAL in said.err
    shown = rte.fine("list", "risk", "--json", "--as-of", DAY).json
    assert {"ice", "fog"} <= {risk["text"] for risk in shown["records"]}
    assert "never read" not in str(shown)


# -- on the screen


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_the_bar_says_so_for_as_long_as_it_lasts(size: tuple[int, int]) -> None:
    async with room(size) as here:
        await at(here, "collect")
        assert ANONYMOUS not in here.text
        await here.press("o")
        assert CONFIDENTIAL in here.text
        await here.type(WORDS)
        assert f"{ANONYMOUS} risk" in here.text
        await here.press("enter")
        assert f"{ANONYMOUS} saved R13 · it carries no name" in here.text
        await here.press("escape")
        assert here.app.session.ledger.find("R13")[1].by is None
        assert WORDS in here.text
        await here.press("u")
        assert "so nobody can" in here.text
        await here.press("e", "r")
        assert CONFIDENTIAL in here.text or IN_SHORT in here.text, "over a dialog too"
        await here.type("over a dialog")
        await here.press("enter", "escape", "escape")
        assert here.app.session.ledger.find("R14")[1].by is None
        await here.press("o")
        assert ANONYMOUS not in here.text
        assert CONFIDENTIAL not in here.text
        await here.capture("r", "with a name")
        assert here.app.session.ledger.find("R15")[1].by == "RTE"


async def test_it_can_be_ended_from_everywhere() -> None:
    async with room() as here:
        assert isinstance(here.app, RteApp)

        def commands() -> dict[str, object]:
            found = here.app.get_system_commands(here.screen)
            return {command.title: command.callback for command in found}

        assert "capture: Go on without names" in commands()
        here.screen.toggle_anonymous()
        await here.pilot.pause()
        assert ANONYMOUS in here.text
        assert "capture: Go on with names" in commands()
        assert "capture: Go on without names" not in commands()
