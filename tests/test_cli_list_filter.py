"""`rte list` with the filter and the orders of the registers."""

from __future__ import annotations

import re

import pytest

from tests.cli_helpers import DAY, HOSTILE, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE), "--as-of", DAY)
    return made


def refs(rte: Rte, *words: str) -> list[str]:
    found = rte.fine("list", *words, "--json", "--as-of", DAY).json["records"]
    return [str(record["ref"]) for record in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("risk", "letter:O", "due<2026-11-19"), ["R05"]),
        (("risk", "owner:sm", "--sort", "exposure"), ["R06", "R11", "R09"]),
        (("risk", "--sort", "exposure", "owner:sm"), ["R06", "R11", "R09"]),
        (("risk", "--sort", "REF", "letter:a"), ["R03", "R10"]),
        (("impediment", '"41 d"'), ["B08"]),
        (("impediment", "age>30", "is:open", "--sort", "oldest"), ["B08", "B05"]),
        (("risk", "is:archived"), []),
    ],
)
def test_words_filter_as_in_the_register(
    rte: Rte, words: tuple[str, ...], expected: list[str]
) -> None:
    assert refs(rte, *words) == expected


def test_what_begins_with_a_minus_stands_after_two(rte: Rte) -> None:
    out = rte.fine("list", "risk", "--as-of", DAY, "--", "-owner:sm", "-owner:bo", "-letter:m").out
    assert re.findall(r"\bR[0-9]+\b", out.split("\n\n")[0]) == ["R12", "R05", "R10"]


def test_kinds_without_a_register_are_filtered_too(rte: Rte) -> None:
    assert re.findall(r"^ +(DRE|ANC)", rte.fine("list", "team", "dredger").out, re.M) == ["DRE"]


def test_all_and_archived_are_words_too(rte: Rte) -> None:
    assert len(refs(rte, "risk")) < len(refs(rte, "risk", "is:all"))
    assert refs(rte, "risk", "is:all") == refs(rte, "risk", "--all")
    rte.fine("archive", "R07", "--as-of", DAY)
    assert "R07" not in refs(rte, "risk", "--all")
    assert refs(rte, "risk", "is:archived") == ["R07"]


def test_json_says_what_was_asked(rte: Rte) -> None:
    told = rte.fine("list", "risk", "gate", "peaks", "--sort", "newest", "--json").json
    assert told["filters"] == {"filter": "gate peaks", "sort": "newest"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("risk", "age>old"), "age takes a whole number"),
        (("risk", "is:opne"), "is: takes open, done, overdue"),
        (("risk", "due<3/4"), "due takes a day"),
        (("risk", "--sort", "owner"), "no order 'owner'. There is: attention, exposure, newest"),
        (("decision", "--sort", "team"), "There is: newest, oldest"),
    ],
)
def test_what_cannot_be_read_is_refused(rte: Rte, words: tuple[str, ...], says: str) -> None:
    assert says in rte.refused("list", *words, code=2)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_find_what_has_them(rte: Rte, text: str) -> None:
    rte.fine("add", "topic", "-", stdin=f'"{text}"'.encode())
    found = rte.fine("list", "topic", "--json", "--", f'"{text}"').json["records"]
    assert len(found) == 1
