"""The facts of a train that is there, as fields: every save is a use-case, on disk at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from store.domain.cadence import checked, title_of, usual
from store.domain.cadence_words import (
    EXAMPLE,
    read_holidays,
    read_offset,
    say_holidays,
    say_offset,
)
from store.domain.calendar import day
from store.domain.calendar_records import Holiday, Offset
from store.domain.dates import say_day
from store.domain.intervals import Shape, interval_from, moved, read_shape, shape_of
from store.domain.records import PlanningInterval, Team, Train
from store.domain.setup_words import TEAMS_EXAMPLE, TeamWords, read_roles, read_start
from store.errors import RuleBroken, UsageFault
from store.exchange.zones import read_zone
from store.ledger import setting_intervals, setting_teams, setting_up
from store.ledger.ledger import Ledger
from store.ledger.setup_fields import Facts, Field, Outlook, PlanFacts, Sections


class TrainFacts:
    """The facts of a train that is there: every save is a use-case, on disk when it returns."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    # -- what there is

    @property
    def _train(self) -> Train:
        return self._ledger.require_train()

    @property
    def _intervals(self) -> list[PlanningInterval]:
        """Intervals that are not over, by their start."""
        today = self._ledger.today.isoformat()
        every = setting_intervals.intervals(self._ledger)
        return [p for p in every if p.start and p.end >= today and p.state != "closed"]

    @property
    def _cadence(self) -> tuple[Offset, ...]:
        """The cadence as stated; where nobody has, the usual one for the shape of the interval."""
        stated = self._train.cadence
        if stated is not None:
            return stated
        ahead = self._intervals
        return usual(shape_of(ahead[0]) if ahead else Shape())

    def _names(self) -> list[str]:
        return [i.name for p in self._intervals for i in p.iterations]

    def sections(self) -> Sections:
        """Train, teams, intervals, cadence, holidays."""
        train = self._train
        stated = "" if train.cadence is not None else " · usual, until you change it"
        return (
            ("Train", self._train_fields(train)),
            ("Teams", self._team_fields()),
            ("Planning intervals", self._interval_fields()),
            (f"Cadence{stated}", self._cadence_fields(train)),
        )

    @staticmethod
    def _train_fields(train: Train) -> tuple[Field, ...]:
        roles, days = ", ".join(train.roles), say_holidays(train.holidays)
        hint = "like 8 dec Immaculate Conception, 25 dec"
        return (
            Field("name", "Name", train.name, train.name, "like Tideway ART", train.rev),
            Field(
                "zone", "Time zone", train.zone, train.zone, "a city or Europe/Lisbon", train.rev
            ),
            Field("roles", "Roles", roles or "none", roles, "between commas", train.rev),
            Field("holidays", "Holidays", days or "none", days, hint, train.rev),
        )

    def _team_fields(self) -> tuple[Field, ...]:
        found = [t for t in self._ledger.views.all("team") if isinstance(t, Team)]
        teams = sorted(found, key=lambda t: (t.order, t.short))
        hint = f"name, short id, people: {TEAMS_EXAMPLE.partition(',')[0]}"
        adds = Field("team:+", "Add", "teams", "", f"like {TEAMS_EXAMPLE}", makes=True)
        return (*(self._team_field(team, hint) for team in teams), adds)

    @staticmethod
    def _team_field(team: Team, hint: str) -> Field:
        said = TeamWords(team.name, team.short, team.people).said
        if team.retired:
            shown = f"{team.name} · retired"
            return Field(f"team:{team.short}", team.short, shown, said, hint, team.rev,
                         removes=f"brings {team.name} back")  # fmt: skip
        people = "" if team.people is None else f" · {team.people} people"
        return Field(f"team:{team.short}", team.short, f"{team.name}{people}", said, hint,
                     team.rev, removes=f"retires {team.name}")  # fmt: skip

    def _interval_fields(self) -> tuple[Field, ...]:
        fields: list[Field] = []
        for pi in self._intervals:
            start = day(pi.start)
            first = say_day(start) if start else ""
            said = shape_of(pi).said
            fields.append(Field(f"start:{pi.short}", f"{pi.short} starts", first, first,
                                "moves all of it; like 28 sep or 2026-09-28", pi.rev))  # fmt: skip
            fields.append(Field(f"shape:{pi.short}", f"{pi.short} has", said, said,
                                "like 5 + IP, or 4 + IP, 3 weeks", pi.rev))  # fmt: skip
        name, start, shape = setting_intervals.next_in_line(self._ledger)
        following = f"{name}: {say_day(start)}, {shape.said}"
        fields.append(Field("pi:+", "Plan", "the next interval", following,
                            "NAME: first day, 5 + IP, 2 weeks", makes=True))  # fmt: skip
        return tuple(fields)

    def _cadence_fields(self, train: Train) -> tuple[Field, ...]:
        fields = []
        for place, offset in enumerate(self._cadence):
            line = say_offset(offset)
            title = title_of(offset)
            shown = line.partition(": ")[2]
            gone = f"takes {title} out of the cadence"
            fields.append(
                Field(f"event:{place}", title, shown, line, f"like {EXAMPLE}", train.rev, gone)
            )
        adds = Field("event:+", "Add", "an event", "", f"like {EXAMPLE}", train.rev, makes=True)
        return (*fields, adds)

    # -- what would be

    def outlook(self, field: Field | None = None, text: str = "") -> Outlook:
        """The calendar of the intervals that are not over."""
        train = self._train
        now = Outlook(self._cadence, tuple(self._intervals), str(self._ledger.zone), train.holidays)
        if field is None:
            return now
        kind, _, which = field.id.partition(":")
        match kind:
            case "zone":
                return replace(now, zone=read_zone(text))
            case "holidays":
                return replace(now, holidays=self._holidays(text))
            case "event":
                return replace(now, cadence=self._with_event(which, text))
            case "start" | "shape":
                return replace(now, intervals=self._with_interval(now.intervals, field, text))
            case "pi":
                new = interval_from(*self._following(text))
                return replace(now, intervals=(*now.intervals, new))
            case _:
                return now

    def _holidays(self, text: str) -> tuple[Holiday, ...]:
        return read_holidays(text, self._ledger.today)

    def _with_event(self, which: str, text: str) -> tuple[Offset, ...]:
        offset = read_offset(text, self._names())
        before = self._cadence
        if which == "+":
            return checked((*before, offset))
        place = int(which)
        return checked((*before[:place], offset, *before[place + 1 :]))

    def _with_interval(
        self, every: Sequence[PlanningInterval], field: Field, text: str
    ) -> tuple[PlanningInterval, ...]:
        kind, _, name = field.id.partition(":")
        found: list[PlanningInterval] = []
        for pi in every:
            start = day(pi.start)
            if pi.short != name or start is None:
                found.append(pi)
            elif kind == "start":
                found.append(moved(pi, self._start(text)))
            else:
                found.append(interval_from(pi.short, start, read_shape(text)))
        return tuple(found)

    def _start(self, text: str) -> date:
        return read_start(text, self._ledger.today)

    def _following(self, text: str) -> tuple[str, date, Shape]:
        name, colon, rest = text.partition(":")
        first, _, shape = rest.partition(",")
        if not (colon and name.strip() and first.strip()):
            raise UsageFault("Write a name, a colon, a day: PI-27.1: 4 jan 2027, 5 + IP")
        return name, self._start(first.strip()), read_shape(shape.strip() or "5 + IP")

    # -- what is saved

    def save(self, field: Field, text: str) -> str:
        """Run the use-case of the field."""
        kind, _, which = field.id.partition(":")
        return SAVES[kind](self, field, which, text)

    def _save_name(self, field: Field, _: str, text: str) -> str:
        setting_up.rename(self._ledger, text, field.rev)
        return f"The train is called {self._train.name}."

    def _save_zone(self, field: Field, _: str, text: str) -> str:
        setting_up.set_zone(self._ledger, text, field.rev)
        return f"Times are those of {self._train.zone} now; what is at 09:00 stays at 09:00."

    def _save_roles(self, field: Field, _: str, text: str) -> str:
        setting_up.set_roles(self._ledger, read_roles(text), field.rev)
        return "Roles saved."

    def _save_holidays(self, field: Field, _: str, text: str) -> str:
        setting_up.set_holidays(self._ledger, self._holidays(text), field.rev)
        return "Holidays saved; the calendar beside says what that changes."

    def _save_team(self, field: Field, short: str, text: str) -> str:
        if short == "+":
            added = setting_teams.add_teams(self._ledger, text)
            return f"Added: {', '.join(team.said for team in added)}."
        return f"{setting_teams.change_team(self._ledger, short, text, field.rev).said} saved."

    def _save_start(self, field: Field, name: str, text: str) -> str:
        new = setting_intervals.move_start(self._ledger, name, self._start(text), field.rev)
        return setting_intervals.told(new)

    def _save_shape(self, field: Field, name: str, text: str) -> str:
        new = setting_intervals.reshape(self._ledger, name, read_shape(text), field.rev)
        return setting_intervals.told(new)

    def _save_pi(self, _: Field, __: str, text: str) -> str:
        return setting_intervals.told(
            setting_intervals.plan_next(self._ledger, *self._following(text))
        )

    def _save_event(self, field: Field, which: str, text: str) -> str:
        setting_up.set_cadence(self._ledger, self._with_event(which, text), field.rev)
        return f"{say_offset(read_offset(text, self._names()))}."

    def take_out(self, field: Field) -> str:
        """Retire a team or bring it back; take an event out of the cadence."""
        kind, _, which = field.id.partition(":")
        if not field.removes:
            raise RuleBroken(f"{field.label} cannot be taken out. Enter changes it.")
        if kind == "team":
            team = setting_teams.team_called(self._ledger, which)
            if team.retired:
                setting_teams.return_team(self._ledger, which, field.rev)
                return f"{team.name} {team.short} is back."
            setting_teams.retire_team(self._ledger, which, field.rev)
            return f"{team.name} {team.short} is retired; its records stay."
        place = int(which)
        gone = self._cadence[place]
        left = tuple(o for n, o in enumerate(self._cadence) if n != place)
        setting_up.set_cadence(self._ledger, left, field.rev)
        return f"{title_of(gone)} is out of the cadence."


SAVES: dict[str, Callable[[TrainFacts, Field, str, str], str]] = {
    "name": TrainFacts._save_name,
    "zone": TrainFacts._save_zone,
    "roles": TrainFacts._save_roles,
    "holidays": TrainFacts._save_holidays,
    "team": TrainFacts._save_team,
    "start": TrainFacts._save_start,
    "shape": TrainFacts._save_shape,
    "pi": TrainFacts._save_pi,
    "event": TrainFacts._save_event,
}
"""Kind of field -> its use-case, with a sentence about what it came to."""


def facts_of(ledger: Ledger, zone: str) -> Facts:
    """The facts of the ledger's train, or of one to be set up in `zone` if it holds none."""
    return TrainFacts(ledger) if ledger.train is not None else PlanFacts(ledger, zone)
