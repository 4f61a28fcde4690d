"""ART predictability: what the objectives were worth, of what was promised.

Achievement of a team = 100 x actual business value of its committed and uncommitted objectives, by
planned business value of the committed ones only. The ART's is the same of the sums over all teams:
pooled, never capped. Uncommitted objectives count in the numerator only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from store.domain.records import Objective
from store.domain.words import plural
from store.insight.by_interval import (
    interval_called,
    no_data,
    not_defined,
    once,
    percent,
    trend_of,
    within,
)
from store.insight.charts import Trend
from store.insight.measured import (
    INCOMPLETE,
    NO_DATA,
    NOT_DEFINED,
    Figure,
    Measured,
    Numbers,
    Other,
)
from store.insight.snapshot import Snapshot

LOW, HIGH = 80.0, 100.0
"""The range of a reliable train."""
NO_TEAM = "no team"
FORMULA = (
    "100 × actual business value of committed and uncommitted objectives ÷ planned business value "
    "of committed ones only; sums over all teams, not capped"
)
COLUMNS = ("team", "planned C", "actual C", "planned U", "actual U", "numerator", "achievement")


@dataclass(frozen=True, slots=True)
class Sums:
    """What the objectives of a team, or of all, add up to. C is committed, U uncommitted."""

    name: str
    planned_c: int
    actual_c: int
    planned_u: int
    actual_u: int
    objectives: int
    without_actual: tuple[str, ...] = ()
    without_planned: tuple[str, ...] = ()
    """Committed ones without a planned business value."""
    over: tuple[str, ...] = ()
    """Those that came out above what was planned: allowed, and told."""

    @property
    def numerator(self) -> int:
        """Actual business value of both."""
        return self.actual_c + self.actual_u

    @property
    def lacks(self) -> str:
        """What is not scored yet: `O403, O404 without actual value`; "" if nothing."""
        groups = (("actual", self.without_actual), ("planned", self.without_planned))
        return ", ".join(f"{', '.join(refs)} without {w} value" for w, refs in groups if refs)

    @property
    def achievement(self) -> Figure:
        """The formula; `incomplete` before all is scored, `n/a` where nothing was promised."""
        if self.lacks:
            return Figure(None, INCOMPLETE, "%", self.objectives, self.lacks)
        if not self.planned_c:
            return not_defined("planned business value of committed objectives is 0", "%")
        value = 100 * self.numerator / self.planned_c
        return Figure(value, percent(value), "%", self.objectives)


def was_committed(objective: Objective) -> bool:
    """Whether it counts in the promise: as the frozen plan says, where there is one.

    One that came after the baseline was never part of the promise.
    """
    if objective.baselined is not None:
        return bool(objective.base_committed)
    return bool(objective.committed)


def was_planned(objective: Objective) -> int | None:
    """Planned business value as the frozen plan says, where there is one."""
    return objective.base_bv if objective.baselined is not None else objective.bv


def sums(name: str, found: Sequence[Objective], frozen: bool = False) -> Sums:
    """The sums of objectives; `frozen`: their interval has a baseline."""
    committed = [o for o in found if was_committed(o) and not (frozen and o.baselined is None)]
    mine = {o.id for o in committed}
    others = [o for o in found if o.id not in mine]

    def planned(some: Sequence[Objective]) -> int:
        return sum(was_planned(o) or 0 for o in some)

    def actual(some: Sequence[Objective]) -> int:
        return sum(o.actual or 0 for o in some)

    return Sums(
        name,
        planned(committed),
        actual(committed),
        planned(others),
        actual(others),
        len(found),
        tuple(o.ref for o in found if o.actual is None),
        tuple(o.ref for o in committed if was_planned(o) is None and o.actual is not None),
        tuple(o.ref for o in found if o.actual is not None and o.actual > (was_planned(o) or 10)),
    )


def team_sums(snap: Snapshot, pi: str) -> tuple[Sums, ...]:
    """The sums of each team that has objectives, in the train's order; others behind."""

    def work() -> tuple[Sums, ...]:
        found = within(snap, Objective, "objective", pi)
        frozen = any(o.baselined is not None for o in found)
        by_team: dict[str, list[Objective]] = {team.short: [] for team in snap.teams}
        for objective in found:
            by_team.setdefault(objective.team or NO_TEAM, []).append(objective)
        return tuple(sums(name, mine, frozen) for name, mine in by_team.items() if mine)

    return once(snap, ("predictability", pi), work)


