"""Files that are small and would take all memory or hours: each ends in a sentence, in bounds.

They are read in a process of its own that may take little memory; time is bounded by the limits on
size that are asserted here, and by the processor's time that the process may take.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from store.exchange import rows_csv, templates, train_json
from store.exchange.toml_bounds import MAX_PARTS, endless_key
from tests.cli_helpers import ROOT

MEMORY = 900_000_000
"""Bytes of addresses for the whole process, its program and libraries included."""
SECONDS = 120
"""Of a processor, for all of them; on a quiet machine they take a tenth of it."""

BOMBS = """
import os, sys
from pathlib import Path
from console import config
from store.errors import ConsoleError
from store.exchange import templates
from store.exchange.flow_csv import COLUMNS as FLOW
from store.exchange.rows_csv import read_rows
from store.exchange.train_file import read_train

HEAD = b"key,text,team,nature,started\\n"
MEGA = 1_000_000

def filled(part, size=20 * MEGA - 100):
    return part * (size // len(part))

def train(part):
    return b'{"art": {"id": "T", "name": "T"}, "x": [' + filled(part)[:-1] + b"]}"

def template(text):
    _, faults = templates.read_template("bomb", text, "bomb.toml")
    return "; ".join(fault.told for fault in faults[:1])

def settings(text):
    place = Path(sys.argv[1]) / "config.toml"
    place.write_text(text)
    return "; ".join(f.sentence for f in config.load({"XDG_CONFIG_HOME": sys.argv[1]}).faults[:1])

BOMBS = {
    "json: nested": lambda: read_train(b'{"a":' * 100_000),
    "json: nested lists": lambda: read_train(b'{"a":' + b"[" * 100_000),
    "json: endless number": lambda: read_train(b'{"art": ' + b"9" * 5_000 + b"}"),
    "json: 60 MB": lambda: read_train(b" " * (60 * MEGA)),
    "json: empty lists": lambda: read_train(train(b"[],")),
    "json: empty objects": lambda: read_train(train(b"{},")),
    "json: short texts": lambda: read_train(train(b'"ab",')),
    "json: numbers": lambda: read_train(train(b"1.5,")),
    "json: one long text": lambda: read_train(
        b'{"art": {"id": "T", "name": "' + filled(b"x") + b'"}}'),
    "json: many keys": lambda: read_train(
        b"{" + b",".join(b'"%d":1' % n for n in range(400_000)) + b"}"),
    "csv: a long cell": lambda: read_rows(HEAD + b"F-1," + b"x" * 200_000 + b",DRE,,\\n", FLOW),
    "csv: an open quote": lambda: read_rows(HEAD + b'F-1,"x\\n' + filled(b"c,d\\n", MEGA), FLOW),
    "csv: what a sniffer chokes on": lambda: read_rows(filled(b'a;b,c\\n"', MEGA), FLOW),
    "csv: nothing but lines": lambda: read_rows(HEAD + filled(b"\\n", 4 * MEGA), FLOW),
    "csv: nothing but commas": lambda: read_rows(HEAD + filled(b","), FLOW),
    "csv: nothing but headings": lambda: read_rows(filled(b"key,"), FLOW),
    "csv: too many rows": lambda: read_rows(HEAD + b"F,x,DRE,feature,\\n" * 100_002, FLOW),
    "csv: 60 MB": lambda: read_rows(b"x" * (60 * MEGA), FLOW),
    "csv: zeros": lambda: read_rows(HEAD + bytes(MEGA), FLOW),
    "agenda: a key of many parts": lambda: template(".".join("a" * 20_000) + " = 1"),
    "agenda: quoted parts": lambda: template(" . ".join(['"a"'] * 20_000) + " = 1"),
    "agenda: a table of many parts": lambda: template("[" + ".".join("a" * 20_000) + "]"),
    "agenda: in a table in a line": lambda: template("x = {" + ".".join("a" * 20_000) + " = 1}"),
    "agenda: nested": lambda: template("a = " + "[" * 90_000),
    "agenda: many steps": lambda: template("[[step]]\\n" * 20_000),
    "settings: a key of many parts": lambda: settings(".".join("a" * 20_000) + " = 1"),
    "settings: nested": lambda: settings("a = " + "[" * 30_000),
    "settings: too long": lambda: settings("#" * 100_000),
}

for name, bomb in BOMBS.items():
    try:
        said = bomb()
    except ConsoleError as fault:
        said = fault.sentence
    print(f"{name}: {said}" if isinstance(said, str) and said else f"{name}: TAKEN", flush=True)
print("survived", len(BOMBS))
"""


def _bounds() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.mark.timeout(300)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems count otherwise")
def test_every_bomb_ends_in_a_sentence_within_memory(tmp_path: Path) -> None:
    (tmp_path / "rte-console").mkdir()
    script = BOMBS.replace('/ "config.toml"', '/ "rte-console" / "config.toml"')
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, preexec_fn=_bounds,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    said = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert re.fullmatch(r"survived \d\d", said[-1])
    wrong = [line for line in said[:-1] if "TAKEN" in line or len(line) > 400]
    assert wrong == []
    assert all(line.isprintable() for line in said)


def test_what_bounds_the_work_is_small() -> None:
    assert train_json.MAX_BYTES <= 20_000_000
    assert train_json.MAX_VALUES <= 3_000_000
    assert (rows_csv.MAX_BYTES, rows_csv.MAX_ROWS) <= (20_000_000, 100_000)
    assert templates.MAX_BYTES <= 200_000


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a.b = 1\n" + ".".join("a" * (MAX_PARTS + 1)) + " = 1", 2),
        ("x = {" + ".".join(["'a b'"] * (MAX_PARTS + 1)) + " = 1}", 1),
        (".".join("a" * MAX_PARTS) + " = 1", None),
        ('x = "' + "Well. This is. A text. " * 100 + '"', None),
        ('x = "' + "." * 500 + '"', None),
        ("x = [" + "1.5, " * 500 + "]", None),
    ],
)
def test_endless_keys_are_found_and_texts_are_not(text: str, line: int | None) -> None:
    assert endless_key(text) == line
    if line is None:
        tomllib.loads(text)
