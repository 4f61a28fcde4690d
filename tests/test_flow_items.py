"""Flow items: what may follow what, what a line and a file say, all or nothing, twice the same."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.flowing import stands
from store.domain.records import FlowItem
from store.errors import ConsoleError, RuleBroken, UsageFault
from store.exchange.flow_csv import FlowRow, read_flow
from store.ledger import flowing
from store.ledger.ledger import Ledger
from store.ledger.undoing import undo
from tests.cli_helpers import ACTING, HOSTILE
from tests.ledger_helpers import Hands, sample_ledger, tables

HEAD = b"key,text,nature,team,started,done,active,size,state\n"


@pytest.fixture
def ledger() -> Ledger:
    return sample_ledger(Hands())


def rows(text: bytes) -> tuple[FlowRow, ...]:
    return read_flow(HEAD + text)


def stored(ledger: Ledger) -> dict[str, FlowItem]:
    return {item.ref: item for item in ledger.views.all("flow") if isinstance(item, FlowItem)}


# -- a line


def test_a_line_says_an_item(ledger: Ledger) -> None:
    made = flowing.add(
        ledger,
        'Gate wait feed: key:F-900 nature:Features @dredger started:"12 oct" done:2026-10-20 '
        "active:3,5 size:5",
    )
    assert (made.text, made.key, made.nature, made.team) == (
        "Gate wait feed:", "F-900", "feature", "DRE",
    )  # fmt: skip
    assert (made.started, made.done, made.active, made.size) == (
        "2026-10-12", "2026-10-20", 3.5, 5.0,
    )  # fmt: skip
    assert made.pi == "PI-26.4"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("key:F-1", "no words yet"),
        ("x nature:story", "is no nature of work"),
        ("x @ZZZ", "no team"),
        ("x size:-1", "is a number from 0"),
        ("x active:nan started:2026-10-01", "is a number from 0"),
        ("x active:1e9 started:2026-10-01", "is a number from 0"),
        ("x key:a key:b", "twice"),
        ("x key:", "says nothing"),
        ("x started:someday", "day"),
        ("x started:2026-11-19", "still to come"),
        ("x done:2026-11-01", "has no start"),
        ("x started:2026-11-02 done:2026-11-01", "before its start"),
        ("x started:2026-11-02 done:2026-11-03 active:3", "do not fit"),
        ("x key:f-101", "here already: W01"),
    ],
)
def test_a_line_that_cannot_be_stored(ledger: Ledger, line: str, sentence: str) -> None:
    before = tables(ledger)
    with pytest.raises(ConsoleError) as refused:
        flowing.add(ledger, line)
    assert sentence in refused.value.sentence
    assert tables(ledger) == before


# -- what may follow what

OPEN = {"not started": "x key:T", "in progress": "x key:T started:2026-11-02"}
STATES = {
    **OPEN,
    "done": "x key:T started:2026-11-02 done:2026-11-10",
    "dropped": "x key:T started:2026-11-02",
}


@pytest.mark.parametrize(
    ("state", "deed", "after"),
    [
        ("not started", "start", "in progress"),
        ("not started", "done", RuleBroken),
        ("not started", "drop", "dropped"),
        ("in progress", "start", "in progress"),
        ("in progress", "done", "done"),
        ("in progress", "drop", "dropped"),
        ("done", "start", RuleBroken),
        ("done", "done", "done"),
        ("done", "drop", RuleBroken),
        ("dropped", "start", RuleBroken),
        ("dropped", "done", RuleBroken),
        ("dropped", "drop", RuleBroken),
    ],
)
def test_every_deed_after_every_state(
    ledger: Ledger, state: str, deed: str, after: str | type[RuleBroken]
) -> None:
    item = flowing.add(ledger, STATES[state])
    if state == "dropped":
        flowing.set_days(ledger, "T", "drop")
    before = tables(ledger)
    if isinstance(after, str):
        made = flowing.set_days(ledger, "t", deed, "16 nov")
        assert stands(made) == after
        undo(ledger)
        found = {k: {**v, "rev": 0} for k, v in tables(ledger)["flow"].items()}
        assert found == {k: {**v, "rev": 0} for k, v in before["flow"].items()}
    else:
        with pytest.raises(after):
            flowing.set_days(ledger, item.ref, deed)
        assert tables(ledger) == before


def test_an_unknown_deed_or_item_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UsageFault, match="knows no 'begin'"):
        flowing.set_days(ledger, "W01", "begin")
    with pytest.raises(UsageFault, match="no flow"):
        flowing.set_days(ledger, "R12", "start")


# -- a file


def test_a_file_comes_in_once(ledger: Ledger) -> None:
    text = b"N-1,Berth plan,feature,BEA,2026-10-01,,,,\nf-121,,,,,2026-11-16,4,,\n"
    found = rows(text.replace(b"f-121,,", b"f-121,Customs hold shown at booking,"))
    first = flowing.import_rows(ledger, found)
    assert first.sentence == "1 new flow item, 1 changed, 0 as they were."
    after = tables(ledger)
    item = next(i for i in stored(ledger).values() if i.key == "F-121")
    assert (item.done, item.active, item.nature) == ("2026-11-16", 4.0, "feature")
    again = flowing.import_rows(ledger, found)
    assert again.sentence == "0 new flow items, 0 changed, 2 as they were."
    assert tables(ledger) == after


def test_one_bad_row_keeps_all_out_and_is_named(ledger: Ledger) -> None:
    before = tables(ledger)
    with pytest.raises(UsageFault, match=r"^Line 4: .*nature.*Nothing was brought in\.$"):
        flowing.import_rows(ledger, rows(b'N-1,"two\nlines",,,,,,,\nN-2,x,story,,,,,,\n'))
    assert tables(ledger) == before


def test_dropped_and_taken_up_again(ledger: Ledger) -> None:
    flowing.import_rows(ledger, rows(b"N-1,x,,,2026-10-01,,,,dropped\n"))
    item = next(i for i in stored(ledger).values() if i.key == "N-1")
    assert item.state == "dropped"
    flowing.import_rows(ledger, rows(b"N-1,x,,,2026-10-01,,,,in progress\n"))
    assert stored(ledger)[item.ref].state is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no item|missing"),
        (b"key,text\n", "no rows in it"),
        (b"key\nN-1\n", "column text is missing"),
        (b"key,text,colour\nN-1,x,red\n", "no column 'colour'"),
        (b"key,text,id\nN-1,x,2\n", "column key stands there twice"),
        (b"key,text\nN-1,x\nn-1,y\n", "'n-1' stands there twice"),
        (b"key,text\n,x\n", "Line 2: it has no key"),
        (b"key,text\nN-1,x,y\n", "Line 2: it has 3 cells"),
        (b'key,text\nN-1,"x\n', "cannot be read as CSV"),
        (b"key,text\nN-1," + b"x" * 2001 + b"\n", "Line 2: text has more than"),
    ],
)
def test_a_file_that_is_none(data: bytes, sentence: str) -> None:
    with pytest.raises(UsageFault, match=sentence):
        read_flow(data)


def test_other_names_and_separators() -> None:
    found = read_flow("\ufeffID;Summary;Type\r\nN-1;Berth;plan\r\n".encode())
    assert [(row.line, dict(row.cells)) for row in found] == [
        (2, {"key": "N-1", "text": "Berth", "nature": "plan"})
    ]


@pytest.mark.parametrize(("raw", "left"), [*ACTING, *((text, text) for text in HOSTILE[:5])])
def test_cells_are_cleaned(ledger: Ledger, raw: str, left: str) -> None:
    cell = raw.replace('"', '""').encode("utf-8", "replace").replace(b"\x00", b"\x00")
    flowing.import_rows(ledger, rows(b'N-1,"' + cell + b'",,,,,,,\n'))
    assert next(i for i in stored(ledger).values() if i.key == "N-1").text == left


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with suppress(UsageFault):
        assert all(row.cells["key"] for row in read_flow(b"key,text\n" + data))


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("today", "2026-11-18"),
        ("12 oct", "2026-10-12"),
        ("20 nov", "2025-11-20"),
        ("fri", "2026-11-13"),
        ("yesterday", "2026-11-17"),
        ("2026-11-20", "2026-11-20"),
        ("tomorrow", "2026-11-19"),
        ("in 3 days", "2026-11-21"),
    ],
)
def test_days_of_what_has_happened(ledger: Ledger, text: str, on: str) -> None:
    assert flowing.past_day(ledger, text) == date.fromisoformat(on)
