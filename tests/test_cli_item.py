"""`rte item`, `rte done` and feedback from a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.ledger.opening import open_ledger
from store.ledger.running import close
from tests.cli_helpers import ACTING, DAY, HOSTILE, SAMPLE, Rte
from tests.demo_helpers import hold
from tests.ledger_helpers import MORNING, Hands


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Rte:
    rte = Rte(capsys, monkeypatch)
    monkeypatch.setenv("RTE_NOW", f"{DAY}T10:00")
    monkeypatch.setenv("RTE_BY", "RTE")
    rte.fine("import", str(SAMPLE))
    return rte


def a_demo(tmp_path: Path, *, over: bool = False) -> None:
    """Begin a System Demo in the store of the test, at nine o'clock."""
    ledger = open_ledger(tmp_path / "home" / "trains" / "default", who="RTE", now=Hands(MORNING))
    hold(ledger, step="order")
    if over:
        close(ledger)
    ledger.db.close()


def test_a_running_order_from_a_shell(rte: Rte, tmp_path: Path) -> None:
    assert rte.fine("item", "add", "queue time", "@BEA", "#O403", "for:5m").refs == ["S1"]
    assert rte.fine("add", "demo", "admins @BEA").refs == ["S2"]
    assert rte.fine("add", "item", "fees @FAT").refs == ["S3"]
    done = rte.fine("item", "order", "S3", "s1")
    assert [line.split()[0] for line in done.out.splitlines() if "to come" in line] == [
        "S3", "S1", "S2",
    ]  # fmt: skip
    rte.fine("item", "result", "S2", "no", "--why", "login is down")
    assert (
        rte.fine("item", "list").out
        == """\
Running order of the next System Demo

Running order · timeboxes 5 min
   S3  1         to come  FAT fees        names no objective
   S1  2   5:00  to come  BEA queue time  for O403

Cannot be shown
   S2  not shown  BEA admins  login is down · names no objective
"""
    )
    facts = rte.fine("item", "list", "--json").json
    assert facts["schema"] == "rte.item.1"
    assert facts["event"] is None
    assert [item["ref"] for item in facts["items"]] == ["S3", "S1", "S2"]
    assert facts["items"][1]["seconds"] == 300
    assert facts["changed"] == []


def test_results_offer_what_the_item_before_had(rte: Rte, tmp_path: Path) -> None:
    a_demo(tmp_path)
    for words in ("a", "b", "c"):
        rte.fine("item", "add", words)
    rte.fine("item", "result", "S1", "live", "--environment", "staging", "--version", "2.14")
    told = rte.fine("item", "result", "S2", "live", "--objective", "o404")
    assert told.err == (
        "S1 was shown on staging 2.14. Take it with: rte item result S2 live --same\n"
    )
    rte.fine("item", "result", "S3", "not live", "--same", "--version", "2.15", "--why", "late")
    facts = rte.fine("item", "result", "S2", "live", "--same", "--json").json
    assert facts["changed"] == ["S2"]
    assert facts["event"] == "E8"
    shown = {i["ref"]: (i["shown"], i.get("environment"), i.get("version")) for i in facts["items"]}
    assert shown == {
        "S1": ("live", "staging", "2.14"),
        "S2": ("live", "staging", "2.14"),
        "S3": ("not-live", "staging", "2.15"),
    }
    assert facts["items"][1]["objective"] == "O404"


def test_feedback_and_what_became_of_it(rte: Rte, tmp_path: Path) -> None:
    rte.fine("item", "add", "a")
    done = rte.fine("add", "feedback", "too small #S1 v:change by:Harbour master")
    assert done.refs == ["F1"]
    assert "feedback · by Harbour master · change · about S1" in done.err
    assert rte.fine("add", "f", "v:fits #S1 good").refs == ["F2"]
    assert rte.fine("item", "list", "--json").json["items"][0]["feedback"] == ["F1", "F2"]
    assert rte.fine("item", "answer", "F1", "planned", "O405", "in I5").refs == ["F1"]
    assert rte.fine("done", "F2", "in 2.15").out == "F2 done: in 2.15: good\n"
    shown = rte.fine("show", "F1").out
    for words in ("said by", "Harbour master", "what became of it", "O405 in I5", "about", "S1"):
        assert words in shown
    assert "2 pieces of feedback" in rte.fine("list", "feedback").out
    assert "1 demo item" in rte.fine("list", "demo").out
    assert rte.fine("undo").out == "Took back the answer.\n"


