"""`rte problem`: the whole workshop on the command line."""

from __future__ import annotations

import pytest

from tests.cli_helpers import HOSTILE, Rte


@pytest.fixture
def begun(rte: Rte) -> Rte:
    rte.fine("problem", "add", "deliveries", "arrive", "late", "where:Fathom", "when:in I4",
             "effect:O3 slipped", "group:Blue")  # fmt: skip
    return rte
