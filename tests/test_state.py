"""The state: what entries add up to, its counters, its snapshots and its listeners."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entry import Doc, Entry, Op, delete, inverse, put, update
from store.errors import Damaged
from store.state import SNAPSHOT_PART, State

Heard = list[tuple[str, str, Any, Any]]


def entry(n: int, *ops: Op | None, reset: bool = False) -> Entry:
    made: Entry = {"n": n, "at": 0, "do": "test", "ops": [op for op in ops if op]}
    return {**made, "reset": True} if reset else made


def state_of(*ops: Op | None) -> State:
    state = State()
    state.apply(entry(1, *ops))
    return state


def reloaded(state: State) -> State:
    other = State()
    meta, *parts = copy.deepcopy(list(state.snapshot_ops()))
    other.follow([entry(state.n, meta, reset=True), *(entry(state.n, part) for part in parts)])
    return other


def test_put_update_delete() -> None:
    state = state_of(put("risk", "a", {"x": 1, "y": 2}), put("risk", "b", {}))
    state.apply(entry(2, update("risk", "a", {"x": 1, "y": 2}, {"x": 5, "z": 3})))
    state.apply(entry(3, delete("risk", "b", {})))
    assert state.tables == {"risk": {"a": {"x": 5, "z": 3}}}
    assert state.n == 3


def test_a_document_that_was_read_stays_as_it_was() -> None:
    state = state_of(put("risk", "a", {"x": 1}))
    before = state.doc("risk", "a")
    state.apply(entry(2, update("risk", "a", {"x": 1}, {"x": 2})))
    assert before == {"x": 1}
    assert state.doc("risk", "a") == {"x": 2}


def test_doc_of_what_is_not_there() -> None:
    state = state_of(put("risk", "a", {}))
    assert state.doc("risk", "b") is None
    assert state.doc("team", "a") is None


def test_update_of_a_lost_document_keeps_all_that_is_known_of_it() -> None:
    state = state_of(["u", "risk", "a", {"status": "owned"}, {"status": "new", "text": "late"}])
    assert state.doc("risk", "a") == {"status": "owned", "text": "late"}


def test_delete_of_a_lost_document_is_passed_over() -> None:
    state = State()
    heard: Heard = []
    state.on_change.append(lambda *change: heard.append(change))
    state.apply(entry(1, delete("risk", "a", {"x": 1})))
    assert state.tables == {"risk": {}}
    assert heard == []


def test_clear_keeps_the_table_and_drop_does_not() -> None:
    state = state_of(put("a", "1", {}), put("b", "1", {}), ["c", "a"], ["x", "b"])
    assert state.tables == {"a": {}}


def test_an_unknown_operation_is_refused_with_a_sentence() -> None:
    with pytest.raises(Damaged, match="Entry 7 holds an operation 'q'"):
        State().apply(entry(7, ["q", "risk"]))


@pytest.mark.parametrize(
    ("ref", "counted"),
    [
        ("R12", {"R": 12}),
        ("B08", {"B": 8}),
        ("AB3", {"AB": 3}),
        ("12", {}),
        ("R", {}),
        ("R-1", {}),
        ("R1a", {}),
        ("É4", {}),
        ("R" + "9" * 40, {}),
        ("R٣", {}),
        (12, {}),
        (None, {}),
    ],
)
def test_references_are_counted_by_their_letters(ref: object, counted: dict[str, int]) -> None:
    assert state_of(put("risk", "a", {"ref": ref})).counters.refs == counted


def test_counters_never_go_down() -> None:
    state = state_of(put("risk", "7", {"ref": "R12"}), put("risk", "3", {"ref": "R4"}))
    state.apply(entry(2, delete("risk", "7", {"ref": "R12"})))
    assert state.counters.next_ref("R") == 13
    assert state.counters.next_id("risk") == 8


def test_an_update_can_raise_a_reference() -> None:
    state = state_of(put("risk", "a", {"ref": "R1"}))
    state.apply(entry(2, update("risk", "a", {"ref": "R1"}, {"ref": "R9"})))
    assert state.counters.next_ref("R") == 10


def test_clearing_starts_ids_again_but_not_references() -> None:
    state = state_of(put("risk", "7", {"ref": "R12"}), ["c", "risk"])
    assert state.counters.next_id("risk") == 1
    assert state.counters.next_ref("R") == 13


@pytest.mark.parametrize("key", ["risk-0192", "1.5", "-3", "²", "٣", "", "9" * 30])
def test_keys_that_are_no_plain_numbers_do_not_count(key: str) -> None:
    assert state_of(put("risk", key, {})).counters.ids == {}


def test_listeners_hear_each_touched_record_once_after_the_whole_entry() -> None:
    state = state_of(put("risk", "a", {"x": 1}), put("risk", "b", {}))
    heard: Heard = []

    def listen(table: str, key: str, old: Doc | None, new: Doc | None) -> None:
        assert state.n == 2
        assert state.doc("risk", "c") == {"y": 1}
        heard.append((table, key, old, new))

    state.on_change.append(listen)
    state.apply(
        entry(
            2,
            update("risk", "a", {"x": 1}, {"x": 2}),
            update("risk", "a", {"x": 2}, {"x": 3}),
            delete("risk", "b", {}),
            put("risk", "c", {"y": 1}),
        )
    )
    assert heard == [
        ("risk", "a", {"x": 1}, {"x": 3}),
        ("risk", "b", {}, None),
        ("risk", "c", None, {"y": 1}),
    ]


def test_clearing_is_heard_for_each_record() -> None:
    state = state_of(put("risk", "a", {"x": 1}))
    heard: Heard = []
    state.on_change.append(lambda *change: heard.append(change))
    state.apply(entry(2, ["c", "risk"]))
    assert heard == [("risk", "a", {"x": 1}, None)]


def test_a_reset_is_heard_once_when_all_parts_are_in() -> None:
    state = state_of(put("risk", "old", {}))
    notices: list[object] = []
    state.on_change.append(lambda *change: notices.append(change))
    state.on_reset.append(lambda: notices.append(copy.deepcopy(state.tables)))
    came = state.follow(
        [
            entry(5, ["m", {"refs": {}, "ids": {}}], reset=True),
            entry(5, ["s", "risk", {"a": {}}]),
            entry(6, put("risk", "b", {})),
        ]
    )
    assert came
    assert notices == [{"risk": {"a": {}, "b": {}}}]
    assert state.n == 6


def test_follow_says_whether_anything_came() -> None:
    assert State().follow([]) is False


def test_touched_names_the_last_entry_of_each_table() -> None:
    state = state_of(put("a", "1", {}))
    state.apply(entry(2, put("b", "1", {})))
    assert state.touched == {"a": 1, "b": 2}


def test_a_snapshot_comes_in_parts_and_leads_back_to_the_same_state() -> None:
    puts = [put("risk", str(i), {"ref": f"R{i}"}) for i in range(1, 2 * SNAPSHOT_PART + 2)]
    state = state_of(*puts, ["c", "empty"], delete("risk", str(len(puts)), {}))
    ops = list(state.snapshot_ops())
    assert [op[0] for op in ops] == ["m", "s", "s", "s"]
    assert all(len(op[2]) <= SNAPSHOT_PART for op in ops[1:])
    other = reloaded(state)
    assert other.tables == state.tables
    assert list(other.tables["risk"]) == list(state.tables["risk"])
    assert other.counters.meta() == state.counters.meta()
    assert other.counters.next_ref("R") == len(puts) + 1


def test_a_snapshot_is_of_the_moment_it_was_asked_for() -> None:
    state = state_of(put("risk", "a", {"x": 1}))
    ops = state.snapshot_ops()
    state.apply(entry(2, put("risk", "b", {"ref": "R1"})))
    assert list(ops) == [["m", {"refs": {}, "ids": {}}], ["s", "risk", {"a": {"x": 1}}]]


def test_counters_are_derived_if_the_part_that_held_them_is_lost() -> None:
    state = State()
    state.apply(entry(5, ["s", "risk", {"4": {"ref": "R12"}}], reset=True))
    assert state.counters.meta() == {"refs": {"R": 12}, "ids": {"risk": 4}}


def test_a_copy_of_counters_is_independent() -> None:
    state = state_of(put("risk", "4", {"ref": "R1"}))
    copied = state.counters.copy()
    copied.note("risk", "9", {"ref": "R9"})
    assert state.counters.meta() == {"refs": {"R": 1}, "ids": {"risk": 4}}


docs = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3), max_size=4)


@settings(derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(["1", "2", "x"]), st.none() | docs), max_size=20))
def test_an_inverse_takes_every_change_back(steps: list[tuple[str, Any]]) -> None:
    state = State()
    for n, (key, after) in enumerate(steps, start=1):
        before = state.doc("t", key)
        if before is None:
            op = None if after is None else put("t", key, after)
        else:
            op = delete("t", key, before) if after is None else update("t", key, before, after)
        was = copy.deepcopy(state.tables.get("t", {}))
        if op is not None:
            state.apply(entry(2 * n, op))
            assert state.doc("t", key) == after
            trial = reloaded(state)
            trial.apply(entry(2 * n + 1, inverse(op)))
            assert trial.tables.get("t", {}) == was
