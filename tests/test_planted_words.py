"""Words that were told in confidence are found where they belong and nowhere else.

Each is a word that stands nowhere by itself. It is planted once, by the way people take, and then
everything that others can see or get is searched for it: frames of the screen, the stage, exports,
the journal and what compaction puts away, backups, notes on faults, pictures, the command line.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from console.app import RteApp
from console.session import Session
from store.domain.records import TYPES
from store.exchange.train_file import read_train
from store.insight.register_views import REGISTERS_OF
from store.journal.backup import backup
from store.journal.drafts import Drafts
from store.journal.notes import Notes
from store.ledger import running
from store.ledger.bringing import bring_in
from store.ledger.capturing import capture, capture_lines
from store.ledger.opening import open_ledger
from tests.cli_helpers import DAY, Rte, environment
from tests.hostile_helpers import CODED, FREE
from tests.ledger_helpers import sample_bytes
from tests.screen_helpers import Clock, Room

pytestmark = pytest.mark.timeout(300)

NOTE, DRAFT, AUTHOR, MARKED = "zwhisper", "zhalfsaid", "ztelltale", "zconfided"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A running event with private notes, a line half typed, an anonymous and a private record."""
    place = tmp_path / "train"
    ledger = open_ledger(place, who="RTE", now=Clock(), create=True)
    bring_in(ledger, read_train(sample_bytes()))
    running.start(ledger, "art-sync")
    capture(ledger, f"risk: private: {MARKED} to me by the yard")
    ledger.db.close()
    somebody = open_ledger(place, who=AUTHOR, now=Clock())
    capture_lines(somebody, ["risk: nobody dares to say it"], None, anonymous=True)
    somebody.db.close()
    Notes(place).save(f"{NOTE} about the yard\n")
    return place


def holders(place: Path, word: str) -> list[str]:
    """Files below a folder in whose bytes or name a word stands."""
    return sorted(
        path.relative_to(place).parts[0]
        for path in place.rglob("*")
        if path.is_file() and (word.encode() in path.read_bytes() or word in path.name)
    )


async def frames(folder: Path) -> list[str]:
    """Every screen as a room sees it, with a line half typed, and pictures of them."""
    ledger = open_ledger(folder, who="RTE", now=Clock())
    app = RteApp(Session(ledger, folder=folder, drafts=Drafts(folder, "console")))
    app.animation_level = "none"
    seen: list[str] = []
    try:
        async with app.run_test(size=(120, 36), notifications=True) as pilot:
            here = Room(app, pilot, Clock())
            await here.press("r")
            await here.type(DRAFT)
            await here.press("escape")
            for keys in ("1", "2", "3", "m", "V", "question_mark", "H", "K", "I", *"12345678", "S",
                         "B", *(str((n + 1) % 10) for n in range(len(REGISTERS_OF)))):  # fmt: skip
                await here.press(keys)
                seen.append(here.text)
                if keys in ("V", "m", "question_mark"):
                    await here.press("escape")
            await here.press("N")
            assert NOTE in here.text, "only here, behind their own key"
            seen.append(app.export_screenshot())
            await here.press("escape")
            await here.press("V")
            assert DRAFT not in here.text, "the audience sees no line that is being typed"
    finally:
        ledger.db.close()
    return seen


async def test_what_is_private_is_in_no_frame_and_no_picture(folder: Path) -> None:
    for frame in await frames(folder):
        assert NOTE not in frame
        assert AUTHOR not in frame


def test_what_is_private_is_in_nothing_that_is_handed_out(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RTE_NOW", f"{DAY}T10:00Z")
    rte = Rte(capsys, monkeypatch)
    for line in ("minutes", "minutes --format html", "minutes --format json", "report ia",
                 "report ia --format html", "report ia --format json", "report pi",
                 "report pi --format json", "brief", "signals", "measures --json", "now", "check",
                 "report ia --preview", "list risk --json", "show R13 --history"):  # fmt: skip
        done = rte("--store", str(folder), *line.split())
        assert done.code in (0, 2), done
        said = done.out + done.err
        assert NOTE not in said, line
        assert AUTHOR not in said, line
        if line.startswith(("report", "minutes", "brief")):
            assert MARKED not in said, line


def test_what_is_private_is_in_no_file_but_its_own(folder: Path) -> None:
    """Also when the journal was compacted, and in what that puts away, and in a backup."""
    ledger = open_ledger(folder, who="RTE", now=Clock())
    assert ledger.db.compact()
    ledger.db.close()
    backup(folder)
    assert list((folder / "archive").iterdir())
    assert holders(folder, NOTE) == ["private"]
    assert holders(folder, AUTHOR) == []
    assert set(holders(folder, MARKED)) == {"archive", "backups", "journal.jsonl"}, "it is a record"


FAULT = """
import sys
from pathlib import Path
from store.journal.notes import Notes
from console.crash import record
folder = Path(sys.argv[1])
def read():
    said = Notes(folder).load()
    draft = sys.argv[2]
    raise LookupError(said + draft)
try:
    read()
except LookupError as fault:
    print(record(fault, folder / "logs"))
"""


def test_what_is_private_is_in_no_note_on_a_fault(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAULT, str(folder), DRAFT], env=environment(),
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    (log,) = (folder / "logs").iterdir()
    for told in (done.stdout, done.stderr, log.read_text(encoding="utf-8")):
        assert NOTE not in told
        assert DRAFT not in told
    assert "LookupError" in log.read_text(encoding="utf-8")


def test_a_vote_has_no_place_for_who_voted_what() -> None:
    """Hands are counted; the record of a vote has fields for counts and for words, for nobody."""
    own = (FREE["vote"] | CODED["vote"]) - FREE[""]
    assert own == {"concern", "result", "change", "scope"}
    assert FREE["concerns"] | CODED["concerns"] == {"text", "became"}
    assert "count" in TYPES["vote"].__dataclass_fields__
