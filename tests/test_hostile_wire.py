"""What reaches a real terminal from a train of nothing but hostile words.

The bytes are read as a terminal reads them. Every kind of control sequence in them is one that the
program also writes for the sample train, whose words are harmless.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store.exchange.train_file import read_train
from store.ledger import running
from store.ledger.bringing import bring_in
from store.ledger.opening import open_ledger
from tests.cli_helpers import DAY
from tests.hostile_helpers import poison
from tests.ledger_helpers import sample_bytes
from tests.screen_helpers import Clock
from tests.terminal_lab import Lab

pytestmark = pytest.mark.timeout(300)

SCRIPT = """
import sys
from console.__main__ import main
sys.exit(main([]))
"""
SEQUENCE = re.compile(
    rb"\x1b\[(?P<params>[0-?]*)(?P<inter>[ -/]*)(?P<final>[@-~])"
    rb"|\x1b\](?P<osc>[0-9]*)[^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\x1b(?P<string>[PX^_])[^\x1b]*\x1b\\"
    rb"|\x1b(?P<short>[ -/]*[0-~])"
    rb"|(?P<c1>\xc2[\x80-\x9f])"
    rb"|(?P<hidden>\xe2\x80[\xaa-\xae\x8e\x8f\xa8\xa9]|\xe2\x81[\xa0-\xaf])"
    rb"|(?P<lone>[\x00-\x06\x0e-\x1f\x7f])"
)
KEYS = ("H", "B", *"234567890", "1", "b", "\r", "\x1b", "I", *"12345678", "P", "\x1b", "K", "S",
        "\x1b", "E", "1", "2", "3", "n", "n", "?", "\x1b", "m", "\x1b", "V")  # fmt: skip


def kinds_in(stream: bytes) -> dict[str, bytes]:
    """Each kind of control in a stream, with an example of it."""
    found: dict[str, bytes] = {}
    for at in SEQUENCE.finditer(stream):
        if at["final"]:
            private = (at["params"][:1] if at["params"][:1] in b"<=>?" else b"").decode()
            kind = f"CSI {private}{at['inter'].decode()}{at['final'].decode()}"
            if private and at["final"] in b"hl":
                kind += at["params"].decode()
        else:
            name = at.lastgroup or ""
            kind = f"{name} {at[name]!r}"
        found.setdefault(kind, at[0][:60])
    return found


def shown_of(folder: Path, script: Path, *, who: str) -> bytes:
    """All that a terminal gets while somebody goes from screen to screen."""
    lab = Lab(script, size=(120, 36), RTE_STORE=str(folder), RTE_BY=who, RTE_NOW=f"{DAY}T09:05Z")
    try:
        assert lab.until("ART Sync", limit=40), lab.screen()
        for key in KEYS:
            lab.send(key)
            lab.settle(quiet=0.08, limit=5)
        lab.settle()
        assert lab.code is None
        lab.send("\x1b")
        lab.settle(quiet=0.1)
        lab.send("\x11")
        lab.settle(quiet=0.2)
        lab.send("\x11")
        assert lab.wait(30) == 0, lab.screen()
    finally:
        lab.close()
    return lab.raw


@pytest.fixture(scope="module")
def streams(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same way through the program on the sample train, and on the hostile one."""
    script = tmp_path_factory.mktemp("wire") / "console_here.py"
    script.write_text(SCRIPT, encoding="utf-8")
    found = {}
    for name in ("sample", "hostile"):
        folder = tmp_path_factory.mktemp(name) / "train"
        ledger = open_ledger(folder, who="RTE", now=Clock(), create=True)
        if name == "sample":
            bring_in(ledger, read_train(sample_bytes()))
        else:
            poison(ledger, raw=True)
        running.start(ledger, "art-sync")
        ledger.db.close()
        found[name] = shown_of(folder, script, who="RTE")
    return found


def test_no_sequence_reaches_the_terminal_that_is_not_our_own(streams: dict[str, bytes]) -> None:
    usual, found = kinds_in(streams["sample"]), kinds_in(streams["hostile"])
    assert len(usual) > 10
    strange = {kind: found[kind] for kind in found.keys() - usual.keys()}
    assert strange == {}
    kinds = "".join(usual)
    for never in ("osc b'52'", "osc b'8'", "osc b'0'", "c1 ", "string ", "hidden ", "lone "):
        assert never not in kinds, never


def test_the_hostile_words_were_shown(streams: dict[str, bytes]) -> None:
    """Else the test above has seen nothing."""
    assert len(set(re.findall("¤(\\d+)¤".encode(), streams["hostile"]))) > 15
    assert b"PWNED" in streams["hostile"] or b"[@click" in streams["hostile"]


@pytest.mark.parametrize(
    "bad",
    [b"\x1b]52;c;UFdORUQ=\x07", b"\x1b]0;t\x1b\\", b"\x1b]8;;http://x/\x1b\\", b"\x9b2J".decode(
        "latin-1").encode(), b"\x1bPq\x1b\\", "\u202e".encode(), b"\x00", b"\x7f", b"\x1b[6n",
     b"\x1b[?1049q"],
)  # fmt: skip
def test_each_of_them_would_be_found(streams: dict[str, bytes], bad: bytes) -> None:
    usual = kinds_in(streams["sample"])
    assert kinds_in(streams["sample"] + bad).keys() - usual.keys()
