"""What holds for every test: the developer's own machine and clock stay out."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

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
        "NO_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)
