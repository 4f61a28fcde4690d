"""Running `rte`: inside this process for speed, and as a real process where streams matter."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from console.__main__ import main

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "store" / "sample" / "tideway.json"
DAY = "2026-11-18"
"""The day for which the sample was written."""

HOSTILE = (
    "[/]",
    "[@click=app.quit] press",
    "see [/etc/hosts] and [Jira-12]",
    "{step} {0.__class__} %s %(x)s",
    "=1+1 | cell | <b>bold</b> & more",
    "-- --json -rf",
    "emoji 👩‍👩‍👧 flag 🇵🇹 漢字 ｆｕｌｌ",
    "e\u0301tude, co\u0302te",
)
"""Texts that look like something else and must come out as they went in (in normal form)."""

ACTING = (
    ("\x1b]0;title\x07rest", "rest"),
    ("a\x1b[2Jb", "ab"),
    ("c1 \x9b31m red", "c1 red"),
    ("nul\x00byte", "nulbyte"),
    ("rtl \u202egnp.exe", "rtl gnp.exe"),
    ("two\u2066lines", "twolines"),
)
"""Texts that would do something to a terminal, and what is left of each."""


class Done:
    """What one command line came to."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    @property
    def json(self) -> dict[str, Any]:
        """Stdout as the one JSON object that it must be."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def refs(self) -> list[str]:
        return self.out.split()

    def __repr__(self) -> str:
        return f"Done({self.code}, out={self.out!r}, err={self.err!r})"


class Rte:
    """`rte` inside this process, on the store of the test."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *words: str, stdin: bytes | None = None) -> Done:
        given = io.TextIOWrapper(io.BytesIO(stdin or b""), encoding="utf-8")
        self._monkeypatch.setattr(sys, "stdin", given)
        self._capsys.readouterr()
        code = main(words)
        said = self._capsys.readouterr()
        return Done(code, said.out, said.err)

    def fine(self, *words: str, stdin: bytes | None = None) -> Done:
        """The same, which must succeed."""
        done = self(*words, stdin=stdin)
        assert done.code == 0, done
        return done

    def refused(self, *words: str, code: int, stdin: bytes | None = None) -> str:
        """The same, which must be refused with `code` in one sentence and nothing on stdout."""
        done = self(*words, stdin=stdin)
        assert done.code == code, done
        assert done.out == "", done
        assert done.err.startswith("rte: "), done
        assert done.err.count("\n") == 1, done
        assert "Traceback" not in done.err, done
        return done.err


def environment(**more: str) -> dict[str, str]:
    """This process's environment for a real one, the test's own data folder included."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def real(
    *words: str | bytes, stdin: bytes = b"", env: dict[str, str] | None = None, cwd: str = "/"
) -> subprocess.CompletedProcess[bytes]:
    """`rte` as a process of its own; bytes in, bytes out."""
    return subprocess.run(
        [sys.executable, "-m", "console", *words],
        input=stdin,
        capture_output=True,
        env=env or environment(),
        cwd=cwd,
        timeout=60,
        check=False,
    )


def shell(line: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """A line of sh in which `rte` is the command under test; for redirections."""
    command = f'rte() {{ "{sys.executable}" -m console "$@"; }}\n{line}'
    return subprocess.run(
        ["sh", "-c", command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(**env),
        cwd="/",
        timeout=60,
        check=False,
    )
