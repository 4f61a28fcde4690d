"""Which moment it is for this process: the real one, or a stated one that goes on ticking.

`--as-of` or RTE_NOW name the moment at which the process begins. A store folder may hold a
`clock.json` instead, `{"shift_ms": ...}`: the demo writes it, so that every terminal on that store
sees the same shifted clock.
"""

from __future__ import annotations

import os
import time

from store import lean_json
from store.errors import Damaged, NoRights

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo

CLOCK = "clock.json"
MAX_SHIFT_MS = 200 * 366 * 86_400_000
"""Two centuries: beyond them no calendar of ours counts."""


def stated(as_of: str | None) -> str | None:
    """The moment that was asked for, by option or environment; None for the clock as it is."""
    return as_of or os.environ.get("RTE_NOW") or None


def store_shift(folder: str | os.PathLike[str]) -> int:
    """Milliseconds by which the clock of this store is shifted, 0 for nearly all of them."""
    path = os.path.join(folder, CLOCK)
    try:
        with open(path, "rb") as file:
            shift = lean_json.loads(file.read(256))["shift_ms"]
    except FileNotFoundError:
        return 0
    except PermissionError:
        raise NoRights(f"{path} cannot be read by this user. Ask the owner of the store.") from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        shift = None
    if type(shift) is not int or abs(shift) > MAX_SHIFT_MS:
        raise Damaged(f'{path} cannot be read; write {{"shift_ms": 0}} into it, or remove it.')
    return shift


def write_shift(folder: str | os.PathLike[str], shift_ms: int) -> None:
    """Shift the clock of a store for everybody who opens it."""
    with open(os.path.join(folder, CLOCK), "x", encoding="ascii") as file:
        file.write(lean_json.dumps({"shift_ms": shift_ms}))


def real_ms() -> int:
    """The machine's clock, milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def uptime() -> tuple[str, int] | None:
    """Which run of the machine this is, and its milliseconds, sleep included; None if unknown.

    A clock that is set changes neither, so that the time between two moments stays right. Linux
    tells both; elsewhere the machine's clock is believed.
    """
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            boot = file.read(8)
        return boot, time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    except (OSError, AttributeError, UnicodeDecodeError):
        return None


def uptime_for(as_of: str | None) -> Callable[[], tuple[str, int] | None]:
    """The machine's counter; none where the moment is a stated one: that is not the machine's."""
    return (lambda: None) if stated(as_of) else uptime


def shift_to(moment: str, zone: Callable[[], tzinfo]) -> int:
    """Milliseconds from the real clock to a moment as typed; `zone` is asked if it names none."""
    from store.domain.dates import read_moment

    found = read_moment(moment)
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone())
    return round(found.timestamp() * 1000) - real_ms()


def clock_for(
    folder: str | os.PathLike[str],
    as_of: str | None,
    zone: Callable[[], tzinfo] | None = None,
) -> Callable[[], datetime]:
    """The clock of a process that works on the store in `folder`: aware moments in UTC.

    `as_of` is what --as-of said, if anything. A moment without a zone is in the train's; `zone`
    gives it, or else the store is opened to ask.
    """
    from datetime import UTC, datetime, timedelta

    moment = stated(as_of)
    if moment:
        shift = shift_to(moment, zone or (lambda: _zone_of(folder)))
    else:
        shift = store_shift(folder)
    ahead = timedelta(milliseconds=shift)
    return lambda: datetime.now(UTC) + ahead


def faster(clock: Callable[[], datetime], speed: int, begin: datetime) -> Callable[[], datetime]:
    """A clock that shows `begin` now, and from then on runs `speed` times as fast as `clock`."""
    now = clock()
    return lambda: begin + (clock() - now) * speed


def _zone_of(folder: str | os.PathLike[str]) -> tzinfo:
    from pathlib import Path

    from store.ledger.opening import open_ledger

    ledger = open_ledger(Path(folder), who=None)
    try:
        return ledger.zone
    finally:
        ledger.db.close()
