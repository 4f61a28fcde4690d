"""What a problem may say: what happens, where, when, with which effect; never who, no solution.

Source of the rules: the problem-solving workshop of Inspect & Adapt in SAFe 6, step "agree on the
problem to solve". Names that the train knows come in as values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from store.domain.loop_records import Problem
from store.errors import RuleBroken

OPEN = "open"
GATHERED = "gathered"
DROPPED = "dropped"

PARTS = ("text", "where", "when", "effect")
"""The four parts of a statement, as fields."""

ASKS = {"text": "What happens?", "where": "Where?", "when": "When?", "effect": "With which effect?"}

BLAME = (
    "who", "whose", "blame", "blamed", "fault", "guilty", "culprit", "forgot", "careless",
    "carelessness", "lazy", "incompetent", "incompetence", "negligent", "negligence", "sloppy",
)  # fmt: skip
"""Words that look for somebody instead of something."""

SOLVING = (
    "we should", "we need", "we must", "we have to", "we ought", "needs to", "need to", "let us",
    "let's", "should be", "must be", "the solution", "the fix is",
)  # fmt: skip
"""Words that begin a solution, where a problem is asked for."""

LACKING = ("no", "lack of", "lacks", "lacking", "missing", "not enough", "absence of")
"""Words that often hide a solution: what is lacking is one answer among several."""

_SHORT = 3
_LEFT = r"(?<![\w-])"
_RIGHT = r"(?![\w-])"


@dataclass(frozen=True, slots=True)
class Names:
    """What the train calls people and teams: roles and owners, and its teams."""

    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


def _found(words: Iterable[str], text: str, *, cased: bool = False) -> str:
    """The first of `words` that stands in `text` as a word of its own; "" for none.

    With `cased` a short name counts only as it is written: `Art` is no word for the team ART.
    """
    for word in words:
        loose = not (cased and len(word) <= _SHORT)
        flags = re.IGNORECASE if loose else re.NOFLAG
        hit = re.search(f"{_LEFT}{re.escape(word)}{_RIGHT}", text, flags) if word else None
        if hit and not (cased and _is_hour(text, hit)):
            return hit[0]
    return ""


def _is_hour(text: str, hit: re.Match[str]) -> bool:
    """Whether `PM` is what follows an hour, and no role."""
    return hit[0] == "PM" and text[: hit.start()].rstrip()[-1:].isdigit()


def refuse_who(part: str, text: str, names: Names) -> None:
    """Refuse a part of a statement that points at somebody. Teams may stand in `where`."""
    if word := _found(BLAME, text):
        raise RuleBroken(
            f'Say what happens, not who: "{word}" looks for somebody. What would one have seen?'
        )
    if word := _found(names.people, text, cased=True):
        raise RuleBroken(
            f'Say what happens, not who: "{word}" is a role or a person. Leave it out and say '
            "what is observed."
        )
    if part == "where":
        return
    if word := _found(names.teams, text, cased=True):
        raise RuleBroken(
            f'Say what happens, not who: "{word}" is a team. A team may stand in "where", as the '
            "place where it shows."
        )


def refuse_solution(text: str) -> None:
    """Refuse a statement that says already what to do."""
    if word := _found(SOLVING, text):
        raise RuleBroken(
            f'"{word}" begins a solution. Say what goes wrong now; solutions have their own step.'
        )


def refuse_part(part: str, text: str, names: Names) -> None:
    """Refuse what may not stand in this part of a statement."""
    refuse_who(part, text, names)
    refuse_solution(text)


def hidden_solution(text: str) -> str:
    """A question about words that often hide a solution, or nothing. Asked, never forbidden."""
    word = _found(LACKING, text)
    if not word:
        return ""
    return f'"{word}": is that the problem, or one of its solutions? What happens because of it?'


def lacking(problem: Problem, names: Names) -> tuple[str, ...]:
    """What the statement still lacks, in words; nothing once the group may call it agreed."""
    found = [ASKS[part] for part in PARTS if not getattr(problem, part)]
    for part in PARTS:
        text = getattr(problem, part)
        try:
            if text:
                refuse_part(part, text, names)
        except RuleBroken as fault:
            found.append(fault.sentence)
    return tuple(found)


def names_cause(restated: str, cause: str) -> bool:
    """Whether a restatement takes up a word of its cause: words of four letters and more."""
    return bool(_stems(restated) & _stems(cause))


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w{4,}", text.casefold())}


def refuse_settled(problem: Problem) -> None:
    """Refuse to change a problem that was told to the whole room or dropped."""
    if problem.state != OPEN:
        raise RuleBroken(
            f"{problem.ref} is {problem.state}. Open it again first: rte problem {problem.ref} "
            "reopen, or o in the register."
        )
