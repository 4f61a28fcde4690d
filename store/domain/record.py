"""What every record of a train has: identity, words, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Record:
    """What every record has: identity, words, and the stamp of where it came from.

    Records have no slots: one that is read holds what its document says and nothing else, and the
    rest are the defaults of its class. Filling in forty fields would take longer than reading the
    journal.
    """

    id: str
    ref: str = ""
    text: str = ""
    at: int | None = None
    """When it was recorded; None for facts imported with no more than a date."""
    by: str | None = None
    """Who recorded it; None when anonymous or unknown."""
    event: str | None = None
    """Reference of the event during which it was recorded."""
    step: str | None = None
    minute: int | None = None
    """Whole minutes since that event began."""
    pi: str | None = None
    rev: int = 1
    links: tuple[str, ...] = ()
    """References of records it is linked to."""
    teams: tuple[str, ...] = ()
    """Further teams that it concerns, beside the first one named."""
    archived: str | None = None
    """Day since which it is put away: kept with its history, and in no list or figure."""
    archived_why: str | None = None
    """Why it was put away; None for one that owed nothing any more."""
    changed_in: tuple[str, ...] = ()
    """References of the events in which its state or level was changed, after its own."""
    carried: tuple[str, ...] = ()
    """Planning intervals that it was carried into on purpose, after its own."""
    carried_why: str | None = None
    """Why it was carried the last time."""
