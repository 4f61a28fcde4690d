"""`rte report ia|pi`: what an Inspect & Adapt or a planning interval can be handed out as."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say, shown, write_raw
from console.places import tidy
from store.errors import NotSaved, UsageFault
from store.exchange.files import put_new
from store.exchange.report import FORMATS, KINDS, Making, render, steps
from store.exchange.report_json import facts
from store.exchange.report_profile import ART, FULL, PROFILES

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.exchange.report_document import Document

PATIENCE = 0.5
"""Seconds after which whoever waits is told how far it is."""
EXAMPLES = """\
  rte report ia > ia.md                    the Inspect & Adapt of the current interval
  rte report pi --pi PI-26.3 --format html -o pi.html
  rte report ia --preview                  what would be left out, and nothing else
  rte report ia --profile full             also who captured what, and when; not for everybody"""


def run(asked: Asked, words: list[str]) -> int:
    """Print the report, or write it to a new file."""
    parser = Parser("report", "a report of an interval, to be handed out", EXAMPLES)
    parser.add_argument("kind", metavar="ia|pi", help="Inspect & Adapt, or plan and run")
    parser.add_argument("--pi", metavar="NAME", help="of this planning interval")
    parser.add_argument("--format", metavar="FORMAT", help=f"one of {', '.join(FORMATS)}")
    parser.add_argument("--profile", metavar="NAME", default=ART, help="art or full")
    parser.add_argument("-o", dest="file", metavar="FILE", help="into this new file")
    parser.add_argument("--preview", action="store_true", help="only what is left out")
    told = parser.parse_args(words)
    form = told.format or ("json" if asked.json else "md")
    if form not in FORMATS:
        raise UsageFault(f"There is no format {tidy(form)}. Write one of: {', '.join(FORMATS)}.")
    if tidy(told.kind) not in KINDS:
        raise UsageFault(f"There is no report {tidy(told.kind)}. Write one of: ia, pi.")
    with ledger_of(asked) as ledger:
        ledger.require_train()
        pi = None if told.pi is None else tidy(told.pi)
        making = Making(ledger.snapshot(), tidy(told.kind), pi, tidy(told.profile).lower())
        if told.preview:
            return _preview(asked, making)
        _make(making)
        document = making.document
    _hand_out(document, form, told.file)
    say(f"profile {document.profile}: {PROFILES[document.profile]}")
    if document.profile != FULL:
        say(document.left_out.sentence())
    return 0


def _make(making: Making) -> None:
    """Make it, and from half a second on say how far it is."""
    began = spoke = monotonic()
    for count, total in steps(making):
        now = monotonic()
        if now - began > PATIENCE and now - spoke > PATIENCE:
            say(f"{count} of {total} parts")
            spoke = now


def _preview(asked: Asked, making: Making) -> int:
    """What is left out, counted and never told."""
    left = making.left_out
    if asked.json:
        counts = {
            "private_lines": left.lines,
            "quotes": left.quotes,
            "authors": left.authors,
            "minutes": left.minutes,
        }
        whole = {"report": making.kind, "pi": making.pi, "profile": making.profile}
        print_json("rte.reportpreview.1", {**whole, "left_out": counts})
        return 0
    out(f"{KINDS[making.kind]} {making.pi}, profile {making.profile}")
    out(PROFILES[making.profile])
    out("The journal and the facilitator's notes are never in a report."
        if making.profile == FULL else left.sentence())  # fmt: skip
    return 0


def _hand_out(document: Document, form: str, file: str | None) -> None:
    if file is None and form == "json":
        print_json("rte.report.1", facts(document))
        return
    text = render(document, form)
    if file is None:
        write_raw(shown(text))
        return
    _write(Path(file), text if form != "json" or shown(text) == text else _ascii(document))
    out(tidy(file))


def _ascii(document: Document) -> str:
    return (
        json.dumps({"schema": "rte.report.1", **facts(document)}, indent=2, allow_nan=False) + "\n"
    )


def _write(place: Path, text: str) -> None:
    """Into a new file that only its owner can read; one that is there stays as it is."""
    try:
        put_new(place, text)
    except FileExistsError as fault:
        raise UsageFault(f"{tidy(str(place))} is there already. Name a new file.") from fault
    except OSError as fault:
        raise NotSaved(
            f"{tidy(str(place))} could not be written ({fault.strerror}). Name another file."
        ) from fault
