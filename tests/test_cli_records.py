"""`rte edit`, `rte link`, `rte archive` and `rte show --markdown`: what every register has."""

from __future__ import annotations

import pytest

from tests.cli_helpers import HOSTILE, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE), "--by", "import")
    monkeypatch.setenv("RTE_NOW", "2026-11-18")
    return made


def record(rte: Rte, ref: str) -> dict[str, object]:
    found: dict[str, object] = rte.fine("show", ref, "--json").json["record"]
    return found


def test_edit_sets_fields_and_words_and_reads_back(rte: Rte) -> None:
    (ref,) = rte.fine("add", "action", "ring the yard").refs
    done = rte.fine("edit", ref, "owner:SM-DRE", "due:fri", "--text", "ring -- twice")
    assert done.out == f"{ref} ring -- twice\n"
    assert done.err == "undo: rte undo\n"
    found = record(rte, ref)
    assert (found["owner"], found["due"]) == ("SM-DRE", "2026-11-20")
    said = rte.fine("show", ref, "--history").out
    assert "text: ring the yard → ring -- twice" in said
    rte.fine("undo")
    assert record(rte, ref)["text"] == "ring the yard"


def test_several_are_edited_at_once(rte: Rte) -> None:
    done = rte.fine("edit", "r12", "B07", "owner:PM", "--json")
    assert done.json["schema"] == "rte.edited.1"
    assert [one["record"]["ref"] for one in done.json["records"]] == ["R12", "B07"]
    assert {one["record"]["owner"] for one in done.json["records"]} == {"PM"}


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("owner:PM",), 2, "'owner:PM' is not a reference. Name a record first, like R12."),
        (("R12",), 3, "Nothing would change."),
        (("R12", "state:done"), 3, "state: of R12 has rules of its own. Use rte roam."),
        (("R12", "B07", "owner:PM", "--text", "x"), 2, "New words are for one record at a time"),
        (("R12", "B07", "p:3"), 2, "'p:3' is not understood here"),
        (("R999", "owner:PM"), 2, "There is no R999 in this train."),
    ],
)
def test_what_edit_refuses(rte: Rte, words: tuple[str, ...], code: int, sentence: str) -> None:
    said = rte("edit", *words)
    assert (said.code, said.out) == (code, "")
    assert said.err.startswith("rte: ")
    assert sentence in said.err or "belongs to one record" in said.err


def test_link_shows_both_sides_and_takes_away(rte: Rte) -> None:
    done = rte.fine("link", "R12", "B07", "D401", "--json").json
    assert done["schema"] == "rte.linked.1"
    assert {("links to", "B07"), ("links to", "D401")} <= {
        (tie["how"], tie["ref"]) for tie in done["links"]
    }
    there = rte.fine("show", "B07")
    assert "linked from R12 " in there.out
    ties = rte.fine("show", "B07", "--json").json["links"]
    assert ("linked from", "R12") in {(tie["how"], tie["ref"]) for tie in ties}
    rte.fine("link", "B07", "R12", "--off")
    assert "linked from R12" not in rte.fine("show", "B07").out
    assert "no longer linked with" in rte.refused("link", "R12", "--off", code=2)
    assert "Name what R12 is linked with" in rte.refused("link", "R12", code=2)
    assert "is linked with D401 already" in rte.refused("link", "R12", "D401", code=3)


def test_archive_and_back(rte: Rte) -> None:
    (ref,) = rte.fine("add", "action", "ring").refs
    assert f"{ref} is still open." in rte.refused("archive", ref, code=3)
    done = rte.fine("archive", ref, "--why", "a double", "--json").json
    assert done["schema"] == "rte.archived.1"
    assert done["records"][0]["record"]["archived_why"] == "a double"
    listed = rte.fine("list", "action", "--all", "--json").json["records"]
    assert ref not in [one["ref"] for one in listed]
    assert "why it was archived" in rte.fine("show", ref).out
    rte.fine("archive", ref, "--back")
    listed = rte.fine("list", "action", "--all", "--json").json["records"]
    assert ref in [one["ref"] for one in listed]
    assert "leave out --why" in rte.refused("archive", ref, "--back", "--why", "x", code=2)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_markdown_of_a_record_does_nothing(rte: Rte, text: str) -> None:
    (ref,) = rte.fine("add", "risk", "--", text).refs
    said = rte.fine("show", ref, "--markdown", "--history").out
    assert said.startswith(f"# {ref} risk\n")
    assert "<b>" not in said
    assert "[@click" not in said.replace("\\[", "")
    assert "## History" in said


def test_a_private_record_is_shown_to_its_reader_and_copied_by_nobody(rte: Rte) -> None:
    (ref,) = rte.fine("add", "decision", "-", stdin=b"private: wait for the reorganisation").refs
    rte.fine("link", "R12", ref)
    assert "reorganisation" in rte.fine("show", ref).out
    assert "nothing of it goes into a copy" in rte.refused("show", ref, "--markdown", code=3)
    other = rte.fine("show", "R12", "--markdown", "--history").out
    assert "reorganisation" not in other
    assert f"**{ref}** private" in other
