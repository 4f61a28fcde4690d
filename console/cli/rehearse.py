"""`rte rehearse`: an event on a throw-away copy, at many times the speed, or to its end at once."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.status import moment
from console.cli.streams import out
from console.cli.width import cells, pad
from console.config import MAX_ZONES, load, zones_named
from console.moment import clock_for
from console.places import network_allowed, private_place, tidy
from console.templates import templates
from console.terminal import prepare
from store.domain.clock import Face
from store.domain.wall_clock import local, time_of_day
from store.domain.words import minutes, week_date
from store.errors import UsageFault
from store.insight.fit import Fit, Slot
from store.insight.stage import city
from store.ledger import rehearsing
from store.ledger.ledger import Ledger
from store.ledger.opening import open_ledger

if TYPE_CHECKING:
    from console.cli.options import Asked

SPEEDS = (10, 600)
USUAL = 60
MOST_LATE = 200
"""Percent."""

EXAMPLES = f"""\
  rte rehearse art-sync                         at {USUAL} times the speed, in the console
  rte rehearse art-sync --speed 600             from {SPEEDS[0]} to {SPEEDS[1]} times
  rte rehearse art-sync --auto                  to its end at once; prints the agenda
  rte rehearse art-sync --auto --late 10%       if every step takes 10 % longer
  rte rehearse art-sync --auto --zone America/New_York --zone Asia/Tokyo

