"""What a planning event leaves in the minutes: votes, checkpoints, plan reviews, retrospective.

And the return-on-time vote, which every event may have. Counts only, never who. What a person
typed renders as typed; the program's own words are Markdown as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator

from store.domain.checkpoints import QUESTIONS, STATES
from store.domain.records import Event, Topic, Vote
from store.domain.text import md
from store.domain.votes import Tally
from store.insight.plan_review import reviews
from store.insight.planning import CHANGE, KEEP, retro_lines
from store.insight.radiator import Radiator, radiator_of
from store.insight.snapshot import Snapshot
from store.insight.votes import concerns, tally, unheard


def in_retro(record: object) -> bool:
    """Whether a record is a line of a retrospective, which has a place of its own."""
    return isinstance(record, Topic) and record.state in (KEEP, CHANGE)


def planning_lines(snap: Snapshot, event: Event) -> Iterator[str]:
    """The sections of `event`, each with a blank line before it; those without facts left out."""
    votes = [vote for vote in snap.of(Vote, "vote") if vote.event == event.ref]
    if votes:
        yield from ("", "## Confidence vote", "")
        yield from _votes(snap, votes)
    seen = radiator_of(snap, event)
    if seen.answers:
        yield from _checkpoints(snap, seen)
    yield from _reviews(snap, event)
    for state, heading in ((KEEP, "Retrospective: keep"), (CHANGE, "Retrospective: change")):
        if found := retro_lines(snap, event, state):
            yield from ("", f"## {heading}", "")
            yield from (f"- **{md(topic.ref)}** {md(topic.text)}" for topic in found)
    if event.roti:
        yield from ("", "## Return on time invested", "", _roti(Tally(event.roti)))


def _roti(counted: Tally) -> str:
    return f"{counted.mean} of 5, {counted.hands} ({counted.per_finger})."


def _votes(snap: Snapshot, votes: list[Vote]) -> Iterator[str]:
    order = {team.short: place for place, team in enumerate(snap.teams)}
    votes = sorted(votes, key=lambda vote: (order.get(vote.scope, len(order)), vote.round))
    yield "| Who | Round | Average | Hands | At 1 or 2 | Counts | Verdict |"
    yield "| --- | ---: | ---: | ---: | ---: | --- | --- |"
    for vote in votes:
        counted = tally(vote)
        yield (
            f"| {md(vote.scope)} | {vote.round} | {counted.mean} | {counted.n} | {counted.low} | "
            f"{counted.per_finger} | {counted.verdict} |"
        )
    said = [line for vote in votes for line in _said(vote)]
    if said:
        yield from ("", *said)


def _said(vote: Vote) -> Iterator[str]:
    who = f"- {md(vote.scope)}, round {vote.round}"
    if vote.change:
        yield f"{who}, replanned before it: {md(vote.change)}"
    for concern in concerns(vote):
        became = f" (became {md(concern.became)})" if concern.became else ""
        yield f"{who}, concern: {md(concern.text or 'given the word, said nothing')}{became}"
    if left := unheard(vote):
        yield f"{who}: {left} at 1 or 2 not heard yet"


def _checkpoints(snap: Snapshot, seen: Radiator) -> Iterator[str]:
    heads = " | ".join(question.key for question in QUESTIONS)
    for number, began in enumerate(seen.began, start=1):
        yield from ("", f"## Checkpoint {number}, {snap.clock_time(began)}", "")
        yield f"| Team | {heads} |"
        yield f"| --- |{' --- |' * len(QUESTIONS)}"
        for team in snap.teams:
            checks = (seen.answers.get((number, team.short, q.key)) for q in QUESTIONS)
            words = [STATES.get(check.state, "") if check else "" for check in checks]
            yield f"| {md(team.short)} | {' | '.join(words)} |"


def _reviews(snap: Snapshot, event: Event) -> Iterator[str]:
    given = reviews(snap, event)
    if not given:
        return
    yield from ("", "## Plan review", "")
    for team in snap.teams:
        for check in given.get(team.short, ()):
            said = f": {md(check.text)}" if check.text else ""
            at = f" ({snap.clock_time(check.at)})" if check.at is not None else ""
            yield f"- {md(team.short)} {check.state}{said}{at}"
