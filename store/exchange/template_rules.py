"""What a template may say: every field, what it takes, and the sentence for what it does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from store.domain.agenda import EACH, KINDS
from store.domain.text import clean
from store.insight.expected import EXPECTED
from store.insight.surfaces import SURFACES

MAX_WORDS = 200
MAX_TITLE = 60
MAX_MINUTES = 24 * 60
MAX_DAYS = 10
MAX_STEPS = 80

Reader = Callable[[Any], tuple[Any, str]]
"""A value as it stands in the file -> the value to keep, and what to write instead ("" if fine)."""

_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def near(word: str, known: list[str]) -> str:
    """`write one of ...`, or the one that was probably meant."""
    meant = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f'write "{meant[0]}"' if meant else f"write one of: {', '.join(known)}"


def _words(most: int, empty: bool = True) -> Reader:
    def read(value: Any) -> tuple[Any, str]:  # noqa: ANN401 - whatever TOML gives
        if not isinstance(value, str):
            return "", 'write it in quotes, like "Read back"'
        text = clean(value)
        if not text and not empty:
            return "", 'write words in quotes, like "Read back"'
        if len(text) > most:
            return "", f"shorten it to {most} characters"
        return text, ""

    return read


def _whole(least: int, most: int, example: str) -> Reader:
    def read(value: Any) -> tuple[Any, str]:  # noqa: ANN401 - whatever TOML gives
        if type(value) is not int or not least <= value <= most:
            return least, f"write a whole number from {least} to {most}, like {example}"
        return value, ""

    return read


def _switch(value: Any) -> tuple[Any, str]:  # noqa: ANN401 - whatever TOML gives
    return (value, "") if isinstance(value, bool) else (True, "write true or false")


def _one_of(known: list[str]) -> Reader:
    def read(value: Any) -> tuple[Any, str]:  # noqa: ANN401 - whatever TOML gives
        if value in known:
            return value, ""
        return "", near(value if isinstance(value, str) else "", known)

    return read


def _some_of(known: list[str]) -> Reader:
    def read(value: Any) -> tuple[Any, str]:  # noqa: ANN401 - whatever TOML gives
        if not isinstance(value, list):
            return (), f'write a list, like ["{known[0]}"]'
        for each in value:
            if each not in known:
                said = each if isinstance(each, str) else ""
                return (), f"{clean(said)[:30]!r} is not known: {near(said, known)}"
        return tuple(value), ""

    return read


def _aliases(value: Any) -> tuple[Any, str]:  # noqa: ANN401 - whatever TOML gives
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return (), 'write a list of words, like ["sync"]'
    return tuple(clean(each)[:MAX_TITLE].lower() for each in value), ""


def _at(value: Any) -> tuple[Any, str]:  # noqa: ANN401 - whatever TOML gives
    if isinstance(value, str) and _TIME.fullmatch(value):
        return value, ""
    return None, 'write hours and minutes in quotes, like "12:00" or "08:30"'


def _key(value: Any) -> tuple[Any, str]:  # noqa: ANN401 - whatever TOML gives
    if isinstance(value, str) and _NAME.fullmatch(value):
        return value, ""
    return "", 'write small letters, digits and dashes, like "read-back"'


def _each_minutes(value: Any) -> tuple[Any, str]:  # noqa: ANN401 - whatever TOML gives
    fine = type(value) in (int, float) and 0.25 <= value <= MAX_MINUTES
    return (round(value * 60), "") if fine else (None, "write minutes, like 7 or 2.5")


TOP: dict[str, Reader] = {
    "kind": _one_of(list(KINDS)),
    "title": _words(MAX_TITLE, empty=False),
    "aliases": _aliases,
    "about": _words(MAX_WORDS),
}
"""Fields of the template itself."""

STEP: dict[str, Reader] = {
    "key": _key,
    "title": _words(MAX_TITLE, empty=False),
    "minutes": _whole(1, MAX_MINUTES, "15"),
    "purpose": _words(MAX_WORDS),
    "lead": _words(MAX_TITLE),
    "leaves": _words(MAX_WORDS),
    "expects": _some_of(list(EXPECTED)),
    "surface": _one_of([*SURFACES]),
    "gives_time": _switch,
    "each": _one_of(list(EACH)),
    "each_minutes": _each_minutes,
    "day": _whole(1, MAX_DAYS, "2"),
    "at": _at,
    "moves_by_itself": _switch,
}
"""Fields of a step, in the order in which docs/templates.md explains them."""

FIELD = {"gives_time": "flexible", "each_minutes": "each_seconds", "moves_by_itself": "auto"}
"""Where the record of a step calls a field by another name."""

NEEDED_TOP = {"kind": 'kind = "art-sync"', "title": 'title = "ART Sync"'}
NEEDED_STEP = {"title": 'title = "Read back"', "minutes": "minutes = 5"}
"""Fields that must be there, with an example of the line to write."""
