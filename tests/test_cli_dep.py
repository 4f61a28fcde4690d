"""`rte dep`, `rte milestone`, `rte board`: what they store, print, and refuse."""

from __future__ import annotations

import pytest

from console.cli import board
from store.domain.depending import DEEDS
from store.domain.text import clean
from tests.cli_helpers import DAY, HOSTILE, SAMPLE, Rte
from tests.ledger_helpers import train_bytes


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    monkeypatch.setenv("RTE_NOW", DAY)
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE))
    return made


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("D408 agree", "D408 EXT-CUSTOMS→ANC agreed · planned in no iteration, needed I4 · due "
                       "soon, not started"),
        ("d408 agree i5", "D408 EXT-CUSTOMS→ANC agreed · planned in I5, needed I4 · conflict, "
                          "slack −1"),
        ("D404 start", "D404 DRE→FAT in progress · planned in I5, needed I5 · slack 0"),
        ("D404 deliver", "D404 DRE→FAT delivered in I4, needed I5 · delivered, not accepted"),
        ("D401 deliver I4 two days early", "D401 DRE→BEA delivered in I4, needed I4 · two days "
                                           "early · delivered, not accepted"),
        ("D408 deliver agreed in the hallway", "D408 EXT-CUSTOMS→ANC delivered in I4, needed I4 · "
                                               "agreed in the hallway · delivered, not accepted"),
        ("D402 accept", "D402 DRE→BEA accepted · delivered in I3, needed I3"),
        ("D408 decline because customs has no room", "D408 EXT-CUSTOMS→ANC declined · planned in "
                                                     "no iteration, needed I4 · customs has no "
                                                     "room"),
        ("D404 remove team change one team does both", "D404 DRE→FAT removed · team change · one "
                                                       "team does both"),
        ("D404 remove sl one feed", "D404 DRE→FAT removed · slice · one feed"),
        ("D406 miss the rig never came", "D406 GAN→CAP missed · planned in I3, needed I3 · the "
                                         "rig never came"),
        ("D409 reopen the role is back", "D409 ENS→ANC proposed · planned in no iteration, needed "
                                         "I2 · the role is back · overdue, now I4"),
        ("D401 plan I4", "D401 DRE→BEA in progress · planned in I4, needed I4 · slack 0"),
        ("D401 need I5", "D401 DRE→BEA in progress · planned in I5, needed I5 · slack 0"),
        ("D401 plan -", "D401 DRE→BEA in progress · planned in no iteration, needed I4 · no dates"),
        ("D401 away design billing reads it", "D401 DRE→BEA in progress · planned in I5, needed "
                                              "I4 · conflict, slack −1"),
    ],
)  # fmt: skip
def test_a_deed_is_read_back(rte: Rte, words: str, said: str) -> None:
    done = rte.fine("dep", *words.split())
    assert done.out == f"{said}\n"
    assert done.err == "undo: rte undo\n"


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        ("D402 start", 3, "D402 is delivered. Accept it, or reopen it with the reason."),
        ("D401 accept", 3, "D401 is not delivered yet."),
        ("D408 start", 3, "D408 has no yes of its provider yet. Agree it first."),
        ("D408 deliver", 3, "say how it came without a yes"),
        ("D404 remove", 3, "say the way and how it went away, in words"),
        ("D404 remove magic words", 2, "There is no way 'magic'"),
        ("D404 deliver I9", 2, "PI-26.4 has no iteration 'I9'"),
        ("D404 deliver I5", 3, "I5 has not begun"),
        ("D404 decline", 3, "say the reason"),
        ("D404 plan", 2, "Name one iteration: rte dep D404 plan I5"),
        ("D404 plan I4 I5", 2, "Name one iteration"),
        ("D403 plan I5", 3, "D403 is accepted, so its iterations stay as they were."),
        ("D404 plan I3", 3, "I3 is over"),
        ("D404 away slice", 3, "say in words how it could go away"),
        ("D404 agrea", 2, "Did you mean agree?"),
        ("R12 agree", 2, "R12 is no dependency"),
        ("D999 agree", 2, "There is no D999"),
    ],
)
def test_what_is_refused(rte: Rte, words: str, code: int, part: str) -> None:
    assert part in rte.refused("dep", *words.split(), code=code)


@pytest.mark.parametrize("words", HOSTILE)
def test_odd_words_are_kept_as_they_are(rte: Rte, words: str) -> None:
    found = rte.fine("dep", "D404", "decline", "--json", "--", words).json
    assert found["note"] == clean(words)
    assert found["state"] == "declined"


def test_without_a_deed_it_says_how_it_stands_and_changes_nothing(rte: Rte) -> None:
    done = rte.fine("dep", "D402")
    assert done.out == "D402 DRE→BEA delivered in I3, needed I3 · delivered, not accepted\n"
    assert done.err == "what can be done: accept, reopen, away, plan, need\n"
    assert rte.fine("dep", "D402", "--json").json["touched"] is None


