"""What can be done with decisions, objectives, actions and parked topics, by key."""

from __future__ import annotations

from console.screens.acts import Act

LOG_ACTS: dict[str, tuple[Act, ...]] = {}
"""Acts by the kind of record, in its register."""

LOG_SURFACES: dict[str, tuple[Act, ...]] = {}
"""Acts by the name of the surface."""