All of it happens on a copy that is thrown away; the train itself stays as it is."""


def run(asked: Asked, words: list[str]) -> int:
    """Rehearse, and throw the copy away."""
    parser = Parser("rehearse", "rehearse an event on a throw-away copy", EXAMPLES)
    parser.add_argument("kind", metavar="KIND", nargs="+", help="which event, like art-sync")
    parser.add_argument("--speed", metavar="N", help=f"times the speed; else {USUAL}")
    parser.add_argument("--auto", action="store_true", help="run it to its end and print it")
    parser.add_argument("--late", metavar="10%", help="with --auto: every step takes that longer")
    parser.add_argument("--zone", metavar="ZONE", action="append", default=[],
                        help="with --auto: clock times in this zone too")  # fmt: skip
    told = parser.parse_args(words)
    # Refuses before anything is copied.
    template = templates().named(" ".join(tidy(word) for word in told.kind))
    speed, late = _speed(told.speed), _late(told.late)
    if not told.auto:
        if told.late or told.zone:
            raise UsageFault("--late and --zone go with --auto, which prints the agenda.")
        prepare()
        with _copy(asked) as ledger:
            from console.rehearsal import run_rehearsal  # here: Textual reads the environment

            return run_rehearsal(ledger, template, speed)
    zones = _zones([tidy(name) for name in told.zone])
    with _copy(asked) as ledger:
        found, held = rehearsing.run_through(ledger, template, late)
    if asked.json:
        print_json("rte.rehearsed.1", _facts(found, held, late))
    else:
        _show(found, held, late, zones)
    return 0


def _speed(said: str | None) -> int:
    if said is None:
        return USUAL
    found = re.fullmatch(r"([0-9]{1,4})x?", said)
    if not found or not SPEEDS[0] <= int(found[1]) <= SPEEDS[1]:
        raise UsageFault(
            f"--speed {tidy(said)[:20]} is no speed for a rehearsal; "
            f"write a number from {SPEEDS[0]} to {SPEEDS[1]}, like --speed {USUAL}."
        )
    return int(found[1])


def _late(said: str | None) -> float:
    if said is None:
        return 0.0
    found = re.fullmatch(r"([0-9]{1,3})\s*%?", said)
    if not found or int(found[1]) > MOST_LATE:
        raise UsageFault(
            f"--late {tidy(said)[:20]} is no share of a step; write 0% to {MOST_LATE}%, "
            "like --late 10%."
        )
    return int(found[1]) / 100


def _zones(names: list[str]) -> tuple[ZoneInfo, ...]:
    """Those that were asked for, else those of the settings."""
    if not names:
        return load().zone_infos
    if len(names) > MAX_ZONES:
        raise UsageFault(f"Name at most {MAX_ZONES} zones.")
    return zones_named(names)


@contextmanager
def _copy(asked: Asked) -> Iterator[Ledger]:
    """The train that is meant, on a copy; removed at the end."""
    source = Path(asked.folder)
    root = Path(tempfile.mkdtemp(prefix="rte-rehearsal-", dir=private_place()))
    try:
        folder = rehearsing.copy_store(source, root)
        ledger = open_ledger(folder, who=asked.who, allow_network_fs=network_allowed())
        try:
            ledger.now = clock_for(source, asked.as_of, lambda: ledger.zone)
            yield ledger
        finally:
            ledger.db.close()
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _facts(found: Fit, held: Face, late: float) -> dict[str, object]:
    return {
        "title": found.title,
        "zone": found.zone.key,
        "late": late,
        "begins_at": moment(found.begins),
        "planned_end": moment(found.planned_end),
        "ends_at": moment(held.ends_at),
        "fits": found.fits,
        "wrong": list(found.wrong),
        "steps": [
            {
                "key": slot.step.key,
                "title": slot.step.title,
                "day": slot.step.day,
                "starts_at": moment(row.starts_at),
                "ends_at": moment(slot.ends),
                "planned_ms": slot.step.minutes * 60_000,
            }
            for slot, row in zip(found.slots, held.rows, strict=True)
        ],
    }


def _show(found: Fit, held: Face, late: float, zones: tuple[ZoneInfo, ...]) -> None:
    """Heading, agenda with a column for each zone, days, and whether it fits."""
    longer = f", every step {late:.0%} longer" if late else ""
    out(f"{found.title}, rehearsed{longer}")
    here = (found.zone, *(zone for zone in zones if zone.key != found.zone.key))
    widths = [max(5, cells(city(zone))) + 2 for zone in here]
    day = 0
    for slot, row in zip(found.slots, held.rows, strict=True):
        if slot.step.day != day:
            day = slot.step.day
            date = week_date(local(row.starts_at, found.zone).date())
            out("")
            out(f"{date}, day {day}" if found.slots[-1].step.day > 1 else date)
            names = (pad(city(zone), width) for zone, width in zip(here, widths, strict=True))
            out("  " + "".join(names) + "   min  step")
        _line(slot, row.starts_at, here, widths)
    _times(held.ends_at, here, widths, " " * 8 + "end")
    out("")
    days = found.days()
    if len(days) > 1:
        for number, (starts, ends) in enumerate(days, 1):
            out(f"Day {number} takes {_hours(ends - starts)}.")
    _verdict(found)


def _line(slot: Slot, starts: int, zones: tuple[ZoneInfo, ...], widths: list[int]) -> None:
    fixed = f"  (fixed at {slot.step.at})" if slot.step.at else ""
    waits = f"  ({minutes(slot.waits)} free before it)" if slot.waits else ""
    text = f"{slot.step.minutes:>6}  {slot.step.title}{fixed}{waits}"
    _times(starts, zones, widths, text)


def _times(ms: int, zones: tuple[ZoneInfo, ...], widths: list[int], text: str) -> None:
    times = (pad(time_of_day(ms, zone), width) for zone, width in zip(zones, widths, strict=True))
    out("  " + "".join(times) + text)


def _hours(ms: int) -> str:
    """A span as `1:05 h`."""
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02} h"


def _verdict(found: Fit) -> None:
    ends = time_of_day(found.ends, found.zone)
    took = _hours(found.ends - found.begins)
    if found.fits:
        out(f"It fits: it ends at {ends} as planned, after {took}.")
        return
    out(f"It does not fit; it ends at {ends}, after {took}:")
    for sentence in found.wrong:
        out(f"  {sentence}")
