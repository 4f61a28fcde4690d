"""All measures of a planning interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.insight.measured import Measured
    from store.insight.snapshot import Snapshot


def measured(snap: Snapshot, pi: str | None = None) -> tuple[Measured, ...]:  # noqa: ARG001
    """All measures of an interval, in a fixed order."""
    return ()


def measure_called(snap: Snapshot, key: str, pi: str | None = None) -> Measured | None:
    """The measure with this key, or None."""
    return next((each for each in measured(snap, pi) if each.key == key), None)
