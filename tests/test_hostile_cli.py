"""Hostile words through every verb: given to it, and read back from a store that holds them.

Every verb stands in one of the tables, so that a new one is tried too.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.cli.verbs import VERBS
from store.domain.text import clean
from store.exchange.train_file import read_train
from store.journal.files import JOURNAL
from store.ledger import running
from store.ledger.opening import open_ledger
from tests.cli_helpers import DAY, SAMPLE, Done, Rte
from tests.hostile_helpers import ESCAPES, FORMATS, MARKUP, WIDE, Poison, poison
from tests.screen_helpers import Clock

pytestmark = pytest.mark.timeout(300)

CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff]"
)
BYTES_THAT_ARE_NO_TEXT = "caf\udce9 \udcff"
"""What the interpreter makes of an argument that is no UTF-8."""

MIXED = (
    *(" ".join(texts) for texts in (MARKUP, ESCAPES, WIDE, FORMATS)),
    BYTES_THAT_ARE_NO_TEXT,
)

READING = (
    "list risk --all", "list impediment", "list dependency", "list decision", "list action",
    "list topic", "list objective", "list event", "list improvement", "list demo",
    "list feedback", "list milestone", "list problem", "list measure", "list flow --all",
    "list reading", "list dismissal", "list check", "list team", "list pi",
    "show R04", "show R04 --history", "show R04 --markdown", "show D404", "show B07", "show X02",
    "show E90", "show K1", "show O401", "show M04", "show W01",
    "trains", "template list", "template show art-sync", "template check", "board",
    "board --strings", "now", "vote", "vote DRE", "radiator", "roti", "calendar --count 30", "prep",
    "measures", "measures predictability --all-readings", "measure", "measure K1", "brief",
    "brief inspect-adapt --all", "brief art-sync", "signals", "signals list --all", "improve",
    "improve M04", "pi", "event status", "event agenda Europe/Berlin", "item list",
    "minutes E90", "minutes", "minutes --format html", "minutes --format json",
    "report ia", "report ia --format html", "report ia --format json", "report ia --profile full",
    "report pi", "report ia --preview", "check", "config", "config check", "problem", "here",
    "baton", "doctor",
)  # fmt: skip
"""What reads a store and prints."""

WRITING = (
    "add risk {}", "add impediment {} @DRE", "add dependency DRE>BEA {} need:I5", "add action {}",
    "add decision {} because {}, by {}", "add topic {}", "add objective {} @DRE",
    "add demo {} @DRE", "add feedback {} v:change by:PM", "add milestone {}", "add {} {}",
    "add risk {} owner:{} due:{} p:{} @{} #{}", "done A90 {}", "done A90 --later {} {}",
    "decide X02 holds {}", "decide X02 option {}", "decide X02 supersede {}", "decide {} {}",
    "objective O401 uncommit {}", "objective {} {}", "improve add {} owner:{} measure:{}",
    "improve M04 drop because {}", "improve M04 {}", "pi carry R04 because {}", "pi {}",
    "item add {}", "item result S90 live --environment {} --version {}",
    "item result S90 no --why {}", "item answer F90 planned {}", "event start {}", "event jump {}",
    "event add {}", "event park {}", "event turn {}", "event agenda {}", "template show {}",
    "template copy {} {}", "template check {}", "roam R04 O owner:{} {}", "roam R04 A {}",
    "roam {} {}", "merge R04 {}", "restate R04 {} then {}", "escalate B07 {} whom:{}",
    "escalate {} {}", "step B07 {} owner:{} due:fri", "hold B07 {} until:fri", "resolve B07 {}",
    "verify B07 {}", "reopen B01 {}", "cause B07 B08 {}", "problem new {}", "problem {} {}",
    "dep D404 decline {}", "dep D404 remove how:{} {}", "dep D404 away {}", "dep {} {}",
    "milestone L90 miss {}", "milestone {} {}", "board {}", "edit R04 --text {}",
    "edit R04 owner:{}", "edit {} {}", "link R04 {}", "archive R04 --why {}", "archive {}",
    "now --format {}", "now --format {{step}}{}", "vote DRE 1 2 3 --concern {} --change {}",
    "vote {} {}", "radiator DRE risks {}", "radiator {} {} done", "roti {}", "roti --event {}",
    "calendar --zone {}", "calendar --count {}", "prep 1 {}", "flow add {} key:{} @DRE",
    "flow import {}", "measure add {} unit:{}", "measure K1 5 {}", "measures {}", "brief {}",
    "signals dismiss {} {}", "minutes {}", "minutes --format {}", "report {}", "report ia --pi {}",
    "report ia -o {}", "show {}", "list {}", "list risk {}", "list risk --team {} --owner {}",
    "list risk --sort {}", "import {}", "trains use {}", "restore {}", "backup {}/{}",
    "config {}", "undo", "check {}", "init --name {} --teams {} --roles {} --pi {}",
    "--by {} add risk x", "--as-of {} list risk", "{}", "{} {}", "--{}", "help {}", "note {}",
    "demo {}", "stage {}", "rehearse {}", "event finish {}", "here {}", "baton {}", "doctor {}",
    "capture {}", "--by {} baton ask",
)  # fmt: skip
"""What takes words; `{}` stands for hostile ones."""


def test_every_verb_is_tried() -> None:
    words = {line.split()[0] for line in (*READING, *WRITING)}
    assert words >= set(VERBS)


FAULT = "a fault in the program itself"


def harmless(done: Done, what: str, *, codes: tuple[int, ...] = (0, 1, 2, 3, 5)) -> None:
    """What was printed does nothing to a terminal, and no fault of the program was printed."""
    assert done.code in codes, (what, done)
    for said in (done.out, done.err):
        found = CONTROL.search(said)
        assert found is None, (what, found and found[0], said[:300])
        assert "Traceback" not in said, what
        assert FAULT not in said, (what, said)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Poison]]:
    """Two stores on disk: one with hostile words as other hands left them, one as cleaned."""
    stores = {}
    for name in ("raw", "clean"):
        folder = tmp_path_factory.mktemp("hostile") / name
        clock = Clock()
        ledger = open_ledger(folder, who="RTE", now=clock, create=True)
        bad = poison(ledger, raw=name == "raw")
        running.start(ledger, "art-sync")
        ledger.db.close()
        stores[name] = (folder, bad)
    return stores


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    monkeypatch.setenv("RTE_NOW", f"{DAY}T10:05Z")
    return Rte(capsys, monkeypatch)


def test_a_store_of_other_hands_reaches_no_terminal(
    kept: dict[str, tuple[Path, Poison]], rte: Rte, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RTE_STORE", str(kept["raw"][0]))
    for line in READING:
        done = rte(*line.split())
        harmless(
            done, line, codes=(0,) if line.startswith(("list", "report", "show")) else (0, 2, 3)
        )


def test_as_json_it_is_what_is_stored_and_still_harmless(
    kept: dict[str, tuple[Path, Poison]], rte: Rte, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, bad = kept["raw"]
    monkeypatch.setenv("RTE_STORE", str(folder))
    told = ""
    for line in READING:
        if not line.startswith(("list", "show")):
            continue
        done = rte.fine(*line.split(), "--json")
        harmless(done, line)
        told += json.dumps(json.loads(done.out), ensure_ascii=False)
    seen = {int(n) for n in re.findall(r"¤(\d+)¤", told)}
    assert len(seen) > len(bad.given) * 0.6
    for n in seen:
        assert json.dumps(bad.given[n], ensure_ascii=False)[1:-1] in told


def test_what_was_cleaned_is_printed_as_it_was_typed(
    kept: dict[str, tuple[Path, Poison]], rte: Rte, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a pipe nothing is cut, so each text stands there whole."""
    folder, bad = kept["clean"]
    monkeypatch.setenv("RTE_STORE", str(folder))
    seen = 0
    for line in READING:
        if not line.startswith(("list", "show")) or "--markdown" in line:
            continue
        said = rte.fine(*line.split()).out
        for n in re.findall(r"¤(\d+)¤", said):
            seen += 1
            assert bad.given[int(n)] in said, (line, bad.given[int(n)])
    assert seen > 150


