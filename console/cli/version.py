"""Which version this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """The version of the installed distribution, or "not installed" when run from its sources."""
    try:
        return installed("rte-console")
    except PackageNotFoundError:
        return "(not installed)"
