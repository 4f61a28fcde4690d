"""The time zone of this machine, by its name in the zone database."""

from __future__ import annotations

import os
from collections.abc import Mapping

from store.errors import UsageFault
from store.exchange.zones import read_zone

LOCALTIME = "/etc/localtime"
NAMED = "/etc/timezone"
_FOLDER = "zoneinfo/"


def machine_zone(
    environ: Mapping[str, str] | None = None, localtime: str = LOCALTIME, named: str = NAMED
) -> str:
    """What TZ says, else what the system's local time is a link to, else its name in a file.

    "UTC" where none of them names a zone that the database has: a guess would be worse.
    """
    env = os.environ if environ is None else environ
    for found in (env.get("TZ", "").lstrip(":"), _linked(localtime), _written(named)):
        try:
            zone = read_zone(found.rpartition(_FOLDER)[2]) if found else ""
        except UsageFault:
            continue
        if zone:
            return "UTC" if zone in ("Etc/UTC", "Zulu", "Etc/Universal", "UCT") else zone
    return "UTC"


def _linked(path: str) -> str:
    try:
        target = os.path.realpath(path)
    except OSError:
        return ""
    return target if _FOLDER in target else ""


def _written(path: str) -> str:
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return file.read(128).strip()
    except OSError:
        return ""
