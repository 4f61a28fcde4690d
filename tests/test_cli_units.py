"""The small parts of the command line: options, places, moments, columns."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from console import moment, places
from console.cli.options import take
from console.cli.table import lines
from console.cli.verbs import VERBS
from console.cli.width import cells, cut, pad
from store.errors import Damaged, UsageFault
from store.insight.rows import Row, Urgency
from tests.cli_helpers import HOSTILE, Rte

# -- options


@pytest.mark.parametrize(
    "words",
    [
        ["--store", "p", "--json", "--by", "RTE", "--as-of", "2026-11-18", "list", "risk"],
        ["list", "--store=p", "risk", "--json", "--by=RTE", "--as-of=2026-11-18"],
    ],
)
def test_common_options_stand_anywhere(words: list[str]) -> None:
    asked, rest = take(words)
    assert (asked.store, asked.json, asked.by, asked.as_of) == ("p", True, "RTE", "2026-11-18")
    assert rest == ["list", "risk"]


def test_behind_two_dashes_nothing_is_an_option() -> None:
    asked, rest = take(["add", "risk", "--", "--json", "--store"])
    assert not asked.json
    assert rest == ["add", "risk", "--", "--json", "--store"]


@pytest.mark.parametrize(
    "words", [["--store"], ["--by", ""], ["--as-of", "--json"], ["--by", "\0"]]
)
def test_an_option_without_its_value(words: list[str]) -> None:
    with pytest.raises(UsageFault):
        take(words)


# -- places


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG is Linux's")
def test_where_data_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RTE_HOME")
    monkeypatch.setenv("HOME", "/home/rte")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert places.data_home() == "/data/rte-console"
    assert places.store_folder(None) == "/data/rte-console/trains/default"
    monkeypatch.setenv("XDG_DATA_HOME", "relative/data")
    assert places.data_home() == "/home/rte/.local/share/rte-console"
    monkeypatch.setenv("RTE_HOME", "/mine")
    assert places.data_home() == "/mine"
    assert places.log_folder() == "/mine/logs"
    assert places.store_folder("/elsewhere/train") == "/elsewhere/train"
    assert places.store_folder("train") == str(Path.cwd() / "train")


def test_an_account_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RTE_HOME")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    with pytest.raises(UsageFault, match="RTE_HOME"):
        places.data_home()


def test_as_whom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RTE_BY", " SM-\x1b[31mGAN ")
    assert places.who() == "SM-GAN"
    monkeypatch.setenv("RTE_BY", "\x07")
    assert places.who()
    assert len(places.name_of("x" * 500)) == places.MAX_NAME


# -- moments


def near(one: datetime, other: datetime) -> bool:
    return abs(one - other) < timedelta(seconds=30)


def test_the_clock_as_it_is(tmp_path: Path) -> None:
    assert near(moment.clock_for(tmp_path, None)(), datetime.now(UTC))


def test_a_stated_moment_ticks_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zone = ZoneInfo("Europe/Lisbon")
    now = moment.clock_for(tmp_path, "2026-07-01T09:00", lambda: zone)
    first = now()
    assert near(first, datetime(2026, 7, 1, 8, tzinfo=UTC)), "the train's zone"
    assert now() >= first
    now = moment.clock_for(tmp_path, "2026-07-01T09:00+02:00")
    assert near(now(), datetime(2026, 7, 1, 7, tzinfo=UTC))
    monkeypatch.setenv("RTE_NOW", "2026-07-02T09:00Z")
    assert near(moment.clock_for(tmp_path, None)(), datetime(2026, 7, 2, 9, tzinfo=UTC))
    assert near(
        moment.clock_for(tmp_path, "2026-07-03T09:00Z")(), datetime(2026, 7, 3, 9, tzinfo=UTC)
    )


def test_the_clock_of_a_store(tmp_path: Path) -> None:
    moment.write_shift(tmp_path, -86_400_000)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert near(moment.clock_for(tmp_path, None)(), yesterday)
    with pytest.raises(FileExistsError):
        moment.write_shift(tmp_path, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "x",
        '{"shift_ms": "1"}',
        '{"shift_ms": 1e99}',
        '{"shift_ms": true}',
        '{"shift_ms": 99999999999999999}',
    ],
)
def test_a_clock_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    (tmp_path / moment.CLOCK).write_text(text)
    with pytest.raises(Damaged, match="shift_ms"):
        moment.clock_for(tmp_path, None)


# -- columns


@pytest.mark.parametrize("text", [*HOSTILE, "👍🏽", "1️⃣", "ไทย", "é", "❤️", "⏸", "→"])
def test_cells_agree_with_the_terminal(text: str) -> None:
    assert cells(text) == cell_len(text)


@given(st.text(alphabet="ab 漢字é👍", max_size=40), st.integers(1, 30))
def test_cut_fits_and_is_the_beginning(text: str, width: int) -> None:
    found = cut(text, width)
    assert cells(found) <= width
    if found != text:
        assert found.endswith("…")
        assert text.startswith(found[:-1])


@given(st.text(alphabet="ab漢é", max_size=10), st.integers(0, 30))
def test_pad_fills(text: str, width: int) -> None:
    assert cells(pad(text, width)) == max(width, cells(text))


def row(ref: str, text: str, note: str = "") -> Row:
    urgency = Urgency.NEEDS_YOU if note else Urgency.NORMAL
    return Row("risk", ref, ref, "12", "O Owned", text, "PM", note, urgency)


def test_columns_align_in_cells() -> None:
    table = lines([row("R1", "漢字漢字", "why"), row("R12", "latin", "why")], None)
    assert len({cells(line.split("PM")[0]) for line in table}) == 1
    assert all(line.startswith("!") for line in table)


def test_a_terminal_cuts_and_a_pipe_does_not() -> None:
    long = "word " * 60
    assert long.strip() in lines([row("R1", long.strip())], None)[0]
    (narrow,) = lines([row("R1", long.strip(), "review 8 d overdue")], 80)
    assert cells(narrow) <= 80
    assert "…" in narrow
    assert "review 8 d overdue" in narrow


@given(
    st.lists(
        st.tuples(st.text(alphabet="ab 漢é", max_size=90), st.text(alphabet="n ", max_size=90))
    ),
    st.integers(72, 200),
)
def test_no_line_is_wider_than_the_terminal(parts: list[tuple[str, str]], width: int) -> None:
    rows = [row(f"R{n}", text, note) for n, (text, note) in enumerate(parts)]
    assert all(cells(line) <= width for line in lines(rows, width))


def test_no_rows_no_lines() -> None:
    assert lines([], 80) == []


# -- help


def test_every_verb_has_help(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rte = Rte(capsys, monkeypatch)
    overview = rte.fine("--help").out
    assert overview.index("rte demo") < overview.index("Verbs:"), "examples come first"
    for verb in VERBS:
        assert verb in overview
        said = rte.fine(verb, "--help")
        assert "usage: rte " + verb in said.out
        assert said.err == ""
        assert rte.fine("help", verb).out == said.out
    assert rte.fine("help").out == overview


@pytest.mark.parametrize("verb", [*VERBS])
def test_every_verb_refuses_an_option_it_does_not_know(
    verb: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "--bogus" in Rte(capsys, monkeypatch).refused(verb, "x", "--bogus", code=2)


@pytest.mark.parametrize(("word", "meant"), [("lst", "list"), ("ad", "add"), ("stauts", "")])
def test_an_unknown_verb_names_the_nearest(
    word: str, meant: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = Rte(capsys, monkeypatch).refused(word, code=2)
    assert (f"Did you mean {meant}?" in sentence) == bool(meant)
