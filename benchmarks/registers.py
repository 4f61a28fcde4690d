"""What a register costs in a thousand, ten thousand and a hundred thousand records.

    python benchmarks/registers.py [--quick] [--json] [--only SECTION]

The sizes take turns in one run, operation by operation, and every figure stands as a ratio to the
smallest. Beside a keystroke of the filter stands the machine's bare loop over the same strings, in
the same turn: what the language itself needs to look into each of them once. It judges nothing: it
always ends with 0.
"""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from _lib import in_turns, timed
from _report import Report, in_turn, options

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from store.domain.records import read
from store.insight.facts import told
from store.insight.links import links_of
from store.insight.mixed import row_of
from store.insight.register import Register
from store.insight.register_orders import orders_of
from store.insight.register_view import Shown
from store.insight.rows import Row
from store.insight.snapshot import Snapshot
from store.ledger.ledger import Ledger
from store.ledger.opening import memory_ledger
from store.ledger.registers import Registers

DAY = datetime(2026, 11, 18, 9, tzinfo=UTC)
SIZES = (1_000, 10_000, 100_000)
QUICK = (200, 400)
SLICE = 300
"""Records that the screen reads between two keys."""
PAGE = 40
"""Rows of a tall terminal."""
TYPED = ("c", "cr", "cra", "cran", "crane", "crane s", "dre", "zq", "r7", "é", "due<fri", "age>30")
"""What is in the filter after a keystroke, each searched without what the one before found."""
TEAMS = ("ANC", "BEA", "CAP", "DRE", "ENS", "FAT", "GAN")
WORDS = ("crane", "strike", "simulator", "carrier", "gate", "tariff", "pilot", "berth", "épreuve")

Stock = dict[str, tuple[Ledger, Register]]


def filled(count: int) -> Ledger:
    """A train in memory with so many risks, as people write them."""
    ledger = memory_ledger(who="RTE", now=lambda: DAY)
    with ledger.change("fill") as change:
        for number in range(count):
            said = " ".join(random.choices(WORDS, k=8))
            doc = {
                "text": f"if {said} goes on then order {number} slips",
                "team": random.choice(TEAMS),
                "owner": f"SM-{random.choice(TEAMS)}",
                "p": random.randint(1, 5),
                "i": random.randint(1, 5),
                "roam": random.choice("UOAMR"),
                "raised": f"2026-{random.randint(9, 11):02}-{random.randint(1, 18):02}",
                "review": f"2026-{random.randint(11, 12)}-{random.randint(1, 28):02}",
            }
            change.new("risk", doc)
    return ledger


def shown(register: Register, text: str = "") -> Shown:
    """What the list is given for a filter."""
    order = orders_of("risk")[0]
    return register.show(order, register.read_filter(text))


def page(register: Register, text: str = "") -> Sequence[Row]:
    """The first page of what a filter lets through."""
    return shown(register, text)[:PAGE]


def bare_loop(strings: list[str], needle: str) -> list[str]:
    """The least that looking into every string costs."""
    return [s for s in strings if needle in s]


def find(register: Register, key: str) -> int | None:
    """The place of a record in the whole list."""
    return shown(register).place(key)


def open_record(ledger: Ledger, rows: Shown, snap: Snapshot, key: str) -> object:
    """Where a record stands, its row, its fields in words, and what it is linked with."""
    doc = ledger.db.state.tables["risk"][key]
    record = read("risk", key, doc)
    ties = links_of(snap, record, ledger.references)
    return rows.place(key), row_of("risk", record, snap), told("risk", doc), ties


