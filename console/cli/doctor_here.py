"""What `rte doctor` looks at beside the store: terminal, locale, versions, home and settings.

Each topic has a function that gathers facts and one that judges them; the second does no I/O.
"""

from __future__ import annotations

import codecs
import curses
import locale
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from console.config import Config
from console.places import tidy
from store.checkup.finding import Finding, note, ok, problem, some
from store.domain.words import plural

SMALLEST = (60, 18)
"""Columns and rows below which the console only says that it needs more."""
PYTHON = (3, 11)
Span = tuple[str, str]
WANTED: dict[str, Span] = {
    "textual": ("8.2.8", "8.2.8"),
    "rich": ("14.2", "16"),
    "tinydb": ("4.9", "5"),
    "python-dateutil": ("4.0", "5"),
    "orjson": ("3.11", "4"),
    "platformdirs": ("4.3", "5"),
    "tzdata": ("2025.1", ""),
}
"""From which version on, and below which one; twice the same: that one. A test compares this with
what the package asks for."""


# -- the terminal


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the process was started at. `size` is None where there is no terminal."""

    tty: Mapping[str, bool]
    """Per stream (input, output, error output), whether it is a terminal."""
    term: str
    term_known: bool
    size: tuple[int, int] | None
    columns: str
    lines: str
    """The variables COLUMNS and LINES, which win over what the terminal says."""
    colours: int
    """How many the terminal database knows of; 0 for none or unknown."""
    truecolor: bool
    no_color: bool
    inside: tuple[str, ...]
    """What stands between: tmux, screen, ssh."""


def gather_terminal(environ: Mapping[str, str]) -> Terminal:
    """Ask the streams, the environment and the terminal database."""
    streams = {"input": 0, "output": 1, "error output": 2}
    known, colours = _database(environ.get("TERM", ""))
    between = {"TMUX": "tmux", "STY": "screen", "SSH_CONNECTION": "ssh"}
    return Terminal(
        tty={name: _is_tty(fd) for name, fd in streams.items()},
        term=tidy(environ.get("TERM", "")),
        term_known=known,
        size=next((size for fd in (2, 1, 0) if (size := _size_of(fd))), None),
        columns=tidy(environ.get("COLUMNS", "")),
        lines=tidy(environ.get("LINES", "")),
        colours=colours,
        truecolor=environ.get("COLORTERM", "") in ("truecolor", "24bit"),
        no_color=bool(environ.get("NO_COLOR")),
        inside=tuple(name for variable, name in between.items() if environ.get(variable)),
    )


def _is_tty(fd: int) -> bool:
    try:
        return os.isatty(fd)
    except OSError:
        return False


def _size_of(fd: int) -> tuple[int, int] | None:
    try:
        found = os.get_terminal_size(fd)
    except OSError:
        return None
    return found.columns, found.lines


def _database(term: str) -> tuple[bool, int]:
    """Whether the terminal database has this terminal, and its number of colours."""
    try:
        curses.setupterm(term or "unknown", fd=1)
        return True, max(0, curses.tigetnum("colors"))
    except (curses.error, ValueError, OSError):
        return False, 0


def judge_terminal(found: Terminal) -> list[Finding]:
    """Whether the console can draw here, and in which colours."""
    if not any(found.tty.values()):
        return [note("terminal", "There is none here; commands work, the console does not open.")]
    wrong = [*_of_streams(found), *_of_size(found)]
    if wrong:
        return wrong
    columns, rows = found.size or (0, 0)
    between = f", in {' and '.join(found.inside)}" if found.inside else ""
    return [ok("terminal", f"{found.term}, {columns}x{rows}, {_colour_words(found)}{between}.")]


def _colour_words(found: Terminal) -> str:
    if found.no_color:
        return "no colours (NO_COLOR)"
    if found.truecolor:
        return "true colour"
    return f"{found.colours} colours" if found.colours else "no colours"


def _of_streams(found: Terminal) -> Iterator[Finding]:
    missing = [name for name in ("input", "error output") if not found.tty[name]]
    if missing:
        yield note(
            "terminal",
            f"Standard {' and '.join(missing)} is no terminal, so the console would not open.",
            "start rte without redirections; in scripts use rte now, rte list, rte add",
        )
    if found.term in ("", "dumb", "unknown"):
        yield problem(
            "terminal",
            f"TERM is {found.term or 'not set'}, so the console cannot draw.",
            "export TERM=xterm-256color, or what your terminal is",
        )
    elif not found.term_known:
        yield note(
            "terminal",
            f"This machine does not know the terminal {found.term}.",
            "export TERM=xterm-256color",
        )


def _of_size(found: Terminal) -> Iterator[Finding]:
    stated = {"COLUMNS": found.columns, "LINES": found.lines}
    for at, (name, said) in enumerate(stated.items()):
        real = found.size[at] if found.size else None
        if said and (not said.isdecimal() or (real and int(said) != real)):
            actual = f", and the terminal has {real}" if real else ""
            yield problem(
                "terminal",
                f"{name} is set to {said[:20]}{actual}: programs draw for the wrong size.",
                f"unset {name}",
            )
    if found.size and found.size == (0, 0):
        yield problem("terminal", "It says that it has no size.", "stty cols 80 rows 24")
    elif found.size and (found.size[0] < SMALLEST[0] or found.size[1] < SMALLEST[1]):
        yield note(
            "terminal",
            f"{found.size[0]}x{found.size[1]} is less than the {SMALLEST[0]}x{SMALLEST[1]} that "
            "the console needs.",
            "make the window larger, or its letters smaller",
        )


# -- the locale


@dataclass(frozen=True, slots=True)
class Locale:
    """`name` is what the environment asks for, `known` whether this machine has it."""

    name: str
    known: bool
    codec: str


def gather_locale(environ: Mapping[str, str]) -> Locale:
    """What LC_ALL, LC_CTYPE and LANG say, and what becomes of it."""
    name = next(
        (value for key in ("LC_ALL", "LC_CTYPE", "LANG") if (value := environ.get(key))), ""
    )
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name or "C")
        known = True
        codec = locale.nl_langinfo(locale.CODESET)
    except locale.Error:
        known, codec = False, "ASCII"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return Locale(tidy(name), known, codec)


def judge_locale(found: Locale) -> list[Finding]:
    """Whether terminal programs agree that text is UTF-8."""
    if not found.known:
        return [
            note(
                "locale",
                f"This machine has no locale {found.name}; programs fall back to ASCII. The "
                "console reads and writes UTF-8 all the same.",
                "export LC_ALL=C.UTF-8",
            )
        ]
    try:
        utf8 = codecs.lookup(found.codec).name == "utf-8"
    except LookupError:
        utf8 = False
    if not utf8:
        return [
            note(
                "locale",
                f"The locale {found.name or 'C'} means {found.codec}; the console reads and "
                "writes UTF-8. Where the terminal does not, letters with accents look wrong.",
                "export LC_ALL=C.UTF-8; for ASCII signs: export RTE_PLAIN=1",
            )
        ]
    return [ok("locale", f"{found.name or 'C'}, UTF-8.")]


# -- the program


def gather_versions() -> dict[str, str]:
    """The installed version of each package that is wanted; "" for one that is missing."""
    found = {}
    for name in WANTED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def judge_versions(
    found: Mapping[str, str], python: tuple[int, int, int], program: str
) -> list[Finding]:
    """Whether what runs is what was tested together."""
    wrong = []
    if python[:2] < PYTHON:
        wrong.append(
            problem(
                "versions",
                f"Python {_dotted(python)} is older than {_dotted(PYTHON)}.",
                "install rte with a newer Python",
            )
        )
    for name, (least, below) in WANTED.items():
        have = found.get(name, "")
        if not _fits(have, least, below):
            wanted = (
                least if least == below else f"{least} or newer" + (below and f", below {below}")
            )
            wrong.append(
                problem(
                    "versions",
                    f"{name} is {have or 'not installed'}; wanted is {wanted}.",
                    "install rte again into an environment of its own",
                )
            )
    said = ", ".join(f"{name} {have}" for name, have in found.items())
    return wrong or [ok("versions", f"rte {program}, Python {_dotted(python)}, {said}.")]


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))


def _fits(have: str, least: str, below: str) -> bool:
    if not have or least == below:
        return bool(have) and have == least
    return _numbers(have) >= _numbers(least) and (not below or _numbers(have) < _numbers(below))


def _numbers(text: str) -> tuple[int, ...]:
    parts = []
    for part in text.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        parts.append(int(digits))
    return tuple(parts)


def python_here() -> tuple[int, int, int]:
    """The version of the interpreter that runs this."""
    major, minor, patch = sys.version_info[:3]
    return major, minor, patch


def machine() -> str:
    """System and release, for a report of a fault."""
    return f"{platform.system()} {platform.release()}"


# -- home and settings


def judge_home(home: str, home_there: bool, data: str, data_there: bool) -> list[Finding]:
    """Whether this account has a home, and where its data are kept."""
    if home and not home_there:
        return [
            note(
                "home",
                f"HOME is {tidy(home)}, which is no folder; the data are in {tidy(data)}.",
                "set HOME, or name a folder for the data in RTE_HOME",
            )
        ]
    there = "" if data_there else ", made when it is first needed"
    return [ok("home", f"The data folder is {tidy(data)}{there}.")]


def judge_settings(found: Config) -> list[Finding]:
    """Whether all settings can be used."""
    if not found.faults:
        return [ok("settings", f"{found.file}: nothing is wrong.")]
    said = some([one.sentence.rstrip(".") for one in found.faults], 2)
    return [problem("settings", f"{said}. The usual value holds.", "rte config check")]


def judge_logs(count: int, folder: str) -> list[Finding]:
    """Whether the program has stopped by itself here."""
    if not count:
        return []
    return [
        note(
            "faults",
            f"{plural(count, 'note')} on faults of the program itself in {tidy(folder)}.",
            "send the latest to who keeps rte; it has places, and nothing that anybody typed",
        )
    ]
