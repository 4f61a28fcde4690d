"""What may be said of how an impediment stands: each choice with its fields and its deed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from console.screens.escalate import answer_in_words
from console.screens.read_back_form import FormField
from console.session import Session
from store.domain import impeding as rules
from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.records import Impediment
from store.ledger import impeding, saying
from store.ledger.roaming import the_team

Said = Mapping[str, str]
"""What was typed, by field."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Only the fields that it demands; how they are read back, with every refusal; and the deed."""

    fields: tuple[FormField, ...]
    read: Callable[[Session, Impediment, Said], str]
    does: Callable[[Session, Impediment, Said], Impediment]


def _day_words(session: Session, text: str) -> str:
    found = day(saying.day_of(session.ledger, text))
    return say_day(found) if found else ""


def _read_begin(session: Session, item: Impediment, said: Said) -> str:
    fields = rules.begin(item, saying.role_of(session.ledger, said["owner"]) or None)
    return f"{item.ref} {fields['state']} · owner {fields['owner'] or 'nobody yet'}"


def _read_hold(session: Session, item: Impediment, said: Said) -> str:
    until = saying.day_of(session.ledger, said["until"])
    rules.hold(item, said["why"].strip(), until, session.ledger.today)
    return f"{item.ref} on hold until {_day_words(session, said['until'])}, because {said['why']}"


def _read_resolve(session: Session, item: Impediment, said: Said) -> str:
    rules.resolve(item, said["fix"].strip(), said["cause"].strip(), session.ledger.today)
    cause = f" · cause: {said['cause']}" if said["cause"].strip() else ""
    return f"{item.ref} resolved: {said['fix']}{cause}\n{_verifier(item)} verifies that it is gone."


def _verifier(item: Impediment) -> str:
    return item.team or "Whoever raised it"


def _read_verify(session: Session, item: Impediment, said: Said) -> str:
    ledger = session.ledger
    team = the_team(ledger, said["team"]).short if said["team"].strip() else None
    rules.verify(item, team, ledger.today)
    return f"{item.ref} closed: {team or item.team} says that it is gone"


def _read_reopen(_: Session, item: Impediment, said: Said) -> str:
    fields = rules.reopen(item, said["why"].strip())
    return f"{item.ref} open again ({fields['state']}), because {said['why']}. Its age goes on."


def _read_lower(_: Session, item: Impediment, said: Said) -> str:
    to = rules.read_level(said["level"])
    rules.lower(item, to, said["why"].strip())
    return f"{item.ref} back down to {rules.WORDS[to]}, because {said['why']}"


def _read_answer(session: Session, item: Impediment, said: Said) -> str:
    return answer_in_words(session, item, said)


def _read_cause(session: Session, item: Impediment, said: Said) -> str:
    other = impeding.the_impediment(session.ledger, said["other"])
    return f"{item.ref} and {other.ref} have the same cause: {other.text}"


CHOICES = {
    "begin": Choice(
        (FormField("owner", "who", "SM-GAN"),),
        _read_begin,
        lambda s, i, said: impeding.begin(s.ledger, i.ref, said["owner"], i.rev),
    ),
    "hold": Choice(
        (
            FormField("why", "because", "the supplier is closed"),
            FormField("until", "until", "fri, 20 nov, in 3 days, I5"),
        ),
        _read_hold,
        lambda s, i, said: impeding.hold(s.ledger, i.ref, said["why"], said["until"], i.rev),
    ),
    "answer": Choice(
        (
            FormField("line", "decided", "to buy a licence because the yard waits, by PM"),
            FormField("then", "next step", "order it due:fri owner:PM; may stay empty"),
        ),
        _read_answer,
        lambda s, i, said: impeding.answer(s.ledger, i.ref, said["line"], said["then"], i.rev)[0],
    ),
    "lower": Choice(
        (
            FormField("level", "to level", "team, art, leadership, solution"),
            FormField("why", "because", "the RTE can settle it with the yard"),
        ),
        _read_lower,
        lambda s, i, said: impeding.lower(s.ledger, i.ref, said["level"], said["why"], i.rev),
    ),
    "resolve": Choice(
        (
            FormField("fix", "fixed by", "the yard released the units"),
            FormField("cause", "root cause", "as far as it is known; may stay empty"),
        ),
        _read_resolve,
        lambda s, i, said: impeding.resolve(s.ledger, i.ref, said["fix"], said["cause"], i.rev),
    ),
    "verify": Choice(
        (FormField("team", "team", "the team that raised it"),),
        _read_verify,
        lambda s, i, said: impeding.verify(s.ledger, i.ref, said["team"], i.rev),
    ),
    "reopen": Choice(
        (FormField("why", "because", "it came back on Monday"),),
        _read_reopen,
        lambda s, i, said: impeding.reopen(s.ledger, i.ref, said["why"], i.rev),
    ),
    "cause": Choice(
        (FormField("other", "like", "I4: an earlier one with the same cause"),),
        _read_cause,
        lambda s, i, said: impeding.same_cause(s.ledger, i.ref, said["other"], i.rev),
    ),
}
"""Escalating and the next step have keys of their own."""
