"""What measures are told as: a figure with its formula, how many it rests on, trend and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from store.insight.charts import Chart

NO_DATA = "no data"
NOT_DEFINED = "n/a"
INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and its words. `value` is None where there is none: never zero in its place."""

    value: float | None
    said: str
    """As people say it: `96.4 %`, `13 d`, or `no data`, `n/a`, `incomplete`."""
    unit: str = ""
    n: int = 0
    """How many facts it rests on."""
    why: str = ""
    """What lacks, where it is incomplete or not defined."""

    @property
    def state(self) -> str:
        """`known`, or which of `NO_DATA`, `NOT_DEFINED` and `INCOMPLETE` it is."""
        if self.value is not None:
            return "known"
        return next((w for w in (INCOMPLETE, NOT_DEFINED) if self.said.startswith(w)), NO_DATA)


@dataclass(frozen=True, slots=True)
class Other:
    """Another way to read the same facts, told on request with its own name and formula."""

    label: str
    figure: Figure
    formula: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers behind a figure as a table: headings, and rows of cells as people read them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of a planning interval."""

    key: str
    """Its name for scripts and gauges, like `predictability`."""
    title: str
    area: str
    """`predictability`, `flow`, `outcome`, `confidence`, `impediments`, `risks`, `dependencies`,
    `time`, `follow-through` or `improvements`."""
    figure: Figure
    formula: str
    """What is divided by what, or counted, in words."""
    question: str = ""
    """What a room may ask when it sees it; never a verdict."""
    trend: tuple[tuple[str, float | None], ...] = ()
    """The same figure by planning interval, oldest first."""
    others: tuple[Other, ...] = ()
    charts: tuple[Chart, ...] = ()
    numbers: Numbers | None = None
    refs: tuple[str, ...] = ()
    """Records that it rests on, where they are few enough to be named."""
