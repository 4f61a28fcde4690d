"""The train file: which keys each list of it may hold, and the field that each becomes.

The format is documented for people in docs/import-format.md.
"""

from __future__ import annotations

from store.exchange.fields import (
    Check,
    day,
    exactly,
    figure,
    flag,
    many,
    name,
    number,
    one_of,
    text,
)
from store.exchange.train_measures import gauge

Fields = dict[str, tuple[str, Check]]
"""Key in the file -> (field of the document, check)."""

PI: tuple[str, Check] = ("pi", name)
LEVEL = one_of("team", "art", "leadership", "solution", "portfolio")

LISTS: dict[str, tuple[str, Fields]] = {
    "teams": (
        "team",
        {
            "id": ("short", name),
            "name": ("name", name),
            "does": ("does", text),
            "people": ("people", number(0, 10_000)),
        },
    ),
    "objectives": (
        "objective",
        {
            "id": ("ref", name),
            "pi": PI,
            "team": ("team", name),
            "k": ("committed", one_of("C", "U")),
            "bv": ("bv", number(1, 10)),
            "act": ("actual", number(0, 10)),
            "text": ("text", name),
        },
    ),
    "dependencies": (
        "dependency",
        {
            "id": ("ref", name),
            "pi": PI,
            "from": ("provider", name),
            "to": ("consumer", name),
            "what": ("text", name),
            "need": ("need", name),
            "plan": ("plan", name),
            "done": ("done", name),
            "state": (
                "state",
                one_of(
                    "proposed",
                    "agreed",
                    "in progress",
                    "delivered",
                    "accepted",
                    "declined",
                    "removed",
                    "missed",
                ),
            ),
            "obj": ("objective", name),
            "how": ("how", text),
            "way": ("way", one_of("slice", "re-sequence", "design", "team change")),
            "away": ("away", text),
            "agreed": ("agreed", day),
            "test": ("test", text),
            "owner": ("owner", name),
        },
    ),
    "risks": (
        "risk",
        {
            "id": ("ref", name),
            "pi": PI,
            "text": ("text", name),
            "if": ("condition", name),
            "then": ("consequence", name),
            "team": ("team", name),
            "p": ("p", number(1, 5)),
            "i": ("i", number(1, 5)),
            "roam": ("roam", one_of("U", "R", "O", "A", "M")),
            "owner": ("owner", name),
            "review": ("review", day),
            "action": ("action", text),
            "due": ("due", day),
            "note": ("note", text),
            "hist": ("letters_before", many(one_of("U", "R", "O", "A", "M"))),
            "occurred": ("occurred", day),
            "imp": ("impediment", name),
            "raised": ("raised", day),
        },
    ),
    "impediments": (
        "impediment",
        {
            "id": ("ref", name),
            "pi": PI,
            "by": ("team", name),
            "what": ("text", name),
            "raised": ("raised", day),
            "level": ("level", LEVEL),
            "owner": ("owner", name),
            "state": (
                "state",
                one_of("new", "in progress", "escalated", "on hold", "resolved", "closed"),
            ),
            "next": ("due", day),
            "step": ("next", text),
            "impact": ("hits", text),
            "fix": ("fix", text),
            "cause": ("cause", text),
            "done": ("done", day),
            "systemic": ("systemic", flag),
            "like": ("like", name),
            "risk": ("risk", name),
        },
    ),
    "decisions": (
        "decision",
        {
            "id": ("ref", name),
            "pi": PI,
            "date": ("on", day),
            "at": ("during", text),
            "by": ("owner", name),
            "what": ("text", name),
            "because": ("because", text),
            "opt": ("options", number(0, 1000)),
            "options": ("weighed", many(name, 6)),
            "state": ("state", one_of("proposed", "agreed", "rejected", "superseded")),
            "revisit": ("revisit", day),
            "supersedes": ("supersedes", name),
            "superseded": ("superseded", name),
            "ev": ("evidence", text),
        },
    ),
    "actions": (
        "action",
        {
            "id": ("ref", name),
            "pi": PI,
            "what": ("text", name),
            "team": ("team", name),
            "owner": ("owner", name),
            "due": ("due", day),
            "state": ("state", one_of("open", "done", "dropped")),
            "done": ("done", day),
        },
    ),
    "milestones": (
        "milestone",
        {
            "id": ("ref", name),
            "pi": PI,
            "what": ("text", name),
            "iteration": ("iteration", name),
            "date": ("due", day),
            "state": ("state", one_of("planned", "reached", "missed")),
            "owner": ("owner", name),
        },
    ),
    "improvements": (
        "improvement",
        {
            "id": ("ref", name),
            "from": ("raised_in", name),
            "for": ("meant_for", name),
            "cause": ("cause", text),
            "item": ("text", name),
            "owner": ("owner", name),
            "metric": ("metric", text),
            "base": ("base", figure),
            "goal": ("goal", figure),
            "now": ("present", figure),
            "state": (
                "state",
                one_of(
                    "proposed",
                    "accepted",
                    "planned",
                    "doing",
                    "done",
                    "verified",
                    "dropped",
                    "carried",
                ),
            ),
            "effect": ("effect", one_of("moved", "partly", "no effect")),
            "planned": ("planned", name),
            "nature": ("nature", one_of("backlog item", "policy", "working agreement")),
            "problem": ("problem", name),
            "gauge": ("gauge", gauge),
            "team": ("team", name),
            "due": ("due", day),
            "size": ("size", text),
            "backlog": ("backlog", text),
            "done": ("done", day),
            "carried": ("times_carried", number(0, 100)),
            "note": ("note", text),
        },
    ),
    "measures": (
        "measure",
        {
            "id": ("ref", name),
            "name": ("text", name),
            "unit": ("unit", text),
            "area": ("area", one_of("outcome", "flow", "competency")),
            "better": ("better", one_of("up", "down")),
            "owner": ("owner", name),
        },
    ),
    "flow": (
        "flow",
        {
            "id": ("ref", name),
            "key": ("key", name),
            "what": ("text", name),
            "team": ("team", name),
            "nature": ("nature", one_of("feature", "enabler", "defect", "risk", "debt")),
            "started": ("started", day),
            "done": ("done", day),
            "active": ("active", figure),
            "size": ("size", figure),
            "state": ("state", one_of("dropped")),
        },
    ),
    "votes": (
        "vote",
        {
            "pi": PI,
            "scope": ("scope", name),
            "round": ("round", number(1, 100)),
            "count": ("count", exactly(5, number(0, 10_000))),
            "concern": ("concern", text),
            "result": ("result", text),
            "change": ("change", text),
        },
    ),
    "events": (
        "event",
        {
            "id": ("ref", name),
            "pi": PI,
            "type": ("title", name),
            "date": ("on", day),
            "min": ("minutes", number(0, 100_000)),
        },
    ),
}
"""Lists of the file, in the order in which they are stored: kind, and its fields by key."""

GIVEN = ("decisions", "actions", "changes", "shown", "live", "slides", "feedback")
"""Counts of an event that took place elsewhere."""

REQUIRED = {
    "team": ("short", "name"),
    "objective": ("ref", "text"),
    "dependency": ("ref", "text"),
    "risk": ("ref", "text"),
    "impediment": ("ref", "text"),
    "decision": ("ref", "text"),
    "action": ("text",),
    "milestone": ("text",),
    "improvement": ("ref", "text"),
    "measure": ("text",),
    "flow": ("text",),
    "vote": ("scope", "count"),
    "event": ("ref", "title", "on"),
}
"""Fields without which a record of the file says nothing."""
