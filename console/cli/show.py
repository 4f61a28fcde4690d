"""`rte show REF`: everything about one record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.cli import link, status
from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out
from console.cli.width import cells, pad
from console.places import tidy
from store.domain.records import TYPES, Event, PlanningInterval, Record, Team, read
from store.domain.refs import same_ref
from store.errors import UsageFault
from store.exchange.record_markdown import record_markdown
from store.insight import facts as fields
from store.insight.events import captured_in
from store.insight.figures import figures_in_words
from store.insight.links import links_of
from store.insight.mixed import row_of
from store.insight.problem_parts import parts_told, shown_fields
from store.ledger import history

if TYPE_CHECKING:
    from console.cli.options import Asked
    from store.insight.links import Linked
    from store.insight.snapshot import Snapshot
    from store.ledger.history import Past
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte show B08            b8 and #B08 are the same
  rte show R12 --history  every change: who, when, in which step, old and new value
  rte show R12 --markdown to paste into a page or a mail
  rte show DRE            a team by its id, a planning interval by its name"""


def run(asked: Asked, words: list[str]) -> int:
    """Print the record."""
    parser = Parser("show", "everything about one record", EXAMPLES)
    parser.add_argument("ref", metavar="REF", help="a reference, like R12")
    parser.add_argument("--history", action="store_true", help="also what happened to it")
    parser.add_argument("--markdown", action="store_true", help="as Markdown")
    told = parser.parse_args(words)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        snap = ledger.snapshot()
        found = _find(ledger, snap, tidy(told.ref))
        past = history.history(ledger, found.kind, found.record) if told.history else None
        ties = links_of(snap, found.record, ledger.references)
    if asked.json:
        print_json("rte.show.1", _facts(snap, found, past, ties))
        return 0
    if told.markdown:
        out(_markdown(snap, found, past, ties).rstrip())
        return 0
    lines = [*_lines(snap, found), *(f"  {link.said(tie)}" for tie in ties)]
    if past is not None:
        lines += ["", "history, oldest first"]
        lines += [
            "  " + line for entry in past for line in history.in_words(entry, found.kind, snap)
        ]
        if not past:
            lines.append("  nothing is known of its past")
    out("\n".join(lines))
    return 0


@dataclass(frozen=True, slots=True)
class Found:
    """A record with its document; `gone` says when and by whom it was taken back."""

    kind: str
    record: Record
    doc: dict[str, Any]
    gone: tuple[int, str | None] | None = None


def _find(ledger: Ledger, snap: Snapshot, word: str) -> Found:
    """The record that is named: a team or an interval by its own name, else a reference."""
    low = word.lower()
    for kind in ("team", "pi"):
        for record in snap.records.get(kind, ()):
            if isinstance(record, Team | PlanningInterval) and record.short.lower() == low:
                return Found(kind, record, dict(ledger.db.state.doc(kind, record.id) or {}))
    try:
        kind, record = ledger.find(word)
        return Found(kind, record, dict(ledger.db.state.doc(kind, record.id) or {}))
    except UsageFault:
        gone = _taken_back(ledger, word)
        if gone is None:
            raise
        return gone


def _taken_back(ledger: Ledger, word: str) -> Found | None:
    """What was called so before somebody took it back; its history stays in the log."""
    ref = word.lstrip("#")
    for entry in ledger.db.log.past():
        for code, kind, *facts in entry["ops"]:
            if code == "d" and kind in TYPES and same_ref(str(facts[1].get("ref", "")), ref):
                record = read(kind, facts[0], facts[1])
                return Found(kind, record, dict(facts[1]), (int(entry["at"]), entry.get("by")))
    return None


def _lines(snap: Snapshot, found: Found) -> list[str]:
    kind, record = found.kind, found.record
    row = row_of(kind, record, snap)
    facts = [("", note)] if (note := _attention(snap, found, row.note)) else []
    facts += fields.told(kind, shown_fields(kind, found.doc))
    facts += figures_in_words(row.computed)
    facts.append(("came from", fields.origin(snap, record)))
    wide = max(cells(label) for label, _ in facts)
    name = record.ref or getattr(record, "short", "")
    title = record.text or getattr(record, "name", "") or getattr(record, "title", "")
    head = [" ".join(part for part in (name, KIND_WORDS.get(kind, kind), title) if part)]
    return [
        *head,
        *(f"  {pad(label, wide)}  {value}".rstrip() for label, value in facts),
        *(_event_lines(snap, record) if isinstance(record, Event) else ()),
        *(
            line
            for title, lines in parts_told(record)
            for line in ("", f"  {title}", *(f"    {line}" for line in lines))
        ),
    ]


def _attention(snap: Snapshot, found: Found, note: str) -> str:
    """What asks for attention; of a record that was taken back, only that."""
    if found.gone is None:
        return note
    at, by = found.gone
    return f"taken back by {by or 'nobody named'}, {snap.day_word(at)}"


KIND_WORDS = {"pi": "planning interval"}


def _event_lines(snap: Snapshot, event: Event) -> list[str]:
    lines: list[str] = []
    face = snap.faces.get(event.ref)
    if face:
        lines.append(f"  {status.line(snap, event)}")
    for kind, record in captured_in(snap, event.ref):
        lines.append(f"  {record.ref}  {kind}  {record.text}")
    return lines


def _markdown(
    snap: Snapshot, found: Found, past: list[Past] | None, ties: tuple[Linked, ...]
) -> str:
    lines = [line for entry in past or () for line in history.in_words(entry, found.kind, snap)]
    return record_markdown(snap, found.kind, found.record, found.doc, links=ties, history=lines)


def _facts(
    snap: Snapshot, found: Found, past: list[Past] | None, ties: tuple[Linked, ...]
) -> dict[str, Any]:
    record = found.record
    row = row_of(found.kind, record, snap)
    facts: dict[str, Any] = {
        "kind": found.kind,
        "as_of": status.moment(snap.now),
        "record": {
            **found.doc,
            "id": record.id,
            "computed": dict(row.computed),
            "attention": row.note,
        },
        "origin": fields.origin(snap, record),
        "links": [link.facts_of(tie) for tie in ties],
    }
    if found.gone:
        facts["taken_back"] = {"at": status.moment(found.gone[0]), "by": found.gone[1]}
    if isinstance(record, Event) and record.ref in snap.faces:
        facts["clock"] = status.facts(snap, record)
    if past is not None:
        facts["history"] = [_past_facts(entry) for entry in past]
    return facts


def _past_facts(past: Past) -> dict[str, Any]:
    """An entry of the log, as far as it concerns the record, for scripts."""
    return {
        "n": past.n,
        "at": status.moment(past.at),
        "by": past.by,
        "in": past.where or None,
        "do": past.do,
        "deed": past.deed,
        "undo": past.undo,
        "changes": {name: {"from": old, "to": new} for name, (old, new) in past.changes.items()},
    }
