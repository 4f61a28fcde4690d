"""Laws that hold for every source file, read from the source itself.

The store knows no terminal, its domain does no I/O, a module stays small: each of these can be
broken by one line that works, so the line is looked for. What must not happen to people's text
stands in `tests/test_doors.py`.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 350
"""Lines after which a module has more than one reason to change."""

LAZY_DOORS = {"store/journal/__init__.py"}
"""Packages whose `__init__` only loads a name when it is asked for, so that quick capture need not
pay for it."""

NOT_IN_THE_DOMAIN = {
    *(
        "asyncio",
        "os",
        "pathlib",
        "random",
        "secrets",
        "shutil",
        "socket",
        "subprocess",
        "tempfile",
    ),
    *("threading", "time", "tinydb", "orjson", "textual", "rich"),
}
NOT_IN_THE_STORE = {"textual", "rich", "console"}
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:tmp|work|root|Users|private)/\w")
BROAD = {"Exception", "BaseException"}


def modules(*folders: str) -> list[Path]:
    """Python files under these folders of the repository."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path), str(path))


PACKAGES = modules("console", "store")
OURS = modules("console", "store", "scripts", "tests", "benchmarks")


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last name of what is called: `app.notify(...)` is `notify`."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a file imports, wherever in the file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def comments(path: Path) -> dict[int, str]:
    """The comment on each line that has one."""
    found = tokenize.generate_tokens(io.StringIO(text_of(path)).readline)
    return {token.start[0]: token.string for token in found if token.type == tokenize.COMMENT}


def test_there_is_something_to_read() -> None:
    assert len(PACKAGES) > 100
    assert any(name_of(path) == "console/app.py" for path in PACKAGES)


# -- manners of a source file


@pytest.mark.parametrize("path", PACKAGES, ids=name_of)
def test_a_module_says_what_it_is_and_stays_small(path: Path) -> None:
    if path.name == "__init__.py":
        if name_of(path) not in LAZY_DOORS:
            rest = [node for node in tree_of(path).body if not isinstance(node, ast.Expr)]
            assert not rest, "an __init__.py runs nothing"
        return
    assert ast.get_docstring(tree_of(path)), "a module begins with a docstring"
    assert len(text_of(path).splitlines()) <= LONGEST


def test_an_ignored_type_or_lint_has_its_reason() -> None:
    wrong = [
        f"{name_of(path)}:{line}"
        for path in OURS
        for line, comment in comments(path).items()
        if "type: ignore" in comment
        and not re.fullmatch(r"#\s*type: ignore\[[\w, -]+\]\s+# .{8,}", comment)
    ]
    assert not wrong


def test_a_broad_except_raises_again_or_has_its_reason() -> None:
    wrong = []
    for path in OURS:
        said = comments(path)
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.ExceptHandler) or not _is_broad(node):
                continue
            passes_on = isinstance(node.body[-1], ast.Raise)
            if not passes_on and not any(said.get(node.lineno - back) for back in (0, 1)):
                wrong.append(f"{name_of(path)}:{node.lineno}")
    assert not wrong


def _is_broad(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type
    if kinds is None:
        return True
    names = kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]
    return any(isinstance(name, ast.Name) and name.id in BROAD for name in names)


def test_nothing_names_a_place_of_the_machine_it_was_written_on() -> None:
    texts = [*OURS, *(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md"), *(ROOT / ".ci").iterdir()]
    wrong = [
        f"{name_of(path)}: {found[0]}"
        for path in texts
        if path.is_file() and (found := MACHINE_PATH.search(text_of(path)))
    ]
    assert not wrong


# -- rooms


def test_the_store_knows_no_terminal() -> None:
    wrong = [
        f"{name_of(path)}:{line} {name}"
        for path in modules("store")
        for line, name in imported(path)
        if name.split(".")[0] in NOT_IN_THE_STORE
    ]
    assert not wrong


def test_the_domain_does_no_io_and_asks_no_clock() -> None:
    wrong = [
        f"{name_of(path)}:{line} {name}"
        for path in modules("store/domain")
        for line, name in imported(path)
        if name.split(".")[0] in NOT_IN_THE_DOMAIN
    ]
    wrong += [
        f"{name_of(path)}:{call.lineno}"
        for path in modules("store/domain")
        for call in calls(path)
        if ast.unparse(call.func) in ("datetime.now", "datetime.utcnow", "date.today", "open")
    ]
    assert not wrong


def test_widgets_know_no_use_case_and_no_screen() -> None:
    wrong = [
        f"{name_of(path)}:{line} {name}"
        for path in modules("console/widgets")
        for line, name in imported(path)
        if name.startswith(("console.screens", "console.session", "store.ledger", "store.journal"))
    ]
    assert not wrong


def test_opening_a_store_loads_no_terminal() -> None:
    code = (
        "import sys, store.ledger.opening, store.ledger.capturing, store.exchange.minutes\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'textual', 'rich', 'console'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
