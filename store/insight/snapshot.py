"""Everything a list needs to know at one moment, as immutable values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from store.domain.clock import Face
from store.domain.records import (
    Action,
    Decision,
    Dependency,
    Dismissal,
    Event,
    FlowItem,
    Impediment,
    Improvement,
    Iteration,
    Milestone,
    Objective,
    OwnMeasure,
    PlanningInterval,
    Problem,
    Reading,
    Record,
    Risk,
    Team,
    Topic,
    Train,
)
from store.domain.wall_clock import local, time_of_day
from store.domain.words import short_date, week_date

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The train as of `now`; lists keep the order in which records were made."""

    now: int
    zone: ZoneInfo
    train: Train | None
    pi: PlanningInterval | None
    iteration: Iteration | None
    records: Mapping[str, Sequence[Record]]
    faces: Mapping[str, Face] = field(default_factory=dict)
    """Clock of each event that has one, by the event's reference."""
    running: Event | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """Settings of the signals by their names, where they differ from the usual ones."""
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out once for this moment and is asked for by row after row."""
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was made of records; handed on from one snapshot of a ledger to the next."""

    @property
    def today(self) -> date:
        """The day in the train's zone."""
        found: date | None = self.memo.get("today")
        if found is None:
            found = self.memo["today"] = self.local(self.now).date()
        return found

    def local(self, ms: int) -> datetime:
        """A moment in the train's zone."""
        return local(ms, self.zone)

    def clock_time(self, ms: int) -> str:
        """`09:14` in the train's zone."""
        return time_of_day(ms, self.zone)

    def of(self, kind: type[R], name: str, pi: str | None = None) -> list[R]:
        """Records of a kind; with `pi`, only those of that planning interval. None put away."""
        found: list[R] = self._kept(kind, name)
        return [r for r in found if pi is None or self.in_interval(r, pi)]

    def _kept(self, kind: type[R], name: str) -> list[R]:
        """Records of a kind that are not put away, looked up once; told apart by where from."""
        known: dict[str, tuple[object, type[Record], list[R]]] = self.memo.setdefault("kept", {})
        seen = known.get(name)
        if seen is None or seen[0] is not self.records or seen[1] is not kind:
            found = [
                record
                for record in self.records.get(name, ())
                if isinstance(record, kind) and record.archived is None
            ]
            seen = known[name] = (self.records, kind, found)
        return seen[2]

    def in_interval(self, record: Record, name: str) -> bool:
        """Whether a record belongs to the planning interval called `name`.

        One that names none belongs to the current one, unless its date is before that began. One
        that was carried belongs to each interval that it was carried into as well.
        """
        if name in record.carried:
            return True
        if record.pi is not None or self.pi is None:
            return (record.pi or "") == name
        if name != self.pi_name:
            return False
        on = getattr(record, "on", None) or getattr(record, "raised", None)
        if on is None and record.at is not None:
            on = self.local(record.at).date().isoformat()
        return on is None or str(on) >= self.pi.start

    def is_current(self, record: Record) -> bool:
        """Whether a record belongs to the current planning interval."""
        return self.in_interval(record, self.pi_name)

    @property
    def pi_name(self) -> str:
        """Name of the current planning interval, "" if there is none."""
        return self.pi.short if self.pi else ""

    @property
    def teams(self) -> list[Team]:
        """Teams of the train in its own order, without those that were retired."""
        found = [team for team in self.of(Team, "team") if not team.retired]
        return sorted(found, key=lambda t: (t.order, t.short))

    @property
    def intervals(self) -> list[PlanningInterval]:
        """Planning intervals by start."""
        return sorted(self.of(PlanningInterval, "pi"), key=lambda p: p.start)

    @property
    def risks(self) -> list[Risk]:
        """All risks."""
        return self.of(Risk, "risk")

    @property
    def impediments(self) -> list[Impediment]:
        """All impediments."""
        return self.of(Impediment, "impediment")

    @property
    def dependencies(self) -> list[Dependency]:
        """All dependencies."""
        return self.of(Dependency, "dependency")

    @property
    def decisions(self) -> list[Decision]:
        """All decisions."""
        return self.of(Decision, "decision")

    @property
    def actions(self) -> list[Action]:
        """All actions."""
        return self.of(Action, "action")

    @property
    def topics(self) -> list[Topic]:
        """All parked topics."""
        return self.of(Topic, "topic")

    @property
    def objectives(self) -> list[Objective]:
        """All objectives."""
        return self.of(Objective, "objective")

    @property
    def milestones(self) -> list[Milestone]:
        """All milestones."""
        return self.of(Milestone, "milestone")

    @property
    def events(self) -> list[Event]:
        """All events, by date."""
        return sorted(self.of(Event, "event"), key=lambda e: (e.on or "", e.at or 0))

    @property
    def improvements(self) -> list[Improvement]:
        """All improvement items."""
        return self.of(Improvement, "improvement")

    @property
    def problems(self) -> list[Problem]:
        """All problems that groups work or worked through."""
        return self.of(Problem, "problem")

    @property
    def own_measures(self) -> list[OwnMeasure]:
        """All measures that the train keeps itself."""
        return self.of(OwnMeasure, "measure")

    @property
    def readings(self) -> list[Reading]:
        """All values of own measures."""
        return self.of(Reading, "reading")

    @property
    def flow_items(self) -> list[FlowItem]:
        """All flow items."""
        return self.of(FlowItem, "flow")

    @property
    def dismissals(self) -> list[Dismissal]:
        """All questions that somebody put aside."""
        return self.of(Dismissal, "dismissal")

    def event_called(self, ref: str) -> Event | None:
        """The event with this reference, or None."""
        if "events" not in self.memo:
            self.memo["events"] = {e.ref: e for e in self.of(Event, "event")}
        found: Event | None = self.memo["events"].get(ref)
        return found

    def stamp(self, record: Record) -> str:
        """Where a record came from: `ART Sync E8 · Risks · min 14`; outside events its date."""
        if record.event:
            event = self.event_called(record.event)
            parts = [f"{event.title} {event.ref}" if event else record.event]
            if event and record.step:
                titles = {step.key: step.title for step in event.steps}
                parts.append(titles.get(record.step, record.step))
            if record.minute is not None:
                parts.append(f"min {record.minute}")
            return " · ".join(parts)
        return week_date(self.local(record.at).date()) if record.at is not None else ""

    def day_word(self, ms: int) -> str:
        """`18 Nov` in the train's zone."""
        return short_date(self.local(ms).date())
