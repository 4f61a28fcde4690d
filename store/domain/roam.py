"""ROAM: which letter may follow which, and what each letter owes.

The framework names four categories and no state machine. The table is ours: a letter is a
promise, so it is given with what makes it one (who, until when, why), it can be changed when facts
change, and a risk that was resolved is reopened before it is anything else. A letter that is given
again is a review that ended with the same letter: its duties are said anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from store.domain.calendar import day
from store.domain.dates import say_day
from store.domain.records import Risk
from store.errors import RuleBroken, UsageFault

WORDS = {"U": "not yet", "R": "Resolved", "O": "Owned", "A": "Accepted", "M": "Mitigated"}

NEXT = {"U": "ROAM", "O": "RAM", "M": "ROA", "A": "ROM", "R": "U"}
"""Letters that may follow each letter; U behind R is the reopening."""

KEPT = "OAM"
"""Letters that a review may give again."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that a letter owes. `field` is where the risk keeps it."""

    field: str
    label: str
    """What a form calls it."""
    lacks: str
    """How a refusal names it."""
    example: str


OWNER = Duty("owner", "owner", "an owner", "owner:SM-DRE")
REVIEW = Duty("review", "review", "a review date", "review:fri")
CHANGED = Duty("note", "what changed", "what has changed", "because the test failed")

DUTIES: dict[str, tuple[Duty, ...]] = {
    "R": (Duty("note", "evidence", "the reason or the evidence", "because the test passed"),),
    "O": (OWNER, REVIEW),
    "A": (
        Duty("owner", "accepted by", "somebody named who accepts it", "owner:BO-OPS"),
        Duty("review", "until", "a date until when", "until:I5"),
        Duty("note", "because", "a reason", "because nothing cheaper helps"),
    ),
    "M": (
        Duty("action", "action", "an action", "load test at twice the peak"),
        OWNER,
        Duty("due", "due", "a due date", "due:fri"),
    ),
    "U": (Duty("note", "because", "the reason", "because it is back"),),
}
"""What each letter owes, in the order in which a room says it."""

EXPLAINED = {("M", "O"), ("A", "O"), ("A", "M")}
"""Changes after which somebody will ask why the earlier letter no longer held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said with a letter. Days are ISO dates; None was not said."""

    owner: str | None = None
    review: str | None = None
    action: str | None = None
    due: str | None = None
    note: str | None = None

    def over(self, known: Said) -> Said:
        """This, and where it says nothing what was `known`."""
        return Said(
            owner=self.owner or known.owner,
            review=self.review or known.review,
            action=self.action or known.action,
            due=self.due or known.due,
            note=self.note or known.note,
        )


def is_settled(risk: Risk) -> bool:
    """Whether it no longer stands for itself: it has happened, or another one stands for it."""
    return risk.occurred is not None or risk.merged is not None


def refuse_settled(risk: Risk) -> None:
    """Refuse to go on with a risk that no longer stands for itself."""
    if risk.merged is not None:
        raise RuleBroken(f"{risk.ref} is merged into {risk.merged}. Go on with {risk.merged}.")
    if risk.occurred is not None:
        became = f" and is impediment {risk.impediment} now" if risk.impediment else ""
        raise RuleBroken(f"{risk.ref} has happened{became}. Work on the impediment instead.")


def refuse_closed(risk: Risk) -> None:
    """Refuse what can only be done with a risk that is neither settled nor resolved."""
    refuse_settled(risk)
    if risk.roam == "R":
        raise RuleBroken(f"{risk.ref} is resolved. Reopen it first, with the reason.")


def choices(risk: Risk) -> str:
    """The letters that may be given now, in the order R O A M; U alone is the reopening."""
    if is_settled(risk):
        return ""
    again = risk.roam if risk.roam in KEPT else ""
    return "".join(letter for letter in "ROAMU" if letter in NEXT[risk.roam] + again)


def duties(before: str, letter: str) -> tuple[Duty, ...]:
    """What `letter` owes when it comes after `before`."""
    more = (CHANGED,) if (before, letter) in EXPLAINED else ()
    return DUTIES[letter] + more


def known(risk: Risk, letter: str, today: date) -> Said:
    """What the record already says of the duties of `letter`; days that are past say nothing.

    An owner of the risk is no accepter: that one is named anew.
    """
    again = risk.roam == letter
    return Said(
        owner=risk.owner if again or letter in "OM" else None,
        review=_ahead(risk.review, today) if again else None,
        action=risk.action if letter == "M" else None,
        due=_ahead(risk.due, today) if letter == "M" else None,
        note=risk.note if again and letter == "A" else None,
    )


def _ahead(stored: str | None, today: date) -> str | None:
    found = day(stored)
    return stored if found and found >= today else None