def populate(stock: Stock, report: Report, rounds: int) -> None:
    """Opening: until the first page stands, and until all is in order and searchable."""
    first: dict[str, list[float]] = {name: [] for name in stock}
    whole: dict[str, list[float]] = {name: [] for name in stock}
    slices: dict[str, list[float]] = {name: [] for name in stock}
    for name in in_turns(list(stock), max(3, rounds // 40)):
        register = Registers(stock[name][0]).of("risk")
        first[name].append(timed(partial(page, register)))
        spent = 0.0
        while not register.done:
            slices[name].append(timed(partial(register.grow, SLICE)))
            spent += slices[name][-1]
        whole[name].append(spent)
    _against_smallest(report, "the first page stands", first, goal=None)
    for name, times in whole.items():
        each = slices[name]
        report.tell(f"{name}: all in order and searchable", 1e3 * median(times), "ms", len(times))
        report.tell(f"{name}: the longest of its slices", 1e3 * max(each), "ms", len(each))


def filtering(stock: Stock, report: Report, rounds: int) -> None:
    """One keystroke, nothing narrowed by the one before, beside a bare loop over the strings."""
    mine: dict[str, list[float]] = {name: [] for name in stock}
    bare: dict[str, list[float]] = {name: [] for name in stock}
    for turn, name in enumerate(in_turns(list(stock), max(len(TYPED), rounds // 4))):
        register = stock[name][1]
        text = TYPED[turn // len(stock) % len(TYPED)]
        register.search.forget()
        mine[name].append(timed(partial(page, register, text)))
        bare[name].append(timed(partial(bare_loop, register.search.words, text)))
    for name in stock:
        n = len(mine[name])
        goal = 50.0 if name == f"{SIZES[-1]:,}" else None
        report.tell(f"{name}: a keystroke", 1e3 * median(mine[name]), "ms", n, goal)
        report.tell(f"{name}: the bare loop", 1e3 * median(bare[name]), "ms", n)
        report.ratio(f"{name}: keystroke / bare loop", mine[name], bare[name])


def scrolling(stock: Stock, report: Report, rounds: int) -> None:
    """A page of rows from somewhere in the list, made anew."""
    found: dict[str, list[float]] = {name: [] for name in stock}
    for name in in_turns(list(stock), rounds):
        register = stock[name][1]
        rows = shown(register)
        top = random.randrange(max(1, len(rows) - PAGE))
        register.forget_rows()
        found[name].append(timed(partial(rows.__getitem__, slice(top, top + PAGE))))
    _against_smallest(report, "a page", found, goal=1.2)


def opening(stock: Stock, report: Report, rounds: int) -> None:
    """One record found by its id in the list, and told whole."""
    found: dict[str, list[float]] = {name: [] for name in stock}
    for name in in_turns(list(stock), rounds):
        ledger, register = stock[name]
        rows = shown(register)
        snap = ledger.snapshot()
        key = rows[random.randrange(len(rows))].id
        found[name].append(timed(partial(open_record, ledger, rows, snap, key)))
    _against_smallest(report, "one record", found, goal=1.2)


def changing(stock: Stock, report: Report, rounds: int) -> None:
    """One captured risk, until it stands at its place in the list; without the log."""
    found: dict[str, list[float]] = {name: [] for name in stock}
    for name in in_turns(list(stock), max(5, rounds // 10)):
        ledger, register = stock[name]
        with ledger.change("fill") as change:
            key = change.new("risk", {"text": "said just now", "raised": "2026-11-18"})
        found[name].append(timed(partial(find, register, key)))
    _against_smallest(report, "a new record at its place", found, goal=None)


def _against_smallest(
    report: Report, what: str, found: dict[str, list[float]], goal: float | None
) -> None:
    smallest = next(iter(found))
    for name, times in found.items():
        report.tell(f"{name}: {what}", 1e3 * median(times), "ms", len(times))
        if name != smallest:
            report.ratio(f"{name} / {smallest}: {what}", times, found[smallest], goal)


Section = Callable[[Stock, Report, int], None]
SECTIONS: dict[str, Section] = {
    "populate": populate,
    "filter": filtering,
    "scroll": scrolling,
    "open": opening,
    "change": changing,
}


def main() -> int:
    """Run the sections that were asked for."""
    asked = options("What a register costs, by its size.", SECTIONS)
    report = Report(asked.json)
    stock: Stock = {}
    for size in QUICK if asked.quick else SIZES:
        ledger = filled(size)
        register = Registers(ledger).of("risk")
        register.grow_whole()
        while not ledger.references.done:
            ledger.references.grow()
        stock[f"{size:,}"] = (ledger, register)
    # As a store does that was read from disk: what stays is not looked through again and again.
    gc.collect()
    gc.freeze()
    for section in in_turn(SECTIONS, report, asked):
        section(stock, report, 20 if asked.quick else 200)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
