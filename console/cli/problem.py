"""`rte problem [REF] [DEED] ...`: the problem-solving workshop on the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.places import tidy
from store.domain.fishbone import bones_of
from store.domain.refs import parse_ref
from store.errors import UsageFault
from store.exchange.problem_md import problem_markdown
from store.insight.private import is_private
from store.insight.problem_tree import tree_lines
from store.insight.problems import asks, dots_left, problem_row, progress, statement_line
from store.ledger import making_items
from store.ledger import problem_solving as solving
from store.ledger.problem_change import the_problem

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.domain.loop_records import Problem
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte problem list
  rte problem add deliveries arrive late where:Fathom "when:in I4" "effect:O3 slipped" group:Blue
  rte problem Q1                             the whole of it, as a tree
  rte problem Q1 agree "when:in I2 and I4"   other words, or the parts that lacked
  rte problem Q1 bone add Suppliers          also: bone rename Work Flow, bone drop Tools
  rte problem Q1 cause Process slots are given on the day
  rte problem Q1 why c1 there is no shared calendar
  rte problem Q1 move c2 Tools               also: reword c2 WORDS, away c2, link I7
  rte problem Q1 dots 5 3 8 voters:12 each:3
  rte problem Q1 root c3
  rte problem Q1 restate slots clash because each lab keeps its own list
  rte problem Q1 solve one calendar for all labs
  rte problem Q1 item s4 "metric:late deliveries" base:8 goal:3 due:I5 owner:SM-DRE
  rte problem Q1 gather                      also: drop WHY, reopen

Words with spaces behind a name are one argument: put quotes around them."""

STATEMENT = ("where", "when", "effect", "group")


def run(asked: Asked, words: list[str]) -> int:
    """Do it, and show the problem as it is then."""
    parser = Parser("problem", "work through a problem: causes, dots, solutions, items", EXAMPLES)
    parser.add_argument("words", metavar="WORDS", nargs="*", help="list, add, or REF and a deed")
    parser.add_argument("--markdown", action="store_true", help="the whole of it as Markdown")
    told = parser.parse_args(words)
    said = [tidy(word) for word in told.words]
    with ledger_of(asked) as ledger:
        ledger.require_train()
        if not said or said == ["list"]:
            return _list(asked, ledger)
        if said[0] == "show":
            said = said[1:]
        problem = _do(ledger, said)
        _tell(asked, ledger.snapshot(), problem, markdown=told.markdown)
    if len(said) > 1:
        say("undo: rte undo")
    return 0


def _do(ledger: Ledger, said: Sequence[str]) -> Problem:
    if not said:
        raise UsageFault("Name a problem, like Q1: rte problem show Q1")
    first, *rest = said
    if first == "add":
        return solving.start(ledger, _named(rest, STATEMENT, "text"))
    if parse_ref(first) is None:
        raise UsageFault(f"There is no {first[:20]!r} here. Give list, add, or a problem like Q1.")
    if not rest:
        return the_problem(ledger, first)
    deed, *more = rest
    if deed not in DEEDS:
        raise UsageFault(f"There is no deed {deed[:20]!r}. There are {', '.join(DEEDS)}.")
    return DEEDS[deed](ledger, first, more)


def _named(words: Sequence[str], names: Sequence[str], rest: str) -> dict[str, str]:
    """`name:value` arguments by name; the other words together as `rest`."""
    found: dict[str, str] = {}
    others: list[str] = []
    for word in words:
        name, colon, value = word.partition(":")
        if colon and name in names:
            found[name] = value.strip()
        else:
            others.append(word)
    if others:
        found[rest] = " ".join(others)
    return found


def _two(words: Sequence[str], example: str) -> tuple[str, str]:
    if len(words) < 2:
        raise UsageFault(f"Two things are asked for here: rte problem Q1 {example}")
    return words[0], " ".join(words[1:])


def _cause(ledger: Ledger, ref: str, words: Sequence[str]) -> Problem:
    bone, text = _two(words, "cause Process WORDS")
    return solving.add_cause(ledger, ref, text, bone=bone)


def _why(ledger: Ledger, ref: str, words: Sequence[str]) -> Problem:
    key, text = _two(words, "why c1 WORDS")
    return solving.add_cause(ledger, ref, text, under=key)


def _bone(ledger: Ledger, ref: str, words: Sequence[str]) -> Problem:
    deed, name = _two(words, "bone add NAME")
    if deed == "add":
        return solving.add_bone(ledger, ref, name)
    if deed == "drop":
        return solving.drop_bone(ledger, ref, name)
    if deed == "rename":
        old, new = _two(words[1:], "bone rename OLD NEW")
        return solving.rename_bone(ledger, ref, old, new)
    raise UsageFault(f"A bone is added, renamed or dropped; not {deed[:20]!r}.")


