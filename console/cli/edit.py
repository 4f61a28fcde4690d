"""`rte edit REF... WORDS`: what a record says of itself, one or several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.jsonout import print_json
from console.cli.parsing import Parser
from console.cli.session import ledger_of
from console.cli.streams import out, say
from console.places import tidy
from store.domain.refs import parse_ref
from store.errors import UsageFault
from store.ledger.editing import edit, edit_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.cli.options import Asked
    from store.domain.record import Record
    from store.ledger.ledger import Ledger

EXAMPLES = """\
  rte edit R12 owner:SM-DRE due:fri @DRE p:4 i:5
  rte edit A3 --text "ring the yard, and the port"
  rte edit R12 R13 A3 owner:PM          several at once, all or none

Letters, states, levels and values have verbs of their own: roam, done, escalate, dep, decide. What
a record said before stays in its history."""


def run(asked: Asked, words: list[str]) -> int:
    """Edit, and read back what each says now."""
    parser = Parser("edit", "set what records say of themselves", EXAMPLES)
    parser.add_argument("words", metavar="REF WORDS", nargs="+",
                        help="references first; then owner: due: @TEAM #REF and so on")  # fmt: skip
    parser.add_argument("--text", metavar="WORDS", help="new words, for one record")
    told = parser.parse_intermixed_args(words)
    refs, line = split(told.words)
    text = None if told.text is None else tidy(told.text)
    with ledger_of(asked) as ledger:
        ledger.require_train()
        found = _do(ledger, refs, line, text)
        print_records("rte.edited.1", ledger, found, as_json=asked.json)
    say("undo: rte undo")
    return 0


def _do(
    ledger: Ledger, refs: Sequence[str], line: str, text: str | None
) -> list[tuple[str, Record]]:
    if len(refs) == 1:
        return [edit(ledger, refs[0], line, text)]
    if text is not None:
        raise UsageFault("New words are for one record at a time; leave out the other references.")
    return edit_many(ledger, refs, line)


def split(words: Sequence[str]) -> tuple[list[str], str]:
    """References at the beginning, and the rest as one line. Refuses none."""
    tidied = [tidy(word) for word in words]
    count = next((n for n, word in enumerate(tidied) if parse_ref(word) is None), len(tidied))
    if not count:
        raise UsageFault(f"{tidied[0][:20]!r} is not a reference. Name a record first, like R12.")
    return tidied[:count], " ".join(tidied[count:])


def print_records(
    schema: str, ledger: Ledger, found: Sequence[tuple[str, Record]], *, as_json: bool
) -> None:
    """Records after a change, as people read them or as they are stored."""
    if as_json:
        docs = [
            {"kind": kind, "record": {**(ledger.db.state.doc(kind, r.id) or {}), "id": r.id}}
            for kind, r in found
        ]
        print_json(schema, {"records": docs})
    else:
        out("\n".join(f"{record.ref} {record.text}" for _, record in found))
