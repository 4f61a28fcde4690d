"""Recovery: what a damaged journal gives back, and what it says about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from store.errors import Damaged
from store.journal import JournalLog
from store.journal.files import JOURNAL
from store.journal.header import HEADER_SIZE
from tests.torture.flips import run as run_flips

if TYPE_CHECKING:
    from store.entry import Draft

COUNT = 12


def draft(key: str) -> Draft:
    doc = {"id": key, "text": f'see [/] and {{"n":{key},"z":"00000000"}} \u2028 é'}
    return cast("Draft", {"at": 1, "by": "rte", "do": "capture", "ops": [["p", "risks", key, doc]]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "train"
    with JournalLog.create(place) as log:
        for i in range(COUNT):
            log.append(draft(str(i)))
    return place


def lines_of(folder: Path) -> list[bytes]:
    return (folder / JOURNAL).read_bytes()[HEADER_SIZE:].splitlines(keepends=True)


def spans(folder: Path) -> list[tuple[int, int]]:
    """Offset and end of each entry's line."""
    at, result = HEADER_SIZE, []
    for line in lines_of(folder):
        result.append((at, at + len(line)))
        at += len(line)
    return result


def numbers(folder: Path) -> list[int]:
    with JournalLog.open(folder) as log:
        return [entry["n"] for entry in log.follow(0)]


def kept(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in (folder / "damaged").iterdir()]


def test_every_cut_reopens_at_the_last_whole_entry_and_takes_a_write(folder: Path) -> None:
    path = folder / JOURNAL
    ends = [end for _, end in spans(folder)][:5]
    whole = path.read_bytes()[: ends[-1]]
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        if cut < HEADER_SIZE:
            with pytest.raises(Damaged):
                JournalLog.open(folder)
            assert path.read_bytes() == whole[:cut]
            continue
        # an entry that lacks nothing but its newline is whole
        last = sum(end - 1 <= cut for end in ends)
        with JournalLog.open(folder) as log:
            read = [entry["n"] for entry in log.follow(0)]
            assert read == list(range(1, sum(end <= cut for end in ends) + 1))
            assert log.append(draft("new"))["n"] == last + 1
        with JournalLog.open(folder, strict=True) as log:
            assert log.health().n == last + 1


def test_a_torn_tail_is_cut_by_a_writer_after_a_copy_and_told(folder: Path) -> None:
    path = folder / JOURNAL
    whole = path.read_bytes()
    path.write_bytes(whole[:-7])
    start = spans(folder)[-1][0]
    with JournalLog.open(folder) as log:
        assert [e["n"] for e in log.follow(0)][-1] == COUNT - 1
        assert path.read_bytes() == whole[:-7], "a reader changes nothing"
        (fault,) = log.health().faults
        assert (fault.offset, fault.length) == (start, len(whole) - 7 - start)
        assert log.append(draft("new"))["n"] == COUNT
        (fault,) = log.health().faults
        assert Path(fault.kept).read_bytes() == whole[start:-7]
        assert "cut" in fault.what
    assert kept(folder) == [whole[start:-7]]


def test_a_last_line_that_does_not_verify_is_a_torn_tail_too(folder: Path) -> None:
    path = folder / JOURNAL
    data = bytearray(path.read_bytes())
    data[-30] ^= 1
    path.write_bytes(data)
    with JournalLog.open(folder) as log:
        assert len(list(log.follow(0))) == COUNT - 1
        assert log.append(draft("new"))["n"] == COUNT
    assert numbers(folder) == list(range(1, COUNT + 1))


@pytest.mark.parametrize("at", [1, 9, 10, -2, -3, -9, -13, -17])
def test_a_damaged_line_in_the_middle_is_stepped_over_and_copied_once(
    folder: Path, at: int
) -> None:
    path = folder / JOURNAL
    data = bytearray(path.read_bytes())
    start, end = spans(folder)[4]
    data[(start if at >= 0 else end) + at] ^= 0x40
    path.write_bytes(data)
    rest = [n for n in range(1, COUNT + 1) if n != 5]
    for _ in range(2):
        with JournalLog.open(folder) as log:
            assert [e["n"] for e in log.follow(0)] == rest
            (fault,) = log.health().faults
            assert (fault.file, fault.offset) == (str(path), start)
            assert fault.length == end - start - 1
            assert Path(fault.kept).read_bytes() == bytes(data[start : end - 1])
    assert len(kept(folder)) == 1
    assert path.read_bytes() == data
    with JournalLog.open(folder) as log:
        assert log.append(draft("new"))["n"] == COUNT + 1
    with pytest.raises(Damaged, match=f"byte {start}"):
        JournalLog.open(folder, strict=True)