def test_the_json_of_a_deed(rte: Rte) -> None:
    found = rte.fine("dep", "D401", "away", "slice", "one", "gate", "first", "--json").json
    assert found["schema"] == "rte.dep.1"
    assert (found["way"], found["away"], found["touched"]) == ("slice", "one gate first", DAY)
    assert found["health"] == {
        "word": "conflict, slack −1", "slack": -1, "late": None, "needs_you": True,
    }  # fmt: skip
    assert rte.fine("undo").out.startswith("Took back how a dependency could go away")


def test_every_deed_is_told_in_the_help(rte: Rte) -> None:
    said = rte.fine("dep", "--help").out
    assert all(f"rte dep D40{n} " in said for n in (1, 2, 4, 6, 8))
    assert all(deed in said for deed in DEEDS)


def test_a_milestone_by_command(rte: Rte) -> None:
    ref = rte.fine("add", "milestone", "season opens").refs[0]
    said = rte.fine("milestone", ref, "move", "I5", "the yard opens later").out
    assert said == f"{ref} planned · I5 · the yard opens later: season opens\n"
    assert "season opens" in rte.fine("list", "milestone").out
    said = rte.fine("milestone", ref, "move", "2026-12-08", "a day is known").out
    assert said == f"{ref} planned · 2026-12-08 · a day is known: season opens\n"
    assert "say the reason" in rte.refused("milestone", ref, "miss", code=3)
    assert "Say why it moves" in rte.refused("milestone", ref, "move", "I4", code=3)
    assert "no iteration 'I9'" in rte.refused("milestone", ref, "move", "I9", "late", code=2)
    assert rte.fine("milestone", ref, "reach", "--json").json["state"] == "reached"
    assert "reached already" in rte.refused("milestone", ref, "reach", code=3)
    assert "knows no 'burn'" in rte.refused("milestone", ref, "burn", code=2)
    assert "is no milestone" in rte.refused("milestone", "D401", "reach", code=2)


# -- the board


def test_the_board_in_a_pipe_is_whole(rte: Rte) -> None:
    lines = rte.fine("board").out.splitlines()
    heads = lines[0]
    assert heads.split() == ["I1", "I2", "I3", "▶I4", "I5", "IP", "no", "date"]
    giver = next(line for line in lines if line.startswith("DRE"))
    assert giver.index("!D401→BEA") == heads.index("I5")
    taker = next(line for line in lines if line.startswith("BEA"))
    assert taker.index("!D401←DRE") == heads.index("▶I4")
    assert "!D408←EXT-CUSTOMS" in "\n".join(lines)
    assert lines[1].startswith("dates")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_board_fits_the_terminal(rte: Rte, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setattr(board, "room", lambda: width)
    for words in (("board",), ("board", "--strings")):
        lines = rte.fine(*words).out.splitlines()
        assert max(map(len, lines)) <= width
    said = rte.fine("board").out
    for name in ("I1", "I2", "I3", "▶I4", "I5", "IP", "no date"):
        assert name in said, "columns that do not fit follow below"
    assert "D401→BEA" in said


def test_strings_are_drawn_in_the_columns_of_their_iterations(rte: Rte) -> None:
    lines = rte.fine("board", "--strings").out.splitlines()
    conflict = next(line for line in lines if "D401" in line)
    assert "◄━━━━━━◐" in conflict
    assert conflict.endswith("conflict, slack −1")
    assert abs(conflict.index("◄") - lines[0].index("I4")) <= 1
    assert abs(conflict.index("◐") - lines[0].index("I5")) <= 1
    assert "✓━━━━━━►" in next(line for line in lines if "D405" in line)


def test_the_json_of_the_board(rte: Rte) -> None:
    found = rte.fine("board", "--json").json
    assert (found["schema"], found["pi"], found["now"]) == ("rte.board.1", "PI-26.4", "I4")
    ends = {(c["ref"], c["end"]): (c["row"], c["column"]) for c in found["cells"]}
    assert ends["D401", "gives"] == ("DRE", "I5")
    assert ends["D401", "needs"] == ("BEA", "I4")
    assert ends["D408", "gives"] == ("EXT-CUSTOMS", "no date")
    by_ref = {record["ref"]: record for record in found["records"]}
    assert by_ref["D406"]["attention"] == "overdue, now I4"
    strings = rte.fine("board", "--strings", "--json").json
    places = [(c["column"], c["end"]) for c in strings["cells"] if c["ref"] == "D401"]
    assert places == [("I4", ["to-left"]), ("I5", ["half"])]


def test_a_train_without_iterations_says_what_the_board_needs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rte = Rte(capsys, monkeypatch)
    rte.fine("import", "-", stdin=train_bytes())
    for words in (("board",), ("board", "--strings")):
        assert "planning interval" in rte.fine(*words).out
    assert rte.fine("board", "--json").json["cells"] == []
