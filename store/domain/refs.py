"""References: the short names that a room says aloud, such as R12, B8 or D401.

A reference is letters and a number. Case and leading zeros carry no meaning: b8, B8 and B08 are
one reference. A train may use other letters than the defaults, so that one brought in from
elsewhere, whose impediments are B01 and on, keeps its names.
"""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Ref = tuple[str, int]

MAX_LETTERS = 3
MAX_DIGITS = 6


@lru_cache(maxsize=1 << 16)
def parse_ref(text: str) -> Ref | None:
    """Letters in upper case and the number of a reference, or None if `text` is not one.

    1 to 3 ASCII letters and 1 to 6 ASCII digits; the number is at least 1.
    """
    if len(text) > MAX_LETTERS + MAX_DIGITS or not text.isascii():
        return None
    digits = text.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    letters = text[: len(text) - len(digits)]
    if not (1 <= len(letters) <= MAX_LETTERS and 1 <= len(digits) <= MAX_DIGITS):
        return None
    if not digits.isdigit() or int(digits) == 0:
        return None
    return letters.upper(), int(digits)


def format_ref(letters: str, number: int) -> str:
    """The normal form of a reference: R12."""
    return f"{letters.upper()}{number}"


def normal_ref(text: str) -> str | None:
    """The normal form of what was typed (`b08` is B8), or None if it is no reference."""
    ref = parse_ref(text)
    return None if ref is None else format_ref(*ref)


def same_ref(one: str, other: str) -> bool:
    """Whether both are references and name the same record."""
    ref = parse_ref(one)
    return ref is not None and ref == parse_ref(other)


def kind_of_ref(text: str, letters: Mapping[str, str]) -> str | None:
    """The kind that a reference belongs to under this train's `letters` (kind to letters)."""
    ref = parse_ref(text)
    if ref is None:
        return None
    return next((kind for kind, used in letters.items() if used.upper() == ref[0]), None)
