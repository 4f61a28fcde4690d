"""`rte` as a process: exit codes, streams, bytes, and what it loads."""

from __future__ import annotations

import json
import os
import pty
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli_helpers import ROOT, SAMPLE, environment, real, shell


@pytest.fixture
def train() -> None:
    """The sample train in the default store."""
    done = real("import", str(SAMPLE))
    assert done.returncode == 0, done.stderr


# -- exit codes and streams


@pytest.mark.usefixtures("train")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "risk", "late"), 0),
        (("now",), 0),
        (("--version",), 0),
        (("--help",), 0),
        (("frobnicate",), 2),
        (("list", "risk", "--pi", "PI-99"), 2),
        (("event", "next"), 3),
        (("--store", "/nonexistent/place", "list", "risk"), 2),
        (("--store",), 2),
        (("list", "risk", "--as-of", "tomorrow-ish"), 2),
        ((), 2),
        (("demo",), 2),
    ],
)
def test_exit_codes(words: tuple[str, ...], code: int) -> None:
    done = real(*words)
    assert done.returncode == code, done
    assert b"Traceback" not in done.stderr
    if code:
        assert done.stdout == b""
        assert done.stderr.startswith(b"rte: ")
        assert done.stderr.count(b"\n") == 1
    elif words[0] in ("--help", "--version", "now"):
        assert done.stderr == b""


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser is refused nothing")
@pytest.mark.usefixtures("train")
def test_no_rights(tmp_path: Path) -> None:
    journal = tmp_path / "home" / "trains" / "default" / "journal.jsonl"
    journal.chmod(0)
    assert real("list", "risk").returncode == 4


@pytest.mark.usefixtures("train")
def test_bytes_that_are_no_utf8() -> None:
    done = real("add", "topic", b"caf\xe9 \x1b]0;x\x07 open", "--json")
    assert json.loads(done.stdout)["captured"][0]["text"] == "caf\ufffd open"
    done = real("add", "topic", "-", stdin=b"caf\xe9\nna\xc3\xafve\n")
    assert done.stdout == b"P2\nP3\n"
    shown = real("show", "P3")
    assert "naïve" in shown.stdout.decode()
    assert real(b"f\xffg").returncode == 2
    assert real("show", b"R\xff").returncode == 2


def test_paths_that_are_no_utf8(tmp_path: Path) -> None:
    place = os.fsencode(tmp_path) + b"/caf\xe9"
    assert real("--store", place, "import", str(SAMPLE)).returncode == 0
    assert os.path.exists(place + b"/journal.jsonl")
    done = real("--store", place, "backup")
    assert done.returncode == 0
    assert done.stdout.decode().startswith(str(tmp_path))


@pytest.mark.usefixtures("train")
@pytest.mark.parametrize("locale", ["C", "POSIX", "de_DE.ISO-8859-1", "xx"])
def test_output_is_utf8_in_every_locale(locale: str) -> None:
    env = environment(LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert real("add", "topic", "naïve 漢字".encode(), env=env).returncode == 0
    done = real("list", "topic", env=env)
    assert "naïve 漢字" in done.stdout.decode("utf-8")


@pytest.mark.usefixtures("train")
@pytest.mark.parametrize(
    "verb", ["add risk late", "list decision", "list decision --json", "--help"]
)
def test_a_full_disk_behind_stdout(verb: str) -> None:
    done = shell(f"rte {verb} > /dev/full")
    assert done.returncode == 1
    assert b"cannot be written" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.usefixtures("train")
def test_what_was_saved_is_told_even_if_stdout_is_broken() -> None:
    assert b"R13 risk" in shell("rte add risk late > /dev/full").stderr
    assert b"late" in real("show", "R13").stdout


@pytest.mark.usefixtures("train")
def test_a_reader_that_went_away() -> None:
    lines = b"".join(b"topic %d %s\n" % (n, b"x" * 300) for n in range(400))
    assert real("add", "topic", "-", stdin=lines).returncode == 0
    child = subprocess.Popen(
        [sys.executable, "-m", "console", "list", "topic"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd="/",
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait(60) == 141


@pytest.mark.usefixtures("train")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("rte list risk >&-", 1),
        ("rte add risk late >&-", 1),
        ("rte add risk - <&-", 2),
        ("rte add risk late <&-", 0),
        ("rte add risk late 2>&-", 0),
        ("rte add risk late 2>/dev/full", 0),
        ("rte frobnicate 2>&-", 2),
        ("rte frobnicate 2>/dev/full", 2),
        ("rte list risk <&- >&- 2>&-", 1),
        ("rte <&- >&- 2>&-", 2),
        ("rte demo <&-", 2),
    ],
)
def test_closed_and_broken_streams(line: str, code: int) -> None:
    done = shell(line)
    assert done.returncode == code, done
    assert b"Traceback" not in done.stderr
    assert real("check").returncode == 0, "no message may land in the journal"


@pytest.mark.usefixtures("train")
def test_an_interrupt_is_quiet() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd="/",
    )
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert (out, err) == (b"", b"")


