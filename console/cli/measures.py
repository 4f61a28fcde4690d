"""`rte measures [KEY]`: what a planning interval is measured by, with formula, n and trend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out
from console.cli.verbs import nearest
from console.cli.width import cells, pad
from console.places import tidy
from store.errors import UsageFault
from store.insight.by_interval import number
from store.insight.measured import NO_DATA
from store.insight.measuring import keys, measure_called, measured

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.cli.options import Asked
    from store.insight.measured import Figure, Measured, Numbers
    from store.insight.snapshot import Snapshot

EXAMPLES = """\
  rte measures                          all of the current planning interval
  rte measures predictability --pi PI-26.3 --all-readings
  rte measures flow-time --json

Beside each figure stand its formula and n, how many facts it rests on. `no data` is not zero,
`n/a` is a formula without an answer, `incomplete` says what lacks. Nothing is told by person,
and no team is put above another one."""


def run(asked: Asked, words: list[str]) -> int:
    """Print all measures in short, or one whole."""
    parser = Parser("measures", "the measures of a planning interval", EXAMPLES)
    parser.add_argument("key", metavar="KEY", nargs="?", help="one measure whole, by its key")
    parser.add_argument("--pi", metavar="PI", help="of this planning interval, not the current one")
    parser.add_argument(
        "--all-readings", action="store_true", help="other ways to read the same facts, by name"
    )
    told = parser.parse_args(words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        snap = ledger.snapshot()
    pi = snap.pi_name if told.pi is None else _interval(snap, tidy(told.pi))
    if told.key is None:
        found = measured(snap, pi)
    else:
        found = (_one(snap, tidy(told.key), pi),)
    if asked.json:
        facts = [_facts(one) for one in found]
        print_json("rte.measures.1", {"as_of": snap.today.isoformat(), "pi": pi, "measures": facts})
        return 0
    whole = told.key is not None
    out("\n".join(_told(pi, found, whole=whole, others=whole or told.all_readings)))
    return 0


def _interval(snap: Snapshot, name: str) -> str:
    known = [pi.short for pi in snap.intervals]
    found = next((short for short in known if short.lower() == name.lower()), None)
    if found is None:
        there = ", ".join(known) or "none yet"
        raise UsageFault(f"There is no planning interval {name[:40]!r}. There is: {there}.")
    return found


def _one(snap: Snapshot, key: str, pi: str) -> Measured:
    found = measure_called(snap, key.lower(), pi)
    if found is None:
        known = keys(snap)
        raise UsageFault(
            f"There is no measure {key[:40]!r}.{nearest(key, list(known))} "
            f"Keys: {', '.join(known)}."
        )
    return found


# -- as text


def _told(pi: str, found: Sequence[Measured], *, whole: bool, others: bool) -> Iterator[str]:
    yield f"{pi or 'no planning interval'}"
    area = ""
    for one in found:
        if one.area != area and not whole:
            area = one.area
            yield f"\n{area[:1].upper()}{area[1:]}"
        yield f"{'' if whole else '  '}{one.title}: {_figure(one.figure)}"
        margin = "  " if whole else "    "
        yield f"{margin}= {one.formula}"
        if any(value is not None for _, value in one.trend):
            yield f"{margin}trend {_trend(one)}"
        if others:
            for other in one.others:
                yield f"{margin}or {other.label}: {_figure(other.figure)}"
                yield f"{margin}   = {other.formula}"
        if whole:
            if one.numbers:
                yield ""
                yield from _table(one.numbers)
            if one.question:
                yield f"\n{one.question}"


def _figure(figure: Figure) -> str:
    n = f" (n {figure.n})" if figure.n else ""
    why = f": {figure.why}" if figure.why else ""
    return f"{figure.said}{n}{why}"


def _trend(one: Measured) -> str:
    """`PI-26.2 88 → PI-26.3 96.4`; an interval without a figure is said, never zero."""
    points = [f"{name} {NO_DATA if v is None else number(v)}" for name, v in one.trend]
    return " → ".join(points)


def _table(numbers: Numbers) -> Iterator[str]:
    rows = [numbers.columns, *numbers.rows]
    sizes = [max(cells(row[n]) for row in rows) for n in range(len(numbers.columns))]
    for row in rows:
        yield "  ".join(pad(cell, size) for cell, size in zip(row, sizes, strict=True)).rstrip()


# -- as data


def _facts(one: Measured) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "area": one.area,
        **_figure_facts(one.figure),
        "formula": one.formula,
        "question": one.question,
        "trend": [{"pi": name, "value": value} for name, value in one.trend],
        "others": [
            {"label": other.label, **_figure_facts(other.figure), "formula": other.formula}
            for other in one.others
        ],
        "numbers": one.numbers
        and {"columns": list(one.numbers.columns), "rows": [list(r) for r in one.numbers.rows]},
        "refs": list(one.refs),
    }


def _figure_facts(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "said": figure.said,
        "unit": figure.unit,
        "n": figure.n,
        "state": figure.state,
        "why": figure.why,
    }