def give(risk: Risk, letter: str, said: Said, today: date) -> dict[str, str | None]:
    """The fields of the risk once `letter` is given; None takes a field away.

    Refuses, naming all that lacks: a letter that may not follow, one without its duties, a day
    that is past, and a letter given again that says nothing new. A mitigated risk is reviewed when
    its action is due, unless another review date is said.
    """
    refuse_settled(risk)
    refuse_order(risk, letter)
    said = replace(said, review=said.review or (said.due if letter == "M" else None))
    _refuse_lacks(risk, letter, said)
    _refuse_dates(risk, letter, said)
    _refuse_past(risk, said, today)
    again = risk.roam == letter
    fields: dict[str, str | None] = {"roam": letter, "level": None}
    if letter in "OAM":
        fields |= {"owner": said.owner, "review": said.review, "action": None, "due": None}
    if letter == "M":
        fields |= {"action": said.action, "due": said.due}
    if letter == "U":
        fields |= {"review": None, "action": None, "due": None}
    if letter in "RU" and said.owner:
        fields["owner"] = said.owner
    fields["note"] = said.note or (risk.note if again else None)
    if again and all(getattr(risk, name) == value for name, value in fields.items()):
        raise RuleBroken(
            f"{risk.ref} is {WORDS[letter]} in just these words already. Say what is new: a date, "
            "an owner, or another letter."
        )
    return fields


def refuse_order(risk: Risk, letter: str) -> None:
    """Refuse a letter that may not follow the one the risk has."""
    if letter not in WORDS:
        raise UsageFault(f"There is no letter {letter[:10]!r}. Give R, O, A or M.")
    if letter in choices(risk):
        return
    if letter == "U" and risk.roam == "U":
        raise RuleBroken(f"{risk.ref} has no letter yet. Give it R, O, A or M.")
    if letter == "U":
        raise RuleBroken(
            f"{risk.ref} is {WORDS[risk.roam]} and only a resolved risk is reopened. Give it "
            "another letter instead."
        )
    raise RuleBroken(f"{risk.ref} is resolved. Reopen it first, with the reason.")


def _refuse_lacks(risk: Risk, letter: str, said: Said) -> None:
    lacking = [d for d in duties(risk.roam, letter) if not getattr(said, d.field)]
    if lacking:
        *others, last = [duty.lacks for duty in lacking]
        named = f"{', '.join(others)} and {last}" if others else last
        what = "To reopen it" if letter == "U" else WORDS[letter]
        needs = "say" if letter == "U" else "needs"
        example = " ".join(duty.example for duty in lacking)
        raise RuleBroken(f"{risk.ref}: {what} {needs} {named}. For example: {example}")


def _refuse_dates(risk: Risk, letter: str, said: Said) -> None:
    """A date that the letter has no place for would be lost."""
    if letter in "RU" and (said.review or said.due):
        state = "resolved" if letter == "R" else "reopened"
        raise RuleBroken(
            f"{risk.ref}: a {state} risk has no date. Leave it out, or give O, A or M instead."
        )


def _refuse_past(risk: Risk, said: Said, today: date) -> None:
    for name in ("review", "due"):
        found = day(getattr(said, name))
        if found and found < today:
            raise RuleBroken(
                f"{risk.ref}: {say_day(found)} is past. Say a {name} date from today on."
            )


def letters(risk: Risk) -> tuple[str, ...]:
    """The letters before the next one: those that were, then the present one, once.

    A train that was brought in may count the present letter among them.
    """
    before = risk.letters_before
    return before if before and before[-1] == risk.roam else (*before, risk.roam)


def in_words(letter: str, facts: Mapping[str, object]) -> str:
    """A letter with its duties, to be read back: `O Owned · owner PM · review Fri 20 Nov 2026`."""
    if facts.get("team"):
        return f"handed back to {facts['team']}"
    head = "? reopened, not yet ROAMed" if letter == "U" else f"{letter} {WORDS[letter]}"
    return " · ".join([head, *_duties_in_words(letter, facts)])


def _duties_in_words(letter: str, facts: Mapping[str, object]) -> Iterator[str]:
    owner, action, note = facts.get("owner"), facts.get("action"), facts.get("note")
    review, due = (day(str(facts.get(name) or "")) for name in ("review", "due"))
    if letter == "M" and action:
        yield str(action)
    if letter in "OM" and owner:
        yield f"owner {owner}"
    if letter == "A" and owner:
        yield f"accepted by {owner}"
    if letter == "M" and due:
        yield f"due {say_day(due)}"
    if review and (letter == "O" or (letter == "M" and review != due)):
        yield f"review {say_day(review)}"
    if letter == "A" and review:
        yield f"until {say_day(review)}"
    if note:
        yield str(note) if letter == "R" else f"because {note}"
