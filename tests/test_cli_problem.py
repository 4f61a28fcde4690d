"""`rte problem`: the whole workshop on the command line."""

from __future__ import annotations

import pytest

from tests.cli_helpers import DAY, HOSTILE, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    monkeypatch.setenv("RTE_NOW", DAY)
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE))
    return made


@pytest.fixture
def begun(rte: Rte) -> Rte:
    rte.fine("problem", "add", "deliveries", "arrive", "late", "where:Fathom", "when:in I4",
             "effect:O3 slipped", "group:Blue")  # fmt: skip
    return rte


def test_from_the_problem_to_the_item(begun: Rte) -> None:
    begun.fine("problem", "Q1", "cause", "proc", "slots", "are", "given", "late")
    begun.fine("problem", "Q1", "why", "c1", "lists", "differ")
    begun.fine("problem", "Q1", "bone", "add", "Suppliers")
    begun.fine("problem", "Q1", "cause", "Suppliers", "one bench")
    done = begun.fine("problem", "Q1", "dots", "2", "6", "3", "voters:4")
    assert "1 of 12 dots were not given" in done.err
    begun.fine("problem", "Q1", "root", "c2")
    begun.fine("problem", "Q1", "restate", "lists of slots differ")
    begun.fine("problem", "Q1", "solve", "one list for all")
    made = begun.fine("problem", "Q1", "item", "s4", "metric:late deliveries", "base:8", "goal:3",
                      "owner:RTE")  # fmt: skip
    assert "one list for all" in made.err
    facts = begun.fine("problem", "Q1", "--json").json
    assert facts["schema"] == "rte.problem.1"
    assert facts["root"] == "c2"
    assert [cause["dots"] for cause in facts["causes"]] == [2, 6, 3]
    assert facts["items"] == [facts["solutions"][0]["became"]]
    shown = begun.fine("problem", "show", "Q1").out
    assert "   └─ c2 lists differ  [6 dots · biggest root cause]" in shown
    copied = begun.fine("problem", "Q1", "--markdown").out
    assert "| c2 lists differ | 6 | 55 % |" in copied
    assert begun.fine("problem", "list", "--json").json["problems"][0]["ref"] == "Q1"
    begun.fine("problem", "Q1", "gather", "well", "seen")
    assert "Q1 gathered" in begun.fine("problem", "list").out
    begun.fine("undo")
    assert "Q1 open" in begun.fine("problem").out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("add", "SM-DRE comes late"), 3, "is a role or a person"),
        (("add", "we should test"), 3, "begins a solution"),
        (("add",), 2, "Say what happens"),
        (("Q9",), 2, "There is no Q9"),
        (("R01",), 2, "R01"),
        (("Q1", "xyz"), 2, "There are agree"),
        (("Q1", "cause", "Tools"), 2, "Two things are asked for"),
        (("Q1", "cause", "nowhere", "words"), 2, "There are People"),
        (("Q1", "why", "c9", "words"), 2, "no cause 'c9'"),
        (("Q1", "dots", "1"), 3, "no causes yet"),
        (("Q1", "dots", "1", "voters:x"), 2, "no whole number"),
        (("Q1", "root", "c1"), 2, "no cause 'c1'"),
        (("Q1", "item"), 2, "Name the solution"),
        (("Q1", "bone", "drop", "xyz"), 2, "There is no bone"),
        (("Q1", "drop"), 2, "Say why"),
        (("Q1", "reopen"), 3, "is open already"),
    ],
)
def test_what_cannot_be_done_is_said(
    begun: Rte, words: tuple[str, ...], code: int, says: str
) -> None:
    assert says in begun.refused("problem", *words, code=code)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_come_out_as_they_went_in(begun: Rte, text: str) -> None:
    begun.fine("problem", "--", "Q1", "cause", "Tools", text)
    shown = begun.fine("show", "Q1")
    assert shown.code == 0
