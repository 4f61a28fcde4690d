"""`rte report` and the forms of `rte minutes`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli_helpers import DAY, SAMPLE, Rte


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Rte:
    monkeypatch.setenv("RTE_STORE", str(tmp_path / "train"))
    monkeypatch.setenv("RTE_NOW", DAY)
    rte = Rte(capsys, monkeypatch)
    rte.fine("import", str(SAMPLE))
    return rte


def test_markdown_is_the_usual_form(rte: Rte) -> None:
    done = rte.fine("report", "ia")
    assert done.out.startswith("# Inspect & Adapt PI-26.4\n")
    assert "Left out: " in done.err
    assert "profile art" in done.err


def test_json_by_either_word(rte: Rte) -> None:
    one = rte.fine("report", "pi", "--format", "json", "--pi", "PI-26.3").json
    two = rte.fine("report", "pi", "--json", "--pi", "PI-26.3").json
    # The clock of a stated day goes on from command to command.
    assert {**one, "as_of": 0} == {**two, "as_of": 0}
    assert one["schema"] == "rte.report.1"
    assert one["pi"] == "PI-26.3"


def test_a_file_is_new_private_and_never_replaced(rte: Rte, tmp_path: Path) -> None:
    place = tmp_path / "ia.html"
    assert rte.fine("report", "ia", "--format", "html", "-o", str(place)).out.strip() == str(place)
    text = place.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert place.stat().st_mode & 0o777 == 0o600
    said = rte.refused("report", "ia", "-o", str(place), code=2)
    assert "is there already" in said
    assert place.read_text(encoding="utf-8") == text


def test_preview_counts_and_tells_nothing(rte: Rte) -> None:
    rte.fine("add", "risk", "-", stdin=b"private: mutiny on the Dredger")
    done = rte.fine("report", "ia", "--preview")
    assert "1 private line," in done.out
    assert "mutiny" not in done.out + done.err
    counts = rte.fine("report", "ia", "--preview", "--json").json["left_out"]
    assert counts["private_lines"] == 1
    assert "mutiny" not in rte.fine("report", "ia").out
    full = rte.fine("report", "ia", "--profile", "full")
    assert "mutiny" in full.out
    assert "Not for all" in full.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("report", "xx"), "no report xx"),
        (("report", "ia", "--format", "pdf"), "no format pdf"),
        (("report", "ia", "--profile", "all"), "no profile all"),
        (("report", "ia", "--pi", "PI-1"), "no planning interval PI-1"),
        (("minutes", "--format", "pdf"), "no format pdf"),
    ],
)
def test_what_is_not_there_is_refused(rte: Rte, words: tuple[str, ...], says: str) -> None:
    assert says in rte.refused(*words, code=2)


def test_a_folder_that_is_not_there_is_told(rte: Rte, tmp_path: Path) -> None:
    assert "Name another file" in rte.refused(
        "report", "ia", "-o", str(tmp_path / "no" / "ia.md"), code=1
    )


def test_minutes_as_a_page_and_as_json(rte: Rte) -> None:
    page = rte.fine("minutes", "--format", "html").out
    assert page.startswith("<!doctype html>")
    assert "<h1>" in page
    told = rte.fine("minutes", "--format", "json").json
    assert told == json.loads(rte.fine("minutes", "--json").out)