INTERRUPTED = f"""
import os, signal, sys
from console.cli import add
def read(*_):
    os.kill(os.getpid(), {int(signal.SIGINT)})
    while True:
        signal.pause()
add.read_stdin = read
from console.__main__ import main
sys.argv[1:] = ["add", "risk", "-"]
sys.exit(main())
"""


# -- the last resort


def test_a_fault_of_the_program_tells_nobodys_text(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN],
        capture_output=True,
        env=environment(),
        cwd="/",
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    (note,) = (tmp_path / "home" / "logs").iterdir()
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert str(note).encode() in done.stderr
    kept = note.read_bytes()
    assert b"LookupError" in kept
    for said in (done.stderr, kept):
        assert b"secret" not in said
        assert b"Traceback" not in said


BROKEN = """
import sys
from console.cli import add
def understand(words):
    secret = " ".join(words)
    raise LookupError(secret)
add.understand = understand
from console.__main__ import main
sys.exit(main(["add", "risk", "a secret worry"]))
"""


def test_a_fault_without_a_place_for_its_note() -> None:
    env = environment(RTE_HOME="/proc/no/such")
    done = subprocess.run(
        [sys.executable, "-c", BROKEN], capture_output=True, env=env, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1


# -- what is loaded

LOADED = """
import sys
from console.__main__ import main
code = main(sys.argv[1:])
sys.stderr.write("\\nLOADED " + " ".join(sys.modules))
sys.exit(code)
"""
HEAVY = (
    "textual", "rich", "tinydb", "orjson", "dateutil", "dataclasses", "typing", "zoneinfo",
    "pathlib", "argparse", "asyncio", "logging", "importlib.metadata", "shutil", "threading",
    "store.ledger.ledger", "store.insight.snapshot", "console.app",
)  # fmt: skip
"""None of these may stand between a person and the saved line."""


def loaded(*words: str, stdin: bytes = b"") -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        input=stdin,
        capture_output=True,
        env=environment(),
        cwd="/",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.decode().rsplit("LOADED ", 1)[1].split())


@pytest.mark.usefixtures("train")
@pytest.mark.parametrize("again", range(2))
def test_capture_loads_next_to_nothing(again: int) -> None:
    assert not loaded("add", "risk", "rig is late", "@GAN", "owner:RTE") & set(HEAVY)
    assert not loaded("add", "action", "-", stdin=b"one\ntwo\n") & set(HEAVY)


@pytest.mark.usefixtures("train")
def test_a_date_loads_what_it_needs_and_no_more() -> None:
    found = loaded("add", "risk", "late", "due:fri")
    assert "tinydb" not in found
    assert "zoneinfo" not in found


@pytest.mark.usefixtures("train")
def test_no_verb_loads_textual() -> None:
    for words in (("list", "risk"), ("now",), ("show", "R12"), ("check",), ("minutes",)):
        found = loaded(*words)
        assert not {name for name in found if name.partition(".")[0] in ("textual", "rich")}


# -- the demo, on a terminal whose window is too small to matter


def test_the_demo_cleans_up_behind_it(tmp_path: Path) -> None:
    """A stand-in for the console looks at the store; afterwards nothing is left."""
    script = tmp_path / "demo.py"
    script.write_text(DEMO)
    status, said = in_terminal(str(script))
    assert status == 0, said
    assert "R12" in said
    assert "2026-11-18 09:00" in said
    place = said.split("--store ")[1].split()[0]
    assert not Path(place).exists()
    assert not Path(place).parent.exists()


def test_the_demo_can_stay(tmp_path: Path) -> None:
    script = tmp_path / "demo.py"
    script.write_text(DEMO)
    place = tmp_path / "kept"
    status, said = in_terminal(str(script), "--keep", str(place))
    assert status == 0, said
    status, said = in_terminal(str(script), "--keep", str(place))
    assert status == 2, said
    line = real("--store", str(place), "list", "risk", "--json")
    assert json.loads(line.stdout)["as_of"].startswith("2026-11-18T09:"), "the clock is shared"


DEMO = """
import subprocess, sys, types
app = types.ModuleType("console.app")
def run_console(folder, who, clock, uptime, read_only=False):
    from store.ledger.opening import open_ledger
    ledger = open_ledger(folder, who=who)
    ledger.now = clock(folder, lambda: ledger.zone)
    print([r.ref for r in ledger.views.all("risk")])
    print(ledger.now().astimezone(ledger.zone).strftime("%Y-%m-%d %H:%M"))
    ledger.db.close()
    return 0
app.run_console = run_console
sys.modules["console.app"] = app
from console.__main__ import main
sys.exit(main(["demo", *sys.argv[1:]]))
"""


def in_terminal(*words: str) -> tuple[int, str]:
    """Run a script on a terminal of its own: exit code, and all that it showed."""
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir("/")
        env = environment(TERM="xterm-256color", COLUMNS="200")
        os.execve(sys.executable, [sys.executable, *words], env)
    said = b""
    while True:
        try:
            part = os.read(fd, 65536)
        except OSError:
            break
        if not part:
            break
        said += part
    os.close(fd)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), said.decode("utf-8", "replace")


def test_the_installed_command_is_this_one() -> None:
    assert 'rte = "console.__main__:main"' in (ROOT / "pyproject.toml").read_text()
