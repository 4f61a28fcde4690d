"""The verbs of the command line: one table, read by the dispatcher, the help and the docs' test."""

from __future__ import annotations

VERBS = {
    "demo": ("demo", "open the console on a private, throw-away copy of the sample train"),
    "init": ("init", "set a train up: asks, or takes options"),
    "import": ("bring", "bring a train in from a file"),
    "trains": ("trains", "list the trains of this machine, or choose one"),
    "add": ("add", "capture a line: risk, impediment, decision, action, feedback, ..."),
    "capture": ("capture", "one line to capture into, with its preview and what is running"),
    "list": ("listing", "list records of a kind, with what asks for attention"),
    "show": ("show", "everything about one record, with --history where it came from"),
    "done": ("done", "answer for an action, a parked topic or feedback: done, later, dropped"),
    "decide": ("decide", "agree, reject or supersede a decision, or look at it again"),
    "objective": ("objective", "value and commitment of a PI objective, and the frozen plan"),
    "improve": ("improve", "improvement items: their way, their measure and their verdict"),
    "pi": ("pi", "what is still open in a planning interval: carry it on, close the interval"),
    "item": ("item", "what a System Demo shows: add, list, order, result, answer"),
    "undo": ("undo", "take back your last change"),
    "event": ("event", "run an event: start, next, back, jump, add, park, pause, close, ..."),
    "template": ("template", "the agendas of events: list, show, copy one, check your own"),
    "stage": ("stage", "the audience's view of the running event, in a terminal of its own"),
    "rehearse": ("rehearse", "run an event on a throw-away copy at many times the speed"),
    "roam": ("roam", "give a risk its letter: resolved, owned, accepted, mitigated"),
    "merge": ("merge", "let one risk stand for others that say the same"),
    "restate": ("restate", "say a risk as condition and consequence"),
    "escalate": ("escalate", "ask another level for a decision; the brief, and the answer"),
    "step": ("step", "the next step of an impediment, by when, and who removes it"),
    "hold": ("hold", "let an impediment wait: why, and until when"),
    "resolve": ("resolve", "an impediment, a risk or a promise is no longer a concern"),
    "verify": ("verify", "the team that raised an impediment sees that it is gone"),
    "reopen": ("reopen", "an impediment, a risk or a promise is a concern again"),
    "cause": ("cause", "two impediments have the same cause"),
    "problem": ("problem", "the problem-solving workshop: causes, dots, solutions, items"),
    "dep": ("dep", "how a dependency stands: agree, deliver, remove, away, plan, ..."),
    "milestone": ("milestone", "whether a milestone was reached, and when it is"),
    "board": ("board", "the ART planning board as text, or its strings"),
    "edit": ("edit", "what a record says of itself: words, owner, date, team; one or several"),
    "link": ("link", "link records with each other, or take links away"),
    "archive": ("archive", "put records away instead of deleting them, or bring them back"),
    "note": ("note", "the facilitator's private notes: a file of their own, in no export"),
    "here": ("here", "which terminals have the train open, and who has the baton"),
    "baton": ("baton", "who moves the room: ask for the baton, hand it over, keep it"),
    "now": ("now", "one line about the running event, for a status bar"),
    "vote": ("vote", "record a confidence vote by hand tally, or show the votes"),
    "radiator": ("radiator", "the hourly checkpoint of the breakouts, team by team"),
    "roti": ("roti", "the vote on return on time invested, kept with its event"),
    "calendar": ("calendar", "the next events, side by side in several zones if wanted"),
    "prep": ("prep", "what has to be ready before the next PI planning, and check it off"),
    "flow": ("flow", "flow items: add, start, done, drop, or bring them in from a CSV file"),
    "measure": ("measure", "measures of the train's own, like outcomes: a number a day"),
    "measures": ("measures", "the measures of a planning interval, with formula, n and trend"),
    "brief": ("brief", "what the next event must know, or one of another kind"),
    "signals": ("signals", "questions that the records ask; put one aside with a reason"),
    "minutes": ("minutes", "the minutes of an event: Markdown, HTML or JSON"),
    "report": ("report", "a report of an interval: Markdown, HTML or JSON"),
    "check": ("check", "verify the journal and every record in it"),
    "backup": ("backup", "write a verified copy of the store to a file"),
    "restore": ("restore", "bring a backup back; what was there is kept"),
    "doctor": ("doctor", "whether store, machine and terminal are well, and what to do"),
    "config": ("config", "settings of this account, and where each comes from"),
}
"""Verb -> module in this package, and one line about it."""


def nearest(word: str, known: list[str]) -> str:
    """` Did you mean add?` if one of `known` is near to `word`, else nothing."""
    from difflib import get_close_matches

    found = get_close_matches(word.lower(), known, n=1, cutoff=0.5)
    return f" Did you mean {found[0]}?" if found else ""