def _dots(ledger: Ledger, ref: str, words: Sequence[str]) -> Problem:
    said = _named(words, ("voters", "each"), "dots")
    numbers = {name: _whole(said[name]) for name in ("voters", "each") if name in said}
    text = said.get("dots", "")
    if text.lower().startswith("s"):
        problem, left = solving.solution_dots(ledger, ref, text, numbers.get("voters"))
    else:
        problem, left = solving.give_dots(ledger, ref, text, **numbers)
    if left:
        say(f"{left}.")
    return problem


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise UsageFault(f"{text[:20]!r} is no whole number. Say how many, like voters:12.")
    return int(text)


def _item(ledger: Ledger, ref: str, words: Sequence[str]) -> Problem:
    if not words:
        raise UsageFault("Name the solution: rte problem Q1 item s4 owner:SM-DRE")
    typed = _named(words[1:], making_items.FIELDS, "text")
    problem, item = making_items.make_item(ledger, ref, words[0], typed)
    say(f"{item.ref} {item.text}")
    return problem


def _joined(
    use_case: Callable[[Ledger, str, str], Problem],
) -> Callable[[Ledger, str, Sequence[str]], Problem]:
    return lambda ledger, ref, words: use_case(ledger, ref, " ".join(words))


def _keyed(
    use_case: Callable[[Ledger, str, str, str], Problem], example: str
) -> Callable[[Ledger, str, Sequence[str]], Problem]:
    def done(ledger: Ledger, ref: str, words: Sequence[str]) -> Problem:
        return use_case(ledger, ref, *_two(words, example))

    return done


DEEDS: dict[str, Callable[[Ledger, str, Sequence[str]], Problem]] = {
    "agree": lambda ledger, ref, words: solving.agree(
        ledger, ref, _named(words, STATEMENT, "text")
    ),
    "link": lambda ledger, ref, words: solving.link_evidence(ledger, ref, words),
    "bone": _bone,
    "cause": _cause,
    "why": _why,
    "reword": _keyed(solving.reword, "reword c1 WORDS"),
    "move": _keyed(solving.move, "move c1 Tools"),
    "away": _joined(solving.take_away),
    "dots": _dots,
    "root": _joined(solving.choose_root),
    "restate": _joined(solving.restate),
    "solve": lambda ledger, ref, words: solving.add_solutions(ledger, ref, [" ".join(words)]),
    "item": _item,
    "gather": _joined(solving.gather),
    "drop": _joined(solving.drop),
    "reopen": lambda ledger, ref, words: solving.reopen(ledger, ref),  # noqa: ARG005
}
"""What can be done with a problem, by its word."""


def _list(asked: Asked, ledger: Ledger) -> int:
    snap = ledger.snapshot()
    if asked.json:
        print_json("rte.problems.1", {"problems": [_facts(one, snap) for one in snap.problems]})
        return 0
    for problem in snap.problems:
        row = problem_row(problem, snap)
        who = f" · group {row.who}" if row.who else ""
        out(f"{row.ref} {row.state}{who} · {row.text} · {row.note}")
    if not snap.problems:
        say("No problem yet. Begin one: rte problem add WORDS")
    return 0


def _tell(asked: Asked, snap: Snapshot, problem: Problem, *, markdown: bool) -> None:
    if markdown:
        if is_private(problem):
            raise UsageFault(f"{problem.ref} is private: nothing of it goes into a copy.")
        out(problem_markdown(problem, snap).rstrip("\n"))
    elif asked.json:
        print_json("rte.problem.1", _facts(problem, snap))
    else:
        for line in _told(problem, snap):
            out(line)
        for ask in asks(problem):
            say(ask)


def _told(problem: Problem, snap: Snapshot) -> list[str]:
    group = f" group {problem.group}" if problem.group else ""
    lines = [f"{problem.ref} {problem.state}{group}", statement_line(problem)]
    lines += [" · ".join(progress(problem, snap)), *tree_lines(problem)]
    if counted := dots_left(problem):
        lines.append(counted)
    if problem.restated:
        lines.append(f"restated: {problem.restated}")
    for one in problem.solutions:
        dots = f" [{one.dots} dots]" if one.dots is not None else ""
        lines.append(f"{one.key} {one.text}{dots}{f' → {one.became}' if one.became else ''}")
    return lines


def _facts(problem: Problem, snap: Snapshot) -> dict[str, object]:
    names = ("ref", "id", "pi", "state", "group", "text", "where", "when", "effect", "links",
             "voters", "each", "root", "restated", "note")  # fmt: skip
    facts: dict[str, object] = {name: getattr(problem, name) for name in names}
    row = problem_row(problem, snap)
    return facts | {
        "bones": list(bones_of(problem)),
        "causes": [asdict(one) for one in problem.causes],
        "solutions": [asdict(one) for one in problem.solutions],
        "progress": list(progress(problem, snap)),
        "asks": list(asks(problem)),
        "items": row.computed["items"],
        "tree": list(tree_lines(problem)),
    }
