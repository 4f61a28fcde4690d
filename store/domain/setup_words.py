"""What a train is set up from, as people type it: teams, roles, first day.

Each reader gives values, or one sentence that says what to write instead. What is read can be said
again in the same form, so that a field shows what it would take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from store.domain.dates import parse_due
from store.domain.text import clean
from store.domain.words import plural
from store.errors import UsageFault

MAX_NAME = 60
MAX_TEAMS = 60
MAX_PEOPLE = 999
MAX_SHORT = 12
MAX_ROLES = 60
TEAMS_EXAMPLE = "Anchor ANC 8, Beacon BEA 7"
_SHORT = "[A-Z][A-Z0-9-]{0,11}"
_RESERVED = ("ART", "IP")
"""Short ids that mean something else where people type a team."""


@dataclass(frozen=True, slots=True)
class TeamWords:
    """A team as it was typed; `short` is made from the name where none was given."""

    name: str
    short: str
    people: int | None = None

    @property
    def said(self) -> str:
        """`Anchor ANC 8`."""
        people = "" if self.people is None else f" {self.people}"
        return f"{self.name} {self.short}{people}"


def read_name(text: str, what: str) -> str:
    """Words of at most `MAX_NAME` characters; `what` is what has to have a name."""
    name = clean(text)
    if not name:
        raise UsageFault(f"{what} needs a name.")
    if len(name) > MAX_NAME:
        raise UsageFault(f"{what} is called in at most {MAX_NAME} characters, not {len(name)}.")
    return name


def read_teams(text: str, taken: Iterable[str] = ()) -> tuple[TeamWords, ...]:
    """Teams between commas or on lines: a name, a short id and the number of people if wanted.

    `taken` are short ids that are in use already. Refuses two teams of one name or one id.
    """
    parts = [p for p in re.split(r"[,;\n]", clean(text, block=True)) if clean(p)]
    if not parts:
        raise UsageFault(f"A train has at least one team: write {TEAMS_EXAMPLE}.")
    if len(parts) > MAX_TEAMS:
        raise UsageFault(f"A train has at most {MAX_TEAMS} teams, and these are {len(parts)}.")
    split = [_split(clean(part)) for part in parts]
    used = {short.upper() for short in taken}
    _refuse_twice([short for _, short, _ in split if short], "the short id")
    _refuse_twice([name for name, _, _ in split], "the name")
    clash = next((short for _, short, _ in split if short in used), None)
    if clash is not None:
        raise UsageFault(f"{clash} is the short id of another team already. Choose another one.")
    used |= {short for _, short, _ in split if short}
    teams: list[TeamWords] = []
    for name, short, people in split:
        made = short or made_short(name, used)
        used.add(made)
        teams.append(TeamWords(name, made, people))
    return tuple(teams)


def _split(part: str) -> tuple[str, str, int | None]:
    """Name, short id or "", and people of one team."""
    words = part.split()
    people: int | None = None
    if len(words) > 1 and re.fullmatch("[0-9]{1,6}", words[-1]):
        people = int(words.pop())
        if people > MAX_PEOPLE:
            raise UsageFault(f"{part[:40]!r}: a team has at most {MAX_PEOPLE} people.")
    short = ""
    if len(words) > 1 and re.fullmatch(_SHORT, words[-1]):
        short = read_short(words.pop())
    return read_name(" ".join(words), "A team"), short, people


def read_short(text: str) -> str:
    """A short id in upper case: what people type behind @."""
    short = clean(text).upper()
    if not re.fullmatch(_SHORT, short) or short in _RESERVED:
        raise UsageFault(
            f"{text[:40]!r} cannot be a short id: letters, digits and hyphens, at most "
            f"{MAX_SHORT}, a letter first, and not {' or '.join(_RESERVED)}. Write one like ANC."
        )
    return short


def _refuse_twice(values: Sequence[str], what: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value.casefold() in seen:
            raise UsageFault(f"Two teams would have {what} {value[:40]}. Give each its own.")
        seen.add(value.casefold())


def made_short(name: str, used: Iterable[str]) -> str:
    """A short id for a team that was given none: its first letters, or T and a number."""
    taken = {*used, *_RESERVED}
    words = re.findall("[A-Za-z0-9]+", name.upper())
    letters = "".join(words).lstrip("0123456789")
    initials = "".join(word[0] for word in words).lstrip("0123456789")
    candidates = [letters[:3], initials[:3], letters[:4], letters[:5]]
    # One letter of the id stands for the name, the next for another of its letters.
    candidates += [letters[:2] + letter for letter in letters[3:]]
    for one in candidates:
        if len(one) >= 2 and one not in taken:
            return one
    number = 1
    while f"T{number}" in taken:
        number += 1
    return f"T{number}"


def read_roles(text: str) -> tuple[str, ...]:
    """Roles between commas, each once, in the order given; none is allowed."""
    roles: dict[str, str] = {}
    for part in clean(text).split(","):
        if role := clean(part):
            roles.setdefault(role.casefold(), read_name(role, "A role"))
    if len(roles) > MAX_ROLES:
        raise UsageFault(f"A train has at most {MAX_ROLES} roles, and these are {len(roles)}.")
    return tuple(roles.values())


def read_start(text: str, today: date) -> date:
    """The first day of a planning interval: as a due date is typed, but it may be past.

    A day and a month without a year are the nearest such day, before or after today.
    """
    found = parse_due(text, today).date
    if abs((found - today).days) <= 183 or re.search("[0-9]{4}", text):
        return found
    try:
        before = parse_due(f"{text} {found.year - 1}", today).date
    except UsageFault:
        return found
    return min(found, before, key=lambda d: abs((d - today).days))


def say_teams(teams: Sequence[TeamWords]) -> str:
    """The teams as they are typed."""
    return ", ".join(team.said for team in teams)


def count_teams(teams: Sequence[TeamWords]) -> str:
    """`2 teams, 15 people`; people only where every team says so."""
    counts = [team.people for team in teams]
    known = [n for n in counts if n is not None]
    people = f", {sum(known)} people" if known and len(known) == len(counts) else ""
    return f"{plural(len(teams), 'team')}{people}"
