"""`rte roam`, `rte merge`, `rte restate`: what they store, print, and refuse."""

from __future__ import annotations

import pytest

from tests.cli_helpers import DAY, HOSTILE, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    monkeypatch.setenv("RTE_NOW", DAY)
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE))
    return made


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("R12 O owner:SM-DRE review:fri", "R12 O Owned · owner SM-DRE · review Fri 20 Nov 2026"),
        ("r12 owned owner:PM due:in 3 days because it is ours",
         "R12 O Owned · owner PM · review Sat 21 Nov 2026 · because it is ours"),
        ("R12 m move the freeze owner:PM due:fri",
         "R12 M Mitigated · move the freeze · owner PM · due Fri 20 Nov 2026"),
        ("R12 A owner:BO-OPS until:2026-12-04 because it is cheap",
         "R12 A Accepted · accepted by BO-OPS · until Fri 4 Dec 2026 · because it is cheap"),
        ("R12 R the freeze moved", "R12 R Resolved · the freeze moved"),
        ("R05 O review:I5", "R05 O Owned · owner PM · review Fri 4 Dec 2026"),
        ("R06 M due:fri", "R06 M Mitigated · borrow two units · owner SM-GAN · due Fri 20 Nov 2026"
                          " · review Wed 25 Nov 2026"),
        ("R07 reopen because it is back", "R07 ? reopened, not yet ROAMed · because it is back"),
        ("R12 back @DRE", "R12 with DRE"),
        ("R12 happened owner:RTE due:fri", "R12 happened, see B15"),
    ],
)  # fmt: skip
def test_a_letter_with_its_duties_is_read_back(rte: Rte, words: str, said: str) -> None:
    done = rte.fine("roam", *words.split())
    assert done.out == f"{said}\n"
    assert done.err == "undo: rte undo\n"


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        ("R12 O owner:PM", 3, "R12: Owned needs a review date. For example: review:fri"),
        ("R12 O owner:PM review:2026-11-01", 3, "Sun 1 Nov 2026 is past"),
        ("R12 R owner:PM review:fri done", 3, "a resolved risk has no date"),
        ("R07 O owner:PM review:fri", 3, "Reopen it first"),
        ("R12 Q owner:PM", 2, "There is no letter 'Q'"),
        ("R12 O review:soon", 2, "soon is not a date"),
        ("R99 O owner:PM", 2, "There is no R99"),
        ("B08 R x", 2, "B08 is no risk (impediment)"),
        ("R12 back @XYZ", 2, "No team is called 'XYZ'"),
        ("R12 back", 2, "Which team is it about"),
        ("R12", 2, "Say which letter"),
    ],
)
def test_what_lacks_is_refused_in_one_sentence(rte: Rte, words: str, code: int, part: str) -> None:
    before = rte.fine("show", "R12", "--json").out
    assert part in rte.refused("roam", *words.split(), code=code)
    assert rte.fine("show", "R12", "--json").out == before


def test_a_letter_as_data(rte: Rte) -> None:
    told = rte.fine("roam", "R12", "O", "owner:PM", "review:fri", "--json").json
    assert told["schema"] == "rte.roamed.1"
    assert (told["ref"], told["roam"], told["owner"]) == ("R12", "O", "PM")
    assert (told["review"], told["letters_before"]) == ("2026-11-20", ["U"])
    assert told["reading"] == "O Owned · owner PM · review Fri 20 Nov 2026"
    shown = rte.fine("show", "R12").out
    assert "letters given      O Owned · owner PM · review Fri 20 Nov 2026" in shown


@pytest.mark.parametrize("text", [text for text in HOSTILE if not text.startswith("--")])
def test_odd_words_come_back_as_typed(rte: Rte, text: str) -> None:
    told = rte.fine("roam", "R12", "R", "--json", "--", text).json
    assert told["note"].split() == _normal(text).split()


def _normal(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", text)


def test_doubles_become_one(rte: Rte) -> None:
    rte.fine("add", "risk", "gate peaks @BEA")
    rte.fine("add", "risk", "peaks again @GAN")
    done = rte.fine("merge", "R4", "R13", "r14")
    assert done.out.startswith("R04 stands for R13, R14 too: if gate peaks double")
    assert "merged into R04" in rte.fine("list", "risk", "--all").out
    assert rte.fine("undo").out == "Took back the merge of doubles.\n"
    told = rte.fine("merge", "R4", "R13", "--json").json
    assert told == {"schema": "rte.merged.1", "into": "R04", "merged": ["R13"],
                    "links": ["R13"], "teams": ["BEA"]}  # fmt: skip
    assert "R13 is merged into R04" in rte.refused("merge", "R4", "R13", code=3)
    assert "Let R04 stay" in rte.refused("merge", "R14", "R04", code=3)
    assert "Say which stays" in rte.refused("merge", "R4", code=2)


def test_a_merged_risk_is_no_longer_open(rte: Rte) -> None:
    rte.fine("add", "risk", "gate peaks p:5 i:5")
    before = rte.fine("list", "risk", "--json").json["summary"]["open"]
    rte.fine("merge", "R4", "R13")
    after = rte.fine("list", "risk", "--json").json["summary"]
    assert after["open"] == before - 1
    assert after["top_exposure"][0]["ref"] == "R04"
    assert after["elsewhere"] == [{"ref": "R13", "where": "merged into R04"}]
    assert "R13" not in rte.fine("list", "risk", "--open").out


def test_a_risk_is_said_anew(rte: Rte) -> None:
    done = rte.fine("restate", "R12", "if the freeze comes,", "then work waits p:2 i:3")
    assert done.out == "R12 if the freeze comes, then work waits\n"
    told = rte.fine("restate", "R12", "if a, then b", "--json").json
    assert told["schema"] == "rte.restated.1"
    assert (told["condition"], told["consequence"], told["p"], told["i"]) == ("a", "b", 2, 3)
    assert "not said in two parts" in rte.refused("restate", "R12", "the freeze", code=2)
    done = rte.fine("restate", "R12", "--contingency", "open yard B", "--trigger", "the alarm")
    assert done.out == "R12 if a, then b\n  if it happens: open yard B\n  sign: the alarm\n"
    told = rte.fine("restate", "R12", "if c, then d", "--trigger", "", "--json").json
    assert (told["text"], told["contingency"], told["trigger"]) == (
        "if c, then d", "open yard B", None,
    )  # fmt: skip
    assert "Say it anew" in rte.refused("restate", "R12", code=2)
    assert "Reopen it first" in rte.refused("restate", "R7", "if a, then b", code=3)
