"""One open train: what use-cases work on, and what screens and commands read from.

A ledger joins a store, a person and a clock. It reads records as immutable values, and it offers
`change`, the one way to write: everything a use-case does inside one `with ledger.change(...)`
becomes one entry of the log, all or nothing, and is on disk when the block ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from store.domain.births import Stamp
from store.domain.calendar import current, iteration_on
from store.domain.clock import Face, Phase
from store.domain.event_clock import event_face
from store.domain.kinds import LETTERS
from store.domain.records import TYPES, Event, PlanningInterval, Record, Team, Train
from store.domain.refs import format_ref, kind_of_ref, parse_ref
from store.domain.text import clean
from store.domain.wall_clock import wall_moment
from store.errors import RuleBroken, UsageFault
from store.insight.references import References
from store.insight.snapshot import Snapshot
from store.ledger.change import Change as Change
from store.ledger.change import refuse_changed
from store.ledger.views import Kinds, Views
from store.tiny.db import JournalDB

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass

R = TypeVar("R", bound=Record)
Now = Callable[[], datetime]
Uptime = Callable[[], tuple[str, int] | None]
"""Which run of the machine, and the milliseconds since it began; None where it cannot be told."""


def utc_now() -> datetime:
    """The machine's clock, aware, in UTC."""
    return datetime.now(UTC)


