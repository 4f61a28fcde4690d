"""Records by planning interval, looked up once for a snapshot; and figures said in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar, cast

from store.domain.calendar import day
from store.domain.records import PlanningInterval, Record
from store.domain.words import plural
from store.insight.measured import NO_DATA, NOT_DEFINED, Figure
from store.insight.snapshot import Snapshot

R = TypeVar("R", bound=Record)
F = TypeVar("F")
Trend = tuple[tuple[str, float | None], ...]


def within(snap: Snapshot, kind: type[R], name: str, pi: str) -> Sequence[R]:
    """Records of a kind that belong to an interval, as `Snapshot.in_interval` says.

    Ten intervals of one measure look at every record once, not ten times.
    """
    known: dict[str, dict[str, list[Record]]] = snap.memo.setdefault("by interval", {})
    if name not in known:
        found: dict[str, list[Record]] = {}
        for record in snap.of(kind, name):
            for where in _intervals_of(snap, record):
                found.setdefault(where, []).append(record)
        known[name] = found
    return cast("Sequence[R]", known[name].get(pi, ()))


def _intervals_of(snap: Snapshot, record: Record) -> set[str]:
    found = set(record.carried)
    if record.pi is not None or snap.pi is None:
        found.add(record.pi or "")
    elif snap.in_interval(record, snap.pi_name):
        found.add(snap.pi_name)
    return found


def once(snap: Snapshot, key: tuple[str, ...], work: Callable[[], F]) -> F:
    """What `work` gives, worked out once for a snapshot."""
    known: dict[tuple[str, ...], F] = snap.memo.setdefault("worked out", {})
    if key not in known:
        known[key] = work()
    return known[key]


def name_of(snap: Snapshot, pi: str | None) -> str:
    """The interval that is asked for: the current one for None."""
    return snap.pi_name if pi is None else pi


def interval_called(snap: Snapshot, name: str) -> PlanningInterval | None:
    """The planning interval of this name; None where it is not on record."""
    known = once(snap, ("intervals",), lambda: {pi.short: pi for pi in snap.intervals})
    return known.get(name)


def up_to(snap: Snapshot, pi: str) -> tuple[str, ...]:
    """Names of the intervals that have begun, oldest first, up to and with `pi`."""

    def work() -> tuple[str, ...]:
        today = snap.today.isoformat()
        found = [one for one in snap.intervals if not one.start or one.start <= today]
        return tuple(one.short for one in found)

    names = once(snap, ("begun",), work)
    return names[: names.index(pi) + 1] if pi in names else (*names, pi) if pi else names


def trend_of(snap: Snapshot, pi: str, figure: Callable[[Snapshot, str], Figure]) -> Trend:
    """The figure of each interval up to `pi`; None where an interval has none."""
    return tuple((name, figure(snap, name).value) for name in up_to(snap, pi))


def has_days(snap: Snapshot, pi: str) -> bool:
    """Whether it is on record when an interval was: of one without days nothing is known by day."""
    interval = interval_called(snap, pi)
    return pi == snap.pi_name or bool(interval and day(interval.start) and day(interval.end))


def last_day(snap: Snapshot, pi: str) -> date:
    """The last day of an interval that has passed: its end, or today where it still runs."""
    interval = interval_called(snap, pi)
    end = day(interval.end) if interval else None
    return min(end, snap.today) if end else snap.today


# -- words


def number(value: float, places: int = 1) -> str:
    """`2`, `2.5`: rounded half up, without a zero behind the point."""
    factor = 10**places
    # A hair is added: 83.85 is a little less than it says when it is a float.
    rounded = int(abs(value) * factor + 0.5 + 1e-9) / factor
    said = f"{rounded:.{places}f}"
    said = said.rstrip("0").rstrip(".") if "." in said else said
    return f"−{said}" if value < 0 and rounded else said


def percent(value: float) -> str:
    """`96.4 %`: always one place, rounded half up."""
    return f"{int(value * 10 + 0.5 + 1e-9) / 10:.1f} %"


def share(part: float, whole: float, nothing: str, n: int | None = None) -> Figure:
    """A share in percent; without a whole there is no data, and `nothing` says of what."""
    if not whole:
        return no_data(nothing, "%")
    value = 100 * part / whole
    return Figure(value, percent(value), "%", int(whole) if n is None else n)


def days(value: float | None, n: int, nothing: str) -> Figure:
    """A span in days."""
    if value is None:
        return no_data(nothing, "d")
    return Figure(value, f"{number(value)} d", "d", n)


def count(value: int, n: int, one: str, many: str = "") -> Figure:
    """A number of things that were really counted: here zero is a fact."""
    return Figure(float(value), plural(value, one, many or f"{one}s"), "", n)


def no_data(why: str, unit: str = "") -> Figure:
    """Nothing is on record; never a zero."""
    return Figure(None, NO_DATA, unit, 0, why)


def not_defined(why: str, unit: str = "") -> Figure:
    """The formula has no answer here, like a share of nothing."""
    return Figure(None, NOT_DEFINED, unit, 0, why)
