"""Two accounts of one machine on one train, and files that somebody planted.

Accounts are changed in children of this process, which only the superuser may do; elsewhere what
needs two of them is skipped. What can be seen from the modes of files is in test_journal_files.py.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.copying import write_out
from store.domain.text import clean
from store.errors import ConsoleError, Damaged, UsageFault
from store.exchange.files import put_new, write_new
from store.journal.backup import backup
from store.journal.drafts import Drafts
from store.journal.notes import Notes
from store.ledger.opening import open_ledger
from tests.cli_helpers import ROOT
from tests.hostile_helpers import TEXTS

pytestmark = pytest.mark.timeout(300)

ANNA, BEN, GROUP, STRANGER = 61001, 61002, 61000, 61003

SCRIPT = """
import encodings.ascii, encodings.latin_1, encodings.utf_8_sig
import importlib, os, pkgutil, sys
from pathlib import Path
from store.journal.notes import Notes

home, account, groups, mask, *words = sys.argv[1:]
if words[0] not in ("notes", "read"):
    # The program may lie where other accounts cannot read, so all of it is loaded before.
    import console.cli, store
    for package in (console.cli, store):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            importlib.import_module(module.name)
    from console.__main__ import main
groups = [int(group) for group in groups.split(",")]
os.umask(int(mask, 8))
os.environ["RTE_HOME"] = home + "/home-" + account
os.setgroups(groups)
os.setgid(groups[0])
os.setuid(int(account))
if words[0] == "notes":
    Notes(home + "/train").append([words[1]])
elif words[0] == "read":
    try:
        Path(words[1]).read_text()
    except PermissionError:
        sys.exit(4)
else:
    sys.exit(main(["--store", home + "/train", *words]))
"""

needs_two = pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can be two accounts")


@pytest.fixture
def home() -> Iterator[Path]:
    """A place that every account can come to: folders of tests are closed to others."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o711)
        yield Path(place)


def as_account(
    home: Path, account: int, *words: str, mask: int = 0o077, groups: tuple[int, ...] = (GROUP,)
) -> subprocess.CompletedProcess[str]:
    """`rte` as another account of this machine."""
    (home / f"home-{account}").mkdir(exist_ok=True)
    os.chown(home / f"home-{account}", account, groups[0])
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, str(home), str(account), ",".join(map(str, groups)),
         oct(mask), *words],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def shared_train(home: Path) -> None:
    folder = home / "train"
    folder.mkdir()
    os.chown(folder, ANNA, GROUP)
    folder.chmod(0o2770)
    done = as_account(home, ANNA, "init", "--shared", "--name", "Tide", "--teams", "Dredge DRE 5",
                      "--zone", "UTC", mask=0o022)  # fmt: skip
    assert done.returncode == 0, done.stderr


@needs_two
def test_two_accounts_share_a_train_whatever_their_umask(home: Path) -> None:
    """Each reads and changes what the other made, through both doors, and nobody else can."""
    shared_train(home)
    for mask, account, other in ((0o077, ANNA, BEN), (0o022, BEN, ANNA)):
        made = as_account(home, account, "add", "risk", f"by {account} {mask:o}", mask=mask)
        assert made.returncode == 0, made.stderr
        ref = made.stdout.strip()
        changed = as_account(home, other, "edit", ref, "owner:SM", mask=0o077)
        assert changed.returncode == 0, changed.stderr
    files = [path for path in (home / "train").rglob("*") if not path.is_symlink()]
    for path in files:
        found = path.stat()
        private = path.parts[-2] in ("drafts", "private") or path.name in ("private",)
        if path.is_file() and not private:
            assert stat.S_IMODE(found.st_mode) == 0o660, path
            assert found.st_gid == GROUP, path
        assert not found.st_mode & 0o007, path
    away = as_account(home, STRANGER, "list", "risk", groups=(STRANGER,))
    assert away.returncode == 4
    assert away.stderr.startswith("rte: ")
    assert away.stderr.count("\n") == 1


@needs_two
def test_notes_of_one_account_are_closed_to_the_other(home: Path) -> None:
    shared_train(home)
    assert as_account(home, ANNA, "notes", "anna's own").returncode == 0
    assert as_account(home, BEN, "notes", "ben's own").returncode == 0
    for path in (home / "train" / "private").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        readers = [as_account(home, who, "read", str(path)).returncode for who in (ANNA, BEN)]
        assert sorted(readers) == [0, 4], "its owner and nobody else"


# -- what somebody planted in a folder


@pytest.fixture
def train(tmp_path: Path) -> Path:
    ledger = open_ledger(tmp_path / "train", who="RTE", create=True)
    ledger.db.close()
    return tmp_path / "train"


def plant(path: Path, what: str, victim: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    if what == "link":
        path.symlink_to(victim)
    elif what == "dead link":
        path.symlink_to(victim.with_name("made"))
    else:
        os.mkfifo(path)


@pytest.mark.parametrize("what", ["link", "dead link", "pipe"])
def test_nothing_goes_through_what_was_planted(tmp_path: Path, train: Path, what: str) -> None:
    """An export, minutes, a backup, a draft, notes: a refusal or another name, never the victim."""
    victim = tmp_path / "victim"
    victim.write_text("as it was")
    plant(tmp_path / "e8.md", what, victim)
    with pytest.raises(FileExistsError):
        put_new(tmp_path / "e8.md", "new")
    assert write_new(tmp_path, "e8.md", "new").name == "e8-2.md"
    plant(tmp_path / "b.jsonl", what, victim)
    with pytest.raises(UsageFault):
        backup(train, tmp_path / "b.jsonl")
    notes = Notes(train)
    plant(notes.path, what, victim)
    with pytest.raises(ConsoleError):
        notes.append(["new"])
    drafts = Drafts(train, "x")
    drafts.save("new")
    kept = next((train / "drafts").iterdir())
    plant(kept.with_name(f"{kept.name}.tmp"), what, victim)
    with pytest.raises((ConsoleError, OSError)):
        drafts.save("newer")
    assert drafts.load() == "new"
    assert victim.read_text() == "as it was"
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("name", ["../up.md", "/etc/x.md", "a/b.md", ".", "..", "-rf", ".hid",
                                  "nul\x00.md", "new\nline.md", "x" * 300, "Ω.md", "\u202egpj.md",
                                  "", *TEXTS])  # fmt: skip
def test_a_name_of_a_file_is_built_and_never_taken(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageFault):
        write_new(tmp_path / "out", name, "x")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", [*TEXTS, "../../up", "/etc/x", "..", ".", "-rf", "x" * 400])
def test_a_copy_stays_in_the_folder_of_exports(tmp_path: Path, name: str) -> None:
    try:
        path = write_out(tmp_path, clean(name), "text")
    except ConsoleError:
        return
    assert path.resolve().parent == (tmp_path / "exports").resolve()
    assert re.fullmatch(r"[\w][\w.-]*", path.name)


def test_links_are_refused_by_name(train: Path, tmp_path: Path) -> None:
    (train / "journal.jsonl").rename(tmp_path / "victim")
    (train / "journal.jsonl").symlink_to(tmp_path / "victim")
    with pytest.raises(Damaged, match="symbolic link"):
        open_ledger(train, who="RTE")
