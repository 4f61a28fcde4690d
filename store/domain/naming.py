"""Which other records a record names: links, and fields by which verbs tie records together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

FIELDS = ("impediment", "risk", "like", "objective", "merged", "supersedes", "superseded", "item")
"""Fields that hold one reference. `event` is not among them: a hundred records name one event."""

Named = tuple[str, str]
"""Field, and the reference in it."""


def named_in(doc: Mapping[str, Any]) -> Iterator[Named]:
    """Every reference that a stored document holds, with its field; the closest ties first."""
    for field in FIELDS:
        ref = doc.get(field)
        if isinstance(ref, str) and ref:
            yield field, ref
    for escalation in doc.get("escalations") or ():
        if answered := escalation.get("answered"):
            yield "answered", str(answered)
    for concern in doc.get("concerns") or ():
        if became := concern.get("became"):
            yield "became", str(became)
    for ref in doc.get("links") or ():
        yield "links", str(ref)
