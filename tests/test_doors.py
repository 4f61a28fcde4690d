"""One door in and one door out for people's text: no line of source finds a way around them.

Each rule is shown to find a planted sample before it is believed about the program.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests import source_rules as rules
from tests.source_rules import Rule, Source
from tests.test_sources import PACKAGES, name_of, text_of

RULES: dict[str, tuple[Rule, tuple[str, ...], tuple[str, ...]]] = {
    "text escaped into markup": (
        rules.escapes_markup,
        (
            "from rich.markup import escape",
            "from textual.markup import escape",
            "from textual import markup\nx = markup.escape(y)",
            "import rich.markup",
        ),
        ("from html import escape",),
    ),
    "markup built from values": (
        rules.builds_markup,
        ('Content.from_markup(f"[b]{name}")', "Content.from_markup(name)", "from_markup(a + b)"),
        ('Content.from_markup("[b]Keys[/b]")',),
    ),
    "notices read as markup": (
        rules.notices_in_markup,
        ("app.notify(name)", "app.notify(name, markup=True)", "self.notify(x, title=y)"),
        ("app.notify(name, markup=False)", "condition.notify()"),
    ),
    "text in a widget": (
        rules.texts_in_widgets,
        (
            "Static(name)",
            'Static(f"{name}")',
            'Static("words")',
            'said = self.query_one("#x", Static)\nsaid.update(name)',
            "self.query_one(Static).update(record.text)",
            'x.update(f"{name}")',
            "x = Static()\nx.update(words)",
            "dialog.border_title = name",
            "dialog.border_subtitle = str(x)",
            "button.tooltip = name",
            "Pane(tooltip=name)",
            'title = Content("a")\ntitle = name\nStatic(title)',
        ),
        (
            "Static(Content(name))",
            'x = Static(id="x")\nx.update(Content(name))',
            "known.update(more)",
            "dialog.border_title = Content(name)",
            "def _line() -> Content: ...\nStatic(_line())",
            "x.tooltip = None",
        ),
    ),
    "a widget that was not looked at": (
        rules.unknown_widgets,
        (
            "from textual.widgets import DataTable, Static",
            "from textual.widgets import OptionList",
            "from textual.widgets.option_list import Option",
            "from textual.command import Hit",
        ),
        ("from textual.widgets import Footer, Input, Static, TextArea",),
    ),
    "printing around the streams": (
        rules.prints,
        (
            "print(name)",
            "sys.stdout.write(name)",
            "sys.stderr.writelines(names)",
            "sys.stdout.buffer.write(data)",
            "os.write(1, data)",
            "os.write(fd, data)",
            "from sys import stdout",
        ),
        ("out(name)", "file.write(name)"),
    ),
    "CSV around its door": (
        rules.writes_csv,
        ("csv.writer(file)", "csv.DictWriter(file, names)", "from csv import writer", "import csv"),
        ("reader(file)",),
    ),
    "HTML around its door": (
        rules.builds_html,
        (
            'f"<b>{name}</b>"',
            "f'<a href=\"{link}\">'",
            '"<td>%s</td>" % name',
            '"<p>" + name',
            'f"{name}</p>"',
        ),
        ('f"{a} < {b}"', 'f"due<{day}"', '"<b>constant</b>"', 'f"age<{n} and >"'),
    ),
    "JSON that takes what is no number": (
        rules.lenient_json,
        ("json.dumps(facts)", "json.dump(facts, file)", "json.dumps(facts, allow_nan=True)"),
        ("json.dumps(facts, allow_nan=False)", "json.loads(text)"),
    ),
    "files written around their door": (
        rules.writes_files,
        (
            'open(path, "w")',
            'open(path, mode="ab")',
            'path.open("x")',
            "path.write_text(words)",
            "path.write_bytes(data)",
            "os.open(path, os.O_WRONLY | os.O_CREAT)",
            'os.fdopen(fd, "w")',
        ),
        ("open(path)", 'open(path, "rb")', "os.open(path, os.O_RDONLY)", 'self.bar.open("risk")'),
    ),
    "environment read where nothing tidies it": (
        rules.reads_environment,
        (
            'os.environ["RTE_BY"]',
            'os.environ.get("X")',
            'os.getenv("X")',
            "sys.argv[1]",
            "from os import environ",
            "from sys import argv",
        ),
        ("places.who()", "environ = {}"),
    ),
}

PLANTED = [
    pytest.param(rule, text, id=f"{name}: {text[:40]}")
    for name, (rule, samples, _) in RULES.items()
    for text in samples
]
HARMLESS = [
    pytest.param(rule, text, id=f"{name}: {text[:40]}")
    for name, (rule, _, samples) in RULES.items()
    for text in samples
]


@pytest.mark.parametrize(("rule", "text"), PLANTED)
def test_a_way_around_is_found(rule: Rule, text: str) -> None:
    source = Source("console/screens/planted.py", f'"""Planted."""\n\n{text}\n')
    assert list(rule(source)), "this rule is blind"


@pytest.mark.parametrize(("rule", "text"), HARMLESS)
def test_what_is_fine_is_not_found(rule: Rule, text: str) -> None:
    source = Source("console/screens/planted.py", f'"""Planted."""\n\n{text}\n')
    assert not list(rule(source))


@cache
def program() -> list[Source]:
    return [Source(name_of(path), text_of(path)) for path in PACKAGES]


@pytest.mark.parametrize("name", [*RULES])
def test_the_program_goes_through_its_doors(name: str) -> None:
    rule = RULES[name][0]
    found = [f"{source.name}:{line}" for source in program() for line in rule(source)]
    assert found == []


@pytest.mark.parametrize("table", [rules.PRINTING, rules.ENVIRONMENT, rules.WRITING, rules.HTML])
def test_every_named_exception_is_still_one(table: dict[str, str] | set[str]) -> None:
    """A file that needs no leave any more loses it."""
    there = {source.name: source for source in program()}
    for name in table:
        assert name in there, name
        elsewhere = Source("console/screens/planted.py", there[name].text)
        wanted = (rules.prints, rules.reads_environment, rules.writes_files, rules.builds_html)
        assert any(list(rule(elsewhere)) for rule in wanted), name
