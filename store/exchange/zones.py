"""Time zones by name, as this machine's zone database has them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

from store.domain.text import clean
from store.errors import UsageFault

_ALIASES = ("Etc/", "posix/", "right/", "US/", "SystemV/")
"""Other names for zones that have one by their city."""


@cache
def _zones() -> frozenset[str]:
    """Names in the database; looking takes a tenth of a second, too long for each key."""
    return frozenset(available_timezones())


def read_zone(text: str) -> str:
    """The zone that a person means: its name in any case, or the city of just one zone."""
    wanted = clean(text)
    known = _zones()
    if wanted in known:
        return wanted
    low = wanted.casefold().replace(" ", "_")
    named = sorted(name for name in known if not name.startswith(_ALIASES))
    found = [name for name in named if name.casefold() == low]
    found = found or [name for name in named if name.rpartition("/")[2].casefold() == low]
    if len(found) == 1:
        return found[0]
    near = f" {_either(found)}?" if found else ""
    raise UsageFault(f"{wanted[:40]!r} is no time zone.{near} Write one like Europe/Lisbon or UTC.")


def _either(names: Sequence[str]) -> str:
    return " or ".join(names[:3])
