"""The Nth call to the system fails, for every N: whatever is being kept is old or new afterwards.

    python -m tests.torture.nth

Each deed of the program that keeps something is done in a process of its own in which one call is
refused (an I/O error, a full disk, no rights), all calls from one on are refused, the process ends
before or behind a call, or files may not grow beyond a few bytes. What was there before, or what
was to be there, must be there afterwards; it must be the new if the deed said so; and the deed
must be possible again.
"""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from console.cli.add import run as add
from console.cli.options import Asked
from console.cli.report import run as report
from console.copying import write_out
from console.trains import make_current
from store.errors import ConsoleError
from store.exchange.files import write_new
from store.exchange.train_file import read_train
from store.journal.backup import backup, restore
from store.journal.drafts import Drafts
from store.journal.habits import Habits
from store.journal.notes import Notes
from store.ledger.bringing import bring_in
from store.ledger.capturing import capture
from store.ledger.opening import open_ledger

CALLS = ("open", "write", "pwrite", "fsync", "fdatasync", "rename", "replace", "link", "unlink",
         "ftruncate", "fchmod", "chmod", "mkdir")  # fmt: skip
MODES = ("EIO", "ENOSPC", "EACCES", "EIO from there on", "ends before", "ends behind")
SOME = ("EIO from there on", "ends behind")
"""The ways that find most, for the short form."""
SHORT = (0, 1, 7, 600)
"""Bytes that files may grow to, where growing is what fails."""
TOLD = os.dup(2)
"""Where a child tells of a defect; its own two outputs go nowhere."""
SAID, REFUSED, DIED, DEFECT = 0, 3, 9, 1
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
SAMPLE = Path(__file__).resolve().parents[2] / "store" / "sample" / "tideway.json"


@dataclass(frozen=True)
class Deed:
    """Something that is kept: `do` keeps it, `seen` reads what is kept now."""

    do: Callable[[Path], object]
    seen: Callable[[Path], object]


def _capture(folder: Path) -> None:
    ledger = open_ledger(folder, who="RTE", now=lambda: NOW)
    try:
        capture(ledger, "risk: the new one")
    finally:
        ledger.db.close()


def _quick(folder: Path) -> None:
    asked = Asked()
    asked.store, asked.by = str(folder), "RTE"
    add(asked, ["risk", "the new one"])


def _compact(folder: Path) -> None:
    ledger = open_ledger(folder, who="RTE", now=lambda: NOW)
    try:
        ledger.db.compact()
    finally:
        ledger.db.close()


def _risks(folder: Path) -> object:
    """Every record that is there. The store opens, and nothing in it is damaged."""
    ledger = open_ledger(folder, who="RTE", now=lambda: NOW)
    try:
        return {kind: sorted(r.text for r in ledger.views.all(kind))
                for kind in ("train", "team", "risk", "objective")}  # fmt: skip
    finally:
        ledger.db.close()


def _backups(folder: Path) -> object:
    """Every backup verifies, and the store is as it was."""
    for path in (folder / "backups").glob("*.jsonl"):
        with tempfile.TemporaryDirectory() as place:
            restore(Path(place) / "again", path)
            _risks(Path(place) / "again")
    return _risks(folder), len(list((folder / "backups").glob("*.jsonl"))) > 0


def _restore(folder: Path) -> None:
    restore(folder, folder.parent / "kept.jsonl")


def _report(folder: Path) -> None:
    asked = Asked()
    asked.store, asked.as_of = str(folder), "2026-11-18"
    report(asked, ["ia", "-o", str(folder / f"report-{os.getpid()}.md")])


def _files(folder: Path, *patterns: str) -> object:
    return sorted({path.read_text(encoding="utf-8")
                   for pattern in patterns for path in folder.glob(pattern)})  # fmt: skip


def _current(folder: Path) -> None:
    os.environ["RTE_HOME"] = str(folder)
    make_current("new-one")


LONG = "new " * 500

DEEDS: dict[str, Deed] = {
    "a capture": Deed(_capture, _risks),
    "a quick capture": Deed(_quick, _risks),
    "a compaction": Deed(_compact, _risks),
    "a backup": Deed(backup, _backups),
    "a restore": Deed(_restore, _risks),
    "a draft": Deed(lambda f: Drafts(f, "bar").save(LONG),
                    lambda f: _files(f, "drafts/draft-*.txt")),
    "private notes": Deed(lambda f: Notes(f).append([LONG]), lambda f: Notes(f).load()),
    "the order of a list": Deed(lambda f: Habits(f).keep("risk", "newest"),
                                lambda f: Habits(f).get("risk")),
    "a copy of a record": Deed(lambda f: write_out(f, "R12.md", LONG),
                               lambda f: _files(f, "exports/*.md")),
    "minutes in a file": Deed(lambda f: write_new(f / "minutes", "e8.md", LONG),
                              lambda f: _files(f, "minutes/*.md")),
    "a report in a file": Deed(_report, lambda f: _files(f, "report-*.md")),
    "the current train": Deed(_current, lambda f: _files(f, "current")),
}  # fmt: skip


