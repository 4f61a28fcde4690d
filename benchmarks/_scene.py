"""The room that is measured: the sample train in its risk step, a thousand risks just said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from _terminal import Terminal  # noqa: E402  # after the path is set

from console.cli.demo import furnish  # noqa: E402

RECORDS = 1_000
SAID = "if the crane strike goes on then order {} slips @GAN p:3 i:4"
BOARD = "ROAM"
"""Stands on the screen when the room does."""
FOREIGN = ("TMUX", "COLUMNS", "LINES", "NO_COLOR", "RTE_NOW", "RTE_PLAIN", "RTE_THEME")
"""What the terminal that this is started from must not pass on."""


def environ_at(place: Path) -> dict[str, str]:
    """The environment of the programs that are measured; what they keep is in `place`."""
    told = {key: value for key, value in os.environ.items() if key not in FOREIGN}
    told.pop("PYTHONDONTWRITEBYTECODE", None)
    return told | {
        "RTE_HOME": str(place),
        "RTE_BY": "RTE",
        "PYTHONPATH": str(ROOT),
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "HTOPRC": str(place / "htoprc"),
    }


def rte_on(folder: Path, environ: dict[str, str], *words: str, said: str = "") -> str:
    """One whole command on the store in `folder`; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "console", "--store", str(folder), *words],
        env=environ,
        cwd=ROOT,
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"rte {' '.join(words)} failed: {done.stderr}")
    return done.stdout


class Scene:
    """A store in `place` with an ART Sync in its fifth step, its clock running."""

    def __init__(self, place: Path, records: int = RECORDS) -> None:
        self.folder = place / "train"
        self.environ = environ_at(place)
        furnish(self.folder)
        self.rte("event", "start", "art-sync")
        while "Risks" not in self.rte("event", "next"):
            pass
        self.rte("event", "add", "9m")
        self.rte("add", "risk", "-", said="".join(f"{SAID.format(n)}\n" for n in range(records)))

    def rte(self, *words: str, said: str = "") -> str:
        """One whole command on this store; what it printed."""
        return rte_on(self.folder, self.environ, *words, said=said)

    def start(self, *words: str) -> Terminal:
        """A program in a terminal of its own."""
        return Terminal(words, self.environ)

    def room(self) -> Terminal:
        """The console; it opens in the room."""
        return self._opened("-m", "console", "--store", str(self.folder))

    def stock(self, *words: str) -> Terminal:
        """The same room with a stock `Input`, see `_stock.py`."""
        return self._opened(str(Path(__file__).with_name("_stock.py")), str(self.folder), *words)

    def _opened(self, *words: str) -> Terminal:
        terminal = self.start(sys.executable, *words)
        terminal.until(BOARD)
        return terminal
