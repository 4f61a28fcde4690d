"""What lists are made of: one immutable row per record, in sections with a title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from store.domain.refs import parse_ref


class Urgency(IntEnum):
    """How much a row asks for somebody to act. Never a verdict on people or teams."""

    QUIET = 0
    NORMAL = 1
    NEEDS_YOU = 2


def ref_order(ref: str) -> tuple[str, int]:
    """The order of references as people count: R2 before R10."""
    return parse_ref(ref) or (ref, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a list shows it; each field is people's text and never markup."""

    kind: str
    id: str
    ref: str
    when: str
    """Age or date, at most 12 cells: `41 d`, `19 Nov`, `20`."""
    state: str
    text: str
    who: str
    note: str = ""
    """What asks for attention, in words; empty when nothing does."""
    urgency: Urgency = Urgency.NORMAL
    computed: Mapping[str, object] = field(default_factory=dict)
    """Figures behind the words, for scripts: ages, slack, exposure."""


@dataclass(frozen=True, slots=True)
class Told:
    """A label and words, shown whole between a section's title and its rows."""

    label: str
    words: str
    strong: bool = False
    """Whether it is what the room looks at."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a title; `empty` is what the place says when there are none."""

    title: str
    rows: tuple[Row, ...]
    empty: str = ""
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Surface:
    """What a step puts in front of the room."""

    name: str
    title: str
    sections: tuple[Section, ...]
    question: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in the order in which they are shown."""
        return tuple(row for section in self.sections for row in section.rows)
