"""Risks that may say the same, found by the words that they share. A question, never a verdict.

The rule: two risks are suspected to be doubles when they share at least two words and the words
that they share are at least half of the words that they have on average; or when they are the same
to the letter. Little words and endings in -s do not count, and neither does a word that more than
forty open risks have: it says what the train is about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.domain.records import Risk
from store.insight.risks import is_open
from store.insight.rows import ref_order
from store.insight.snapshot import Snapshot

SHARED_FROM = 2
HALF = 0.5
COMMON = 40
"""Open risks from which on a word tells nothing; bounds the work as well."""

LITTLE = frozenset(
    re.findall(
        r"\w+",
        "about after again all also and any are because been before but can cannot could does "
        "during for from had has have into its may might more much not now one only other our out "
        "over should some still than that the their them then there they this too until very was "
        "were when where which while who will with would you your",
    )
)


Words = Mapping[str, Sequence[int]]
"""Places of risks by each of their words."""


@dataclass(frozen=True, slots=True)
class Double:
    """A risk that may say what an earlier one, or one with a letter, says already."""

    risk: Risk
    like: Risk
    words: tuple[str, ...]
    """Words that both have, in the order of the first; empty if they are the same to the letter."""

    @property
    def why(self) -> str:
        """`like R4: gate, peak, double`."""
        return f"like {self.like.ref}: {self.shared}"

    @property
    def shared(self) -> str:
        """`gate, peak, double`."""
        return ", ".join(self.words[:4]) or "the same words"


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text that count, each once, without an ending in -s."""
    found = re.findall(r"[^\W_]+", text.casefold())
    plain = (word[:-1] if len(word) > 3 and word.endswith("s") else word for word in found)
    counted = (w for w in plain if w not in LITTLE and (len(w) > 2 or not w.isascii()))
    return tuple(dict.fromkeys(counted))


def alike(shared: int, one: int, other: int) -> float:
    """How alike two texts of `one` and `other` words are that share `shared` of them.

    0 for too little to ask, up to 1.
    """
    share = 2 * shared / (one + other) if shared >= SHARED_FROM else 0.0
    return share if share >= HALF else 0.0


def doubles(snap: Snapshot) -> tuple[Double, ...]:
    """Open risks that may be doubles, each with the one it is most like, in their order."""
    if "doubles" not in snap.memo:
        snap.memo["doubles"] = tuple(_doubles([r for r in snap.risks if is_open(r)]))
    found: tuple[Double, ...] = snap.memo["doubles"]
    return found


def _doubles(risks: Sequence[Risk]) -> list[Double]:
    ordered = sorted(risks, key=_order)
    said = [words_of(risk.text) for risk in ordered]
    common = Counter(word for words in said for word in words)
    earlier: dict[str, list[int]] = {}
    same: dict[str, int] = {}
    found: dict[str, Double] = {}
    for place, risk in enumerate(ordered):
        twin = same.setdefault(" ".join(risk.text.casefold().split()), place)
        best = twin if twin != place else _nearest(place, earlier, said)
        if best is not None:
            both = set(said[best]) if twin == place else ()
            shared = tuple(word for word in said[place] if word in both)
            found[risk.id] = Double(risk, ordered[best], shared)
            continue
        for word in said[place]:
            if common[word] <= COMMON:
                earlier.setdefault(word, []).append(place)
    return [found[risk.id] for risk in risks if risk.id in found]


def _order(risk: Risk) -> tuple[bool, tuple[str, int]]:
    """Which of two risks is there first: one with a letter, then the one that was said first."""
    return (risk.roam == "U", ref_order(risk.ref))


def _nearest(place: int, earlier: Words, said: Sequence[Sequence[str]]) -> int | None:
    """The place of the earlier risk that this one is most like, the first of several."""
    shared = Counter[int]()
    for word in said[place]:
        shared.update(earlier.get(word, ()))
    mine = len(said[place])
    likeness = [
        (-share, other)
        for other, count in shared.items()
        if count >= SHARED_FROM and (share := alike(count, mine, len(said[other])))
    ]
    return min(likeness)[1] if likeness else None
