"""Settings: what wins over what, and how a file that is wrong is told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import config
from console.app import RteApp
from console.config import SETTINGS, THEMES, Config, config_folder, load
from console.session import Session
from console.themes import PALETTES
from tests.cli_helpers import ROOT, Rte
from tests.screen_helpers import Clock, Room, sample_ledger

GOOD = """\
[room]
bell = false
flash = false

[clock]
zones = ["America/New_York", "Asia/Tokyo"]

[look]
theme = "rail-light"

[here]
seen = false
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def told(home: Path, text: str | bytes, **variables: str) -> Config:
    data = text if isinstance(text, bytes) else text.encode()
    (home / "config.toml").write_bytes(data)
    return load({"RTE_HOME": str(home), **variables})


def sentences(found: Config) -> list[str]:
    return [fault.sentence.replace(found.file, "config.toml") for fault in found.faults]


def test_without_a_file_the_defaults_hold(home: Path) -> None:
    found = load({"RTE_HOME": str(home)})
    assert (found.bell, found.flash, found.zones, found.theme) == (True, True, (), "rail-dark")
    assert set(found.sources.values()) == {"default"}
    assert found.faults == ()
    assert found.file == str(home / "config.toml")


def test_the_file_wins_over_the_defaults(home: Path) -> None:
    found = told(home, GOOD)
    assert (found.bell, found.flash, found.theme) == (False, False, "rail-light")
    assert not found.seen
    assert [zone.key for zone in found.zone_infos] == ["America/New_York", "Asia/Tokyo"]
    assert set(found.sources.values()) == {"file"}
    assert found.faults == ()


def test_the_environment_wins_over_the_file(home: Path) -> None:
    found = told(
        home, GOOD, RTE_BELL="1", RTE_FLASH="TRUE", RTE_ZONES="UTC, Europe/Rome",
        RTE_THEME="contrast", RTE_SEEN="1",
    )  # fmt: skip
    assert (found.bell, found.flash, found.theme) == (True, True, "contrast")
    assert found.zones == ("UTC", "Europe/Rome")
    assert found.sources == {one.name: one.variable for one in SETTINGS}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[room]\nbell = 'loud'\n", "line 2: bell cannot be that: write true or false."),
        ("[room]\nflash = 1\n", "line 2: flash cannot be that: write true or false."),
        ("room.bell = 3\n", "line 1: bell cannot be that: write true or false."),
        ("[room]\n\nbel = true\n", "line 3: there is no setting 'bel' in [room]; write bell."),
        ("[room]\nx = 1\n", "line 2: there is no setting 'x' in [room]; write bell or flash."),
        ("[rom]\nbell = true\n", "line 1: there is no setting 'rom'; write [room]."),
        ("# hi\nbell = true\n", "line 2: there is no setting 'bell'; write [room] or [clock] or"
         " [look] or [here] or [signals]."),
        ("[clock]\nzones = 'Mars/Base'\n", "line 2: zones cannot be that: there is no time zone "
         "'Mars/Base'; write one like America/New_York."),
        ("[clock]\nzones = [1]\n", 'line 2: zones cannot be that: write zones = '
         '["America/New_York"].'),
        ("[clock]\nzones = ['/etc/passwd']\n", "line 2: zones cannot be that: there is no time "
         "zone '/etc/passwd'; write one like America/New_York."),
        ("[clock]\nzones = ['UTC','UTC','UTC','UTC','UTC']\n", "line 2: zones cannot be that: "
         "name at most 4 zones."),
        ("[look]\ntheme = 'pink'\n", "line 2: theme cannot be that: write one of rail-dark, "
         "rail-light, contrast."),
        ("[room]\nbell = yes\n", "line 2: this is no TOML; write lines like bell = true under a "
         "line [room]."),
        ("[room\n", "line 1: this is no TOML; write lines like bell = true under a line [room]."),
        ("[room]\nbell = true\nbell = true", "line 3: this is no TOML; write lines like bell = "
         "true under a line [room]."),
        (b"[room]\n# caf\xe9\n", "line 2: this is not UTF-8; save the file as UTF-8."),
        ("#" * 70_000, "line 1: the file is longer than 64000 bytes; make it shorter."),
    ],
)  # fmt: skip
def test_a_bad_line_is_one_sentence_and_the_default_holds(
    home: Path, text: str | bytes, sentence: str
) -> None:
    found = told(home, text)
    assert sentences(found) == [f"config.toml, {sentence}"]
    assert (found.bell, found.flash, found.zones, found.theme) == (True, True, (), "rail-dark")


