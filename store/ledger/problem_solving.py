"""The problem-solving workshop: each thing that a group says is one use-case.

Rules stand in `store.domain.problems`, `store.domain.fishbone` and `store.domain.dots`. Whatever is
added is added to the problem as it is under the lock: two people who write at once lose nothing.
Causes, dots and solutions carry no name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from store.domain import dots as dot_rules
from store.domain import fishbone, problems
from store.domain.loop_records import Problem, Solution
from store.domain.problems import DROPPED, GATHERED, OPEN, Names
from store.domain.refs import same_ref
from store.errors import RuleBroken, UsageFault
from store.insight.problems import names_known
from store.ledger.ledger import Ledger
from store.ledger.problem_change import Doc, changed, for_the_room, the_solution
from store.ledger.saying import MAX_NAME, reason, words

MOST_SOLUTIONS = 200

# -- 1 the problem


def start(ledger: Ledger, typed: Mapping[str, str]) -> Problem:
    """A new problem: `text`, and if known `where`, `when`, `effect` and the `group` at work.

    Refuses a statement that points at somebody or says a solution already.
    """
    fields = statement(ledger, typed)
    if not fields.get("text"):
        raise UsageFault("Say what happens, as one would have seen it.")
    return _new(ledger, fields)


def start_from(
    ledger: Ledger, title: str, refs: Sequence[str], group: str = ""
) -> Problem:  # fmt: skip
    """A problem from a candidate, with its evidence linked.

    The title is a draft, taken as it is: the group agrees on its words, and then it is refused
    what a statement may not say.
    """
    fields: Doc = {"text": words(title, "The problem"), "links": _refs(ledger, refs)}
    if group:
        fields["group"] = words(group, "The group", MAX_NAME)
    if not fields["text"]:
        raise UsageFault("Say what happens, as one would have seen it.")
    return _new(ledger, fields)


def _new(ledger: Ledger, fields: Doc) -> Problem:
    with ledger.change("problem.start") as change:
        known = {name: value for name, value in fields.items() if value not in ("", None, [])}
        key = change.new("problem", {**known, **change.stamp.fields()})
    made = ledger.views.get("problem", key)
    assert isinstance(made, Problem)  # made just now
    return made


def _refs(ledger: Ledger, refs: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(ledger.find(ref)[1].ref for ref in refs))


def statement(ledger: Ledger, typed: Mapping[str, str]) -> Doc:
    """What was typed into a statement, cleaned and allowed; "" where a field was emptied."""
    names = names_known(ledger.snapshot())
    fields: Doc = {}
    for name, text in typed.items():
        if name == "group":
            fields[name] = for_the_room(text, "The group", MAX_NAME)
            continue
        said = for_the_room(text, f"The {'statement' if name == 'text' else name}")
        problems.refuse_part(name, said, names)
        fields[name] = said
    return fields


def agree(
    ledger: Ledger, ref: str, typed: Mapping[str, str], expect_rev: int | None = None
) -> Problem:
    """Other words for parts of the statement; what is left out stays as it is."""
    fields = statement(ledger, typed)
    if "text" in fields and not fields["text"]:
        raise UsageFault("Say what happens, as one would have seen it.")
    if not fields:
        raise UsageFault("Say what changes: the words, or where, when, effect, group.")
    return changed(ledger, "problem.agree", ref, lambda _p, _at: fields, expect_rev)


# -- 2 causes


def add_cause(
    ledger: Ledger, ref: str, text: str, bone: str | None = None, under: str | None = None
) -> Problem:
    """A cause on a bone, or under another cause as the answer to its why."""
    said = for_the_room(text, "A cause")
    problems.refuse_who("cause", said, Names(people=names_known(ledger.snapshot()).people))
    return changed(
        ledger,
        "problem.cause",
        ref,
        lambda problem, at: fishbone.add(problem, said, bone, under, at),
    )


def reword(ledger: Ledger, ref: str, key: str, text: str) -> Problem:
    """Other words for a cause or a solution."""
    said = for_the_room(text, "A cause")
    if key.strip().lower().startswith("s"):
        return changed(ledger, "problem.reword", ref, lambda p, _at: _resaid(p, key, said))
    problems.refuse_who("cause", said, Names(people=names_known(ledger.snapshot()).people))
    return changed(ledger, "problem.reword", ref, lambda p, _at: fishbone.reword(p, key, said))


def _resaid(problem: Problem, key: str, text: str) -> Doc:
    if not text:
        raise UsageFault("Say the solution in a few words.")
    here = the_solution(problem, key)
    return {
        "solutions": tuple(
            replace(one, text=text) if one.key == here.key else one for one in problem.solutions
        )
    }


def move(ledger: Ledger, ref: str, key: str, to: str) -> Problem:
    """Hang a cause on another bone or under another cause, with all below it."""
    return changed(ledger, "problem.move", ref, lambda p, _at: fishbone.move(p, key, to))


def take_away(ledger: Ledger, ref: str, key: str) -> Problem:
    """Take a cause away with all below it, or a solution that led to no item."""
    if key.strip().lower().startswith("s"):
        return changed(ledger, "problem.away", ref, lambda p, _at: _unsaid(p, key))
    return changed(ledger, "problem.away", ref, lambda p, _at: fishbone.take_away(p, key))


def _unsaid(problem: Problem, key: str) -> Doc:
    here = the_solution(problem, key)
    if here.became:
        raise RuleBroken(f"{here.key} led to {here.became} and stays. Drop {here.became} instead.")
    return {"solutions": tuple(one for one in problem.solutions if one.key != here.key)}


def add_bone(ledger: Ledger, ref: str, name: str) -> Problem:
    """One bone more."""
    said = words(name, "A bone", MAX_NAME)
    return changed(ledger, "problem.bones", ref, lambda p, _at: fishbone.add_bone(p, said))


def rename_bone(ledger: Ledger, ref: str, old: str, name: str) -> Problem:
    """Another name for a bone."""
    said = words(name, "A bone", MAX_NAME)
    return changed(ledger, "problem.bones", ref, lambda p, _at: fishbone.rename_bone(p, old, said))


def drop_bone(ledger: Ledger, ref: str, name: str) -> Problem:
    """Take a bone away on which nothing hangs."""
    return changed(ledger, "problem.bones", ref, lambda p, _at: fishbone.drop_bone(p, name))


# -- 3 dots and the biggest


def give_dots(
    ledger: Ledger,
    ref: str,
    text: str,
    voters: int | None = None,
    each: int | None = None,
    expect_rev: int | None = None,
) -> tuple[Problem, str]:
    """The dots of all causes, in the order in which the tree shows them; and what is left of them.

    Numbers in an order are refused with `ChangedMeanwhile` once the tree is another than at
    `expect_rev`: they would land on other causes.
    """
    left = ""

    def counted(problem: Problem, _at: int) -> Doc:
        nonlocal left
        if not problem.causes:
            raise RuleBroken(f"{problem.ref} has no causes yet. Add them first, then give dots.")
        given = dot_rules.read_dots(text, [cause.key for cause in fishbone.in_order(problem)])
        people, dots = _crowd(problem, voters, each)
        left = dot_rules.check(given, people, dots)
        said = tuple(replace(cause, dots=given[cause.key]) for cause in problem.causes)
        return {"causes": said, "voters": people, "each": dots}

    return changed(ledger, "problem.dots", ref, counted, expect_rev), left


def _crowd(problem: Problem, voters: int | None, each: int | None) -> tuple[int, int]:
    people = voters or problem.voters
    if people is None:
        raise UsageFault("Say how many vote, so that the dots can be checked: voters 12.")
    dots = each or problem.each or dot_rules.EACH
    return (
        dot_rules.read_number(str(people), "The number of voters", dot_rules.MOST_VOTERS),
        dot_rules.read_number(str(dots), "The number of dots each", dot_rules.MOST_EACH),
    )


def choose_root(ledger: Ledger, ref: str, key: str) -> Problem:
    """The cause that the room takes as the biggest."""
    return changed(ledger, "problem.root", ref, lambda p, _at: fishbone.choose(p, key))


# -- 4 to 6


def restate(ledger: Ledger, ref: str, text: str, expect_rev: int | None = None) -> Problem:
    """The problem said again for its root; refuses what a statement may not say."""
    said = for_the_room(text, "The restatement")
    if not said:
        raise UsageFault("Say the problem again in one sentence, sharper than the first.")
    problems.refuse_part("text", said, names_known(ledger.snapshot()))

    def anew(problem: Problem, _at: int) -> Doc:
        if problem.root is None:
            raise RuleBroken(f"{problem.ref} has no biggest cause yet. Choose it, then restate.")
        return {"restated": said}

    return changed(ledger, "problem.restate", ref, anew, expect_rev)


def add_solutions(ledger: Ledger, ref: str, lines: Sequence[str]) -> Problem:
    """Ideas as they come, one a line; nobody judges them here."""
    said = [found for line in lines if (found := for_the_room(line.lstrip(" -*•"), "A solution"))]
    if not said:
        raise UsageFault("Say a solution in a few words; a list comes one a line.")

    def more(problem: Problem, at: int) -> Doc:
        if len(problem.solutions) + len(said) > MOST_SOLUTIONS:
            raise RuleBroken(f"{MOST_SOLUTIONS} solutions are the most. Take some away first.")
        new = [Solution(key=f"s{problem.keys + n}", text=text, at=at)
               for n, text in enumerate(said, 1)]  # fmt: skip
        return {"solutions": (*problem.solutions, *new), "keys": problem.keys + len(new)}

    return changed(ledger, "problem.solve", ref, more)


def solution_dots(
    ledger: Ledger, ref: str, text: str, voters: int | None = None, expect_rev: int | None = None
) -> tuple[Problem, str]:
    """The dots of all solutions in their order, and what is left of them in words."""
    left = ""

    def counted(problem: Problem, _at: int) -> Doc:
        nonlocal left
        if not problem.solutions:
            raise RuleBroken(f"{problem.ref} has no solutions yet. Add them first.")
        given = dot_rules.read_dots(text, [one.key for one in problem.solutions])
        people, each = _crowd(problem, voters, None)
        left = dot_rules.check(given, people, each)
        said = tuple(replace(one, dots=given[one.key]) for one in problem.solutions)
        return {"solutions": said, "voters": people, "each": each}

    return changed(ledger, "problem.dots", ref, counted, expect_rev), left


# -- the end


def gather(ledger: Ledger, ref: str, note: str = "") -> Problem:
    """The group has told its work to the whole room; `note` is what the room said."""
    said = words(note, "What the room said")
    return changed(ledger, "problem.gather", ref, lambda _p, _at: {"state": GATHERED, "note": said})


def drop(ledger: Ledger, ref: str, why: str) -> Problem:
    """The group works on it no longer; says why."""
    said = reason(why)
    if not said:
        raise UsageFault("Say why it is dropped, for whoever looks for it at the next I&A.")
    return changed(ledger, "problem.drop", ref, lambda _p, _at: {"state": DROPPED, "note": said})


def reopen(ledger: Ledger, ref: str) -> Problem:
    """A problem that was gathered or dropped is worked on again."""

    def again(problem: Problem, _at: int) -> Doc:
        if problem.state == OPEN:
            raise RuleBroken(f"{problem.ref} is open already.")
        return {"state": OPEN, "note": None}

    return changed(ledger, "problem.reopen", ref, again, settled=True)


def link_evidence(ledger: Ledger, ref: str, refs: Sequence[str]) -> Problem:
    """Records that show the problem; those known already are not linked twice."""

    def more(problem: Problem, _at: int) -> Doc:
        new = [one for one in _refs(ledger, refs)
               if not any(same_ref(one, known) for known in problem.links)]  # fmt: skip
        if not new:
            raise UsageFault("Name records that show the problem, like I7 D3.")
        if any(same_ref(one, problem.ref) for one in new):
            raise RuleBroken(f"{problem.ref} cannot show itself.")
        return {"links": (*problem.links, *new)}

    return changed(ledger, "problem.link", ref, more)
