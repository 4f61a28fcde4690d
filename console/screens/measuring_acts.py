"""What can be done on the surfaces of Inspect & Adapt's first two parts."""

from __future__ import annotations

from console.screens.acts import Act
from console.screens.actual_value import SITTING
from console.screens.flow_acts import ADD, DAYS
from console.screens.numbers import NUMBERS
from console.screens.objective_acts import VALUES

MEASURING_SURFACES: dict[str, tuple[Act, ...]] = {
    "actual-value": (VALUES, SITTING),
    "measures": (NUMBERS, ADD, DAYS),
}
"""Acts by the name of the surface."""
