"""Quick capture is the same capture: whatever door a line comes in by, the record is the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from store.errors import NotSaved, RuleBroken
from store.journal.checkpoint import CHECKPOINT, load_checkpoint
from store.journal.quick import QuickLog
from store.ledger import running, timing
from store.ledger.capturing import amend, capture, capture_lines
from store.ledger.checkpointing import leave_checkpoint, offset_window
from store.ledger.ledger import Ledger
from store.ledger.opening import open_ledger
from store.ledger.quick import Quick, quick_add
from store.ledger.undoing import undo
from tests.ledger_helpers import MORNING, Hands, entries, sample_folder, tables

LINES = (
    "risk: rig is late @GAN owner:sm-gan due:fri p:4 i:3",
    "impediment: no disk @DRE @ANC due:tomorrow",
    "decision: gate A only, because of the peak, by PM",
    "dep DRE>BEA wait feed need:I4 plan:i5",
    "x: wait feed DRE>BEA need:I9",
    'action: call yard owner:"Ana Reis" due:in 3 days',
    "p: lunch [/] \x1b[31mred\x1b[0m \u202e 日本語 👩‍👩‍👧",
    "objective: fewer clicks @Beacon",
    "risk: if the rig is late then O401 slips",
    "action: due:end of I5 tidy up",
    "i: about #R99 and #ZZ9 @NOBODY due:3/4",
    "risk of flooding",
)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def folder(tmp_path: Path, hands: Hands) -> Path:
    sample_folder(tmp_path / "quick", hands).db.close()
    return tmp_path / "quick"


def opened(folder: Path, hands: Hands, who: str | None = "RTE") -> Ledger:
    return open_ledger(folder, who=who, now=hands)


def add(folder: Path, hands: Hands, *lines: str, kind: str | None = None) -> list[Quick] | None:
    return quick_add(str(folder), lines, kind, "RTE", hands.ms)


def must_add(folder: Path, hands: Hands, *lines: str) -> list[Quick]:
    found = add(folder, hands, *lines)
    assert found is not None, "the quick door was shut"
    return found


def without_names(found: dict[str, Any]) -> list[tuple[str, Any]]:
    """Documents in their order, without the parts that are random."""
    return [(table, list(docs.values())) for table, docs in found.items()]


def nothing(ledger: Ledger) -> None:
    pass


def in_event(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")


def after_moves(ledger: Ledger) -> None:
    running.start(ledger, "art-sync")
    running.go_next(ledger)
    running.go_to(ledger, "risks")
    running.pause(ledger)
    timing.add_time(ledger, 120)


def after_undo(ledger: Ledger) -> None:
    in_event(ledger)
    capture(ledger, "risk: gone")
    running.go_next(ledger)
    undo(ledger)
    undo(ledger)


def after_close(ledger: Ledger) -> None:
    in_event(ledger)
    capture(ledger, "risk: said")
    running.close(ledger)


def after_compaction(ledger: Ledger) -> None:
    in_event(ledger)
    capture(ledger, "risk: said")
    assert ledger.db.compact()
    capture(ledger, "risk: said too")


@pytest.mark.parametrize(
    "before", [nothing, in_event, after_moves, after_undo, after_close, after_compaction]
)
def test_both_doors_store_the_same_documents(
    tmp_path: Path, hands: Hands, before: Callable[[Ledger], None]
) -> None:
    doors = (tmp_path / "quick", tmp_path / "slow")
    for door in doors:
        ledger = sample_folder(door, hands)
        before(ledger)
        ledger.db.close()
    hands.on(minutes=17, seconds=5)
    for line in LINES:
        must_add(doors[0], hands, line)
        slow = opened(doors[1], hands)
        capture(slow, line)
        slow.db.close()
        hands.on(seconds=40)
    quick, slow = (opened(door, hands) for door in doors)
    assert without_names(tables(quick)) == without_names(tables(slow))
    ours, theirs = entries(quick.db.log)[-1], entries(slow.db.log)[-1]
    assert {k: v for k, v in ours.items() if k not in ("z", "ops")} == {
        k: v for k, v in theirs.items() if k not in ("z", "ops")
    }
    quick.db.close()
    slow.db.close()


def test_pasted_lines_and_an_anonymous_one(folder: Path, hands: Hands) -> None:
    made = must_add(folder, hands, "risk: a", "action: b", "risk: c")
    assert [q.ref for q in made] == ["R13", "A1", "R14"]
    found = quick_add(str(folder), ["nobody dares"], "risk", None, hands.ms)
    assert found is not None
    assert "by" not in found[0].doc
    ledger = opened(folder, hands)
    assert [len(e["ops"]) for e in entries(ledger.db.log)[-2:]] == [3, 1]
    assert "by" not in entries(ledger.db.log)[-1]
    ledger.db.close()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["no kind"], "Say what it is first"),
        (["risk: a", "no kind"], r"^Line 2: .* Nothing was saved\.$"),
        (["risk: @DRE"], "no words yet"),
    ],
)
def test_refusals_are_those_of_the_slow_door(
    folder: Path, hands: Hands, lines: list[str], said: str
) -> None:
    with pytest.raises(RuleBroken, match=said) as quick:
        add(folder, hands, *lines)
    ledger = opened(folder, hands)
    count = len(entries(ledger.db.log))
    with pytest.raises(RuleBroken) as slow:
        capture_lines(ledger, lines)
    assert quick.value.sentence == slow.value.sentence
    assert len(entries(ledger.db.log)) == count == 1
    ledger.db.close()
    assert must_add(folder, hands, "risk: x")[0].ref == "R13"


def test_a_link_that_may_exist_is_left_to_who_knows(folder: Path, hands: Hands) -> None:
    assert add(folder, hands, "action: see #R12") is None
    assert add(folder, hands, "action: see #D350") is None, "a gap of the imported train"
    made = must_add(folder, hands, "action: see #R13")
    assert made[0].doc["text"] == "see #R13"
    assert made[0].ref == "A1"


def test_references_stay_unique_when_the_doors_alternate(folder: Path, hands: Hands) -> None:
    refs: list[str] = []
    ledger = opened(folder, hands)
    for turn in range(6):
        refs += [q.ref for q in must_add(folder, hands, "risk: quick", "risk: quick too")]
        refs.append(capture(ledger, "risk: slow").record.ref)
        if turn % 2:
            undo(ledger)
    assert refs == [f"R{n}" for n in range(13, 31)]
    ledger.db.close()


def test_the_checkpoint_moves_on(folder: Path, hands: Hands) -> None:
    for n in range(2, 6):
        must_add(folder, hands, "risk: x")
        found = load_checkpoint(str(folder))
        assert found is not None
        assert (found[0].n, found[1]["refs"]["R"]) == (n, 11 + n)


def test_what_others_wrote_since_is_taken_in(folder: Path, hands: Hands) -> None:
    keep = (folder / CHECKPOINT).read_bytes()
    ledger = opened(folder, hands)
    capture(ledger, "risk: a")
    amend(ledger, "R13", "owner:PM")
    undo(ledger)
    undo(ledger)
    (folder / CHECKPOINT).write_bytes(keep)
    assert must_add(folder, hands, "risk: b")[0].ref == "R14"
    ledger.db.close()


def test_moves_since_the_checkpoint_are_taken_in(folder: Path, hands: Hands) -> None:
    ledger = opened(folder, hands)
    in_event(ledger)
    keep = (folder / CHECKPOINT).read_bytes()
    running.go_next(ledger)
    running.go_next(ledger)
    undo(ledger)
    (folder / CHECKPOINT).write_bytes(keep)
    hands.on(minutes=3)
    doc = must_add(folder, hands, "risk: b")[0].doc
    assert (doc["event"], doc["step"], doc["minute"]) == ("E8", "objectives", 3)
    ledger.db.close()


@pytest.mark.parametrize("act", [in_event, after_close])
def test_an_event_begun_or_closed_meanwhile_needs_the_whole_store(
    folder: Path, hands: Hands, act: Callable[[Ledger], None]
) -> None:
    ledger = opened(folder, hands)
    if act is after_close:
        in_event(ledger)
    keep = (folder / CHECKPOINT).read_bytes()
    if act is after_close:
        running.close(ledger)
    else:
        in_event(ledger)
    count = len(entries(ledger.db.log))
    (folder / CHECKPOINT).write_bytes(keep)
    assert add(folder, hands, "risk: b") is None
    assert len(entries(ledger.db.log)) == count
    ledger.db.close()


def missing(path: Path) -> None:
    path.unlink()


def garbled(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:50] + b"#" + data[51:])


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def not_json(path: Path) -> None:
    path.write_bytes(b"\x00\xff hello\n")


@pytest.mark.parametrize("harm", [missing, garbled, cut, not_json])
def test_a_checkpoint_that_is_not_whole_shuts_the_quick_door(
    folder: Path, hands: Hands, harm: Callable[[Path], None]
) -> None:
    harm(folder / CHECKPOINT)
    assert add(folder, hands, "risk: b") is None
    ledger = opened(folder, hands)
    assert capture(ledger, "risk: slow").record.ref == "R13"
    ledger.db.close()
    assert must_add(folder, hands, "risk: quick again")[0].ref == "R14"


def test_a_checkpoint_of_another_store_is_not_believed(
    folder: Path, tmp_path: Path, hands: Hands
) -> None:
    sample_folder(tmp_path / "other", hands).db.close()
    (folder / CHECKPOINT).write_bytes((tmp_path / "other" / CHECKPOINT).read_bytes())
    assert add(folder, hands, "risk: b") is None


def test_a_checkpoint_from_before_a_compaction_is_not_believed(folder: Path, hands: Hands) -> None:
    keep = (folder / CHECKPOINT).read_bytes()
    ledger = opened(folder, hands)
    capture(ledger, "risk: a")
    assert ledger.db.compact()
    ledger.db.close()
    (folder / CHECKPOINT).write_bytes(keep)
    assert add(folder, hands, "risk: b") is None


def test_no_store_and_no_train_shut_the_quick_door(tmp_path: Path, hands: Hands) -> None:
    assert add(tmp_path / "none", hands, "risk: b") is None
    open_ledger(tmp_path / "empty", who="RTE", now=hands, create=True).db.close()
    assert add(tmp_path / "empty", hands, "risk: b") is None


def test_a_new_day_is_a_new_day_in_the_trains_zone(folder: Path, hands: Hands) -> None:
    hands.now = datetime(2026, 11, 18, 23, 59, 59, tzinfo=UTC)
    assert must_add(folder, hands, "action: x due:tomorrow")[0].doc["due"] == "2026-11-19"
    hands.on(seconds=1)
    doc = must_add(folder, hands, "risk: x due:tomorrow")[0].doc
    assert (doc["raised"], doc["review"]) == ("2026-11-19", "2026-11-20")


def test_when_clocks_change_the_quick_door_is_shut_for_a_moment(
    tmp_path: Path, hands: Hands
) -> None:
    # Lisbon leaves summer time on 25 October 2026 at 01:00 UTC.
    hands.now = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    sample_folder(tmp_path / "t", hands).db.close()
    hands.now = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    doc = must_add(tmp_path / "t", hands, "risk: summer")[0].doc
    assert doc["raised"] == "2026-10-25", "half past midnight in Lisbon"
    hands.now = datetime(2026, 10, 25, 23, 30, tzinfo=UTC)
    assert add(tmp_path / "t", hands, "risk: winter") is None
    ledger = opened(tmp_path / "t", hands)
    leave_checkpoint(ledger, tmp_path / "t")
    ledger.db.close()
    assert must_add(tmp_path / "t", hands, "risk: winter")[0].doc["raised"] == "2026-10-25"


@pytest.mark.parametrize("days", [-1, 22, 4000])
def test_far_from_the_checkpoint_the_zone_is_looked_up_again(
    folder: Path, hands: Hands, days: int
) -> None:
    hands.on(days=days)
    assert add(folder, hands, "risk: x") is None


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/New_York", "Australia/Lord_Howe",
                                  "Asia/Kathmandu", "UTC"])  # fmt: skip
def test_the_offset_holds_in_its_whole_window(zone: str) -> None:
    place = ZoneInfo(zone)
    for days in range(0, 365, 3):
        now = MORNING + timedelta(days=days, minutes=37)
        begin, end, offset = offset_window(place, now)
        day = 86_400_000
        near = (*range(begin, min(end, begin + day), 600_000), *range(end - 1, begin, -600_000))
        for ms in near[:300]:
            local = datetime.fromtimestamp(ms / 1000, UTC).astimezone(place)
            assert local.utcoffset() == timedelta(seconds=offset)


def test_a_failed_flush_is_told_and_a_failed_checkpoint_is_not(
    folder: Path, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NotSaved("no space for the checkpoint")

    monkeypatch.setattr(QuickLog, "remember", refuse)
    assert must_add(folder, hands, "risk: kept")[0].ref == "R13"
    monkeypatch.undo()
    monkeypatch.setattr(QuickLog, "append", refuse)
    with pytest.raises(NotSaved):
        add(folder, hands, "risk: refused")
    monkeypatch.undo()
    ledger = opened(folder, hands)
    assert ledger.has("R13")
    assert not ledger.has("R14")
    ledger.db.close()


def test_the_context_is_what_the_state_says(folder: Path, hands: Hands) -> None:
    """However the checkpoint came about, it equals the one that a fresh reading would leave."""
    ledger = opened(folder, hands)
    after_moves(ledger)
    ledger.db.close()
    must_add(folder, hands, "risk: a", "action: b")
    kept = load_checkpoint(str(folder))
    ledger = opened(folder, hands)
    leave_checkpoint(ledger, folder)
    fresh = load_checkpoint(str(folder))
    assert kept is not None
    assert fresh is not None
    assert json.dumps(kept[1], sort_keys=True) == json.dumps(fresh[1], sort_keys=True)
    assert (kept[0].n, kept[0].offset, kept[0].z) == (fresh[0].n, fresh[0].offset, fresh[0].z)
    ledger.db.close()