def test_feedback_piped_in_is_all_or_nothing(rte: Rte) -> None:
    lines = b"good v:fits\ntoo small\n"
    said = rte.refused("add", "feedback", "-", code=3, stdin=lines)
    assert said.startswith("rte: Line 2: Feedback needs a verdict.")
    assert rte.fine("add", "feedback", "-", stdin=b"good v:fits\nbad v:change\n").refs == [
        "F1", "F2",
    ]  # fmt: skip


def test_both_doors_take_feedback_and_items(rte: Rte, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a stated moment the store is opened in full; without one the quick door is used."""
    rte.fine("add", "demo", "slow @BEA for:5m #O403")
    rte.fine("add", "feedback", "slow v:fits by:Pilot")
    monkeypatch.delenv("RTE_NOW")
    rte.fine("add", "demo", "quick @BEA for:5m")
    rte.fine("add", "feedback", "quick v:fits by:Pilot")
    facts = rte.fine("list", "demo", "--all", "--json").json["records"]
    slow, quick = ({k: v for k, v in item.items() if k != "objective"} for item in facts)
    assert slow.keys() == quick.keys()
    assert (slow["seconds"], quick["seconds"]) == (300, 300)
    said = rte.fine("list", "feedback", "--all", "--json").json["records"]
    assert [(one["verdict"], one["owner"]) for one in said] == [("fits", "Pilot")] * 2


def test_promises_are_answered_for(rte: Rte) -> None:
    for words in ("one due:fri owner:PM", "two due:fri owner:PM", "three due:fri owner:PM"):
        rte.fine("add", "action", words)
    rte.fine("add", "topic", "rope")
    assert rte.fine("done", "A1", "rig", "is back").out == "A1 done · answered by RTE: one\n"
    later = rte.fine("done", "A2", "--later", "I5", "crane is away")
    assert later.out == "A2 open · due 4 Dec: two\n"
    assert rte.fine("done", "A3", "--dropped", "sold").out == (
        "A3 dropped · answered by RTE: three\n"
    )
    facts = rte.fine("done", "P1", "--json").json
    assert (facts["schema"], facts["kind"], facts["record"]["state"]) == (
        "rte.done.1", "topic", "done",
    )  # fmt: skip
    shown = rte.fine("show", "A2").out
    assert "what was said of it" in shown
    assert "crane is away" in shown
    assert "2026-11-18 10:00 UTC" in shown


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("item",), 2, "the following arguments are required"),
        (("item", "resutl", "S1", "live"), 2, "Did you mean result?"),
        (("item", "add"), 2, "Say what is shown"),
        (("item", "add", "x", "--why", "y"), 2, "takes no option of a result"),
        (("item", "list", "x"), 2, "takes nothing behind it"),
        (("item", "order"), 2, "Name the items that come first"),
        (("item", "order", "S7"), 2, "There is no S7"),
        (("item", "result", "S1"), 2, "Say which item and how it was shown"),
        (("item", "result", "S1", "slides"), 2, "An item is shown live, not-live, or no"),
        (("item", "result", "S1", "no"), 3, "needs a why"),
        (("item", "result", "S1", "live", "--same"), 2, "No item before this one"),
        (("item", "answer", "F1"), 2, "Say what became of it"),
        (("item", "answer", "F1", "declined"), 3, "Declined feedback needs an answer"),
        (("done", "A1", "--later", "fri", "--dropped"), 2, "not both"),
        (("done", "A1", "--later", "fri"), 3, "Another date needs a reason"),
        (("done", "A1", "--dropped"), 3, "Dropping it needs a reason"),
        (("done", "F1", "--dropped", "x"), 2, "Feedback is planned or declined with"),
        (("done", "R12"), 2, "R12 is not an action or a parked topic"),
        (("add", "feedback", "too small"), 3, "Feedback needs a verdict"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    rte: Rte, words: tuple[str, ...], code: int, sentence: str
) -> None:
    rte.fine("item", "add", "x")
    rte.fine("add", "feedback", "y v:change")
    rte.fine("add", "action", "z")
    assert sentence in rte.refused(*words, code=code)


@pytest.mark.parametrize("text", [*HOSTILE, *(acting for acting, _ in ACTING)])
def test_hostile_words_through_the_shell(rte: Rte, tmp_path: Path, text: str) -> None:
    a_demo(tmp_path, over=True)
    rte.fine("item", "add", "--", f"x {text}")
    rte.fine("item", "result", "S1", "no", f"--why=x {text}", f"--environment={text}")
    for words in (("item", "list"), ("show", "S1"), ("list", "demo"), ("minutes", "E8")):
        out = rte.fine(*words).out
        assert not {"\x1b", "\x07", "\u202e", "\u2066", "\x00"} & set(out)
    assert rte.fine("item", "list", "--json").json["items"][0]["why"].startswith("x")
