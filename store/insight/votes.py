"""Confidence votes: the teams on their own objectives, then the ART on the joint plan.

Rounds stand side by side, the first is never overwritten. Counts only: who showed what is nowhere
on record. Teams stand in the train's own order, whatever they voted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from store.domain.records import Concern, Vote
from store.domain.votes import ART, Tally
from store.insight.plan import of_plan
from store.insight.rows import Row, Section, Surface, Urgency
from store.insight.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Standing:
    """How one scope stands: a team by its short id, or the ART."""

    scope: str
    name: str
    people: int | None
    id: str
    """Id of the team or of the train."""
    rounds: tuple[Vote, ...]

    @property
    def latest(self) -> Vote | None:
        """The last round; None before the first."""
        return self.rounds[-1] if self.rounds else None

    @property
    def means(self) -> str:
        """Averages of all rounds, `2.70 → 3.20`; empty before the first."""
        return " → ".join(tally(vote).mean for vote in self.rounds)

    @property
    def unheard(self) -> int:
        """Hands at one or two in the last round who have not been given the word yet."""
        return unheard(self.latest) if self.latest else 0


def tally(vote: Vote) -> Tally:
    """The counts of a vote."""
    return Tally(vote.count)


def concerns(vote: Vote) -> tuple[Concern, ...]:
    """What was heard; an imported vote has one line at most."""
    if vote.concerns or not vote.concern:
        return vote.concerns
    return (Concern(text=vote.concern),)


def unheard(vote: Vote) -> int:
    """Hands at one or two of this round who have not been given the word yet.

    Of a vote that was brought in from elsewhere nobody can tell, so nobody is asked for.
    """
    return max(0, tally(vote).low - len(concerns(vote))) if vote.at is not None else 0


def standings(snap: Snapshot) -> list[Standing]:
    """Every team in the train's order, then the ART; scopes of neither stand between them."""
    found: dict[str, list[Vote]] = {}
    for vote in of_plan(snap, Vote, "vote"):
        found.setdefault(vote.scope, []).append(vote)

    def rounds(scope: str) -> tuple[Vote, ...]:
        return tuple(sorted(found.pop(scope, ()), key=lambda vote: vote.round))

    teams = [Standing(t.short, t.name, t.people, t.id, rounds(t.short)) for t in snap.teams]
    joint = rounds(ART)
    others = [Standing(scope, "", None, "", rounds(scope)) for scope in list(found)]
    train = snap.train
    whole = Standing(ART, train.name if train else "", train.people if train else None,
                     train.id if train else "", joint)  # fmt: skip
    return [*teams, *others, whole]


def standing(snap: Snapshot, scope: str) -> Standing:
    """How this scope stands; as if it were the ART's where there is no such scope."""
    known = standings(snap)
    return next((one for one in known if one.scope == scope), known[-1])


def _asks(one: Standing) -> str:
    if one.latest is None:
        return "no vote yet"
    asked = [f"{one.unheard} unheard"] if one.unheard else []
    if not tally(one.latest).accepted:
        asked.append("vote again")
    return ", ".join(asked)


def vote_row(one: Standing) -> Row:
    """A scope as the list of votes shows it: its last two averages where others show an age."""
    latest, asked = one.latest, _asks(one)
    urgency = Urgency.NEEDS_YOU if asked else Urgency.NORMAL
    facts = {"scope": one.scope, "rounds": len(one.rounds)}
    if latest is None:
        kind = "train" if one.scope == ART else "team"
        return Row(kind, one.id, one.scope, "", "", one.name, "", asked, urgency, facts)
    counted = tally(latest)
    said = [counted.hands, f"{counted.low} at 1 or 2"]
    if len(one.rounds) > 2:
        said.append(f"rounds {one.means}")
    return Row(
        kind="vote",
        id=latest.id,
        ref=one.scope,
        when=" → ".join(tally(vote).mean for vote in one.rounds[-2:]),
        state=counted.verdict,
        text=" · ".join(said),
        who=one.name,
        note=asked,
        urgency=urgency,
        computed=facts,
    )


def single_vote_row(vote: Vote) -> Row:
    """One vote by itself, as its record shows it."""
    counted = tally(vote)
    said = f"average {counted.mean} of {counted.hands} · {counted.low} at 1 or 2"
    if vote.count:
        said = f"{counted.verdict} · {said}"
    return Row("vote", vote.id, vote.ref, "", f"round {vote.round}", vote.text, vote.scope, said)


def _said(one: Standing) -> Iterator[Row]:
    """What was heard in each round, and what was replanned before the next."""
    for vote in one.rounds:
        where = f"round {vote.round}"
        if vote.change:
            yield Row("vote", vote.id, one.scope, where, "replanned", vote.change, "")
        for concern in concerns(vote):
            text = concern.text or "given the word, said nothing"
            state = f"became {concern.became}" if concern.became else "heard"
            yield Row("vote", vote.id, one.scope, where, state, text, "")


def missing(snap: Snapshot) -> list[Row]:
    """Scopes that still owe something: a vote, the word to those at one or two, rework."""
    return [row for one in standings(snap) if (row := vote_row(one)).note]


def votes(snap: Snapshot) -> Surface:
    """The confidence vote: each team, then the ART; what was said below."""
    known = standings(snap)
    open_teams = [one.scope for one in known if one.scope != ART and not one.rounds]
    if open_teams:
        question = f"A team votes on its own objectives. Not yet: {', '.join(open_teams)}."
    elif not known[-1].rounds:
        question = "Every team has voted. Now the ART, on the joint plan."
    else:
        question = "Is everybody at one or two heard? What would move them?"
    return Surface(
        "votes",
        "Confidence vote",
        (
            Section("Teams, then the ART · 3 or more accepts", tuple(map(vote_row, known))),
            Section(
                "What was said, and what was replanned",
                tuple(row for one in known for row in _said(one)),
                "Nothing yet. Everybody who shows one or two is given a line here.",
            ),
        ),
        question,
    )
