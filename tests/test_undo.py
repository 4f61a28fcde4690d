"""Undo: a new entry that takes back the caller's last use-case, or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.domain.records import Event
from store.errors import ChangedMeanwhile, RuleBroken
from store.exchange.train_file import read_train
from store.ledger import batons, running, timing
from store.ledger.bringing import bring_in
from store.ledger.capturing import amend, capture, capture_lines
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger, open_ledger
from store.ledger.undoing import undo
from tests.ledger_helpers import (
    Hands,
    beside,
    entries,
    now_of,
    sample_folder,
    sample_ledger,
    tables,
    train_bytes,
)

Make = Callable[[str], Ledger]


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(params=["memory", "journal"])
def ledgers(request: pytest.FixtureRequest, tmp_path: Path, hands: Hands) -> Iterator[Make]:
    """Ledgers of other people, or of the same person after a restart, on the same train."""
    opened: list[Ledger] = []
    if request.param == "memory":
        opened.append(sample_ledger(hands))
    else:
        opened.append(sample_folder(tmp_path / "train", hands))

    def make(who: str) -> Ledger:
        if request.param == "memory":
            opened.append(beside(opened[0], who, hands))
        else:
            opened.append(open_ledger(tmp_path / "train", who=who, now=hands))
        return opened[-1]

    yield make
    for ledger in opened:
        ledger.db.close()


def in_event(ledger: Ledger) -> Event:
    return running.start(ledger, "art-sync")


USE_CASES: dict[str, tuple[Callable[[Ledger], object] | None, Callable[[Ledger], object], str]] = {
    "capture": (None, lambda u: capture(u, "risk: x @DRE p:2 i:2"), "the capture: R13"),
    "paste": (
        None,
        lambda u: capture_lines(u, ["action: a", "risk: b"]),
        "the capture: A1, R13",
    ),
    "amend": (None, lambda u: amend(u, "B08", "owner:SA due:fri #R12"), "the change"),
    "start": (None, in_event, "the start: E8"),
    "next": (in_event, running.go_next, "the move to the next step"),
    "back": (
        lambda u: (in_event(u), running.go_next(u)),
        running.go_back,
        "the move to the step before",
    ),
    "go to": (in_event, lambda u: running.go_to(u, "risks"), "the move to another step"),
    "pause": (in_event, running.pause, "the pause"),
    "resume": (lambda u: (in_event(u), running.pause(u)), running.resume, "the resume"),
    "add": (in_event, lambda u: timing.add_time(u, 300), "the added time"),
    "close": (in_event, running.close, "the closing"),
}


def facts(ledger: Ledger) -> dict[str, dict[str, dict[str, object]]]:
    """Every document without its revision, which only ever rises."""
    return {
        name: {
            key: {field: value for field, value in doc.items() if field != "rev"}
            for key, doc in docs.items()
        }
        for name, docs in tables(ledger).items()
    }


@pytest.mark.parametrize("name", USE_CASES)
def test_undo_restores_every_document_exactly(ledgers: Make, hands: Hands, name: str) -> None:
    before_it, act, words = USE_CASES[name]
    ledger = ledgers("RTE")
    if before_it is not None:
        before_it(ledger)
    hands.on(minutes=3)
    before, count = facts(ledger), len(entries(ledger.db.log))
    act(ledger)
    assert facts(ledger) != before
    hands.on(minutes=1)
    found = undo(ledgers("RTE"))
    assert facts(ledger) == before
    assert found.sentence == f"Took back {words}."
    log = entries(ledger.db.log)
    assert len(log) == count + 2, "undo is a new entry; nothing is erased"
    assert (log[-1]["undo"], log[-1]["do"], log[-1]["by"]) == (log[-2]["n"], "undo", "RTE")


def test_the_chain_walks_back_and_ends_with_a_sentence(hands: Hands) -> None:
    ledger = memory_ledger(now=hands)
    stages = [tables(ledger)]
    bring_in(ledger, read_train(train_bytes()))
    for act in (
        lambda: in_event(ledger),
        lambda: capture(ledger, "risk: one"),
        lambda: running.go_next(ledger),
        lambda: capture(ledger, "action: two"),
        lambda: running.close(ledger),
    ):
        stages.append(tables(ledger))
        hands.on(minutes=1)
        act()
    for stage in reversed(stages):
        undo(ledger)
        assert tables(ledger) == stage
    with pytest.raises(RuleBroken, match="nothing of yours left"):
        undo(ledger)


def test_references_are_never_given_out_again(ledgers: Make) -> None:
    ledger = ledgers("RTE")
    assert capture(ledger, "risk: one").record.ref == "R13"
    undo(ledger)
    assert capture(ledgers("PM"), "risk: two").record.ref == "R14"


def test_each_person_takes_back_what_is_theirs(ledgers: Make) -> None:
    rte, pm = ledgers("RTE"), ledgers("PM")
    capture(rte, "risk: mine")
    capture(pm, "risk: yours")
    assert undo(rte).refs == ("R13",)
    assert not rte.has("R13")
    assert rte.has("R14")


def test_an_undo_is_no_use_case_to_take_back(ledgers: Make) -> None:
    ledger = ledgers("SA")
    capture(ledger, "risk: one")
    capture(ledger, "risk: two")
    assert [undo(ledger).refs, undo(ledger).refs] == [("R14",), ("R13",)]
    with pytest.raises(RuleBroken, match="nothing of yours left"):
        undo(ledger)


def refused(ledger: Ledger, *words: str) -> None:
    before = tables(ledger)
    count = len(entries(ledger.db.log))
    with pytest.raises(ChangedMeanwhile) as found:
        undo(ledger)
    for word in words:
        assert word in found.value.sentence
    assert tables(ledger) == before
    assert len(entries(ledger.db.log)) == count


def test_a_stale_edit_does_not_slip_through_an_undo(ledgers: Make, hands: Hands) -> None:
    mine, theirs = ledgers("RTE"), ledgers("PO")
    ref = capture(mine, "call the yard", "action").record.ref
    amend(mine, ref, "owner:PM")
    theirs.catch_up()
    kind, seen = theirs.find(ref)
    undo(mine)
    amend(mine, ref, "owner:SA")
    with pytest.raises(ChangedMeanwhile, match="changed by somebody else"), theirs.change("x") as c:
        c.amend(kind, seen.id, {"owner": "BO-OPS"}, expect_rev=seen.rev)
    undo(mine)
    undo(mine)
    assert not mine.has(ref)


def test_a_change_that_was_itself_taken_back_stands_in_nobodys_way(
    ledgers: Make, hands: Hands
) -> None:
    mine, theirs = ledgers("RTE"), ledgers("PO")
    ref = capture(mine, "call the yard", "action").record.ref
    theirs.catch_up()
    amend(theirs, ref, "owner:PM")
    with pytest.raises(ChangedMeanwhile, match=f"{ref} was changed by PO"):
        undo(mine)
    undo(theirs)
    undo(mine)
    assert not theirs.has(ref) or theirs.catch_up()


def test_refused_when_somebody_changed_the_record_since(ledgers: Make, hands: Hands) -> None:
    rte, pm = ledgers("RTE"), ledgers("PM")
    capture(rte, "action: call yard")
    hands.on(minutes=4)
    pm.catch_up()
    amend(pm, "A1", "owner:PM")
    refused(rte, "A1", "PM", "09:04", "rte show A1 --history")
    undo(pm)
    assert undo(rte).refs == ("A1",)


def test_refused_when_somebody_changed_the_same_record_after_a_change(ledgers: Make) -> None:
    rte, pm = ledgers("RTE"), ledgers("PM")
    amend(rte, "B08", "owner:SA")
    pm.catch_up()
    amend(pm, "b8", "due:fri")
    refused(rte, "B08", "PM")


def test_refused_when_somebody_moved_the_clock_further(ledgers: Make, hands: Hands) -> None:
    rte, pm = ledgers("RTE"), ledgers("PM")
    in_event(rte)
    running.go_next(rte)
    hands.on(minutes=2)
    assert batons.ask(pm)
    running.go_next(pm)
    refused(rte, "PM", "E8", "09:02")


def test_the_start_stays_once_somebody_said_something_in_it(ledgers: Make) -> None:
    rte, pm = ledgers("RTE"), ledgers("PM")
    in_event(rte)
    capture(pm, "risk: said")
    refused(rte, "E8", "Close it")


def test_the_closing_stays_when_another_event_is_open(ledgers: Make) -> None:
    rte, pm = ledgers("RTE"), ledgers("PM")
    in_event(rte)
    running.close(rte)
    in_event(pm)
    refused(rte, "E9", "E8 stays closed")
    assert now_of(rte).running is not None


def test_the_import_stays_once_anybody_worked_in_it(ledgers: Make) -> None:
    rte, pm = ledgers("RTE"), ledgers("PM")
    capture(pm, "risk: said")
    refused(rte, "import stays")


def test_an_anonymous_capture_is_nobodys_to_take_back(ledgers: Make) -> None:
    ledger = ledgers("PM")
    capture(ledger, "risk: said", anonymous=True)
    with pytest.raises(RuleBroken, match="R13 was captured without a name, so nobody can"):
        undo(ledger)
    with pytest.raises(RuleBroken, match="nothing of yours left"):
        undo(ledger)
    ledger.who = None
    with pytest.raises(RuleBroken, match="nobody can take it back"):
        undo(ledger)


def test_undo_reaches_behind_a_compaction(ledgers: Make) -> None:
    ledger = ledgers("RTE")
    before = tables(ledger)
    capture(ledger, "risk: said")
    assert ledger.db.compact()
    undo(ledgers("RTE"))
    assert tables(ledger) == before
    assert capture(ledger, "risk: again").record.ref == "R14"
