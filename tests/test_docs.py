"""What the documents promise is there: commands, keys, verbs, links."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.keys import format_key

from console.app import RteApp
from console.cli.verbs import VERBS
from console.screens.all_acts import acts_of
from console.screens.base import ConsoleScreen
from console.screens.closing import ClosingScreen
from console.screens.home import HomeScreen
from console.screens.inspect import InspectScreen
from console.screens.minutes import MinutesScreen
from console.screens.register import RegisterScreen
from console.screens.room import RoomScreen
from console.screens.setup import SetupScreen
from console.screens.starting import StartScreen
from store.domain.agenda import KINDS
from store.exchange.template_rules import STEP, TOP
from store.exchange.templates import read_template
from store.insight import expected
from store.insight.expected import CONDITIONS
from store.insight.expected_loop import LOOP_CONDITIONS
from store.insight.surfaces import SURFACES

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
SCREENS = (
    RegisterScreen,
    *(ConsoleScreen, HomeScreen, RoomScreen, InspectScreen, SetupScreen),
    *(ClosingScreen, MinutesScreen, StartScreen),
)


def blocks(text: str) -> list[str]:
    """The fenced shell blocks of a document."""
    return re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def outside_blocks(text: str) -> str:
    """A document without its fenced blocks."""
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


# -- the two commands


def test_the_readme_has_two_complete_commands_and_they_come_first() -> None:
    first, second = blocks(README)[:2]
    for block in (first, second):
        assert block.count("\n") == 1
        assert block.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert first.rstrip().endswith(".venv/bin/rte demo")
    assert second.rstrip().endswith(".venv/bin/python -m pytest")


def test_ci_runs_the_readmes_own_command() -> None:
    done = subprocess.run(
        ["bash", str(ROOT / ".ci" / "readme-test-command")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == blocks(README)[1]
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "readme-test-command" in run
    assert "pip install" not in run
    assert "-m pytest" not in run


def test_ci_is_a_sound_script() -> None:
    for name in ("run", "readme-test-command"):
        path = ROOT / ".ci" / name
        assert path.stat().st_mode & 0o111
        subprocess.run(["bash", "-n", str(path)], check=True)
        assert "set -euo pipefail" in path.read_text(encoding="utf-8")


# -- links


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", outside_blocks(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", outside_blocks(text)):
        if re.match(r"https?://", target):
            continue
        place, _, anchor = target.partition("#")
        found = (path.parent / place) if place else path
        assert found.exists(), f"{path.name} links to {target}"
        if anchor:
            assert anchor in anchors(found.read_text(encoding="utf-8")), target


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or path.suffix != ".md":
            continue
        reached.add(path)
        targets = re.findall(r"\]\(([^)\s#]+)", path.read_text(encoding="utf-8"))
        waiting += [(path.parent / t).resolve() for t in targets if not t.startswith("http")]
    assert set(DOCUMENTS) <= reached


# -- names in the code


@pytest.mark.parametrize("name", ["architecture.md", "store.md"])
def test_files_and_names_in_the_documents_are_in_the_code(name: str) -> None:
    """`console/session.py` is a file; `Session.do` and `parse_capture` are written in one."""
    text = outside_blocks((ROOT / "docs" / name).read_text(encoding="utf-8"))
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("console", "store", "tests", "benchmarks", "scripts")
        for path in (ROOT / folder).rglob("*.py")
    )
    for word in re.findall(r"`([^`\n]+)`", text):
        if re.fullmatch(r"(console|store|tests|scripts|benchmarks|\.ci)/[\w./]*|\w+\.toml", word):
            assert (ROOT / word).exists(), f"{name} names {word}"
        elif hit := re.search(r"python (-m )?([\w./]+)", word):
            path = hit[2].replace(".", "/") + ".py" if hit[1] else hit[2]
            assert (ROOT / path).exists(), f"{name} runs {path}"
        elif hit := re.fullmatch(r"([A-Z]\w+)\.(\w+)", word):
            assert re.search(rf"^class {hit[1]}\b", code, re.MULTILINE), word
            assert re.search(rf"\b(?:def|class) {hit[2]}\b|\b{hit[2]}(?:: | =)", code), word
        elif re.fullmatch(r"[a-z]+(_[a-z]+)+", word):
            assert re.search(rf"(?:def |\.){word}\b", code), word
        elif re.fullmatch(r"[A-Z]{4,}", word):
            assert re.search(rf"^{word}\b.* =", code, re.MULTILINE), word


# -- keys and verbs


def bound_keys() -> set[str]:
    """Every key of the console's screens and of the app, as people write it."""
    names = {"space": "Space", "escape": "Esc", "enter": "Enter"}
    found: set[str] = set()
    for owner in (*SCREENS, RteApp):
        for binding in owner.__mro__:
            for one in vars(binding).get("BINDINGS", ()):
                keys = one.key if isinstance(one, Binding) else one[0]
                for key in keys.split(","):
                    found.add(names.get(key.strip(), format_key(key.strip())))
                    found.add(key.strip())
    return {*found, RteApp.COMMAND_PALETTE_BINDING}


def test_keys_in_the_readme_are_bound() -> None:
    rows = re.findall(r"^\| (`.+?) \|", README, re.MULTILINE)
    named = {key for row in rows for key in re.findall(r"`([^`]+)`", row)}
    steps = re.findall(r"^\d\. (.+(?:\n   .+)*)", README, re.MULTILINE)
    named |= {key for step in steps for key in re.findall(r"`([^` ]{1,6})`", step)}
    assert {"s", "C", "Esc", "ctrl+q"} <= named
    assert named - bound_keys() == set()


def test_verbs_in_the_documents_exist() -> None:
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        code = [*blocks(text), *re.findall(r"`([^`\n]+)`", outside_blocks(text))]
        for verb in re.findall(r"(?:^|[\s/])rte ([a-z]+)", "\n".join(code)):
            assert verb in VERBS, f"{path.name}: rte {verb}"


# -- templates

TEMPLATES = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")


def table(heading: str) -> dict[str, list[str]]:
    """The rows of the tables under a heading of docs/templates.md: first cell -> the others."""
    (part,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", TEMPLATES, re.DOTALL | re.MULTILINE)
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| `")]
    return {name: cells for first, *cells in rows for name in re.findall(r"`([^`]+)`", first)}


def test_every_field_and_condition_of_a_template_is_told_and_no_other() -> None:
    assert set(table("What a template says")) == {*TOP, *STEP, *CONDITIONS, *LOOP_CONDITIONS}
    for kind in (*KINDS, *expected.KINDS):
        assert f"`{kind}`" in TEMPLATES


def test_every_surface_is_told_with_its_acts_and_no_other() -> None:
    told = table("Surfaces")
    assert set(told) == set(SURFACES)
    for name, cells in told.items():
        acts = ", ".join(f"`{act.key}` {act.does}" for act in acts_of(name))
        assert cells[1:] == ([acts] if acts else []), name


def test_the_example_of_a_template_is_one() -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```", TEMPLATES, re.DOTALL | re.MULTILINE)
    template, faults = read_template("mine", example, "mine.toml")
    assert not faults
    assert template is not None
    assert [step.surface for step in template.steps] == ["objectives", "readback"]
