"""What holds for every test: the developer's own machine and clock stay out."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import textual.app
import textual.pilot
from hypothesis import settings

from console.arriving import open_session
from console.session import Session
from store.exchange import templates
from tests.ledger_helpers import Hands, sample_folder
from tests.settling import parse_styles_once, settled

# These machines are slow at times: an example that takes 0.3 s is no finding.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors: tests of screens wait more than they compute."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def _own_home(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the data of the person who runs it."""
    monkeypatch.setenv("RTE_HOME", str(tmp_path) + "/home")
    for name in (
        "RTE_NOW",
        "RTE_BY",
        "RTE_STORE",
        "RTE_THEME",
        "RTE_BELL",
        "RTE_FLASH",
        "RTE_ZONES",
        "RTE_SEEN",
        "RTE_READ_ONLY",
        "NO_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Callable[[str], Session]]:
    """Somebody more at a terminal of the same train, by role; all have one clock."""
    folder, hands, open_ones = tmp_path / "train", Hands(), []
    sample_folder(folder, hands).db.close()

    def come(who: str) -> Session:
        session = open_session(folder, who, lambda *_: hands, lambda: None)
        open_ones.append(session)
        return session

    yield come
    for session in open_ones:
        session.close()


@pytest.fixture(autouse=True)
def _no_waiting_for_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of a test are followed as soon as they have had their effect.

    Textual's pilot waits after each key until the processor was idle for a while, which for
    thousands of keys is most of the time that the tests take.
    """
    monkeypatch.setattr(textual.app, "wait_for_idle", settled)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", settled)


def pytest_sessionstart() -> None:
    """Spend less on what is the same for hundreds of apps in one process."""
    parse_styles_once()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)


WITHOUT_BRIEFING = {
    "art-sync": (("minutes = 12", "minutes = 15"),),
    "po-sync": (("minutes = 7", "minutes = 8"), ("minutes = 5", "minutes = 6")),
}
"""Agendas whose working steps are long enough to be counted, and what the briefing took of them."""


def _working(name: str, text: str) -> str:
    """The agenda of a template that ships, without its briefing."""
    head, _, rest = text.partition("[[step]]")
    briefing, _, working = rest.partition("[[step]]")
    assert 'key = "brief"' in briefing
    for shorter, usual in WITHOUT_BRIEFING[name]:
        working = working.replace(shorter, usual, 1)
    return f"{head}[[step]]{working}"


@pytest.fixture
def seven_steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An ART Sync and a PO Sync without their briefing: they begin with a step of eight minutes."""
    texts = templates._shipped()
    texts |= {name: _working(name, texts[name]) for name in WITHOUT_BRIEFING}
    monkeypatch.setattr(templates, "_shipped", lambda: texts)
    templates.shipped.cache_clear()
    yield
    templates.shipped.cache_clear()
