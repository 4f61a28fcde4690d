"""A decision as Markdown, in the form of a decision record: context, options, outcome.

The headings follow the records of decisions that teams keep beside their code (MADR), so that it
can be pasted there.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.dates import say_day
from store.domain.records import Decision
from store.domain.text import md
from store.insight.decisions import decided_on, revisit_day
from store.insight.snapshot import Snapshot


def decision_lines(decision: Decision, snap: Snapshot) -> Iterator[str]:
    """The decision without its links; what nobody said is said to be missing, or left out."""
    yield f"# {md(decision.ref)} {md(decision.what or decision.text)}"
    yield ""
    yield f"- Status: {_status(decision)}"
    on = decided_on(decision, snap)
    if on is not None:
        yield f"- Date: {say_day(on)}"
    yield f"- Decided by: {md(decision.owner) if decision.owner else 'nobody named yet'}"
    if where := decision.during or snap.stamp(decision):
        yield f"- Where: {md(where)}"
    again = revisit_day(decision)
    if again is not None:
        yield f"- Look again: {say_day(again)}"
    context = decision.because or decision.evidence
    if context:
        yield from ("", "## Context", "", md(context))
    yield from _options(decision)
    yield from ("", "## Outcome", "", md(decision.text))
    if decision.note:
        yield from ("", md(decision.note))


def _status(decision: Decision) -> str:
    after = f" by {md(decision.superseded)}" if decision.superseded else ""
    return f"{md(decision.state)}{after}"


def _options(decision: Decision) -> Iterator[str]:
    if decision.weighed:
        yield from ("", "## Options weighed", "")
        yield from (f"- {md(option)}" for option in decision.weighed)
    elif decision.options:
        yield from ("", "## Options weighed", "", f"{decision.options}, not on record in words.")
