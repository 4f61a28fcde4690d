"""The facts of one record in words: every field, and where the record came from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from store.domain.cadence_words import say_holidays, say_offset
from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.impeding import WORDS as LEVELS
from store.domain.records import Train, read
from store.domain.roam import in_words
from store.domain.words import clock
from store.insight.risks import LETTERS

if TYPE_CHECKING:
    from store.domain.records import Record
    from store.insight.snapshot import Snapshot

LABELS = {
    "short": "short name",
    "name": "name",
    "purpose": "purpose",
    "does": "does",
    "zone": "time zone",
    "people": "people",
    "roles": "roles",
    "letters": "reference letters",
    "cadence": "cadence",
    "holidays": "holidays",
    "retired": "retired since",
    "which": "iterations",
    "week": "week of the iteration",
    "weekday": "day of the week",
    "days": "days",
    "order": "place in the train",
    "start": "starts",
    "end": "ends",
    "iterations": "iterations",
    "given_predictability": "ART predictability as reported",
    "title": "title",
    "team": "team",
    "teams": "other teams",
    "provider": "provider",
    "consumer": "consumer",
    "condition": "if",
    "consequence": "then",
    "what": "what",
    "because": "because",
    "p": "probability, of 5",
    "i": "impact, of 5",
    "roam": "ROAM",
    "letter": "letter",
    "letters_before": "letters before",
    "state": "state",
    "level": "level",
    "owner": "owner",
    "due": "due",
    "review": "review",
    "action": "action",
    "note": "note",
    "answered": "last answered for",
    "need": "needed by",
    "plan": "planned in",
    "done": "done",
    "how": "how it went away",
    "away": "how it could go away",
    "way": "by which way",
    "agreed": "agreed by the provider",
    "accepted": "accepted by the consumer",
    "test": "how the consumer sees that it works",
    "touched": "last looked after",
    "nature": "nature",
    "next": "next step is",
    "stepped": "next step said",
    "first_step": "next step first said",
    "hits": "what it costs now",
    "fix": "what resolved it",
    "verified": "verified by who raised it",
    "escalations": "escalations",
    "baselined": "baseline frozen",
    "base_committed": "commitment at the baseline",
    "base_bv": "business value at the baseline",
    "moves": "moved since the baseline",
    "weighed": "options, in words",
    "revisit": "look at it again",
    "supersedes": "supersedes",
    "superseded": "superseded by",
    "closed_by": "answered by",
    "to": "to",
    "before": "before",
    "wanted": "decision wanted",
    "whom": "from whom",
    "facts": "facts",
    "impact": "impact",
    "tried": "tried",
    "recommended": "recommended",
    "field": "field",
    "after": "after",
    "archived": "archived",
    "changed_in": "state changed in",
    "archived_why": "why it was archived",
    "objective": "objective",
    "committed": "commitment",
    "bv": "planned business value",
    "actual": "actual business value",
    "options": "options weighed",
    "evidence": "evidence",
    "on": "on",
    "during": "taken in",
    "minutes": "minutes",
    "given": "as reported",
    "steps": "agenda",
    "systemic": "systemic",
    "needs": "needs a decision from",
    "contingency": "if it happens",
    "trigger": "sign that it happens",
    "slipped": "known to have slipped",
    "like": "same cause as",
    "carried": "carried into",
    "carried_why": "carried because",
    "carries": "goes on with",
    "carried_as": "goes on as",
    "closed": "closed on",
    "group": "group",
    "where": "where",
    "when": "when",
    "bones": "bones of the fishbone",
    "bone": "bone",
    "under": "explains",
    "causes": "causes",
    "key": "key",
    "keys": "keys given",
    "dots": "dots",
    "voters": "people who gave dots",
    "each": "dots for each",
    "root": "biggest root cause",
    "restated": "restated",
    "solutions": "solutions",
    "gauge": "measured by",
    "size": "size",
    "backlog": "in the ART backlog as",
    "problem": "problem",
    "times_carried": "times carried",
    "steps_taken": "how it went",
    "value": "value",
    "unit": "unit",
    "area": "area",
    "better": "better is",
    "measure": "measure",
    "started": "started",
    "active": "days worked on",
    "signal": "question",
    "refs": "evidence",
    "left": "carried from",
    "risk": "risk",
    "impediment": "became impediment",
    "occurred": "happened",
    "raised": "raised",
    "raised_in": "raised in",
    "meant_for": "meant for",
    "planned": "planned in",
    "cause": "cause",
    "metric": "measure",
    "base": "at first",
    "goal": "goal",
    "present": "now",
    "effect": "effect",
    "scope": "scope",
    "round": "round",
    "count": "votes for 1 to 5",
    "concern": "concern",
    "concerns": "concerns",
    "became": "became",
    "result": "result",
    "change": "change",
    "kind": "kind of event",
    "begins": "planned start",
    "roti": "return on time invested, votes for 1 to 5",
    "item": "about",
    "question": "question",
    "place": "place in the running order",
    "seconds": "its own timebox",
    "environment": "environment",
    "version": "version",
    "shown": "shown",
    "why": "why not",
    "verdict": "verdict",
    "answer": "what became of it",
    "merged": "merged into",
    "settled_in": "settled in",
    "roamed": "letters given",
    "iteration": "iteration",
    "links": "see also",
    "pi": "planning interval",
    "text": "text",
    "extra": "other",
}
"""Field -> what it is called, in the order in which a record is told."""

STAMP = ("at", "by", "event", "step", "minute", "ref", "rev")
"""Fields that are told as where the record came from."""

DATES = (
    "retired", "due", "review", "raised", "occurred", "on", "start", "end", "done", "agreed",
    "accepted", "stepped", "first_step", "verified", "baselined", "revisit", "archived",
    "touched",
)  # fmt: skip
COMMITTED = ("committed", "base_committed")
KIND_LABELS = {
    ("impediment", "team"): "raised by",
    ("impediment", "due"): "next step",
    ("decision", "owner"): "decided by",
    ("event", "order"): "order of the teams",
    ("feedback", "owner"): "said by",
    ("action", "note"): "what was said of it",
    ("milestone", "iteration"): "lies in",
    ("improvement", "due"): "should have moved by",
    ("improvement", "note"): "what was said of it",
    ("topic", "note"): "what came of it",
    ("topic", "owner"): "who is needed",
}
"""Fields that a kind calls by another name."""


def label(kind: str, field: str) -> str:
    """What a field is called; one that this version does not know keeps its own name."""
    return KIND_LABELS.get((kind, field)) or LABELS.get(field, field)


def value_in_words(field: str, value: object) -> str:
    """A stored value as people say it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        yes, no = ("committed", "uncommitted") if field in COMMITTED else ("yes", "no")
        return yes if value else no
    if field == "roam":
        return LETTERS.get(str(value), str(value))
    if field == "level":
        return LEVELS.get(str(value), str(value))
    if field == "letters_before":
        letters = value if isinstance(value, list) else [value]
        return " → ".join(LETTERS.get(str(letter), str(letter)) for letter in letters)
    if field in DATES and isinstance(value, str) and (found := day(value)):
        return say_day(found)
    if field == "answered" and isinstance(value, int):
        return f"{datetime.fromtimestamp(value / 1000, UTC):%Y-%m-%d %H:%M} UTC"
    if field == "seconds" and isinstance(value, int):
        return clock(value * 1000)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {value_in_words('', inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return _many(field, value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _many(field: str, values: list[Any]) -> str:
    if field == "iterations":
        return ", ".join(f"{v['name']} {v['start']} to {v['end']}" for v in values)
    if field == "steps":
        return ", ".join(f"{v['title']} {v['minutes']} min" for v in values)
    if field == "roamed":
        return "; ".join(_lettered(value) for value in values)
    if field == "escalations":
        return "; ".join(_escalated(value) for value in values)
    if field == "steps_taken":
        return "; ".join(step_in_words(value) for value in values)
    if field == "moves":
        return "; ".join(_moved(value) for value in values)
    if field in ("cadence", "holidays"):
        train = cast(Train, read("train", "", {field: values}))
        return "; ".join(map(say_offset, train.cadence or ())) or say_holidays(train.holidays)
    if field == "concerns":
        return "; ".join(
            f"{v['text'] or 'nothing said'} → {v.get('became') or 'heard'}" for v in values
        )
    return ", ".join(value_in_words("", value) for value in values)


def _lettered(facts: Mapping[str, Any]) -> str:
    where = f" (in {facts['event']})" if facts.get("event") else ""
    return in_words(str(facts["letter"]), facts) + where


def _escalated(facts: Mapping[str, Any]) -> str:
    wanted = f": {facts['wanted']}" if facts.get("wanted") else ""
    whom = f", from {facts['whom']}" if facts.get("whom") else ""
    answer = f" → {facts['answered']}" if facts.get("answered") else ""
    way = " → ".join(
        LEVELS.get(str(level), str(level))
        for level in (facts.get("before"), facts.get("to"))
        if level
    )
    return f"{way} on {_on(facts)}{wanted}{whom}{answer}"


def step_in_words(facts: Mapping[str, Any]) -> str:
    """`done → verified on Wed 18 Nov 2026 (in E8): partly, its measure at 4, rebuilt twice`."""
    where = f" (in {facts['event']})" if facts.get("event") else ""
    value = facts.get("value")
    said = (
        f"{facts.get('left') or '?'} → {facts['meant_for']}" if facts.get("meant_for") else "",
        str(facts.get("effect") or ""),
        f"its measure at {value:g}" if value is not None else "",
        str(facts.get("why") or ""),
    )
    words = ", ".join(part for part in said if part)
    way = f"{facts['before']} → {facts['state']} on {_on(facts)}{where}"
    return f"{way}: {words}" if words else way


def _moved(facts: Mapping[str, Any]) -> str:
    field = str(facts["field"])
    before, after = (value_in_words(field, facts.get(name)) for name in ("before", "after"))
    why = f", because {facts['why']}" if facts.get("why") else ""
    return f"{LABELS.get(field, field)} {before} → {after} on {_on(facts)}{why}"


def _on(facts: Mapping[str, Any]) -> str:
    return value_in_words("on", facts.get("on"))


def told(kind: str, doc: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and words of every field but the text and the stamp, in the order of `LABELS`."""
    known = [field for field in LABELS if field in doc and field not in ("text", "extra")]
    others = [field for field in doc if field not in LABELS and field not in STAMP]
    found = [(label(kind, field), value_in_words(field, doc[field])) for field in known + others]
    found += [(key, value_in_words("", value)) for key, value in (doc.get("extra") or {}).items()]
    return found


def origin(snap: Snapshot, record: Record) -> str:
    """Where a record came from: event, step and minute or day, and who."""
    stamp = snap.stamp(record)
    if not stamp and record.at is None:
        return "brought in from a file"
    moment = f" at {snap.clock_time(record.at)}" if record.at is not None else ""
    return f"{stamp}{moment}, by {record.by or 'nobody named'}"
