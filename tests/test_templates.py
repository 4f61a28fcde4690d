"""Agendas as files: those that ship, those that somebody wrote, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.agenda import day_minutes, find, rotated
from store.errors import UsageFault
from store.exchange.templates import catalog, read_template, shipped, shipped_text
from store.insight.surfaces import SURFACES

TABLE = {
    "art-sync": {1: 60},
    "coach-sync": {1: 30},
    "po-sync": {1: 30},
    "system-demo": {1: 60},
    "risk-workshop": {1: 60},
    "mid-pi-review": {1: 45},
    "inspect-adapt": {1: 305},
    "pi-planning": {1: 600, 2: 465},
    "pi-planning-half-days": {1: 240, 2: 240, 3: 240, 4: 240},
}
"""Minutes by day, as they are published and as practitioners hold them."""

GOOD = """\
kind = "art-sync"
title = "Ours"

[[step]]
title = "Open"
minutes = 5

[[step]]
title = "Lunch"
minutes = 30
at = "12:00"
gives_time = false
"""


def test_nine_templates_ship_and_none_has_a_fault() -> None:
    known = shipped()
    assert known.faults == ()
    assert {name: day_minutes(t.steps) for name, t in known.templates.items()} == TABLE
    for template in known.templates.values():
        assert shipped_text(template.name).startswith("# "), "a template explains itself"
        for step in template.steps:
            assert step.surface in SURFACES
            assert step.surface == "break" or (step.purpose and step.leaves and step.lead)


def test_breaks_votes_and_read_backs_never_give_time() -> None:
    for template in shipped().templates.values():
        for step in template.steps:
            if step.surface == "break" or step.key in ("vote", "readback"):
                assert not step.flexible, (template.name, step.key)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("ART Sync", "art-sync"),
        ("sync", "art-sync"),
        ("Scrum of Scrums", "coach-sync"),
        ("demo", "system-demo"),
        ("pi planning", "pi-planning"),
        ("half-days", "pi-planning-half-days"),
        ("I&A", "inspect-adapt"),
    ],
)
def test_events_are_found_by_the_words_people_use(said: str, name: str) -> None:
    found = find(shipped().templates, said)
    assert found is not None
    assert found.name == name


def faults(text: str) -> list[str]:
    template, wrong = read_template("ours", text, "ours.toml")
    assert (template is None) == bool(wrong)
    return [fault.told for fault in wrong]


def test_a_good_one_is_read_as_it_says() -> None:
    template, wrong = read_template("ours", GOOD, "ours.toml")
    assert not wrong
    assert template is not None
    assert [(s.key, s.minutes, s.at, s.flexible) for s in template.steps] == [
        ("open", 5, None, True),
        ("lunch", 30, "12:00", False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "Ours"', "title = Ours", "line 2: this is not TOML"),
        ('kind = "art-sync"', 'kind = "art-snyc"', 'line 1: kind: write "art-sync"'),
        ('kind = "art-sync"\n', "", "line 1: kind is missing: write kind ="),
        ("minutes = 5", "minutes = 0", "line 6: minutes: write a whole number from 1 to 1440"),
        ("minutes = 5", 'minutes = "5"', "line 6: minutes: write a whole number"),
        ("minutes = 5", "minutes = true", "line 6: minutes: write a whole number"),
        ("minutes = 5\n", "", "line 4: minutes is missing: write minutes = 5"),
        ("minutes = 5", "minuts = 5", "line 6: there is no 'minuts' here: write \"minutes\""),
        ('at = "12:00"', 'at = "25:00"', 'line 11: at: write hours and minutes in quotes'),
        ('at = "12:00"', "at = 12:00:00", "line 11: at: write hours and minutes in quotes"),
        ("gives_time = false", 'gives_time = "no"', "line 12: gives_time: write true or false"),
        ('title = "Lunch"', 'title = "Open"', "line 8: another step has the key 'open'"),
        ('title = "Open"', 'title = ""', "line 5: title: write words in quotes"),
        ("minutes = 5", 'minutes = 5\nsurface = "bord"', 'line 7: surface: write "board"'),
        ("minutes = 5", "minutes = 5\nexpects = ['decison']", "line 7: expects: 'decison' is"),
        ("minutes = 5", 'minutes = 5\neach = "person"', "line 7: each: write one of: team, risk"),
        ("minutes = 5", "minutes = 5\neach_minutes = 3", "line 7: each_minutes needs a line each"),
        ("minutes = 30", "minutes = 30\nday = 3", "line 11: day: write 1 or 2"),
        ("at = \"12:00\"", "day = 2", "line 11: the first step of a day needs a start"),
        ("minutes = 5", 'minutes = 5\nat = "13:00"', "line 12: at: write a time after 13:00"),
        ("minutes = 30", "minutes = 1440", "line 10: this day is longer than 24 hours"),
        ("[[step]]", "[step]", "line 1: this is not TOML"),
    ],
)  # fmt: skip
def test_a_fault_says_its_line_and_what_to_write(old: str, new: str, told: str) -> None:
    found = faults(GOOD.replace(old, new, 1))
    assert any(told in line for line in found) or (
        told == "line 1: this is not TOML" and "this is not TOML" in found[0]
    ), found


def test_a_template_without_steps(tmp_path: Path) -> None:
    assert "it has no steps: write [[step]]" in faults('kind = "art-sync"\ntitle = "Ours"\n')[0]
    assert "it has no steps" in faults('kind = "art-sync"\ntitle = "Ours"\nstep = 5\n')[0]
    assert "it has no steps" in faults('kind = "art-sync"\ntitle = "x"\nstep = [5]\n')[0]


def test_every_fault_of_a_file_is_told_in_the_order_of_its_lines() -> None:
    bad = GOOD.replace("art-sync", "x").replace("minutes = 5", "minutes = -1").replace("12:00", "")
    lines = [int(told.split("line ")[1].split(":")[0]) for told in faults(bad)]
    assert lines == [1, 6, 11]


def test_a_bad_file_never_stops_the_others_and_a_good_one_stands_in_place_of_ours(
    tmp_path: Path,
) -> None:
    (tmp_path / "mine.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "art-sync.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "broken.toml").write_text("[[[", encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes('title = "caf\xe9"'.encode("latin-1"))
    (tmp_path / "Bad Name.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "large.toml").write_bytes(b"#" * 300_000)
    found = catalog(tmp_path)
    assert found.named("mine").title == "Ours"
    assert found.named("art-sync").title == "Ours"
    assert len(found.templates) == len(TABLE) + 1
    assert sorted(fault.file for fault in found.faults) == [
        "Bad Name.toml", "broken.toml", "large.toml", "latin.toml",
    ]  # fmt: skip
    with pytest.raises(UsageFault, match="There is: art-sync"):
        found.named("wedding")


def test_peoples_words_in_a_template_are_cleaned() -> None:
    template, wrong = read_template("ours", GOOD.replace("Open", "Op\\u001b[31men"), "ours.toml")
    assert not wrong
    assert template is not None
    assert "\x1b" not in template.steps[0].title


@given(st.text(max_size=200))
def test_no_text_makes_reading_fail_otherwise_than_with_a_line(text: str) -> None:
    template, wrong = read_template("ours", text, "ours.toml")
    assert template is None
    assert all(fault.line >= 1 and fault.sentence for fault in wrong)


@given(st.integers(1, 12), st.integers(0, 40))
def test_everybody_is_first_as_often_as_everybody_else(count: int, more: int) -> None:
    teams = [f"T{n}" for n in range(count)]
    firsts = [rotated(teams, held)[0] for held in range(more, more + count)]
    assert sorted(firsts) == sorted(teams)
    assert sorted(rotated(teams, more)) == sorted(teams)