class Failing:
    """Lets the Nth call fail as `mode` says; counts calls."""

    def __init__(self, nth: int, mode: str) -> None:
        self.left = nth
        self.mode = mode
        for name in CALLS:
            setattr(os, name, self._watch(getattr(os, name)))
        fcntl.flock = self._watch(fcntl.flock)

    def _watch(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: object, **words: object) -> object:
            self.left -= 1
            if self.left == 0 or (self.left < 0 and self.mode.endswith("on")):
                if self.mode == "ends behind":
                    real(*args, **words)
                if self.mode.startswith("ends"):
                    os._exit(DIED)
                code = getattr(errno, self.mode.split()[0])
                raise OSError(code, os.strerror(code))
            return real(*args, **words)

        return call


def in_a_child(work: Callable[[], int]) -> int:
    """The exit code of `work` in a process of its own."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code = DEFECT
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for fd in (1, 2):
            os.dup2(null, fd)
        code = work()
    finally:
        os._exit(code)


def _try(deed: Deed, folder: Path) -> int:
    try:
        deed.do(folder)
    except ConsoleError:
        return REFUSED
    except BaseException:  # anything else is what this looks for
        os.write(TOLD, traceback.format_exc().encode())
        return DEFECT
    return SAID


def one(deed: Deed, fresh: Path, folder: Path, mode: str, nth: int) -> tuple[int, bool]:
    """Do a deed on a copy of `fresh` with its Nth call failing: what came of it, and was it hit."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(fresh, folder)
    (hit := folder.parent / "hit").unlink(missing_ok=True)

    def work() -> int:
        if mode == "short":
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (nth, nth))
            return _try(deed, folder)
        failing = Failing(nth, mode)
        code = _try(deed, folder)
        if failing.left <= 0:
            os.mknod(hit)
        return code

    code = in_a_child(work)
    return code, mode == "short" or code == DIED or hit.exists()


def run(names: list[str], modes: tuple[str, ...]) -> str:
    """Every N of every deed in every mode, or AssertionError; a summary line."""
    results: Counter[int] = Counter()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        fresh = _fresh(root)
        for name in names:
            deed = DEEDS[name]
            before = deed.seen(fresh)
            done = root / "done"
            shutil.rmtree(done, ignore_errors=True)
            shutil.copytree(fresh, done)
            if in_a_child(partial(_try, deed, done)) != SAID:
                raise AssertionError(f"{name} does not work even without a fault")
            after = deed.seen(done)
            for mode in (*modes, "short"):
                results += _every(name, deed, (fresh, root / "case"), (before, after), mode)
    return (
        f"{len(names)} deeds, {results.total()} faults: told as done {results[SAID]}, refused "
        f"{results[REFUSED]}, died {results[DIED]}; neither old nor new 0"
    )


def _every(
    name: str, deed: Deed, places: tuple[Path, Path], states: tuple[object, object], mode: str
) -> Counter[int]:
    results: Counter[int] = Counter()
    fresh, folder = places
    for nth in SHORT if mode == "short" else range(1, 500):
        code, was_hit = one(deed, fresh, folder, mode, nth)
        if not was_hit:
            break
        results[code] += 1
        where = f"{name}, {mode}, call {nth}"
        seen = deed.seen(folder)
        if code == DEFECT:
            raise AssertionError(f"{where}: no refusal but a fault of the program")
        if seen not in states:
            raise AssertionError(f"{where}: neither the old nor the new is there")
        if code == SAID and seen != states[1]:
            raise AssertionError(f"{where}: told as done, and it is not there")
        if in_a_child(partial(_try, deed, folder)) != SAID:
            raise AssertionError(f"{where}: it cannot be done again")
    return results


def _fresh(root: Path) -> Path:
    """A train with something old of everything."""
    folder = root / "train"
    ledger = open_ledger(folder, who="RTE", now=lambda: NOW, create=True)
    bring_in(ledger, read_train(SAMPLE.read_bytes()))
    capture(ledger, "risk: the old one")
    ledger.db.close()
    backup(folder, root / "kept.jsonl")
    ledger = open_ledger(folder, who="RTE", now=lambda: NOW)
    capture(ledger, "risk: a later one")
    ledger.db.close()
    Drafts(folder, "bar").save("old")
    draft = next((folder / "drafts").glob("draft-*"))
    Notes(folder).save("old\n")
    Habits(folder).keep("risk", "oldest")
    write_out(folder, "R12.md", "old")
    (folder / "current").write_text("old-one\n", encoding="ascii")
    assert draft.exists()
    return folder


def main() -> None:
    """Every deed in every mode, as a command; or only the deeds that are named."""
    short = "--short" in sys.argv
    named = [name for name in sys.argv[1:] if name in DEEDS]
    sys.stdout.write(run(named or [*DEEDS], SOME if short else MODES) + "\n")


if __name__ == "__main__":
    main()
