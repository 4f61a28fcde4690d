"""The HTML of reports in a real browser, where one is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from store.exchange.report import KINDS, Making, render
from tests.ledger_helpers import Hands, now_of, sample_ledger

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser is installed")


def browse(place: Path, profile: Path, *options: str) -> bytes:
    """What the browser says of a file."""
    assert BROWSER is not None
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         f"--user-data-dir={profile}", *options, place.as_uri()],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.fixture(params=[*KINDS])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    document = Making(now_of(sample_ledger(Hands())), request.param, None).document
    place = tmp_path / "report.html"
    place.write_text(render(document, "html"), encoding="utf-8")
    return place


def test_it_is_drawn_and_printed(page: Path, tmp_path: Path) -> None:
    shot, paper = tmp_path / "shot.png", tmp_path / "paper.pdf"
    browse(page, tmp_path / "a", f"--screenshot={shot}", "--window-size=1000,1400")
    assert shot.read_bytes().startswith(b"\x89PNG")
    assert shot.stat().st_size > 20_000, "an empty page is far smaller"
    browse(page, tmp_path / "a", "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    assert paper.read_bytes().startswith(b"%PDF")
    assert paper.stat().st_size > 20_000


def test_its_words_are_there_and_a_planted_script_does_not_run(page: Path, tmp_path: Path) -> None:
    """The policy in the page holds even for what would find its way in."""
    text = page.read_text(encoding="utf-8")
    planted = "<script>document.title = 'it ran'</script>"
    page.write_text(text.replace("<main>", f"<main>{planted}", 1), encoding="utf-8")
    dom = browse(page, tmp_path / "b", "--dump-dom").decode()
    assert "<h2" in dom
    assert "<title>it ran</title>" not in dom
    page.write_text(f"<!doctype html><title>no policy</title>{planted}", encoding="utf-8")
    assert "<title>it ran</title>" in browse(page, tmp_path / "b", "--dump-dom").decode()
