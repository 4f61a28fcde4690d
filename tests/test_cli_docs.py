"""The documents of the command line and of the train file agree with the code."""

from __future__ import annotations

import json
import re

import pytest

from console.cli.status import PLACES
from console.cli.verbs import VERBS
from store.exchange.train_file import ART_KEYS, read_train
from store.exchange.train_format import GIVEN, LISTS, REQUIRED
from store.exchange.train_intervals import ITERATION_KEYS, PI_KEYS
from store.exchange.train_measures import READINGS
from tests.cli_helpers import ROOT, Rte

COMMANDS = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
FORMAT = (ROOT / "docs" / "import-format.md").read_text(encoding="utf-8")
SOURCES = [path.read_text(encoding="utf-8") for path in (ROOT / "console").rglob("*.py")]


def section(text: str, heading: str) -> str:
    """What stands under a heading of level 3."""
    found = re.search(rf"^### {re.escape(heading)}\n(.*?)(?=^##|\Z)", text, re.S | re.M)
    assert found, heading
    return found[1]


def keys_of(text: str) -> set[str]:
    """Names in the first column of a section's table."""
    rows = re.findall(r"^\| (`[^|]*) \|", text, re.M)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_every_verb_is_told_and_no_other() -> None:
    assert re.findall(r"^### rte (\w+)$", COMMANDS, re.M) == list(VERBS)


@pytest.mark.parametrize("verb", [*VERBS])
def test_every_option_of_a_verb_is_told(
    verb: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Rte(capsys, monkeypatch).fine(verb, "--help").out.split("Also for every verb")[0]
    options = set(re.findall(r"^  (--[a-z-]+)", said, re.M))
    told = section(COMMANDS, f"rte {verb}")
    assert {option for option in options if option not in told} == set()


def test_every_schema_is_told_and_no_other() -> None:
    used = {name for text in SOURCES for name in re.findall(r'"(rte\.[a-z]+\.\d+)"', text)}
    assert set(re.findall(r"`(rte\.[a-z]+\.\d+)`", COMMANDS)) == used


def test_every_variable_is_told() -> None:
    used = {name for text in SOURCES for name in re.findall(r'"(RTE_[A-Z_]+)"', text)}
    told = set(re.findall(r"^\| `(RTE_[A-Z_]+)`", COMMANDS, re.M))
    assert told <= used
    assert {"RTE_HOME", "RTE_NOW", "RTE_BY"} <= told


def test_every_place_of_a_format_is_told() -> None:
    assert set(re.findall(r"`\{(\w+)\}`", COMMANDS)) == set(PLACES)


@pytest.mark.parametrize("name", [*LISTS])
def test_every_key_of_a_list_is_told(name: str) -> None:
    kind, spec = LISTS[name]
    told = section(FORMAT, name)
    known = {*spec, *{"event": GIVEN, "measure": (READINGS,)}.get(kind, ())}
    # In a cell behind the first one, backquotes name values.
    assert keys_of(told) == known
    required = {key for key, (field, _) in spec.items() if field in REQUIRED[kind]}
    first = told.strip().split("\n")[0].split(".")[0]
    assert required <= set(re.findall(r"`(\w+)`", first))


@pytest.mark.parametrize(
    ("name", "keys"), [("art", ART_KEYS), ("pis", PI_KEYS), ("iterations", ITERATION_KEYS)]
)
def test_every_key_of_the_frame_is_told(name: str, keys: tuple[str, ...]) -> None:
    assert keys_of(section(FORMAT, name)) == set(keys)


def test_the_example_can_be_read() -> None:
    (example,) = re.findall(r"^```json\n(.*?)^```", FORMAT, re.S | re.M)
    json.loads(example)
    assert read_train(example.encode()).notes == ()