def test_one_bad_line_leaves_the_others_in_force(home: Path) -> None:
    found = told(home, GOOD.replace("false", "0", 1).replace("rail-light", "[/]"))
    assert [fault.line for fault in found.faults] == [2, 9]
    assert (found.bell, found.flash, found.theme) == (True, False, "rail-dark")
    assert found.sources["bell"] == "default"


def test_a_bad_variable_is_told_and_the_file_holds(home: Path) -> None:
    found = told(home, GOOD, RTE_THEME="pink")
    assert found.theme == "rail-light"
    assert sentences(found) == [
        "RTE_THEME (environment): the value cannot be that: write one of rail-dark, rail-light, "
        "contrast."
    ]


def test_a_folder_in_its_place_is_told(home: Path) -> None:
    (home / "config.toml").mkdir()
    found = load({"RTE_HOME": str(home)})
    assert "cannot be read" in sentences(found)[0]


@given(st.one_of(st.text(), st.binary()))
def test_no_file_is_a_reason_not_to_open(
    tmp_path_factory: pytest.TempPathFactory, text: str | bytes
) -> None:
    home = tmp_path_factory.getbasetemp()
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    found = told(home, data)
    assert found.theme in THEMES
    lines = data.count(b"\n") + 1
    assert all(1 <= fault.line <= lines + 1 for fault in found.faults)


def test_where_the_file_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", "/home/rte")
    assert config_folder({"RTE_HOME": "/data"}) == Path("/data")
    assert config_folder({"XDG_CONFIG_HOME": "/conf"}) == Path("/conf/rte-console")
    assert config_folder({"XDG_CONFIG_HOME": "conf"}) == Path("/home/rte/.config/rte-console")
    assert config_folder({}) == Path("/home/rte/.config/rte-console")


def test_the_looks_are_those_that_there_are() -> None:
    assert tuple(PALETTES) == THEMES


def test_every_setting_is_told_in_its_page() -> None:
    page = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")
    for one in SETTINGS:
        assert f"| `{one.section}.{one.name}` | `{one.variable}` |" in page
    block = page.split("```toml\n")[1].split("```")[0]
    example = tomllib.loads(block)
    assert {(s, n) for s, inside in example.items() for n in inside} == {
        (one.section, one.name) for one in SETTINGS
    }


# -- the command and the console


def test_the_command_tells_values_and_where_they_come_from(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("RTE_HOME", str(home))
    rte = Rte(capsys, monkeypatch)
    assert "room.bell = true" in rte.fine("config").out
    assert "nothing is wrong" in rte.fine("config", "check").out
    (home / "config.toml").write_text(GOOD)
    monkeypatch.setenv("RTE_BELL", "1")
    lines = rte.fine("config").out.splitlines()
    assert lines[0] == str(home / "config.toml")
    assert [line.split() for line in lines[1:3]] == [
        ["room.bell", "=", "true", "RTE_BELL"],
        ["room.flash", "=", "false", "file"],
    ]
    facts = rte.fine("config", "--json").json
    assert facts["schema"] == "rte.config.1"
    assert facts["settings"]["clock.zones"]["value"] == ["America/New_York", "Asia/Tokyo"]
    (home / "config.toml").write_text("[room]\nbel = 1\n[look]\ntheme = 2\n")
    assert rte.fine("config").err.count("\n") == 2
    done = rte("config", "check")
    assert done.code == 2
    assert done.out == ""
    assert done.err.splitlines()[0].endswith("line 2: there is no setting 'bel' in [room]; "
                                             "write bell.")  # fmt: skip
    assert "knows no 'chek'" in rte.refused("config", "chek", code=2)


async def test_the_console_opens_with_the_defaults_and_says_what_is_wrong(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = told(home, "[room]\nbell = 'loud [/]'\n")
    monkeypatch.setattr(config, "load", lambda: found)
    clock = Clock()
    app = RteApp(Session(sample_ledger(clock), folder=None, drafts=None))
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        assert app.bell_on
        assert "Setting not used" in Room(app, pilot, clock).text
        # In whole: on the screen a notice is wrapped, with other words beside it.
        said = " ".join(notice.message for notice in app._notifications)
        assert "write true or false" in said
        assert "rte config check" in said
