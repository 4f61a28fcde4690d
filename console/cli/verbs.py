"""The verbs of the command line: one table, read by the dispatcher, the help and the docs' test."""

from __future__ import annotations

VERBS = {
    "demo": ("demo", "open the console on a private, throw-away copy of the sample train"),
    "import": ("bring", "bring a train in from a file"),
    "add": ("add", "capture a risk, impediment, decision, dependency, action, topic, objective"),
    "list": ("listing", "list records of a kind, with what asks for attention"),
    "show": ("show", "everything about one record, with --history where it came from"),
    "undo": ("undo", "take back your last change"),
    "event": ("event", "run an event: start, next, back, pause, resume, add, close, status"),
    "stage": ("stage", "the audience's view of the running event, in a terminal of its own"),
    "rehearse": ("rehearse", "run an event on a throw-away copy at many times the speed"),
    "now": ("now", "one line about the running event, for a status bar"),
    "minutes": ("minutes", "the minutes of an event, as Markdown"),
    "check": ("check", "verify the journal and every record in it"),
    "backup": ("backup", "write a verified copy of the store to a file"),
    "restore": ("restore", "bring a backup back; what was there is kept"),
    "config": ("config", "settings of this account, and where each comes from"),
}
"""Verb -> module in this package, and one line about it."""


def nearest(word: str, known: list[str]) -> str:
    """` Did you mean add?` if one of `known` is near to `word`, else nothing."""
    from difflib import get_close_matches

    found = get_close_matches(word.lower(), known, n=1, cutoff=0.5)
    return f" Did you mean {found[0]}?" if found else ""
