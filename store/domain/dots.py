"""Dots that a room gives by hand: read from one line, checked against how many there are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from store.errors import RuleBroken, UsageFault

EACH = 3
"""Dots that each one has, unless the room agrees on another number (3 to 5 are usual)."""

MOST_EACH = 10
MOST_VOTERS = 500
CROWD = 80.0
"""The share of all dots, in percent, that few causes usually reach (Pareto's 80/20)."""


def read_dots(text: str, keys: Sequence[str]) -> dict[str, int]:
    """`5 3 8` in the order of `keys`, or `c3:5 c1:2` by key; keys that are not named get 0.

    UsageFault for anything else, or where the count of plain numbers is another than of keys.
    """
    words = text.replace(",", " ").split()
    if not words:
        raise UsageFault("Type the dots in the order shown, like 5 3 8; or by key, like c3:5 c1:2.")
    if all(re.fullmatch(r"[a-z]\d+[:=]\d{1,4}", word.lower()) for word in words):
        named = dict(re.split("[:=]", word.lower()) for word in words)
        if unknown := [key for key in named if key not in keys]:
            raise UsageFault(f"There is no {unknown[0]} here. There are {', '.join(keys)}.")
        if len(named) < len(words):
            raise UsageFault("One of them is named twice. Give each its dots once.")
        return {key: int(named.get(key, 0)) for key in keys}
    if not all(re.fullmatch(r"[0-9]{1,4}", word) for word in words):
        raise UsageFault("Dots are whole numbers, like 5 3 8; or by key, like c3:5 c1:2.")
    if len(words) != len(keys):
        raise UsageFault(
            f"{len(keys)} numbers are asked for, one for each in the order shown; these are "
            f"{len(words)}. Or name them: {keys[0] if keys else 'c1'}:5."
        )
    return dict(zip(keys, map(int, words), strict=True))


def read_number(text: str, what: str, most: int) -> int:
    """A whole number from 1 to `most`; `what` names it in the sentence."""
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()) or not 1 <= int(text) <= most:
        raise UsageFault(f"{what} is a whole number from 1 to {most}.")
    return int(text)


def check(dots: Mapping[str, int], voters: int, each: int) -> str:
    """Refuses more dots than there are; fewer are told in words, exactly as many say nothing."""
    given, most = sum(dots.values()), voters * each
    if given > most:
        raise RuleBroken(
            f"{given} dots are more than {voters} × {each} = {most}. Count again, or say how many "
            "voted."
        )
    left = most - given
    return f"{left} of {most} dots were not given" if left else ""
