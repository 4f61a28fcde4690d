"""What every log must do: one suite, each implementation."""

from __future__ import annotations

import select
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from store.errors import Busy, ChangedMeanwhile, NotSaved
from store.journal import JournalLog
from store.log import Log
from store.memory import MemoryLog

if TYPE_CHECKING:
    from store.entry import Draft

Another = Callable[[], Log]


def draft(key: str, **fields: object) -> Draft:
    return cast("Draft", {"at": 1_763_800_000_000, "by": "rte", "in": "E8/risks", "do": "capture",
            "ops": [["p", "risks", key, {"id": key, **fields}]]})  # fmt: skip


@pytest.fixture(params=["journal", "memory"])
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Another]:
    opened: list[Log] = []
    if request.param == "journal":
        JournalLog.create(tmp_path / "train").close()

        def more() -> Log:
            opened.append(JournalLog.open(tmp_path / "train", deadline_s=0.05))
            return opened[-1]
    else:
        first = MemoryLog()

        def more() -> Log:
            opened.append(first.another())
            return opened[-1]

    yield more
    for log in opened:
        log.close()


@pytest.fixture
def log(another: Another) -> Log:
    return another()


def numbers(log: Log, after: int = 0) -> list[int]:
    return [entry["n"] for entry in log.follow(after)]


def snapshot_of(count: int) -> Callable[[], list[list[Any]]]:
    docs = {str(i): {"id": str(i)} for i in range(count)}
    return lambda: [["m", {"n": count}], ["s", "risks", docs]]


def test_a_new_log_is_empty(log: Log) -> None:
    assert numbers(log) == []
    assert log.health().n == 0


def test_an_entry_comes_back_as_every_reader_sees_it(log: Log, another: Another) -> None:
    told = log.append(draft("r1", votes=(1, 2)))
    (read,) = another().follow(0)
    assert told == read
    assert told["n"] == 1
    assert told["ops"][0][3]["votes"] == [1, 2]
    assert (told["by"], told["in"], told["do"]) == ("rte", "E8/risks", "capture")


def test_numbers_rise_without_gaps_over_handles(log: Log, another: Another) -> None:
    second = another()
    assert [one.append(draft(str(i)))["n"] for i, one in enumerate([log, second, log])] == [1, 2, 3]
    assert numbers(another()) == [1, 2, 3]


def test_what_was_appended_counts_as_delivered(log: Log) -> None:
    for i in range(3):
        log.append(draft(str(i)))
    assert numbers(log, after=3) == []
    log.append(draft("x"))
    assert numbers(log, after=4) == []


def test_follow_goes_on_where_the_reader_stands(log: Log, another: Another) -> None:
    second = another()
    log.append(draft("a"))
    assert numbers(second) == [1]
    log.append(draft("b"))
    log.append(draft("c"))
    assert numbers(second, after=1) == [2, 3]
    assert numbers(second, after=3) == []


def test_a_reader_can_start_over(log: Log) -> None:
    for i in range(4):
        log.append(draft(str(i)))
    assert numbers(log, after=4) == []
    assert numbers(log, after=1) == [2, 3, 4]
    assert numbers(log, after=0) == [1, 2, 3, 4]


def test_an_abandoned_follow_loses_nothing(log: Log, another: Another) -> None:
    for i in range(4):
        log.append(draft(str(i)))
    second = another()
    assert next(iter(second.follow(0)))["n"] == 1
    assert numbers(second, after=1) == [2, 3, 4]


def test_entries_of_others_are_not_lost_when_one_appends_unread(log: Log, another: Another) -> None:
    second = another()
    log.append(draft("a"))
    second.append(draft("b"))
    assert 1 in numbers(second, after=0)


def test_appending_while_following_loses_and_repeats_nothing(log: Log, another: Another) -> None:
    for i in range(3):
        log.append(draft(str(i)))
    second = another()
    seen = []
    for entry in second.follow(0):
        seen.append(entry["n"])
        if entry["n"] == 1:
            second.append(draft("x"))
    seen += numbers(second, after=seen[-1])
    assert seen == [1, 2, 3, 4]


def test_expect_refuses_when_somebody_was_quicker(log: Log, another: Another) -> None:
    log.append(draft("a"))
    with pytest.raises(ChangedMeanwhile, match="expected 0"):
        another().append(draft("b"), expect=0)
    assert log.append(draft("b"), expect=1)["n"] == 2
    assert numbers(another()) == [1, 2]


def test_exclusive_is_reentrant_and_shows_everything(log: Log, another: Another) -> None:
    another().append(draft("a"))
    with log.exclusive(), log.exclusive():
        assert numbers(log) == [1]
        assert log.append(draft("b"), expect=1)["n"] == 2
        assert log.append(draft("c"))["n"] == 3
    assert numbers(another()) == [1, 2, 3]


