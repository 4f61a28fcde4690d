"""`rte config`: which settings are in force, and where each comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.streams import out, say
from console.config import SETTINGS, Config, Value, load
from console.places import tidy
from store.errors import UsageFault
from store.insight.thresholds import THRESHOLDS

if TYPE_CHECKING:
    from console.cli.options import Asked

EXAMPLES = """\
  rte config          path of config.toml, and each setting with where its value comes from
  rte config check    every line of it that cannot be used, and what to write instead

The environment wins over the file, and the file over the defaults."""

WRONG = 2


def run(asked: Asked, words: list[str]) -> int:
    """Print the settings, or what is wrong with the file."""
    parser = Parser("config", "settings of this account", EXAMPLES)
    parser.add_argument("deed", metavar="WHAT", nargs="?", help="check, or nothing")
    deed = parser.parse_args(words).deed
    if deed is not None and deed != "check":
        raise UsageFault(f"`rte config` knows no {tidy(deed)[:40]!r}. Type: rte config check")
    found = load()
    if asked.json:
        print_json("rte.config.1", _facts(found))
    elif deed is None:
        _show(found)
    for fault in found.faults:
        say(f"rte: {fault.sentence}")
    if deed and not found.faults and not asked.json:
        out(f"{found.file}: nothing is wrong.")
    return WRONG if deed and found.faults else 0


def _value(found: Config, name: str) -> Value:
    values: dict[str, Value] = {
        "bell": found.bell, "flash": found.flash, "zones": found.zones, "theme": found.theme,
        "seen": found.seen,
    }  # fmt: skip
    return values[name]


def _written(value: Value) -> str:
    """A value as it is written in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{name}"' for name in value) + "]"
    return f'"{value}"'


def _show(found: Config) -> None:
    out(found.file)
    for one in SETTINGS:
        said = f"{one.section}.{one.name} = {_written(_value(found, one.name))}"
        out(f"  {said:<44}{found.sources[one.name]}")
    for name, known in THRESHOLDS.items():
        said = f"signals.{name} = {found.signals.get(name, known.value):g}"
        out(f"  {said:<44}{'file' if name in found.signals else 'default'}")


def _facts(found: Config) -> dict[str, object]:
    return {
        "file": found.file,
        "settings": {
            f"{one.section}.{one.name}": {
                "value": _value(found, one.name),
                "from": found.sources[one.name],
                "variable": one.variable,
            }
            for one in SETTINGS
        }
        | {
            f"signals.{name}": {
                "value": found.signals.get(name, known.value),
                "from": "file" if name in found.signals else "default",
                "variable": None,
            }
            for name, known in THRESHOLDS.items()
        },
        "faults": [{"line": fault.line, "what": fault.what} for fault in found.faults],
    }
