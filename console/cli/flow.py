"""`rte flow DEED ...`: flow items by line, by their days, and from a CSV file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.files import file_bytes
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.cli.table import lines, room
from console.places import tidy
from store.errors import UsageFault
from store.exchange.flow_csv import MAX_BYTES, read_flow
from store.insight.mixed import row_of
from store.journal.daily import back_up_before_import
from store.ledger import flowing as use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.options import Asked
    from store.domain.records import FlowItem
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte flow add "Gate wait on the portal" key:F-12 nature:feature @DRE started:2026-10-01 size:5
  rte flow start F-12                    today; or with a day, like 12 oct
  rte flow done F-12 fri --active 3      somebody worked on it on three of its days
  rte flow drop W3
  rte flow import items.csv --check      what it would change; nothing is stored
  rte flow import items.csv

Natures: feature, enabler, defect, risk, debt. An item goes by its key or by its reference.
The columns of a file: key, text, team, nature, started, done, active, size, state."""

DEEDS = ("add", *use.DEEDS, "import")
FACTS = (
    "ref", "id", "key", "text", "team", "nature", "started", "done", "active", "size", "state",
    "pi",
)  # fmt: skip


def run(asked: Asked, words: list[str]) -> int:
    """Do it, and read it back."""
    parser = Parser("flow", "flow items: what the flow metrics are made of", EXAMPLES)
    parser.add_argument("deed", metavar="DEED", help=", ".join(DEEDS))
    parser.add_argument("words", metavar="WORDS", nargs="*", help="a line, an item, a day, a file")
    parser.add_argument("--active", metavar="DAYS", help="with done: days somebody worked on it")
    parser.add_argument("--check", action="store_true", help="with import: change nothing")
    told = parser.parse_intermixed_args(words)
    deed = tidy(told.deed).lower()
    if deed not in DEEDS:
        raise UsageFault(f"There is no {deed[:40]!r}. Type one of: {', '.join(DEEDS)}.")
    if told.check and deed != "import":
        raise UsageFault("--check goes with import: rte flow import FILE --check")
    if told.active is not None and deed != "done":
        raise UsageFault("--active goes with done: rte flow done F-12 fri --active 3")
    if deed == "import":
        return _import(asked, told.words, check=told.check)
    said = [tidy(word) for word in told.words]
    if not said:
        raise UsageFault(f"Say what: rte flow {deed} {'WORDS' if deed == 'add' else 'ITEM [DAY]'}")
    with ledger_of(asked) as ledger:
        ledger.require_train()
        item = _do(ledger, deed, said, tidy(told.active or ""))
        row = row_of("flow", item, ledger.snapshot())
    if asked.json:
        facts = {name: getattr(item, name) for name in FACTS}
        print_json("rte.flow.1", {"item": {**facts, "computed": dict(row.computed)}})
    else:
        out("\n".join(lines([row], room())))
    say("undo: rte undo")
    return 0


def _do(ledger: Ledger, deed: str, words: Sequence[str], active: str) -> FlowItem:
    if deed == "add":
        return use.add(ledger, " ".join(words))
    return use.set_days(ledger, words[0], deed, " ".join(words[1:]), active)


def _import(asked: Asked, words: Sequence[str], *, check: bool) -> int:
    if len(words) != 1:
        raise UsageFault("Name one file: rte flow import items.csv, or - for stdin.")
    rows = read_flow(file_bytes(words[0], MAX_BYTES))
    with ledger_of(asked) as ledger:
        ledger.require_train()
        if not check:
            back_up_before_import(asked.folder)
        found = use.plan_import(ledger, rows) if check else use.import_rows(ledger, rows)
    if asked.json:
        facts = {
            "checked": check,
            "new": [doc.get("key") for doc in found.new],
            "changed": [item.ref for item, _ in found.changed],
            "same": found.same,
        }
        print_json("rte.flowin.1", facts)
        return 0
    for item, fields in found.changed:
        moved = ", ".join(
            f"{name} {_said(getattr(item, name))} → {_said(value)}"
            for name, value in fields.items()
        )
        out(f"{item.ref} {item.key}: {moved}")
    out(found.sentence)
    say("nothing was stored" if check else "undo: rte undo")
    return 0


def _said(value: object) -> str:
    if value is None:
        return "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
