"""What a line that is typed in plain mode means: a command, a capture, or words to be asked about.

A command begins with a slash or a colon, or is one of a few words and forms that are all of the
line. Everything else is what somebody said. Nothing that is not understood is swallowed: it becomes
words that wait for their kind.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import date

from console.cli.event_deeds import DEEDS
from console.cli.verbs import VERBS
from store.domain.durations import parse_duration
from store.domain.grammar import parse_capture
from store.domain.grammar_parts import CaptureContext
from store.domain.kinds import BY_LABEL, find_kind
from store.domain.refs import parse_ref
from store.errors import ConsoleError

OWN = ("look", "help", "drop", "quit")
"""Commands of this mode alone."""
BARE = ("?", "help", "look", "now", "next", "back", "pause", "resume", "undo", "quit", "exit")
"""Words that are commands without a slash, when they are all of the line."""
OTHERWISE = {"?": "help", "exit": "quit", "q": "quit"}
DRAWING = ("capture", "demo", "stage", "rehearse")
"""Verbs that draw on a terminal."""
EVENT_DEEDS = tuple(deed for deed in DEEDS if deed not in ("status", "add", *VERBS))


@dataclass(frozen=True, slots=True)
class Command:
    """A command line: a verb of `rte` with what stands behind it, or one of `OWN`."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Something to capture. `kind` None: its first word names it; `known` False: nothing does."""

    text: str
    kind: str | None = None
    known: bool = True
    hint: str = ""
    """What may have been meant, if it looks like something else."""


def meaning(line: str) -> Command | Said | None:
    """What a line means; None for an empty one."""
    text = line.strip()
    if not text:
        return None
    if text[0] in "/:" and (text[1:2].isalpha() or text[1:2] == "?"):
        found = command(split(text[1:]))
        if found is not None:
            return found
        first = text.split()[0]
        return Said(text, known=False, hint=f"there is no command {first}; see: ?")
    return _bare(text) or _captured(text)


def split(text: str) -> list[str]:
    """The words of a command, as a shell divides them; an apostrophe that opens nothing is one."""
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def command(words: list[str]) -> Command | None:
    """The command that these words name; None if there is none."""
    name, rest = OTHERWISE.get(words[0].lower(), words[0].lower()), words[1:]
    if name == "add" and len(rest) == 1 and _is_span(rest[0]):
        return Command(("event", "add", rest[0]))
    if name in EVENT_DEEDS:
        return Command(("event", name, *rest))
    if name in OWN or name in VERBS:
        return Command((name, *rest))
    return None


def _bare(text: str) -> Command | None:
    """A command without a slash: only if all of the line is nothing else."""
    words = text.split()
    low = text.lower()
    if low in BARE:
        return command([low])
    if len(words) != 2:
        return None
    name, rest = words[0].lower(), words[1]
    forms = {
        "list": find_kind(rest) is not None,
        "show": parse_ref(rest.lstrip("#")) is not None,
        "add": _is_span(rest),
    }
    return command([name, rest]) if forms.get(name) else None


def _captured(text: str) -> Said:
    first, _, rest = text.partition(" ")
    kind = BY_LABEL.get(first)
    if kind is not None and len(first) == 1 and rest.strip():
        return Said(rest.strip(), kind.name)
    # Only the kind is asked for, and no kind depends on the day or on the train.
    found = parse_capture(text, kind=None, context=CaptureContext(date.min))
    if found.kind is not None:
        return Said(text)
    hint = ""
    if first.lower() in VERBS or first.lower() in EVENT_DEEDS:
        hint = f"to run it as a command: /{first.lower()}"
    return Said(text, known=False, hint=hint)


def _is_span(word: str) -> bool:
    try:
        parse_duration(word.removeprefix("-"))
    except ConsoleError:
        return False
    return True
