"""What can be done with a dependency, by key: its state, how it could go away, its iterations."""

from __future__ import annotations

from console.screens.acts import Act

DEPENDENCY_ACTS: tuple[Act, ...] = ()
"""In the register of dependencies."""

DEPENDENCY_SURFACES: dict[str, tuple[Act, ...]] = {}
"""Acts by the name of the surface."""
