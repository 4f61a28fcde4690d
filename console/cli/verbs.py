"""The verbs of the command line: one table, read by the dispatcher, the help and the docs' test."""

from __future__ import annotations

VERBS = {
    "demo": ("demo", "open the console on a private, throw-away copy of the sample train"),
    "init": ("init", "set a train up: asks, or takes options"),
    "import": ("bring", "bring a train in from a file"),
    "trains": ("trains", "list the trains of this machine, or choose one"),
    "add": ("add", "capture a risk, impediment, decision, dependency, action, topic, objective"),
    "list": ("listing", "list records of a kind, with what asks for attention"),
    "show": ("show", "everything about one record, with --history where it came from"),
    "undo": ("undo", "take back your last change"),
    "event": ("event", "run an event: start, next, back, pause, resume, add, close, status"),
    "now": ("now", "one line about the running event, for a status bar"),
    "calendar": ("calendar", "the next events, side by side in several zones if wanted"),
    "prep": ("prep", "what has to be ready before the next PI planning, and check it off"),
    "minutes": ("minutes", "the minutes of an event, as Markdown"),
    "check": ("check", "verify the journal and every record in it"),
    "backup": ("backup", "write a verified copy of the store to a file"),
    "restore": ("restore", "bring a backup back; what was there is kept"),
}
"""Verb -> module in this package, and one line about it."""


def nearest(word: str, known: list[str]) -> str:
    """` Did you mean add?` if one of `known` is near to `word`, else nothing."""
    from difflib import get_close_matches

    found = get_close_matches(word.lower(), known, n=1, cutoff=0.5)
    return f" Did you mean {found[0]}?" if found else ""
