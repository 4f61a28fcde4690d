"""What may be edited in a record in place, and what has a verb of its own.

Editing sets what a record says of itself: words, people, teams, days, links. How far it has come
(its letter, state, level, value) is told by verbs, because each of those owes something.
"""

from __future__ import annotations

import re

from store.domain.births import MAX_TEXT, changes
from store.domain.demo import ASK_VERDICT
from store.domain.grammar import Capture
from store.domain.grammar_split import split_meaning
from store.domain.improving import refuse_to_say
from store.domain.milestones import refuse_to_move
from store.domain.record import Record
from store.domain.records import Decision, Dependency, Improvement, Milestone, Risk
from store.domain.roam import refuse_closed
from store.domain.text import clean
from store.errors import RuleBroken, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Doc = dict[str, Any]

VERBS = {
    "risk": "rte roam",
    "impediment": "rte step, rte hold, rte resolve or rte escalate",
    "dependency": "rte dep",
    "decision": "rte decide",
    "objective": "rte objective",
    "action": "rte done",
    "topic": "rte done",
    "milestone": "rte milestone",
    "feedback": "rte item answer",
    "demo": "rte item result",
    "improvement": "rte improve",
}
"""Kinds that can be edited in place, and the verbs that say how far one has come."""

SEVERAL = ("team", "teams", "owner", "due", "review", "revisit", "links")
"""Fields that can be set on several records at once: they mean the same for each kind."""

RULED = (
    *("roam", "letter", "state", "level", "done", "agreed", "accepted", "verified", "fix"),
    *("escalations", "bv", "actual", "value", "commitment", "committed", "baselined", "moves"),
    *("supersedes", "superseded", "occurred", "happened", "merged", "closed", "answered"),
    *("raised", "stepped", "archived"),
)
"""Words that look like keys of an edit, and have rules of their own."""

OF_IMPROVEMENT = (
    *("nature", "measure", "metric", "gauge", "base", "goal", "size", "backlog", "for", "problem"),
    *("cause", "effect", "present", "now", "iteration", "planned"),
)
"""Words that say what an improvement is: its own form and verb read them."""

_KEY = re.compile(r"([a-z]+):")


def refuse_kind(kind: str, record: Record) -> None:
    """Refuse what is no entry of a register (an event, a team), and what is put away."""
    if kind not in VERBS:
        called = record.ref or kind
        raise UsageFault(f"{called} is not edited like this ({kind}). Name a record like R12.")
    if record.archived is not None:
        raise RuleBroken(
            f"{record.ref} is archived. Bring it back first: rte archive {record.ref} --back."
        )


def set_by(found: Capture, kind: str, record: Record) -> Doc:
    """Fields that a line of key words sets on a record.

    Refuses words that are not understood, and names the verb for what has rules of its own. Who
    took an agreed decision is part of it: only a name that is missing can be added.
    """
    for word in found.text.split():
        key = _KEY.match(word.lower())
        if key is not None and key[1] in RULED:
            raise RuleBroken(_has_rules(key[1], kind, record))
        if key is not None and kind == "improvement" and key[1] in OF_IMPROVEMENT:
            raise RuleBroken(_its_own(key[1], record))
    notes = [note for note in found.notes if note != ASK_VERDICT]
    if found.text and notes:
        raise UsageFault(notes[0])
    fields = changes(found, kind, record.links)
    if record.ref in (*found.links, found.like):
        raise RuleBroken(f"{record.ref} cannot be linked to itself.")
    if isinstance(record, Dependency):
        _check_sides(record, fields)
    if isinstance(record, Improvement):
        _check_item(record, fields)
    owner = getattr(record, "owner", None)
    if "owner" in fields and owner and is_decided(record) and fields["owner"] != owner:
        raise RuleBroken(_superseded(record))
    fields = {name: value for name, value in fields.items() if _value(record, name) != value}
    if isinstance(record, Milestone):
        _check_place(record, fields)
    return fields


def _check_place(milestone: Milestone, fields: Doc) -> None:
    """The train plans around a milestone: only where nobody said yet when it is, it is added."""
    if not {"iteration", "due"} & set(fields):
        return
    refuse_to_move(milestone)
    if milestone.iteration or milestone.due:
        raise RuleBroken(
            f"{milestone.ref}: the train plans around it, so a move says why. Use: rte milestone "
            f"{milestone.ref} move"
        )


def _its_own(word: str, record: Record) -> str:
    return (
        f"{word}: belongs to what an improvement says. Press w on {record.ref}, or use rte "
        f"improve {record.ref} {word}:..."
    )


def _check_item(item: Improvement, fields: Doc) -> None:
    """An improvement takes an owner, a day, a team and links; a day that was judged stays."""
    if other := set(fields) - {"owner", "due", "team", "links"}:
        raise RuleBroken(
            f"{item.ref} has no {sorted(other)[0]}. It takes an owner, a day, one team and links; "
            "w says the rest of it again."
        )
    if "due" in fields:
        refuse_to_say(item, fields)


def _check_sides(dependency: Dependency, fields: Doc) -> None:
    """Who gives and who takes was agreed."""
    if dependency.state != "proposed" and {"provider", "consumer"} & set(fields):
        raise RuleBroken(
            f"{dependency.ref} is {dependency.state} between {dependency.provider} and "
            f"{dependency.consumer}. Decline or remove it, and capture the other one."
        )


def _value(record: Record, name: str) -> object:
    value = getattr(record, name, None)
    return list(value) if isinstance(value, tuple) else value


def _has_rules(word: str, kind: str, record: Record) -> str:
    verb = "rte archive" if word == "archived" else VERBS[kind]
    return f"{word}: of {record.ref} has rules of its own. Use {verb}."


def is_decided(record: Record) -> bool:
    """Whether it is a decision that stands, or stood: its words are not edited any more."""
    return isinstance(record, Decision) and record.state != "proposed"


def _superseded(record: Record) -> str:
    return (
        f"{record.ref} is {getattr(record, 'state', 'agreed')}: a decision is superseded by a "
        f"later one, never edited. Use: rte decide {record.ref} supersede"
    )


def reworded(kind: str, record: Record, text: str) -> Doc:
    """Fields of a record that says `text` from now on; its parts are read from the new words.

    Refuses empty and overlong words, a risk that is resolved, has happened or is merged, and a
    decision that was agreed.
    """
    said = clean(text, limit=len(text) * 4 + 1)
    if len(said) > MAX_TEXT:
        raise UsageFault(
            f"The words are longer than {MAX_TEXT:,} characters ({len(said):,}). Keep the rest in "
            "a document."
        )
    if not said:
        raise RuleBroken(f"{record.ref} needs words. Say what it is about, or archive it.")
    if said == record.text:
        return {}
    if is_decided(record):
        raise RuleBroken(_superseded(record))
    if isinstance(record, Risk):
        refuse_closed(record)
    if isinstance(record, Improvement):
        refuse_to_say(record, {})
    found = Capture(said, kind)
    found.text = said
    split_meaning(found)
    parts: Doc = {}
    if kind == "risk":
        parts = {"condition": found.condition, "consequence": found.consequence}
    elif kind == "decision":
        parts = {"what": found.what, "because": found.because}
    return {"text": said, **parts}
