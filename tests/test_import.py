"""Bringing a train in: all of the file or nothing, and one sentence about the first thing wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.domain.records import Event, PlanningInterval, Risk
from store.errors import RuleBroken, UsageFault
from store.exchange.train_file import MAX_BYTES, read_train
from store.insight.surfaces import SURFACES, surface
from store.ledger import running
from store.ledger.bringing import bring_in
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger, open_ledger
from tests.ledger_helpers import Hands, entries, now_of, sample_bytes, tables, train_bytes

Train = dict[str, Any]


def brought(data: bytes, hands: Hands | None = None) -> Ledger:
    ledger = memory_ledger(now=hands or Hands())
    bring_in(ledger, read_train(data))
    return ledger


def test_the_sample_comes_in_whole_as_one_entry() -> None:
    found = read_train(sample_bytes())
    assert (found.name, found.as_of, found.notes) == ("Tideway ART", "2026-11-18", ())
    ledger = brought(sample_bytes())
    counts = {name: len(docs) for name, docs in tables(ledger).items()}
    assert counts == {
        "train": 1,
        "pi": 4,
        "team": 7,
        "objective": 34,
        "dependency": 15,
        "risk": 12,
        "impediment": 14,
        "decision": 20,
        "improvement": 6,
        "measure": 1,
        "reading": 6,
        "flow": 42,
        "vote": 9,
        "event": 7,
    }
    log = entries(ledger.db.log)
    assert [(e["do"], e["by"]) for e in log] == [("import", "RTE")]


def test_references_keep_their_names_and_new_ones_follow_them() -> None:
    ledger = brought(sample_bytes())
    lines = ("risk: a", "impediment: b", "decision: c", "dep: d", "action: e", "topic: f")
    refs = [capture(ledger, line).record.ref for line in lines]
    assert refs == ["R13", "B15", "X21", "D410", "A1", "P1"]
    assert running.start(ledger, "art-sync").ref == "E8"
    assert ledger.find("V9")[0] == "vote"


def test_what_the_store_knows_by_other_names() -> None:
    docs = tables(brought(sample_bytes()))
    by_ref = {doc["ref"]: doc for table in docs.values() for doc in table.values() if "ref" in doc}
    assert by_ref["R04"]["text"] == (
        "if gate peaks double before the holidays, then the stream misses 5 s and O403 and O408 "
        "fail"
    )
    assert by_ref["O303"]["committed"] is False
    assert by_ref["B08"]["team"] == "BEA"
    assert "due" not in by_ref["B08"]
    assert by_ref["X15"]["pi"] == "PI-26.4"
    assert "pi" not in by_ref["X01"]
    assert by_ref["E5"]["given"]["live"] == 4
    assert by_ref["O315"]["extra"] == {"trial": None}


def test_unknown_keys_are_kept_and_unknown_lists_are_told() -> None:
    def change(train: Train) -> None:
        train["art"]["motto"] = "up"
        train["risks"][0]["colour"] = {"name": "r\x1b[31med", "rgb": [1, 2.5, None, True]}
        train["pis"][0]["goal"] = "g"
        train["fe\x00atures"] = []

    found = read_train(train_bytes(change))
    assert found.notes == ("'features' is not a list of this format; it was left out.",)
    docs = dict(reversed(found.docs))
    assert docs["risk"]["extra"] == {"colour": {"name": "red", "rgb": [1, 2.5, None, True]}}
    assert docs["train"]["extra"] == {"motto": "up"}
    assert docs["pi"]["extra"] == {"goal": "g"}
    stored = tables(brought(train_bytes(change)))["risk"].values()
    assert [doc["extra"] for doc in stored] == [docs["risk"]["extra"]]


def test_days_of_the_calendar_that_this_version_does_not_use_are_kept() -> None:
    pi = next(d for k, d in read_train(sample_bytes()).docs if k == "pi" and "iterations" in d)
    last = pi["iterations"][-1]
    assert last["extra"] == {"i_and_a": "2026-12-15", "pi_planning": ["2026-12-16", "2026-12-17"]}


def test_an_interval_that_is_not_there_is_told() -> None:
    def change(train: Train) -> None:
        train["risks"][0]["pi"] = "24.9"

    assert read_train(train_bytes(change)).notes == (
        "1 of the records name a planning interval '24.9' that is not in pis.",
    )


def test_hostile_words_are_cleaned_on_the_way_in() -> None:
    def change(train: Train) -> None:
        train["art"]["name"] = "Al\x1b]0;own\x07pine [/]\u202e ART\n"
        train["risks"][0]["text"] = "a\x00b\r\nc [@click=app.quit] \ud800"

    found = read_train(train_bytes(change))
    docs = dict(found.docs)
    assert docs["train"]["name"] == "Alpine [/] ART"
    assert docs["risk"]["text"] == "ab c [@click=app.quit]"


def at(*path: str | int, value: object) -> Callable[[Train], None]:
    def change(train: Train) -> None:
        place: Any = train
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def deep(levels: int) -> object:
    found: object = "x"
    for _ in range(levels):
        found = [found]
    return found


def gone(*path: str | int) -> Callable[[Train], None]:
    def change(train: Train) -> None:
        place: Any = train
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


BAD_VALUES: list[tuple[Callable[[Train], None], str]] = [
    (gone("art"), "art is missing"),
    (at("art", value=[]), "art: a list of 0 cannot be used. Write an object"),
    (gone("art", "id"), "art.id is missing"),
    (at("art", "name", value=""), "art.name: '' cannot be used"),
    (at("art", "name", value=7), "art.name: '7' cannot be used. Write text in quotes."),
    (at("art", "name", value=deep(400)), "art.name: a list of 1 cannot be used"),
    (at("art", "people", value=-1), "art.people: '-1' cannot be used"),
    (at("art", "people", value=True), "art.people: true cannot be used"),
    (at("art", "tz", value="Mars/Base"), "art.tz: 'Mars/Base' cannot be used"),
    (at("art", "tz", value="../../etc/passwd"), "art.tz: "),
    (at("art", "as_of", value="18.11.2026"), "art.as_of: '18.11.2026' cannot be used"),
    (at("art", "motto", value=deep(30)), "nested too deep"),
    (at("art", "motto", value=10**30), "art.motto: "),
    (at("art", "motto", value=1e300), "art.motto: "),
    (at("roles", value="RTE"), "roles: 'RTE' cannot be used. Write a list"),
    (at("roles", value=["RTE", 3]), "roles[1]: '3' cannot be used"),
    (at("roles", value=["R"] * 101), "roles: a list of 101"),
    (at("teams", value={}), "teams: an object cannot be used. Write a list"),
    (at("teams", value=[None]), "teams[0] is missing"),
    (at("teams", 0, value={"id": "RED"}), "teams[0]: 'name' is missing"),
    (at("teams", 1, "id", value="red"), "The team 'red' stands there twice"),
    (at("pis", 0, "start", value=None), "pis[0].start is missing"),
    (at("pis", 0, "end", value="2024-01-01"), "pis[0].end: '2024-01-01' cannot be used"),
    (at("pis", 0, "start", value="1999-12-31"), "a date from 2000 to 2100"),
    (at("pis", 0, "start", value="2024-02-30"), "pis[0].start: '2024-02-30'"),
    (at("pis", 0, "state", value="open"), "one of planned, running, closed"),
    (at("pis", 1, "id", value="24.1"), "The planning interval '24.1' stands there twice"),
    (at("iterations", value=[{"id": "I1", "start": "2023-01-01", "end": "2023-01-02"}]),
     "iterations[0].start: '2023-01-01' cannot be used. Write a day inside one of the pis."),
    (at("iterations", value=[{"id": "I", "pi": "9", "start": "2024-02-01", "end": "2024-02-02"}]),
     "iterations[0].pi: '9'"),
    (at("iterations", value=[{"id": "I", "start": "2024-02-02", "end": "2024-02-01"}]),
     "iterations[0].end"),
    (at("history", value=[{"pi": "23.4", "predictability": "high"}]), "history[0].predictability"),
    (at("risks", 0, "id", value="twelve"), "risks[0].id: 'twelve' cannot be used"),
    (at("risks", 0, "id", value="R1234567"), "letters and a number, like R12"),
    (gone("risks", 0, "id"), "risks[0]: 'id' is missing"),
    (gone("risks", 0, "text"), "risks[0]: 'text' is missing"),
    (at("risks", 0, "text", value="x" * 10_001), "at most 10,000 characters"),
    (at("risks", 0, "p", value=6), "risks[0].p: '6' cannot be used. Write a whole number from 1"),
    (at("risks", 0, "p", value=2.0), "risks[0].p: '2.0'"),
    (at("risks", 0, "p", value=10**4000), "risks[0].p: "),
    (at("risks", 0, "roam", value=deep(600)), "risks[0].roam: a list of 1"),
    (at("risks", 0, "hist", value=["U", "Z"]), "risks[0].hist[1]: 'Z'"),
    (at("impediments", 0, "id", value="rk07"), "The reference RK07 is used twice"),
    (at("impediments", 0, "systemic", value="yes"), "Write true or false."),
    (at("impediments", 0, "raised", value=20240201), "impediments[0].raised"),
    (at("votes", 0, "count", value=[1, 2, 3]), "votes[0].count: a list of 3 cannot be used"),
    (at("events", value=[{"id": "E1", "type": "Sync", "date": "2024-02-01", "live": -1}]),
     "events[0].live: '-1'"),
]  # fmt: skip


def refusal(data: bytes) -> str:
    """The sentence; whatever it says, it is one for a person."""
    with pytest.raises(UsageFault) as found:
        read_train(data)
    assert found.value.title == "Not imported"
    sentence = found.value.sentence
    assert sentence.endswith((".", "…"))
    assert len(sentence) < 250
    assert sentence.isprintable()
    return sentence


@pytest.mark.parametrize(("change", "said"), BAD_VALUES, ids=[said for _, said in BAD_VALUES])
def test_each_bad_value_is_named(change: Callable[[Train], None], said: str) -> None:
    assert said in refusal(train_bytes(change))


BAD_BYTES: list[tuple[bytes, str]] = [
    (b"", "The file is empty"),
    (b"  \n", "The file is empty"),
    (b"\xef\xbb\xbf", "not JSON"),
    (b"[]", "one JSON object"),
    (b"null", "one JSON object"),
    (b"{", "Line 1, column 2: not JSON"),
    (b"{'art': 1}", "Line 1, column 2: not JSON"),
    (b'{"art":\n {"id" "x"}}', "Line 2, column 8: not JSON"),
    (b'{"art": {}} {}', "Line 1, column 13: not JSON"),
    (b'{"art": NaN}', "NaN is not a number here"),
    (b'{"art": -Infinity}', "-Infinity is not a number here"),
    (b'{"art": 1, "art": 2}', "The key 'art' stands twice"),
    (b'{"art": {"id": "a", "id": "b"}}', "The key 'id' stands twice"),
    (b'{"art": ' + b"9" * 5000 + b"}", "a number too long"),
    (b'{"art": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deep"),
    (b'{"a": ' * 100_000, "nested too deep"),
    (b'{"art": {"id": "caf\xe9"}}', "Byte 19 is not UTF-8"),
    ('{"art": 1}'.encode("utf-16"), "Byte 0 is not UTF-8"),
    (b"\x00" * 100, "not JSON"),
    (b'{"art": {"id": "A", "name": "B", "people": 1e999}}', "art.people: 'inf' cannot be used"),
    (b'{"art": {"id": "A", "name": "B", "why": 1e999}}', "art.why: 'inf' cannot be used"),
    (b" " * (MAX_BYTES + 1), "has 20,000,001 bytes"),
]


@pytest.mark.parametrize(("data", "said"), BAD_BYTES, ids=[said for _, said in BAD_BYTES])
def test_each_bad_file_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    assert said in refusal(data)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_train(b"\xef\xbb\xbf" + train_bytes()).name == "Alpine ART"


def test_of_a_refused_train_nothing_is_stored(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "t", who="RTE", now=Hands(), create=True)
    before = sorted((p.name, p.stat().st_size) for p in (tmp_path / "t").iterdir())
    found = read_train(train_bytes())
    docs = (*found.docs[:-1], ("vote", {"text": "x", "not json": object()}))
    with pytest.raises(Exception, match="cannot be written"):
        bring_in(ledger, type(found)(docs=docs, as_of=None, notes=()))
    assert tables(ledger) == {}
    assert sorted((p.name, p.stat().st_size) for p in (tmp_path / "t").iterdir()) == before
    bring_in(ledger, found)
    with pytest.raises(RuleBroken, match="already holds Alpine ART"):
        bring_in(ledger, found)
    assert len(entries(ledger.db.log)) == 1
    ledger.db.close()


# Another train: other letters, no iterations, two intervals open at once, in another zone


@pytest.fixture
def hands() -> Hands:
    hands = Hands()
    hands.now = hands.now.replace(year=2024, month=3, day=27, hour=2)
    return hands


def test_another_train_gets_references_of_its_own(hands: Hands) -> None:
    ledger = brought(train_bytes(), hands)
    refs = {name: [d.get("ref") for d in docs.values()] for name, docs in tables(ledger).items()}
    assert refs["action"] == ["T3", "T2"], "a record without an id gets one that is free"
    assert refs["vote"] == ["V1"]
    lines = ("risk: a", "impediment: b", "action: c", "decision: d", "topic: e")
    made = [capture(ledger, line).record.ref for line in lines]
    assert made == ["RK8", "A4", "T4", "D1", "P1"]


def test_letters_that_another_kind_has_taken_are_left_to_it(hands: Hands) -> None:
    def change(train: Train) -> None:
        train["impediments"] = [{"id": "V1", "what": "a"}, {"id": "V2", "what": "b"}]

    ledger = brought(train_bytes(change), hands)
    refs = [d["ref"] for docs in tables(ledger).values() for d in docs.values() if "ref" in d]
    assert len(refs) == len(set(refs))
    assert [d["ref"] for d in tables(ledger)["vote"].values()] == ["VOT1"]
    assert capture(ledger, "impediment: c").record.ref == "V3"


def test_small_letters_in_a_file_are_the_same_reference(hands: Hands) -> None:
    ledger = brought(train_bytes(at("risks", 0, "id", value="rk09")), hands)
    assert ledger.find("RK9")[1].ref == "RK09"
    assert capture(ledger, "risk: next").record.ref == "RK10"


def test_today_and_the_current_interval_are_the_trains_own(hands: Hands) -> None:
    ledger = brought(train_bytes(), hands)
    assert ledger.today.isoformat() == "2024-03-26", "still the evening before in New York"
    assert ledger.pi is not None
    assert ledger.pi.short == "24.1"
    hands.on(days=10)
    assert ledger.pi.short == "24.2"
    hands.on(days=1000)
    assert ledger.pi.short == "24.2"


def test_every_surface_works_without_iterations_and_without_intervals(hands: Hands) -> None:
    from store.insight.home import home
    from store.insight.inspect import inspect

    def bare(train: Train) -> None:
        train["pis"] = []
        for kind in ("risks", "impediments"):
            train[kind][0].pop("pi")

    for change, named in ((None, "24.1"), (bare, "no planning interval yet")):
        ledger = brought(train_bytes(change), hands)
        running.start(ledger, "art-sync")
        capture(ledger, "dep: RED>TIT ropes")
        capture(ledger, "decision: go, by PM")
        snap = now_of(ledger)
        for name in SURFACES:
            assert surface(snap, name).title
        assert named in home(snap).lines[0]
        seen = {row.ref for row in inspect(snap).rows}
        assert {"RK7", "A3", "X1", "D1"} <= seen
        assert "RK7" in [row.ref for row in surface(snap, "risks").rows]
        assert "D1" in [row.ref for row in surface(snap, "decisions").rows]


def test_an_iteration_may_name_its_interval(hands: Hands) -> None:
    def change(train: Train) -> None:
        train["iterations"] = [
            {"id": "B", "pi": "24.2", "start": "2024-03-25", "end": "2024-04-05"},
            {"id": "A", "start": "2024-03-25", "end": "2024-03-29"},
        ]

    ledger = brought(train_bytes(change), hands)
    found = [p for p in now_of(ledger).intervals if isinstance(p, PlanningInterval)]
    assert [[i.name for i in p.iterations] for p in found] == [["A"], ["B"]]


def test_what_nobody_stated_is_unknown(hands: Hands) -> None:
    def change(train: Train) -> None:
        train["events"] = [{"id": "E1", "type": "Coach Sync", "date": "2024-02-01"}]
        del train["risks"][0]["p"]

    ledger = brought(train_bytes(change), hands)
    event, risk = ledger.find("E1")[1], ledger.find("RK7")[1]
    assert isinstance(event, Event)
    assert event.given is None
    assert event.pi == "24.1"
    assert isinstance(risk, Risk)
    assert (risk.p, risk.i, risk.roam) == (None, 5, "U")


def test_numbers_of_a_file_come_back_as_they_were() -> None:
    data = json.loads(sample_bytes())
    docs = tables(brought(sample_bytes()))["improvement"].values()
    figures = [(d["base"], d["goal"], d["present"]) for d in docs]
    assert figures == [(m["base"], m["goal"], m["now"]) for m in data["improvements"]]
