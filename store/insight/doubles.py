"""Risks that may say the same, found by the words that they share. A question, never a verdict.

The rule: two risks are suspected to be doubles when they share at least two words and the words
that they share are at least half of the words that they have on average; or when they are the same
to the letter. Little words and endings in -s do not count, and neither does a word that more than
forty open risks have: it says what the train is about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from store.domain.records import Risk
from store.insight.risks import is_open
from store.insight.rows import ref_order
from store.insight.snapshot import Snapshot

SHARED_FROM = 2
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


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    """How much of their words two texts share: 0 for too little to ask, up to 1."""
    shared = len(set(one) & set(other))
    share = 2 * shared / (len(one) + len(other)) if shared >= SHARED_FROM else 0.0
    return share if share >= 0.5 else 0.0


def doubles(snap: Snapshot) -> tuple[Double, ...]:
    """Open risks that may be doubles, each with the one it is most like, in their order."""
    if "doubles" not in snap.memo:
        snap.memo["doubles"] = tuple(_doubles([r for r in snap.risks if is_open(r)]))
    found: tuple[Double, ...] = snap.memo["doubles"]
    return found


def _doubles(risks: Sequence[Risk]) -> list[Double]:
    said = {risk.ref: words_of(risk.text) for risk in risks}
    ordered = sorted(risks, key=_order)
    earlier: dict[str, list[Risk]] = {}
    same: dict[str, Risk] = {}
    common = Counter(word for words in said.values() for word in words)
    found: dict[str, Double] = {}
    for risk in ordered:
        words = said[risk.ref]
        twin = same.setdefault(" ".join(risk.text.casefold().split()), risk)
        best = Double(risk, twin, ()) if twin is not risk else None
        if best is None:
            near = {r.ref: r for w in words for r in earlier.get(w, ()) if r.ref not in found}
            best = _nearest(risk, sorted(near.values(), key=_order), said)
        if best is not None:
            found[risk.ref] = best
        for word in words:
            if common[word] <= COMMON:
                earlier.setdefault(word, []).append(risk)
    return [found[risk.ref] for risk in risks if risk.ref in found]


def _order(risk: Risk) -> tuple[bool, tuple[str, int]]:
    """Which of two risks is there first: one with a letter, then the one that was said first."""
    return (risk.roam == "U", ref_order(risk.ref))


def _nearest(risk: Risk, others: Sequence[Risk], said: dict[str, tuple[str, ...]]) -> Double | None:
    """The one of `others` that it is most like, the earliest of several; None if none is."""
    words = said[risk.ref]
    scored = [(alike(words, said[other.ref]), other) for other in others]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, risk))
    if not best[0]:
        return None
    shared = set(said[best[1].ref])
    return Double(risk, best[1], tuple(word for word in words if word in shared))
