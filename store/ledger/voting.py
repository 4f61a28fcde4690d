"""Votes by hand: a confidence vote and its concerns, and return on time at a closing.

Who showed what is never stored. A re-vote is a round of its own beside the first one.
"""

from __future__ import annotations

from collections.abc import Sequence

from store.domain.births import Stamp, birth
from store.domain.clock import Phase
from store.domain.grammar import parse_capture
from store.domain.grammar_parts import CaptureContext
from store.domain.records import Event, Vote
from store.domain.text import clean
from store.domain.votes import ART, Tally
from store.errors import RuleBroken, UsageFault
from store.insight.events import is_over
from store.insight.votes import standing
from store.ledger.capturing import context
from store.ledger.ledger import Change, Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.entry import Doc

ART_WORDS = ("art", "train")


def team_named(ledger: Ledger, text: str) -> str:
    """The short id of the team that a person means by id or name. Raises `UsageFault`."""
    word = " ".join(text.lstrip("@").lower().split())
    for team in ledger.teams:
        if word in (team.short.lower(), team.name.lower()):
            return team.short
    known = ", ".join(team.short for team in ledger.teams) or "none yet"
    raise UsageFault(f"There is no team {clean(text)[:40]!r}. There is: {known}.")


def scope_named(ledger: Ledger, text: str) -> str:
    """`ART`, or the short id of the team that is meant. Raises `UsageFault`."""
    return ART if text.strip().lower() in ART_WORDS else team_named(ledger, text)


def interval_of(ledger: Ledger, stamp: Stamp) -> str | None:
    """The planning interval that something said now belongs to: the open event's own first."""
    running = ledger.running
    return (running.pi if running else None) or stamp.pi


def record_vote(
    ledger: Ledger, scope: str, tally: Tally, *, change: str = "", concerns: Sequence[str] = ()
) -> Vote:
    """Keep a vote as the next round of its scope, with `concerns` as `voice_concern` takes them.

    `change` says what was replanned before it; a first round has nothing before it and refuses it.
    """
    ledger.require_train()
    scope, here = scope_named(ledger, scope), context(ledger)
    with ledger.change("vote") as made:
        before = standing(ledger.snapshot(), scope).latest
        replanned = clean(change)
        if replanned and before is None:
            raise RuleBroken(
                f"This is the first vote of {scope}: nothing was replanned before it. Leave the "
                "change out."
            )
        number = before.round + 1 if before else 1
        lines = [_concern(made, line, scope, here) for line in concerns]
        doc: Doc = {
            "text": f"Confidence vote of {scope}, round {number}",
            "scope": scope,
            "round": number,
            "count": list(tally.counts),
            "change": replanned or None,
            "concerns": lines or None,
            **made.stamp.fields(),
            "pi": interval_of(ledger, made.stamp),
        }
        key = made.new("vote", {k: v for k, v in doc.items() if v is not None})
    return _vote(ledger, key)


def _vote(ledger: Ledger, key: str) -> Vote:
    found = ledger.views.get("vote", key)
    if not isinstance(found, Vote):
        raise RuleBroken("That vote was taken back by somebody else. Enter it again.")
    return found


def _concern(change: Change, line: str, scope: str, here: CaptureContext) -> Doc:
    """A concern as its vote keeps it; a line that begins with a kind becomes that record too."""
    found = parse_capture(line, kind=None, context=here)
    if found.kind is None:
        if found.overflow:
            raise RuleBroken("The line is too long. Say it shorter.")
        return {"text": clean(line)}
    doc = birth(found, change.stamp)
    if scope != ART and found.kind != "dependency":
        doc.setdefault("team", scope)
    return {"text": found.text, "became": change.ref_of(found.kind, change.new(found.kind, doc))}


def voice_concern(ledger: Ledger, key: str, line: str) -> Vote:
    """Keep what somebody at one or two said about the vote with this id; never who said it.

    `line` may be empty: the word was given, and nothing said. One that begins with a kind, like
    `risk: load 118 percent in I3`, is captured as that record as well and names it.
    """
    here = context(ledger)
    with ledger.change("vote.concern") as change:
        vote = _vote(ledger, key)
        known: list[Doc] = [{"text": c.text, "became": c.became} for c in vote.concerns]
        if vote.concern and not known:
            known = [{"text": vote.concern}]
        known = [{k: v for k, v in one.items() if v is not None} for one in known]
        known.append(_concern(change, line, vote.scope, here))
        change.amend("vote", key, {"concerns": known})
    return _vote(ledger, key)


def record_roti(ledger: Ledger, event: Event, tally: Tally) -> Event:
    """Keep the return-on-time vote with an event that has begun; a second tally corrects it."""
    with ledger.change("event.roti") as change:
        begun = ledger.face(event).phase in (Phase.RUNNING, Phase.PAUSED)
        if not begun and not is_over(ledger.snapshot(), event):
            raise RuleBroken(f"{event.title} {event.ref} has not begun. Vote when it closes.")
        change.amend("event", event.id, {"roti": list(tally.counts)})
    found = ledger.views.get("event", event.id)
    assert isinstance(found, Event)  # amended under the lock just now
    return found
