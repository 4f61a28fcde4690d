"""What is private or without a name never stands in a command, where other users could see it."""

from __future__ import annotations

import pytest

from tests.cli_helpers import SAMPLE, Rte

SECRET = "mutiny on the Dredger"


@pytest.fixture
def rte(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Rte:
    made = Rte(capsys, monkeypatch)
    made.fine("import", str(SAMPLE))
    return made


@pytest.mark.parametrize(
    "words",
    [
        ["note", SECRET],
        ["note", "-", SECRET],
        ["add", "risk", SECRET, "--anonymous"],
        ["add", "--anonymous", "risk", SECRET],
        ["vote", "DRE", "44352", "--concern", SECRET],
        ["vote", "DRE", "44352", f"--concern={SECRET}"],
        ["capture", "risk", SECRET, "--anonymous"],
        ["add", "risk", f"private: {SECRET}"],
        ["add", "risk", "private:", SECRET],
        ["add", "risk", "--", f"  (Private) {SECRET}"],
        ["edit", "R12", "--text", f"private: {SECRET}"],
        ["restate", "R12", f"PRIVATE: {SECRET}"],
        ["done", "A1", f"private: {SECRET}"],
        ["improve", "add", f"private: {SECRET}"],
        ["problem", "add", f"private: {SECRET}"],
        ["decide", "X1", "option", f"private: {SECRET}"],
        ["step", "I1", f"private: {SECRET}"],
    ],
    ids=" ".join,
)
def test_it_is_refused_and_nothing_of_it_is_kept_or_told(rte: Rte, words: list[str]) -> None:
    before = rte.fine("check").out
    said = rte.refused(*words, code=2)
    assert "mutiny" not in said
    assert rte.fine("check").out == before


def test_by_prompt_or_pipe_it_is_taken(rte: Rte) -> None:
    secret = SECRET.encode()
    assert rte.fine("add", "risk", "-", stdin=b"private: " + secret).refs == ["R13"]
    rte.fine("add", "risk", "-", "--anonymous", stdin=secret)
    rte.fine("note", "-", stdin=secret)
    found = rte.fine("vote", "DRE", "22", "--concern", "-", "--json", stdin=secret + b"\nload").json
    assert [one["text"] for one in found["concerns"]] == [SECRET, "load"]
    assert "R13" in rte.fine("list", "risk", "private:").out, "to look for it is no secret"
