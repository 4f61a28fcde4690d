"""Beginning a problem from what the records show, with its evidence linked."""

from __future__ import annotations

from collections.abc import Sequence

from store.domain.records import Problem
from store.domain.text import clean
from store.errors import RuleBroken
from store.ledger.ledger import Ledger


def start_from(ledger: Ledger, title: str, refs: Sequence[str], group: str = "") -> Problem:
    """A problem from a candidate. The title is a draft: the group agrees on its words."""
    title = clean(title)
    if not title:
        raise RuleBroken("A problem needs words. Say in a line what happens.")
    with ledger.change("problem.start") as change:
        doc = {
            "text": title,
            "links": list(dict.fromkeys(refs)),
            "state": "open",
            "group": clean(group) or None,
            "pi": ledger.pi.short if ledger.pi else None,
            **change.stamp.fields(),
        }
        key = change.new("problem", {k: v for k, v in doc.items() if v is not None})
    found = ledger.views.get("problem", key)
    assert isinstance(found, Problem)
    return found