def test_exclusive_keeps_the_others_out_and_lets_them_in_again(log: Log, another: Another) -> None:
    second = another()
    with log.exclusive(), pytest.raises(Busy):
        second.append(draft("x"))
    assert second.append(draft("x"))["n"] == 1


def test_a_fault_inside_exclusive_gives_the_lock_back(log: Log, another: Another) -> None:
    def fail() -> None:
        with log.exclusive():
            log.append(draft("kept"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert another().append(draft("next"))["n"] == 2


@pytest.mark.parametrize(
    "bad",
    [
        float("nan"), float("inf"), [1, {"x": -float("inf")}], 2**64, -(2**63) - 1,
        "half \ud800", object(), {1: "a"},
    ],
)  # fmt: skip
def test_what_json_cannot_carry_is_refused_and_nothing_changes(
    log: Log, another: Another, bad: object
) -> None:
    log.append(draft("a"))
    with pytest.raises(NotSaved):
        log.append(draft("b", value=bad))
    assert numbers(another()) == [1]
    assert log.append(draft("c", value=None))["n"] == 2


def test_text_with_every_kind_of_line_end_is_one_entry(log: Log, another: Another) -> None:
    text = 'a\nb\r\u2028c\u2029d\x85e\x0bf\x0cg \U0001f6e0 {"n":1'
    log.append(draft("a", text=text))
    (entry,) = another().follow(0)
    assert entry["ops"][0][3]["text"] == text


def test_compaction_gives_new_readers_a_snapshot(log: Log, another: Another) -> None:
    for i in range(600):
        log.append(draft(str(i))) if i < 5 else None
    assert log.compact(snapshot_of(600), 5)
    entries = list(another().follow(0))
    assert entries[0]["reset"] is True
    assert {entry["n"] for entry in entries} == {5}
    docs = [op[2] for entry in entries for op in entry["ops"] if op[0] == "s"]
    assert sum(map(len, docs)) == 600
    assert max(map(len, docs)) <= 256


def test_compaction_keeps_newer_entries_and_the_numbers(log: Log, another: Another) -> None:
    for i in range(4):
        log.append(draft(str(i)))
    assert log.compact(snapshot_of(2), 2)
    assert numbers(another()) == [2, 2, 3, 4]
    assert log.append(draft("x"))["n"] == 5
    assert numbers(another(), after=4) == [5]


def test_followers_that_hold_the_snapshot_hop_without_a_reset(log: Log, another: Another) -> None:
    reader = another()
    for i in range(4):
        log.append(draft(str(i)))
    assert numbers(reader) == [1, 2, 3, 4]
    assert log.compact(snapshot_of(4), 4)
    log.append(draft("x"))
    (entry,) = reader.follow(4)
    assert entry["n"] == 5
    assert "reset" not in entry


def test_a_reader_left_behind_a_snapshot_starts_from_nothing(log: Log, another: Another) -> None:
    for i in range(4):
        log.append(draft(str(i)))
    assert log.compact(snapshot_of(4), 4)
    entries = list(another().follow(2))
    assert entries[0].get("reset") is True


def test_the_second_of_two_compactions_changes_nothing(log: Log, another: Another) -> None:
    for i in range(4):
        log.append(draft(str(i)))
    second = another()
    assert numbers(second) == [1, 2, 3, 4]

    def parts() -> list[list[Any]]:
        assert second.compact(snapshot_of(4), 4)
        return snapshot_of(4)()

    assert not log.compact(parts, 4)
    assert numbers(another()) == [4, 4]


def test_an_empty_state_compacts_too(log: Log, another: Another) -> None:
    log.append(draft("a"))
    assert log.compact(list, 1)
    (entry,) = another().follow(0)
    assert entry == {"n": 1, "reset": True, "ops": []}


def test_the_past_is_whole_over_compactions_newest_first(log: Log, another: Another) -> None:
    for i in range(9):
        log.append(draft(str(i)))
        if i in (2, 5):
            assert log.compact(snapshot_of(i), i)
    assert [entry["n"] for entry in another().past()] == list(range(9, 0, -1))
    assert [entry["ops"][0][2] for entry in log.past()][-1] == "0"


def test_the_bell_rings_for_others(log: Log, another: Another) -> None:
    reader = another()
    fd = reader.wake()
    if fd is None:
        pytest.skip("no bell on this system")
    assert numbers(reader) == []
    assert not select.select([fd], [], [], 0)[0]
    log.append(draft("a"))
    assert select.select([fd], [], [], 5)[0]
    assert numbers(reader) == [1]


def test_health_counts_without_changing_anything(log: Log, another: Another) -> None:
    for i in range(3):
        log.append(draft(str(i)))
    for one in (log, another()):
        health = one.health()
        assert (health.n, health.entries, health.faults, health.poisoned) == (3, 3, (), False)
        assert health.size > 0


def test_close_is_idempotent_and_final(log: Log) -> None:
    log.wake()
    log.close()
    log.close()
    with pytest.raises(RuntimeError):
        log.append(draft("a"))
