"""The facilitator's baton: who moves the room, asking, handing over, dropped links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.domain.baton import (
    PATIENCE_MS,
    PRECEDENCE_MS,
    Baton,
    Seat,
    may_move,
    must_wait,
    passes_at_once,
    told,
)
from store.errors import RuleBroken
from store.ledger import batons, running, timing
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.undoing import undo
from store.memory import MemoryLog
from store.tiny.db import JournalDB
from tests.ledger_helpers import Hands, sample_ledger

WHAT = ("ask", "give", "keep", "next", "drop", "back", "minute")
RTE, PM = Seat("RTE", "t1"), Seat("PM", "t2")
SINCE = 1_000_000


@dataclass
class Table:
    """Several people at terminals of one train; `here` are the terminals that are there."""

    hands: Hands = field(default_factory=Hands)
    here: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        first = sample_ledger(self.hands)
        assert isinstance(first.db.log, MemoryLog)
        self._log = first.db.log
        self.first = self._sit(first, "t1")

    def _sit(self, ledger: Ledger, terminal: str | None) -> Ledger:
        ledger.terminal = terminal
        ledger.is_here = lambda name: name in self.here
        if terminal is not None:
            self.here.add(terminal)
        return ledger

    def sit(self, who: str, terminal: str | None) -> Ledger:
        """Somebody more, at a terminal or at a shell."""
        return self._sit(Ledger(JournalDB(self._log.another()), who=who, now=self.hands), terminal)


@pytest.fixture
def table() -> Table:
    return Table()


# -- the rules alone


@pytest.mark.parametrize(
    ("seat", "here", "may"),
    [
        (Seat("RTE", "t1"), {"t1"}, True),
        (Seat("RTE", "t1"), set(), True),
        (Seat("RTE", None), {"t1"}, True),  # a shell of the same person
        (Seat("RTE", "t9"), {"t1", "t9"}, False),  # a second terminal, while the first is there
        (Seat("RTE", "t9"), {"t9"}, True),  # back after a dropped link
        (Seat("PM", "t2"), {"t1", "t2"}, False),
        (Seat("PM", "t2"), {"t2"}, False),  # kept by a dropped link until somebody asks
        (Seat("PM", None), set(), False),
    ],
)
def test_who_may_move_the_room(seat: Seat, here: set[str], may: bool) -> None:
    baton = Baton("E8", RTE, SINCE)
    assert may_move(baton, seat, here.__contains__) is may
    assert may_move(None, seat, here.__contains__)


@pytest.mark.parametrize(
    ("asked_before", "age", "here", "passes"),
    [
        (None, 0, {"t1"}, False),
        (None, 0, set(), True),
        (PM, PATIENCE_MS - 1, {"t1"}, False),
        (PM, PATIENCE_MS, {"t1"}, True),
        (Seat("PO"), PATIENCE_MS, {"t1"}, False),
    ],
)
def test_when_asking_passes_it_at_once(
    asked_before: Seat | None, age: int, here: set[str], passes: bool
) -> None:
    baton = Baton("E8", RTE, SINCE, asked_before, SINCE)
    assert passes_at_once(baton, PM, SINCE + age, here.__contains__) is passes


def test_who_asked_first_comes_first_for_a_while() -> None:
    baton = Baton("E8", RTE, SINCE, Seat("PO", "t3"), SINCE)
    assert "PO asked for it before you" in must_wait(baton, PM, SINCE + PRECEDENCE_MS - 1)
    assert must_wait(baton, PM, SINCE + PRECEDENCE_MS) == ""
    mine = Baton("E8", RTE, SINCE, PM, SINCE)
    assert "In 20 s" in must_wait(mine, PM, SINCE + 40_000)
    assert must_wait(Baton("E8", RTE, SINCE), PM, SINCE) == ""


def test_what_each_seat_hears() -> None:
    free = Baton("E8", RTE, SINCE)
    asked = Baton("E8", RTE, SINCE, PM, SINCE + 5)
    given_ = Baton("E8", PM, SINCE + 9)
    assert told(free, asked, RTE) == "PM asks for the baton. @ answers."
    assert told(free, asked, PM) == ""
    assert told(asked, given_, PM) == "The baton is yours: you move the room."
    assert told(asked, given_, RTE) == "PM has the baton now."
    assert told(asked, given_, Seat("PO", "t3")) == ""
    assert told(asked, free, PM) == "RTE keeps the baton for now."
    assert told(None, given_, PM) == told(free, None, RTE) == told(asked, asked, RTE) == ""
    assert told(free, Baton("E9", PM, SINCE), RTE) == ""


# -- through the store


def holder(ledger: Ledger) -> Seat:
    ledger.catch_up()
    baton = batons.current_baton(ledger)
    assert baton is not None
    return baton.holder


def test_whoever_starts_has_it_and_the_others_are_told_so(table: Table) -> None:
    rte, pm = table.first, table.sit("PM", "t2")
    running.start(rte, "art-sync")
    assert holder(pm) == RTE
    before = pm.db.state.n
    for move in (
        running.go_next, running.pause, running.finish, running.close, timing.park,
        lambda ledger: timing.add_time(ledger, 60),
        lambda ledger: timing.began_ago(ledger, 60),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match=r"RTE has the baton\. Ask for it") as refusal:
            move(pm)
        assert refusal.value.title == "Baton elsewhere"
    assert pm.db.state.n == before
    running.go_next(rte)


def test_captures_never_need_it(table: Table) -> None:
    running.start(table.first, "art-sync")
    made = capture(table.sit("PM", "t2"), "risk: gate cables late")
    assert made.record.event == "E8"


def test_asked_for_and_handed_over(table: Table) -> None:
    rte, pm = table.first, table.sit("PM", "t2")
    running.start(rte, "art-sync")
    assert batons.ask(pm) is False
    assert holder(rte) == RTE
    assert batons.give(rte) == PM
    assert holder(pm) == PM
    running.go_next(pm)
    with pytest.raises(RuleBroken, match="PM has the baton"):
        running.go_next(rte)


def test_kept_for_now_and_taken_after_a_minute_without_an_answer(table: Table) -> None:
    rte, pm = table.first, table.sit("PM", "t2")
    running.start(rte, "art-sync")
    batons.ask(pm)
    assert batons.keep(rte) == PM
    assert batons.ask(pm) is False
    table.hands.on(seconds=59)
    with pytest.raises(RuleBroken, match="In 1 s"):
        batons.ask(pm)
    table.hands.on(seconds=1)
    assert batons.ask(pm) is True
    assert holder(rte) == PM


def test_a_dropped_link_keeps_it_until_somebody_asks(table: Table) -> None:
    rte, pm = table.first, table.sit("PM", "t2")
    running.start(rte, "art-sync")
    table.here.remove("t1")
    table.hands.on(hours=1)
    assert holder(pm) == RTE
    with pytest.raises(RuleBroken, match="RTE, whose terminal is gone, has the baton"):
        running.go_next(pm)
    assert batons.ask(pm) is True
    running.go_next(pm)


def test_the_same_person_goes_on_at_another_terminal_after_a_dropped_link(table: Table) -> None:
    running.start(table.first, "art-sync")
    again = table.sit("RTE", "t5")
    with pytest.raises(RuleBroken, match="Another terminal of yours"):
        running.go_next(again)
    table.here.remove("t1")
    running.go_next(again)
    assert holder(again) == Seat("RTE", "t5")
    with pytest.raises(RuleBroken, match="Another terminal of yours"):
        running.go_next(table.first)


def test_the_same_person_takes_it_over_at_a_second_terminal_by_asking(table: Table) -> None:
    running.start(table.first, "art-sync")
    second = table.sit("RTE", "t5")
    assert batons.ask(second) is True
    running.go_next(second)


def test_a_shell_of_the_holder_moves_the_room_and_leaves_the_baton_at_the_terminal(
    table: Table,
) -> None:
    running.start(table.first, "art-sync")
    shell = table.sit("RTE", None)
    running.go_next(shell)
    assert holder(shell) == RTE


def test_a_step_that_moves_by_itself_needs_no_baton(table: Table) -> None:
    running.start(table.first, "art-sync")
    pm = table.sit("PM", "t2")
    seen = pm.running
    assert seen is not None
    step = pm.face(seen).step
    assert step is not None
    running.go_next(pm, step.key)
    assert holder(pm) == RTE


def test_an_event_that_nobody_had_goes_to_whoever_moves_it(table: Table) -> None:
    rte = table.first
    rte.who = None
    running.start(rte, "art-sync")
    rte.who = "RTE"
    assert batons.current_baton(rte) is None
    running.go_next(rte)
    assert holder(rte) == RTE


def test_refusals_around_it(table: Table) -> None:
    rte, pm = table.first, table.sit("PM", "t2")
    with pytest.raises(RuleBroken, match="No event is running"):
        batons.ask(rte)
    running.start(rte, "art-sync")
    with pytest.raises(RuleBroken, match="You have the baton already"):
        batons.ask(rte)
    with pytest.raises(RuleBroken, match="Nobody asks for the baton"):
        batons.give(rte)
    with pytest.raises(RuleBroken, match="Nobody asks"):
        batons.keep(rte)
    for use_case in (batons.give, batons.keep):
        with pytest.raises(RuleBroken, match="RTE has the baton"):
            use_case(pm)
    with pytest.raises(RuleBroken, match="RTE has the baton already"):
        batons.give(rte, RTE)
    assert batons.give(rte, PM) == PM


def test_undo_moves_the_room_too_and_never_takes_the_baton_back(table: Table) -> None:
    rte, pm = table.first, table.sit("PM", "t2")
    running.start(rte, "art-sync")
    running.go_next(rte)
    batons.ask(pm)
    batons.give(rte)
    with pytest.raises(RuleBroken, match="PM has the baton"):
        undo(rte)
    batons.ask(rte)
    batons.give(pm)
    assert undo(rte).what == "the move to the next step"
    assert holder(rte).who == "RTE"


def test_it_ends_with_the_event_and_the_next_one_begins_anew(table: Table) -> None:
    rte, pm = table.first, table.sit("PM", "t2")
    running.start(rte, "art-sync")
    running.close(rte)
    assert batons.current_baton(rte) is None
    running.start(pm, "po-sync")
    assert holder(rte) == PM
    running.close(pm)


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from(WHAT), max_size=25),
    st.lists(st.integers(0, 2), min_size=25, max_size=25),
)
def test_there_is_always_exactly_one_who_may_move_where_all_are_different_people(
    deeds: list[str], seats: list[int]
) -> None:
    table = Table()
    people = [table.first, table.sit("PM", "t2"), table.sit("PO", "t3")]
    running.start(people[0], "inspect-adapt")
    for deed, at in zip(deeds, seats, strict=False):
        ledger: Ledger = people[at]
        ledger.catch_up()
        _do(deed, ledger, table)
        [one.catch_up() for one in people]
        seats_now: list[Any] = [batons.seat_of(one) for one in people]
        baton = batons.current_baton(people[0])
        assert sum(may_move(baton, seat, table.here.__contains__) for seat in seats_now) == 1


DEEDS: dict[str, Callable[[Ledger], object]] = {
    "ask": batons.ask,
    "give": batons.give,
    "keep": batons.keep,
    "next": running.go_next,
}


def _do(deed: str, ledger: Ledger, table: Table) -> None:
    terminal = ledger.terminal or ""
    try:
        if deed == "minute":
            table.hands.on(minutes=1)
        elif deed == "drop":
            table.here.discard(terminal)
        elif deed == "back":
            table.here.add(terminal)
        else:
            DEEDS[deed](ledger)
    except RuleBroken:
        return
