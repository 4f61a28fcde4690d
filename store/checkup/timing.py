"""Clocks and zones: whether the machine's time can be believed, and the train's zone is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

from store.checkup.finding import Finding, note, ok, problem
from store.domain.words import span
from store.state import State

MINUTE_MS = 60_000
EARLIEST_MS = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp() * 1000)
"""Before this no machine of ours was ever run: its clock was never set."""


@dataclass(frozen=True, slots=True)
class Times:
    """What the machine and the store say. Moments in milliseconds since 1970 UTC."""

    now: int
    boot: str = ""
    up: int | None = None
    """Which run of the machine this is, and its milliseconds; None where it does not tell."""
    noted: tuple[int, int] | None = None
    """The latest moment of this run that an event noted: its time, and `up` then."""
    latest: int | None = None
    """When the newest entry was written."""
    stated: str = ""
    """What RTE_NOW or --as-of say."""
    shift_ms: int = 0
    """How far the store's clock is set off; a demo's is."""
    shift_fault: str = ""
    zone: str = ""
    """The train's; "" without a train."""
    zone_known: bool = True
    tz: str = ""
    """The variable TZ."""
    tz_known: bool = True
    database: bool = True
    """Whether this machine or the package tzdata has the zones."""


def noted_in(state: State, boot: str) -> tuple[int, int] | None:
    """Time and counter of the latest clock fact of this run of the machine."""
    found = [
        (doc["at"], doc["up"])
        for doc in state.tables.get("moment", {}).values()
        if doc.get("boot") == boot
        and isinstance(doc.get("up"), int)
        and isinstance(doc.get("at"), int)
    ]
    return max(found, default=None)


def zone_known(name: str) -> bool:
    """Whether the zone database has a zone of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def has_database() -> bool:
    """Whether there is a zone database at all."""
    return zone_known("Europe/Lisbon")


def database_places() -> str:
    """Where the system's zones would be."""
    return ", ".join(TZPATH)


def judge_times(found: Times) -> list[Finding]:
    """Whether times that the console says are right."""
    clock = [*_of_clock(found)]
    zone = [*_of_zone(found)]
    return [
        *(clock or [ok("clock", "It agrees with the journal and with the machine's counter.")]),
        *(zone or [ok("zone", f"{found.zone or 'no train yet'}, known to the zone database.")]),
    ]


def _of_clock(found: Times) -> Iterator[Finding]:
    if found.stated:
        yield note(
            "clock",
            "RTE_NOW is set: everything is answered as of that moment, not of now.",
            "unset RTE_NOW",
        )
    if found.shift_fault:
        yield problem("clock", found.shift_fault, "write what it says, or remove the file")
    elif found.shift_ms:
        yield note("clock", "The clock of this store is set off, as that of a demo is.")
    if found.now < EARLIEST_MS:
        yield problem(
            "clock",
            f"The machine says that it is {_day(found.now)}.",
            "an administrator sets the clock: timedatectl set-ntp true",
        )
    elif found.latest is not None and not found.shift_ms and not found.stated:
        ahead = found.latest - found.now
        if ahead > 2 * MINUTE_MS:
            yield problem(
                "clock",
                f"The newest entry is {span(ahead)} ahead of the machine's clock: one of the two "
                "was wrong.",
                "compare with another clock; an administrator types: timedatectl set-ntp true",
            )
    yield from _of_jump(found)


def _of_jump(found: Times) -> Iterator[Finding]:
    if found.noted is None or found.up is None or found.shift_ms or found.stated:
        return
    at, up = found.noted
    jump = (found.now - at) - (found.up - up)
    if abs(jump) > MINUTE_MS:
        way = "forward" if jump > 0 else "back"
        yield note(
            "clock",
            f"The machine's clock was set {way} by {span(jump)} since an event noted a time. The "
            "event's clock counts with the machine's counter and is right.",
        )


def _of_zone(found: Times) -> Iterator[Finding]:
    if not found.database:
        yield problem(
            "zone",
            f"There is no zone database, neither in {database_places()} nor as the package tzdata.",
            "install one: pip install tzdata, or the system's package tzdata",
        )
        return
    if found.zone and not found.zone_known:
        yield problem(
            "zone",
            f"The train's zone {found.zone} is not in the zone database of this machine.",
            "bring it up to date: pip install -U tzdata; or set the zone on the setup screen",
        )
    if found.tz and not found.tz_known:
        yield note(
            "zone",
            "TZ names no zone that there is; other programs then show UTC. The console shows the "
            "train's zone.",
            "set TZ to a name like Europe/Lisbon, or unset it",
        )


def _day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%-d %b %Y")
