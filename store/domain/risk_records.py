"""What a risk keeps of its way through the letters, as immutable values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettered:
    """One letter given to a risk, with its duties as they were said then; or its handing back.

    Kept so that the minutes of an event stay true when the risk gets another letter later.
    """

    letter: str
    """R, O, A, M, or U for a risk that was reopened."""
    before: str = "U"
    at: int | None = None
    event: str | None = None
    """Reference of the event during which it was given."""
    owner: str | None = None
    review: str | None = None
    action: str | None = None
    due: str | None = None
    note: str | None = None
    team: str | None = None
    """Team that the risk was handed back to, with the letter that it had."""
    slipped: tuple[str, ...] = ()
    """Linked dependencies that came later than needed when it was given: the room knew of them."""
