"""A law of the one-line console: what was typed is saved, or kept, whatever keys come."""

from __future__ import annotations

import os
from pathlib import Path

import pyte
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from console.cli.options import Asked
from console.mini.app import Mini
from console.mini.terminal import Gone, Terminal
from store.journal.drafts import Drafts
from store.ledger.opening import open_ledger
from tests.ledger_helpers import Hands, sample_folder

KEYS = (
    *("\r", "\n", "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F", "\x01", "\x05"),
    *("\x0c", "\x1b[Z", "\x1b[1;5D", "\x1bb", "\x1b[?1;2c", "j", "e"),
)
"""Keys that take no text away, and do not lead into the middle of a word."""


class Scripted(Terminal):
    """A terminal whose keys are known beforehand; then the link drops."""

    def __init__(self, reads: list[bytes], size: tuple[int, int]) -> None:
        super().__init__(environ={"TERM": "xterm"})
        self.unused = reads
        self._size = size
        self.shown = pyte.Screen(*size)
        self._stream = pyte.Stream(self.shown)

    def open(self) -> None:
        """There is nothing to set."""

    def close(self) -> None:
        """Nor anything to set back."""

    def listen(self, fd: int | None) -> None:
        """Nobody rings."""

    has_input = False

    def unread(self) -> bytes:
        """All was read."""
        return b""

    def last_words(self, text: str) -> None:
        """Nobody is there."""

    @property
    def size(self) -> tuple[int, int]:
        """As the test wants it."""
        return self._size

    def write(self, text: str) -> None:
        """Onto the emulated screen."""
        self._stream.feed(text)

    def read(self, timeout: float | None) -> bytes:
        """The next keys; a pause is a read of nothing."""
        if not self.unused:
            raise Gone(1)
        return self.unused.pop(0)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One train for all examples; each word is typed once."""
    folder = tmp_path_factory.mktemp("laws") / "train"
    sample_folder(folder, Hands()).db.close()
    return folder


def everything(folder: Path) -> str:
    """All that is on record and all that is kept."""
    ledger = open_ledger(folder, who=None)
    said = [
        str(doc.get("text")) for docs in ledger.db.state.tables.values() for doc in docs.values()
    ]
    ledger.db.close()
    drafts = Drafts(folder, "capture")
    kept = drafts.load()
    drafts.clear()
    return "\n".join([*said, kept])


words = st.builds(
    lambda kind, number: f"{kind}w{number}",
    st.sampled_from(["risk: ", "a: ", "", "漢 ", "[/] "]),
    st.integers(0, 10**12),
)
pieces = st.one_of(
    words,
    st.sampled_from(KEYS),
    st.builds(
        lambda lines: "\x1b[200~" + "\r\n".join(lines) + "\x1b[201~\r", st.lists(words, max_size=3)
    ),
)


@given(
    st.lists(pieces, max_size=12),
    st.integers(1, 7),
    st.integers(8, 60),
    st.lists(st.integers(0, 200)),
)
@example(["\r", "risk: w1"], 1, 8, [])
@example(["w2", "\r", "\x1b[200~w3\r\nw4"], 3, 40, [5])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_typed_is_dropped(
    store: Path, typed: list[str], rows: int, columns: int, cuts: list[int]
) -> None:
    raw = "".join(typed).encode()
    places = sorted(min(place, len(raw)) for place in cuts)
    reads = [raw[a:b] for a, b in zip([0, *places], [*places, len(raw)], strict=True)]
    asked = Asked()
    asked.store = os.fspath(store)
    terminal = Scripted([part for part in reads if part], (columns, rows))
    Mini(asked, None, anonymous=False, once=False, terminal=terminal).run()
    found = everything(store)
    taken = raw[: len(raw) - len(b"".join(terminal.unused))].decode(errors="ignore")
    for piece in typed:
        for word in piece.replace("\x1b[201~", " ").split():
            if word[:1] == "w" and word[1:].isdigit() and word in taken:
                assert word in found, (word, found[-300:])
