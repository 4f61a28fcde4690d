"""What kind of terminal this is: which colours, which signs and which requests it takes.

Told from the environment alone, because a terminal must not be asked anything that it may print
instead of answering. Knows no Textual: it is read before that is imported.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Colours(Enum):
    """What may be sent as a colour. The value is Rich's name of the colour system."""

    NONE = "standard"
    """No colour at all: bold, reverse and underlined, in the terminal's own two colours."""
    CONSOLE = "standard "
    """The sixteen of the Linux console, whose ground is known to be black."""
    MANY = "256"
    ALL = "truecolor"

    @property
    def system(self) -> str:
        """Rich's name."""
        return self.value.strip()


class Signs(Enum):
    """What may be drawn."""

    ALL = "all"
    PLAIN = "plain"
    """Our own signs as ASCII; people's text as it is."""
    ASCII = "ascii"
    """Seven bits and nothing else: a byte above could be a command there."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of terminal. `modern` ones know mice, marked pastes and questions about modes."""

    colours: Colours = Colours.ALL
    signs: Signs = Signs.ALL
    modern: bool = True


OLD = re.compile(r"vt\d|linux\b|ansi\b|cons25|sun\b|teletype|unknown|network|dialup|dumb")
"""Terminals that print, or misread, what they do not know."""
_SERIAL = re.compile(r"vt\d")
_ALL = re.compile(r".*-direct\b")
_MANY = re.compile(r".*-256color|(alacritty|contour|foot|ghostty|iterm2|kitty|rio|st|wezterm)\b")


def kind_of(environ: Mapping[str, str]) -> Kind:
    """The kind that an environment names."""
    term = environ.get("TERM", "")
    modern = bool(term) and not OLD.match(term)
    return Kind(_colours(term, modern, environ), _signs(term, environ), modern)


def _colours(term: str, modern: bool, environ: Mapping[str, str]) -> Colours:
    if environ.get("NO_COLOR"):
        return Colours.NONE
    if term.split("-")[0] == "linux":
        return Colours.CONSOLE
    if not modern:
        return Colours.NONE
    # GNU screen hands the variable of the terminal around it on, and garbles what it stands for.
    inside_screen = term.startswith("screen") and not environ.get("TMUX")
    asked = environ.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    if _ALL.match(term) or (asked and not inside_screen):
        return Colours.ALL
    # Eight or sixteen colours on a ground that nobody knows: every pair could be unreadable.
    return Colours.MANY if _MANY.match(term) else Colours.NONE


def _signs(term: str, environ: Mapping[str, str]) -> Signs:
    charset = _charset(environ)
    if _SERIAL.match(term) or charset == "other":
        return Signs.ASCII
    plain = environ.get("RTE_PLAIN", "") not in ("", "0")
    return Signs.PLAIN if plain or charset == "c" or term.startswith("linux") else Signs.ALL


def _charset(environ: Mapping[str, str]) -> str:
    """`c` where somebody asked for it, `other` for one that is not UTF-8, else ""."""
    said = next((environ[n] for n in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(n)), "")
    if said in ("C", "POSIX"):
        return "c"
    charset = said.partition(".")[2].partition("@")[0].lower().replace("-", "")
    return "other" if charset not in ("", "utf8") else ""


KIND = kind_of(os.environ)
"""The kind of this process's terminal."""
