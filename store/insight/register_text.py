"""What a filter looks into: each record's words as one plain string, and its facts as tags.

Plain means without case and accents, so that `sao` finds São. Fields are divided by line breaks,
which no word contains: a phrase never runs from one field into the next.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.refs import normal_ref
from store.insight.risks import LETTERS

FIRST_CODE = 1000
"""References from here on have a short code: up to 999 they are three digits themselves."""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LETTERS = 26
_PLACE = 36
LAST_CODE = FIRST_CODE + _LETTERS * _PLACE * _PLACE - 1

UNTOLD = frozenset(("id", "at", "by", "rev", "minute", "step", "answered", "p", "i", "order"))
"""Fields that are no words, and who recorded it: nobody is looked up by what they typed."""
TEAM_FIELDS = ("team", "provider", "consumer")
TAGGED = ("owner", "state", "level", "pi", "event", "nature")
"""Fields that a filter can name, besides team, letter and reference."""

BEGINS = 4
"""Characters of a letter's word that are searched. A word of the console is found by how it begins
and by nothing else of it: `gate` is no way to ask for everything that is mitigated."""
_LETTER_WORDS = tuple(plain_word[2:].lower() for plain_word in LETTERS.values())

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def plain(text: str) -> str:
    """`text` as it is searched: no case, no accents, compatible forms of one letter are one."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def begins_letter(word: str) -> str:
    """What is searched for `word`: of a letter's word, or how it begins, its first characters."""
    if len(word) > BEGINS and any(full.startswith(word) for full in _LETTER_WORDS):
        return word[:BEGINS]
    return word


def short_code(number: int) -> str:
    """`a00` for 1000 to `zzz` for 34,695: a letter, then two digits to the base 36; else ""."""
    if not FIRST_CODE <= number <= LAST_CODE:
        return ""
    first, rest = divmod(number - FIRST_CODE, _PLACE * _PLACE)
    return chr(ord("a") + first) + DIGITS[rest // _PLACE] + DIGITS[rest % _PLACE]


def number_of(code: str) -> int | None:
    """The number of a reference by its short code, or None if it is none."""
    if not re.fullmatch("[a-z][0-9a-z]{2}", code):
        return None
    first, second, third = ord(code[0]) - ord("a"), DIGITS.index(code[1]), DIGITS.index(code[2])
    return FIRST_CODE + (first * _PLACE + second) * _PLACE + third


@lru_cache(maxsize=8192)
def _said_day(text: str) -> str:
    found = day(text)
    return plain(say_day(found)) + "\n" + text if found else text


def _texts(value: object) -> Iterator[str]:
    """Every word in a stored value, dates as people see them."""
    if isinstance(value, str):
        if len(value) == 10 and _DAY.fullmatch(value):
            yield _said_day(value)
        else:
            yield value
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)


def team_ids(doc: Mapping[str, Any]) -> list[str]:
    """The teams that a record names, by their ids."""
    found = [str(doc[field]) for field in TEAM_FIELDS if doc.get(field)]
    others = doc.get("teams")
    return [*found, *map(str, others)] if others else found


def words_of(
    kind: str,
    doc: Mapping[str, Any],
    names: Mapping[str, str],
    age: int | None,
    exposure: int | None,
) -> str:
    """All that people can read of a record, in plain form. `names`: teams by their ids."""
    parts: list[str] = []
    for field, value in doc.items():
        if field in UNTOLD:
            continue
        if type(value) is str and not (len(value) == 10 and value[4] == "-"):
            parts.append(value)
        elif type(value) is not int and type(value) is not bool:
            parts.extend(_texts(value))
    parts += [names[team] for team in team_ids(doc) if team in names]
    if kind == "risk":
        parts.append(LETTERS.get(str(doc.get("roam", "U")), "")[: 2 + BEGINS])
    if age is not None:
        parts.append(f"{age} d")
    if exposure is not None:
        parts.append(f"exposure {exposure}")
    if (bv := doc.get("bv")) is not None:
        parts.append(f"BV {bv}")
    return plain("\n".join(parts))


def tags_of(kind: str, doc: Mapping[str, Any], names: Mapping[str, str], state: str) -> str:
    """The facts that a filter can name, as `\\nteam:dre\\n`; `state` where none is stored."""
    parts = [f"ref:{normal_ref(str(doc.get('ref', ''))) or ''}"]
    for team in team_ids(doc):
        parts.append(f"team:{team}")
        if team in names:
            parts.append(f"team:{names[team]}")
    for field in TAGGED:
        value = doc.get(field) or (state if field == "state" else None)
        if value:
            parts.append(f"{field}:{value}")
    if meant := doc.get("meant_for"):
        parts.append(f"for:{meant}")
    if kind == "risk":
        letter = str(doc.get("roam", "U"))
        word = LETTERS.get(letter, letter)
        parts += [f"letter:{letter}", f"letter:{word}", f"letter:{word[2:]}"]
    return "\n" + plain("\n".join(parts)) + "\n"
