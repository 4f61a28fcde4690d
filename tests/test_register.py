"""The index of a register: its orders, and that it is always what a new one would be."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.domain.records import Dependency, Impediment, Record, Risk, read
from store.errors import ConsoleError
from store.insight import blocks, decisions, dependencies, impediments, promises, risk_reviews
from store.insight.called import interval_of
from store.insight.objectives import objective_rows
from store.insight.register import Register
from store.insight.register_orders import ORDERS, Entry, Seen, entry_of, likeness, orders_of
from store.insight.register_views import REGISTERS_OF
from store.ledger import undoing
from store.ledger.capturing import capture_lines
from store.ledger.ledger import Ledger
from store.ledger.registers import Registers
from tests.ledger_helpers import Hands, beside, sample_ledger


def whole(ledger: Ledger, kind: str) -> Register:
    register = Registers(ledger).of(kind)
    register.grow_whole()
    return register


def refs(register: Register, order: str = "", text: str = "") -> list[str]:
    chosen = next(o for o in orders_of(register.kind) if o.name == order or not order)
    return [row.ref for row in register.show(chosen, register.read_filter(text))]


# -- orders


def test_attention_is_what_the_lists_of_each_kind_mean_by_it() -> None:
    ledger = sample_ledger(Hands())
    capture_lines(ledger, ["late due:2026-11-02 owner:PM", "no date", "soon due:fri"], "action")
    snap, today = ledger.snapshot(), ledger.today
    expected = {
        "risk": risk_reviews.by_attention(snap, snap.risks),
        "impediment": impediments.by_attention(snap.impediments, today, impediments.holidays(snap)),
        "action": promises.by_due(snap.actions, today),
        "decision": decisions.newest_first(snap.decisions, snap),
        "objective": [r for pi in snap.intervals for r in objective_rows(snap, pi.short)],
        "dependency": [
            row
            for pi in reversed(snap.intervals)
            for row in dependencies.by_attention(
                [d for d in snap.dependencies if d.pi == pi.short],
                pi,
                today,
                blocks.against(snap),
            )
        ],
    }
    for kind, rows in expected.items():
        assert refs(whole(ledger, kind), text="is:all") == [row.ref for row in rows], kind


TODAY = date(2026, 11, 18)
DAYS = st.integers(-40, 40).map(lambda n: (TODAY + timedelta(n)).isoformat())
RISK = st.fixed_dictionaries(
    {},
    optional={
        "roam": st.sampled_from("UOAMR"),
        "p": st.integers(1, 5),
        "i": st.integers(1, 5),
        "owner": st.just("PM"),
        "review": DAYS,
        "due": DAYS,
        "action": st.just("do"),
        "raised": DAYS,
        "merged": st.just("R1"),
        "level": st.just("team"),
    },
)
IMPEDIMENT = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["new", "in progress", "resolved", "closed"]),
        "raised": DAYS,
        "due": DAYS,
        "done": DAYS,
    },
)
DEPENDENCY = st.fixed_dictionaries(
    {"pi": st.just("PI-26.4")},
    optional={
        "state": st.sampled_from(["proposed", "agreed", "delivered", "accepted", "missed"]),
        "need": st.sampled_from(["I3", "I4", "I5", "I9"]),
        "plan": st.sampled_from(["I3", "I4", "I5"]),
    },
)
MADE: dict[str, st.SearchStrategy[Any]] = {
    "risk": RISK,
    "impediment": IMPEDIMENT,
    "dependency": DEPENDENCY,
}
LEDGER = sample_ledger(Hands())


@pytest.mark.parametrize("kind", list(MADE))
@settings(max_examples=40)
@given(data=st.data())
def test_attention_is_the_same_for_any_records(kind: str, data: st.DataObject) -> None:
    made = data.draw(st.lists(MADE[kind], max_size=8))
    docs = {f"{kind}-{n}": {"ref": f"R{n + 1}", "text": "t", **doc} for n, doc in enumerate(made)}
    snap, today = LEDGER.snapshot(), LEDGER.today
    register = Register(kind, lambda: docs, lambda: snap)
    register.grow_whole()
    records: list[Any] = [read(kind, key, doc) for key, doc in docs.items()]
    if kind == "risk":
        rows = risk_reviews.by_attention(snap, cast("list[Risk]", records))
    elif kind == "impediment":
        rows = impediments.by_attention(
            cast("list[Impediment]", records), today, impediments.holidays(snap)
        )
    else:
        pi = interval_of(snap, "PI-26.4")
        rows = dependencies.by_attention(cast("list[Dependency]", records), pi, today)
    assert refs(register, text="is:all") == [row.ref for row in rows]


def test_no_order_is_by_a_person_or_a_team() -> None:
    """Records that differ in nothing but people and teams stand by their reference."""
    names = {order.name for orders in ORDERS.values() for order in orders}
    assert names == {"attention", "place", "newest", "oldest", "next", "exposure", "ref"}
    people = ("ANC", "ZED", "", "BEA")
    for kind in set(REGISTERS_OF) - {"objective"}:
        seen = whole(LEDGER, kind).seen
        entries = [
            entry_of(
                f"{kind}-{n}",
                {"ref": f"R{n}", "text": who, "team": who, "provider": who, "consumer": who,
                 "owner": who or "PM", "by": who, "pi": "PI-26.4"},
                seen,
            )
            for n, who in enumerate(people, 1)
        ]  # fmt: skip
        blind = [replace_number(entry) for entry in entries]
        for order in orders_of(kind):
            assert len({order.key(entry) for entry in blind}) == 1, (kind, order.name)


def replace_number(entry: Entry) -> Entry:
    return entry._replace(key="", number=0)


def test_a_likeness_reads_like_the_value() -> None:
    for kind in REGISTERS_OF:
        for key, doc in LEDGER.db.state.tables.get(kind, {}).items():
            value, like = read(kind, key, doc), likeness(kind, key, doc)
            for name in type(value).__dataclass_fields__:
                mine, theirs = getattr(like, name), getattr(value, name)
                assert mine == theirs or tuple(mine) == theirs, (kind, name)


# -- in step


class Hand:
    """One terminal with its registers open, and another that changes things too."""

    def __init__(self) -> None:
        self.hands = Hands()
        self.mine = sample_ledger(self.hands, who="import")
        self.mine.who = "RTE"
        self.theirs = beside(self.mine, "PM", self.hands)
        self.registers = Registers(self.mine)

    def change(self, what: str, number: int) -> None:
        ledger = self.theirs if number % 2 else self.mine
        ledger.catch_up()
        records = list(ledger.views.all("risk"))
        if what == "new":
            capture_lines(ledger, [f"risk number {number} p:{number % 5 + 1} i:3"], "risk")
        elif what == "many":
            capture_lines(ledger, [f"one of many {n}" for n in range(40)], "risk")
        elif what == "undo":
            with suppress(ConsoleError):  # there may be nothing to take back
                undoing.undo(ledger)
        elif records:
            record = records[number % len(records)]
            with ledger.change("edit") as change:
                if what == "remove":
                    change.remove("risk", record.id)
                else:
                    change.amend("risk", record.id, FIELDS[number % len(FIELDS)])
        self.mine.catch_up()


FIELDS: list[dict[str, Any]] = [
    {"text": "now in other words", "p": 5, "i": 5},
    {"roam": "R"},
    {"roam": "U", "owner": None},
    {"archived": "2026-11-18"},
    {"archived": None, "review": "2026-11-01"},
    {"team": "DRE"},
]
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["new", "amend", "amend", "remove", "undo", "many", "look", "grow"]),
        st.integers(0, 30),
    ),
    max_size=10,
)
TEXTS = ("", "is:all", "is:archived", "words", "other words letter:u", "dredger", "1", "is:overdue")


@settings(max_examples=25)
@given(DEEDS, st.booleans())
def test_a_kept_register_is_what_a_new_one_would_be(
    deeds: list[tuple[str, int]], begins_whole: bool
) -> None:
    hand = Hand()
    kept = hand.registers.of("risk")
    if begins_whole:
        kept.grow_whole()
    for what, number in deeds:
        if what == "look":
            orders = orders_of("risk")
            text = TEXTS[number % len(TEXTS)]
            kept.show(orders[number % len(orders)], kept.read_filter(text))
        elif what == "grow":
            kept.grow(3)
        else:
            hand.change(what, number)
    new = whole(hand.mine, "risk")
    for order in orders_of("risk"):
        for text in TEXTS:
            kept.show(order, kept.read_filter(text))
            kept.grow_whole()
            mine = kept.show(order, kept.read_filter(text))
            theirs = new.show(order, new.read_filter(text))
            assert mine.ids() == theirs.ids(), (order.name, text)
            assert list(mine) == list(theirs)
            assert [mine.place(key) for key in mine.ids()] == list(range(len(mine)))


def test_a_change_of_one_record_reads_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = sample_ledger(Hands())
    register = Registers(ledger).of("risk")
    register.grow_whole()
    refs(register)
    read_again: list[str] = []

    def counted(key: str, doc: Mapping[str, Any], seen: Seen) -> Entry:
        read_again.append(key)
        return entry_of(key, doc, seen)

    monkeypatch.setattr("store.insight.register.entry_of", counted)
    (made,) = capture_lines(ledger, ["if the crane stops then all wait p:5 i:5"], "risk")
    assert made.record.ref in refs(register)
    assert read_again == [made.record.id]


def test_what_asks_for_attention_because_of_another_record_moves_with_it() -> None:
    """A risk whose dependency slipped, a dependency whose provider is stuck, a sync that passed."""
    ledger = sample_ledger(Hands())
    registers = Registers(ledger)
    for kind in ("risk", "dependency"):
        registers.of(kind).grow_whole()
    (risk,) = capture_lines(ledger, ["the feed of D407 is thin p:1 i:1 #D407"], "risk")
    (stuck,) = capture_lines(ledger, ["no rig for D403 @DRE #D403"], "impediment")
    for kind, changes in (
        ("dependency", {"need": "I3", "plan": "I5", "state": "agreed"}),
        ("dependency", {"state": "removed"}),
        ("risk", {"roam": "O", "owner": "PM", "review": "2026-12-01"}),
        ("impediment", {"state": "closed"}),
        ("event", {"on": "2026-11-01"}),
    ):
        of = {
            "dependency": [d.id for d in ledger.snapshot().dependencies if d.ref == "D407"],
            "risk": [risk.record.id],
            "impediment": [stuck.record.id],
            "event": [e.id for e in ledger.snapshot().events][-1:],
        }[kind]
        with ledger.change("edit") as change:
            change.amend(kind, of[0], changes)
        for asked in ("risk", "dependency"):
            registers.of(asked).grow_whole()
            kept, new = registers.of(asked), whole(ledger, asked)
            assert refs(kept) == refs(new), (kind, changes)
            order, wanted = orders_of(asked)[0], new.read_filter("is:all")
            assert list(kept.show(order, wanted)) == list(new.show(order, wanted)), (kind, changes)


def test_another_day_other_teams_and_another_interval_are_read_anew() -> None:
    hands = Hands()
    ledger = sample_ledger(hands)
    registers = Registers(ledger)

    def found(text: str) -> list[str]:
        register = registers.of("impediment")
        register.grow_whole()
        return refs(register, text=text)

    assert found('"41 d"') == ["B08"]
    hands.on(days=1)
    assert found('"41 d"') == []
    assert found('"42 d"') == ["B08"]
    team = next(t for t in ledger.teams if t.short == "CAP")
    before = found("teamcapstan")
    with ledger.change("edit") as change:
        change.amend("team", team.id, {"name": "TeamCapstan"})
    assert found("teamcapstan") != before == []


def test_what_was_read_so_far_stands_in_order() -> None:
    ledger = sample_ledger(Hands())
    capture_lines(ledger, [f"one of many p:{n % 5 + 1} i:4" for n in range(500)], "risk")
    register = Registers(ledger).of("risk")
    whole_order = refs(whole(ledger, "risk"))
    seen = 0
    while not register.done:
        part = refs(register)
        assert [ref for ref in whole_order if ref in set(part)] == part
        assert len(part) >= seen
        seen = len(part)
        register.grow(60)
    assert refs(register) == whole_order


def test_who_recorded_something_is_not_searched() -> None:
    ledger = sample_ledger(Hands(), who="Somebody-Quiet")
    capture_lines(ledger, ["the berth is silted"], "risk")
    assert refs(whole(ledger, "risk"), text="somebody") == []


def test_a_row_is_what_every_list_shows() -> None:
    ledger = sample_ledger(Hands())
    register, snap = whole(ledger, "risk"), ledger.snapshot()
    rows = register.show(orders_of("risk")[0], register.read_filter("is:all"))
    by_id = {row.id: row for row in risk_reviews.by_attention(snap, snap.risks)}
    assert {row.id: row for row in rows} == by_id
    capture_lines(ledger, ["one more"] * 1000, "risk")
    long = register.show(orders_of("risk")[0], register.read_filter("r1012"), coded=True)[0]
    plain_row = register.row(long.id)
    assert plain_row is not None
    assert long == replace(plain_row, ref="R1012 a0c")
    assert isinstance(read("risk", long.id, ledger.db.state.tables["risk"][long.id]), Record)
