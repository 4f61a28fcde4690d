"""Settings of this account: `config.toml`, read once at the start.

The environment wins over the file, the file over the defaults. Whatever is wrong with the file is
one sentence with file and line, and never a reason not to open.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo

from console.places import config_home, tidy
from store.errors import UsageFault
from store.insight.thresholds import THRESHOLDS

MAX_BYTES = 64_000
MAX_ZONES = 4
THEMES = ("rail-dark", "rail-light", "contrast")
"""Names of the looks; a test compares them with the palettes, which would load Textual."""

Value = bool | str | tuple[str, ...]
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be used. `line` counts from 1; 0 for a variable, which is the file."""

    file: str
    line: int
    what: str

    @property
    def sentence(self) -> str:
        """File, line, what is wrong, and what to write."""
        where = f"{self.file}, line {self.line}" if self.line else f"{self.file} (environment)"
        return f"{where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings in force."""

    bell: bool = True
    """Whether a warning of the clock rings the terminal's bell."""
    flash: bool = True
    """Whether it shows for two seconds as another tone of the digits."""
    zones: tuple[str, ...] = ()
    """Time zones in which times are told besides the train's own."""
    theme: str = THEMES[0]
    seen: bool = True
    """Whether other terminals of the train see that this one is here."""
    signals: Mapping[str, float] = field(default_factory=dict)
    """Thresholds of the signals that are set otherwise than usual, by name."""
    file: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Per setting, where its value comes from: "default", "file" or the variable's name."""
    faults: tuple[Fault, ...] = ()

    @property
    def zone_infos(self) -> tuple[ZoneInfo, ...]:
        """The zones as such; their names were checked when they were read."""
        return tuple(ZoneInfo(name) for name in self.zones)


class _Wrong(Exception):
    """A value that cannot be used; says what to write."""


def _yes_or_no(said: object) -> bool:
    if isinstance(said, bool):
        return said
    if isinstance(said, str) and said.lower() in ("1", "0", "true", "false"):
        return said.lower() in ("1", "true")
    raise _Wrong("write true or false")


def zones_named(names: Sequence[str]) -> tuple[ZoneInfo, ...]:
    """The zones of these names; `UsageFault` names the first that there is not."""
    found = []
    for name in names:
        try:
            found.append(ZoneInfo(name))
        except (ValueError, OSError, KeyError) as fault:
            raise UsageFault(
                f"There is no time zone {tidy(name)[:40]!r}; write one like America/New_York."
            ) from fault
    return tuple(found)


def _zones(said: object) -> tuple[str, ...]:
    names = [part.strip() for part in said.split(",")] if isinstance(said, str) else said
    example = 'write zones = ["America/New_York"]'
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _Wrong(example)
    kept = tuple(name for name in names if name)
    if len(kept) > MAX_ZONES:
        raise _Wrong(f"name at most {MAX_ZONES} zones")
    try:
        zones_named(kept)
    except UsageFault as fault:
        raise _Wrong(fault.sentence[:1].lower() + fault.sentence[1:-1]) from fault
    return kept


def _theme(said: object) -> str:
    if isinstance(said, str) and said in THEMES:
        return said
    raise _Wrong(f"write one of {', '.join(THEMES)}")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: where it stands in the file, its variable, and how a value is read."""

    section: str
    name: str
    variable: str
    read: Callable[[object], Value]


SETTINGS = (
    Setting("room", "bell", "RTE_BELL", _yes_or_no),
    Setting("room", "flash", "RTE_FLASH", _yes_or_no),
    Setting("clock", "zones", "RTE_ZONES", _zones),
    Setting("look", "theme", "RTE_THEME", _theme),
    Setting("here", "seen", "RTE_SEEN", _yes_or_no),
)
"""All there are, beside the thresholds of the signals."""

SIGNALS = "signals"
"""Section of the thresholds (`store.insight.thresholds`); they have no variables."""


def config_folder(environ: Mapping[str, str]) -> Path:
    """The folder of `config.toml`: $RTE_HOME, else the platform's own (XDG on Linux)."""
    return Path(config_home(environ))