class Ledger:
    """A train's records as one person sees and changes them.

    `who` is the role or login that changes are stamped with, `now` the injected clock.
    """

    def __init__(self, db: JournalDB, *, who: str | None, now: Now = utc_now) -> None:
        self.db = db
        self.who = who
        self.now = now
        self.uptime: Uptime = lambda: None
        """The machine's own counter; whoever opens a store on the real clock sets it."""
        self.views = Views(db.state)
        self.references = References(db.state)
        self.thresholds: Mapping[str, float] = {}
        """Settings of the signals of whoever opened it, where they differ from the usual ones."""
        self.nameless = 0
        """Number of the newest entry that was written from here without a name; 0 for none. Only
        in memory: on disk nothing tells whose it was."""
        self.terminal: str | None = None
        """Name of the terminal this is used at, while it is there; None for a shell command."""
        self.is_here: Callable[[str], bool] = lambda _: False
        """Whether a terminal of this name is there now; whoever opens a store sets it."""
        self._kept: dict[str, Any] = {}
        self.on_saved: list[Callable[[], None]] = []
        """Called after each change of this ledger is on disk."""
        db.now_ms = lambda: self.now_ms

    @property
    def now_ms(self) -> int:
        """Now, in milliseconds since 1970 UTC."""
        return int(self.now().timestamp() * 1000)

    @property
    def train(self) -> Train | None:
        """The train, or None in a store where none was set up yet."""
        return next((t for t in self.views.all("train") if isinstance(t, Train)), None)

    @property
    def zone(self) -> ZoneInfo:
        """The train's zone; UTC if it has none that this machine knows."""
        train = self.train
        try:
            return ZoneInfo(train.zone if train else "UTC")
        except (ValueError, OSError, KeyError):
            return ZoneInfo("UTC")

    @property
    def today(self) -> date:
        """The day in the train's zone."""
        return self.now().astimezone(self.zone).date()

    @property
    def letters(self) -> dict[str, str]:
        """Reference letters of each kind in this train."""
        train = self.train
        return {**LETTERS, **(train.letters or {})} if train else LETTERS

    @property
    def pi(self) -> PlanningInterval | None:
        """The current planning interval."""
        return current(self.intervals, self.today)

    @property
    def intervals(self) -> list[PlanningInterval]:
        """Planning intervals by their start."""
        found = [p for p in self.views.all("pi") if isinstance(p, PlanningInterval)]
        return sorted(found, key=lambda p: p.start)

    @property
    def teams(self) -> list[Team]:
        """Teams of the train in its own order, without those that were retired."""
        found = [t for t in self.views.all("team") if isinstance(t, Team) and not t.retired]
        return sorted(found, key=lambda t: (t.order, t.short))

    def catch_up(self) -> bool:
        """Take in what others wrote; True if there was anything."""
        return self.db.catch_up()

    def face(self, event: Event) -> Face:
        """The clock of an event at this moment."""
        return self._reader()(event, self.views.moments(event.ref))

    def _reader(self) -> Callable[[Event, Sequence[Mapping[str, Any]]], Face]:
        """Reads the clock of an event as it stands at this moment, also when asked later."""
        zone, now, uptime = self.zone, self.now_ms, self.uptime()

        def read(event: Event, moments: Sequence[Mapping[str, Any]]) -> Face:
            return event_face(event, moments, now, zone, uptime)

        return read

    @property
    def running(self) -> Event | None:
        """The event that has begun and is not closed; None if there is none."""
        return self.views.open_event()

    def snapshot(self) -> Snapshot:
        """Everything as of now, for lists and screens."""
        pi = self.pi
        return Snapshot(
            now=self.now_ms,
            zone=self.zone,
            train=self.train,
            pi=pi,
            iteration=iteration_on(pi, self.today) if pi else None,
            records=Kinds(self.views),
            faces=self.views.faces(self._reader()),
            running=self.running,
            thresholds=self.thresholds,
            kept=self._kept,
        )

    def find(self, text: str) -> tuple[str, Record]:
        """Kind and record of a reference as typed (`b8` finds B08). Raises `UsageFault`."""
        shown = clean(text)[:20]
        wanted = parse_ref(text.strip().lstrip("#"))
        if wanted is None:
            raise UsageFault(f"{shown!r} is not a reference. Type one like R12 or I7.")
        likely = kind_of_ref(format_ref(*wanted), self.letters)
        for name in sorted(TYPES, key=lambda kind: kind != likely):
            found = self.views.by_ref(name, wanted)
            if found:
                return name, found
        raise UsageFault(f"There is no {format_ref(*wanted)} in this train. See: rte list risk")

    def the(self, cls: type[R], ref: str, rev: int | None = None) -> R:
        """The record of this type with this reference. `UsageFault` if there is none, or another.

        The type stands for its kind, so the sentence can say what was named instead. With `rev`
        it is the record as its caller saw it, else `ChangedMeanwhile`: a rule that speaks of a
        state that nobody has seen helps nobody.
        """
        kind, found = self.find(ref)
        if not isinstance(found, cls):
            wanted = next(name for name, known in TYPES.items() if known is cls)
            raise UsageFault(f"{found.ref} is no {wanted} ({kind}). See: rte list {wanted}")
        refuse_changed(found.ref, found.rev, rev)
        return found

    def called(self, ref: str) -> str | None:
        """A reference as its record is called in this train (B07 for B7); None for no record."""
        try:
            return self.find(ref)[1].ref
        except UsageFault:
            return None

    def has(self, ref: str) -> bool:
        """Whether a record with this reference exists now."""
        return self.called(ref) is not None

    def stamp(self, by: str | None) -> Stamp:
        """Where and when something captured at this moment belongs."""
        now, pi, event = self.now_ms, self.pi, self.running
        stamp = Stamp(now, self.today.isoformat(), by=by, pi=pi.short if pi else None)
        if event:
            seen = self.face(event)
            stamp.pi = event.pi or stamp.pi
            if seen.phase is not Phase.READY and seen.step:
                stamp.event, stamp.step, stamp.minute = event.ref, seen.step.key, seen.minute
                floor = seen.floor.item if seen.floor else ""
                stamp.item = floor if kind_of_ref(floor, self.letters) == "demo" else None
        return stamp

    def _beginning(self, stamp: Stamp) -> int:
        """When the event of a stamp began, or its day in the train's zone."""
        began = self.views.moments(stamp.event)[:1] if stamp.event else ()
        for moment in began:
            return int(moment["at"])
        return wall_moment(self.today, "00:00", self.zone)

    @contextmanager
    def change(self, do: str, *, anonymous: bool = False) -> Iterator[Change]:
        """Write one use-case: everything inside is one entry of the log, or nothing is.

        Inside, all that others wrote has been taken in and nobody else can write. An `anonymous`
        one carries nobody's name, no step and no minute, and the moment at which its event began.
        """
        by = None if anonymous else self.who
        with self.db.transaction(do=do, by=by) as transaction:
            stamp = self.stamp(by)
            if anonymous:
                stamp.blurred(self._beginning(stamp))
            transaction.where = stamp.where
            transaction.at = stamp.at
            yield Change(self, transaction, stamp, anonymous=anonymous)
        if anonymous and transaction.entry is not None:
            self.nameless = int(transaction.entry["n"])
        for heard in self.on_saved:
            heard()

    def require_train(self) -> Train:
        """The train, or the refusal that says how to get one."""
        train = self.train
        if train is None:
            raise RuleBroken(
                "This store holds no train yet. Set one up: rte init. Or bring one in: "
                "rte import FILE."
            )
        return train
