"""Terminals that are here as rows of a list: since when, on what, and the baton among them."""

from __future__ import annotations

from store.domain.baton import Baton, Seat
from store.domain.words import span
from store.insight.rows import Row, Urgency
from store.journal.presence import Present


def terminal_row(one: Present, baton: Baton | None, now: int, mine: str | None = None) -> Row:
    """A terminal, as of `now` (ms UTC); `mine` names the one at which it is shown."""
    state = ""
    if baton is not None and baton.holder.terminal == one.terminal:
        state = "baton"
    elif baton is not None and baton.asker == Seat(one.who, one.terminal):
        state = "asks"
    parts = (
        "this terminal" if one.terminal == mine else "",
        f"over SSH, {one.tty}".removesuffix(", ") if one.remote else one.tty,
        f"edits {one.busy}" if one.busy else "",
    )
    return Row(
        kind="terminal",
        id=one.terminal,
        ref="",
        when=span(now - one.since),
        state=state,
        text=one.who,
        who="",
        note=", ".join(part for part in parts if part),
        urgency=Urgency.NEEDS_YOU if state == "asks" else Urgency.NORMAL,
    )