def load(environ: Mapping[str, str] | None = None) -> Config:
    """The settings in force for a process with this environment; never raises."""
    environ = os.environ if environ is None else environ
    path = config_folder(environ) / "config.toml"
    file = tidy(str(path))
    text, fault = _text_of(path, file)
    said, faults = _parsed(text, file) if fault is None else ({}, [fault])
    values: dict[str, Value] = {}
    sources: dict[str, str] = {}
    for one in SETTINGS:
        sources[one.name] = DEFAULT
        try:
            if one.name in said.get(one.section, {}):
                values[one.name] = one.read(said[one.section][one.name])
                sources[one.name] = "file"
        except _Wrong as wrong:
            faults.append(Fault(file, _line_of(text, one.section, one.name),
                                f"{one.name} cannot be that: {wrong}."))  # fmt: skip
        given = environ.get(one.variable, "")
        if given:
            try:
                values[one.name] = one.read(given)
                sources[one.name] = one.variable
            except _Wrong as wrong:
                faults.append(Fault(one.variable, 0, f"the value cannot be that: {wrong}."))
    limits = _limits(said.get(SIGNALS, {}), text, file, faults)
    faults.sort(key=lambda found: found.line)
    return _config(values, file, sources, faults, limits)


def _limits(
    said: Mapping[str, object], text: str, file: str, faults: list[Fault]
) -> dict[str, float]:
    """Thresholds as they are set; one that cannot be used is told, and the usual one holds."""
    found = {}
    for name, value in said.items():
        known = THRESHOLDS.get(name)
        if known is None:
            continue
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and known.least <= float(str(value)) <= known.most:
            found[name] = float(str(value))
        else:
            what = f"{name} cannot be that: write a number from {known.least:g} to {known.most:g}."
            faults.append(Fault(file, _line_of(text, SIGNALS, name), what))
    return found


def _config(
    values: Mapping[str, Value],
    file: str,
    sources: Mapping[str, str],
    faults: list[Fault],
    signals: Mapping[str, float],
) -> Config:
    known = Config()
    bell, flash = values.get("bell", known.bell), values.get("flash", known.flash)
    zones, theme = values.get("zones", known.zones), values.get("theme", known.theme)
    return Config(
        bell=bool(bell), flash=bool(flash), zones=zones if isinstance(zones, tuple) else (),
        theme=str(theme), seen=bool(values.get("seen", known.seen)), signals=signals,
        file=file, sources=sources, faults=tuple(faults),
    )  # fmt: skip


def _text_of(path: Path, file: str) -> tuple[str, Fault | None]:
    """The file's text, "" if there is none, or why it cannot be read."""
    try:
        with open(path, "rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return "", None
    except OSError as fault:
        return "", Fault(file, 1, f"the file cannot be read ({fault.strerror}); defaults are used.")
    if len(data) > MAX_BYTES:
        return "", Fault(file, 1, f"the file is longer than {MAX_BYTES} bytes; make it shorter.")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        return "", Fault(file, line, "this is not UTF-8; save the file as UTF-8.")


def _parsed(text: str, file: str) -> tuple[dict[str, dict[str, object]], list[Fault]]:
    """Sections with their values as written, and what is unknown in them."""
    if not text.strip():
        return {}, []
    import tomllib

    from store.exchange.toml_bounds import endless_key

    if endless := endless_key(text):
        return {}, [Fault(file, endless, "a key has too many parts; write lines like bell = true.")]
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        at = re.search(r"at line (\d+)", str(fault))
        line = int(at[1]) if at else text.count("\n") + 1
        what = "this is no TOML; write lines like bell = true under a line [room]."
        return {}, [Fault(file, line, what)]
    sections: dict[str, dict[str, object]] = {}
    faults = []
    for section, inside in found.items():
        names = [one.name for one in SETTINGS if one.section == section]
        if section == SIGNALS:
            names = list(THRESHOLDS)
        if not names or not isinstance(inside, dict):
            known = [*dict.fromkeys(one.section for one in SETTINGS), SIGNALS]
            what = _unknown(section, [f"[{name}]" for name in known], known)
            faults.append(Fault(file, _line_of(text, section), what))
            continue
        sections[section] = inside
        for name in inside:
            if name not in names:
                faults.append(Fault(file, _line_of(text, section, name),
                                    _unknown(name, names, names, f" in [{section}]")))  # fmt: skip
    return sections, faults


def _unknown(name: str, shown: list[str], known: list[str], where: str = "") -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    meant = shown[known.index(near[0])] if near else " or ".join(shown)
    return f"there is no setting {tidy(name)[:40]!r}{where}; write {meant}."


def _line_of(text: str, section: str, name: str | None = None) -> int:
    """The line on which a section, or a name in it, is written; 1 if it is written in another way
    than with a line for each."""
    here, fallback = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*\[\s*\"?([^\]\"]+?)\"?\s*\]", line):
            here = head[1]
            if here == section:
                fallback = number
                if name is None:
                    return number
        key = re.match(r"\s*\"?([\w.-]+)\"?\s*=", line)
        if key and (key[1] == f"{section}.{name}" or (here == section and key[1] == name)):
            return number
        if key and not here and key[1].split(".")[0] == section:
            fallback = number
    return fallback
