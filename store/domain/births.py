"""How a captured line becomes the document of a new record.

On the path of quick capture: nothing heavy is imported here.
"""

from __future__ import annotations

from store.domain.deciding import PROPOSED, proposes, what_is_proposed
from store.domain.demo import ASK_VERDICT
from store.domain.grammar_registers import LOOKED_AT_AGAIN
from store.domain.refs import same_ref
from store.errors import RuleBroken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from store.domain.grammar import Capture

    Doc = dict[str, Any]

MAX_TEXT = 10_000
"""Characters of one captured line; longer text belongs in a document of its own."""

CONFIDENTIAL = "confidential, not anonymous to an administrator of this machine"
"""What an anonymous capture is, said wherever one is made."""

DUE_FIELD = LOOKED_AT_AGAIN
"""What `due:` means for a kind where it is not simply the due date."""


class Stamp:
    """Where and when something is captured: `at` in ms UTC, `today` in the train's zone.

    `item` is the reference of the demo item that has the floor; None when none has.
    """

    __slots__ = ("at", "by", "event", "item", "minute", "pi", "step", "today")

    def __init__(
        self,
        at: int,
        today: str,
        by: str | None = None,
        event: str | None = None,
        step: str | None = None,
        minute: int | None = None,
        pi: str | None = None,
        item: str | None = None,
    ) -> None:
        self.at = at
        self.today = today
        self.by = by
        self.event = event
        self.step = step
        self.minute = minute
        self.pi = pi
        self.item = item

    def fields(self) -> Doc:
        """The stamp as fields of a document; what is unknown is left out."""
        known = {
            "at": self.at,
            "by": self.by,
            "event": self.event,
            "step": self.step,
            "minute": self.minute,
            "pi": self.pi,
        }
        return {name: value for name, value in known.items() if value is not None}

    @property
    def where(self) -> str | None:
        """`E8/risks`: the form in which a log entry carries the place; `E8` without a step."""
        if not self.event:
            return None
        return f"{self.event}/{self.step}" if self.step else self.event

    def blurred(self, at: int) -> None:
        """Forget who, which step and which minute; `at` is the beginning of the event or day."""
        self.at, self.by, self.step, self.minute = at, None, None, None


def _risk(found: Capture) -> Doc:
    return {
        "p": found.probability,
        "i": found.impact,
        "condition": found.condition,
        "consequence": found.consequence,
    }


def _dependency(found: Capture) -> Doc:
    return {
        "provider": found.provider,
        "consumer": found.consumer,
        "need": found.need,
        "plan": found.plan,
    }


def _decision(found: Capture) -> Doc:
    said: Doc = {"because": found.because, "weighed": found.options or None}
    if not proposes(found.text):
        return said | {"what": found.what}
    return said | {"what": what_is_proposed(found.what or found.text), "state": PROPOSED}


def _impediment(found: Capture) -> Doc:
    return {"like": found.like, "systemic": True if found.like else None, "level": found.level}


def _at_level(found: Capture, stamp: Stamp) -> Doc:
    """An impediment that is captured above its team got there now: its age at the level begins."""
    if found.kind != "impediment" or found.level in (None, "team"):
        return {}
    there = {"to": found.level, "before": "team", "on": stamp.today, "at": stamp.at}
    return {"escalations": [there | ({"event": stamp.event} if stamp.event else {})]}


def _feedback(found: Capture) -> Doc:
    return {"item": found.item, "verdict": found.verdict}


def _demo(found: Capture) -> Doc:
    return {"objective": found.objective, "seconds": found.seconds}


def _milestone(found: Capture) -> Doc:
    return {"iteration": found.plan}


OWN_FIELDS = {
    "risk": _risk,
    "dependency": _dependency,
    "decision": _decision,
    "impediment": _impediment,
    "feedback": _feedback,
    "demo": _demo,
    "milestone": _milestone,
}


def birth(found: Capture, stamp: Stamp) -> Doc:
    """The document of a new record, without its reference.

    Refuses, with the sentence to show: a line without a kind, one without words of its own, one
    that is too long to be a line, feedback without a verdict. Feedback that names no item is about
    the one that has the floor.
    """
    kind = found.kind
    if kind is None:
        raise RuleBroken(
            "Say what it is first: risk, impediment, decision, dependency, action, topic or "
            "feedback."
        )
    if not found.text:
        raise RuleBroken(f"The {kind} has no words yet. Type what it says before its details.")
    if found.overflow:
        raise RuleBroken(
            f"The line is longer than {MAX_TEXT} characters. Shorten it and keep the rest in a "
            "document."
        )
    if kind == "feedback" and found.verdict is None:
        raise RuleBroken(ASK_VERDICT)
    doc: Doc = {
        "text": found.text,
        "team": found.teams[0] if found.teams else None,
        "teams": list(found.teams[1:]) or None,
        "owner": found.owner or found.decided_by,
        DUE_FIELD.get(kind, "due"): found.due,
        "links": list(found.links) or None,
        "needs": found.needs,
        "raised": stamp.today if kind in ("risk", "impediment") else None,
        "first_step": stamp.today if kind == "impediment" and found.due else None,
    }
    if kind in OWN_FIELDS:
        doc.update(OWN_FIELDS[kind](found))
    doc.update(_at_level(found, stamp))
    if kind == "feedback":
        doc["item"] = doc["item"] or stamp.item
    return {k: v for k, v in doc.items() if v is not None} | stamp.fields()


def changes(found: Capture, kind: str, links: Sequence[str] = ()) -> Doc:
    """Fields that a line of words like `owner:SM-DRE due:fri #R12` sets on an existing record.

    `links` are those that the record has; new ones come behind them. Refuses a line that holds
    anything else: amending never rewrites what was said.
    """
    if found.text:
        raise RuleBroken(
            f"{found.text!r} is not understood here. Type words like owner:SM-DRE due:fri."
        )
    if found.level or found.options:
        what = "level is changed by escalating" if found.level else "option is added by deciding"
        raise RuleBroken(f"The {what} it, with its own verb. Leave that word out here.")
    new_links = [ref for ref in found.links if not any(same_ref(ref, known) for known in links)]
    doc: Doc = {
        "team": found.teams[0] if found.teams else None,
        "teams": list(found.teams[1:]) or None,
        "owner": found.owner,
        DUE_FIELD.get(kind, "due"): found.due,
        "links": [*links, *new_links] if new_links else None,
        "needs": found.needs,
        "p": found.probability,
        "i": found.impact,
        "provider": found.provider,
        "consumer": found.consumer,
        "need": found.need,
        "like": found.like,
        "systemic": True if found.like else None,
        **_feedback(found),
        **_demo(found),
        **(_milestone(found) if kind == "milestone" else {"plan": found.plan}),
    }
    return {k: v for k, v in doc.items() if v is not None}
