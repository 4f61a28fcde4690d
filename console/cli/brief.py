"""`rte brief [KIND]`: what the next event must know, or one of another kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.status import moment
from console.cli.streams import out
from console.cli.table import lines, room
from console.places import tidy
from store.errors import UsageFault
from store.insight.briefing import PARTS, about, brief_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.options import Asked
    from store.insight.rows import Row, Section

EXAMPLES = """\
  rte brief                   before the running event, else before the next of the calendar
  rte brief art-sync
  rte brief inspect-adapt --all
  rte brief pi-planning --json

KIND: {kinds}."""


def run(asked: Asked, words: list[str]) -> int:
    """Print the briefing."""
    parser = Parser("brief", "what an event must know", EXAMPLES.format(kinds=", ".join(PARTS)))
    parser.add_argument("kind", metavar="KIND", nargs="?", help="kind of event; else the next one")
    parser.add_argument("--all", action="store_true", help="every line, not the most important")
    told = parser.parse_args(words)
    kind = tidy(told.kind).lower() if told.kind else None
    if kind is not None and kind not in PARTS:
        raise UsageFault(f"There is no briefing for {kind[:40]!r}. Type one of {', '.join(PARTS)}.")
    with ledger_of(asked) as ledger:
        ledger.require_train()
        snap = ledger.snapshot()
        seen = brief_for(snap, kind, whole=told.all or asked.json)
        which, now = about(snap, kind), moment(snap.now)
    if asked.json:
        print_json("rte.briefing.1", {
            "as_of": now, "pi": snap.pi_name, "kind": which.kind, "event": which.words,
            "sections": [
                {"title": part.title, "records": [facts(row) for row in part.rows]}
                for part in seen.sections
            ],
        })  # fmt: skip
        return 0
    out(seen.title)
    out("\n".join(told_sections(seen.sections)))
    return 0


def told_sections(sections: Sequence[Section]) -> list[str]:
    """Sections as text: title, lines, or what the place says when there are none."""
    said: list[str] = []
    for part in sections:
        said += ["", part.title]
        said += lines(tuple(part.rows), room()) if part.rows else [f"  {part.empty}"]
    return said


def facts(row: Row) -> dict[str, object]:
    """A line for scripts."""
    return {
        "kind": row.kind, "id": row.id, "ref": row.ref, "when": row.when, "state": row.state,
        "text": row.text, "who": row.who, "note": row.note, "computed": dict(row.computed),
    }  # fmt: skip