def pooled(teams: Sequence[Sums], name: str = "ART") -> Sums:
    """The sums over teams."""
    return Sums(
        name,
        sum(t.planned_c for t in teams),
        sum(t.actual_c for t in teams),
        sum(t.planned_u for t in teams),
        sum(t.actual_u for t in teams),
        sum(t.objectives for t in teams),
        tuple(ref for t in teams for ref in t.without_actual),
        tuple(ref for t in teams for ref in t.without_planned),
        tuple(ref for t in teams for ref in t.over),
    )


def art_figure(snap: Snapshot, pi: str) -> Figure:
    """ART predictability of an interval; as reported where its objectives are not here."""
    teams = team_sums(snap, pi)
    if teams:
        whole = pooled(teams)
        figure = whole.achievement
        if figure.value is not None:
            return replace(figure, why=f"{whole.numerator}/{whole.planned_c}")
        if figure.said == INCOMPLETE:
            lacking = [f"{t.name} {t.lacks}" for t in teams if t.lacks]
            return Figure(None, INCOMPLETE, "%", figure.n, "; ".join(lacking))
        return figure
    interval = interval_called(snap, pi)
    given = interval.given_predictability if interval else None
    if given is not None:
        return Figure(given, percent(given), "%", 0, "as reported; its objectives are not here")
    return no_data("no objective of this interval is on record", "%")


def predictability(snap: Snapshot, pi: str) -> Measured:
    """The measure with its table, its trend and the other readings of the same facts."""
    teams, figure = team_sums(snap, pi), art_figure(snap, pi)
    trend = trend_of(snap, pi, art_figure)
    chart = Trend("ART predictability", "%", trend, band=(LOW, HIGH))
    return Measured(
        "predictability", "ART predictability", "predictability", figure, FORMULA,
        _question(figure, pooled(teams)), trend, _others(teams), (chart,), _numbers(teams),
    )  # fmt: skip


def _question(figure: Figure, all_teams: Sums) -> str:
    asked: list[str] = []
    if figure.value is None:
        if figure.state == INCOMPLETE:
            asked.append("Which objectives do their Business Owners still have to score?")
    elif figure.value < LOW:
        asked.append("Below 80 to 100 %: what did we promise that came differently, and why?")
    elif figure.value > HIGH:
        asked.append("Above 80 to 100 %: did we promise less than we could?")
    else:
        asked.append("Within 80 to 100 %: what made it so, and what did it cost?")
    if all_teams.over:
        asked.append(f"Above what was planned: {', '.join(all_teams.over)}. What happened here?")
    return " ".join(asked)


def _others(teams: Sequence[Sums]) -> tuple[Other, ...]:
    if not teams:
        return ()
    whole = pooled(teams)
    done = [team for team in teams if not team.lacks]
    rates = [v for t in teams if (v := t.achievement.value) is not None]
    complete = len(done) == len(teams)

    def read(part: float, base: float, what: str) -> Figure:
        if not complete:
            return Figure(None, INCOMPLETE, "%", whole.objectives, "some teams are not scored yet")
        if not base:
            return not_defined(f"{what} is 0", "%")
        return Figure(100 * part / base, percent(100 * part / base), "%", whole.objectives)

    def mean(values: Sequence[float]) -> Figure:
        return read(sum(values) / 100, len(values), "the number of teams that promised anything")

    found = [
        Other("mean of the teams", mean(rates),
              "sum of the teams' achievements ÷ number of teams that have one"),
        Other("committed only", read(whole.actual_c, whole.planned_c, "what was promised"),
              "100 × actual of committed ÷ planned of committed"),
        Other("uncommitted also in the denominator: not this measure",
              read(whole.numerator, whole.planned_c + whole.planned_u, "what was planned"),
              "100 × actual of both ÷ planned of both"),
        Other("teams capped at 100 %, then averaged", mean([min(v, 100.0) for v in rates]),
              "mean of the teams' achievements, each cut at 100 %: hides what came on top"),
    ]  # fmt: skip
    if done and not complete:
        names = ", ".join(team.name for team in done)
        found.insert(0, Other(
            f"only the {plural(len(done), 'team')} scored so far: {names}",
            pooled(done).achievement,
            "the same formula over the teams whose objectives all have an actual value",
        ))  # fmt: skip
    return tuple(found)


def _numbers(teams: Sequence[Sums]) -> Numbers | None:
    if not teams:
        return None
    return Numbers(COLUMNS, tuple(_line(one) for one in (*teams, pooled(teams))))


def _line(one: Sums) -> tuple[str, ...]:
    said = one.achievement.said
    known = said if said in (INCOMPLETE, NOT_DEFINED, NO_DATA) or not one.lacks else INCOMPLETE
    cells = (one.planned_c, one.actual_c, one.planned_u, one.actual_u, one.numerator)
    return (one.name, *map(str, cells), known)
