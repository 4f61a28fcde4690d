"""The filter language of the registers: by examples, and against the slow and plain meaning."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.insight.register import Register
from store.insight.register_filter import Has, Reading, meets, parse_filter
from store.insight.register_orders import orders_of
from store.insight.register_search import FIGURES
from store.insight.register_text import number_of, plain, short_code
from store.ledger.capturing import capture_lines
from store.ledger.registers import Registers
from tests.cli_helpers import HOSTILE
from tests.ledger_helpers import Hands, sample_ledger

READING = Reading(date(2026, 11, 18), (), frozenset({"dre", "dredger"}))


@cache
def of(kind: str) -> Register:
    ledger = sample_ledger(Hands())
    capture_lines(ledger, ["if São Tomé's berth is full then Ölfass waits @DRE p:2 i:2"], "risk")
    register = Registers(ledger).of(kind)
    register.grow_whole()
    return register


def found(kind: str, text: str) -> set[str]:
    register = of(kind)
    return {row.ref for row in register.show(orders_of(kind)[0], register.read_filter(text))}


@pytest.mark.parametrize(
    ("kind", "text", "refs"),
    [
        ("risk", "customs", {"R05"}),
        ("risk", "CUSTOMS endpoint", {"R05"}),
        ("risk", '"test endpoint"', {"R05"}),
        ("risk", '"endpoint test"', set()),
        ("risk", "i5 -customs -fathom owner:sm-ens", {"R11"}),
        ("risk", "sao tome", {"R13"}),
        ("risk", "OLFASS", {"R13"}),
        ("risk", "dredger", {"R13"}),
        ("risk", "team:dredger", {"R13"}),
        ("risk", "letter:?", {"R12", "R13"}),
        ("risk", 'letter:"not yet"', {"R12", "R13"}),
        ("risk", "letter:accepted", {"R03", "R10"}),
        ("risk", "letter:A", {"R03", "R10"}),
        ("risk", "exposure>=15", {"R04", "R12"}),
        ("risk", "exposure=9", {"R08", "R09"}),
        ("risk", "exposure:9 -exposure<10", set()),
        ("risk", "is:overdue", {"R03", "R05", "R06"}),
        ("risk", "due<2026-11-14", {"R03", "R05", "R06", "R07"}),
        ("risk", '"24 nov"', {"R04", "R11"}),
        ("risk", "gate is:open", {"R04"}),
        ("risk", "mitig", {"R04", "R06", "R09"}),
        ("risk", "mitigated gate", {"R04"}),
        ("risk", "is:done", {"R07"}),
        ("risk", "-is:open", {"R07"}),
        ("risk", "exposure:4 -letter:a", {"R13"}),
        ("risk", "pi:PI-26.3 is:open", {"R03"}),
        ("impediment", "age>30 is:open", {"B08", "B05"}),
        ("impediment", '"41 d"', {"B08"}),
        ("impediment", "level:portfolio", {"B14"}),
        ("impediment", "state:closed", {"B11", "B12"}),
        ("dependency", "team:EXT-CUSTOMS", {"D408"}),
        ("dependency", "need:I4 state:removed", set()),
        ("objective", "bv>=10 team:cap", {"O406"}),
        ("decision", "ref:x20", {"X20"}),
        ("improvement", "is:owing is:all", {"M02"}),
        ("improvement", "is:done is:all", {"M01", "M03"}),
        ("improvement", "for:pi-26.4 -state:done", {"M04", "M06"}),
        ("improvement", "for:PI-26", set()),
        ("improvement", "nature:backlog", set()),
    ],
)
def test_what_a_filter_finds(kind: str, text: str, refs: set[str]) -> None:
    assert found(kind, text) == refs


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("12", "R12"),
        ("r12", "R12"),
        ("R012", "R12"),
        ("#R05", "R05"),
        ("4", "R04"),
        ("1", "R10"),
        ("2", "R02"),
    ],
)
def test_a_number_comes_first_whatever_else_has_it(text: str, first: str) -> None:
    register = of("risk")
    shown = register.show(orders_of("risk")[0], register.read_filter(text))
    refs = [row.ref for row in shown]
    assert refs[0] == ("R01" if text == "1" else first)
    if text == "1":
        assert refs[1:5] == ["R10", "R11", "R12", "R13"]
    assert [shown.place(row.id) for row in shown] == list(range(len(shown)))


def test_letters_of_another_kind_are_words() -> None:
    """`B05` in the risks looks for those that speak of it; `ew6` is a code and no EW6."""
    assert parse_filter("b05", Reading(READING.today, letters="R")).number is None
    assert parse_filter("ew6", Reading(READING.today, letters="R")).number is None
    assert parse_filter("ew6", Reading(READING.today, letters="R")).code == 7342
    assert parse_filter("r05", Reading(READING.today, letters="R")).number == 5


def test_what_is_named_whole_still_has_to_meet_the_rest() -> None:
    assert "R12" not in found("risk", "12 letter:O")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("is:opne", "is: takes open, done, overdue, owing, all or archived."),
        ("is:", "is: takes open, done, overdue, owing, all or archived."),
        ("-is:all", "is: takes open, done, overdue, owing, all or archived."),
        ("age>old", "age takes a whole number, such as age>12."),
        ("exposure>", "exposure takes a whole number, such as exposure>12."),
        ("age>٣", "age takes a whole number, such as age>12."),
        ("due<3/4", "due takes a day, such as due<fri, due>=2026-11-20 or due:today."),
    ],
)
def test_what_cannot_be_read_is_said_and_the_rest_filters(text: str, fault: str) -> None:
    wanted = parse_filter(f"customs {text}", READING)
    assert wanted.faults == (fault,)
    assert wanted.terms == (Has("customs"),)


@pytest.mark.parametrize("text", ["http://a", "x:y", "a<b", "a>=", "colour=red", "->", '"x:y'])
def test_what_is_no_named_part_is_text(text: str) -> None:
    (term,) = parse_filter(text, READING).terms
    assert isinstance(term, Has)
    assert not term.tags
    assert not parse_filter(text, READING).faults


@pytest.mark.parametrize("text", ["", " ", "-", '"', '""', "team:", "- -", "-team:"])
def test_what_is_not_finished_filters_nothing(text: str) -> None:
    wanted = parse_filter(text, READING)
    assert (wanted.terms, wanted.faults) == ((), ())


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_something_else_is_found(text: str) -> None:
    ledger = sample_ledger(Hands())
    (made,) = capture_lines(ledger, [f'"{text}"'], "topic")
    register = Registers(ledger).of("topic")
    register.grow_whole()
    wanted = register.read_filter('"' + made.record.text.replace('"', "") + '"')
    rows = register.show(orders_of("topic")[0], wanted)
    assert [row.id for row in rows] == [made.record.id]


def test_codes_go_around_and_come_back() -> None:
    assert short_code(999) == "" == short_code(34_696)
    assert (short_code(1000), short_code(7342), short_code(34_695)) == ("a00", "ew6", "zzz")
    codes = {short_code(number) for number in range(1000, 34_696)}
    assert len(codes) == 33_696
    assert all(number_of(short_code(n)) == n for n in range(1000, 34_696, 7))
    assert number_of("1a0") is None is number_of("a0") is None


@given(st.text(max_size=30))
def test_plain_is_at_rest(text: str) -> None:
    assert plain(plain(text)) == plain(text)


WORD = st.sampled_from(
    ["customs", "r", "fathom", "i5", "owned", "12", "sm-", "20 nov", "é", "nothing", "d"]
)
NAMED = st.sampled_from(
    [
        *("letter:o", "letter:?", "owner:sm", "team:dre", "pi:pi-26.4", "is:open", "is:overdue"),
        *("is:done", "age>10", "age<=40", "exposure>=12", "exposure<5", "due<fri", "due>today"),
        *("state:closed", "level:art", "bv>5"),
    ]
)
PART = st.tuples(st.sampled_from(["", "-"]), st.one_of(WORD.map('"{}"'.format), NAMED)).map("".join)


@given(
    st.sampled_from(["risk", "impediment", "dependency", "objective"]),
    st.lists(st.lists(PART, max_size=4).map(" ".join), min_size=1, max_size=4),
)
def test_many_at_once_are_what_each_is_by_itself(kind: str, typed: list[str]) -> None:
    """Whatever was typed before; `is:all`, so that the scope is the same for both."""
    register, today = of(kind), READING.today.toordinal()
    for text in typed:
        wanted = register.read_filter(f"is:all {text}")
        assert not wanted.faults
        slow = [
            entry.key
            for slot, entry in enumerate(register.entries)
            if entry is not None
            and not entry.archived
            and all(
                meets(
                    term,
                    register.search.words[slot],
                    register.search.tags[slot],
                    {name: get(entry, today) for name, get in FIGURES.items()},
                )
                for term in wanted.terms
            )
        ]
        rows = register.show(orders_of(kind)[0], wanted)
        named = {register.key_at(s) for s in register.named(wanted)}
        assert set(rows.ids()) == set(slow) | named
        assert len(rows.ids()) == len(set(rows.ids()))


@given(st.text(max_size=60))
def test_nothing_typed_is_a_fault_of_the_program(text: str) -> None:
    register = of("risk")
    rows = register.show(orders_of("risk")[0], register.read_filter(text))
    assert len(set(rows.ids())) == len(rows) <= len(register)
    assert all(rows.place(key) == place for place, key in enumerate(rows.ids()))
