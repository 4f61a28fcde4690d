"""`rte minutes`: the minutes of an event as Markdown, HTML or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out
from console.places import tidy
from store.domain.records import Event
from store.errors import UsageFault
from store.exchange.minutes import event_minutes
from store.exchange.minutes_html import page_of
from store.insight.events import is_over

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.insight.snapshot import Snapshot
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte minutes              of the running event, else of the latest one
  rte minutes E8 > e8.md   of this one
  rte minutes E8 --format html > e8.html"""

FORMATS = ("md", "html", "json")


def run(asked: Asked, words: list[str]) -> int:
    """Print the minutes."""
    parser = Parser("minutes", "the minutes of an event: Markdown, HTML or JSON", EXAMPLES)
    parser.add_argument("event", metavar="EVENT", nargs="?", help="its reference, like E8")
    parser.add_argument("--format", metavar="FORMAT", help=f"one of {', '.join(FORMATS)}")
    told = parser.parse_args(words)
    form = told.format or ("json" if asked.json else "md")
    if form not in FORMATS:
        raise UsageFault(f"There is no format {tidy(form)}. Write one of: {', '.join(FORMATS)}.")
    with ledger_of(asked) as ledger:
        event = event_meant(ledger, None if told.event is None else tidy(told.event))
        text = event_minutes(ledger.snapshot(), event)
    if form == "json":
        print_json("rte.minutes.1", {"event": event.ref, "title": event.title, "markdown": text})
    else:
        out((page_of(text) if form == "html" else text).rstrip())
    return 0


def event_meant(ledger: Ledger, ref: str | None) -> Event:
    """The event with this reference; for None the running one, else the latest that is over."""
    return _latest(ledger.snapshot()) if ref is None else ledger.the(Event, ref)


def _latest(snap: Snapshot) -> Event:
    if snap.running:
        return snap.running
    over = [event for event in snap.events if is_over(snap, event)]
    if not over:
        raise UsageFault("There is no event yet. Start one: rte event start art-sync")
    return over[-1]
