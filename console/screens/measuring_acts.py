"""What can be done on the surfaces of Inspect & Adapt's first two parts."""

from __future__ import annotations

from console.screens.acts import Act
from console.screens.actual_value import SITTING
from console.screens.flow_acts import ADD
from console.screens.numbers import NUMBERS
from console.screens.objective_acts import VALUES
from console.screens.own_measures import tend

TEND = Act("w", "value, days", tend)
"""A value of a measure of one's own, or the days of a flow item."""

MEASURING_SURFACES: dict[str, tuple[Act, ...]] = {
    "actual-value": (VALUES, SITTING),
    "measures": (NUMBERS, ADD, TEND),
}
"""Acts by the name of the surface."""
