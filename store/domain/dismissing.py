"""Putting a question of the console aside, with a reason; and when it comes back."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from store.domain.loop_records import Dismissal
from store.errors import RuleBroken

MAX_REFS = 2_000
"""References kept with a dismissal; of more evidence than that only the first are."""


def refuse_no_reason(why: str) -> None:
    """A question is put aside for a reason, which stands beside it when it comes back."""
    if not why:
        raise RuleBroken(
            "Putting a question aside needs a reason. Say in a line what happened here."
        )


def refuse_again(key: str, refs: Collection[str], last: Dismissal | None) -> None:
    """Nothing is put aside twice for the same evidence."""
    if last is not None and is_covered(refs, last):
        raise RuleBroken(
            f"{key} is put aside already: {last.why}. It comes back when there is more evidence."
        )


def is_covered(refs: Collection[str], dismissal: Dismissal) -> bool:
    """Whether a dismissal looked at all of this evidence."""
    return set(refs) <= set(dismissal.refs)


def latest(key: str, dismissals: Iterable[Dismissal]) -> Dismissal | None:
    """The dismissal of this question that was made last; they come as they were made."""
    found = None
    for one in dismissals:
        if one.signal == key:
            found = one
    return found
