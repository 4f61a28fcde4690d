"""Votes by hand: how a tally is read, and what it says.

A confidence vote is a fist of five: 1 no, 2 little, 3 good, 4 high, 5 very high confidence. An
average of 3 or more lets the commitment be accepted, below it the plan is reworked, and everybody
at one or two is heard whatever the average. The average is compared as it is, never rounded.
Return on time invested is voted the same way and has no gate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from store.domain.text import clean
from store.domain.words import plural
from store.errors import UsageFault

ART = "ART"
"""Scope of the vote on the joint plan; any other scope is a team's short id."""

FINGERS = (1, 2, 3, 4, 5)
GATE = 3
MOST = 10_000
"""Hands of one tally; no train is as large."""

FORMS = (
    "Write one number from 1 to 5 for each hand, like 4 4 3 5 2 or 44352, or how many showed each, "
    "like 1:0 2:2 3:19 4:34 5:11."
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many hands showed one, two, three, four and five fingers."""

    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """Hands in all."""
        return sum(self.counts)

    @property
    def average(self) -> Fraction | None:
        """The exact mean; None when nobody voted."""
        total = sum(fingers * count for fingers, count in zip(FINGERS, self.counts, strict=False))
        return Fraction(total, self.n) if self.n else None

    @property
    def low(self) -> int:
        """Hands at one or two, whom the average must not hide."""
        return sum(self.counts[:2])

    @property
    def accepted(self) -> bool:
        """Whether the average reaches the gate."""
        return self.average is not None and self.average >= GATE

    @property
    def verdict(self) -> str:
        """What the framework asks for: `accept` or `rework`; `no data` without a hand."""
        if self.average is None:
            return "no data"
        return "accept" if self.accepted else "rework"

    @property
    def mean(self) -> str:
        """The average to two decimals, never rounded up over the gate; `no data` without one."""
        if self.average is None:
            return "no data"
        hundredths = (self.average * 100 + Fraction(1, 2)).__floor__()
        if self.average < GATE:
            hundredths = min(hundredths, GATE * 100 - 1)
        return f"{hundredths // 100}.{hundredths % 100:02}"

    @property
    def per_finger(self) -> str:
        """`1:0 2:2 3:19 4:34 5:11`: the form in which it can be typed again."""
        pairs = zip(FINGERS, self.counts, strict=False)
        return " ".join(f"{fingers}:{count}" for fingers, count in pairs)

    @property
    def hands(self) -> str:
        """`10 hands`."""
        return plural(self.n, "hand")


def read_tally(text: str) -> Tally:
    """A tally as typed. `UsageFault` says what is wrong and how to write it.

    Either hands, each a number from 1 to 5 as a word of its own (or all of them as one word), or
    how many showed each number of fingers, `finger:count`, each finger at most once; one that is
    left out was shown by nobody. Plain numbers are always hands: five counts without their fingers
    are refused, never guessed.
    """
    words = re.split(r"[\s,;]+", text.strip(" \t\n\r,;"))
    if words == [""]:
        raise UsageFault(f"No hand was counted. {FORMS}")
    tally = _counts(words) if any(":" in word for word in words) else _hands(words)
    if tally.n == 0:
        raise UsageFault(f"All counts are 0, so nobody has voted. {FORMS}")
    if tally.n > MOST:
        raise UsageFault(f"{tally.n:,} hands are more than a train has. {FORMS}")
    return tally


def _hands(words: list[str]) -> Tally:
    shown = list(words[0]) if len(words) == 1 else words
    counts = dict.fromkeys("12345", 0)
    for word in shown:
        if word == "0":
            raise UsageFault(
                "0 is not a vote here: fingers go from 1 to 5. For counts, say of which finger, "
                "like 1:0 2:2 3:19 4:34 5:11."
            )
        if word not in counts:
            raise UsageFault(f"{clean(word)[:20]!r} is not a number of fingers. {FORMS}")
        counts[word] += 1
    return Tally(tuple(counts.values()))


def _counts(words: list[str]) -> Tally:
    counts: dict[int, int] = {}
    for word in words:
        found = re.fullmatch(r"([0-9]):([0-9]{1,5})", word)
        if found is None:
            raise UsageFault(f"{clean(word)[:20]!r} is no count of a finger. {FORMS}")
        fingers, count = int(found[1]), int(found[2])
        if fingers not in FINGERS:
            raise UsageFault(f"{word[:20]!r}: fingers go from 1 to 5. {FORMS}")
        if fingers in counts:
            raise UsageFault(f"The count of {fingers} is given twice. {FORMS}")
        counts[fingers] = count
    return Tally(tuple(counts.get(fingers, 0) for fingers in FINGERS))