def test_damage_is_stepped_over_although_nothing_can_be_copied(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / JOURNAL
    data = bytearray(path.read_bytes())
    data[spans(folder)[4][0] + 9] ^= 1
    path.write_bytes(data)
    (folder / "damaged").rmdir()
    (folder / "damaged").write_bytes(b"in the way")
    assert len(numbers(folder)) == COUNT - 1


def test_a_lost_newline_loses_no_entry(folder: Path) -> None:
    path = folder / JOURNAL
    for index in (0, 5, COUNT - 1):
        data = bytearray(path.read_bytes())
        whole = bytes(data)
        data[spans(folder)[index][1] - 1] ^= 2
        path.write_bytes(data)
        with JournalLog.open(folder) as log:
            log.append(draft("new"))
            assert [e["n"] for e in log.follow(0)] == list(range(1, COUNT + 2))
        path.write_bytes(whole)


def test_a_newline_inside_a_line_loses_that_line_only(folder: Path) -> None:
    path = folder / JOURNAL
    data = bytearray(path.read_bytes())
    data[spans(folder)[3][0] + 20] = 0x0A
    path.write_bytes(data)
    assert numbers(folder) == [n for n in range(1, COUNT + 1) if n != 4]


def test_a_hole_of_zeros_before_a_valid_record(folder: Path) -> None:
    path = folder / JOURNAL
    data = bytearray(path.read_bytes())
    start, end = spans(folder)[5][0] + 10, spans(folder)[7][0] + 10
    data[start:end] = bytes(end - start)
    path.write_bytes(data)
    assert numbers(folder) == [1, 2, 3, 4, 5, 9, 10, 11, 12]


def test_a_missing_line_is_told(folder: Path) -> None:
    path = folder / JOURNAL
    whole = path.read_bytes()
    start, end = spans(folder)[5]
    path.write_bytes(whole[:start] + whole[end:])
    with JournalLog.open(folder) as log:
        assert len(list(log.follow(0))) == COUNT - 1
        assert [fault.what for fault in log.health().faults] == ["entries 6 to 6 are missing"]
    with pytest.raises(Damaged, match="missing"):
        JournalLog.open(folder, strict=True)


def test_a_repeated_line_is_left_out_and_told(folder: Path) -> None:
    path = folder / JOURNAL
    whole = path.read_bytes()
    start, end = spans(folder)[5]
    path.write_bytes(whole[:end] + whole[start:end] + whole[end:])
    assert numbers(folder) == list(range(1, COUNT + 1))
    with pytest.raises(Damaged, match="stands behind"):
        JournalLog.open(folder, strict=True)


def test_a_damaged_snapshot_line_costs_only_itself(folder: Path) -> None:
    docs = {f"{i:04}": {"id": i} for i in range(1000)}
    with JournalLog.open(folder) as log:
        list(log.follow(0))
        assert log.compact(lambda: [["m", {}], ["s", "risks", docs]], COUNT)
        log.append(draft("later"))
    path = folder / JOURNAL
    first = bytearray(path.read_bytes())
    for bad, rest in ((HEADER_SIZE + 30, 1000), (HEADER_SIZE + 3000, 744)):
        data = first.copy()
        data[bad] ^= 1
        path.write_bytes(data)
        with JournalLog.open(folder) as log:
            entries = list(log.follow(0))
            assert sum(len(op[2]) for e in entries for op in e["ops"] if op[0] == "s") == rest
            assert entries[-1]["n"] == COUNT + 1
            assert len(log.health().faults) == 1


def test_a_file_that_ends_inside_its_snapshot_keeps_saying_so(folder: Path) -> None:
    docs = {f"{i:04}": {"id": i} for i in range(1000)}
    with JournalLog.open(folder) as log:
        list(log.follow(0))
        assert log.compact(lambda: [["s", "risks", docs]], COUNT)
    path = folder / JOURNAL
    path.write_bytes(path.read_bytes()[:-40])
    with JournalLog.open(folder) as log:
        list(log.follow(0))
        assert log.append(draft("on"))["n"] == COUNT + 1
    with JournalLog.open(folder) as log:
        entries = list(log.follow(0))
        assert sum(len(op[2]) for e in entries for op in e["ops"] if op[0] == "s") == 768
        assert entries[-1]["n"] == COUNT + 1
        assert log.health().faults
        assert log.append(draft("on"))["n"] == COUNT + 2
        assert [e["n"] for e in log.past()] == list(range(COUNT + 2, 0, -1))


def test_a_follower_takes_a_half_written_line_for_unfinished_not_for_damage(folder: Path) -> None:
    path = folder / JOURNAL
    with JournalLog.open(folder) as log:
        assert len(list(log.follow(0))) == COUNT
        with JournalLog.open(folder) as other:
            other.append(draft("x"))
        whole = path.read_bytes()
        start = spans(folder)[-1][0]
        path.write_bytes(whole[: start + 20])
        assert list(log.follow(COUNT)) == []
        with path.open("ab") as file:
            file.write(whole[start + 20 :])
        assert [e["n"] for e in log.follow(COUNT)] == [COUNT + 1]
        assert log.health().faults == ()


def test_what_is_kept_aside_can_be_read_as_it_was(folder: Path) -> None:
    line = lines_of(folder)[2][:-1]
    assert json.loads(line)["n"] == 3
    path = folder / JOURNAL
    path.write_bytes(path.read_bytes().replace(line, line.replace(b"see", b"sea")))
    numbers(folder)
    assert kept(folder) == [line.replace(b"see", b"sea")]


@pytest.mark.torture
def test_no_flipped_bit_is_accepted() -> None:
    results = run_flips(400, seed=7, limit_s=30)
    assert results.total() == 400
    assert results["one line set aside"] > 200
    assert results["header refused"] > 10
