"""Every test that the table of promises names is there, and every promise has one."""

from __future__ import annotations

import ast
import re
from functools import cache

from tests.cli_helpers import ROOT

TABLE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| \*\*(.+?)\*\*.* \| (.+) \|$", TABLE, re.M)
NAME = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def named_in(file: str) -> set[str]:
    """Tests of a file: functions, and test cases that are given a name."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.add(node.targets[0].id)
    return {name for name in found if name.lower().startswith("test")}


def test_there_are_thirteen_promises_and_each_has_a_test() -> None:
    assert [int(number) for number, _, _ in ROWS] == list(range(1, 14))
    assert all(NAME.search(tests) for _, _, tests in ROWS)


def test_every_test_that_is_named_exists() -> None:
    named = NAME.findall(TABLE)
    assert len(named) == TABLE.count("`tests/test_")
    missing = [f"{file}::{name}" for file, name in named if name not in named_in(file)]
    assert missing == []


def test_a_name_that_is_no_test_would_be_found() -> None:
    assert "test_that_nobody_wrote" not in named_in("tests/test_text.py")
    assert "test_the_laws" in named_in("tests/test_text.py")
