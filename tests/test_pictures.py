"""The pictures of the documentation come from the running program and stand on their own."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from console.themes import PALETTES
from store.insight.register_views import REGISTERS_OF, VIEWS

ROOT = Path(__file__).resolve().parents[1]
SVG = "{http://www.w3.org/2000/svg}"
COMMITTED = sorted((ROOT / "docs" / "pictures").glob("*.svg"))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What the script draws, without a terminal and without asking anything."""
    folder = tmp_path_factory.mktemp("pictures") / "new"
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "pictures.py"), str(folder)],
        cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(folder)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert sorted(folder.iterdir()) == sorted(paths)
    return {path.stem: path for path in paths}


def words_in(path: Path) -> str:
    """All text of a picture, with plain spaces."""
    texts = ET.parse(path).getroot().iter(f"{SVG}text")
    return "".join("".join(text.itertext()) for text in texts).replace("\xa0", " ")


def outside_references(svg: str) -> list[str]:
    """Whatever would make a viewer load something else."""
    plain = svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
    return re.findall(r"https?:|@import|@font-face|<script|<foreignObject|<image|url\((?!#)", plain)


def test_it_draws_what_the_documentation_shows(drawn: dict[str, Path]) -> None:
    assert set(drawn) == {path.stem for path in COMMITTED}


def test_every_picture_is_shown_in_a_document() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = {
        name
        for path in documents
        for name in re.findall(r"pictures/(\w+)\.svg", path.read_text(encoding="utf-8"))
    }
    assert shown == {path.stem for path in COMMITTED}


def test_drawn_pictures_are_valid_and_refer_to_nothing_outside(drawn: dict[str, Path]) -> None:
    for path in drawn.values():
        assert ET.parse(path).getroot().tag == f"{SVG}svg"
        assert not outside_references(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.name)
def test_committed_pictures_are_valid_and_refer_to_nothing_outside(path: Path) -> None:
    assert ET.parse(path).getroot().tag == f"{SVG}svg"
    assert not outside_references(path.read_text(encoding="utf-8"))


def test_no_piece_of_text_leans_on_spaces_at_its_ends(drawn: dict[str, Path]) -> None:
    """Some viewers swallow them, and then columns no longer align."""
    for path in drawn.values():
        pieces = ["".join(text.itertext()) for text in ET.parse(path).getroot().iter(f"{SVG}text")]
        assert len(pieces) > 40  # the walk has the fewest: it is large
        assert not [piece for piece in pieces if piece != piece.strip()]


def test_a_reference_to_the_outside_would_be_seen() -> None:
    assert outside_references('<style>src: url("https://fonts.example/a.woff2")</style>')
    assert not outside_references('<g clip-path="url(#line-1)" xmlns="http://www.w3.org/2000/svg">')


def test_the_room_shows_the_train_the_step_and_what_is_being_said(drawn: dict[str, Path]) -> None:
    shown = words_in(drawn["room"])
    assert "Tideway ART" in shown
    assert "Impediments and escalations" in shown
    assert "if the freeze starts 7 December" in shown
    assert "probability 4" in shown
    assert "saved 09:40:00" in shown


def test_the_other_screens_are_there(drawn: dict[str, Path]) -> None:
    home = words_in(drawn["home"])
    assert "Stuck without a next step" in home
    assert "Preparation of PI Planning" in home
    assert "Calendar: 20 events" in words_in(drawn["setup"])
    inspected = words_in(drawn["inspect"])
    assert "Inspect & Adapt" in inspected
    assert "gate A gets the wait feed first" in inspected


def test_an_event_of_each_sort_is_shown_at_its_heart(drawn: dict[str, Path]) -> None:
    assert "Management review and problem-solving" in words_in(drawn["start"])
    assert "Checkpoint 2, since 14:54" in words_in(drawn["planning"])
    assert "O409 made uncommitted" in words_in(drawn["vote"])
    demo = words_in(drawn["demo"])
    assert "Slot swap between own trucks · 6:00 left · 2/3" in demo
    assert "16 of 25: probability 4 × impact 4" in words_in(drawn["risks"])


def test_the_registers_are_shown_with_their_rules(drawn: dict[str, Path]) -> None:
    assert "10 of 12 risks" in words_in(drawn["register"])
    assert "4 syncs unreviewed" in words_in(drawn["roam"])
    assert "15 = probability 5 × impact 3" in words_in(drawn["exposure"])
    assert "1 of 9" in words_in(drawn["walk"])
    assert "which decision, or which help" in words_in(drawn["escalate"])
    assert "conflict, slack −1" in words_in(drawn["board"])
    assert "one Dredger person on incidents" in words_in(drawn["decisions"])
    record = words_in(drawn["record"])
    assert "linked from" in record
    assert "none → R11" in record


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripts can be imported, and what they set in the environment is gone afterwards."""
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))


@pytest.mark.usefixtures("scripts")
def test_every_register_and_view_can_be_drawn() -> None:
    from register_pictures import SHOWN, all_scenes

    wanted = {f"{kind}-{view}" for kind in REGISTERS_OF for view in ("list", *VIEWS.get(kind, ()))}
    assert wanted <= set(all_scenes())
    assert set(SHOWN) <= set(all_scenes())


@pytest.mark.usefixtures("scripts")
async def test_a_register_is_drawn_at_both_sizes_and_in_every_look(tmp_path: Path) -> None:
    from register_pictures import registers

    await registers(tmp_path, ["risk-list"])
    drawn = sorted(tmp_path.glob("*/*/risk-list.svg"))
    assert {path.parts[-3] for path in drawn} == set(PALETTES)
    assert {path.parts[-2] for path in drawn} == {"120x36", "80x24"}
    assert all("10 of 12 risks" in words_in(path) for path in drawn)
    assert len({path.read_text(encoding="utf-8") for path in drawn}) == 6


@pytest.mark.parametrize("words", [["--all"], ["--al", "x"], ["a", "b"]])
def test_a_call_that_is_not_understood_draws_nothing(words: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "pictures.py"), *words],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "usage" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_stage_is_the_audiences(drawn: dict[str, Path]) -> None:
    stage = words_in(drawn["stage"])
    assert "a next step and a date for each impediment" in stage
    assert "04:41 New York" in stage
    assert "no next step" not in stage


def test_large_digits_are_areas_without_gaps(drawn: dict[str, Path]) -> None:
    """A font's block signs are lower than a row, and would stand apart."""
    for name in ("room", "stage", "planning"):
        svg = drawn[name].read_text(encoding="utf-8")
        assert 'shape-rendering="crispEdges"' in svg
        assert not re.search("[█▀▄]", svg)
