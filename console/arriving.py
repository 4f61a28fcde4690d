"""Opening a train for a terminal: its ledger, its drafts, and its place among the terminals."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path

from console import config
from console.leftovers import FORMS
from console.places import network_allowed
from console.session import Session
from store.errors import ConsoleError
from store.journal.drafts import Drafts
from store.journal.files import keep_out
from store.journal.presence import Presence, Present
from store.ledger.ledger import Ledger, Uptime
from store.ledger.opening import open_ledger

Clock = Callable[[Path, Callable[[], tzinfo]], Callable[[], datetime]]


def open_session(
    folder: Path, who: str | None, clock: Clock, uptime: Uptime, *, read_only: bool = False
) -> Session:
    """The session of this terminal on the store in `folder`.

    `clock` makes the clock of a store, given how to ask for the train's zone: a moment without a
    zone that a person stated is in that zone. `uptime` is the machine's own counter. With
    `read_only` nothing is kept there, neither a draft nor that this terminal was here. Raises
    `ConsoleError` if the store cannot be opened.
    """
    ledger = open_ledger(folder, who=who, allow_network_fs=network_allowed(), read_only=read_only)
    ledger.now = clock(folder, lambda: ledger.zone)
    ledger.uptime = uptime
    settings = config.load()
    ledger.thresholds = settings.signals
    if read_only:
        keep_out(folder)
        return Session(ledger, folder=None, drafts=None, read_only=True)
    presence = _arrive(folder, ledger, seen=settings.seen)
    # By person: who shares an account with others gets their own words back.
    drafts = Drafts(folder, f"console{who or ''}")
    forms = Drafts(folder, f"{FORMS}{ledger.who or ''}")
    return Session(ledger, folder=folder, drafts=drafts, forms=forms, presence=presence)


def _arrive(folder: Path, ledger: Ledger, *, seen: bool) -> Presence | None:
    """Take a place; where that is refused one works as if alone, which loses nothing."""
    presence = Presence(folder)
    mine = Present(
        terminal=presence.terminal,
        who=ledger.who or "",
        since=ledger.now_ms,
        tty=tty_name(),
        remote=is_remote(os.environ),
    )
    try:
        presence.arrive(mine if seen and ledger.who else None)
    except ConsoleError:
        return None
    ledger.terminal = presence.terminal
    ledger.is_here = presence.is_here
    return presence


def tty_name() -> str:
    """The terminal of this process as people know it, `pts/3`; "" where it has none."""
    with suppress(OSError):
        return os.ttyname(0).removeprefix("/dev/")
    return ""


def is_remote(environ: Mapping[str, str]) -> bool:
    """Whether this process was started over SSH."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))
