"""What can be done with an impediment, by key: escalate, the next step, how it stands."""

from __future__ import annotations

from console.screens.acts import Act

IMPEDIMENT_ACTS: tuple[Act, ...] = ()
"""In the register of impediments."""

IMPEDIMENT_SURFACES: dict[str, tuple[Act, ...]] = {}
"""Acts by the name of the surface."""
