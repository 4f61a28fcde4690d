"""Plain mode: what a typed line means, a whole ART Sync by lines, and what is told between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from console.mini.kept import Kept
from console.plain.news import News
from console.plain.waiting import Waiting
from console.plain.words import Command, Said, meaning
from store.ledger import running
from store.ledger.capturing import capture
from store.ledger.ledger import Ledger
from store.ledger.opening import open_ledger
from store.ledger.quick import quick_add
from tests.cli_helpers import SAMPLE, Rte
from tests.ledger_helpers import Hands, sample_folder
from tests.terminal_lab import Lab


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "trains" / "default"


@pytest.fixture
def ledger(rte: Rte, folder: Path) -> Iterator[Ledger]:
    opened = open_ledger(folder, who="SM-GAN")
    yield opened
    opened.db.close()


# -- what a line means


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", None),
        ("  \n", None),
        ("?", Command(("help",))),
        ("exit", Command(("quit",))),
        ("next", Command(("event", "next"))),
        ("Next", Command(("event", "next"))),
        ("next week we meet", Said("next week we meet", known=False)),
        ("now", Command(("now",))),
        ("undo", Command(("undo",))),
        ("list risk", Command(("list", "risk"))),
        ("list of open points", Said("list of open points", known=False)),
        ("show b8", Command(("show", "b8"))),
        ("show it live", Said("show it live", known=False)),
        ("add 5m", Command(("event", "add", "5m"))),
        ("add -5m", Command(("event", "add", "-5m"))),
        ("add staging", Said("add staging", known=False)),
        ("close", Said("close", known=False)),
        ("close the gate", Said("close the gate", known=False)),
        ("/close", Command(("event", "close"))),
        (":close", Command(("event", "close"))),
        ("/start art-sync", Command(("event", "start", "art-sync"))),
        ("/add 5m", Command(("event", "add", "5m"))),
        ("/add risk 'a b' it's", Command(("add", "risk", "'a", "b'", "it's"))),
        ('/roam R1 O "a b"', Command(("roam", "R1", "O", "a b"))),
        ("/done A1 sent", Command(("done", "A1", "sent"))),
        ("/step I7 ask", Command(("step", "I7", "ask"))),
        ("/help roam", Command(("help", "roam"))),
        ("/etc/hosts is wrong", Said("/etc/hosts is wrong", known=False)),
        (":-) good", Said(":-) good", known=False)),
        ("/", Said("/", known=False)),
        ("r rig is late", Said("rig is late", "risk")),
        ("p lunch", Said("lunch", "topic")),
        ("r", Said("r", known=False)),
        ("I think so", Said("I think so", known=False)),
        ("risk: late", Said("risk: late")),
        ("risk of flooding", Said("risk of flooding")),
        ("r: late", Said("r: late")),
        ("decided: blue", Said("decided: blue")),
        ("--json", Said("--json", known=False)),
    ],
)
def test_what_a_line_means(line: str, found: Command | Said | None) -> None:
    seen = meaning(line)
    if isinstance(seen, Said) and isinstance(found, Said):
        assert (seen.text, seen.kind, seen.known) == (found.text, found.kind, found.known)
    else:
        assert seen == found


@pytest.mark.parametrize("line", ["close", "/etc/x", "vote now"])
def test_what_looks_like_a_command_is_told_how_it_would_be_one(line: str) -> None:
    seen = meaning(line)
    assert isinstance(seen, Said)
    assert "command" in seen.hint


# -- a whole event, from a pipe


SYNC = """\
/start art-sync
r rig is late @GAN
look
next
pause
resume
add 5m
hello world no kind
a
f numbers too small
+ v:change
next
/jump risks
/roam R13 O owner:SM-GAN review:fri
show R13
/vote DRE 44352
what is this
/drop
/note secret
/demo
/frobnicate now
/drop
/close
/minutes
quit
risk: after the end
"""


def test_a_whole_event_by_lines(rte: Rte) -> None:
    done = rte("--plain", stdin=SYNC.encode())
    assert done.code == 2, "the first refusal is the code of a pipe"
    said = done.out
    for words in (
        "ART Sync E8 1/8 Briefing",
        "leaves: what the room takes up today",
        "saved R13 risk · @GAN Gantry",
        "ART Sync E8 2/8 Objectives off track paused",
        "Objectives off track 13:00 left",
        "saved A1 action",
        "saved F1 feedback · change",
        "ART Sync E8 6/8 Risks",
        "R13 O Owned · owner SM-GAN",
        "V1",
        "given up: what is this",
        "given up: /frobnicate now",
        "ART Sync E8 closed",
        "# ART Sync E8",
        "- **R13** rig is late",
        "- **A1** hello world no kind",
    ):
        assert words in said, words
    assert "after the end" not in rte.fine("list", "risk").out, "nothing is read behind quit"
    for words in (
        "Which kind? r i d x a p f",
        "Feedback needs a verdict",
        "It is kept and waits: + WORDS",
        "a note is typed",
        "rte demo draws on a terminal",
        "there is no command /frobnicate",
        "A1 has no owner and no date",
    ):
        assert words in done.err, (words, done.err)
    assert "Traceback" not in done.err


def test_a_pipe_without_a_refusal_ends_well(rte: Rte) -> None:
    assert rte.fine("--plain", stdin=b"risk: a\nrisk: caf\xe9\n\n").out.count("saved R1") == 2
    assert "caf\ufffd" in rte.fine("show", "R14").out


def test_without_a_train_there_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "rte init" in Rte(capsys, monkeypatch).refused("--plain", code=2)


# -- lines that wait


def test_what_waits_is_kept_until_it_is_answered(rte: Rte, folder: Path) -> None:
    done = rte("--plain", stdin=b"hello world\nand so on\nf too small\n")
    assert done.code == 2
    again = rte.fine("--plain", stdin=b"")
    assert again.out.startswith("not saved yet: hello world\nnot saved yet: and so on\n")
    assert "not saved yet: feedback: too small" in again.out
    answered = rte.fine("--plain", stdin=b"p\nrisk\n+ v:fits\n").out
    assert [line.split()[1] for line in answered.splitlines() if line.startswith("saved")] == [
        "P1", "R13", "F1",
    ]  # fmt: skip
    assert rte.fine("--plain", stdin=b"").out == ""
    assert list((folder / "drafts").glob("draft-*")) == []


def test_words_that_are_no_answer_are_lines_of_their_own(folder: Path) -> None:
    folder.mkdir(parents=True)
    waiting = Waiting(Kept(str(folder), None, on_disk=True, session="plain"))
    assert waiting.answer("r") is None, "nothing waits"
    waiting.add("one", None)
    waiting.add("two", "risk")
    assert waiting.lines == ["one", "risk: two"]
    assert waiting.answer("risk: three") is None
    assert waiting.answer("") is None
    assert waiting.answer("+ more") == ("one more", None)
    assert waiting.answer("action") == ("one more", "action")
    assert waiting.drop() == "given up: one more"
    assert waiting.lines == ["risk: two"]


# -- what is told before a prompt


def test_what_happened_meanwhile_is_told_once(tmp_path: Path) -> None:
    hands = Hands()
    ledger = sample_folder(tmp_path / "t", hands, who="RTE")
    news = News(str(tmp_path / "t"), "RTE", lambda: (hands.ms, None))
    assert news.told() == []
    event = running.start(ledger, "art-sync")
    assert news.told() == [
        "ART Sync E8 has begun.",
        "The room is at 1/8 Briefing, 3:00 left. To read: look",
    ]
    quick_add(str(tmp_path / "t"), ["risk: a", "risk: private: b"], None, "SM-GAN", hands.ms)
    quick_add(str(tmp_path / "t"), ["topic: nobody dares"], None, None, hands.ms)
    assert news.told() == [
        "new: R13 risk: a, by SM-GAN",
        "new: R14 risk: a private line, by SM-GAN",
        "new: P1 topic: nobody dares",
    ]
    hands.on(minutes=2, seconds=30)
    assert news.told() == ["A fifth of the time is left: Briefing, 0:30 left."]
    hands.on(minutes=1)
    assert news.told() == ["Time is up: Briefing, OVER 0:30."]
    hands.on(minutes=1)
    assert news.told() == []
    running.pause(ledger)
    assert news.told() == ["The clock of Briefing stands."]
    running.resume(ledger)
    capture(ledger, "risk: mine")
    running.go_next(ledger)
    quick_add(str(tmp_path / "t"), ["risk: c"], None, "PM", hands.ms)
    assert news.done(), "it was led into another step from here"
    assert news.told() == ["new: R16 risk: c, by PM"]
    for number in range(8):
        quick_add(str(tmp_path / "t"), [f"risk: {number}"], None, "PM", hands.ms)
    assert news.told()[-1] == "and 3 more were captured by others"
    running.close(ledger)
    assert news.told() == [f"ART Sync {event.ref} was closed."]
    ledger.db.close()


# -- on a dumb terminal


def has_told(lab: Lab, at: int, words: str) -> bool:
    """Whether `words` came since `at`, and a prompt behind them."""
    return words.encode() in lab.raw[at:] and lab.raw[at:].endswith(b"> ")


def test_a_whole_event_on_a_dumb_terminal(rte: Rte, ledger: Ledger) -> None:
    """Nothing but lines of ASCII goes out, and what others do is told before the next prompt."""
    lab = Lab(Path("-m"), "console", TERM="dumb", LANG="C", LC_ALL="C")
    try:
        script: list[tuple[str, str | Callable[[], object]]] = [
            ("No event is running", "/start art-sync"),
            ("6 lines at hand", "look"),
            ("What changed since we met", "r rig is late @GAN due:fri"),
            ("saved R13 risk - @GAN Gantry", lambda: capture(ledger, "risk: naïve → 漢字")),
            ("", ""),
            ("new: R14 risk: naive -> ??, by SM-GAN", "next"),
            ("2/8 Objectives off track 8:00 left", "no kind"),
            ("Which kind?", "action"),
            ("saved A1 action", "next"),
            ("3/8 Board walk", "next"),
            ("4/8 Dependencies due", "pause"),
            ("paused", "resume"),
            ("", "next"),
            ("5/8 Impediments", "next"),
            ("6/8 Risks", "/roam R13 O owner:SM-GAN review:fri"),
            ("R13 O Owned", "next"),
            ("7/8 Scope decisions", "d gate A only because of the peak, by PM"),
            ("saved X21 decision", "next"),
            ("8/8 Read back", "look"),
            ("A1", "/close"),
            ("left behind: 1 decision - 1 action", "/minutes"),
            ("## Agenda", "half of a thought"),
            ("Which kind?", "quit"),
        ]
        at = 0
        for awaited, typed in script:
            assert lab.until_true(partial(has_told, lab, at, awaited)), (awaited, lab.raw)
            if callable(typed):
                typed()
                continue
            at = len(lab.raw)
            lab.send(typed + "\n")
        assert lab.wait() == 0
        assert b"not saved yet: half of a thought" in lab.raw
        assert b"\x1b" not in lab.raw
        assert lab.raw.isascii()
        assert b"\x00" not in lab.raw
    finally:
        lab.close()
    again = Lab(Path("-m"), "console", TERM="dumb")
    try:
        assert again.until(b"not saved yet: half of a thought")
        again.hang_up()
        assert again.wait() == 129
    finally:
        again.close()
    assert "not saved yet: half of a thought" in rte.fine("--plain", stdin=b"").out


def test_nothing_is_written_where_only_reading_was_asked_for(rte: Rte, folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    done = rte("--plain", "--read-only", stdin=b"risk: a\nnow\nno kind\n/add risk b\nlist risk\n")
    assert done.code == 4
    assert done.err.count("--read-only") >= 2
    assert "12 risks" in done.out or "R12" in done.out
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    rte.fine("add", "risk", "and afterwards again")
