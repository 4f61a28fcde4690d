"""Which other records a record names: links, its words, and fields by which verbs tie records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from store.domain.refs import parse_ref

FIELDS = (
    *("impediment", "risk", "like", "objective", "merged", "supersedes", "superseded", "item"),
    *("problem", "measure", "gauge", "carries", "carried_as"),
)
"""Fields that hold one reference. `event` is not among them: a hundred records name one event."""

WORDS = "text"
"""Stands for a reference that is only in the words. Words may say I4 of an iteration, or R2 of a
thing that is no record: whoever follows them asks whether there is one."""

REFERENCE = re.compile(r"\b[A-Z]{1,3}[0-9]{1,6}\b")
"""A reference in words, as people write it among others."""

Named = tuple[str, str]
"""Field, and the reference in it."""


def named_in(doc: Mapping[str, Any]) -> Iterator[Named]:
    """Every reference that a stored document holds, with its field; the closest ties first."""
    for field in FIELDS:
        ref = doc.get(field)
        # A gauge is a reference only where it is a measure of the train's own.
        if isinstance(ref, str) and ref and (field != "gauge" or parse_ref(ref)):
            yield field, ref
    for escalation in doc.get("escalations") or ():
        if answered := escalation.get("answered"):
            yield "answered", str(answered)
    for concern in doc.get("concerns") or ():
        if became := concern.get("became"):
            yield "became", str(became)
    for solution in doc.get("solutions") or ():
        if became := solution.get("became"):
            yield "became", str(became)
    for ref in doc.get("links") or ():
        yield "links", str(ref)
    for ref in REFERENCE.findall(str(doc.get(WORDS) or "")):
        yield WORDS, ref
