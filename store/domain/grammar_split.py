"""The parts of a sentence that has the form of a risk or of a decision.

The text itself stays whole: the parts are for the fields of the record, and only where the form
is plain.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.domain.grammar_parts import Capture

_MAX_DECIDER = 60


def split_meaning(capture: Capture) -> None:
    """Fills condition and consequence of a risk, or what, because and who of a decision."""
    if capture.kind == "risk":
        _split_risk(capture)
    elif capture.kind == "decision":
        _split_decision(capture)


def _split_risk(capture: Capture) -> None:
    """`If X then Y`, with one "then": with two it is not plain which one divides."""
    if not re.match(r"if\s", capture.text, re.IGNORECASE):
        return
    parts = re.split(r",?\sthen\s", capture.text[3:], flags=re.IGNORECASE)
    if len(parts) == 2 and all(part.strip(" ,") for part in parts):
        capture.condition, capture.consequence = (part.strip(" ,") for part in parts)


def _split_decision(capture: Capture) -> None:
    """`X because Y`, and `, by Z` behind it."""
    what, *reasons = re.split(r",?\sbecause\s", capture.text, maxsplit=1, flags=re.IGNORECASE)
    what = re.sub(r"^(?:we\s)?decided\s(?:to\s|that\s)?", "", what, flags=re.IGNORECASE).strip(" ,")
    if not what or not reasons or not reasons[0].strip(" ,."):
        return
    because, comma, decider = reasons[0].rpartition(", by ")
    decider = decider.strip().rstrip(".")
    if not comma or not because.strip() or not decider or len(decider) > _MAX_DECIDER:
        because, decider = reasons[0], ""
    capture.what = what
    capture.because = because.strip()
    capture.decided_by = decider or None
