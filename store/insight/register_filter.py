"""The filter language of the registers: what was typed, as conditions that a record meets or not.

Words divided by spaces all have to be found; `"two words"` are one, `-word` must not be there.
`team:DRE`, `age>30` and their like are precise. What cannot be read is said in one sentence, and
the rest still filters: whoever types is never stopped.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from store.domain.dates import parse_due
from store.domain.refs import normal_ref, parse_ref
from store.errors import UsageFault
from store.insight.register_text import begins_letter, number_of, plain

HERE, ALL, ARCHIVED = "here", "all", "archived"
"""Of this planning interval and older ones still open; of every one; only what is put away."""

NAMED = ("team", "owner", "letter", "state", "level", "pi", "event", "ref", "nature", "for")
STANDS = ("open", "done", "overdue", "owing")
"""What `is:` says of a record; `all` and `archived` say where to look."""
IS = (*STANDS, ALL, ARCHIVED)
NUMBERS = ("age", "exposure", "bv")
COMPARED = (*NUMBERS, "due")
OPERATORS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    ":": operator.eq,
}
_PART = re.compile(r'(-?)((?:[a-z]+(?::|[<>]=?|=))?)(?:"([^"]*)(?:"|$)|(\S*))', re.IGNORECASE)
_NAME = re.compile(r"([a-z]+)(:|[<>]=?|=)", re.IGNORECASE)
MAX_CHARS = 400
"""Characters of a filter that are read; nothing unbounded is."""


@dataclass(frozen=True, slots=True)
class Has:
    """A plain string that a record's words contain, or its tags."""

    needle: str
    tags: bool = False
    without: bool = False


@dataclass(frozen=True, slots=True)
class Compares:
    """A figure of a record against a number; a record without that figure never meets it."""

    figure: str
    sign: str
    number: int
    without: bool = False


@dataclass(frozen=True, slots=True)
class Stands:
    """open, done, overdue or owing its verdict."""

    how: str
    without: bool = False


Term = Has | Compares | Stands


@dataclass(frozen=True, slots=True)
class Filter:
    """What was understood of a filter's text."""

    terms: tuple[Term, ...] = ()
    scope: str = HERE
    faults: tuple[str, ...] = ()
    """What could not be read: one sentence each."""
    number: int | None = None
    """Number of the reference that a word names whole: its record comes first."""
    begins: str = ""
    """First digits of a reference: records with such numbers come next."""
    code: int | None = None
    """Number of the reference whose short code a word is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a filter mean today, in this train."""

    today: date
    iterations: Sequence[tuple[str, date, date]] = ()
    teams: frozenset[str] = frozenset()
    """Plain ids and names of the teams: one of them whole is meant exactly."""
    letters: str = ""
    """First letters of the references looked through; "" takes any."""


def parse_filter(text: str, reading: Reading) -> Filter:
    """The conditions in `text`. Never refuses: see `Filter.faults`."""
    terms: list[Term] = []
    faults: list[str] = []
    scope = HERE
    words: list[str] = []
    for found in _PART.finditer(text[:MAX_CHARS]):
        if not found[0].strip():
            continue
        without, name, quoted = bool(found[1]), found[2], found[3]
        value = plain(" ".join((quoted if quoted is not None else found[4]).split()))
        known = _NAME.fullmatch(name)
        field, sign = (known[1].lower(), known[2]) if known else ("", "")
        if field == "is" and sign == ":" and value in (ALL, ARCHIVED) and not without:
            scope = value
        elif field == "is" and sign == ":":
            _add(terms, faults, _stands(value, without))
        elif field in COMPARED:
            _add(terms, faults, _compares(field, sign, value, without, reading))
        elif field in NAMED and sign == ":":
            if value:
                terms.append(Has(_tag(field, value, reading), tags=True, without=without))
        elif word := plain(name) + value:
            terms.append(Has(begins_letter(word), without=without))
            if not without:
                words.append(word)
    number, begins, code = _reference(words, reading.letters)
    return Filter(tuple(terms), scope, tuple(faults), number, begins, code)


def _add(terms: list[Term], faults: list[str], found: Term | str) -> None:
    if isinstance(found, str):
        faults.append(found)
    else:
        terms.append(found)


def _stands(value: str, without: bool) -> Term | str:
    if value in STANDS:
        return Stands(value, without)
    return f"is: takes {', '.join(IS[:-1])} or {IS[-1]}."


def _compares(field: str, sign: str, value: str, without: bool, reading: Reading) -> Compares | str:
    if field == "due":
        try:
            number = parse_due(value, reading.today, reading.iterations).date.toordinal()
        except UsageFault:
            return "due takes a day, such as due<fri, due>=2026-11-20 or due:today."
    elif value.isascii() and value.isdigit() and len(value) < 8:
        number = int(value)
    else:
        return f"{field} takes a whole number, such as {field}>12."
    return Compares(field, sign, number, without)


def _tag(field: str, value: str, reading: Reading) -> str:
    """`\\nteam:dre\\n` for what is meant whole, `\\nowner:sm` for what begins so."""
    if field == "ref":
        return f"\nref:{plain(normal_ref(value) or value)}\n"
    whole = field in ("pi", "event", "for") or (field == "team" and value in reading.teams)
    if field == "letter":
        whole, value = len(value) == 1, "u" if value == "?" else value
    return f"\n{field}:{value}" + ("\n" if whole else "")


def _reference(words: Sequence[str], letters: str) -> tuple[int | None, str, int | None]:
    """The reference that the only word of a filter may name."""
    if len(words) != 1:
        return None, "", None
    word = words[0].removeprefix("#")
    if word.isascii() and word.isdigit() and len(word) <= 6:
        begins = word.lstrip("0")
    else:
        found = parse_ref(word)
        begins = str(found[1]) if found and (not letters or found[0] == letters) else ""
    return (int(begins) if begins else None), begins, number_of(word)


def meets(term: Term, words: str, tags: str, figures: Mapping[str, int | bool | None]) -> bool:
    """Whether one record meets one condition: the meaning, record by record.

    `Search` asks the same of thousands at a time; a test holds both together.
    """
    if isinstance(term, Has):
        found = term.needle in (tags if term.tags else words)
    elif isinstance(term, Stands):
        found = bool(figures[term.how])
    else:
        figure = figures[term.figure]
        found = figure is not None and OPERATORS[term.sign](figure, term.number)
    return found is not term.without
