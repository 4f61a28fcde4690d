"""JournalDB: TinyDB's interface on a log, its transactions and its two kinds of tables."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest
from tinydb import where
from tinydb.operations import delete as without
from tinydb.table import Document

from store.entry import Entry
from store.errors import NotSaved
from store.memory import MemoryLog
from store.state import State
from store.tiny.db import JournalDB

NOW = 1_795_000_000_000


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog()


@pytest.fixture
def db(log: MemoryLog) -> Iterator[JournalDB]:
    with JournalDB(log, now_ms=lambda: NOW) as opened:
        yield opened


def entries(db: JournalDB) -> list[Entry]:
    return list(db.log.past())[::-1]


def rebuilt(db: JournalDB) -> State:
    state = State()
    assert isinstance(db.log, MemoryLog)
    state.follow(db.log.another().follow(0))
    return state


def named(key: str, **fields: object) -> Document:
    return Document(fields, doc_id=cast(Any, key))  # TinyDB types its own ids only, as numbers


# -- single calls


def test_each_call_is_one_entry_with_old_values(db: JournalDB) -> None:
    assert db.insert({"a": 1, "b": 2}) == 1
    assert db.insert_multiple([{"a": 2}, {"a": 3}]) == [2, 3]
    assert db.update({"a": 9}, where("a") == 1) == [1]
    assert db.update(without("b"), doc_ids=[1]) == [1]
    assert db.remove(where("a") > 2) == [1, 3]
    t = "_default"
    assert [(e["n"], e["at"], e["do"], e["ops"]) for e in entries(db)] == [
        (1, NOW, "insert", [["p", t, "1", {"a": 1, "b": 2}]]),
        (2, NOW, "insert", [["p", t, "2", {"a": 2}], ["p", t, "3", {"a": 3}]]),
        (3, NOW, "update", [["u", t, "1", {"a": 9}, {"a": 1}]]),
        (4, NOW, "update", [["u", t, "1", {}, {"b": 2}]]),
        (5, NOW, "remove", [["d", t, "1", {"a": 9}], ["d", t, "3", {"a": 3}]]),
    ]
    assert rebuilt(db).tables == db.state.tables == {t: {"2": {"a": 2}}}


def test_a_call_that_changes_nothing_appends_nothing(db: JournalDB) -> None:
    db.insert({"a": 1})
    db.update({"a": 1})
    db.update({"a": 2}, where("a") == 7)
    db.remove(doc_ids=[9])
    db.insert_multiple([])
    db.drop_table("nobody")
    assert db.state.n == 1


def test_an_update_by_condition_copies_only_what_matches(db: JournalDB) -> None:
    db.insert_multiple({"i": i} for i in range(50))
    with db.transaction(do="x") as under_way:
        db.update({"hit": True}, where("i") == 7)
        db.update_multiple([({"hit": 2}, where("i") == 8), ({"hit": 3}, where("hit") == 2)])
        staged = under_way.stage.mark()
    assert staged < 10
    assert db.get(where("i") == 8) == {"i": 8, "hit": 3}


def test_ids_are_never_given_out_again(db: JournalDB, log: MemoryLog) -> None:
    db.insert_multiple([{}, {}, {}])
    db.remove(doc_ids=[3])
    assert db.insert({}) == 4
    db.remove(doc_ids=[4])
    db.compact()
    assert JournalDB(log.another()).insert({}) == 5


def test_an_explicit_id_moves_the_counter(db: JournalDB) -> None:
    assert db.insert(Document({}, 77)) == 77
    assert db.insert({}) == 78
    with pytest.raises(ValueError, match="already exists"):
        db.insert(Document({}, 77))
    assert db.state.n == 2


def test_truncate_and_drop(db: JournalDB) -> None:
    db.table("a").insert({})
    db.table("b").insert({})
    db.table("a").truncate()
    assert db.tables() == {"a", "b"}
    db.drop_table("b")
    assert db.tables() == {"a"}
    db.drop_tables()
    assert db.tables() == set()
    assert [e["ops"] for e in entries(db)[2:]] == [[["c", "a"]], [["x", "b"]], [["x", "a"]]]


def test_upsert_is_one_entry(db: JournalDB) -> None:
    assert db.upsert({"k": 1, "v": 1}, where("k") == 1) == [1]
    assert db.upsert({"k": 1, "v": 2}, where("k") == 1) == [1]
    assert db.upsert(Document({"v": 3}, doc_id=9)) == [9]
    assert [e["do"] for e in entries(db)] == ["upsert"] * 3


def test_what_is_read_is_what_a_reload_would_read(db: JournalDB) -> None:
    db.insert({"pair": (1, 2), "deep": {"list": [(3,)]}})
    with db.transaction(do="x"):
        db.insert({"pair": (1, 2)})
        assert db.get(doc_id=2) == {"pair": [1, 2]}
    assert db.all() == [{"pair": [1, 2], "deep": {"list": [[3]]}}, {"pair": [1, 2]}]


@pytest.mark.parametrize("bad", [{"x": float("nan")}, {"x": object()}, {"x": "\ud800"}])
def test_what_cannot_be_stored_changes_nothing(db: JournalDB, bad: dict[str, object]) -> None:
    db.insert({"a": 1})
    with pytest.raises(NotSaved):
        db.insert(bad)

    def two() -> None:
        with db.transaction(do="x"):
            db.insert({"a": 2})
            db.insert(bad)

    with pytest.raises(NotSaved):
        two()
    assert db.all() == [{"a": 1}]
    assert db.state.n == 1
    assert db.insert({"a": 3}) > 1


# -- what is handed out


def test_returned_documents_share_nothing_with_the_store(db: JournalDB) -> None:
    db.insert({"tags": ["a"], "deep": {"x": [1]}})
    query = where("tags").any(["a"])
    for read in (
        lambda: db.get(doc_id=1),
        lambda: db.get(query),
        lambda: db.get(doc_ids=[1])[0],
        lambda: db.search(query)[0],
        lambda: db.search(query)[0],
        lambda: db.all()[0],
        lambda: next(iter(db)),
    ):
        doc = read()
        doc["tags"].append("spoilt")
        doc["deep"]["x"].append(2)
        doc["new"] = 1
    assert db.search(query) == [{"tags": ["a"], "deep": {"x": [1]}}]
    assert db.state.tables["_default"]["1"] == {"tags": ["a"], "deep": {"x": [1]}}


def test_documents_handed_in_share_nothing_with_the_store(db: JournalDB) -> None:
    tags = ["a"]
    db.insert({"tags": tags})
    with db.transaction(do="x"):
        db.insert({"tags": tags})
        db.update({"more": tags}, doc_ids=[1])
        tags.append("spoilt")
    assert db.all() == [{"tags": ["a"], "more": ["a"]}, {"tags": ["a"]}]


def test_loops_may_write(db: JournalDB) -> None:
    db.insert_multiple({"i": i} for i in range(5))
    for doc in db:
        db.insert({"copy of": doc["i"]})
    assert len(db) == 10
    assert len(db.search(lambda doc: bool(db.insert(doc)))) == 10
    found = db.get(lambda doc: bool(db.remove(doc_ids=[1, 2, 3])) and "copy of" in doc)
    assert found is None


def test_doc_ids_come_in_table_order(db: JournalDB) -> None:
    db.insert_multiple([Document({}, 5), Document({}, 2), Document({}, 9)])
    assert [doc.doc_id for doc in db.get(doc_ids=[9, 5, 5, 7])] == [5, 9]


# -- transactions


def test_a_transaction_is_one_entry_over_several_tables(db: JournalDB) -> None:
    db.insert({"votes": 1})
    with db.transaction(do="capture", by="RTE", where="E8/risks", undo=1) as under_way:
        db.update({"votes": 2}, doc_ids=[1])
        db.update({"votes": 3}, doc_ids=[1])
        db.records("risk").insert(named("risk-1", text="late"))
        db.table("gone").insert({})
        db.table("gone").remove(doc_ids=[1])
        assert under_way.entry is None
    expected = {
        "n": 2,
        "at": NOW,
        "by": "RTE",
        "in": "E8/risks",
        "do": "capture",
        "undo": 1,
        "ops": [
            ["u", "_default", "1", {"votes": 3}, {"votes": 1}],
            ["p", "risk", "risk-1", {"text": "late"}],
        ],
    }
    assert under_way.entry == expected == entries(db)[-1]


def test_facts_of_the_entry_can_be_set_inside(db: JournalDB) -> None:
    with db.transaction(do="x", at=5) as under_way:
        db.insert({})
        under_way.where, under_way.at = "E1/a", 7
    assert (entries(db)[0]["in"], entries(db)[0]["at"]) == ("E1/a", 7)


def test_an_empty_transaction_appends_nothing(db: JournalDB) -> None:
    with db.transaction(do="x") as under_way:
        db.update({"a": 1})
    assert under_way.entry is None
    assert db.state.n == 0


def test_an_exception_leaves_everything_as_it_was(db: JournalDB) -> None:
    db.insert({"tags": ["a"]})
    with suppress(ZeroDivisionError), db.transaction(do="x"):
        db.update(lambda doc: doc["tags"].append("b"), doc_ids=[1])
        db.insert({})
        db.drop_table("_default")
        raise ZeroDivisionError
    assert db.all() == [{"tags": ["a"]}]
    assert db.state.n == 1
    db.insert({"free": "again"})
    assert len(db) == 2


def test_everything_inside_reads_what_is_staged(db: JournalDB) -> None:
    db.insert_multiple([{"i": 1}, {"i": 2}, {"i": 3}])
    query = where("i") > 1
    assert len(db.search(query)) == 2
    with db.transaction(do="x"):
        db.remove(doc_ids=[2])
        assert db.insert({"i": 4}) == 4
        assert db.insert({"i": 5}) == 5
        db.update({"i": 0}, doc_ids=[3])
        assert [doc.doc_id for doc in db.search(query)] == [4, 5]
        assert [doc.doc_id for doc in db] == [1, 3, 4, 5]
        assert len(db) == 4
        assert db.get(doc_id=2) is None
        assert not db.contains(doc_id=2)
        assert db.get(doc_ids=[2, 4]) == [{"i": 4}]
        assert db.count(query) == 2
        assert db.tables() == {"_default"}
        db.drop_tables()
        assert (len(db), db.tables()) == (0, set())
        db.table("t").insert({})
        assert db.tables() == {"t"}
    assert db.tables() == {"t"}
    assert rebuilt(db).tables == db.state.tables


def test_a_nested_transaction_belongs_to_the_outer(db: JournalDB) -> None:
    with db.transaction(do="outer") as outer:
        db.insert({"i": 1})
        with db.transaction(do="inner") as inner:
            db.insert({"i": 2})
        assert inner is outer
        assert db.state.n == 0
    assert [e["do"] for e in entries(db)] == ["outer"]
    assert len(db) == 2


def test_a_nested_failure_that_is_caught_takes_back_only_its_own(db: JournalDB) -> None:
    db.insert({"i": 0})
    with db.transaction(do="x"):
        db.insert({"i": 1})
        with pytest.raises(ValueError, match="already exists"):
            db.insert_multiple([{"i": 2}, Document({}, 1)])
        with suppress(ZeroDivisionError), db.transaction(do="inner"):
            db.update({"i": 7})
            db.remove(doc_ids=[1])
            db.truncate()
            db.insert({"i": 8})
            raise ZeroDivisionError
        assert [doc["i"] for doc in db] == [0, 1]
        later = db.insert({"i": 9})
    assert [doc["i"] for doc in db] == [0, 1, 9]
    assert later > 2
    assert rebuilt(db).tables == db.state.tables


def test_an_outer_failure_takes_the_nested_back_too(db: JournalDB) -> None:
    with suppress(ZeroDivisionError), db.transaction(do="outer"):
        with db.transaction(do="inner"):
            db.insert({})
        raise ZeroDivisionError
    assert len(db) == 0


def test_listeners_may_read_the_new_state(db: JournalDB) -> None:
    seen: list[int] = []
    db.state.on_change.append(lambda *_: seen.append(len(db)))
    with db.transaction(do="x"):
        db.insert_multiple([{}, {}])
    assert seen == [2, 2]


# -- record tables


def test_records_have_keys_of_their_own(db: JournalDB) -> None:
    risks = db.records("risk")
    assert risks.insert(named("risk-b", ref="R12")) == "risk-b"
    assert risks.add("risk-a", {"ref": "R4"}) == "risk-a"
    assert [str(doc.doc_id) for doc in risks] == ["risk-b", "risk-a"]
    assert risks.update({"x": 1}, where("ref") == "R4") == ["risk-a"]
    assert risks.get(doc_id="risk-a") == {"ref": "R4", "x": 1}
    assert risks.remove(doc_ids=["risk-a"]) == ["risk-a"]
    assert db.records("risk") is risks is db.table("risk")
    assert db.state.counters.next_ref("R") == 13


@pytest.mark.parametrize("doc", [{"a": 1}, Document({"a": 1}, 5), named("")])
def test_a_record_without_a_key_of_its_own_is_refused(
    db: JournalDB, doc: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match="risk"):
        db.records("risk").insert(doc)
    with pytest.raises(ValueError, match="risk"):
        db.records("risk").insert_multiple([doc])
    assert db.state.n == 0


def test_a_table_that_was_opened_plainly_can_become_a_record_table(
    db: JournalDB, log: MemoryLog
) -> None:
    db.records("risk").add("risk-1", {})
    other = JournalDB(log.another())
    assert "risk=1" in repr(other)
    assert other.records("risk").get(doc_id="risk-1") == {}


# -- two handles


def test_every_read_lets_in_what_others_wrote(db: JournalDB, log: MemoryLog) -> None:
    other = JournalDB(log.another())
    query = where("i") == 1
    reads: list[Callable[[], int]] = [
        lambda: len(other),
        lambda: len(other.all()),
        lambda: len(other.search(query)),
        lambda: other.count(query),
        lambda: len(list(other)),
        lambda: len(other.get(doc_ids=range(100))),
    ]
    for expected, read in enumerate(reads, start=1):
        db.insert({"i": 1})
        assert read() == expected
    assert other.get(doc_id=1) == {"i": 1}
    assert other.catch_up() is False
    db.table("t").insert({})
    assert other.tables() == {"_default", "t"}
    db.insert({})
    assert other.catch_up() is True


def test_the_query_cache_survives_changes_of_other_tables_only(
    db: JournalDB, log: MemoryLog
) -> None:
    other = JournalDB(log.another())
    asked: list[object] = []

    def query(doc: object) -> bool:
        asked.append(doc)
        return True

    db.insert({})
    assert len(other.search(query)) == len(other.search(query)) == len(asked) == 1
    db.table("t").insert({})
    assert len(other.search(query)) == len(asked) == 1
    db.update({"x": 1})
    assert other.search(query) == [{"x": 1}]
    other.insert({})
    assert len(other.search(query)) == 2


def test_ids_of_two_handles_do_not_collide(db: JournalDB, log: MemoryLog) -> None:
    other = JournalDB(log.another())
    given = [handle.insert({}) for _ in range(5) for handle in (db, other)]
    assert given == list(range(1, 11))


def test_nobody_comes_in_during_a_transaction(db: JournalDB, log: MemoryLog) -> None:
    db.insert({"i": 1})
    other = JournalDB(log.another())
    with db.transaction(do="x"):
        db.update({"i": 2})
        assert other.get(doc_id=1) == {"i": 1}
    assert other.get(doc_id=1) == {"i": 2}


def test_a_compaction_is_not_noticed(db: JournalDB, log: MemoryLog) -> None:
    other = JournalDB(log.another())
    db.insert_multiple({"i": i, "ref": f"R{i}"} for i in range(700))
    assert db.compact()
    assert len(other) == 700
    third = JournalDB(log.another())
    assert third.state.tables == other.state.tables == db.state.tables
    assert third.state.counters.meta() == db.state.counters.meta()


def test_compaction_inside_a_transaction_is_a_mistake(db: JournalDB) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"), db.transaction(do="x"):
        db.compact()


# -- TinyDB's plain storage interface


def test_read_and_write_append_only_the_difference(db: JournalDB) -> None:
    storage = db.storage
    assert storage.read() is None
    db.insert_multiple([{"a": 1}, {"a": 2}])
    db.table("t").insert({})
    data = storage.read()
    assert data == {"_default": {"1": {"a": 1}, "2": {"a": 2}}, "t": {"1": {}}}
    data["_default"]["1"]["a"] = 5
    assert db.get(doc_id=1) == {"a": 1}
    del data["_default"]["2"], data["t"]
    data["new"] = {}
    storage.write(data)
    assert [e["ops"] for e in entries(db)[2:]] == [
        [
            ["x", "t"],
            ["d", "_default", "2", {"a": 2}],
            ["u", "_default", "1", {"a": 5}, {"a": 1}],
            ["c", "new"],
        ]
    ]
    assert storage.read() == data


def test_a_write_of_what_is_no_longer_current_is_refused(db: JournalDB, log: MemoryLog) -> None:
    db.insert({"a": 1})
    data = db.storage.read()
    JournalDB(log.another()).insert({"a": 2})
    with pytest.raises(Exception, match="read them again"):
        db.storage.write(data or {})
    assert len(db) == 2


# -- on a folder


def test_a_folder_becomes_a_store(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "store") as first:
        first.insert({"text": "naïve 😀 [/] \u2028"})
    with JournalDB(str(tmp_path / "store")) as second:
        assert second.all() == [{"text": "naïve 😀 [/] \u2028"}]
        assert second.compact()
        assert second.insert({}) == 2
    with JournalDB(tmp_path / "store") as third:
        assert [doc.doc_id for doc in third] == [1, 2]
        third.close()


def test_compaction_waits_until_it_is_worth_it(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "store") as db:
        with db.transaction(do="x"):
            db.insert_multiple({"text": "x" * 2000} for _ in range(300))
        assert db.compact_if_worth() is False
        for letter in "abcd":
            db.update({"text": letter * 2000})
        before = db.log.health().size
        assert db.compact_if_worth() is True
        assert db.log.health().size < before / 2
        assert db.compact_if_worth() is False
        assert db.count(where("text") == "d" * 2000) == 300


def test_the_collector_is_on_again_after_loading(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "store") as db, db.transaction(do="x"):
        db.insert_multiple({} for _ in range(2000))
    frozen = gc.get_freeze_count()
    try:
        JournalDB(tmp_path / "store").close()
        assert gc.isenabled()
        assert gc.get_freeze_count() > frozen
    finally:
        gc.unfreeze()