@pytest.mark.parametrize("words", MIXED, ids=["markup", "escapes", "wide", "formats", "bytes"])
def test_hostile_words_are_no_fault_of_any_verb(
    words: str,
    kept: dict[str, tuple[Path, Poison]],
    rte: Rte,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Taken or refused in one sentence; what is kept is clean, in the journal to the byte."""
    folder = tmp_path / "train"
    shutil.copytree(kept["clean"][0], folder)
    monkeypatch.setenv("RTE_STORE", str(folder))
    monkeypatch.chdir(tmp_path)
    shown = re.sub("[\x00\ud800\udfff]", "", words)  # no argument can hold one
    before = (folder / JOURNAL).stat().st_size
    for line in WRITING:
        done = rte(*(word.replace("{}", shown).replace("{{", "{") for word in line.split()))
        harmless(done, line)
    written = (folder / JOURNAL).read_bytes()[before:].decode()
    assert not CONTROL.search(written)
    assert "\\u00" not in written, "no control code is kept, escaped either"
    ledger = open_ledger(folder, who="RTE")
    for entry in ledger.db.log.follow(0):
        for text in strings(entry["ops"]):
            assert clean(text, block=True, limit=1_000_000) == text
    ledger.db.close()


def strings(facts: object) -> Iterator[str]:
    """Every text in nested facts."""
    if isinstance(facts, str):
        yield facts
    elif isinstance(facts, dict):
        for name, value in facts.items():
            yield from (name, *strings(value))
    elif isinstance(facts, list | tuple):
        for value in facts:
            yield from strings(value)


@pytest.mark.parametrize("words", MIXED[:4], ids=["markup", "escapes", "wide", "formats"])
def test_the_environment_is_a_door_like_any_other(
    words: str, kept: dict[str, tuple[Path, Poison]], rte: Rte, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    shown = re.sub("[\x00\ud800-\udfff]", "", words)  # no environment can hold one
    monkeypatch.chdir(tmp_path)
    for name in ("RTE_BY", "RTE_NOW", "RTE_STORE", "RTE_HOME", "RTE_THEME", "RTE_BELL", "RTE_FLASH",
                 "RTE_ZONES", "TZ", "COLUMNS", "TERM", "LANG", "HOME", "USER",
                 "XDG_CONFIG_HOME"):  # fmt: skip
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("RTE_STORE", str(kept["clean"][0]))
            patch.setenv(name, shown)
            for line in ("list action", "config", "config check", "now", "trains"):
                done = rte(*line.split())
                harmless(done, f"{name}: {line}", codes=(0, 1, 2, 3, 4))
    assert os.environ["RTE_NOW"]


def _poisoned_file(words: str) -> bytes:
    """The sample's file with hostile words at every place that takes words."""
    train = json.loads(SAMPLE.read_bytes())
    worded = re.compile(
        "what|text|name|does|purpose|owner|note|concern|result|change|cause|item|metric|if|then|"
        "action|because|options|ev|at|how|away|test|unit"
    )

    def fill(facts: object, name: str = "") -> object:
        if isinstance(facts, dict):
            return {key: fill(value, key) for key, value in facts.items()}
        if isinstance(facts, list):
            return [fill(value, name) for value in facts]
        plain = isinstance(facts, str) and worded.fullmatch(name)
        return f"{words} {facts}" if plain else facts

    for key in train:
        if key not in ("pis", "iterations", "history"):
            train[key] = fill(train[key], key)
    train["risks"][0]["of another tool"] = {words: [words, {words: words}]}
    return json.dumps(train).encode()


@pytest.mark.parametrize("words", MIXED[:4], ids=["markup", "escapes", "wide", "formats"])
def test_a_file_is_a_door_like_any_other(words: str, rte: Rte, tmp_path: Path) -> None:
    data = _poisoned_file(words)
    found = read_train(data)
    kept_words = 0
    for _, doc in found.docs:
        for text in strings(doc):
            assert clean(text, block=True, limit=1_000_000) == text
            kept_words += clean(words) in text
    assert kept_words > 150
    told = rte.fine("--store", str(tmp_path / "new"), "import", "-", stdin=data)
    harmless(told, "import")
    heads = b"key,text,team,nature,started\n"
    cell = '"' + words.replace('"', '""') + '"'
    for rows in (f"F-1,{cell},{cell},feature,2026-10-01\n",
                 f"F-2,{cell},DRE,feature,2026-10-01\n",
                 f"{cell},x,DRE,{cell},2026-10-01\n",
                 f"F-3,x,DRE,feature,{cell}\n", cell):  # fmt: skip
        done = rte("--store", str(tmp_path / "new"), "flow", "import", "-",
                   stdin=heads + rows.encode("utf-8", "replace"))  # fmt: skip
        harmless(done, rows)
    for rows in (f"measure,date,value,note\nK1,2026-11-01,5,{cell}\n", f"{cell}\n{cell}\n",
                 f"measure,date,value\n{cell},2026-11-01,5\n"):  # fmt: skip
        done = rte("--store", str(tmp_path / "new"), "measure", "import", "-",
                   stdin=rows.encode("utf-8", "replace"))  # fmt: skip
        harmless(done, rows)


@pytest.mark.parametrize("words", MIXED[:4], ids=["markup", "escapes", "wide", "formats"])
def test_settings_and_agendas_are_doors_like_any_other(
    words: str, rte: Rte, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TOML refuses control codes itself, so they come as its escapes."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("RTE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    said = json.dumps(re.sub("[\ud800-\udfff]", "", words)).replace("\\ud800", "")
    folder = tmp_path / "rte-console"
    (folder / "templates").mkdir(parents=True)
    (folder / "config.toml").write_text(
        f"theme = {said}\nzones = [{said}]\n{said} = {said}\n", encoding="utf-8"
    )
    agenda = (
        f'title = {said}\nkind = "art-sync"\n[[step]]\nkey = "a"\ntitle = {said}\nminutes = 5\n'
    )
    agenda += f"purpose = {said}\nleaves = {said}\nlead = {said}\nsurface = {said}\n"
    (folder / "templates" / "mine.toml").write_text(agenda, encoding="utf-8")
    for line in ("config", "config check", "template list", "template show mine", "template check"):
        harmless(rte(*line.split()), line)
