"""`rte measure ...`: measures that the train keeps itself, with a number a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.files import file_bytes
from console.cli.improve import split
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.places import tidy
from store.errors import UsageFault
from store.exchange.readings_csv import read_readings
from store.exchange.rows_csv import MAX_BYTES
from store.insight.outcome_measures import own_figure, readings
from store.journal.daily import back_up_before_import
from store.ledger import own_measures as use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.options import Asked
    from store.domain.records import OwnMeasure
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte measure add "bookings in under two minutes" unit:% better:up
  rte measure K1 72                          its value today
  rte measure K1 68 on:2026-11-02 after the release
  rte measure K1                             all its values
  rte measure                                every measure of one's own
  rte measure import values.csv              columns: measure, date, value, note; or - for stdin

area: is outcome, flow or competency; outcome unless said. What the console computes itself: rte
measures."""

KEYS = ("unit", "area", "better", "owner", "on")


def run(asked: Asked, words: list[str]) -> int:
    """Do it, and read back the measure with its values."""
    parser = Parser("measure", "measures of one's own", EXAMPLES)
    parser.add_argument("ref", metavar="REF", nargs="?", help="a measure, like K1; add or import")
    parser.add_argument("words", metavar="VALUE WORDS", nargs="*", help="a number, on:, a note")
    told = parser.parse_args(words)
    ref, rest = tidy(told.ref or ""), [tidy(word) for word in told.words]
    if ref.lower() == "import":
        return _import(asked, told.words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        if not ref:
            snap = ledger.snapshot()
            return _told(asked, snap, snap.own_measures)
        found = _do(ledger, ref, rest)
        return _told(asked, ledger.snapshot(), [found], whole=True, done=bool(rest))


def _do(ledger: Ledger, ref: str, words: Sequence[str]) -> OwnMeasure:
    keyed, plain = split(words, KEYS)
    if ref.lower() == "add":
        if "on" in keyed:
            raise UsageFault("Add the measure first; then give it a value: rte measure K1 72.")
        return use.add(ledger, " ".join(plain), **keyed)
    found = use.the_measure(ledger, ref)
    if plain:
        use.keep(ledger, ref, plain[0], keyed.get("on", ""), " ".join(plain[1:]))
    elif keyed:
        raise UsageFault(f"Say a number: rte measure {found.ref} 72 on:fri")
    return found


def _import(asked: Asked, words: Sequence[str]) -> int:
    if len(words) != 1:
        raise UsageFault("Name one file: rte measure import values.csv, or - for stdin.")
    rows = read_readings(file_bytes(words[0], MAX_BYTES))
    with ledger_of(asked) as ledger:
        ledger.require_train()
        back_up_before_import(asked.folder)
        taken = use.bring_in(ledger, rows)
    if asked.json:
        facts = {"measures": list(taken.measures), "new": taken.new, "changed": taken.changed,
                 "same": taken.same}  # fmt: skip
        print_json("rte.measured.1", facts)
    else:
        out(taken.sentence)
    say("undo: rte undo")
    return 0


def _told(
    asked: Asked,
    snap: Snapshot,
    found: Sequence[OwnMeasure],
    *,
    whole: bool = False,
    done: bool = False,
) -> int:
    if asked.json:
        print_json("rte.measure.1", {"measures": [_facts(snap, one) for one in found]})
        return 0
    for one in found:
        parts = [
            f"{one.ref} {one.text}: {own_figure(snap, one, snap.pi_name).said}",
            one.area or "",
        ]
        parts.append(f"better is {one.better}" if one.better else "")
        out(" · ".join(part for part in parts if part))
        for reading in readings(snap, one.ref) if whole else ():
            note = f"  {reading.note}" if reading.note else ""
            out(f"  {reading.on}  {reading.value:g}{note}")
    if not found:
        say('none yet: rte measure add "bookings in under two minutes" unit:% better:up')
    elif done:
        say("undo: rte undo")
    return 0


def _facts(snap: Snapshot, one: OwnMeasure) -> dict[str, object]:
    names = ("ref", "id", "text", "unit", "area", "better", "owner")
    values = [{"on": r.on, "value": r.value, "note": r.note} for r in readings(snap, one.ref)]
    return {**{name: getattr(one, name) for name in names}, "values": values}
