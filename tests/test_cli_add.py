"""`rte add`: what was typed is stored, printed back, or refused in one sentence."""

from __future__ import annotations

import json
import unicodedata

import pytest

from console.cli.streams import MAX_STDIN
from tests.cli_helpers import ACTING, DAY, HOSTILE, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE))
    return made


@pytest.fixture(params=["quick", "slow"])
def door(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Options that lead through the quick door, or past it."""
    return () if request.param == "quick" else ("--as-of", DAY)


def texts(rte: Rte, kind: str) -> dict[str, str]:
    found = rte.fine("list", kind, "--all", "--json").json["records"]
    return {record["ref"]: record["text"] for record in found}


def test_one_line(rte: Rte, door: tuple[str, ...]) -> None:
    done = rte.fine("add", "risk", "rig is late", "@GAN", "owner:SM-GAN", "p:4", *door)
    assert done.out == "R13\n"
    assert done.err == "R13 risk · @GAN Gantry · owner SM-GAN · probability 4\nundo: rte undo\n"
    record = rte.fine("show", "R13", "--json").json["record"]
    expected = {"text": "rig is late", "team": "GAN", "owner": "SM-GAN", "p": 4}
    assert expected.items() <= record.items()


@pytest.mark.parametrize(
    ("kind", "ref"),
    [
        ("risk", "R13"),
        ("r", "R13"),
        ("risks", "R13"),
        ("Blocker", "B15"),
        ("x", "D410"),
        ("decision:", "X21"),
        ("meet-after", "P1"),
        ("o", "O415"),
    ],
)
def test_kinds(rte: Rte, kind: str, ref: str) -> None:
    assert rte.fine("add", kind, "something was said").refs == [ref]


@pytest.mark.parametrize("text", HOSTILE)
def test_odd_texts_are_kept_as_typed(rte: Rte, door: tuple[str, ...], text: str) -> None:
    words = ("--", text) if text.startswith("-") else (text,)
    (ref,) = rte.fine("add", "topic", *door, *words).refs
    expected = unicodedata.normalize("NFC", text)
    assert texts(rte, "topic")[ref] == expected
    assert expected in rte.fine("show", ref).out
    assert expected in rte.fine("list", "topic").out


@pytest.mark.parametrize(("text", "left"), ACTING)
def test_texts_that_act_lose_only_that(rte: Rte, text: str, left: str) -> None:
    done = rte.fine("add", "topic", "-", stdin=text.encode())
    assert texts(rte, "topic")[done.refs[0]] == left
    for said in (done, rte.fine("show", done.refs[0]), rte.fine("list", "topic")):
        assert not [c for c in said.out + said.err if c != "\n" and unicodedata.category(c) == "Cc"]


def test_lines_of_a_pipe(rte: Rte, door: tuple[str, ...]) -> None:
    piped = "- one @DRE\r\n\n  2. two #R04\n[x] three \xe9\n".encode("latin-1")
    done = rte.fine("add", "action", "-", *door, stdin=piped)
    assert done.refs == ["A1", "A2", "A3"]
    assert texts(rte, "action") == {"A1": "one", "A2": "two", "A3": "three \ufffd"}
    history = rte.fine("show", "A3", "--history", "--json").json["history"]
    first = rte.fine("show", "A1", "--history", "--json").json["history"]
    assert history[0]["n"] == first[0]["n"], "all lines are one entry"


def test_a_pipe_may_name_the_kinds(rte: Rte, door: tuple[str, ...]) -> None:
    done = rte.fine("add", "-", *door, stdin=b"risk: rig is late\ndecided to wait\n")
    assert done.refs == ["R13", "X21"]


def test_all_lines_or_none(rte: Rte, door: tuple[str, ...]) -> None:
    sentence = rte.refused("add", "-", *door, code=3, stdin=b"risk: rig is late\njust words\n")
    assert "Line 2" in sentence
    assert "Nothing was saved" in sentence
    assert "R13" not in texts(rte, "risk")


def test_too_much_at_once(rte: Rte) -> None:
    line = b"something was said\n"
    sentence = rte.refused("add", "topic", "-", code=2, stdin=line * (MAX_STDIN // len(line) + 1))
    assert "nothing was saved" in sentence
    assert texts(rte, "topic") == {}


def test_a_line_that_is_too_long_is_refused_whole(rte: Rte, door: tuple[str, ...]) -> None:
    assert "longer than" in rte.refused("add", "topic", "-", *door, code=3, stdin=b"x" * 10_001)
    assert rte.fine("add", "topic", "-", *door, stdin=b"x" * 10_000).refs == ["P1"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ((), "Say what to capture"),
        (("risk",), "has no text"),
        (("risk", ""), "has no text"),
        (("risk", "  \u200b "), "has no text"),
        (("rsik", "late"), "Did you mean risk?"),
        (("risk", "--anonymuos", "late"), "--anonymuos"),
        (("risk", "late", "--anonymous"), "piped in"),
        (("risk", "-"), "No line with text"),
    ],
)
def test_what_cannot_be_meant(rte: Rte, words: tuple[str, ...], part: str) -> None:
    assert part in rte.refused("add", *words, code=2)


def test_only_details_are_refused_by_the_rule(rte: Rte, door: tuple[str, ...]) -> None:
    assert "has no words yet" in rte.refused("add", "risk", "@GAN", *door, code=3)


def test_anonymous_keeps_no_name(rte: Rte, door: tuple[str, ...]) -> None:
    (ref,) = rte.fine("add", "risk", "-", "--anonymous", *door, stdin=b"nobody dares\n").refs
    shown = rte.fine("show", ref, "--history", "--json").json
    assert "by" not in shown["record"]
    assert [entry["by"] for entry in shown["history"]] == [None]
    assert "nobody named" in rte.fine("show", ref).out


def test_json(rte: Rte, door: tuple[str, ...]) -> None:
    done = rte.fine("add", "risk", "late @GAN due:fryday", "--json", *door)
    assert done.json["schema"] == "rte.captured.1"
    (made,) = done.json["captured"]
    assert made["ref"] == "R13"
    assert made["text"] == "late due:fryday"
    assert any("fryday" in note for note in made["notes"])
    assert "fryday" in done.err


def test_into_the_running_event(rte: Rte) -> None:
    rte.fine("event", "start", "art-sync")
    rte.fine("event", "next")
    (ref,) = rte.fine("add", "decision", "we wait, because of the peak, by PM").refs
    record = rte.fine("show", ref, "--json").json["record"]
    where = {"event": "E8", "step": "objectives", "minute": 0, "owner": "PM"}
    assert where.items() <= record.items()
    assert ref in rte.fine("minutes").out


def test_by_names_the_role(rte: Rte, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RTE_BY", "SM-GAN")
    (mine,) = rte.fine("add", "risk", "one").refs
    (other,) = rte.fine("--by", "RTE", "add", "risk", "two").refs
    assert rte.fine("show", mine, "--json").json["record"]["by"] == "SM-GAN"
    assert rte.fine("show", other, "--json").json["record"]["by"] == "RTE"


def test_options_behind_two_dashes_are_text(rte: Rte) -> None:
    (ref,) = rte.fine("add", "topic", "--", "use", "--json", "or", "--by", "RTE").refs
    assert texts(rte, "topic")[ref] == "use --json or --by RTE"


def test_help_is_data_and_changes_nothing(rte: Rte) -> None:
    assert "rte add KIND TEXT" in rte.fine("add", "--help").out
    assert "rte add KIND TEXT" in rte.fine("help", "add").out


def test_no_store(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = Rte(capsys, monkeypatch).refused("add", "risk", "late", code=2)
    assert "rte import" in sentence


def test_json_of_a_tampered_store_is_harmless(rte: Rte) -> None:
    from console.cli.jsonout import print_json

    rte.fine("now")
    print_json("rte.test.1", {"text": "\x9b2J \u202e é"})
    printed = rte._capsys.readouterr().out
    assert printed.isascii()
    assert json.loads(printed)["text"] == "\x9b2J \u202e é"
