"""A report as one neutral value: chapters of paragraphs, lists, records, measures and charts.

Markdown, HTML and JSON are drawn from the same value, so that none of them says more than another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from store.insight.charts import Chart
from store.insight.measured import Measured


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as a report shows it; a fact that nobody stated is empty, never zero."""

    kind: str
    ref: str
    when: str
    state: str
    text: str
    who: str
    note: str
    origin: str = ""
    """The event that it came from; with its step, minute and author only where asked for."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """Figures behind the words, for scripts."""


@dataclass(frozen=True, slots=True)
class Records:
    """Records under a heading; `empty` is said when there are none."""

    title: str
    entries: tuple[Entry, ...]
    empty: str = ""
    told: tuple[tuple[str, str], ...] = ()
    """Label and words between the heading and the records."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of words that is no list of records."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """Lines whose indentation means something, like a fishbone."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart by itself."""

    chart: Chart


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure with formula, n, trend, other readings, charts and numbers."""

    measured: Measured


Part = Said | Records | Grid | Tree | Drawn | Reading


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading and what stands under it."""

    key: str
    title: str
    parts: tuple[Part, ...]
    question: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a report leaves out, counted and never told."""

    lines: int = 0
    """Records whose line was kept private."""
    quotes: int = 0
    """Fields that hold private words, or point at a private record."""
    authors: int = 0
    minutes: int = 0
    """Records of which the minute of capture is not told."""

    def words(self) -> tuple[str, ...]:
        """One phrase for each kind of what is left out, with its number; 0 is told too."""
        return (
            _many(self.lines, "private line"),
            _many(self.quotes, "quote of one", "quotes of one"),
            _many(self.authors, "author"),
            _many(self.minutes, "minute of capture", "minutes of capture"),
        )

    def sentence(self) -> str:
        """All of it in one sentence."""
        return f"Left out: {', '.join(self.words())}; the journal; the facilitator's notes."


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    kind: str
    """ia or pi."""
    title: str
    train: str
    pi: str
    as_of: str
    """The moment of the facts, in the train's zone, as people read it."""
    moment: int
    """The same in milliseconds since 1970, UTC."""
    profile: str
    holds: str
    """What the profile holds and leaves out, in a sentence."""
    left_out: LeftOut
    chapters: tuple[Chapter, ...]
